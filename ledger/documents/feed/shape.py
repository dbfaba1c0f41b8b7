"""What a feed and its items are once read, and why a file may not be one. All of it is text: markup is gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.documents.page import Person
from ledger.errors import ConflictError, InputError, NotFoundError, quoted
from ledger.text.counting import counted


@dataclass(frozen=True)
class Credited(Person):
    """A person as the podcast namespace credits one: ``group`` is the trade, ``cast`` for those who speak.

    A name taken from ``author`` has the role ``author`` and no group: often it is the publisher's.
    """

    group: str = "cast"


@dataclass(frozen=True, slots=True)
class Transcript:
    """Where a transcript lies: ``type`` is its media type, ``rel`` is ``captions`` if it is timed for display."""

    url: str
    type: str = ""
    language: str = ""
    rel: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as a feed tells of it; what is not there is "" or None.

    ``number`` is its place in the feed, from 1. ``published_on`` is ISO 8601, "" where ``date_words`` (the date as
    printed) cannot be read. ``description`` and ``content`` are paragraphs, one a line. ``audio_length`` is in bytes.
    ``warnings`` are words for machines, with a number where one counts.
    """

    number: int
    guid: str = ""
    title: str = ""
    published_on: str = ""
    date_words: str = ""
    link: str = ""
    description: str = ""
    content: str = ""
    duration_s: int | None = None
    season: int | None = None
    episode: int | None = None
    episode_type: str = ""
    audio_url: str = ""
    audio_type: str = ""
    audio_length: int | None = None
    people: Sequence[Credited] = ()
    transcripts: Sequence[Transcript] = ()
    chapters_url: str = ""
    warnings: Sequence[str] = ()


@dataclass(frozen=True)
class Feed:
    """A podcast's feed, its items in the order of the file. ``show_id`` is the podcast namespace's guid."""

    show: str
    link: str
    language: str
    description: str
    items: Sequence[Item]
    warnings: Sequence[str] = ()
    show_id: str = ""


class FeedError(InputError):
    """A file that cannot be read as a feed; names the file and shows nothing of it as it stands."""

    def __init__(self, name: str, why: str, hint: str = "") -> None:
        super().__init__(f"{quoted(name)} cannot be read as a feed: {why}.", hint)


class NotAFeed(FeedError):
    """Something else than RSS or Atom, or nothing at all."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why, "A podcast's feed is an XML file that begins with <rss> or <feed>.")


class FeedTooLarge(FeedError):
    """More bytes than any podcast's feed has."""

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(name, f"it has {size:,} bytes; {most:,} are the most that is read")


class OwnDeclarations(FeedError):
    """A DOCTYPE with declarations of its own: what entity bombs and the reading of other files are made of."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            "its DOCTYPE declares things of its own, such as entities: they can grow without bound or name other files",
            "No feed needs that: remove the DOCTYPE, if you trust where the file comes from.",
        )


class TooDeep(FeedError):
    """Elements within elements without end."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name, f"its elements stand more than {most} deep in one another")


class TooManyItems(FeedError):
    """More episodes than any podcast has."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name, f"it has more than {most:,} items")


class BrokenFeed(FeedError):
    """No XML, even after what could be mended was."""

    def __init__(self, name: str, line: int, why: str) -> None:
        super().__init__(name, f"it is no XML from line {line} on ({why})")


class NoSuchItem(NotFoundError):
    """No item of the feed goes by that number, guid or title."""

    def __init__(self, words: str, count: int, near: Sequence[str]) -> None:
        held = f"The feed has {counted(count, 'item')}" + (f", 1 to {count}" if count > 1 else "")
        shown = f"Did you mean: {', '.join(near)}?" if near else f"{held}."
        super().__init__(f"There is no item {quoted(words)} in the feed.", shown)


class SeveralItems(ConflictError):
    """More than one item goes by that guid, or has those words in its title."""

    def __init__(self, words: str, count: int, shown: Sequence[str]) -> None:
        more = f" and {count - len(shown)} more" if count > len(shown) else ""
        super().__init__(
            f"{count} items of the feed go by {quoted(words)}.",
            f"Name one by its number: {', '.join(shown)}{more}.",
        )
