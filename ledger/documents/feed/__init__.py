"""Podcast feeds: RSS 2.0 with the namespaces of iTunes and Podcasting 2.0, and RSS 1.0 and Atom as far as they go.

A feed is read, an item of it found by what somebody says of it, and made a page like any other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ledger.documents.decoding import LARGEST, beginning_of_xml, decode_xml
from ledger.documents.feed.items import WANTED, read_channel, read_item
from ledger.documents.feed.shape import (
    BrokenFeed,
    Credited,
    Feed,
    FeedError,
    FeedTooLarge,
    Item,
    NoSuchItem,
    NotAFeed,
    OwnDeclarations,
    SeveralItems,
    TooDeep,
    TooManyItems,
    Transcript,
)
from ledger.documents.feed.tree import ROOTS, read_tree
from ledger.documents.page import Page, Person, Raw
from ledger.errors import quoted
from ledger.text.folding import fold
from ledger.text.passages import Section

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
    "TooManyItems",
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
    text = beginning_of_xml(raw.data[: 4 * _LOOKED_AT], _LOOKED_AT)
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
        TooManyItems: on more than twenty thousand items.
        NotAFeed, BrokenFeed: if it is something else, or not to be mended.
    """
    if len(raw.data) > LARGEST:
        raise FeedTooLarge(raw.name, len(raw.data), LARGEST)
    text, warnings = decode_xml(raw.data)
    tree = read_tree(text, raw.name, WANTED, read_item)
    items = list(tree.items)
    if tree.cut_short and items:
        items[-1] = replace(items[-1], warnings=(*items[-1].warnings, "cut_short"))
    return read_channel(tree.channel, items, [*warnings, *tree.warnings])


_NUMBER = re.compile(r"#?([0-9]{1,9})")
_EPISODE = re.compile(r"(?:s([0-9]{1,6}) ?)?e([0-9]{1,9})", re.IGNORECASE)
_SHOWN, _NEAR = 5, 3
_COMPARED = 120  # letters of a title: a hint may not take longer than the answer


def find_item(feed: Feed, words: str) -> Item:
    """The item of that guid, of that number in the feed (``3``, from 1), or of the publisher's (``e41``, ``s2e5``).

    Else the one with that title, or with these words in it. Letter case, white space, dashes and apostrophes do not
    matter in titles.

    Raises:
        NoSuchItem: if there is none; it names those with a title like it.
        SeveralItems: if there is more than one; it names them by number.
    """
    for way in (_by_guid, _by_number, _by_episode, _by_title, _by_part):
        found = way(feed.items, words.strip())
        if len(found) == 1:
            return found[0]
        if found:
            raise SeveralItems(words, len(found), [_shown(item) for item in found[:_SHOWN]])
    raise NoSuchItem(words, len(feed.items), _near(feed.items, words))


def _by_guid(items: Sequence[Item], words: str) -> list[Item]:
    return [item for item in items if words and item.guid == words]


def _by_number(items: Sequence[Item], words: str) -> list[Item]:
    number = _NUMBER.fullmatch(words)
    return [item for item in items if number and item.number == int(number[1])]


def _by_episode(items: Sequence[Item], words: str) -> list[Item]:
    named = _EPISODE.fullmatch(words)
    if not named:
        return []
    season = int(named[1]) if named[1] else None
    return [item for item in items if item.episode == int(named[2]) and season in {None, item.season}]


def _by_title(items: Sequence[Item], words: str) -> list[Item]:
    sought = fold(words)
    return [item for item in items if sought and fold(item.title) == sought]


def _by_part(items: Sequence[Item], words: str) -> list[Item]:
    sought = fold(words)
    return [item for item in items if sought and sought in fold(item.title)]


def _shown(item: Item) -> str:
    return f"{item.number} {quoted(item.title)}"


def _near(items: Sequence[Item], words: str) -> list[str]:
    import difflib

    titles: dict[str, Item] = {}
    for item in items:
        titles.setdefault(fold(item.title)[:_COMPARED], item)
    near = difflib.get_close_matches(fold(words)[:_COMPARED], [title for title in titles if title], n=_NEAR)
    return [_shown(titles[title]) for title in near]


_CUT = re.compile(r"\s*(?:\[?(?:\.\.\.|\u2026)\]?|\[\s*&?hellip;?\s*\])\s*$")
# What befell the file as a whole and may show in any item's words.
_OF_THE_TEXT = ("encoding_", "undecodable_bytes", "control_characters", "not_well_formed")


def item_page(feed: Feed, item: Item) -> Page:
    """The item as a page: what people read is its description, and its longer content where that says more.

    The text has no title in it. Of those credited only the cast speaks, so only they are the page's people.
    """
    text = _text(item)
    warnings = [word for word in feed.warnings if word.startswith(_OF_THE_TEXT)] + list(item.warnings)
    warnings += [word for word, value in (("no_text", text), ("no_source_url", item.link)) if not value]
    return Page(
        kind="feed",
        text=text,
        title=item.title,
        show=feed.show,
        published_on=item.published_on,
        date_words=item.date_words,
        duration_s=item.duration_s,
        description=item.description,
        show_id=feed.show_id,
        episode_id=item.guid,
        source_url=item.link,
        audio_url=item.audio_url,
        language=feed.language,
        people=tuple(
            Person(person.name, person.role, person.printed) for person in item.people if person.group in {"cast", ""}
        ),
        sections=(Section("description", 0, len(text), feed.language),) if text else (),
        warnings=tuple(warnings),
    )


def _text(item: Item) -> str:
    """Description and content one after the other, unless the one is the beginning of the other, or all of it."""
    description, content = _untitled(item.description, item.title), _untitled(item.content, item.title)
    if not description or not content:
        return description or content
    if fold(_CUT.sub("", description)) in fold(content):
        return content
    return description if fold(content) in fold(description) else f"{description}\n{content}"


def _untitled(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if fold(first) == fold(title) else text
