"""What can be drawn, as plain values that know no medium: the terminal and the picture draw the same plot.

Figures are floats; None (or a float that is not finite) is a figure that does not exist and leaves a gap. Probabilities
and shares run from 0 to 1. Nothing is computed here: bands, curves and running means come from the scoring code.

A new chart is one class here. Its ``plot`` says which series, bands, axes and words it consists of; both media draw
any ``Plot``. Texts are as they were said: each medium makes them fit to be shown.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count as counting
from math import ceil, floor, isfinite, log10
from typing import ClassVar, TypeGuard

from ledger.render.report import number, percent, show_difference, signed


def all_exist(*figures: float | None) -> bool:
    """Whether all the figures exist."""
    return all(map(exists, figures))


def exists(figure: float | None) -> TypeGuard[float]:
    """Whether the figure exists."""
    return figure is not None and isfinite(figure)


def shown_count(n: float) -> str:
    """How many, for people: whole numbers as such, weights to one decimal."""
    return number(n, 0 if n == round(n) else 1) if isfinite(n) else number(None)


@dataclass(frozen=True)
class Bounded:
    """A figure at a place of the x axis, with the ends of its interval or band."""

    x: float
    low: float | None
    high: float | None
    middle: float | None = None


Ends = tuple[float, float]
Label = tuple[float, str]
"""A place of the x axis and what is written there."""

Point = tuple[float, float | None]


@dataclass(frozen=True)
class Axis:
    """The ends of an axis, its ticks from low to high, and what is written at each."""

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def labelled(self) -> list[Label]:
        """Each tick with its label."""
        return list(zip(self.ticks, self.labels, strict=True))


Scale = Callable[[int], Axis]
"""An axis for a medium that has room for about so many parts between ticks."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One thing that is drawn over the axes, with its band or its intervals, and how the key names it.

    A line without marks has one where a point stands alone between gaps. ``weights`` make the marks grow, in a
    medium where they can; ``told`` stands behind the name and is never cut; ``interval`` is what the key calls the
    band or the intervals in the same breath.
    """

    name: str
    told: str = ""
    points: Sequence[Point]
    weights: Sequence[float] = ()
    line: bool = True
    marks: bool = True
    band: Sequence[Bounded] = ()
    intervals: Sequence[tuple[float, Ends]] = ()
    interval: str = ""


@dataclass(frozen=True)
class Reference:
    """A straight line from one side to the other, given by its y at both; the key leaves out what has no name."""

    left: float
    right: float
    name: str = ""


@dataclass(frozen=True)
class Bars:
    """A histogram of a series under the axes: counts in bins of equal width from one end of the x axis to the other."""

    series: int
    counts: Sequence[float]


@dataclass(frozen=True)
class AxisRow:
    """Words under their places of the x axis; where all are needed those that collide give way downwards."""

    labels: Sequence[Label]
    head: str = ""
    needs_all: bool = False


@dataclass(frozen=True, kw_only=True)
class Plot:
    """What a chart consists of, in the order in which the key tells it.

    Attributes:
        x: the axis across.
        y: the axis upwards.
        series: the things drawn; a medium gives each its colour, its dash and its mark by its place here.
        x_title: what the x axis shows.
        y_title: what the y axis shows.
        whose: the one that all of it is about, and the n.
        references: lines to compare with.
        band: what the key calls the bands of all series; empty where there is none.
        one_band: what is said instead where a medium cannot show bands that cross.
        sides: what it means to lie above and below zero.
        rows: words under the x axis.
        bars: histograms under the x axis.
        remarks: further sentences of the key, without their full stop.
        square: whether both axes are to be equally long.
    """

    x: Scale
    y: Scale
    series: Sequence[Series]
    x_title: str = ""
    y_title: str = ""
    whose: tuple[str, str] | None = None
    references: Sequence[Reference] = ()
    band: str = ""
    one_band: str = ""
    sides: tuple[str, str] | None = None
    rows: Sequence[AxisRow] = ()
    bars: Sequence[Bars] = ()
    remarks: Sequence[str] = ()
    square: bool = False


def alone(there: Sequence[bool]) -> list[int]:
    """The positions of what is there between gaps, with no neighbour to be joined to."""
    padded = [False, *there, False]
    return [i for i in range(len(there)) if padded[i : i + 3] == [False, True, False]]


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """What every chart has: a title above it, sentences under it, and what is said when there is nothing to draw."""

    title: str = ""
    notes: Sequence[str] = ()
    nothing: ClassVar[str]

    @property
    @abstractmethod
    def drawable(self) -> bool:
        """Whether there is a point to draw. If not, ``nothing`` is shown instead of an empty frame."""

    @abstractmethod
    def plot(self, short: Callable[[str], str]) -> Plot:
        """What is drawn, of a chart that is drawable; ``short`` cuts a name that stands within a sentence."""


@dataclass(frozen=True)
class CurvePoint:
    """A stated probability, the share recalibrated by isotonic regression, and the claims (or weight) behind it."""

    probability: float
    share: float | None
    n: float = 1


@dataclass(frozen=True)
class Curve:
    """The reliability curve of one analyst, by stated probability.

    ``band`` holds the ends of a consistency band: where the curve of a calibrated analyst would lie. ``count_axis`` are
    the claims in bins of equal width from 0 to 1.
    """

    analyst: str
    n: float
    points: Sequence[CurvePoint]
    band: Sequence[Bounded] = ()
    counts: Sequence[float] = ()

    def known(self) -> list[CurvePoint]:
        """The points that exist, from left to right."""
        there = [point for point in self.points if all_exist(point.probability, point.share)]
        return sorted(there, key=lambda point: (point.probability, point.share))

    def series(self) -> Series:
        """The curve as it is drawn."""
        points = self.known()
        return Series(
            name=self.analyst,
            told=f"n {shown_count(self.n)}" + ("" if points else ", no curve"),
            points=[(point.probability, point.share) for point in points],
            weights=[max(point.n, 0.0) if exists(point.n) else 0.0 for point in points],
            band=self.band,
        )


@dataclass(frozen=True)
class CalibrationChart(Chart):
    """How often what was said came true, by how sure it was said: a curve for each analyst, and the diagonal."""

    curves: Sequence[Curve]
    band_label: str = "90% consistency band"
    nothing = "There is nothing to draw: no settled claim states a probability."

    @property
    def drawable(self) -> bool:
        """Whether any curve has a point."""
        return any(curve.known() for curve in self.curves)

    def plot(self, short: Callable[[str], str]) -> Plot:  # noqa: ARG002 - every name here stands alone
        """The curves over the diagonal, and how often each probability was stated under them."""
        return Plot(
            x=shares,
            y=shares,
            x_title="stated probability",
            y_title="share that came true",
            series=[curve.series() for curve in self.curves],
            references=[Reference(0.0, 1.0, "the diagonal: calibrated, true as often as said")],
            band=self.band_label if any(curve.band for curve in self.curves) else "",
            one_band=f"The {self.band_label} is drawn for one analyst alone.",
            bars=[Bars(i, curve.counts) for i, curve in enumerate(self.curves) if any(curve.counts)],
            square=True,
        )


@dataclass(frozen=True)
class Period:
    """One stretch of time: the score of its claims, and the score of everything up to its end."""

    label: str
    n: float = 0
    score: float | None = None
    low: float | None = None
    high: float | None = None
    so_far: float | None = None
    so_far_low: float | None = None
    so_far_high: float | None = None


@dataclass(frozen=True)
class TrendChart(Chart):
    """The score of one analyst, period by period and all in all, against a reference."""

    analyst: str
    periods: Sequence[Period]
    measure: str = "Brier score (lower is better)"
    reference: float | None = 0.25
    reference_label: str = "always saying 50%"
    interval_label: str = "95% interval"
    nothing = "There is nothing to draw: no claim was settled in any period."

    @property
    def drawable(self) -> bool:
        """Whether any period has a score."""
        return any(exists(period.score) or exists(period.so_far) for period in self.periods)

    @property
    def n(self) -> float:
        """The claims of all periods together."""
        return sum(period.n for period in self.periods if exists(period.n))

    def plot(self, short: Callable[[str], str]) -> Plot:  # noqa: ARG002 - the name stands alone
        """The periods and all up to each of them, over a reference; names of periods and their n under it."""
        heads = two_lines([period.label for period in self.periods])
        middles = [i + 0.5 for i in range(len(heads))]
        slots = Axis(0.0, float(len(heads)), tuple(middles), tuple(head for head, _ in heads))
        years = [(x, year) for x, (_, year) in zip(middles, heads, strict=True) if year]
        numbers = [(x, shown_count(period.n)) for x, period in zip(middles, self.periods, strict=True)]
        found, line = self.by_period(), self.line()
        bounded = [(b.x, (b.low, b.high)) for b in found if exists(b.middle) and exists(b.low) and exists(b.high)]
        series = [
            Series(
                name="the period alone",
                points=[(b.x, b.middle) for b in found],
                line=False,
                intervals=bounded,
                interval=self.interval_label if bounded else "",
            ),
            Series(
                name="all up to then",
                points=[(b.x, b.middle) for b in line],
                marks=False,
                band=line,
                interval=self.interval_label if any(all_exist(b.low, b.high) for b in line) else "",
            ),
        ]
        at = self.reference
        return Plot(
            x=lambda _: slots,
            y=lambda parts: covering(self.reach(), parts),
            y_title=self.measure,
            whose=(self.analyst, f"n {shown_count(self.n)}"),
            series=[drawn for drawn in series if any(exists(y) for _, y in drawn.points)],
            references=[Reference(at, at, f"{number(at)}: {self.reference_label}")] if exists(at) else [],
            rows=[*([AxisRow(years)] if years else []), AxisRow(numbers, "n", needs_all=True)],
        )

    def so_far(self) -> list[Bounded]:
        """The cumulative line and its band; the x of a period is its position and a half."""
        return [Bounded(i + 0.5, p.so_far_low, p.so_far_high, p.so_far) for i, p in enumerate(self.periods)]

    def line(self) -> list[Bounded]:
        """What is drawn of the cumulative line: nothing where it would be a single point on that of its period."""
        line = self.so_far()
        there = [period for period in self.periods if exists(period.so_far)]
        return [] if len(there) < 2 and all(exists(period.score) for period in there) else line  # noqa: PLR2004

    def by_period(self) -> list[Bounded]:
        """The score of each period and its interval."""
        return [Bounded(i + 0.5, p.low, p.high, p.score) for i, p in enumerate(self.periods)]

    def reach(self) -> list[float]:
        """Every value that the y axis has to show."""
        found = [figure for b in (*self.so_far(), *self.by_period()) for figure in (b.middle, b.low, b.high)]
        return [figure for figure in (*found, self.reference) if exists(figure)]


@dataclass(frozen=True)
class Lead:
    """The mean difference of two analysts over their first ``n`` shared questions, with its interval."""

    n: float
    difference: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class CompareChart(Chart):
    """The running mean of the first analyst's score minus the second's, on the questions that both have answered.

    ``digits`` are the decimals of the difference where it is written out.
    """

    first: str
    second: str
    leads: Sequence[Lead]
    measure: str = "Brier score"
    lower_is_better: bool = True
    unit: str = "shared questions"
    interval_label: str = "95% interval"
    digits: int = 3
    nothing = "There is nothing to draw: the two share no settled question."

    @property
    def drawable(self) -> bool:
        """Whether a difference exists anywhere."""
        return any(exists(lead.difference) for lead in self.leads)

    @property
    def n(self) -> float:
        """All the shared questions."""
        return max((lead.n for lead in self.leads if exists(lead.n)), default=0)

    def plot(self, short: Callable[[str], str]) -> Plot:
        """The running mean with its interval, over the line where neither is ahead."""
        line = self.line()
        first, second = short(self.first), short(self.second)
        above, below = (second, first) if self.lower_is_better else (first, second)
        return Plot(
            x=lambda parts: count_axis(min(b.x for b in line), max(b.x for b in line), parts),
            y=lambda parts: covering(self.reach(), parts, signed),
            x_title=self.unit,
            y_title=f"difference in {self.measure}",
            sides=(f"{above} is better", f"{below} is better"),
            series=[
                Series(
                    name=f"{self.measure} of {first} minus {second}, mean so far",
                    points=[(b.x, b.middle) for b in line],
                    marks=False,
                    band=line,
                )
            ],
            references=[Reference(0.0, 0.0)],
            band=self.banded(),
            remarks=[f"in the end: {self.in_the_end()}, n {shown_count(self.n)}"],
        )

    def line(self) -> list[Bounded]:
        """The running mean and its interval, by the number of questions."""
        return [Bounded(lead.n, lead.low, lead.high, lead.difference) for lead in self.leads if exists(lead.n)]

    def in_the_end(self) -> str:
        """The difference over all the questions, with its interval."""
        last = next(b for b in reversed(self.line()) if exists(b.middle))
        return show_difference(last.middle, last.low, last.high, self.interval_label, self.digits)

    def banded(self) -> str:
        """What the band is and from where on it is known; empty where there is none."""
        there = [all_exist(b.low, b.high) for b in self.line()]
        if not any(there):
            return ""
        told, first = f"its {self.interval_label}", there.index(True)
        if not first:
            return told
        if first == len(there) - 1:
            return f"{told}, at the end alone (the bar)"
        return f"{told}, from {shown_count(self.line()[first].x)} {self.unit} on"

    def reach(self) -> list[float]:
        """What the y axis has to show: zero, every mean, and the intervals but those of the first tenth.

        The interval of the first few questions is so wide that everything after it would be flat.
        """
        line = self.line()
        settled = line[len(line) // 10 :]
        found = [b.middle for b in line] + [end for b in settled for end in (b.low, b.high)]
        return [0.0, *filter(exists, found)]


_IN_YEAR = re.compile(r"(\d{4})[- ]?([QHWM]?\d{1,2})")


def two_lines(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Labels of periods as two short lines: the part of the year, and the year where it changes.

    ``2024-Q3`` is ``Q3`` over ``2024``. Labels of another form stay whole.
    """
    found = [_IN_YEAR.fullmatch(label) for label in labels]
    parts = [match.groups() for match in found if match]
    if len(parts) < len(labels):
        return [(label, "") for label in labels]
    years = [year for year, _ in parts]
    return [(part, year if i == 0 or years[i - 1] != year else "") for i, (year, part) in enumerate(parts)]


_STEPS = (1, 2, 2.5, 5, 10)
_NEAR = 1e-9  # of a step: what the arithmetic of floats may be off


def _step(span: float, parts: int) -> float:
    """The smallest round step that needs at most ``parts`` of them."""
    least = span / parts
    unit = 10.0 ** floor(log10(least))
    return next(unit * times for times in _STEPS if unit * times >= least * (1 - _NEAR))


def _digits(step: float) -> int:
    return next((digits for digits in range(9) if abs(round(step, digits) - step) < step * _NEAR), 9)


def covering(values: Sequence[float], parts: int = 5, write: Callable[[float, int], str] = number) -> Axis:
    """An axis over all the values that begins and ends at a tick; zero is its low end when that is near.

    Args:
        values: at least one.
        parts: the most steps wanted.
        write: how a figure is written with so many decimals.
    """
    low, high = min(values), max(values)
    if 0 < low < high / 2 or low == high > 0:
        low = 0.0
    if high - low <= abs(high) * _NEAR:
        low, high = low - 0.5, high + 0.5
    step = _step(high - low, max(parts, 1))
    first, last = floor(low / step + _NEAR), ceil(high / step - _NEAR)
    ticks = tuple(i * step for i in range(first, last + 1))
    return Axis(first * step, last * step, ticks, tuple(write(tick, _digits(step)) for tick in ticks))


def between(low: float, high: float, parts: int = 6) -> tuple[int, ...]:
    """Whole numbers at round steps inside the ends, for an axis that counts; both ends when there is no other."""
    if high - low < 1:
        return tuple(dict.fromkeys((round(low), round(high))))
    step = max(ceil(_step(high - low, max(parts, 1))), 1)
    return tuple(range(ceil(low / step) * step, floor(high) + 1, step))


def count_axis(low: float, high: float, parts: int) -> Axis:
    """An axis that counts from low to high."""
    ticks = between(low, high, parts)
    return Axis(low, high, tuple(map(float, ticks)), tuple(map(str, ticks)))


def shares(parts: int) -> Axis:
    """An axis from none to all."""
    steps = next((n for n in (10, 5, 4, 2) if n <= parts), 1)
    ticks = tuple(i / steps for i in range(steps + 1))
    return Axis(0.0, 1.0, ticks, tuple(map(percent, ticks)))


def lines_apart(spans: Sequence[Ends], most: int) -> list[int] | None:
    """The line, counted from 0, in which each label stands clear of those before it.

    Args:
        spans: where each label begins and ends, from left to right.
        most: the lines there are.

    Returns:
        One line for each label; None when they do not fit.
    """
    ends: list[float] = []
    lines = []
    for start, end in spans:
        line = next((i for i, taken in enumerate(ends) if start > taken), len(ends))
        ends[line : line + 1] = [end]
        lines.append(line)
    return lines if len(ends) <= most else None


def thinned(spans: Sequence[Ends], most: int) -> tuple[int, list[int]]:
    """Every how many labels fit in so many lines (1 is all of them), and the line of each that is shown."""
    found = ((step, lines_apart(spans[::step], most)) for step in counting(1))
    return next((step, lines) for step, lines in found if lines is not None)
