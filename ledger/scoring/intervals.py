"""Intervals: how far a share or a mean could be from what the record shows, for every group at once.

Forecasts that stand alone are counted instead of kept: a cell of n equal forecasts is n clusters of one size, worked
out once. To add a method, write its function under ``@interval_method``; the tests and the docs go over ``METHODS``.
``benchmarks/coverage.md`` shows how often each holds the truth.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ledger.scoring.cells import ALONE, Array, Cells, Flags, Whole, divided
from ledger.scoring.student import t_quantile, z_quantile

DEFAULT_METHOD = "plus-two"
"""The method of every mean of a bounded score."""


class Frame(NamedTuple):
    """What a figure that each forecast has looks like to an interval.

    ``coin`` and ``disaster`` are the two values that "+2" imagines: what equal odds get, and certainty that was wrong.
    A mean lies from ``low`` to ``high``.
    """

    coin: float
    disaster: float
    low: float
    high: float


UNBOUNDED = Frame(0.0, 0.0, -np.inf, np.inf)
"""The frame of a figure that may be anything. It has no disaster to imagine, so it is for Student's t alone."""


@dataclass(frozen=True)
class Clusters:
    """The clusters of every group, equal ones counted together.

    ``group`` never falls. One cluster of an entry weighs ``size`` and has the weighted sum ``total`` of the figure;
    ``many`` clusters are so. ``forecasts`` is how many forecasts each group has.
    """

    group: Whole
    total: Array
    size: Array
    many: Array
    forecasts: Array

    def sum(self, values: Array) -> Array:
        """The sum in every group of a figure that each cluster has."""
        return self._added(self.many * values)

    @cached_property
    def count(self) -> Array:
        """How many clusters each group has."""
        return self._added(self.many)

    @cached_property
    def weight(self) -> Array:
        """The weight of each group."""
        return self.sum(self.size)

    @cached_property
    def _starts(self) -> Whole:
        return np.flatnonzero(_new(self.group))

    def _added(self, values: Array) -> Array:
        added = np.zeros(self.forecasts.size)
        # Runs of one group are ten times as quick to add up as a histogram.
        added[self.group[self._starts]] = np.add.reduceat(values, self._starts)
        return added


@dataclass(frozen=True)
class Spread:
    """A mean of every group, the variance of that mean, and the degrees of freedom of the variance; NaN for none."""

    mean: Array
    variance: Array
    freedom: Array

    def ends(self, level: float, frame: Frame) -> tuple[Array, Array]:
        """The interval: mean -+ Student's t of the degrees of freedom x root of the variance, within the frame."""
        half = _quantiles(level, self.freedom) * np.sqrt(self.variance)
        return np.maximum(frame.low, self.mean - half), np.minimum(frame.high, self.mean + half)


@dataclass(frozen=True, slots=True)
class IntervalMethod:
    """A way to make the interval of a mean: its name, what people see, where it comes from.

    ``spread`` gives what the interval is made of.
    """

    name: str
    title: str
    reference: str
    spread: Callable[[Clusters, Frame], Spread]


METHODS: dict[str, IntervalMethod] = {}
"""Every method by its name."""


def interval_method(
    name: str, *, title: str, reference: str
) -> Callable[[Callable[[Clusters, Frame], Spread]], Callable[[Clusters, Frame], Spread]]:
    """Enter a function in the registry of methods.

    Args:
        name: what measures call it by.
        title: what people see.
        reference: paper, with its year.
    """

    def register(function: Callable[[Clusters, Frame], Spread]) -> Callable[[Clusters, Frame], Spread]:
        METHODS[name] = IntervalMethod(name, title, reference, function)
        return function

    return register


def intervals(cells: Cells, values: Array, method: str, level: float, *, frame: Frame) -> tuple[Array, Array]:
    """Intervals of the weighted mean of a figure, one a group.

    Args:
        cells: the forecasts; what resolves together is their ``cluster``. Without one, each forecast stands alone, and
            the n of a cell weigh w / n each.
        values: the figure of each cell.
        method: a name in ``METHODS``.
        level: how much an interval should cover, between 0 and 1.
        frame: what the figure looks like: the two values that "+2" imagines, and what a mean can be.

    Returns:
        The lower and the upper ends. NaN where the method gives no interval, and where a figure is not finite.

    Raises:
        KeyError: there is no such method.
        ValueError: the level is not between 0 and 1.
    """
    endless = ~np.isfinite(values)
    found = spread(cells, np.where(endless, 0.0, values) if endless.any() else values, method, frame=frame)
    low, high = found.ends(level, frame)
    low[cells.group[endless]] = high[cells.group[endless]] = np.nan
    return low, high


def spread(cells: Cells, values: Array, method: str, *, frame: Frame) -> Spread:
    """What an interval is made of: see ``intervals``. Every value is finite.

    Raises:
        KeyError: there is no such method.
    """
    return METHODS[method].spread(_clusters(cells, values), frame)


def wilson(share: Array, n: Array, level: float) -> tuple[Array, Array]:
    """Wilson intervals of shares of ``n`` trials, one a group; NaN where n is zero.

    (s + z^2/2n -+ z sqrt(s(1-s)/n + z^2/4n^2)) / (1 + z^2/n). Wilson (1927), Probable inference, the law of succession,
    and statistical inference, JASA 22, 209-212; recommended for small n by Brown, Cai & DasGupta (2001). It takes the n
    as independent: for claims in clusters it is too narrow, see ``benchmarks/coverage.md``. ``n`` need not be whole: of
    unequal weights it is how many equal ones would say as much.
    """
    z = z_quantile(level)
    middle = (share * n + z * z / 2) / (n + z * z)
    half = z * np.sqrt(share * (1 - share) * n + z * z / 4) / (n + z * z)
    # The formula gives 0 and 1 here, rounding does not.
    return np.where(share == 0, 0.0, middle - half), np.where(share == 1, 1.0, middle + half)


def _clusters(cells: Cells, values: Array) -> Clusters:
    """Sum a figure over each cluster; a cell of forecasts that stand alone is already as many equal ones."""
    forecasts = cells.count.astype(float)
    if cells.cluster is None:
        many = cells.n.astype(float)
        size = cells.w / many
        return Clusters(cells.group, size * values, size, many, forecasts)
    alone = cells.cluster == ALONE
    starts = np.flatnonzero(_new(cells.group, cells.cluster) | alone)
    many = np.where(alone, cells.n, 1.0)[starts]
    total, size = np.add.reduceat(cells.w * values, starts) / many, np.add.reduceat(cells.w, starts) / many
    return Clusters(cells.group[starts], total, size, many, forecasts)


def _new(*keys: Whole) -> Flags:
    """Whether a row differs from the one before it."""
    new = np.zeros(keys[0].size, bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return new


@interval_method("plus-two", title="+2, clustered", reference="after Agresti & Coull (1998)")
def plus_two(clusters: Clusters, frame: Frame) -> Spread:
    """The mean after adding two imagined clusters, a coin flip and a disaster, and its jackknife variance.

    In the manner of Agresti & Coull (1998), Approximate is better than "exact" for interval estimation of binomial
    proportions, American Statistician 52, 119-126: a few equal scores no longer look like certainty. For claims that
    stand alone it is the t interval of the n scores and the two imagined ones. For clusters of n_g claims:

    * an imagined cluster weighs w = sqrt(sum n_g^2 / sum n_g) claims: half-way, by ratio, from the one claim that is
      enough if claims are independent to the whole episode that is needed if an episode is a single event. One claim
      weighs what a forecast of the group does on average, so that weights may be in any unit;
    * the variance is the jackknife over clusters, (K-1)/K sum (S_g - mean n_g)^2 / (N - n_g)^2 for K = G + 2, which
      alone sees how much of the mean hangs on one large episode (MacKinnon, Nielsen & Webb 2023, J. Econometrics 232);
    * the degrees of freedom are those of the clusters that count, N^2 / sum n_g^2 - 1, rounded down, at least one.

    One episode alone therefore gets a wide interval, not none and not a narrow one: its spread is imagined.
    """
    squares = clusters.sum(clusters.size**2)
    imagined = np.sqrt(divided(squares, clusters.forecasts))
    weight = clusters.weight + 2 * imagined
    mean = (clusters.sum(clusters.total) + imagined * (frame.coin + frame.disaster)) / weight
    total = clusters.total - mean[clusters.group] * clusters.size
    pulls = clusters.sum((total / (weight[clusters.group] - clusters.size)) ** 2)
    for value in (frame.coin, frame.disaster):
        pulls = pulls + (imagined * (value - mean) / (weight - imagined)) ** 2
    variance = (clusters.count + 1) / (clusters.count + 2) * pulls
    freedom = np.floor(weight * weight / (squares + 2 * imagined**2) - 1 + 1e-9)
    return Spread(mean, variance, np.maximum(1.0, freedom))


@interval_method("t", title="Student's t, clustered", reference="Liang & Zeger (1986)")
def student(clusters: Clusters, _frame: Frame) -> Spread:
    """The plain mean and its cluster-robust variance, by Student's t; none for fewer than two clusters.

    G/(G-1) sum (S_g - mean n_g)^2 / N^2 over G clusters, with G - 1 degrees of freedom: Liang & Zeger (1986),
    Longitudinal data analysis using generalized linear models, Biometrika 73, 13-22. For figures without a worst value;
    for a score that has one it covers too little when clusters are few.
    """
    mean = divided(clusters.sum(clusters.total), clusters.weight)
    squares = clusters.sum((clusters.total - mean[clusters.group] * clusters.size) ** 2)
    freedom = np.where(clusters.count > 1, clusters.count - 1, np.nan)
    return Spread(mean, (freedom + 1) / freedom * squares / clusters.weight**2, freedom)


def _quantiles(level: float, freedom: Array) -> Array:
    """Student's t for the degrees of freedom of each group, each number of them worked out once."""
    found = np.full(freedom.size, np.nan)
    known = np.isfinite(freedom)
    distinct, place = np.unique(freedom[known], return_inverse=True)
    found[known] = np.array([t_quantile(level, int(df)) for df in distinct], float)[place]
    return found
