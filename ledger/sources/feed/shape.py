"""What a feed and its items are once read. All of it is text: markup and encoding are gone."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.sources.page import Person


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
