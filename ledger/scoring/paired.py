"""Two analysts on the questions both answered: the mean difference of their scores, and how sure it is.

Both stood before the same questions, so nothing needs to be said of how hard these were. Claims of one cluster tend to
go right or wrong together; an interval that takes them as drawn apart is too narrow.
"""

from dataclasses import dataclass
from math import ceil, erfc, isfinite, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.arrays import Array, Whole
from ledger.scoring.student import t_quantile, t_within, z_quantile

POWER = 0.80  # the chance of settling a gap of the size seen that ``Comparison.needed`` asks for
_SUMMED_TO = 10_000  # degrees of freedom up to which the probability of t is summed term by term
_NO_SPREAD = 1e-12  # a standard error this small beside the differences is rounding


@dataclass(frozen=True)
class Comparison:
    """Scores of A minus scores of B on shared questions; below zero, A is better where lower is better.

    ``low`` to ``high`` is the interval of ``mean`` at ``level``, ``p_value`` two-sided against no difference; all three
    are NaN where the clusters show no spread, fewer than two or every one alike. ``design_effect`` is how many times
    the variance of the mean is that of as many questions drawn apart; below 1 it is the noise of a few clusters.
    ``needed`` is how many shared claims, clustered like these, would settle a gap of this size with a chance of
    ``POWER``; None where there is no gap or no spread.
    """

    level: float
    shared: int
    clusters: int
    mean: float
    low: float
    high: float
    p_value: float
    design_effect: float
    needed: int | None


def compare(difference: ArrayLike, cluster: ArrayLike, level: float) -> Comparison:
    """Compare two analysts question by question.

    mean -+ t(G-1) se with se^2 = G/(G-1) sum (S_g - mean n_g)^2 / N^2 over clusters g of n_g questions: Liang & Zeger
    (1986), Longitudinal data analysis using generalized linear models, Biometrika 73, 13-22. The design effect is se^2
    over s^2 / N: Kish (1965), Survey Sampling. ``needed`` is (z_level + z_power)^2 N se^2 / mean^2, rounded up: the
    normal approximation, as in Cohen (1988), Statistical Power Analysis for the Behavioral Sciences. In it the design
    effect counts as at least 1: nobody should plan on clusters that even out.

    Args:
        difference: the score of A minus that of B on each shared question.
        cluster: what resolves together, a whole number for each question.
        level: of the interval, between 0 and 1.

    Raises:
        ValueError: a difference that is not finite, arrays of two lengths, or a level that is none.
    """
    d, code = _read(difference, cluster)
    z = z_quantile(level) + z_quantile(2 * POWER - 1)
    if not d.size:
        return Comparison(level, 0, 0, nan, nan, nan, nan, nan, None)
    # Sorted, so that no digit of a sum depends on the order in which questions come.
    order = np.lexsort((d, code))
    d, place = d[order], np.unique(code[order], return_inverse=True)[1]
    mean, size = float(d.mean()), np.bincount(place)
    error = _clustered_error(np.bincount(place, d) - mean * size, d.size)
    if not error > _NO_SPREAD * float(np.abs(d).max()):
        return Comparison(level, d.size, size.size, mean, nan, nan, nan, nan, None)
    half = t_quantile(level, size.size - 1) * error
    apart = float(d.var(ddof=1)) / d.size
    return Comparison(
        level=level,
        shared=d.size,
        clusters=size.size,
        mean=mean,
        low=mean - half,
        high=mean + half,
        p_value=two_sided(mean / error, size.size - 1),
        design_effect=error * error / apart if apart else nan,
        needed=_needed(z * max(error, sqrt(apart)), mean, d.size),
    )


def _read(difference: ArrayLike, cluster: ArrayLike) -> tuple[Array, Whole]:
    d, code = np.asarray(difference, float), np.asarray(cluster, np.int64)
    if d.shape != code.shape or d.ndim != 1:
        raise ValueError(f"differences and clusters are two lists of one length, not {d.shape} and {code.shape}")
    if not np.isfinite(d).all():
        raise ValueError("a difference of scores is not finite")
    return d, code


def _clustered_error(residual_sums: Array, count: int) -> float:
    """The standard error of a mean from what each cluster's sum has too much; NaN for a single cluster."""
    clusters = residual_sums.size
    if clusters < 2:  # noqa: PLR2004 - two points make a spread
        return nan
    return sqrt(clusters / (clusters - 1) * float(residual_sums @ residual_sums)) / count


def _needed(wanted: float, mean: float, shared: int) -> int | None:
    """How many questions until ``wanted``, which shrinks with their root, is as small as the gap."""
    ratio = wanted / abs(mean) if mean else nan
    many = shared * ratio * ratio
    return ceil(many) if isfinite(many) else None


def two_sided(t: float, df: int) -> float:
    """The probability that Student's t with ``df`` degrees of freedom is at least as far from zero as ``t``.

    Beyond ten thousand degrees by the normal deviate t (1 - 1/4df) / sqrt(1 + t^2/2df) of Abramowitz & Stegun (1964),
    Handbook of Mathematical Functions, 26.7.8, which is then right to 1e-8.
    """
    if df <= _SUMMED_TO:
        return max(0.0, 1 - t_within(abs(t), df))
    return erfc(abs(t) * (1 - 1 / (4 * df)) / sqrt(1 + t * t / (2 * df)) / sqrt(2))


@dataclass(frozen=True)
class SeriesComparison:
    """A mean difference in time order: its ``variance``, the ``statistic`` with ``df`` degrees of freedom.

    ``p_value`` is two-sided; ``above`` is the probability that the mean lies above zero, as its t distribution has it.
    All but the mean are NaN where the variance comes out at or under zero, as its estimate may for ``step`` above 1.
    """

    mean: float
    variance: float
    statistic: float
    df: int
    p_value: float
    above: float


def diebold_mariano(difference: ArrayLike, step: int) -> SeriesComparison:
    """Compare two analysts on forecasts in time order, each of which overlaps the ``step`` - 1 before it.

    V = (c_0 + 2 sum c_k) / n with autocovariances c_k for k < step: Diebold & Mariano (1995), Comparing predictive
    accuracy, J. Business & Economic Statistics 13, 253-263. The statistic mean / sqrt(V) is multiplied by
    sqrt((n + 1 - 2 step + step (step - 1) / n) / n) and held against t(n-1): Harvey, Leybourne & Newbold (1997),
    Testing the equality of prediction mean squared errors, International J. Forecasting 13, 281-291.

    Args:
        difference: the score of A minus that of B, oldest first.
        step: how many forecasts are out at a time; 1 is none that overlap.

    Raises:
        ValueError: a difference that is not finite, or a step that is not from 1 to one less than their number.
    """
    d = np.asarray(difference, float)
    if not np.isfinite(d).all():
        raise ValueError("a difference of scores is not finite")
    n = d.size
    if not 1 <= step < n:
        raise ValueError(f"a step of {step} does not go with {n} differences")
    mean = float(d.mean())
    rest = d - mean
    covariances = [float(rest[lag:] @ rest[: n - lag]) / n for lag in range(step)]
    variance = (covariances[0] + 2 * sum(covariances[1:])) / n
    if variance <= (_NO_SPREAD * float(np.abs(d).max())) ** 2:
        return SeriesComparison(mean, nan, nan, n - 1, nan, nan)
    statistic = mean / sqrt(variance) * sqrt((n + 1 - 2 * step + step * (step - 1) / n) / n)
    p = two_sided(statistic, n - 1)
    return SeriesComparison(mean, variance, statistic, n - 1, p, 1 - p / 2 if statistic > 0 else p / 2)
