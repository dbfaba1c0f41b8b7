"""What a service hands over to be shown: rows for machines, columns for people, and what is said beside them.

A report is a value and knows no format. Rows carry full precision under stable names; a column says how one of
them is written for a reader. So the same report is a table on a terminal and an exact JSON object in a pipe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Literal

Row = Mapping[str, Any]
"""One row: text, numbers, booleans, None, and lists or dictionaries of these (what JSON can say)."""

DASH = "-"
"""What people see where there is no figure."""

_OWN_KEYS = frozenset({"rows", "total", "as_of"})


def plain(value: object) -> str:
    """Write any value of a row for people; a figure that does not exist is a dash."""
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {plain(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(plain, value))
    return str(value)


@dataclass(frozen=True)
class Column:
    """One column for people: the key of the row it speaks of, its head, and how the row is written there.

    Without ``show`` the value under ``key`` is written as it stands. ``show`` gets the whole row; None is a dash.
    """

    key: str
    head: str
    show: Callable[[Row], str | None] | None = None
    align: Literal["left", "right"] = "left"
    flexible: bool = False
    """May be cut, the widest first, when the table is wider than the terminal."""
    wrap: bool = False
    """Folded into several lines instead of cut, in the plain formats."""
    floor: int = 0
    """Not cut below this many columns of the terminal; the others give way."""
    tone: Callable[[Row], str] | None = None
    """The role of the colour of a cell ("good", "bad", "warn", "dim", "strong"; "" for none)."""

    def texts(self, rows: Sequence[Row]) -> list[str]:
        """The cells of this column, unescaped, from the first row to the last."""
        if self.show is None:
            values = [row.get(self.key) for row in rows]
            return [value if type(value) is str else plain(value) for value in values]
        shown = map(self.show, rows)
        return [DASH if text is None else text for text in shown]

    def total_text(self, total: Row, *, first: bool) -> str:
        """The cell under the column: empty where the total has no such figure, and named in the first column."""
        if self.key not in total:
            return "Total" if first else ""
        return self.texts([total])[0]


@dataclass(frozen=True)
class Report:
    """Everything there is to show of one answer."""

    rows: Sequence[Row]
    columns: Sequence[Column]
    total: Row | None = None
    as_of: Row | None = None
    """The journal entry the report speaks of: ``entry``, ``recorded_at``, ``hash``."""
    notes: Sequence[str] = ()
    """Sentences for people, under the table."""
    title: str = ""
    extra: Row = field(default_factory=dict)
    """Further top-level keys of the JSON object."""
    empty: str = "Nothing to show."
    """Said to people instead of a table without rows."""

    def __post_init__(self) -> None:
        """Refuse an extra key that would hide a part of the report from the readers of JSON."""
        if taken := _OWN_KEYS.intersection(self.extra):
            raise ValueError(f"extra keys are taken by the report itself: {sorted(taken)}")
