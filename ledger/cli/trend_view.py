"""How a trend looks: the drawing, a row for each period, and the one sentence that may be said of the change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ledger.cli.charts import draw_or_save
from ledger.cli.output import emit, for_people, terminal_width
from ledger.forecasts.scores import counted
from ledger.journal.reader import Reader
from ledger.render import Column, Report
from ledger.render.chart import Period, TrendChart
from ledger.render.report import interval, number, p_value, percent, ratio
from ledger.render.tables import as_of_sentence
from ledger.reports.counted import note_on_hindsight, note_on_reading, notes_on_claims
from ledger.reports.slopes import FEWEST, FEWEST_CLUSTERS, Change
from ledger.reports.trend import FEW, NO_DEADLINE, Trend

Row = Mapping[str, Any]
_ROOMY = 72
"""Columns of a terminal below which the scores leave no room for what is counted beside them."""
_GAPS = 4
"""Periods without a forecast that are shown one by one."""


def print_trend(reader: Reader, found: Trend, plot: Path | None) -> None:
    """Print the drawing and the rows."""
    standing = reader.standing.as_of()
    draw_or_save(_chart(found, standing), plot)
    report = Report(
        _shortened(found.rows) if for_people() else found.rows,
        list(_columns(found)),
        total={"period": "All", **found.total},
        as_of=standing,
        notes=list(_notes(found)),
        extra={"analyst": found.analyst, "trend": {**found.slope, "sentence": said(found)}, "settings": found.settings},
        empty=f"{found.analyst} has no settled forecast with a probability.",
    )
    emit(report)


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
    name, level = found.ask.measure, percent(found.ask.level)
    yield Column("period", "Due", flexible=True, wrap=True)
    yield Column("n", "n", align="right")
    if (terminal_width() or _ROOMY) >= _ROOMY:
        yield Column("clusters", "Episodes", align="right")
        yield Column("open", "Open", align="right")
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


def _chart(found: Trend, standing: Row) -> TrendChart:
    name = found.ask.measure
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
        interval_label=f"{percent(found.ask.level)} interval",
        title=f"{found.title} score of {found.analyst} by {found.ask.by} of deadline",
        notes=[*_on_change(found), *note_on_hindsight(found.total), *as_of_sentence(standing)],
    )


def said(found: Trend) -> str:
    """The one sentence that may be said of the change. No other speaks of a trend."""
    return _SAID[Change(found.slope["change"])](found.slope, found.title)


def _on_change(found: Trend) -> Iterator[str]:
    """What may be said of the change, and at which level that was tested: --level is that of the scores alone."""
    yield said(found)
    if found.slope["change"] in _TESTED:
        yield f"The change is tested at {percent(1 - found.slope['level'])}, whatever --level says."


def _tested(slope: Row) -> str:
    return (
        f"{slope['per_year']:+.3g} a year, {percent(slope['level'])} interval {slope['low']:+.3g} to "
        f"{slope['high']:+.3g}, p {p_value(slope['p_value'])}; {counted(slope['n'], 'forecast')} from "
        f"{counted(slope['clusters'], 'episode')}"
    )


def _untested(slope: Row, title: str) -> str:
    return (
        f"Whether it changed cannot be tested ({counted(slope['n'], 'forecast')}): a score is infinite, or {title} and "
        "deadlines do not vary enough."
    )


def _too_few(slope: Row, _: str) -> str:
    return (
        f"Too few to say whether it changed ({counted(slope['n'], 'forecast')} in "
        f"{counted(slope['clusters'], 'episode')}; {FEWEST} in {FEWEST_CLUSTERS} episodes are needed)."
    )


_SAID: Mapping[Change, Callable[[Row, str], str]] = MappingProxyType(
    {
        Change.TOO_FEW: _too_few,
        Change.UNTESTABLE: _untested,
        Change.UNDECIDED: lambda slope, title: f"No change can be told from chance ({title} {_tested(slope)}).",
        Change.IMPROVING: lambda slope, title: f"Improving: {title} {_tested(slope)}.",
        Change.WORSENING: lambda slope, title: f"Worsening: {title} {_tested(slope)}.",
    }
)
_TESTED = frozenset({Change.UNDECIDED, Change.IMPROVING, Change.WORSENING})


def _notes(found: Trend) -> Iterator[str]:
    if not found.rows:
        yield from notes_on_claims(found.total)
        return
    yield from _on_change(found)
    yield (
        f"Each period is that of the deadline. {found.title}: {found.against}. So far: all up to the end of the period."
    )
    if found.bounded:
        yield f"Intervals at {percent(found.ask.level)}, by episode."
    else:
        yield f"{found.title} may be infinite, so it has no interval; --log-floor 0.001 gives it one."
    few = [row["period"] for row in found.periods if 0 < row["n"] < FEW]
    if few:
        yield f"A period with fewer than {FEW} forecasts says nothing by itself."
    if any(row["period"] == NO_DEADLINE for row in found.rows):
        yield "What has no deadline is in the total and in no period."
    if any(row["open"] for row in found.periods):
        yield "Where claims are open still, those settled early are no fair sample of the period."
    yield note_on_reading(found.settings)
    yield from notes_on_claims(found.total)
