"""Figures of many analysts drawn together, each by how little it is known: the leader of a table is else a fluke.

Rank on the shrunk figure and show it beside the raw one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.arrays import Array, divided

_NO_SPREAD = 1e-18  # a variance this small, a standard error of 1e-9, is rounding


@dataclass(frozen=True)
class Shrunk:
    """``value`` = grand + weight (raw - grand) for each analyst; NaN where an analyst takes no part.

    ``spread`` is what the analysts themselves differ by: the variance tau^2 of true means, or the correlation between
    the hits of one analyst, which is the share of the variance that lies between analysts. At zero all are equal.
    """

    value: Array
    weight: Array
    grand: float
    spread: float


def shrink_means(mean: ArrayLike, variance: ArrayLike) -> Shrunk:
    """Shrink mean scores towards their grand mean, each by its own (cluster) variance.

    tau^2 = max(0, (Q - (k - 1)) / (sum w - sum w^2 / sum w)) with w = 1/v and Q = sum w (m - sum w m / sum w)^2:
    DerSimonian & Laird (1986), Meta-analysis in clinical trials, Controlled Clinical Trials 7, 177-188. The grand mean
    weighs each by 1 / (v + tau^2), the weight of an analyst's own mean is tau^2 / (v + tau^2): Efron & Morris (1975),
    Data analysis using Stein's estimator and its generalizations, JASA 70, 311-319.

    An analyst without a mean or a variance, or with a variance of zero, takes no part and gets no shrunk mean: a few
    scores that happen to be equal are no certainty, and nothing says how far to draw them.

    Args:
        mean: raw mean score of each analyst.
        variance: of that mean; NaN where there is none.

    Raises:
        ValueError: a variance below zero, or arrays of two lengths.
    """
    m, v = _pair(mean, variance)
    if (v < 0).any():
        raise ValueError("a variance is below zero")
    part = np.isfinite(m) & np.isfinite(v) & (v > _NO_SPREAD)
    value, weight = np.full(m.size, np.nan), np.full(m.size, np.nan)
    if not part.any():
        return Shrunk(value, weight, np.nan, np.nan)
    m, v = m[part], v[part]
    tau2 = _between(m, v)
    total = 1 / (v + tau2)
    grand = float(total @ m / total.sum())
    weight[part] = own = tau2 * total
    value[part] = grand + own * (m - grand)
    return Shrunk(value, weight, grand, tau2)


def _between(m: Array, v: Array) -> float:
    """The variance of true means; zero for a single one."""
    w = 1 / v
    whole = w.sum()
    q = w @ (m - w @ m / whole) ** 2
    scale = whole - w @ w / whole
    return max(0.0, float((q - (m.size - 1)) / scale)) if m.size > 1 and scale > 0 else 0.0


def shrink_shares(hits: ArrayLike, count: ArrayLike) -> Shrunk:
    """Shrink hit rates towards that of all, as beta-binomial by the method of moments.

    With p = sum k / sum n over N analysts and S = sum n (k/n - p)^2, the correlation between hits of one analyst is
    rho = (S / p(1-p) - (N - 1)) / (sum n - sum n^2 / sum n - (N - 1)) within 0 to 1, and the prior holds 1/rho - 1 hits
    and misses; so the weight of an analyst's own rate is n rho / (n rho + 1 - rho). Kleinman (1973), Proportions with
    extraneous variance: single and independent samples, JASA 68, 46-54. An analyst with nothing counted takes no part.

    Args:
        hits: k, how many were right, whole or weighted.
        count: n, of how many.

    Raises:
        ValueError: hits that are not from 0 to their count, or arrays of two lengths.
    """
    k, n = _pair(hits, count)
    if not ((k >= 0) & (k <= n)).all():
        raise ValueError("hits are not from 0 to their count")
    whole = n.sum()
    if not whole:
        return Shrunk(np.full(n.size, np.nan), np.full(n.size, np.nan), np.nan, np.nan)
    grand = float(k.sum() / whole)
    rate = divided(k, n)
    rho = _correlation(rate[n > 0], n[n > 0], grand)
    weight = np.where(n > 0, divided(n * rho, n * rho + 1 - rho), np.nan)
    return Shrunk(grand + weight * (rate - grand), weight, grand, rho)


def _correlation(rate: Array, n: Array, grand: float) -> float:
    """The correlation between hits of one analyst, cut to 0 to 1; zero where nothing shows it."""
    binomial, others = grand * (1 - grand), n.size - 1
    scale = n.sum() - n @ n / n.sum() - others
    if not binomial > 0 or not scale > 1e-9:  # noqa: PLR2004 - rounding: with one forecast each it is zero
        return 0.0
    excess = n @ (rate - grand) ** 2 / binomial - others
    return float(np.clip(excess / scale, 0, 1))


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[Array, Array]:
    one, two = np.asarray(first, float), np.asarray(second, float)
    if one.shape != two.shape or one.ndim != 1:
        raise ValueError(f"two lists of one length are needed, not {one.shape} and {two.shape}")
    return one, two
