"""From HTML to the text people read: whole pages by lxml, and short texts that may be HTML or may be none.

``read_html`` gives a page's blocks of text in order, and what its head says. lxml reads the tags, as a stream and
without making a tree of them. Other parsers were measured on pages made to do harm (nested, unclosed, commented):
html.parser, selectolax, justhtml and lxml's own tree all take quadratic time on some. So does the stream on elements
nested without end, which is why a depth no page has is refused. The entities of HTML are the only ones; nothing is
fetched.

``plain_text`` is for the fields of feeds, where a bracket may be a bracket ("x<y", <ann@example.org>) and an ampersand
an ampersand (?a=1&copy=2), which any parser of HTML takes for a tag or a sign; and which may be encoded once too often.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape

from ledger.errors import InputError, quoted

DEEPEST = 1_000
MOST_BLOCKS = 500_000
_MOST_FACTS = 2_000
_CHUNK = 65_536

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#x[0-9a-f]{1,8}|[a-z][a-z0-9]{1,40});", re.IGNORECASE)


def decode_entities(text: str) -> str:
    """HTML's entities as characters; without its semicolon an ampersand is one (``?a=1&copy=2``)."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text


# Pages

# Not read at all: no words, words of the page about itself, or words of controls.
_SKIPPED = frozenset((
    "applet", "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "iframe", "map", "math",
    "menu", "nav", "noembed", "noframes", "noscript", "object", "option", "select", "style", "svg", "template",
    "textarea", "video",
))  # fmt: skip
_SKIPPED_ROLES = frozenset((
    "alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation",
    "search", "tablist", "toolbar",
))  # fmt: skip
# Elements that part paragraphs.
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
))  # fmt: skip
_VOID = frozenset(("br", "hr"))
_CELLS = frozenset(("td", "th"))
_HOLDERS = frozenset(("article", "main"))
_LD = "application/ld+json"


class TooMuchHtml(InputError):
    """Elements in elements, or paragraphs after paragraphs, without end."""

    def __init__(self, name: str, what: str) -> None:
        """Say how much is too much: ``1000 levels of elements``."""
        super().__init__(
            f"{quoted(name)} has more than {what}.",
            "Save the page's text as plain text, and give that file.",
        )


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, a heading, an item: its text on one line, the element it is, how many of its signs are links.

    ``holder`` is the number of the innermost element around it that may hold the main text, -1 for none.
    """

    text: str
    tag: str
    linked: int
    holder: int


@dataclass(frozen=True, slots=True)
class Holder:
    """An element that may hold the main text, and the number of the one around it.

    ``kind`` is ``body`` (schema.org's articleBody), ``article`` or ``main``.
    """

    kind: str
    parent: int


@dataclass(slots=True)
class Html:
    """A page.

    ``meta`` are names and contents as the page gives them, names in small letters; ``times`` what its elements for
    times say to machines; ``data`` what it says as JSON-LD, unread.
    """

    blocks: list[TextBlock] = field(default_factory=list)
    holders: list[Holder] = field(default_factory=list)
    title: str = ""
    heading: str = ""
    language: str = ""
    canonical: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


def read_html(text: str, name: str, *, apart: frozenset[str] = frozenset()) -> Html:
    """Read a page.

    Args:
        text: the page, decoded; what it declares about its encoding is not looked at.
        name: the file's, for errors.
        apart: elements within a line whose text is to be a block of its own (``cite``).

    Raises:
        TooMuchHtml: if elements are nested more than a thousand deep, or there are more than half a million paragraphs.
    """
    from lxml import etree  # type: ignore[import-untyped]

    target = _Target(apart)
    parser = etree.HTMLParser(target=target, huge_tree=True, no_network=True)
    text = text.removeprefix("\ufeff")
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        parser.close()
    except etree.LxmlError:  # there was nothing in it
        pass
    except _Excess as error:
        raise TooMuchHtml(name, str(error)) from error
    return target.html


class _Excess(Exception):
    """More of something than any page has; its text says what."""


class _Target:
    """Is told of the beginning and the end of every element, in pairs, and of the text between them."""

    def __init__(self, apart: frozenset[str]) -> None:
        self.html = Html()
        self._blocks = _BLOCKS | apart
        self._depth = self._links = 0
        self._skipped = 0  # elements open since the first that is not read
        self._kept: list[str] | None = None  # the text of a title or of data, while in one
        self._words: list[str] = []
        self._linked = 0
        self._tags = ["body"]
        self._holding: list[tuple[int, int]] = []  # the depth and the number of every holder that is open

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Excess(f"{DEEPEST} levels of elements")
        if self._skipped or self._is_skipped(tag, attributes):
            self._skipped += 1
            return
        if tag in _KEPT:
            self._kept = []
        elif tag in self._blocks:
            self._flush()
            self._tags += () if tag in _VOID else (tag,)
            self._hold(tag, attributes)
        elif tag in _CELLS:
            self._words.append(" ")
        elif tag == "a":
            self._links += 1
        self._note(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
        elif tag in _KEPT:
            _KEPT[tag](self.html, "".join(self._kept or ()))
            self._kept = None
        elif tag in self._blocks:
            self._flush()
            if tag not in _VOID:
                self._tags.pop()
            if self._holding and self._holding[-1][0] > self._depth:
                self._holding.pop()
        elif tag == "a":
            self._links -= 1

    def data(self, text: str) -> None:
        """Text."""
        if self._skipped:
            return
        if self._kept is not None:
            self._kept.append(text)
            return
        if self._tags[-1] == "pre":
            *lines, text = text.split("\n")
            for line in lines:
                self._words.append(line)
                self._flush()
        self._words.append(text)
        self._linked += len(text) if self._links else 0

    def close(self) -> None:
        """The page is at its end."""
        self._flush()

    def _is_skipped(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag == "script":
            return attributes.get("type", "").strip().lower() != _LD
        if tag == "header":  # of the page, not of an article
            return not self._holding
        return tag in _SKIPPED or _role(attributes) in _SKIPPED_ROLES

    def _flush(self) -> None:
        """A block is over."""
        text = " ".join("".join(self._words).split())
        if text:
            if len(self.html.blocks) >= MOST_BLOCKS:
                raise _Excess(f"{MOST_BLOCKS} paragraphs")
            holder = self._holding[-1][1] if self._holding else -1
            self.html.blocks.append(TextBlock(text, self._tags[-1], min(self._linked, len(text)), holder))
            if self._tags[-1] == "h1":
                self.html.heading = self.html.heading or text
        self._words.clear()
        self._linked = 0

    def _hold(self, tag: str, attributes: Mapping[str, str]) -> None:
        """If the element may hold the main text, remember it."""
        role = _role(attributes)
        kind = tag if tag in _HOLDERS else role if role in _HOLDERS else ""
        if "articleBody" in attributes.get("itemprop", "").split():
            kind = "body"
        if kind and tag not in _VOID:
            parent = self._holding[-1][1] if self._holding else -1
            self._holding.append((self._depth, len(self.html.holders)))
            self.html.holders.append(Holder(kind, parent))

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What an element's attributes say of the page."""
        html = self.html
        if tag == "html":
            html.language = html.language or attributes.get("lang", "") or attributes.get("xml:lang", "")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            html.canonical = html.canonical or attributes.get("href", "").strip()
        elif tag == "time" and "datetime" in attributes and len(html.times) < _MOST_FACTS:
            html.times.append(attributes["datetime"])
        itemprop = attributes.get("itemprop", "")
        name = f"itemprop:{itemprop}" if itemprop else attributes.get("property", "") or attributes.get("name", "")
        if name and (tag == "meta" or itemprop) and attributes.get("content") and len(html.meta) < _MOST_FACTS:
            html.meta.append((name.strip().lower(), " ".join(attributes["content"].split())))


def _role(attributes: Mapping[str, str]) -> str:
    return attributes.get("role", "").strip().lower()


def _keep_title(html: Html, text: str) -> None:
    html.title = html.title or " ".join(text.split())


def _keep_data(html: Html, text: str) -> None:
    if len(html.data) < _MOST_FACTS:
        html.data.append(text)


_KEPT: Mapping[str, Callable[[Html, str], None]] = {"title": _keep_title, "script": _keep_data}


# Texts that may be HTML

_TIMES = 3
_TOKEN = re.compile(
    r"(?P<unread><(?P<of>script|style)(?![^\s/>])[^<>]*>.*?(?:</(?P=of)(?![^\s/>])[^<>]*>|\Z))"
    r"|(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<cdata><!\[CDATA\[|\]\]>)"
    r"|</?(?P<tag>[a-z][a-z0-9]*+(?:[:-][a-z0-9]++)*+)(?=[\s/>])(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>|[^<>]*>)"
    r"|<(?P<odd>[a-z!?/][^<>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-z!?/][^<>]*>", re.IGNORECASE)
_OPENING = re.compile(r"<(?=[a-z!?/])", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def plain_text(text: str) -> str:
    """The paragraphs of a text that may be HTML, one a line, in Unicode normal form C; "" if nothing is to be read.

    It is HTML if it holds tags; then line ends mean nothing and its block elements part paragraphs. Else every line is
    a paragraph. Text that was encoded once too often (``&lt;p&gt;`` where ``<p>`` is meant) is decoded until its tags
    show. No markup is left. Every pattern looks no further than the next ``<``: time grows with the text alone.
    """
    if "<" not in text and "&" not in text:
        return _folded(text)
    return _folded(_bare(_without_tags(_encoded_no_further(text))))


def plain_line(text: str) -> str:
    """The same on one line, for titles and names."""
    return " ".join(plain_text(text).split())


def _encoded_no_further(text: str) -> str:
    """The text decoded until tags show; as it was if none do."""
    decoded = text
    for _ in range(_TIMES + 1):
        if _MARKUP.search(decoded):
            return decoded
        decoded = decode_entities(decoded)
    return text


def _without_tags(text: str) -> str:
    pieces: list[str] = []
    place = 0
    blocks = any((found["tag"] or "").lower() in _BLOCKS for found in _TOKEN.finditer(text))

    def words(piece: str) -> None:
        piece = decode_entities(piece)
        pieces.append(_LINE_ENDS.sub(" ", piece) if blocks else piece)

    for found in _TOKEN.finditer(text):
        words(text[place : found.start()])
        place = found.end()
        tag = (found["tag"] or "").lower()
        pieces.append("\n" if tag in _BLOCKS else " " if tag in _CELLS else _kept(found["odd"] or ""))
    words(text[place:])
    return "".join(pieces)


def _kept(odd: str) -> str:
    """An address between angle brackets is text; so written in plain mail."""
    return odd if ("@" in odd or "://" in odd) and not re.search(r"[\s\"']", odd) else ""


def _bare(text: str) -> str:
    """Markup that only came to light or together by decoding is no less markup."""
    for _ in range(_TIMES):
        if not _MARKUP.search(text):
            return text
        text = _TOKEN.sub(lambda found: _kept(found["odd"] or ""), text)
    return _OPENING.sub("", text)


def _folded(text: str) -> str:
    lines = (" ".join(piece.split()) for piece in _LINE_ENDS.split(unicodedata.normalize("NFC", text)))
    return "\n".join(piece for piece in lines if piece)
