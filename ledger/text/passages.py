"""What a document's text is made of: sections, paragraphs, sentences, and stretches that a format says something of.

Places are Unicode code points in the document's reading text, from 0, the end exclusive, as in W3C Web Annotation.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of a text: ``transcript``, ``description``, ``previous``, ``next``, ``topics``, ``insights`` or the like.

    ``derived`` is text that a machine made of the rest: never a source of scored claims. In a ``wrapped`` section lines
    are broken by width and blank lines part paragraphs; else every line is a paragraph. ``language`` is a BCP 47 tag,
    "" where nothing tells.
    """

    kind: str
    start: int
    end: int
    language: str = ""
    derived: bool = False
    wrapped: bool = False


@dataclass(frozen=True)
class Mark:
    """What a format says of a stretch of text: when it was said (milliseconds into the recording), and by whom."""

    start: int
    end: int
    from_ms: int | None = None
    until_ms: int | None = None
    speaker: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a section: ``section`` is its place among the sections, ``number`` counts from 1 over the text.

    ``same_as`` is the number of the earlier paragraph that reads the same; ``continues`` says that it goes on in the
    middle of the sentence with which the paragraph before it stopped.
    """

    number: int
    start: int
    end: int
    section: int
    same_as: int | None = None
    continues: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence; ``number`` counts from 1 over the text, so it is what people name it by.

    ``text`` is what it reads: white space folded to single spaces, the break of paragraphs it runs over too.
    ``paragraph`` is the number of the one it begins in, ``joined`` says that it runs over a break. ``same_as`` is the
    number of the sentence in an earlier copy of the same paragraph.
    """

    number: int
    start: int
    end: int
    paragraph: int
    section: int
    text: str
    joined: bool = False
    same_as: int | None = None


@dataclass(frozen=True)
class Passages:
    """A text laid out."""

    sections: Sequence[Section]
    paragraphs: Sequence[Paragraph]
    sentences: Sequence[Sentence]


BY_HAND, MARKED = "set by hand", "marked"
CERTAIN = frozenset({BY_HAND, MARKED})
"""Reasons for a speaker that are no guess: a curator has said who it is, or the file names them."""


@dataclass(frozen=True)
class Said:
    """Who says a sentence, as far as known, and the reason: a guess is never a fact.

    ``role`` is ``host``, ``guest``, ``narrator``, ``machine`` or "". ``attribution`` is whose view it seems to be, a
    value of ``vocabulary.Attribution``, or "".
    """

    speaker: str = ""
    basis: str = ""
    role: str = ""
    attribution: str = ""
