"""Shrunken scores (empirical Bayes): each analyst's figure drawn towards the mean of all by how little it is known.

And tiers: who is clearly better than the reference, and who is not.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Cells
from ledger.scoring.intervals import DEFAULT_METHOD, spread
from ledger.scoring.measures.rules import RULES, difference_frame
from ledger.scoring.multiple_testing import RATE, Findings, false_discoveries
from ledger.scoring.student import two_sided

_NO_SPREAD = 1e-18  # a variance this small, a standard error of 1e-9, is rounding


@dataclass(frozen=True)
class Shrunk:
    """``value`` = grand + weight (raw - grand) for each analyst; NaN where an analyst takes no part.

    ``spread`` is what the analysts themselves differ by: the variance tau^2 of true means. At zero all are equal.
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


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[Array, Array]:
    one, two = np.asarray(first, float), np.asarray(second, float)
    if one.shape != two.shape or one.ndim != 1:
        raise ValueError(f"two lists of one length are needed, not {one.shape} and {two.shape}")
    return one, two


MIN_CLAIMS = 30  # under either of these there is no tier
MIN_CLUSTERS = 5

_BRIER = RULES["brier"]


class Tier(StrEnum):
    """What can be said of an analyst when as many are looked at; below the minimum nothing is."""

    BETTER = "clearly better"
    SAME = "not distinguishable"
    WORSE = "clearly worse"


@dataclass(frozen=True)
class Tiers:
    """The difference to the reference of each analyst as a p-value, those of all together, and what follows.

    ``tier`` is None for who takes no part.
    """

    p_value: Array
    findings: Findings
    tier: list[Tier | None]


def shrunk(cells: Cells) -> Shrunk:
    """Shrink the mean Brier score of each group towards their mean: ``shrinkage.shrink_means``.

    A mean is drawn by its variance in the "+2, clustered" interval. Its own cluster variance would do for many claims;
    that of a few which happen to score alike is next to nothing, and puts them at the head of the table. Simulated,
    with 200 analysts of 20 claims on average, in episodes of three, and true scores that differ by 0.03, the mean
    squared error is 0.0051 raw, 0.0023 by their own variance and 0.0009 by this one.

    Args:
        cells: the forecasts of each analyst, with what resolves together.
    """
    score = _BRIER.score(cells.p, cells.y)
    frame = _BRIER.frame()
    assert frame is not None  # noqa: S101 - the Brier score is bounded
    return shrink_means(cells.mean(score), spread(cells, score, DEFAULT_METHOD, frame=frame).variance)


def tiers(cells: Cells, reference: float, rate: float = RATE) -> Tiers:
    """Tell who differs clearly from a reference, with the share of false ones among those kept down to ``rate``.

    The p-value is the one at which the "+2, clustered" interval of the difference would just reach zero; a verdict at
    90% is one of p < 0.10. Over all who have enough, p-values are stepped up by Benjamini & Hochberg (1995): see
    ``multiple_testing.false_discoveries``.

    Args:
        cells: the forecasts of each analyst, with what resolves together.
        reference: the probability that the reference always gives.
        rate: of false ones among findings.
    """
    gain = _BRIER.score(cells.p, cells.y) - _BRIER.score(reference, cells.y)
    found = spread(cells, gain, DEFAULT_METHOD, frame=difference_frame(reference))
    p_value = np.full(cells.groups, np.nan)
    for place in np.flatnonzero(cells.count):
        deviate = float(found.mean[place]) / sqrt(float(found.variance[place]))
        p_value[place] = two_sided(deviate, int(found.freedom[place]))
    # Who has claims from too few episodes counts for none: where they come from is settled before any score is.
    enough = np.where(cells.clusters >= MIN_CLUSTERS, cells.count, 0)
    findings = false_discoveries(p_value, enough, MIN_CLAIMS, rate)
    tier = [
        None if np.isnan(adjusted) else Tier.SAME if not clear else Tier.BETTER if mean < 0 else Tier.WORSE
        for adjusted, clear, mean in zip(findings.adjusted, findings.found, found.mean, strict=True)
    ]
    return Tiers(p_value, findings, tier)
