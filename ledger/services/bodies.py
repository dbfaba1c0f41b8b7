"""Records on their way into the journal and back out of it."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from ledger.errors import InputError
from ledger.records import BODIES, Body
from ledger.services.refs import Record, Rows

Made = TypeVar("Made", bound=Body)


class InvalidRecord(InputError):
    """A value is too long or out of range; every such fault at once."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults.items()) + ".")


def checked(kind: type[Made], values: Mapping[str, Any]) -> Made:
    """Build a body, turning what does not fit into one sentence.

    Raises:
        InvalidRecord: with every field that does not fit.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])) or kind.table: fault["msg"] for fault in error.errors()}
        raise InvalidRecord(faults) from None


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
