"""What calibration looks like by chance: the band of a perfectly calibrated analyst, and whether this one leaves it."""

from typing import NamedTuple

import numpy as np

from ledger.scoring.arrays import Array, Steps, Whole
from ledger.scoring.corp import miscalibration

SEED = 20210218  # any number would do; fixed, so that the same forecasts always give the same band
AT_ONCE = 1 << 20  # steps of all draws that are recalibrated together: bounds the memory
HELD = 1001  # points of the curve at which draws are kept: bounds it again where every forecast has its own probability


class Band(NamedTuple):
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


def consistency_band(steps: Steps, level: float = 0.90, draws: int = 1000, seed: int = SEED) -> Band:
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
    return Band(
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
        curves[start : start + many] = drawn.recalibrated.reshape(many, size)[:, held]
        mcbs[start : start + many] = miscalibration(drawn)
    return curves, mcbs
