"""Intervals: how far a share or a mean could be from what the record shows.

Claims of one episode tend to be right or wrong together, so the interval of a mean is taken over clusters. Which
method is the default was settled by simulation: ``benchmarks/coverage.md``. To add a method, add its function and
its entry in the registry of its sort.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, fsum, sqrt
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from ledger.scoring.cells import ClusterSum
from ledger.scoring.student import t_quantile, z_quantile


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
