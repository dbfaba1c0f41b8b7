"""Podcast feeds: RSS 2.0 with the namespaces of iTunes and Podcasting 2.0, and RSS 1.0 and Atom as far as they go."""

import re
from dataclasses import replace

from ledger.sources.decoding import LARGEST
from ledger.sources.feed.decoding import beginning, decoded
from ledger.sources.feed.faults import (
    BrokenFeed,
    FeedError,
    FeedTooLarge,
    NoSuchItem,
    NotAFeed,
    OwnDeclarations,
    SeveralItems,
    TooDeep,
)
from ledger.sources.feed.finding import find_item
from ledger.sources.feed.item_page import item_page
from ledger.sources.feed.items import WANTED, read_channel, read_item
from ledger.sources.feed.names import ROOTS
from ledger.sources.feed.shape import Credited, Feed, Item, Transcript
from ledger.sources.feed.tree import read_tree
from ledger.sources.page import Raw

__all__ = [
    "LARGEST",
    "BrokenFeed",
    "Credited",
    "Feed",
    "FeedError",
    "FeedTooLarge",
    "Item",
    "NoSuchItem",
    "NotAFeed",
    "OwnDeclarations",
    "SeveralItems",
    "TooDeep",
    "Transcript",
    "find_item",
    "item_page",
    "looks_like_feed",
    "read_feed",
]

_LOOKED_AT = 4_000
_BEFORE = re.compile(r"\s+|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST = re.compile(r"<(?:!doctype\s+)?(?:[a-z][\w.-]*:)?(?P<name>[a-z]+)(?=[\s/>\[]|\Z)", re.IGNORECASE)


def looks_like_feed(raw: Raw) -> bool:
    """Whether a file begins as a feed does: its DOCTYPE or its first element names that of RSS or Atom."""
    text = beginning(raw.data[: 4 * _LOOKED_AT], _LOOKED_AT)
    place = 0
    while found := _BEFORE.match(text, place):
        place = found.end()
    first = _FIRST.match(text, place)
    return first is not None and first["name"].lower() in ROOTS


def read_feed(raw: Raw) -> Feed:
    """Read a feed from a file's bytes, whatever text was made of them before.

    What can be mended is mended, and told in ``warnings``: encodings, bare ampersands, HTML's entities, elements left
    open, a file that breaks off. Time and memory grow with the file and with nothing else.

    Raises:
        FeedTooLarge: over ``LARGEST`` bytes.
        OwnDeclarations: on a DOCTYPE that declares entities or anything else.
        TooDeep: on elements more than a hundred deep.
        NotAFeed, BrokenFeed: if it is something else, or not to be mended.
    """
    if len(raw.data) > LARGEST:
        raise FeedTooLarge(raw.name, len(raw.data), LARGEST)
    text, warnings = decoded(raw.data)
    tree = read_tree(text, raw.name, WANTED, read_item)
    items = list(tree.items)
    if tree.cut_short and items:
        items[-1] = replace(items[-1], warnings=(*items[-1].warnings, "cut_short"))
    return read_channel(tree.channel, items, [*warnings, *tree.warnings])
