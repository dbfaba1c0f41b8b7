"""Means over forecasts with their intervals: the Brier score, its difference to a reference, the confidence gap.

Each is a figure of (probability, outcome), so all of them go through one function.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from ledger.scoring.cells import HALF, PPM, Cell, cluster_sums, side_of
from ledger.scoring.intervals import MEAN_METHODS, Frame
from ledger.scoring.rules import Rule

DEFAULT_METHOD = "plus-two"


class Estimate(NamedTuple):
    """A mean and its interval, or three times None."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def sign(self) -> int:
        """On which side of zero the whole interval lies: -1, +1, or 0 if it holds zero or there is none."""
        return 0 if self.low is None or self.high is None else (self.low > 0) - (self.high < 0)


@dataclass(frozen=True, slots=True)
class PerForecast:
    """Something each forecast has, in whole numbers of ``1 / frame.unit``, that can be averaged."""

    value: Callable[[int, int], int]
    frame: Frame


def mean_estimate(cells: Iterable[Cell], figure: PerForecast, level: float, method: str = DEFAULT_METHOD) -> Estimate:
    """Average a figure over the forecasts that state a probability, with an interval over clusters."""
    sums = cluster_sums(cells, figure.value)
    if not sums:
        return Estimate()
    interval = MEAN_METHODS[method].compute(sums, level, figure.frame)
    # A quotient of two whole numbers is rounded once, whatever their size.
    value = sum(item.total for item in sums) / (figure.frame.unit * sum(item.size for item in sums))
    return Estimate(value, *(interval or ()))


def scored_by(rule: Rule) -> PerForecast:
    """The score itself."""
    return PerForecast(rule.cost, rule.frame)


def constant(rule: Rule, probability: int) -> Rule:
    """The rule as it would score someone who always says ``probability``."""
    return replace(rule, cost=lambda _probability, outcome: rule.cost(probability, outcome))


def excess_over(rule: Rule, always: int) -> PerForecast:
    """The score minus that of a reference that gives the probability ``always``, on the same forecast.

    "+2" imagines a coin flip where the reference is at its worst and a disaster where it is at its best. Against one
    half, which scores the same either way, that is the interval of the score moved by a constant.
    """
    frame = rule.frame
    best, worst = sorted((rule.score(always, 0), rule.score(always, PPM)))
    coin, disaster = frame.imagined
    reach = frame.high - frame.low
    return PerForecast(
        lambda probability, outcome: rule.cost(probability, outcome) - rule.cost(always, outcome),
        Frame(rule.unit, (coin - worst, disaster - best), -reach, reach),
    )


def _stated(probability: int, _outcome: int) -> int:
    """How sure the forecast is of its own side: max(p, 1 - p)."""
    return HALF + abs(probability - HALF)


def _gap(probability: int, outcome: int) -> int:
    """How sure the forecast is, minus the share of the outcome on its side; a tie is half right whatever happens."""
    return abs(probability - HALF) - side_of(probability) * (outcome - HALF)


STATED = PerForecast(_stated, Frame(PPM, (Fraction(1, 2), Fraction(1)), 0.5, 1.0))
# The gap runs from -1/2 (nearly even odds, and right) to 1 (certain, and wrong); "+2" imagines one of each.
GAP = PerForecast(_gap, Frame(PPM, (Fraction(-1, 2), Fraction(1)), -0.5, 1.0))
