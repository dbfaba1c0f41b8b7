"""Intervals of a mean or a share, for every group at once.

The methods are those of ``intervals.py``, where each is explained; here they take arrays, and forecasts that stand
alone are counted instead of kept: a cell of n equal forecasts is n clusters of one size, worked out once. To add a
method, add its function and its entry in ``ARRAY_METHODS``; the tests hold the two registries to the same names and
figures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ledger.scoring.arrays import ALONE, Array, Cells, Flags, Whole, divided
from ledger.scoring.intervals import Frame, t_quantile, z_quantile

UNBOUNDED = Frame(1, (Fraction(0), Fraction(0)), -np.inf, np.inf)
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
        return _starts(self.group)

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


def intervals(cells: Cells, values: Array, method: str, level: float, *, frame: Frame) -> tuple[Array, Array]:
    """Intervals of the weighted mean of a figure, one a group.

    Args:
        cells: the forecasts; what resolves together is their ``cluster``. Without one, each forecast stands alone, and
            the n of a cell weigh w / n each.
        values: the figure of each cell, in plain numbers (the unit of the frame is not used).
        method: a name in ``ARRAY_METHODS``.
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
    half = _quantiles(level, found.freedom) * np.sqrt(found.variance)
    half[cells.group[endless]] = np.nan
    return np.maximum(frame.low, found.mean - half), np.minimum(frame.high, found.mean + half)


def spread(cells: Cells, values: Array, method: str, *, frame: Frame) -> Spread:
    """What an interval is made of: see ``intervals``. Every value is finite.

    Raises:
        KeyError: there is no such method.
    """
    return ARRAY_METHODS[method](_clusters(cells, values), frame)


def share_intervals(share: Array, n: Array, level: float) -> tuple[Array, Array]:
    """Wilson intervals of shares of ``n`` trials, one a group; NaN where n is zero.

    ``n`` need not be whole: of unequal weights it is how many equal ones would say as much. Wilson (1927), see
    ``intervals.wilson``.
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


def _starts(*keys: Whole) -> Whole:
    """Where a run of equal keys begins."""
    return np.flatnonzero(_new(*keys))


def _new(*keys: Whole) -> Flags:
    """Whether a row differs from the one before it."""
    new = np.zeros(keys[0].size, bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return new


def _plus_two(clusters: Clusters, frame: Frame) -> Spread:
    """The mean after adding two imagined clusters, and its jackknife variance: see ``intervals.plus_two``.

    There an imagined cluster is half-way, by ratio, between one claim and the whole episode; one claim weighs here what
    a forecast of the group does on average, so that weights may be in any unit.
    """
    squares = clusters.sum(clusters.size**2)
    imagined = np.sqrt(divided(squares, clusters.forecasts))
    weight = clusters.weight + 2 * imagined
    coin, disaster = (float(value) for value in frame.imagined)
    mean = (clusters.sum(clusters.total) + imagined * (coin + disaster)) / weight
    total = clusters.total - mean[clusters.group] * clusters.size
    pulls = clusters.sum((total / (weight[clusters.group] - clusters.size)) ** 2)
    for value in (coin, disaster):
        pulls = pulls + (imagined * (value - mean) / (weight - imagined)) ** 2
    variance = (clusters.count + 1) / (clusters.count + 2) * pulls
    freedom = np.floor(weight * weight / (squares + 2 * imagined**2) - 1 + 1e-9)
    return Spread(mean, variance, np.maximum(1.0, freedom))


def _student(clusters: Clusters, _frame: Frame) -> Spread:
    """The plain mean and its cluster-robust variance: see ``intervals.t_interval``."""
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


ARRAY_METHODS: Mapping[str, Callable[[Clusters, Frame], Spread]] = MappingProxyType(
    {"plus-two": _plus_two, "t": _student}
)
"""The array form of each of ``intervals.MEAN_METHODS``, by the same name."""
