"""Student's t and the normal distribution: quantiles, and how likely something as far out is.

They are computed here to double precision, since importing SciPy costs more time than a whole summary.
"""

from functools import lru_cache
from math import atan2, erfc, exp, lgamma, log1p, pi, sqrt
from statistics import NormalDist

_EXPANSION_FROM = 1000  # the finite sum has df / 2 terms; above this the expansion is as exact, and immediate
_SUMMED_TO = 10_000  # degrees of freedom up to which the probability of t is summed term by term


def z_quantile(level: float) -> float:
    """The z with ``level`` of a standard normal between -z and z."""
    if not 0 < level < 1:
        raise ValueError(f"level {level} is not between 0 and 1")
    return NormalDist().inv_cdf((1 + level) / 2)


def t_within(t: float, df: int) -> float:
    """The probability that Student's t with whole ``df`` falls between -t and t.

    With c = cos(atan(t / sqrt(df))): for even df, sin * (1 + 1/2 c^2 + 1*3/(2*4) c^4 + ...) up to c^(df-2); for odd
    df, 2/pi * (angle + sin * (c + 2/3 c^3 + 2*4/(3*5) c^5 + ...)) up to c^(df-2).
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
    """
    root = sqrt(df)
    sine, cosine = t / sqrt(df + t * t), root / sqrt(df + t * t)
    odd = df % 2
    term = cosine if odd else 1.0
    total = 0.0
    for power in range(odd, df - 1, 2):
        total += term
        term *= cosine * cosine * (power + 1) / (power + 2)
    return 2 / pi * (atan2(t, root) + sine * total) if odd else sine * total


def _density(t: float, df: int) -> float:
    """Density of Student's t at ``t``."""
    half = (df + 1) / 2
    return exp(lgamma(half) - lgamma(df / 2) - half * log1p(t * t / df)) / sqrt(df * pi)


def _expanded(z: float, df: int) -> float:
    """Quantile as a series in 1/df about the normal one: Abramowitz & Stegun 26.7.5."""
    s = z * z
    terms = (
        z * (s + 1) / 4,
        z * (5 * s * s + 16 * s + 3) / 96,
        z * (3 * s**3 + 19 * s * s + 17 * s - 15) / 384,
        z * (79 * s**4 + 776 * s**3 + 1482 * s * s - 1920 * s - 945) / 92160,
    )
    return z + sum(term / float(df) ** power for power, term in enumerate(terms, start=1))


@lru_cache(maxsize=4096)
def t_quantile(level: float, df: int) -> float:
    """The t with ``level`` of Student's t with ``df`` degrees of freedom between -t and t.

    Newton's method from the normal quantile. That lies below the answer and the function is concave to the right of
    zero, so every step goes up and none goes past: the first step that does not go up is rounding, and the end.
    """
    if df < 1:
        raise ValueError(f"Student's t needs at least one degree of freedom, not {df}")
    t = z_quantile(level)
    if df > _EXPANSION_FROM:
        return _expanded(t, df)
    step = t
    while step > t * 1e-15:
        step = (level - t_within(t, df)) / (2 * _density(t, df))
        t += step
    return t


def two_sided(t: float, df: int) -> float:
    """The probability that Student's t with ``df`` degrees of freedom is at least as far from zero as ``t``.

    Beyond ten thousand degrees by the normal deviate t (1 - 1/4df) / sqrt(1 + t^2/2df) of Abramowitz & Stegun (1964),
    Handbook of Mathematical Functions, 26.7.8, which is then right to 1e-8.
    """
    if df <= _SUMMED_TO:
        return max(0.0, 1 - t_within(abs(t), df))
    return erfc(abs(t) * (1 - 1 / (4 * df)) / sqrt(1 + t * t / (2 * df)) / sqrt(2))
