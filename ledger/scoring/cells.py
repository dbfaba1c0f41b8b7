"""Cells: equal forecasts counted together, the only form in which forecasts reach a score.

A score of one forecast depends on its probability and its outcome alone, and an interval on which forecasts resolve
together; so rows that agree in all three can be counted instead of kept, and every figure stays what it was. A cell is
a place in five arrays, and a figure is worked out for every group in one pass over them: the claims of a ledger, or
millions of rows of a file. Cells are sorted, which makes every sum independent of the order of the rows to the last
bit. A figure that does not exist is NaN.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

ALONE = -1
"""In place of a cluster: each forecast of the cell stands alone."""


class _ByGroup:
    """What stands group after group, and can be added up in each."""

    group: Whole
    w: Array
    groups: int

    def sum(self, values: Array) -> Array:
        """The sum in every group of a figure that each place has (not yet weighted); zero where a group is empty.

        Runs of one group follow each other, which makes it ten times as quick as ``summed``.
        """
        added = np.zeros(self.groups)
        if self._starts.size:
            added[self.group[self._starts]] = np.add.reduceat(values, self._starts)
        return added

    @cached_property
    def _starts(self) -> Whole:
        return _starts(self.group)

    @cached_property
    def weight(self) -> Array:
        """The weight of each group."""
        return self.sum(self.w)


@dataclass(frozen=True)
class Cells(_ByGroup):
    """Forecasts of several groups, equal ones counted together.

    ``group`` runs from 0 to ``groups - 1`` and never falls; within it cells are sorted by cluster, probability and
    outcome. ``p`` and ``y`` lie within 0 to 1. ``w`` is the weight of all forecasts of the cell together, ``n`` how
    many they are. ``cluster`` says what resolves together, ``ALONE`` that the forecasts of a cell stand alone; None:
    all do.
    """

    group: Whole
    p: Array
    y: Array
    w: Array
    n: Whole
    groups: int
    cluster: Whole | None = None

    def mean(self, values: Array) -> Array:
        """The weighted mean in every group of a figure that each forecast has; NaN where a group is empty."""
        return divided(self.sum(self.w * values), self.weight)

    @cached_property
    def count(self) -> Whole:
        """How many forecasts each group has."""
        return self.sum(self.n.astype(float)).astype(np.int64)

    @cached_property
    def clusters(self) -> Whole:
        """How many clusters each group has; a forecast that stands alone is one."""
        if self.cluster is None:
            return self.count
        alone = self.cluster == ALONE
        first = np.zeros(self.group.size, bool)
        first[_starts(self.group, self.cluster)] = True
        return self.sum(np.where(alone, self.n, first).astype(float)).astype(np.int64)

    @cached_property
    def rate(self) -> Array:
        """The weighted share of each group that came true."""
        return self.mean(self.y)

    @cached_property
    def steps(self) -> "Steps":
        """The cells put together by probability, whatever came of them."""
        return _steps(self)

    @cached_property
    def apart(self) -> "Cells":
        """The same forecasts, whatever resolves together: equal ones of different clusters are one cell."""
        return (
            self if self.cluster is None else cells_of(self.group, self.p, self.y, self.w, self.n, groups=self.groups)
        )

    def where(self, kept: Flags) -> "Cells":
        """The cells that are kept; groups stay, empty ones too."""
        cluster = None if self.cluster is None else self.cluster[kept]
        return Cells(self.group[kept], self.p[kept], self.y[kept], self.w[kept], self.n[kept], self.groups, cluster)


@dataclass(frozen=True, eq=False)
class Steps(_ByGroup):
    """The distinct probabilities of each group, ascending: their weight ``w``, and the weight ``o`` that came true.

    ``n`` is how many forecasts stand on a step. Equal to itself alone, so that what is worked out of it can be kept.
    """

    group: Whole
    p: Array
    w: Array
    o: Array
    n: Whole
    groups: int

    @cached_property
    def rate(self) -> Array:
        """The weighted share of each group that came true."""
        return divided(self.sum(self.o), self.weight)

    def of(self, group: int) -> "Steps":
        """The steps of one group, as the only one there is."""
        kept = slice(*np.searchsorted(self.group, (group, group + 1)))
        mine = np.zeros_like(self.group[kept])
        return Steps(mine, self.p[kept], self.w[kept], self.o[kept], self.n[kept], 1)


def cells_of(  # noqa: PLR0913 - the columns of a table
    group: ArrayLike,
    p: ArrayLike,
    y: ArrayLike,
    w: ArrayLike | None = None,
    n: ArrayLike | None = None,
    *,
    groups: int | None = None,
    cluster: ArrayLike | None = None,
) -> Cells:
    """Make cells of rows in any order: equal ones are counted together.

    Args:
        group: which group each row belongs to, from 0.
        p: stated probability.
        y: outcome, 1 true, 0 false, between for what came about in part.
        w: weight of a row; None is the count.
        n: how many forecasts a row stands for; None is one.
        groups: how many groups there are; None is as many as are named.
        cluster: what resolves together, as a whole number; None: every forecast stands alone.

    Raises:
        ValueError: a probability or an outcome outside 0 to 1, or a weight that is not positive.
    """
    g = np.asarray(group, np.int64)
    prob, out = np.asarray(p, float), np.asarray(y, float)
    count = np.ones(g.size, np.int64) if n is None else np.asarray(n, np.int64)
    weight = count.astype(float) if w is None else np.asarray(w, float)
    _check(prob, out, weight)
    cl = None if cluster is None else np.asarray(cluster, np.int64)
    many = groups if groups is not None else int(g.max(initial=-1)) + 1
    columns = [g, prob, out, weight, count] if cl is None else [g, prob, out, weight, count, cl]
    if not _ascending(columns):
        columns = _sorted(columns)
        starts = _starts(columns[0], *columns[5:], *columns[1:3])
        if starts.size < g.size:
            summed_up = [np.add.reduceat(values, starts) for values in columns[3:5]]
            first = [values[starts] for values in columns]
            columns = [*first[:3], *summed_up, *first[5:]]
    g, prob, out, weight, count, *rest = columns
    return Cells(g, prob, out, weight, count, many, rest[0] if rest else None)


def _sorted(columns: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """Rows by group, cluster, probability and outcome.

    Weights come last, so that equal cells are added up in one order whatever that of the rows. What a database has
    sorted within groups needs no more than its groups in order.
    """
    by_group = np.argsort(columns[0], kind="stable")
    grouped = [values[by_group] for values in columns]
    if _ascending(grouped):
        return grouped
    group, prob, out, weight, _, *cluster = columns
    order = np.lexsort((weight, out, prob, *cluster, group))
    return [values[order] for values in columns]


def _ascending(columns: list[NDArray[Any]]) -> bool:
    """Whether rows stand in the order of cells already, and no two are equal."""
    group, prob, out, _, _, *cluster = columns
    higher = np.zeros(max(group.size - 1, 0), bool)
    for key in (out, prob, *cluster, group):
        above, below = key[1:] > key[:-1], key[1:] < key[:-1]
        higher = above | (higher & ~below)
    return bool(higher.all())


def regrouped(cells: Cells, place: Sequence[int], groups: int) -> Cells:
    """The same forecasts in other groups; what resolves together still does.

    Args:
        cells: forecasts in groups.
        place: for each of those groups the new one, from 0; below zero for what is left out.
        groups: how many new groups there are.
    """
    new = np.asarray(place, np.int64)[cells.group] if len(place) else cells.group
    kept = cells.where(new >= 0)
    return cells_of(new[new >= 0], kept.p, kept.y, kept.w, kept.n, groups=groups, cluster=kept.cluster)


def as_one(cells: Cells) -> Cells:
    """All groups as one."""
    return regrouped(cells, [0] * cells.groups, 1)


def taken_off(cells: Cells, off: Cells) -> Cells:
    """The cells without the forecasts of other cells, all of which are among them; clusters play no part."""
    group, p, y = (np.r_[a, b] for a, b in ((cells.group, off.group), (cells.p, off.p), (cells.y, off.y)))
    w, n = np.r_[cells.w, -off.w], np.r_[cells.n, -off.n]
    order = np.lexsort((y, p, group))
    starts = _starts(group[order], p[order], y[order])
    if not starts.size:
        return cells
    left = np.add.reduceat(n[order], starts)
    weight = np.add.reduceat(w[order], starts)
    kept = order[starts][left > 0]
    return Cells(group[kept], p[kept], y[kept], weight[left > 0], left[left > 0], cells.groups)


def _check(p: Array, y: Array, w: Array) -> None:
    for name, values in (("probability", p), ("outcome", y)):
        if values.size and not (values.min() >= 0 and values.max() <= 1):
            raise ValueError(f"a {name} is not within 0 to 1")
    if w.size and not w.min() > 0:
        raise ValueError("a weight is not above zero")


def _starts(*keys: NDArray[np.generic]) -> Whole:
    """Where a run of equal keys begins."""
    if not keys[0].size:
        return np.zeros(0, np.int64)
    new = np.zeros(keys[0].size, bool)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def _steps(cells: Cells) -> Steps:
    order = np.lexsort((cells.p, cells.group))
    group, p, w, n = cells.group[order], cells.p[order], cells.w[order], cells.n[order]
    true = w * cells.y[order]
    starts = _starts(group, p)
    if not starts.size:
        return Steps(group, p, w, true, n, cells.groups)
    weight, true, count = (np.add.reduceat(values, starts) for values in (w, true, n))
    return Steps(group[starts], p[starts], weight, true, count, cells.groups)


def summed(place: Whole, values: Array, size: int) -> Array:
    """The sum of the values at each place, 0 to ``size - 1``."""
    return np.asarray(np.bincount(place, values, size), float)


def divided(above: ArrayLike, below: ArrayLike) -> Array:
    """A quotient; NaN where there is nothing to divide by."""
    top, bottom = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    found = np.full(bottom.shape, np.nan)
    np.divide(top, bottom, out=found, where=bottom != 0)
    return found
