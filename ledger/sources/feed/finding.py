"""Finding the item that somebody means: its guid, its number, or words of its title."""

import re
from collections.abc import Sequence

from ledger.domain.folding import fold
from ledger.errors import quoted
from ledger.sources.feed.faults import NoSuchItem, SeveralItems
from ledger.sources.feed.shape import Feed, Item

_NUMBER = re.compile(r"#?([0-9]{1,9})")
_EPISODE = re.compile(r"(?:s([0-9]{1,6}) ?)?e([0-9]{1,9})", re.IGNORECASE)
_SHOWN, _NEAR = 5, 3
_COMPARED, _MOST_COMPARED = 120, 20_000  # letters of a title, titles: a hint may not take longer than the answer


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
    for item in items[:_MOST_COMPARED]:
        titles.setdefault(fold(item.title)[:_COMPARED], item)
    near = difflib.get_close_matches(fold(words)[:_COMPARED], [title for title in titles if title], n=_NEAR)
    return [_shown(titles[title]) for title in near]
