"""Takes the elements and the text of a page as they come, and sorts them into blocks and facts."""

from collections.abc import Callable, Mapping

from ledger.sources.html_text import Block, Holder, Html

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
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_VOID = frozenset(("br", "hr"))
_CELLS = frozenset(("td", "th"))
_HOLDERS = frozenset(("article", "main"))
_LD = "application/ld+json"
_MOST_FACTS = 2_000

Attributes = Mapping[str, str]


class Excess(Exception):
    """More of something than any page has; its text says what."""


class Target:
    """Is told of the beginning and the end of every element, in pairs, and of the text between them."""

    def __init__(self, apart: frozenset[str], deepest: int, most: int) -> None:
        self.html = Html()
        self._most = most
        self._blocks = _BLOCKS | apart
        self._deepest = deepest
        self._depth = self._links = 0
        self._skipped = 0  # elements open since the first that is not read
        self._kept: list[str] | None = None  # the text of a title or of data, while in one
        self._words: list[str] = []
        self._linked = 0
        self._tags = ["body"]
        self._holding: list[tuple[int, int]] = []  # the depth and the number of every holder that is open

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > self._deepest:
            raise Excess(f"{self._deepest} levels of elements")
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

    def _is_skipped(self, tag: str, attributes: Attributes) -> bool:
        if tag == "script":
            return attributes.get("type", "").strip().lower() != _LD
        if tag == "header":  # of the page, not of an article
            return not self._holding
        return tag in _SKIPPED or _role(attributes) in _SKIPPED_ROLES

    def _flush(self) -> None:
        """A block is over."""
        text = " ".join("".join(self._words).split())
        if text:
            if len(self.html.blocks) >= self._most:
                raise Excess(f"{self._most} paragraphs")
            holder = self._holding[-1][1] if self._holding else -1
            self.html.blocks.append(Block(text, self._tags[-1], min(self._linked, len(text)), holder))
            if self._tags[-1] == "h1":
                self.html.heading = self.html.heading or text
        self._words.clear()
        self._linked = 0

    def _hold(self, tag: str, attributes: Attributes) -> None:
        """If the element may hold the main text, remember it."""
        role = _role(attributes)
        kind = tag if tag in _HOLDERS else role if role in _HOLDERS else ""
        if "articleBody" in attributes.get("itemprop", "").split():
            kind = "body"
        if kind and tag not in _VOID:
            parent = self._holding[-1][1] if self._holding else -1
            self._holding.append((self._depth, len(self.html.holders)))
            self.html.holders.append(Holder(kind, parent))

    def _note(self, tag: str, attributes: Attributes) -> None:
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


def _role(attributes: Attributes) -> str:
    return attributes.get("role", "").strip().lower()


def _keep_title(html: Html, text: str) -> None:
    html.title = html.title or " ".join(text.split())


def _keep_data(html: Html, text: str) -> None:
    if len(html.data) < _MOST_FACTS:
        html.data.append(text)


_KEPT: Mapping[str, Callable[[Html, str], None]] = {"title": _keep_title, "script": _keep_data}
