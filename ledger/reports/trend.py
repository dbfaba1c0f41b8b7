"""One analyst's score over time: by period of deadline, all up to then, and whether it changed.

By deadline, not by the day a claim was made or settled: so what falls due together stands together, and what was
settled early does not fill a period of its own.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Any

from ledger.errors import NotOneOf
from ledger.forecasts.scores import LEVEL, OutOfRange
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import Reading
from ledger.query.listing import Filters
from ledger.reports.counted import Counted, counted, named
from ledger.reports.slopes import change_of
from ledger.scoring.arrays import Cells
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.rules import RULES
from ledger.scoring.trends import clusters_of, regrouped, up_to

NO_DEADLINE = "no deadline"
FEW = 10
"""Forecasts below which a period says nothing by itself."""
_QUARTERS = 4
_SO_FAR = "_so_far"

Place = tuple[int, int]
"""A year, and which part of it."""


@dataclass(frozen=True)
class Span:
    """A way to cut time: the period of a day, the one after a period, and what it is called."""

    of: Callable[[date], Place]
    parts: int
    label: Callable[[Place], str]

    def after(self, place: Place) -> Place:
        """The period after this one."""
        year, part = place
        return (year + 1, 1) if part == self.parts else (year, part + 1)


SPANS: Mapping[str, Span] = MappingProxyType(
    {
        "quarter": Span(lambda day: (day.year, (day.month + 2) // 3), _QUARTERS, lambda at: f"{at[0]}-Q{at[1]}"),
        "year": Span(lambda day: (day.year, 1), 1, lambda at: f"{at[0]:04d}"),
    }
)
"""What --by can name."""


@dataclass(frozen=True)
class Ask:
    """What is asked of a trend."""

    by: str = "quarter"
    measure: str = "brier"
    reading: Reading = Reading.CODED
    scale: str | None = None
    level: float = LEVEL
    log_floor: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be worked out."""
        if self.by not in SPANS:
            raise NotOneOf("--by", self.by, SPANS)
        if self.measure not in RULES:
            raise NotOneOf("--measure", self.measure, RULES)
        if not 0 < self.level < 1:
            raise OutOfRange("--level", self.level, 0, 1)
        if self.log_floor is not None and not 0 < self.log_floor < 0.5:  # noqa: PLR2004 - one half
            raise OutOfRange("--log-floor", self.log_floor, 0, 0.5)


@dataclass(frozen=True)
class Trend:
    """A row for each period, a row for what has no deadline, all together, and what may be said of the change."""

    analyst: str
    rows: list[Record]
    total: Record
    slope: Record
    ask: Ask

    @property
    def title(self) -> str:
        """What the measure is called."""
        return RULES[self.ask.measure].title

    @property
    def against(self) -> str:
        """What a score is held against, in words."""
        return RULES[self.ask.measure].against

    @property
    def even(self) -> float:
        """The score of always saying one half."""
        return RULES[self.ask.measure].even

    @property
    def lower_is_better(self) -> bool:
        """Which way a score is better."""
        return RULES[self.ask.measure].orientation == "lower is better"

    @property
    def bounded(self) -> bool:
        """Whether there are intervals: a score that may be infinite has none."""
        return RULES[self.ask.measure].frame(self.ask.log_floor) is not None

    @property
    def periods(self) -> list[Record]:
        """The rows that are periods, in order; gaps among them."""
        return [row for row in self.rows if row["period"] != NO_DEADLINE]

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        ask = self.ask
        return {
            "policy": "first", "by": ask.by, "measure": ask.measure, "reading": str(ask.reading), "scale": ask.scale,
            "level": ask.level, "log_floor": ask.log_floor,
        }  # fmt: skip


def trend(reader: Reader, analyst: str, filters: Filters, ask: Ask) -> Trend:
    """How an analyst's score went over time.

    Raises:
        LedgerError: the analyst is not there, a filter or a scale is not known.
    """
    (name,) = named(reader, [analyst])
    claims = counted(reader, replace(filters, analyst=name), ask.reading, ask.scale)
    days = [None if day is None else date.fromisoformat(day) for day in claims.deadlines]
    rows = _rows(claims, days, ask)
    whole = _figures(regrouped(claims.cells, [0] * len(days), 1), ask)[0]
    total = {**whole, **claims.beside}
    change = change_of(claims.cells, days, RULES[ask.measure], ask.log_floor)
    return Trend(name, rows, total, change, ask)


def _rows(claims: Counted, days: Sequence[date | None], ask: Ask) -> list[Record]:
    """The periods from the first with a score to the last, and what has no deadline."""
    span = SPANS[ask.by]
    at = [None if day is None else span.of(day) for day in days]
    scored = {at[group] for group in claims.cells.group.tolist()}
    held = sorted(place for place in scored if place is not None)
    order = {place: number for number, place in enumerate(held)}
    cells = regrouped(claims.cells, [-1 if place is None else order.get(place, -1) for place in at], len(held))
    waiting = Counter(None if day is None else span.of(date.fromisoformat(day)) for day in claims.still_open)
    rows: list[tuple[Place, Record]] = []
    for place, alone, until in zip(held, _figures(cells, ask), _so_far(cells, ask), strict=True):
        while rows and (gap := span.after(rows[-1][0])) != place:
            rows.append((gap, _gap(rows[-1][1])))
        rows.append((place, {**alone, **until}))
    found = [{"period": span.label(place), "open": waiting[place], **row} for place, row in rows]
    if None not in scored:
        return found
    undated = regrouped(claims.cells, [0 if place is None else -1 for place in at], 1)
    return [
        *found,
        {"period": NO_DEADLINE, "open": waiting[None], **_figures(undated, ask)[0], **_outside(undated, ask)},
    ]


def _gap(before: Record) -> Record:
    """A period in which nothing that is scored was due: no figures of its own, and all up to then as it was."""
    return {name: value if _SO_FAR in name else 0 if isinstance(value, int) else None for name, value in before.items()}


def _outside(cells: Cells, ask: Ask) -> Record:
    """What stands outside of the line has no place in what had been scored up to then."""
    return dict.fromkeys(_so_far(cells, ask)[0])


def _figures(cells: Cells, ask: Ask) -> list[Record]:
    """The score of each group, its share right, and how many claims of how many clusters these are."""
    found = _measured(cells, ask, ask.measure) | _measured(cells, ask, "hit_rate")
    judged, share = found.pop("hit_rate_n"), found["hit_rate"]
    names = ("n", "clusters", "right", "judged", *found)
    right = [round((rate or 0.0) * (n or 0.0)) for rate, n in zip(share, judged, strict=True)]
    whole = [int(n or 0) for n in judged]
    columns = (cells.count.tolist(), clusters_of(cells).tolist(), right, whole, *found.values())
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _so_far(cells: Cells, ask: Ask) -> list[Record]:
    """The score of each group with all before it."""
    together = up_to(cells)
    found = _measured(together, ask, ask.measure)
    names = [f"n{_SO_FAR}", *(name.replace(ask.measure, f"{ask.measure}{_SO_FAR}", 1) for name in found)]
    columns = (together.count.tolist(), *found.values())
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _measured(cells: Cells, ask: Ask, name: str) -> dict[str, list[Any]]:
    """A measure of every group under its public names; None for a figure that does not exist."""
    plain = regrouped(cells, range(cells.groups), cells.groups, clustered=False)
    found = MEASURES[name].compute(Case(plain, cells, ask.level, log_floor=ask.log_floor))
    return {f"{name}{suffix}": [_value(suffix, x) for x in values.tolist()] for suffix, values in found.items()}


def _value(suffix: str, x: float) -> float | int | None:
    if suffix in {"_n", "_ties", "_infinite"}:
        return int(x)
    return x if isfinite(x) else None
