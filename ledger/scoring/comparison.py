"""Two analysts on the questions both answered: where each stood, how their scores differ on average, and how surely."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import ceil, isfinite, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Flags, Whole, summed
from ledger.scoring.measures.rules import RULES
from ledger.scoring.peers import ForecastsInForce
from ledger.scoring.sequential import Evidence, sequential
from ledger.scoring.student import t_quantile, two_sided, z_quantile

POWER = 0.80  # the chance of settling a gap of the size seen that ``Comparison.needed`` asks for
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


PLACES = 200
"""Places at which a running mean is worked out at most: more cannot be told apart in a drawing."""
FEWEST = 5
"""Clusters from which a running mean has an interval: below, Student's t is so wide that nothing else can be seen."""

Cost = Callable[[Array, Array], Array]
"""What forecasts cost, from their probabilities and outcomes."""


@dataclass(frozen=True)
class Side:
    """One analyst on each shared question: the probability, its score, and of how many forecasts both are the mean."""

    p: Array
    score: Array
    n: Whole

    @property
    def mean(self) -> float:
        """The mean score; NaN where nothing is shared."""
        # Sorted, so that no digit depends on the order of the questions.
        return float(np.sort(self.score).mean()) if self.score.size else nan


@dataclass(frozen=True)
class Shared:
    """Questions both answered, in the order of their codes in the stands; an array has a place for each.

    ``cluster`` runs from 0: questions are of one cluster where either analyst's forecasts on them are, and so on from
    these to others. ``linked`` says that this makes the clusters larger than those of either analyst alone.
    """

    question: Whole
    y: Array
    cluster: Whole
    a: Side
    b: Side
    linked: bool

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return int(self.cluster.max(initial=-1)) + 1

    @cached_property
    def difference(self) -> Array:
        """The score of A minus that of B; NaN or infinite where a score is infinite."""
        with np.errstate(invalid="ignore"):  # two infinite scores have no difference, which is what NaN says
            return self.a.score - self.b.score

    @property
    def infinite(self) -> tuple[int, int]:
        """How many questions have an infinite score, of A and of B."""
        return int(np.isinf(self.a.score).sum()), int(np.isinf(self.b.score).sum())

    @property
    def single(self) -> bool:
        """Whether each analyst has one forecast on every question."""
        return bool((self.a.n == 1).all() and (self.b.n == 1).all())

    @property
    def certain(self) -> bool:
        """Whether anything was called certain or impossible."""
        return any(bool(((side.p <= 0) | (side.p >= 1)).any()) for side in (self.a, self.b))


def shared(in_force: ForecastsInForce, a: int, b: int, cost: Cost) -> Shared:
    """The questions that the groups ``a`` and ``b`` both have a forecast on; -1 is a group that is not there.

    Several forecasts of one analyst on a question count as one, the mean of their scores. There must be no times in
    the stands: each is of one moment.
    """
    first, second = (in_force.question[(in_force.group == group) & (group >= 0)] for group in (a, b))
    common = np.intersect1d(first, second)
    kept = np.isin(in_force.question, common) & ((in_force.group == a) | (in_force.group == b))
    place = np.searchsorted(common, in_force.question[kept])
    group, bundle = in_force.group[kept], in_force.cluster[kept]
    y = np.zeros(common.size)
    y[place] = in_force.y[kept]
    score = cost(in_force.p[kept], in_force.y[kept])
    of_a, of_b = (_side(place, in_force.p[kept], score, group == who, common.size) for who in (a, b))
    cluster = together(place, bundle, common.size)
    alone = [together(place[group == who], bundle[group == who], common.size) for who in (a, b)]
    linked = all(cluster.max(initial=-1) < mine.max(initial=-1) for mine in alone)
    return Shared(common, y, cluster, of_a, of_b, linked)


def _side(place: Whole, p: Array, score: Array, mine: Flags, size: int) -> Side:
    # Sorted, so that no digit of a mean depends on the order of the rows.
    order = np.lexsort((score[mine], p[mine], place[mine]))
    at = place[mine][order]
    n = np.bincount(at, minlength=size).astype(np.int64)
    mean_p, mean_score = (summed(at, values[mine][order], size) / n for values in (p, score))
    return Side(mean_p, mean_score, n)


def together(question: Whole, bundle: Whole, questions: int) -> Whole:
    """For each question the cluster it belongs to, from 0: what is connected by a bundle is one cluster.

    Two scores on different questions hang together if either analyst's forecasts came in one bundle; only clusters
    without such a bond between them may be taken as drawn apart. Every question must have a row.

    Args:
        question: of each row, from 0.
        bundle: what the row resolves together with, a whole number.
        questions: how many there are.
    """
    code = np.unique(bundle, return_inverse=True)[1]
    label = np.arange(int(code.max(initial=-1)) + 1)
    lowest = np.full(questions, label.size, np.int64)
    while True:
        np.minimum.at(lowest, question, label[code])
        if (lowest[question] == label[code]).all():
            return np.unique(lowest, return_inverse=True)[1].astype(np.int64)
        # A label is the code of a bundle: the bundle that gave its name is renamed, and then all that bear it.
        np.minimum.at(label, label[code], lowest[question])
        while (label[label] != label).any():
            label = label[label]


def in_order(cluster: Whole, *keys: ArrayLike) -> Whole:
    """For each question the block it belongs to: its cluster, numbered in the order in which clusters were over.

    A cluster is over when the last of its questions is. ``keys`` are compared one after another; what is NaN is last.
    """
    clusters = int(cluster.max(initial=-1)) + 1
    over = []
    for key in keys:
        last, values = np.full(clusters, -np.inf), np.asarray(key, float)
        np.maximum.at(last, cluster, np.where(np.isnan(values), np.inf, values))
        over.append(last)
    rank = np.empty(clusters, np.int64)
    rank[np.lexsort(tuple(reversed(over)))] = np.arange(clusters)
    return rank[cluster]


@dataclass(frozen=True)
class Running:
    """The mean difference over the first blocks: how many ``questions`` and ``blocks`` these are, and the interval."""

    questions: Whole
    blocks: Whole
    mean: Array
    low: Array
    high: Array


def running(difference: Array, block: Whole, level: float) -> Running:
    """Follow the mean difference from block to block, with the interval that ``paired.compare`` would give there.

    Args:
        difference: the score of A minus that of B on each question, finite.
        block: of each question, from 0 in order of time.
        level: of the interval, between 0 and 1.
    """
    # Sorted, so that no digit of a sum depends on the order in which questions come.
    order = np.lexsort((difference, block))
    sums, sizes = np.bincount(block[order], difference[order]), np.bincount(block)
    places = np.unique(np.linspace(1, sizes.size, min(sizes.size, PLACES)).round().astype(np.int64))
    n = np.cumsum(sizes)[places - 1]
    mean = np.cumsum(sums)[places - 1] / n
    scale = float(np.abs(difference).max(initial=0.0))
    half = np.full(places.size, nan)
    for at, (blocks, questions) in enumerate(zip(places.tolist(), n.tolist(), strict=True)):
        rest = sums[:blocks] - mean[at] * sizes[:blocks]
        error = sqrt(blocks / max(blocks - 1, 1) * float(rest @ rest)) / questions
        if blocks >= FEWEST and error > _NO_SPREAD * scale:
            half[at] = t_quantile(level, blocks - 1) * error
    return Running(n, places, mean, mean - half, mean + half)


def evidence(found: Shared, block: Whole, rule: str, log_floor: float | None = None) -> Evidence:
    """The evidence between the two, block by block: see ``sequential``.

    Raises:
        ValueError: the log rule meets a probability of 0 or 1 and no floor.
    """
    a, b = found.a.p, found.b.p
    if log_floor is not None and not RULES[rule].bounded:
        a, b = (np.clip(side, log_floor, 1 - log_floor) for side in (a, b))
    return sequential(a, b, found.y, block, rule="log" if rule == "log" else "brier")
