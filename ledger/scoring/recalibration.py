"""Recalibration: what each stated probability should have been, by the data alone, for every group at once.

Beside it the band within which a perfectly calibrated analyst would stay by chance.
"""

from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from ledger.scoring.cells import Array, Steps, Whole, divided

_FITTED: WeakKeyDictionary[Steps, Array] = WeakKeyDictionary()  # each kept as long as its steps are


def recalibrated(steps: Steps) -> Array:
    """The recalibrated probability of each step: the isotonic regression of outcome on stated probability.

    Pool adjacent violators: as long as the rate of a block is not below that of the next, they become one. Ayer, Brunk,
    Ewing, Reid & Silverman (1955), An empirical distribution function for sampling with incomplete information, Annals
    of Mathematical Statistics 26, 641-647. The result does not depend on the order of pooling, so every run of blocks
    that do not rise is pooled in one stroke, in all groups together.

    Returns:
        One value a step, within 0 to 1 and never falling within a group. The same array for the same steps: several
        figures rest on one curve.
    """
    if steps not in _FITTED:
        _FITTED[steps] = _fitted(steps)
    return _FITTED[steps]


def _fitted(steps: Steps) -> Array:
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
    p, x = steps.p, recalibrated(steps)
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
class CalibrationCurve:
    """The calibration curve of one group, a point for each stated probability, ascending.

    ``rate`` is the recalibrated probability, ``w`` the weight and ``n`` the forecasts at ``p``.
    """

    p: Array
    rate: Array
    w: Array
    n: Whole
    blocks: Blocks


def curve(steps: Steps, group: int = 0) -> CalibrationCurve:
    """The calibration curve of a group; without points if the group is empty."""
    mine = steps.of(group)
    starts = _pooled(mine)
    if not starts.size:
        return CalibrationCurve(mine.p, mine.p, mine.w, mine.n, Blocks(mine.p, mine.p, mine.p, mine.w, mine.n))
    ends = np.append(starts[1:], mine.p.size) - 1
    rates = recalibrated(mine)
    weight, count = np.add.reduceat(mine.w, starts), np.add.reduceat(mine.n, starts)
    blocks = Blocks(mine.p[starts], mine.p[ends], rates[starts], weight, count)
    return CalibrationCurve(mine.p, rates, mine.w, mine.n, blocks)


SEED = 20210218  # any number would do; fixed, so that the same forecasts always give the same band
AT_ONCE = 1 << 20  # steps of all draws that are recalibrated together: bounds the memory
HELD = 1001  # points of the curve at which draws are kept: bounds it again where every forecast has its own probability


class ConsistencyBand(NamedTuple):
    """Where the curve of a perfectly calibrated analyst would run, who had stated the same probabilities as often.

    ``low`` and ``high`` have one value a step, around the diagonal. ``mcb`` is the miscalibration found,
    ``mcb_expected`` the median of what such an analyst shows by chance, ``mcb_p`` the share of such analysts who show
    as much or more: small says that chance does not explain what was found.
    """

    low: Array
    high: Array
    mcb: float
    mcb_expected: float
    mcb_p: float


def consistency_band(steps: Steps, level: float = 0.90, draws: int = 1000, seed: int = SEED) -> ConsistencyBand:
    """Draw the outcomes anew, as if every probability were right, and see what recalibration makes of them.

    y_k ~ Binomial(n_k, p_k) at each step, recalibrated; ``low`` and ``high`` are quantiles over the draws, step by
    step: Dimitriadis, Gneiting & Jordan (2021), PNAS 118(8), e2016191118, with the stated probabilities held fixed. The
    p-value is (1 + draws at least as miscalibrated) / (1 + draws), so that it is never zero: Davison & Hinkley (1997),
    Bootstrap methods and their application, chapter 4. Above ``HELD`` steps the band is worked out at so many of them
    and runs straight between.

    Args:
        steps: of one group (``groups`` is 1), every forecast of the same weight, every outcome true or false.
        level: share of the draws between low and high at each step; within 0 to 1.
        draws: how many; at least 1.
        seed: where the random numbers begin; the same seed gives the same band.

    Raises:
        ValueError: no steps, more than one group, forecasts of unequal weight, outcomes in part, a level not between 0
            and 1, or no draws.
    """
    _check(steps, level, draws)
    held = np.unique(np.linspace(0, steps.p.size - 1, min(steps.p.size, HELD)).round().astype(np.int64))
    curves, mcbs = _drawn(steps, draws, seed, held)
    low, high = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0)
    found = float(miscalibration(steps)[0])
    # What is equal but for rounding counts as equal: with few forecasts many draws are.
    as_much = int((mcbs >= found - 1e-12).sum())
    return ConsistencyBand(
        np.interp(steps.p, steps.p[held], low),
        np.interp(steps.p, steps.p[held], high),
        found,
        float(np.median(mcbs)),
        (1 + as_much) / (1 + draws),
    )


def _check(steps: Steps, level: float, draws: int) -> None:
    if steps.groups != 1 or not steps.p.size:
        raise ValueError("a band is that of one group with at least one forecast")
    weights = steps.w / steps.n
    if weights.max() - weights.min() > 1e-9 * weights.max():
        raise ValueError("a band needs forecasts of equal weight: they are drawn one by one")
    true = steps.o / weights
    if np.abs(true - np.rint(true)).max() > 1e-9 * steps.n.max():
        raise ValueError("a band needs outcomes that are true or false: so they are drawn")
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    if draws < 1:
        raise ValueError(f"{draws} draws are too few")


def _drawn(steps: Steps, draws: int, seed: int, held: Whole) -> tuple[Array, Array]:
    """The recalibrated curve of each draw at the steps held, and its miscalibration."""
    # The generator is named, not left to numpy's default, which may change.
    random = np.random.Generator(np.random.PCG64(seed))
    size = steps.p.size
    curves, mcbs = np.empty((draws, held.size)), np.empty(draws)
    batch = max(1, AT_ONCE // size)
    for start in range(0, draws, batch):
        many = min(batch, draws - start)
        true = random.binomial(steps.n, steps.p, (many, size)).astype(float).ravel()
        count = np.tile(steps.n, many)
        group = np.repeat(np.arange(many), size)
        drawn = Steps(group, np.tile(steps.p, many), count.astype(float), true, count, many)
        curves[start : start + many] = recalibrated(drawn).reshape(many, size)[:, held]
        mcbs[start : start + many] = miscalibration(drawn)
    return curves, mcbs
