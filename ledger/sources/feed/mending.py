"""Makes XML of what feeds bring instead: bare ampersands, HTML's entities, control characters, unclosed elements.

Everything here takes time in proportion to the text, whatever the text is: no pattern can look past the next ``<``
in vain more than once.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.entities import html5

# What XML 1.0 allows in no document, not even by reference.
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_OWN = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_UNTOUCHED = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_REFERENCE = re.compile(
    rf"(?P<untouched>{_UNTOUCHED})|&(?:(?:#[0-9]{{1,8}}|#[xX][0-9a-fA-F]{{1,8}}|[A-Za-z][A-Za-z0-9]{{0,40}});)?",
    re.DOTALL,
)


def mend_characters(text: str) -> tuple[str, list[str]]:
    """Text without what no XML parser takes, and how often: ``control_characters=n``, ``mended_entities=n``.

    HTML's entities become the characters they mean; an ampersand that begins none is one that was meant as it stands.
    """
    text, controls = _ILLEGAL.subn(" ", text)
    mended = 0

    def reference(found: re.Match[str]) -> str:
        nonlocal mended
        if found["untouched"] is not None or found[0] in _XML_OWN:
            return found[0]
        meant = _meaning(found[0])
        mended += meant != found[0]
        return meant

    text = _REFERENCE.sub(reference, text)
    counted = (("control_characters", controls), ("mended_entities", mended))
    return text, [f"{word}={count}" for word, count in counted if count]


def _meaning(reference: str) -> str:
    """A reference as XML may hold it; numbers that stand for Windows' signs, or for nothing, are read as HTML does."""
    name = reference[1:]
    if name.startswith("#"):
        character = unescape(reference)
        number = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        if character == chr(min(number, 0x10FFFF)) and not _ILLEGAL.match(character):
            return reference
    elif name in html5:
        character = html5[name]
    else:
        return "&amp;" + name
    return "".join(f"&#{ord(sign)};" for sign in _ILLEGAL.sub("\ufffd", character or "\ufffd"))


@dataclass(frozen=True)
class Balanced:
    """Text in which every element is closed; ``open_at_end`` names those that the text itself never closed."""

    text: str
    open_at_end: tuple[str, ...]


_TOKEN = re.compile(
    r"(?P<cdata><!\[CDATA\[(?P<held>.*?)(?:\]\]>|\Z))"
    r"|(?P<dropped><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![A-Za-z][^\[<>]*>|<[^<>]*\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z_][\w.:-]*+)(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
    r"|(?P<stray><)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?<![\w.:-])(?P<name>[A-Za-z_][\w.:-]*+)\s*+=\s*+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=]++))"
)


def mend_tags(text: str) -> Balanced:
    """Close what is left open, drop ends without a beginning, and all that stands outside the first element."""
    mender = _Mender()
    place = 0
    for token in _TOKEN.finditer(text):
        mender.words(text[place : token.start()])
        mender.token(token)
        place = token.end()
    mender.words(text[place:])
    return mender.balanced()


class _Mender:
    """Writes tokens out again; ``open`` are the elements not yet closed, ``counts`` how many of each name."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._done = False

    def words(self, text: str) -> None:
        """White space keeps the lines' numbers even where text has no place."""
        if self._open:
            self._out.append(text.replace("]]>", "]]&gt;"))
        else:
            self._out.append("\n" * text.count("\n"))

    def token(self, token: re.Match[str]) -> None:
        if token["cdata"] is not None:
            self._out += [f"<![CDATA[{token['held']}]]>"] if self._open else []
        elif token["stray"] is not None:
            self._out += ["&lt;"] if self._open else []
        elif token["name"] is None:
            self._out.append("\n" * token[0].count("\n"))
        elif token["close"]:
            self._out += self._closed(token["name"])
        elif not self._done:
            self._out += self._opened(token["name"], token["rest"])

    def _opened(self, name: str, rest: str) -> Iterator[str]:
        attributes: dict[str, str] = {}
        for found in _ATTRIBUTE.finditer(rest):
            value = next(value for value in found.group("double", "single", "bare") if value is not None)
            attributes.setdefault(found["name"], value.replace('"', "&quot;"))
        yield f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items())
        if rest.endswith("/"):
            yield "/>"
            self._done = self._done or not self._open
        else:
            yield ">"
            self._open.append(name)
            self._counts[name] += 1

    def _closed(self, name: str) -> Iterator[str]:
        last = ""
        while self._counts[name] and last != name:
            last = self._open.pop()
            self._counts[last] -= 1
            yield f"</{last}>"
        self._done = self._done or (bool(last) and not self._open)

    def balanced(self) -> Balanced:
        still_open = tuple(self._open)
        self._out += [f"</{name}>" for name in reversed(still_open)]
        return Balanced("".join(self._out), still_open)
