"""Records on their way into the journal and back out of it."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from ledger.errors import InputError, quoted
from ledger.journal.reader import Record, Rows
from ledger.model.records import BODIES, Body
from ledger.text.clean import clean_text, match_key

Made = TypeVar("Made", bound=Body)


FIELD_WORDS = {
    "source": "likelihood",
    "words": "likelihood",
    "scale": "likelihood",
    "low": "likelihood",
    "point": "likelihood",
    "high": "likelihood",
    "read_by": "likelihood",
    "deadline_words": "deadline",
    "deadline_basis": "deadline",
    "stated_on": "date",
    "at_seconds": "time",
    "until_seconds": "time",
    "document_id": "place",
    "anchor_start": "place",
    "anchor_end": "place",
    "anchor_exact": "place",
    "anchor_prefix": "place",
    "anchor_suffix": "place",
    "anchor_fit": "place",
    "duration_s": "duration",
    "excluded": "left out",
    "analyst_id": "analyst",
    "episode_id": "episode",
    "question_id": "question",
    "match_key": "name",
    "published_on": "published",
    "judged_by": "judge",
    "withdrawn_on": "withdrawn",
}
"""What people call a column, where that is not its own name."""


_OPTIONS = {
    "condition": "--if",
    "excluded": "--exclude",
    "judged_by": "--by",
    "deadline_words": "--by",
    "people": "--person",
}
"""The option a value came through, where its column has another name."""


def told_fields(names: Sequence[str]) -> tuple[str, ...]:
    """Columns as people know them, each once, in order."""
    return tuple(dict.fromkeys(FIELD_WORDS.get(name, name) for name in names))


_FAULTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "string_too_short": lambda _: "is empty",
    "string_too_long": lambda fault: f"is longer than {fault['ctx']['max_length']:,} characters",
    "enum": lambda fault: f"{quoted(str(fault['input']))} is not known; choose one of: {_choices(fault)}",
    "greater_than_equal": lambda fault: f"is less than {fault['ctx']['ge']:,}",
    "less_than_equal": lambda fault: f"is more than {fault['ctx']['le']:,}",
    "value_error": lambda fault: f": {str(fault['msg']).removeprefix('Value error, ')}",
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is not a field",
}
"""What is wrong with a value, by the name the validator gives to the fault."""


def _choices(fault: Mapping[str, Any]) -> str:
    *most, last = str(fault["ctx"]["expected"]).replace("'", "").split(" or ")
    return ", ".join([*most, last])


def fault_words(fault: Mapping[str, Any]) -> str:
    """What a validator found wrong with a value, to be put behind the name of its field."""
    say = _FAULTS.get(fault["type"])
    what = say(fault) if say else f": {fault['msg']}"
    return f": an entry {what.removeprefix(': ')}" if fault["loc"][1:] else what


class InvalidRecord(InputError):
    """A value is too long or out of range; every such fault at once."""

    def __init__(self, table: str, faults: Sequence[Mapping[str, Any]]) -> None:
        """Say each fault once, of the field as people know it; the validator's own words are for programmers."""
        told = dict.fromkeys(self._told(table, fault) for fault in faults)
        super().__init__("; ".join(told) + ".")

    @staticmethod
    def _told(table: str, fault: Mapping[str, Any]) -> str:
        field = (fault["loc"] or (table,))[0]
        name = _OPTIONS.get(str(field)) or FIELD_WORDS.get(str(field), str(field))
        what = fault_words(fault)
        return f"{name}{what}" if what.startswith(":") else f"{name} {what}"


def read_key(key: str | None) -> str | None:
    """An outside key, fit to be asked for.

    Raises:
        InputError: it is blank, or ``12``, ``c12``, ``q1``, ``e2``, ``a3`` or ``r4``.
    """
    if key is None:
        return None
    cleaned = clean_text(key, "key")
    if not cleaned or re.fullmatch(r"[cqear]?\d+", cleaned.lower()):
        why = "reads as a number of the ledger's own" if key.strip() else "is blank"
        raise InputError(f"The key {quoted(key)} {why}.", "Give a key such as news-2019-07, or leave it out.")
    return cleaned


class NoName(InputError):
    """Nothing in it that can be seen."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{quoted(name)} is not a name: nothing in it can be seen.", "Write the name out.")


def name_key(name: str, field: str) -> str:
    """What a name's variants share; a name without a visible letter is refused."""
    key = match_key(clean_text(name, field))
    if not key:
        raise NoName(name)
    return key


def checked(kind: type[Made], values: Mapping[str, Any]) -> Made:
    """Build a body, turning what does not fit into one sentence.

    Raises:
        InvalidRecord: with every field that does not fit.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        raise InvalidRecord(kind.table, error.errors()) from None


def latest_body(rows: Rows, table: str, identifier: str) -> Any:  # noqa: ANN401 - the class is chosen by name
    """The whole of a record as its newest entry has it."""
    found = rows.rows(
        "SELECT b.body FROM entry e JOIN entry_body b ON b.seq = e.seq "
        "WHERE e.subject = :id ORDER BY e.seq DESC LIMIT 1",
        id=identifier,
    )
    return BODIES[table].model_validate(json.loads(found[0]["body"]))


def changed(body: Made, changes: Mapping[str, Any]) -> tuple[Made, list[str]]:
    """A copy of a body with some values changed, and the names of those that really are different."""
    after = checked(type(body), {**body.model_dump(), **changes})
    return after, [name for name in changes if getattr(after, name) != getattr(body, name)]


def number_of(rows: Rows, table: str, identifier: str) -> int:
    """The short number people see."""
    found: Record = rows.rows(f"SELECT number FROM {table} WHERE id = :id", id=identifier)[0]
    return int(found["number"])
