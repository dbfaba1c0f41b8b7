"""Who said what, where, and what came of it."""

from typing import ClassVar, Self

from pydantic import field_validator, model_validator
from sqlmodel import Field, Integer, SQLModel, Text

from ledger.model.base import ADDRESS_LIMIT, NAME_LIMIT, PPM, QUOTE_LIMIT, Address, Body, Fields, Name, Row, text
from ledger.model.vocabulary import Attribution, Kind, Outcome, Sampling, Source, Target
from ledger.text.anchors import Fit
from ledger.text.clean import match_key


class AnalystFields(Fields):
    """A person or firm whose statements are tracked."""

    name: str = text(limit=NAME_LIMIT, min_length=1)
    match_key: str = text(limit=NAME_LIMIT, min_length=1, unique=True)
    note: str | None = text(default=None)
    merged_into: str | None = text(limit=36, default=None, foreign_key="analyst.id")


class AnalystBody(AnalystFields, Body):
    """An analyst as the journal keeps one; an alias is a ``name`` with its ``match_key``."""

    table: ClassVar[str] = "analyst"
    aliases: list[dict[str, Name]] = []


class EpisodeFields(Fields):
    """Where something was said."""

    show: str = text(limit=NAME_LIMIT, min_length=1)
    title: str = text(limit=NAME_LIMIT, min_length=1)
    published_on: str | None = text(limit=10, default=None)
    url: str | None = text(limit=ADDRESS_LIMIT, default=None)
    language: str | None = text(limit=35, default=None)
    duration_s: int | None = Field(default=None, ge=0)
    sampling: Sampling | None = Field(default=None, sa_type=Text)
    note: str | None = text(default=None)


class EpisodeBody(EpisodeFields, Body):
    """An episode as the journal keeps one.

    A person is a ``name`` with a ``role``. ``glossary`` and ``aliases`` are of this episode alone: what a transcript
    has ``heard``, of a word or of a name, and what was ``meant``.
    """

    table: ClassVar[str] = "episode"
    people: list[dict[str, Name]] = []
    glossary: list[dict[str, Name]] = []
    aliases: list[dict[str, Name]] = []


class QuestionFields(Fields):
    """A proposition that can be settled."""

    statement: str = text(min_length=1)
    criteria: str | None = text(default=None)
    deadline: str | None = text(limit=10, default=None)
    deadline_words: str | None = text(limit=NAME_LIMIT, default=None)
    deadline_basis: str | None = text(default=None)
    condition: str | None = text(default=None)
    difficulty: str | None = text(limit=NAME_LIMIT, default=None)
    note: str | None = text(default=None)


class QuestionBody(QuestionFields, Body):
    """A question as the journal keeps one."""

    table: ClassVar[str] = "question"
    topics: list[Name] = []

    @field_validator("statement")
    @classmethod
    def _visible(cls, value: str) -> str:
        if not value.isprintable() and not match_key(value):
            raise ValueError("nothing in it can be seen")
        return value


class ClaimFields(Fields):
    """One analyst's dated statement on one question."""

    analyst_id: str = text(limit=36, foreign_key="analyst.id", index=True)
    question_id: str = text(limit=36, foreign_key="question.id", index=True)
    episode_id: str | None = text(limit=36, default=None, foreign_key="episode.id")
    stated_on: str | None = text(limit=10, default=None)
    quote: str | None = text(limit=QUOTE_LIMIT, default=None)
    at_seconds: int | None = Field(default=None, ge=0)
    until_seconds: int | None = Field(default=None, ge=0)
    document_id: str | None = text(limit=36, default=None, foreign_key="document.id", index=True)
    anchor_start: int | None = Field(default=None, ge=0)
    anchor_end: int | None = Field(default=None, ge=0)
    anchor_exact: str | None = text(limit=QUOTE_LIMIT, default=None)
    anchor_prefix: str | None = text(limit=NAME_LIMIT, default=None)
    anchor_suffix: str | None = text(limit=NAME_LIMIT, default=None)
    anchor_fit: Fit | None = Field(default=None, sa_type=Text)
    kind: Kind = Field(default=Kind.PREDICTION, sa_type=Text)
    attribution: Attribution = Field(default=Attribution.FIRST_PERSON, sa_type=Text)
    denies: bool = Field(default=False, sa_type=Integer)
    source: Source = Field(default=Source.NONE, sa_type=Text)
    words: str | None = text(limit=NAME_LIMIT, default=None)
    scale: str | None = text(limit=NAME_LIMIT, default=None)
    low: int | None = Field(default=None, ge=0, le=PPM)
    point: int | None = Field(default=None, ge=0, le=PPM)
    high: int | None = Field(default=None, ge=0, le=PPM)
    read_by: str | None = text(limit=NAME_LIMIT, default=None)
    cluster: str | None = text(limit=NAME_LIMIT, default=None)
    excluded: str | None = text(default=None)
    revises: str | None = text(limit=36, default=None, foreign_key="claim.id")
    withdrawn_on: str | None = text(limit=10, default=None)
    note: str | None = text(default=None)


class ClaimBody(ClaimFields, Body):
    """A claim as the journal keeps one; the text of its anchor is kept to the letter."""

    table: ClassVar[str] = "claim"
    verbatim: ClassVar[frozenset[str]] = frozenset({"anchor_exact", "anchor_prefix", "anchor_suffix"})

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        numbers = [n for n in (self.low, self.point, self.high) if n is not None]
        if numbers != sorted(numbers):
            raise ValueError("low, point and high must rise")
        return self


class ResolutionFields(Fields):
    """A dated verdict on a question or on its condition."""

    question_id: str = text(limit=36, foreign_key="question.id", index=True)
    target: Target = Field(default=Target.QUESTION, sa_type=Text)
    outcome: Outcome = Field(sa_type=Text)
    fraction: int | None = Field(default=None, ge=0, le=PPM)
    resolved_on: str | None = text(limit=10, default=None)
    reason: str | None = text(default=None)
    judged_by: str | None = text(limit=NAME_LIMIT, default=None)
    note: str | None = text(default=None)


class ResolutionBody(ResolutionFields, Body):
    """A resolution as the journal keeps one; evidence is a list of addresses or short references."""

    table: ClassVar[str] = "resolution"
    evidence: list[Address] = []


class Analyst(AnalystFields, Row, table=True):
    """An analyst people can look up."""


class AnalystAlias(SQLModel, table=True):
    """Another name of an analyst."""

    __tablename__ = "analyst_alias"
    analyst_id: str = text(foreign_key="analyst.id", primary_key=True)
    match_key: str = text(primary_key=True)
    name: str = text()


class Episode(EpisodeFields, Row, table=True):
    """An episode people can look up."""

    people: str = text()
    glossary: str = text(default="[]", sa_column_kwargs={"server_default": "[]"})
    aliases: str = text(default="[]", sa_column_kwargs={"server_default": "[]"})


class Question(QuestionFields, Row, table=True):
    """A question with the verdicts in force on it and on its condition."""

    verdict: str = text()
    verdict_fraction: int | None
    verdict_on: str | None = text()
    condition_verdict: str = text()
    condition_on: str | None = text()


class QuestionTopic(SQLModel, table=True):
    """A topic of a question."""

    __tablename__ = "question_topic"
    question_id: str = text(foreign_key="question.id", primary_key=True)
    topic: str = text(primary_key=True, index=True)


class Claim(ClaimFields, Row, table=True):
    """A claim people can look up."""


class Resolution(ResolutionFields, Row, table=True):
    """A verdict people can look up."""

    evidence: str = text()
