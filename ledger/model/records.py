"""What the ledger holds, one class a record: its columns, and what is checked of them.

A column that code reads by its name is written out here. What is only kept, shown and handed on, as most of what can
be said of a claim is, is declared as a field (``fields``), and its column is made from that (``with_fields``).

The journal itself; who said what, where, and what came of it; documents, and what a curator made of them.
"""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import ConfigDict, StringConstraints, create_model, field_validator, model_validator
from sqlmodel import Field, Integer, SQLModel, Text

from ledger.model.fields import ADDRESS_LIMIT, NAME_LIMIT, QUOTE_LIMIT, STATEMENT_LIMIT, Keeps, kept_of
from ledger.model.vocabulary import Attribution, Decision, Kind, Outcome, Part, Sampling, Source, Target
from ledger.text.clean import clean_text, match_key, refuse_unstorable
from ledger.text.quotes import Fit

PART_LIMIT = 400_000
"""Characters of a document in one record; what an entry can hold is a million, and some take six in JSON."""
PPM = 1_000_000

Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LIMIT)]
Address = Annotated[str, StringConstraints(min_length=1, max_length=ADDRESS_LIMIT)]

SQLModel.metadata.naming_convention = {
    "pk": "%(table_name)s_pk",
    "uq": "%(table_name)s_%(column_0_name)s_unique",
    "fk": "%(table_name)s_%(column_0_name)s_known",
    "ix": "%(table_name)s_%(column_0_name)s_index",
    "ck": "%(table_name)s_%(constraint_name)s",
}


def text(*, limit: int = STATEMENT_LIMIT, **options: Any) -> Any:  # noqa: ANN401 - SQLModel's Field is typed Any
    """Declare a text column of at most ``limit`` characters."""
    return Field(max_length=limit, sa_type=Text, **options)


class Fields(SQLModel):
    """The columns every record has."""

    id: str = text(limit=36, primary_key=True)
    key: str | None = text(limit=NAME_LIMIT, default=None, unique=True)


Declared = TypeVar("Declared", bound=Fields)
_DAY_LENGTH = 10
_COLUMNS: dict[Keeps, Callable[[int], tuple[Any, Any]]] = {
    Keeps.TEXT: lambda limit: (str | None, text(limit=limit, default=None)),
    Keeps.DAY: lambda _: (str | None, text(limit=_DAY_LENGTH, default=None)),
    Keeps.SECONDS: lambda _: (int | None, Field(default=None, ge=0)),
    Keeps.FLAG: lambda _: (bool, Field(default=False, sa_type=Integer)),
}
"""The type and the column of what a field keeps, given how long a text may be; lists have columns of their own kind."""


def with_fields(table: str) -> Callable[[type[Declared]], type[Declared]]:
    """Give a record the columns of its fields that its class does not write out."""

    def make(kind: type[Declared]) -> type[Declared]:
        missing: dict[str, Any] = {
            field.fills: _COLUMNS[field.kept](field.limit)
            for field in kept_of(table)
            if field.kept in _COLUMNS and field.fills not in kind.model_fields
        }
        made: type[Declared] = create_model(
            kind.__name__, __base__=kind, __module__=kind.__module__, __doc__=kind.__doc__, **missing
        )
        return made

    return make


def _cleaned(value: object, field: str) -> object:
    """Clean text however deep it lies in lists and mappings."""
    if isinstance(value, str):
        return clean_text(value, field)
    if isinstance(value, list):
        return [_cleaned(item, field) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key, field): _cleaned(item, field) for key, item in value.items()}
    return value


class Body(SQLModel):
    """Common to all bodies: text is cleaned on the way in, unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]
    table: ClassVar[str]
    verbatim: ClassVar[frozenset[str]] = frozenset()
    """Fields whose text is kept to the letter: neither brought into normal form nor trimmed."""

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, values: object) -> object:
        """All fields in one call: a call for each costs more than everything else that is checked.

        Text that may be missing and says nothing is missing.
        """
        if not isinstance(values, dict):
            return values
        for name in cls.verbatim & values.keys():
            refuse_unstorable(str(values[name]), name)
        cleaned = {
            name: value if value is None or name in cls.verbatim else _cleaned(value, name)
            for name, value in values.items()
        }
        if "" in cleaned.values():
            fields = cls.model_fields
            for name in [name for name, value in cleaned.items() if value == "" and name in fields]:
                if not fields[name].is_required() and fields[name].default is None:
                    cleaned[name] = None
        return cleaned


class Row(SQLModel):
    """What replaying the journal adds to every record."""

    number: int = Field(unique=True)
    entry: int = Field(foreign_key="entry.seq")
    recorded_at: str = text(limit=27)


class Entry(SQLModel, table=True):
    """One change to the ledger; only ever added to."""

    seq: int = Field(primary_key=True)
    id: str = text(unique=True)
    kind: str = text()
    subject: str = text(index=True)
    recorded_at: str = text()
    actor: str = text()
    digest: str = text()
    hash: str = text()


class EntryBody(SQLModel, table=True):
    """The record after a change, apart from the chain, so that one body can be redacted."""

    __tablename__ = "entry_body"
    seq: int = Field(primary_key=True, foreign_key="entry.seq")
    salt: str = text()
    body: str = text()


class LedgerMeta(SQLModel, table=True):
    """What the ledger says of itself: its identifier and the format of its chain."""

    __tablename__ = "ledger_meta"
    key: str = text(primary_key=True)
    value: str = text()


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


@with_fields("episode")
class EpisodeFields(Fields):
    """Where something was said."""

    show: str = text(limit=NAME_LIMIT, min_length=1)
    title: str = text(limit=NAME_LIMIT, min_length=1)
    sampling: Sampling | None = Field(default=None, sa_type=Text)


class EpisodeBody(EpisodeFields, Body):
    """An episode as the journal keeps one.

    A person is a ``name`` with a ``role``. ``glossary`` and ``aliases`` are of this episode alone: what a transcript
    has ``heard``, of a word or of a name, and what was ``meant``.
    """

    table: ClassVar[str] = "episode"
    people: list[dict[str, Name]] = []
    glossary: list[dict[str, Name]] = []
    aliases: list[dict[str, Name]] = []


@with_fields("question")
class QuestionFields(Fields):
    """A proposition that can be settled."""

    statement: str = text(min_length=1)
    deadline: str | None = text(limit=10, default=None)
    deadline_words: str | None = text(limit=NAME_LIMIT, default=None)
    deadline_basis: str | None = text(default=None)
    condition: str | None = text(default=None)


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


@with_fields("claim")
class ClaimFields(Fields):
    """One analyst's dated statement on one question."""

    analyst_id: str = text(limit=36, foreign_key="analyst.id", index=True)
    question_id: str = text(limit=36, foreign_key="question.id", index=True)
    episode_id: str | None = text(limit=36, default=None, foreign_key="episode.id")
    stated_on: str | None = text(limit=10, default=None)
    quote: str | None = text(limit=QUOTE_LIMIT, default=None)
    at_seconds: int | None = Field(default=None, ge=0)
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
    revises: str | None = text(limit=36, default=None, foreign_key="claim.id")
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


@with_fields("resolution")
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


BODIES: dict[str, type[Body]] = {
    body.table: body
    for body in (
        AnalystBody,
        EpisodeBody,
        DocumentBody,
        DocumentPartBody,
        QuestionBody,
        ClaimBody,
        ResolutionBody,
        ReviewBody,
    )
}
