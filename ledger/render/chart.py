"""What can be drawn, as plain values that know no medium: the terminal and the picture draw the same chart.

Figures are floats; None (or a float that is not finite) is a figure that does not exist and leaves a gap. Probabilities
and shares run from 0 to 1. Nothing is computed here: bands, curves and running means come from the scoring code.

A new chart is one class here and one function for each medium, registered there by the class.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import ClassVar, TypeGuard

from ledger.render.report import difference, number


def known(*figures: float | None) -> bool:
    """Whether all the figures exist."""
    return all(map(exists, figures))


def exists(figure: float | None) -> TypeGuard[float]:
    """Whether the figure exists."""
    return figure is not None and isfinite(figure)


def count(n: float) -> str:
    """How many, for people: whole numbers as such, weights to one decimal."""
    return number(n, 0 if n == round(n) else 1) if isfinite(n) else number(None)


@dataclass(frozen=True)
class Bounded:
    """A figure at a place of the x axis, with the ends of its interval or band."""

    x: float
    low: float | None
    high: float | None
    middle: float | None = None


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


@dataclass(frozen=True)
class CurvePoint:
    """A stated probability, the share recalibrated by isotonic regression, and the claims (or weight) behind it."""

    probability: float
    share: float | None
    n: float = 1


@dataclass(frozen=True)
class Curve:
    """The reliability curve of one analyst, by stated probability.

    ``band`` holds the ends of a consistency band: where the curve of a calibrated analyst would lie. ``counts`` are
    the claims in bins of equal width from 0 to 1.
    """

    analyst: str
    n: float
    points: Sequence[CurvePoint]
    band: Sequence[Bounded] = ()
    counts: Sequence[float] = ()

    def known(self) -> list[tuple[float, float]]:
        """The points that exist, from left to right."""
        return sorted(
            (point.probability, point.share)
            for point in self.points
            if exists(point.probability) and exists(point.share)
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

    def so_far(self) -> list[Bounded]:
        """The cumulative line and its band; the x of a period is its position and a half."""
        return [Bounded(i + 0.5, p.so_far_low, p.so_far_high, p.so_far) for i, p in enumerate(self.periods)]

    def line(self) -> list[Bounded]:
        """What is drawn of the cumulative line: nothing where it would be a single point on that of its period."""
        line = self.so_far()
        there = [period for period in self.periods if exists(period.so_far)]
        return [] if len(there) < 2 and all(exists(period.score) for period in there) else line  # noqa: PLR2004

    @property
    def has_intervals(self) -> bool:
        """Whether any period has an interval to draw with its score."""
        return any(known(b.low, b.middle, b.high) for b in self.by_period())

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

    @property
    def better_above(self) -> str:
        """Who is the better one where the difference is above zero."""
        return self.second if self.lower_is_better else self.first

    @property
    def better_below(self) -> str:
        """Who is the better one where the difference is below zero."""
        return self.first if self.lower_is_better else self.second

    def line(self) -> list[Bounded]:
        """The running mean and its interval, by the number of questions."""
        return [Bounded(lead.n, lead.low, lead.high, lead.difference) for lead in self.leads if exists(lead.n)]

    def in_the_end(self) -> str:
        """The difference over all the questions, with its interval."""
        last = next(b for b in reversed(self.line()) if exists(b.middle))
        return difference(last.middle, last.low, last.high, self.interval_label, self.digits)

    def banded(self) -> str:
        """What the band is and from where on it is known; empty where there is none."""
        there = [known(b.low, b.high) for b in self.line()]
        if not any(there):
            return ""
        told, first = f"its {self.interval_label}", there.index(True)
        if not first:
            return told
        if first == len(there) - 1:
            return f"{told}, at the end alone (the bar)"
        return f"{told}, from {count(self.line()[first].x)} {self.unit} on"

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
