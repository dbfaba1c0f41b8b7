"""From the tables of JSON or TOML to claims: fields that are known, and values of the sort each field takes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from ledger.claimfiles.rows import ClaimRow, Person, Spot, Value
from ledger.errors import Problem, quoted
from ledger.model.fields import EPISODE, EPISODE_FIELDS, FIELDS, RESOLUTION, RESOLUTION_FIELDS, Field, Takes, advise


class Number(str):
    """A number as it was written: its digits are what was said."""

    __slots__ = ()


Table = Mapping[str, Any]
_PERSON = frozenset({"name", "role"})


class Shaper:
    """Shapes the table of one claim; gathers what is wrong with it."""

    def __init__(self, source: str, line: int, lines: Mapping[Spot, int] | None = None) -> None:
        self._blank = ClaimRow(source, line, lines=lines or {})
        self.faults: list[Problem] = []

    def row(self, table: Table, episode: Table | None = None) -> ClaimRow:
        """The claim that a table states; ``episode`` is that of the file, where the claim names none of its own."""
        own = dict(table)
        stated = own.pop(EPISODE, episode)
        verdicts = own.pop(RESOLUTION, [])
        claim = self.shaped(own, FIELDS, (), {EPISODE, RESOLUTION})
        resolutions = self._resolutions(verdicts)
        where = self._episode(stated)
        blank = self._blank
        return ClaimRow(blank.source, blank.line, claim, where, resolutions, tuple(self.faults), blank.lines)

    def shaped(
        self, table: Table, known: Mapping[str, Field], spot: Spot, more: set[str] | None = None
    ) -> dict[str, Value]:
        """The fields of a table that are known, with values of the right sort; the rest are faults."""
        found: dict[str, Value] = {}
        for name, value in table.items():
            if name not in known:
                self._fault((*spot, name[:60]), advise(name, known, more or ()))
            elif value is not None:
                shaped = _SHAPES[known[name].takes](value)
                if shaped is None:
                    self._fault((*spot, name), f"must be {_TOLD[known[name].takes]}, not {_kind_of(value)}")
                else:
                    found[name] = shaped
        return found

    def _episode(self, stated: object) -> dict[str, Value] | None:
        if stated is None:
            return None
        if not isinstance(stated, Mapping):
            self._fault((EPISODE,), f"must be a table of fields, not {_kind_of(stated)}")
            return None
        return self.shaped(stated, EPISODE_FIELDS, (EPISODE,))

    def _resolutions(self, stated: object) -> list[dict[str, Value]]:
        if stated is None:
            return []
        if not isinstance(stated, list) or not all(isinstance(one, Mapping) for one in stated):
            self._fault((RESOLUTION,), "must be a list of tables, one a verdict")
            return []
        return [self.shaped(one, RESOLUTION_FIELDS, (RESOLUTION, place)) for place, one in enumerate(stated)]

    def _fault(self, spot: Spot, message: str) -> None:
        self.faults.append(self._blank.problem(spot, message))


def _text(value: object) -> Value | None:
    if isinstance(value, date) and not isinstance(value, datetime):  # TOML has days of its own
        return value.isoformat()
    return value if isinstance(value, str) and not isinstance(value, Number) else None


def _figure(value: object) -> Value | None:
    if isinstance(value, Number) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    return _text(value)


def _flag(value: object) -> Value | None:
    return value if isinstance(value, bool) else None


def _list(value: object) -> Value | None:
    if isinstance(value, list) and all(_text(item) is not None for item in value):
        return tuple(str(item) for item in value)
    return None


def _people(value: object) -> Value | None:
    if not isinstance(value, list):
        return None
    found: list[Person] = []
    for one in value:
        if not isinstance(one, Mapping) or set(one) != _PERSON or not all(_text(part) for part in one.values()):
            return None
        found.append({"name": str(one["name"]), "role": str(one["role"])})
    return tuple(found)


_SHAPES = {Takes.TEXT: _text, Takes.FIGURE: _figure, Takes.FLAG: _flag, Takes.LIST: _list, Takes.PEOPLE: _people}
_TOLD = {
    Takes.TEXT: "text",
    Takes.FIGURE: "text or a number",
    Takes.FLAG: "true or false",
    Takes.LIST: "a list of texts",
    Takes.PEOPLE: "a list of people, each with a name and a role",
}


def _kind_of(value: object) -> str:
    kinds = (
        (Number, "a number"),
        (bool, "true or false"),
        (int, "a number"),
        (str, "text"),
        (list, "a list"),
        (Mapping, "a table of fields"),
    )
    found = next((told for kind, told in kinds if isinstance(value, kind)), "that")
    return f"{found} ({quoted(str(value))})" if isinstance(value, str) else found
