"""Intervals: how far a share or a mean could be from what the record shows.

Quantiles of Student's t and of the normal distribution are computed here to double precision, since importing SciPy
costs more time than a whole summary.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import atan2, exp, floor, fsum, lgamma, log1p, pi, sqrt
from statistics import NormalDist
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from ledger.scoring.cells import ClusterSum

_EXPANSION_FROM = 1000  # the finite sum has df / 2 terms; above this the expansion is as exact, and immediate


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


class Interval(NamedTuple):
    """From ``low`` to ``high``."""

    low: float
    high: float


class Frame(NamedTuple):
    """What a per-forecast figure looks like to an interval.

    Sums come in ``1 / unit``; ``imagined`` are the two values that "+2" adds; a mean lies from ``low`` to ``high``.
    """

    unit: int
    imagined: tuple[Fraction, Fraction]
    low: float
    high: float


def wilson(k: int, n: int, level: float) -> Interval | None:
    """Interval of a share, ``k`` of ``n``; None if there is nothing to count.

    (s + z^2/2n -+ z sqrt(s(1-s)/n + z^2/4n^2)) / (1 + z^2/n) with s = k/n. Wilson (1927), Probable inference, the law
    of succession, and statistical inference, JASA 22, 209-212; recommended for small n by Brown, Cai & DasGupta (2001).
    It takes the n as independent: for claims in clusters it is too narrow, see ``benchmarks/coverage.md``.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share")
    if n == 0:
        return None
    z = z_quantile(level)
    middle = (k + z * z / 2) / (n + z * z)
    half = z * sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    # The formula gives 0 and 1 here, rounding does not.
    return Interval(0.0 if k == 0 else middle - half, 1.0 if k == n else middle + half)


def t_interval(sums: Sequence[ClusterSum], level: float, frame: Frame) -> Interval | None:
    """Interval of a mean by Student's t over G clusters; None for fewer than two, which show no spread.

    mean -+ t(G-1) sqrt(G/(G-1) sum (S_g - mean n_g)^2) / N: Liang & Zeger (1986), Longitudinal data analysis using
    generalized linear models, Biometrika 73, 13-22. Kept for comparison: it covers too little when clusters are few.
    """
    clusters = len(sums)
    if clusters < 2:  # noqa: PLR2004 - two points make a spread
        return None
    count = sum(item.size for item in sums)
    mean = sum(item.total for item in sums) / (count * frame.unit)
    squares = fsum((item.total / frame.unit - mean * item.size) ** 2 for item in sums)
    half = t_quantile(level, clusters - 1) * sqrt(clusters / (clusters - 1) * squares) / count
    return _clipped(mean, half, frame)


def plus_two(sums: Sequence[ClusterSum], level: float, frame: Frame) -> Interval | None:
    """Interval of a mean after adding two imagined clusters, a coin flip and a disaster; None without a cluster.

    In the manner of Agresti & Coull (1998), Approximate is better than "exact" for interval estimation of binomial
    proportions, American Statistician 52, 119-126: a few equal scores no longer look like certainty. For claims that
    stand alone it is the t interval of the n scores and the two imagined ones. For clusters of n_g claims:

    * an imagined cluster weighs w = sqrt(sum n_g^2 / sum n_g) claims: half-way, by ratio, from the one claim that is
      enough if claims are independent to the whole episode that is needed if an episode is a single event;
    * the variance is the jackknife over clusters, (K-1)/K sum (S_g - mean n_g)^2 / (N - n_g)^2 for K = G + 2, which
      alone sees how much of the mean hangs on one large episode (MacKinnon, Nielsen & Webb 2023, J. Econometrics 232);
    * the degrees of freedom are those of the clusters that count, N^2 / sum n_g^2 - 1, rounded down, at least one.

    One episode alone therefore gets a wide interval, not none and not a narrow one: its spread is imagined.
    """
    if not sums:
        return None
    # Sums are taken by fsum, which rounds once: the order of the clusters cannot show in any digit.
    sizes = [float(item.size) for item in sums]
    weight = sqrt(fsum(size * size for size in sizes) / fsum(sizes))
    totals = [item.total / frame.unit for item in sums] + [weight * float(value) for value in frame.imagined]
    sizes += [weight, weight]
    count = fsum(sizes)
    mean = fsum(totals) / count
    pulls = fsum(((total - mean * size) / (count - size)) ** 2 for total, size in zip(totals, sizes, strict=True))
    variance = (len(sizes) - 1) / len(sizes) * pulls
    freedom = max(1, floor(count * count / fsum(size * size for size in sizes) - 1 + 1e-9))
    return _clipped(mean, t_quantile(level, freedom) * sqrt(variance), frame)


def _clipped(mean: float, half: float, frame: Frame) -> Interval:
    """Keep an interval within what the mean can be."""
    return Interval(max(frame.low, mean - half), min(frame.high, mean + half))


Compute = TypeVar("Compute", bound=Callable[..., Interval | None])


@dataclass(frozen=True, slots=True)
class Method(Generic[Compute]):
    """A way to make an interval: its name, what people see, where it comes from."""

    name: str
    title: str
    reference: str
    compute: Compute


ShareMethod = Method[Callable[[int, int, float], Interval | None]]
MeanMethod = Method[Callable[[Sequence[ClusterSum], float, Frame], Interval | None]]

SHARE_METHODS: Mapping[str, ShareMethod] = MappingProxyType(
    {"wilson": Method("wilson", "Wilson", "Wilson (1927)", wilson)},
)
MEAN_METHODS: Mapping[str, MeanMethod] = MappingProxyType(
    {
        "plus-two": Method("plus-two", "+2, clustered", "after Agresti & Coull (1998)", plus_two),
        "t": Method("t", "Student's t, clustered", "Liang & Zeger (1986)", t_interval),
    }
)
