"""What every record has, and how its text is kept."""

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, StringConstraints, model_validator
from sqlmodel import Field, SQLModel, Text

from ledger.text.clean import clean_text, refuse_unstorable

STATEMENT_LIMIT = 20_000
QUOTE_LIMIT = 200_000
NAME_LIMIT = 500
ADDRESS_LIMIT = 2_000
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
