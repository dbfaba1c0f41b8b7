"""From a feed's text to the fields of its channel and of each item, by the standard library's expat.

feedparser and lxml were tried and left: the first keeps only the last of several transcripts or people and makes
addresses and keys absolute, the second's way of recovering reads "AT&T" as "AT". Expat says where it stops, never
opens another file by itself, and tells of a declaration before anything is made of it. Nothing is kept of a file but
the fields somebody reads, and of an item only until it has been read.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Generic, TypeVar
from xml.parsers import expat

from ledger.errors import quoted
from ledger.sources.feed.faults import BrokenFeed, NotAFeed, OwnDeclarations, TooDeep
from ledger.sources.feed.mending import mend_characters, mend_tags
from ledger.sources.feed.names import Names

DEEPEST = 100

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
class Field:
    """An element that holds text. Where other elements stood in it, ``text`` is HTML with their bare tags."""

    name: str
    text: str
    attributes: Mapping[str, str]


@dataclass(slots=True)
class Fields:
    """The fields of a channel or an item in their order, and the attributes of the element that holds them."""

    attributes: dict[str, str] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)

    def all(self, *names: str) -> list[Field]:
        """The fields of these names."""
        return [found for found in self.fields if found.name in names]

    def text(self, *names: str) -> str:
        """The first text that is not empty, of the first name that has one."""
        found = (found.text for name in names for found in self.fields if found.name == name)
        return next((text for text in found if text.strip()), "")


@dataclass(frozen=True)
class Tree(Generic[T]):
    """What was read. ``warnings`` say how the text had to be mended, ``cut_short`` that the last item is not whole."""

    channel: Fields
    items: Sequence[T]
    warnings: Sequence[str] = ()
    cut_short: bool = False


def read_tree(text: str, name: str, wanted: frozenset[str], make: Callable[[Fields, int], T]) -> Tree[T]:
    """Read a feed.

    Args:
        text: the feed without its XML declaration.
        name: the file's, for errors.
        wanted: the fields to keep, as ``podcast:transcript`` or ``title``, in lower case.
        make: reads one item, given its place from 1; the channel may not be whole by then.

    Raises:
        FeedError: if it is no feed, or one that could do harm.
    """
    text, warnings = mend_characters(text)
    if not text.strip():
        raise NotAFeed(name, "there is nothing in it")
    try:
        reader = _parsed(text, _Reader(name, wanted, make))
    except expat.ExpatError as error:
        broken = error
    else:
        return Tree(reader.channel, reader.items, warnings)
    balanced = mend_tags(text)
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

    def __init__(self, name: str, wanted: frozenset[str], make: Callable[[Fields, int], T]) -> None:
        self.channel = Fields()
        self.items: list[T] = []
        self._file, self._wanted, self._make = name, wanted, make
        self._names = Names()
        self._holders: list[tuple[str, Fields]] = []
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
                found = Field(self._name, "".join(self._text), self._attributes)
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
        fields = Fields() if name in _ITEMS else self.channel
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
