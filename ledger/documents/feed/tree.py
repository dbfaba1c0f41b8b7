"""From a feed's text to the fields of its channel and of each item, by the standard library's expat.

Expat says where it stops, never opens another file by itself, and tells of a declaration before anything is made of
it; lxml's way of recovering reads "AT&T" as "AT". What is no XML is made XML first and told of: bare ampersands,
HTML's entities, control characters, elements left open. Nothing is kept of a file but the fields somebody reads, and
of an item only until it has been read. Mending takes time in proportion to the text, whatever the text is: no pattern
can look past the next ``<`` in vain more than once.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.entities import html5
from typing import Generic, TypeVar
from xml.parsers import expat

from ledger.documents.feed.shape import BrokenFeed, NotAFeed, OwnDeclarations, TooDeep, TooManyItems
from ledger.errors import quoted

DEEPEST, MOST_ITEMS = 100, 20_000

# Which elements hold others that are read, by what they stand in.
_HOLDERS: Mapping[str, frozenset[str]] = {
    "": frozenset({"rss", "rdf:rdf", "atom:feed"}),
    "rss": frozenset({"channel", "item"}),
    "channel": frozenset({"item"}),
    "rdf:rdf": frozenset({"channel", "item"}),
    "atom:feed": frozenset({"atom:entry"}),
}
_ITEMS = frozenset({"item", "atom:entry"})
_PLAIN_TAG = re.compile("[a-z][a-z0-9]*")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FeedField:
    """An element that holds text. Where other elements stood in it, ``text`` is HTML with their bare tags."""

    name: str
    text: str
    attributes: Mapping[str, str]


@dataclass(slots=True)
class FeedFields:
    """The fields of a channel or an item in their order, and the attributes of the element that holds them."""

    attributes: dict[str, str] = field(default_factory=dict)
    fields: list[FeedField] = field(default_factory=list)

    def all(self, *names: str) -> list[FeedField]:
        """The fields of these names."""
        return [found for found in self.fields if found.name in names]

    def text(self, *names: str) -> str:
        """The first text that is not empty, of the first name that has one."""
        found = (found.text for name in names for found in self.fields if found.name == name)
        return next((text for text in found if text.strip()), "")


@dataclass(frozen=True)
class Tree(Generic[T]):
    """What was read. ``warnings`` say how the text had to be mended, ``cut_short`` that the last item is not whole."""

    channel: FeedFields
    items: Sequence[T]
    warnings: Sequence[str] = ()
    cut_short: bool = False


def read_tree(text: str, name: str, wanted: frozenset[str], make: Callable[[FeedFields, int], T]) -> Tree[T]:
    """Read a feed.

    Args:
        text: the feed without its XML declaration.
        name: the file's, for errors.
        wanted: the fields to keep, as ``podcast:transcript`` or ``title``, in lower case.
        make: reads one item, given its place from 1; the channel may not be whole by then.

    Raises:
        FeedError: if it is no feed, or one that could do harm.
    """
    text, warnings = _mend_characters(text)
    if not text.strip():
        raise NotAFeed(name, "there is nothing in it")
    try:
        reader = _parsed(text, _Reader(name, wanted, make))
    except expat.ExpatError as error:
        broken = error
    else:
        return Tree(reader.channel, reader.items, warnings)
    balanced = _mend_tags(text)
    if not balanced.text.strip():
        raise NotAFeed(name, "there is no element in it")
    try:
        reader = _parsed(balanced.text, _Reader(name, wanted, make))
    except expat.ExpatError as error:
        raise BrokenFeed(name, broken.lineno, expat.ErrorString(broken.code)) from error
    warnings += [f"not_well_formed_at_line={broken.lineno}"] + ["cut_short"] * bool(balanced.open_at_end)
    cut_short = any(tag.lower().rpartition(":")[2] in {"item", "entry"} for tag in balanced.open_at_end)
    return Tree(reader.channel, reader.items, warnings, cut_short)


def _parsed(text: str, reader: "_Reader[T]") -> "_Reader[T]":
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.entity
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.Parse(text, True)
    return reader


class _Reader(Generic[T]):
    """Takes what expat tells: holders hold fields, and everything inside a field belongs to its text."""

    def __init__(self, name: str, wanted: frozenset[str], make: Callable[[FeedFields, int], T]) -> None:
        self.channel = FeedFields()
        self.items: list[T] = []
        self._file, self._wanted, self._make = name, wanted, make
        self._names = _Names()
        self._holders: list[tuple[str, FeedFields]] = []
        self._depth = self._inside = 0
        self._name = ""
        self._attributes: Mapping[str, str] = {}
        self._text: list[str] | None = None
        self._marked = False

    def doctype(self, _name: str, _system: str | None, _public: str | None, own: int) -> None:
        """A DOCTYPE may name a document type, and no more."""
        if own:
            raise OwnDeclarations(self._file)

    def entity(self, *_: object) -> None:
        """Never reached while ``doctype`` stands; whoever loosens that meets this."""
        raise OwnDeclarations(self._file)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooDeep(self._file, DEEPEST)
        if self._inside:
            self._inside += 1
            self._mark(tag, "<")
            return
        name = self._names.enter(tag, attributes)
        held_by = self._holders[-1][0] if self._holders else ""
        if name in _HOLDERS.get(held_by, frozenset()):
            self._hold(name, attributes)
        elif not held_by:
            raise NotAFeed(self._file, f"its first element is called {quoted(tag)}")
        else:
            self._inside, self._marked = 1, False
            self._name, self._text = name, [] if name in self._wanted else None
            self._attributes = {key.lower(): value for key, value in attributes.items()} if name in self._wanted else {}

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if self._inside > 1:
            self._inside -= 1
            self._mark(tag, "</")
            return
        self._names.leave()
        if self._inside:
            self._inside = 0
            if self._text is not None:
                found = FeedField(self._name, "".join(self._text), self._attributes)
                self._holders[-1][1].fields.append(found)
            return
        name, fields = self._holders.pop()
        if name in _ITEMS:
            self.items.append(self._make(fields, len(self.items) + 1))

    def characters(self, text: str) -> None:
        """Text, where a field takes it."""
        if self._inside and self._text is not None:
            self._text.append(escape(text, quote=False) if self._marked else text)

    def _hold(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _ITEMS and len(self.items) >= MOST_ITEMS:
            raise TooManyItems(self._file, MOST_ITEMS)
        fields = FeedFields() if name in _ITEMS else self.channel
        fields.attributes.update((key.lower(), value) for key, value in attributes.items())
        self._holders.append((name, fields))

    def _mark(self, tag: str, opening: str) -> None:
        """An element inside a field: from here on its text is HTML, so what came before is made HTML too."""
        if self._text is None:
            return
        if not self._marked:
            self._text = [escape("".join(self._text), quote=False)]
            self._marked = True
        local = tag.lower().rpartition(":")[2]
        self._text.append(f"{opening}{local if _PLAIN_TAG.fullmatch(local) else 'span'}>")


# What elements are called: one name each, whatever prefix a feed gives them and whether it declares it.
_SPACES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "https://podcastindex.org/namespace/1.0": "podcast",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0": "",
}
_OF_ROOT = {"rss": "", "feed": "http://www.w3.org/2005/atom", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
ROOTS = frozenset(_OF_ROOT)


class _Names:
    """Follows the declarations of a document. A namespace that is not known goes by the prefix the feed gives it."""

    def __init__(self) -> None:
        self._scopes: list[Mapping[str, str]] = []

    def enter(self, tag: str, attributes: Mapping[str, str]) -> str:
        """The name of an element that is now begun, in lower case: ``itunes:duration``; RSS's own are bare."""
        scope = {key[6:]: space for key, space in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        prefix, _, local = tag.rpartition(":")
        local = local.lower()
        if not self._scopes and local in _OF_ROOT:  # whose bare names are its own, declared or not
            scope[prefix] = _OF_ROOT[local]
        self._scopes.append(scope)
        space = next((scope[prefix] for scope in reversed(self._scopes) if prefix in scope), "")
        known = _SPACES.get(space.lower().rstrip("/"), prefix.lower())
        return f"{known}:{local}" if known else local

    def leave(self) -> None:
        """The element begun last is over."""
        self._scopes.pop()


# What XML 1.0 allows in no document, not even by reference.
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_OWN = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_UNTOUCHED = r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
_REFERENCE = re.compile(
    rf"(?P<untouched>{_UNTOUCHED})|&(?:(?:#[0-9]{{1,8}}|#[xX][0-9a-fA-F]{{1,8}}|[A-Za-z][A-Za-z0-9]{{0,40}});)?",
    re.DOTALL,
)


def _mend_characters(text: str) -> tuple[str, list[str]]:
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
class _Balanced:
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


def _mend_tags(text: str) -> _Balanced:
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

    def balanced(self) -> _Balanced:
        still_open = tuple(self._open)
        self._out += [f"</{name}>" for name in reversed(still_open)]
        return _Balanced("".join(self._out), still_open)
