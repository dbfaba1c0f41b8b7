"""One analyst's score over time: by period of deadline, all up to then, and whether it changed.

By deadline, not by the day a claim was made or settled: so what falls due together stands together, and what was
settled early does not fill a period of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import isfinite
from types import MappingProxyType
from typing import Any

from ledger.errors import InputError, NotOneOf, quoted
from ledger.forecasts.scores import LEVEL, OutOfRange
from ledger.journal.reader import Record
from ledger.model.vocabulary import Reading
from ledger.render.chart import Period, TrendChart
from ledger.render.report import Column, Display, Report, Row, interval, number, p_value, percent, ratio
from ledger.render.tables import as_of_sentence
from ledger.reports.eligible import Eligible, Source, note_on_hindsight, notes_on_claims
from ledger.scoring.cells import Cells, as_one, regrouped
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.rules import RULES, Rule
from ledger.scoring.trends import (
    ALPHA,
    FEWEST,
    FEWEST_CLUSTERS,
    Change,
    slope,
    up_to,
)
from ledger.text.counting import counted

NO_DEADLINE = "no deadline"
FEW = 10
"""Forecasts below which a period says nothing by itself."""
_GAPS = 4
"""Periods without a forecast that are shown one by one."""
_QUARTERS = 4
_YEAR = 365.25
"""Days."""
_SO_FAR = "_so_far"

Place = tuple[int, int]
"""A year, and which part of it."""


@dataclass(frozen=True)
class PeriodLength:
    """A way to cut time: the period of a day, the one after a period, and what it is called."""

    of: Callable[[date], Place]
    parts: int
    label: Callable[[Place], str]

    def after(self, place: Place) -> Place:
        """The period after this one."""
        year, part = place
        return (year + 1, 1) if part == self.parts else (year, part + 1)


SPANS: Mapping[str, PeriodLength] = MappingProxyType(
    {
        "quarter": PeriodLength(
            lambda day: (day.year, (day.month + 2) // 3), _QUARTERS, lambda at: f"{at[0]}-Q{at[1]}"
        ),
        "year": PeriodLength(lambda day: (day.year, 1), 1, lambda at: f"{at[0]:04d}"),
    }
)
"""What --by can name."""


@dataclass(frozen=True)
class TrendOptions:
    """What is asked of a trend."""

    by: str = "quarter"
    measure: str = "brier"
    reading: Reading = Reading.CODED
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
    source: Source
    options: TrendOptions

    @property
    def title(self) -> str:
        """What the measure is called."""
        return RULES[self.options.measure].title

    @property
    def against(self) -> str:
        """What a score is held against, in words."""
        return RULES[self.options.measure].against

    @property
    def even(self) -> float:
        """The score of always saying one half."""
        return RULES[self.options.measure].even

    @property
    def lower_is_better(self) -> bool:
        """Which way a score is better."""
        return RULES[self.options.measure].orientation == "lower is better"

    @property
    def bounded(self) -> bool:
        """Whether there are intervals: a score that may be infinite has none."""
        return RULES[self.options.measure].frame(self.options.log_floor) is not None

    @property
    def periods(self) -> list[Record]:
        """The rows that are periods, in order; gaps among them."""
        return [row for row in self.rows if row["period"] != NO_DEADLINE]

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        options = self.options
        return {
            "policy": self.source.policy.name, "by": options.by, "measure": options.measure,
            "reading": str(options.reading), "scale": self.source.scale, "level": options.level,
            "log_floor": options.log_floor,
        }  # fmt: skip


class NotOneAnalyst(InputError):
    """A report on one analyst where several are named."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"A trend is of one analyst, not of {len(names)}.", f"Name one, such as {quoted(names[0])}.")


def read_one(names: Sequence[str]) -> str | None:
    """The one name there is among a command's arguments; None where there is none.

    Raises:
        NotOneAnalyst: there are several.
    """
    if len(names) > 1:
        raise NotOneAnalyst(names)
    return names[0] if names else None


def trend(source: Source, analyst: str | None, options: TrendOptions) -> Display:
    """How an analyst's score went over time, as it is shown: the drawing, the periods, what may be said of the change.

    Args:
        source: where the forecasts come from.
        analyst: a name or number; None is the one there is.
        options: how.

    Raises:
        SeveralAnalysts: none is named and there is not just one.
        LedgerError: the analyst is not there, a filter or a scale is not known.
    """
    (name,) = source.named([analyst]) if analyst is not None else [source.only_analyst()]
    claims = source.eligible(name, options.reading, dated=True)
    days = [None if day is None else date.fromisoformat(day) for day in claims.deadlines]
    rows = _rows(claims, days, options)
    total = {**_figures(as_one(claims.cells), options)[0], **claims.beside}
    change = _change_of(claims.cells, days, RULES[options.measure], options.log_floor)
    return _display(Trend(name, rows, total, change, source, options))


def _display(found: Trend) -> Display:
    """Every period for machines; for people the drawing, and long gaps in one row."""
    change = {**found.slope, "sentence": _said(found)}
    table = {} if found.source.table is None else {"table": found.source.table}
    report = Report(
        found.rows,
        list(_columns(found)),
        total={"period": "All", **found.total},
        as_of=found.source.as_of,
        notes=[*_notes(found), *([] if found.source.table is None else found.source.notes())],
        extra={"analyst": found.analyst, "trend": change, "settings": found.settings, **table},
        empty=f"{found.analyst} has no settled forecast with a probability.",
    )
    short = replace(report, rows=_shortened(found.rows))
    return Display(report, [_chart(found)], single=short, page=short)


def _rows(claims: Eligible, days: Sequence[date | None], options: TrendOptions) -> list[Record]:
    """The periods from the first with a score to the last, and what has no deadline."""
    span = SPANS[options.by]
    at = [None if day is None else span.of(day) for day in days]
    scored = {at[group] for group in claims.cells.group.tolist()}
    held = sorted(place for place in scored if place is not None)
    order = {place: number for number, place in enumerate(held)}
    cells = regrouped(claims.cells, [-1 if place is None else order.get(place, -1) for place in at], len(held))
    waiting = Counter[Place | None]()
    for day, n in claims.still_open.items():
        waiting[None if day is None else span.of(date.fromisoformat(day))] += n
    rows: list[tuple[Place, Record]] = []
    for place, alone, until in zip(held, _figures(cells, options), _so_far(cells, options), strict=True):
        while rows and (gap := span.after(rows[-1][0])) != place:
            rows.append((gap, _gap(rows[-1][1])))
        rows.append((place, {**alone, **until}))
    found = [{"period": span.label(place), "open": waiting[place], **row} for place, row in rows]
    if None not in scored:
        return found
    undated = regrouped(claims.cells, [0 if place is None else -1 for place in at], 1)
    return [
        *found,
        {"period": NO_DEADLINE, "open": waiting[None], **_figures(undated, options)[0], **_outside(undated, options)},
    ]


def _gap(before: Record) -> Record:
    """A period in which nothing that is scored was due: no figures of its own, and all up to then as it was."""
    return {name: value if _SO_FAR in name else 0 if isinstance(value, int) else None for name, value in before.items()}


def _outside(cells: Cells, options: TrendOptions) -> Record:
    """What stands outside of the line has no place in what had been scored up to then."""
    return dict.fromkeys(_so_far(cells, options)[0])


def _figures(cells: Cells, options: TrendOptions) -> list[Record]:
    """The score of each group, its share right, and how many claims of how many clusters these are."""
    found = _measured(cells, options, options.measure) | _measured(cells, options, "hit_rate")
    judged, share = found.pop("hit_rate_n"), found["hit_rate"]
    names = ("n", "clusters", "right", "judged", *found)
    right = [round((rate or 0.0) * (n or 0.0)) for rate, n in zip(share, judged, strict=True)]
    whole = [int(n or 0) for n in judged]
    columns = (cells.count.tolist(), cells.clusters.tolist(), right, whole, *found.values())
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _so_far(cells: Cells, options: TrendOptions) -> list[Record]:
    """The score of each group with all before it."""
    together = up_to(cells)
    found = _measured(together, options, options.measure)
    names = [f"n{_SO_FAR}", *(name.replace(options.measure, f"{options.measure}{_SO_FAR}", 1) for name in found)]
    columns = (together.count.tolist(), *found.values())
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _measured(cells: Cells, options: TrendOptions, name: str) -> dict[str, list[Any]]:
    """A measure of every group under its public names; None for a figure that does not exist."""
    found = MEASURES[name].compute(Case(cells.apart, cells, options.level, log_floor=options.log_floor))
    return {f"{name}{suffix}": [_value(suffix, x) for x in values.tolist()] for suffix, values in found.items()}


def _value(suffix: str, x: float) -> float | int | None:
    if suffix in {"_n", "_ties", "_infinite"}:
        return int(x)
    return x if isfinite(x) else None


def _change_of(cells: Cells, days: Sequence[date | None], rule: Rule, log_floor: float | None = None) -> Record:
    """Test the slope of a score over deadlines.

    Args:
        cells: forecasts in groups; what resolves together is their cluster.
        days: the deadline of each group; what has none is left out.
        rule: what is scored.
        log_floor: of an unbounded rule.

    Returns:
        ``change`` (the verdict, a word of ``Change``), ``n``, ``clusters``, the slope ``per_year`` with ``low`` and
        ``high`` (the interval that goes with the test, at ``level``) and ``p_value``, and how many scores are
        ``infinite``.
    """
    dated = regrouped(cells, [-1 if day is None else place for place, day in enumerate(days)], len(days))
    years = [(day or date.min).toordinal() / _YEAR for day in days]
    scores = rule.score(dated.p, dated.y, log_floor)
    clusters = dated.group if dated.cluster is None else dated.cluster
    fitted = slope([years[group] for group in dated.group.tolist()], scores, clusters, 1 - ALPHA)
    change = fitted.change(lower_is_better=rule.orientation == "lower is better")
    figures = {"per_year": fitted.per_year, "low": fitted.low, "high": fitted.high, "p_value": fitted.p_value}
    return {
        "change": str(change),
        "n": fitted.n,
        "clusters": fitted.clusters,
        "level": fitted.level,
        **{name: value if isfinite(value) else None for name, value in figures.items()},
        "infinite": sum(not isfinite(x) for x in scores.tolist()),
    }


def _shortened(rows: Sequence[Row]) -> list[Row]:
    """The rows with many periods in a row of which nothing is known put into one."""
    shown: list[Row] = []
    for empty, run in groupby(rows, lambda row: not row["n"] and not row["open"]):
        part = list(run)
        if empty and len(part) > _GAPS:
            first, last = part[0], part[-1]
            part = [{**last, "period": f"{first['period']} to {last['period']}"}]
        shown += part
    return shown


def _columns(found: Trend) -> Iterator[Column]:
    name, level = found.options.measure, percent(found.options.level)
    yield Column("period", "Due", flexible=True, wrap=True)
    yield Column("n", "n", align="right")
    yield Column("clusters", f"{found.source.bundle.capitalize()}s", align="right", spare=True)
    yield Column("open", "Open", align="right", spare=True)
    yield Column("right", "Right", lambda row: ratio(row["right"], row["judged"]), align="right")
    points = name == "baseline"  # its scores run in hundreds
    for key, head in ((name, found.title), (f"{name}_so_far", "So far")):
        figure, ends = _scored(key, head, level, points=points)
        yield figure
        if found.bounded:
            yield ends


def _scored(name: str, head: str, level: str, *, points: bool) -> tuple[Column, Column]:
    """The column of a score, and that of its interval."""

    def shown(x: float | None) -> str:
        return number(x, 1) if points else number(x, 4)

    def figure(row: Row) -> str:
        lost = row.get(f"{name}_infinite")
        return f"infinite ({lost})" if lost else shown(row.get(name))

    def ends(row: Row) -> str:
        return interval(row.get(f"{name}_low"), row.get(f"{name}_high"), shown if points else number)

    return (
        Column(name, head, figure, align="right", tone=_few),
        Column(f"{name}_low", level, ends, flexible=True, wrap=True, tone=_few),
    )


def _few(row: Row) -> str:
    return "dim" if row["n"] < FEW else ""


def _chart(found: Trend) -> TrendChart:
    name = found.options.measure
    periods = [
        Period(
            row["period"],
            row["n"],
            *(row[f"{name}{end}"] for end in ("", "_low", "_high", "_so_far", "_so_far_low", "_so_far_high")),
        )
        for row in found.periods
    ]
    return TrendChart(
        found.analyst,
        periods,
        measure=f"{found.title} score ({'lower' if found.lower_is_better else 'higher'} is better)",
        reference=found.even,
        interval_label=f"{percent(found.options.level)} interval",
        title=f"{found.title} score of {found.analyst} by {found.options.by} of deadline",
        notes=[*_on_change(found), *note_on_hindsight(found.total), *as_of_sentence(found.source.as_of)],
    )


def _said(found: Trend) -> str:
    """The one sentence that may be said of the change. No other speaks of a trend."""
    return _SENTENCES[Change(found.slope["change"])](found.slope, found.title, found.source.bundle)


def _on_change(found: Trend) -> Iterator[str]:
    """What may be said of the change, and at which level that was tested: --level is that of the scores alone."""
    yield _said(found)
    if found.slope["change"] in _TESTED:
        yield f"The change is tested at {percent(1 - found.slope['level'])}, whatever --level says."


def _tested(slope: Row, bundle: str) -> str:
    return (
        f"{slope['per_year']:+.3g} a year, {percent(slope['level'])} interval {slope['low']:+.3g} to "
        f"{slope['high']:+.3g}, p {p_value(slope['p_value'])}; {counted(slope['n'], 'forecast')} from "
        f"{counted(slope['clusters'], bundle)}"
    )


def _untested(slope: Row, title: str, _: str) -> str:
    return (
        f"Whether it changed cannot be tested ({counted(slope['n'], 'forecast')}): a score is infinite, or {title} and "
        "deadlines do not vary enough."
    )


def _too_few(slope: Row, _: str, bundle: str) -> str:
    return (
        f"Too few to say whether it changed ({counted(slope['n'], 'forecast')} in "
        f"{counted(slope['clusters'], bundle)}; {FEWEST} in {FEWEST_CLUSTERS} {bundle}s are needed)."
    )


_SENTENCES: Mapping[Change, Callable[[Row, str, str], str]] = MappingProxyType(
    {
        Change.TOO_FEW: _too_few,
        Change.UNTESTABLE: _untested,
        Change.UNDECIDED: lambda slope, title, bundle: (
            f"No change can be told from chance ({title} {_tested(slope, bundle)})."
        ),
        Change.IMPROVING: lambda slope, title, bundle: f"Improving: {title} {_tested(slope, bundle)}.",
        Change.WORSENING: lambda slope, title, bundle: f"Worsening: {title} {_tested(slope, bundle)}.",
    }
)
_TESTED = frozenset({Change.UNDECIDED, Change.IMPROVING, Change.WORSENING})


def _notes(found: Trend) -> Iterator[str]:
    if not found.rows:
        yield from notes_on_claims(found.total)
        return
    yield from _on_change(found)
    yield (
        f"Each period is {found.source.when}. {found.title}: {found.against}. So far: all up to the end of the period."
    )
    if found.bounded:
        yield f"Intervals at {percent(found.options.level)}, by {found.source.bundle}."
    else:
        yield f"{found.title} may be infinite, so it has no interval; --log-floor 0.001 gives it one."
    few = [row["period"] for row in found.periods if 0 < row["n"] < FEW]
    if few:
        yield f"A period with fewer than {FEW} forecasts says nothing by itself."
    if any(row["period"] == NO_DEADLINE for row in found.rows):
        yield "What has no deadline is in the total and in no period."
    if any(row["open"] for row in found.periods):
        yield "Where claims are open still, those settled early are no fair sample of the period."
    yield found.source.counting(found.options.reading)
    yield from notes_on_claims(found.total)
