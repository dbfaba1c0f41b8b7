"""Recalibration: what each stated probability should have been, by the data alone, for every group at once.

The one curve of calibration that needs no bins: the non-decreasing function of the stated probability that fits the
outcomes best. Dimitriadis, Gneiting & Jordan (2021), Stable reliability diagrams for probabilistic classifiers, PNAS
118(8), e2016191118, call it CORP.
"""

from dataclasses import dataclass

import numpy as np

from ledger.scoring.arrays import Array, Steps, Whole, divided


def recalibrated(steps: Steps) -> Array:
    """The recalibrated probability of each step: the isotonic regression of outcome on stated probability.

    Pool adjacent violators: as long as the rate of a block is not below that of the next, they become one. Ayer, Brunk,
    Ewing, Reid & Silverman (1955), An empirical distribution function for sampling with incomplete information, Annals
    of Mathematical Statistics 26, 641-647. The result does not depend on the order of pooling, so every run of blocks
    that do not rise is pooled in one stroke, in all groups together.

    Returns:
        One value a step, within 0 to 1 and never falling within a group.
    """
    starts = _pooled(steps)
    if not starts.size:
        return steps.p.copy()
    # Summed afresh: the value of a block is rounded as one sum, whichever way it grew.
    rates = np.add.reduceat(steps.o, starts) / np.add.reduceat(steps.w, starts)
    return np.repeat(rates, np.diff(starts, append=steps.p.size))


def _pooled(steps: Steps) -> Whole:
    """The step that each block begins with, once the rates of the blocks of each group rise."""
    group, w, o = steps.group, steps.w, steps.o
    starts = np.arange(group.size)
    while True:
        # Rates are compared by multiplying crosswise: exact where weights are counts, with no tolerance to choose.
        pool = (o[:-1] * w[1:] >= o[1:] * w[:-1]) & (group[:-1] == group[1:])
        if not pool.any():
            return starts
        first = np.flatnonzero(np.concatenate(([True], ~pool)))
        starts, group = starts[first], group[first]
        w, o = np.add.reduceat(w, first), np.add.reduceat(o, first)


def miscalibration(steps: Steps) -> Array:
    """How much of each group's Brier score recalibration would take away, MCB; 0 to 1, NaN where a group is empty.

    MCB = S(p) - S(x), S the mean of (p - y)^2, x the recalibrated p. Over a step that is w (p^2 - x^2) - 2 o (p - x),
    whatever the outcomes, whole or in part. MCB cannot be negative; what rounding puts below zero is zero.
    """
    p, x = steps.p, steps.recalibrated
    saved = steps.sum((p - x) * (steps.w * (p + x) - 2 * steps.o))
    return np.maximum(divided(saved, steps.weight), 0.0)


@dataclass(frozen=True)
class Blocks:
    """The flat pieces of a curve: each from ``low`` to ``high`` of the stated probability, at the height ``rate``.

    ``w`` is the weight of a block, ``n`` how many forecasts it holds.
    """

    low: Array
    high: Array
    rate: Array
    w: Array
    n: Whole


@dataclass(frozen=True)
class Curve:
    """The calibration curve of one group, a point for each stated probability, ascending.

    ``rate`` is the recalibrated probability, ``w`` the weight and ``n`` the forecasts at ``p``.
    """

    p: Array
    rate: Array
    w: Array
    n: Whole
    blocks: Blocks


def curve(steps: Steps, group: int = 0) -> Curve:
    """The calibration curve of a group; without points if the group is empty."""
    mine = steps.of(group)
    starts = _pooled(mine)
    if not starts.size:
        return Curve(mine.p, mine.p, mine.w, mine.n, Blocks(mine.p, mine.p, mine.p, mine.w, mine.n))
    ends = np.append(starts[1:], mine.p.size) - 1
    weight, count = np.add.reduceat(mine.w, starts), np.add.reduceat(mine.n, starts)
    blocks = Blocks(mine.p[starts], mine.p[ends], mine.recalibrated[starts], weight, count)
    return Curve(mine.p, mine.recalibrated, mine.w, mine.n, blocks)
