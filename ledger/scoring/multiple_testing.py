"""Many comparisons at once: of twenty analysts who all only guess, one looks better than chance at 5%."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ledger.scoring.cells import Array

RATE = 0.10  # the share of false ones among what is called a finding


@dataclass(frozen=True)
class Findings:
    """``adjusted`` p-values, NaN for who took no part; ``found`` where they are at most ``rate``.

    ``tested`` is how many took part.
    """

    adjusted: Array
    found: NDArray[np.bool_]
    rate: float
    tested: int


def false_discoveries(p_value: ArrayLike, count: ArrayLike, minimum: int, rate: float = RATE) -> Findings:
    """Keep the share of false ones among all findings down to ``rate``.

    The i-th smallest of m p-values becomes the least of m p_j / j over j >= i: Benjamini & Hochberg (1995), Controlling
    the false discovery rate, J. Royal Statistical Society B 57, 289-300. It cannot mend p-values that are too small to
    begin with, as those of a t test on a handful of scores are; so who has fewer than ``minimum`` takes no part, and
    that is settled before any p-value is looked at.

    Args:
        p_value: 0 to 1 of each analyst; NaN takes no part.
        count: how many claims (or clusters) stand behind each.
        minimum: of ``count``.
        rate: above 0, below 1.

    Raises:
        ValueError: a p-value outside 0 to 1, a rate that is none, or arrays of two lengths.
    """
    p, n = np.asarray(p_value, float), np.asarray(count)
    if p.shape != n.shape or p.ndim != 1:
        raise ValueError(f"two lists of one length are needed, not {p.shape} and {n.shape}")
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p-value is not within 0 to 1")
    if not 0 < rate < 1:
        raise ValueError(f"rate {rate} is not between 0 and 1")
    part = (n >= minimum) & ~np.isnan(p)
    adjusted = np.full(p.size, np.nan)
    adjusted[part] = _stepped_up(p[part])
    # A comparison with NaN is false: who took no part was not found.
    return Findings(adjusted, adjusted <= rate, rate, int(part.sum()))


def _stepped_up(p: Array) -> Array:
    order = np.argsort(p, kind="stable")
    steps = p[order] * p.size / np.arange(1, p.size + 1)
    adjusted = np.empty(p.size)
    adjusted[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1)
    return adjusted
