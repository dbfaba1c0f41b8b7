"""Documents of episodes, and what a curator made of them."""

from typing import Any, ClassVar

from sqlmodel import Field, Text

from ledger.model.base import ADDRESS_LIMIT, NAME_LIMIT, PART_LIMIT, Body, Fields, Name, Row, text
from ledger.model.vocabulary import Decision, Part


class DocumentFields(Fields):
    """The text of an episode as received: what is known of the file. Its text is in ``DocumentPart``."""

    episode_id: str = text(limit=36, foreign_key="episode.id", index=True)
    name: str = text(limit=NAME_LIMIT, min_length=1)
    kind: str = text(limit=NAME_LIMIT, min_length=1)
    encoding: str = text(limit=NAME_LIMIT, min_length=1)
    file_hash: str = text(limit=64, min_length=64)
    size: int = Field(ge=0)
    url: str | None = text(limit=ADDRESS_LIMIT, default=None)
    retrieved_on: str | None = text(limit=10, default=None)
    replaces: str | None = text(limit=36, default=None, foreign_key="document.id")
    note: str | None = text(default=None)


class DocumentBody(DocumentFields, Body):
    """A document as the journal keeps one.

    ``sections`` are parts of its reading text (``domain.passages.Section``); ``speaking`` are stretches whose speaker a
    curator has set (``start``, ``end``, ``name``); ``warnings`` say what the file lacks, in words for machines.
    """

    table: ClassVar[str] = "document"
    sections: list[dict[str, Any]] = []
    speaking: list[dict[str, Any]] = []
    warnings: list[Name] = []


class DocumentPartFields(Fields):
    """A piece of a document's raw text, of its reading text, of its marks, or of what else the file says."""

    document_id: str = text(limit=36, foreign_key="document.id", index=True)
    part: Part = Field(sa_type=Text)
    place: int = Field(ge=0)
    content: str = text(limit=PART_LIMIT)


class DocumentPartBody(DocumentPartFields, Body):
    """A piece of a document as the journal keeps one, to the letter."""

    table: ClassVar[str] = "document_part"
    verbatim: ClassVar[frozenset[str]] = frozenset({"content"})


class ReviewFields(Fields):
    """What a curator made of a stretch of a document: kept as claims, or dropped, and why."""

    document_id: str = text(limit=36, foreign_key="document.id", index=True)
    anchor_start: int = Field(ge=0)
    anchor_end: int = Field(ge=0)
    decision: Decision = Field(sa_type=Text)
    reason: str | None = text(limit=NAME_LIMIT, default=None)
    score: int | None = Field(default=None)
    rules: str | None = text(limit=NAME_LIMIT, default=None)
    note: str | None = text(default=None)


class ReviewBody(ReviewFields, Body):
    """A review as the journal keeps one; ``claims`` are the identifiers of those that came of it."""

    table: ClassVar[str] = "review"
    claims: list[Name] = []


class Document(DocumentFields, Row, table=True):
    """A document people can look up."""

    sections: str = text()
    speaking: str = text()
    warnings: str = text()


class DocumentPart(DocumentPartFields, Row, table=True):
    """A piece of a document."""

    __tablename__ = "document_part"


class Review(ReviewFields, Row, table=True):
    """What came of a stretch of a document."""

    claims: str = text()
