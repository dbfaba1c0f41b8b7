"""What is handed over to be shown: rows for machines, columns and notes for people, and how people read figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal, Union

if TYPE_CHECKING:
    from ledger.render.chart import Chart

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
    spare: bool = False
    """Left out on a screen on which the table has no room even where the flexible columns give way."""
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


def number(x: float | None, digits: int = 2) -> str:
    """A plain figure: ``0.37``. Never ``-0.00``."""
    if x is None or not isfinite(x):
        return DASH
    return f"{x:z.{digits}f}"


def brier(x: float | None) -> str:
    """A score, to four decimals: ``0.1231``."""
    return number(x, 4)


def signed(x: float | None, digits: int = 2) -> str:
    """A difference or a skill, with its sign: ``+0.12``. What rounds to nothing has no sign."""
    if x is None or not isfinite(x):
        return DASH
    text = f"{x:+z.{digits}f}"
    return text if any("1" <= digit <= "9" for digit in text) else text[1:]


_LEAST_P = 0.001


def p_value(p: float | None) -> str:
    """A p-value: ``0.319``, and ``< 0.001`` for all below that."""
    if p is not None and p < _LEAST_P:
        return f"< {_LEAST_P}"
    return number(p, 3)


def percent(share: float | None, digits: int = 0) -> str:
    """A share: ``88%``. Only all is 100% and only none is 0%; what rounds to either is ``>99%`` or ``<1%``."""
    if share is None or not isfinite(share):
        return DASH
    text = f"{100 * share:z.{digits}f}"
    step = 10.0**-digits
    if share < 1 and float(text) >= 100:  # noqa: PLR2004 - per cent
        return f">{100 - step:.{digits}f}%"
    if share > 0 and float(text) == 0:
        return f"<{step:.{digits}f}%"
    return f"{text}%"


def ratio(k: int | None, n: int | None) -> str:
    """A count out of a count: ``7/8``. Out of none there is nothing to say."""
    return f"{k}/{n}" if k is not None and n else DASH


def interval(low: float | None, high: float | None, write: Callable[[float | None], str] = number) -> str:
    """An interval, its ends written like the figure it belongs to: ``[0.05, 0.37]``."""
    ends = write(low), write(high)
    return DASH if DASH in ends else f"[{ends[0]}, {ends[1]}]"


def show_difference(gap: float | None, low: float | None, high: float | None, label: str, digits: int = 3) -> str:
    """A difference and its interval: ``difference -0.013, 90% interval -0.048 to +0.022``."""
    told, *ends = (signed(x, digits) for x in (gap, low, high))
    return f"difference {told}, " + ("no interval" if DASH in ends else f"{label} {ends[0]} to {ends[1]}")


Part = Union[Report, "Chart", str]
"""A piece of a page for people: a table, a drawing, or a sentence."""


@dataclass(frozen=True)
class Display:
    """What a report gives to be shown. Whoever shows it adds nothing and works nothing out.

    Machines get ``report`` alone. People get the parts ``before`` it, in their order, and ``page`` where there is one,
    else ``report``; in a format that is one table and nothing beside it they get ``single``, where there is one, else
    ``report``. ``keys`` is how many columns stand first in every part of a table that is too wide for the page; with 0
    it is fitted and not parted. ``undrawn`` says why there is no chart, to whoever wants a picture of it.
    """

    report: Report
    before: Sequence[Part] = ()
    keys: int = 0
    single: Report | None = None
    page: Report | None = None
    undrawn: str = ""
    fitted: bool = False
    """Fitted to a page also where nobody says how wide that is: its names are folded, and no word is lost."""
