"""What is understood of a page, a transcript or a feed's item that somebody saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.text.passages import Mark, Section


@dataclass(frozen=True)
class Raw:
    """A file as it came: ``text`` is ``data`` decoded as ``encoding``, and encoding it again gives the same bytes."""

    name: str
    text: str
    encoding: str
    data: bytes


@dataclass(frozen=True)
class Person:
    """Somebody who takes part: ``role`` is host, guest or what the page calls it; ``printed`` how the page has it."""

    name: str
    role: str = ""
    printed: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter: times are milliseconds."""

    title: str = ""
    summary: str = ""
    bullets: Sequence[str] = ()
    from_ms: int | None = None
    until_ms: int | None = None


@dataclass(frozen=True)
class Neighbour:
    """The episode before or after, as the page tells of it: ``relation`` is previous or next."""

    relation: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Answer:
    """A question with its answer, as a machine made them of the talk."""

    question: str
    answer: str


@dataclass(frozen=True)
class Page:
    """Everything that could be read out of a file; what is not there is "" or None.

    ``text`` is what people read and quotes are anchored in: the file's own text where that is plain, else the words
    without the format's signs, paragraphs parted by line ends. ``published_on`` is ISO 8601, or "" where ``date_words``
    (the date as printed) has more than one reading; ``date_order`` is mdy, dmy or ymd. ``warnings`` are words for
    machines, with a number where one counts: ``no_times``, ``duplicate_paragraphs=2``.
    """

    kind: str
    text: str
    title: str = ""
    show: str = ""
    published_on: str = ""
    date_words: str = ""
    date_order: str = ""
    duration_s: int | None = None
    description: str = ""
    show_slug: str = ""
    show_id: str = ""
    episode_id: str = ""
    source_url: str = ""
    audio_url: str = ""
    language: str = ""
    people: Sequence[Person] = ()
    sections: Sequence[Section] = ()
    marks: Sequence[Mark] = ()
    chapters: Sequence[Chapter] = ()
    neighbours: Sequence[Neighbour] = ()
    answers: Sequence[Answer] = ()
    warnings: Sequence[str] = field(default=())
