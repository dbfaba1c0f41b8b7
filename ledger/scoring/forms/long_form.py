"""Forecasts in long form, a row an option or quantile: whose forecast a row is, and the figures of groups of them.

Intervals go over what resolves together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite, nan
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Cells, Flags, Whole, divided, summed
from ledger.scoring.intervals import DEFAULT_METHOD, UNBOUNDED, Frame, intervals
from ledger.scoring.measures.registry import Figures


class Fault(NamedTuple):
    """What keeps a forecast from being scored: the forecast's code, and a sentence about it.

    A forecast has a fault exactly if it cannot be scored; but for one without rows, of which there is nothing to say.
    """

    forecast: int
    problem: str


def codes_of(forecast: ArrayLike, forecasts: int | None = None) -> tuple[Whole, int]:
    """Which forecast each row belongs to, and how many forecasts there are (None: as many as are named).

    Raises:
        ValueError: a code is not a whole number from 0 up to, and without, ``forecasts``.
    """
    code = np.asarray(forecast)
    if code.size and code.dtype.kind not in "iu":
        raise ValueError("a forecast's code is not a whole number")
    code = code.astype(np.int64)
    many = int(code.max(initial=-1)) + 1 if forecasts is None else forecasts
    if code.size and not (code.min() >= 0 and code.max() < many):
        raise ValueError(f"a forecast's code is not within 0 to {many - 1}")
    return code, many


def column(values: ArrayLike, code: Whole) -> Array:
    """A column of the table as numbers.

    Raises:
        ValueError: it has another length than the codes.
    """
    numbers = np.asarray(values, float)
    if numbers.shape != code.shape:
        raise ValueError(f"a column has shape {numbers.shape}, the codes of its forecasts {code.shape}")
    return numbers


def arrangement(*columns: Array | Whole) -> Whole:
    """The order of the rows by their columns, the first of them first.

    Rows that are in order already, as after an arrangement by the caller, are not sorted again.
    """
    tied = np.ones(max(columns[0].size - 1, 0), bool)
    for values in columns:
        if (tied & ~(values[1:] >= values[:-1])).any():
            return np.lexsort(columns[::-1])
        tied &= values[1:] == values[:-1]
    return np.arange(columns[0].size)


def places(code: Whole) -> Whole:
    """The place of each row within its forecast, from 0; rows of a forecast stand together."""
    rows = np.arange(code.size)
    new = np.ones(code.size, bool)
    new[1:] = code[1:] != code[:-1]
    return rows - np.maximum.accumulate(np.where(new, rows, 0))


def running_sums(values: Array, place: Whole) -> Array:
    """The sum of each row and those before it within its forecast.

    Sums are built by doubling and never cross into another forecast: taking the difference of two sums over the whole
    table instead would lose digits as the table grows.
    """
    total, step, last = values.copy(), 1, int(place.max(initial=0))
    while step <= last:
        total[step:] += np.where(place[step:] >= step, total[:-step], 0.0)
        step *= 2
    return total


def all_of(flags: Flags, code: Whole, forecasts: int) -> Flags:
    """Which forecasts have no row that fails; a forecast without rows has none."""
    failing: Whole = np.bincount(code[~flags], minlength=forecasts)
    return np.equal(failing, 0)


@dataclass(frozen=True)
class Trials:
    """The forecasts that count, a place each. All but the weight are codes; ``forecast`` is that of its rows.

    A forecast of group -1 is company to the others and is not scored itself.
    """

    forecast: Whole
    group: Whole
    analyst: Whole
    question: Whole
    cluster: Whole
    w: Array
    groups: int

    def as_one(self) -> "Trials":
        """All groups as one."""
        return replace(self, group=np.minimum(self.group, 0), groups=1)


@dataclass(frozen=True)
class Scores:
    """A score of each forecast of a table, NaN for none, and what its interval must know.

    ``range`` is from the best to the worst score. ``coin`` and ``worst`` are what each forecast would have got from
    equal odds, and from certainty that was wrong: the two scores that "+2" imagines (``intervals.plus_two``). Where
    they are None there is no worst, and the interval is Student's t; where they are infinite there is no interval, for
    a single surprise can be as large as one likes.
    """

    values: Array
    range: tuple[float, float]
    coin: Array | None = None
    worst: Array | None = None


@dataclass(frozen=True)
class LongFormSettings:
    """How figures are worked out: the level of intervals, and the least probability that log scores see."""

    level: float = 0.90
    log_floor: float | None = None


@dataclass(frozen=True)
class LongMeasure:
    """A measure of a table.

    ``against`` is what a figure is held against, ``short`` what stands above a column in place of the title, ``needs``
    what every forecast of a group must have.
    """

    name: str
    title: str
    against: str
    figures: Callable[[Trials, LongFormSettings], Figures]
    short: str = ""
    needs: str = ""

    @property
    def head(self) -> str:
        """What stands above its column."""
        return self.short or self.title

    @property
    def told(self) -> str:
        """In one sentence what its figures are held against."""
        name = self.title if self.title.startswith(self.short) else f"{self.short} ({self.title.lower()})"
        return f"{name}: {self.against}."


class LongTable(Protocol):
    """Rows of forecasts that can be scored."""

    @property
    def measures(self) -> Mapping[str, LongMeasure]:
        """What they can be scored by."""

    def faults(self) -> list[Fault]:
        """What is wrong with each forecast."""


def estimate(trials: Trials, scores: Scores, level: float) -> Figures:
    """The weighted mean of a score in every group, with its interval.

    Args:
        trials: the forecasts that count.
        scores: the score of every forecast of the table.
        level: how much an interval should cover, between 0 and 1.

    Returns:
        The mean under "", its ends under "_low" and "_high"; NaN where a forecast of the group has no score, or an
        infinite one.
    """
    mine = np.flatnonzero(trials.group >= 0)
    values = scores.values[trials.forecast[mine]]
    order = np.lexsort((values, trials.cluster[mine], trials.group[mine]))
    mine, values = mine[order], values[order]
    even, ones = np.full(mine.size, 0.5), np.ones(mine.size, np.int64)
    cells = Cells(trials.group[mine], even, even, trials.w[mine], ones, trials.groups, trials.cluster[mine])
    lost = ~np.isfinite(values)
    mean = cells.mean(np.where(lost, 0.0, values))
    ends = _intervals(cells, values, scores, trials.forecast[mine], level)
    low, high = np.minimum(ends[0], mean), np.maximum(ends[1], mean)
    for figure in (mean, low, high):
        figure[cells.group[lost]] = nan
    return {"": mean, "_low": low, "_high": high}


def infinite(trials: Trials, scores: Scores) -> Array:
    """How many scores of each group are infinite."""
    mine = trials.group >= 0
    lost = np.isinf(scores.values[trials.forecast[mine]])
    return summed(trials.group[mine], lost.astype(float), trials.groups)


def _intervals(cells: Cells, values: Array, scores: Scores, forecast: Whole, level: float) -> tuple[Array, Array]:
    """By the mean over its forecasts of what "+2" imagines in each group; most groups have the same."""
    nothing = np.full(cells.groups, inf)
    imagined = [
        nothing if ends is None else divided(cells.sum(ends[forecast]), cells.count)
        for ends in (scores.coin, scores.worst)
    ]
    low, high = np.full(cells.groups, nan), np.full(cells.groups, nan)
    distinct, kind = np.unique(np.round(imagined, 12), axis=1, return_inverse=True)
    for place, (coin, worst) in enumerate(distinct.T.tolist()):
        groups = kind.ravel() == place
        if isfinite(worst):
            method, frame = DEFAULT_METHOD, Frame(coin, worst, *sorted((scores.range[0], worst)))
        elif scores.worst is None:
            method, frame = "t", UNBOUNDED._replace(low=min(scores.range), high=max(scores.range))
        else:
            continue
        kept = groups[cells.group]
        low[groups], high[groups] = intervals(_only(cells, groups, kept), values[kept], method, level, frame=frame)
    return low, high


def _only(cells: Cells, groups: Flags, kept: Flags) -> Cells:
    """The cells of some groups, which are numbered anew."""
    place = np.cumsum(groups) - 1
    return replace(cells.where(kept), group=place[cells.group[kept]], groups=int(groups.sum()))
