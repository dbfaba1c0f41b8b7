"""Each forecast beside those of others that stood on the same question at the same time.

What is needed is more than cells: who stood where, from when to when. A *stand* is one analyst's forecast on one
question over a stretch of time; under a policy without times all stands of a question are of the same moment.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass

import numpy as np

from ledger.scoring.cells import Array, Flags, Whole, divided, summed


@dataclass(frozen=True)
class ForecastsInForce:
    """Forecasts with their times. ``analyst``, ``question``, ``group`` are codes from 0; ``w`` weighs a question.

    A stand of group -1 is company to the others and is not scored itself.

    A stand lasts from ``start`` to ``stop`` of a ``whole`` (microseconds, or any other unit); ``momentary`` says that
    all are of one moment, so that start, stop and whole mean nothing.
    """

    group: Whole
    analyst: Whole
    question: Whole
    cluster: Whole
    p: Array
    y: Array
    w: Array
    start: Whole
    stop: Whole
    whole: Array
    groups: int
    momentary: bool


@dataclass(frozen=True)
class PeerDifference:
    """For each stand: the figure, times the share of its question it lasted; and that share in which it had company.

    ``figure`` is infinite or NaN where an infinite score takes part.
    """

    figure: Array
    shared: Array


def beside_mean(in_force: ForecastsInForce, score: Array) -> PeerDifference:
    """Each stand's score minus the mean score of the others that stood with it; zero while it stood alone.

    With n standing and their scores summing to s, that is n/(n-1) own - s/(n-1). Summed over all who stood it is zero.
    """
    finite = np.isfinite(score)
    own = np.where(finite, score, 0.0)
    if in_force.momentary:
        return _moment_mean(in_force, own, finite)
    sweep = _Sweep(in_force)
    n = sweep.running(np.ones(own.size))
    both = n >= 2  # noqa: PLR2004 - company
    rest = divided(1.0, np.where(both, n - 1, 0.0))
    rest[~both] = 0.0
    company = sweep.over(both.astype(float))
    found = own * sweep.over(n * rest) - sweep.over(sweep.running(own) * rest)
    if not finite.all():
        lost = sweep.running((~finite).astype(float))
        found[sweep.over(np.where(both, np.rint(lost), 0.0)) > 0] = np.nan
    return PeerDifference(found, company)


def _moment_mean(in_force: ForecastsInForce, own: Array, finite: Flags) -> PeerDifference:
    """The same where all stands of a question are of one moment; an analyst's several count as one, their mean."""
    place, weight = _voices(in_force)
    voices = int(place.max(initial=-1)) + 1
    question = np.zeros(voices, np.int64)
    question[place] = in_force.question
    mean = summed(place, own * weight, voices)
    questions = int(in_force.question.max(initial=-1)) + 1
    n = np.bincount(question, minlength=questions).astype(float)
    total = summed(question, mean, questions)
    many, sums = n[in_force.question], total[in_force.question]
    both = many >= 2  # noqa: PLR2004 - company
    found = np.where(both, own - (sums - mean[place]) / np.maximum(many - 1, 1), 0.0)
    if not finite.all():
        lost = summed(in_force.question, (~finite).astype(float), questions)
        found[both & (lost[in_force.question] > 0)] = np.nan
    return PeerDifference(found, both.astype(float))


def _voices(in_force: ForecastsInForce) -> tuple[Whole, Array]:
    """Which analyst-question pair each stand belongs to, and its weight within that pair."""
    analysts = int(in_force.analyst.max(initial=-1)) + 1
    key = in_force.question * analysts + in_force.analyst
    _, place = np.unique(key, return_inverse=True)
    count = np.bincount(place)
    return place.astype(np.int64), 1.0 / count[place]


def beside_median(in_force: ForecastsInForce, score: Array) -> PeerDifference:
    """Each stand's score minus the median of all that stood with it, itself among them; zero while it stood alone."""
    if in_force.momentary:
        return _moment_median(in_force, score)
    sweep = _Sweep(in_force)
    median, n = sweep.medians(score)
    both = n >= 2  # noqa: PLR2004 - company
    company = sweep.over(both.astype(float))
    return PeerDifference(score * company - sweep.over(np.where(both, median, 0.0)), company)


def _moment_median(in_force: ForecastsInForce, score: Array) -> PeerDifference:
    place, weight = _voices(in_force)
    voices = int(place.max(initial=-1)) + 1
    question = np.zeros(voices, np.int64)
    question[place] = in_force.question
    mean = summed(place, score * weight, voices)
    order = np.lexsort((mean, question))
    ordered, of = mean[order], question[order]
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]]) if of.size else np.zeros(0, np.int64)
    n = np.diff(np.r_[starts, of.size])
    middle = (ordered[starts + (n - 1) // 2] + ordered[starts + n // 2]) / 2 if of.size else np.zeros(0)
    medians = np.zeros(int(question.max(initial=-1)) + 1)
    medians[of[starts]] = middle
    both = np.zeros(medians.size, bool)
    both[of[starts]] = n >= 2  # noqa: PLR2004 - company
    shared = both[in_force.question]
    return PeerDifference(np.where(shared, score - medians[in_force.question], 0.0), shared.astype(float))


class _Sweep:
    """Goes through every question's beginnings and ends of stands in order of time."""

    def __init__(self, in_force: ForecastsInForce) -> None:
        size = in_force.p.size
        question = np.r_[in_force.question, in_force.question]
        time = np.r_[in_force.start, in_force.stop]
        self._order = np.lexsort((time, question))
        self._begins = self._order < size
        self._stand = np.where(self._begins, self._order, self._order - size)
        at, of = time[self._order], question[self._order]
        lasts = np.zeros(at.size)
        lasts[:-1] = np.where(of[1:] == of[:-1], (at[1:] - at[:-1]), 0)
        # Time is counted in the longest whole of its question, so that sums stay small and exact enough ...
        longest = np.zeros(int(in_force.question.max(initial=-1)) + 1)
        np.maximum.at(longest, in_force.question, in_force.whole)
        self._lasts = lasts / longest[of] if size else lasts
        # ... and a stand's share is of its own whole, which is shorter where it is that of the analyst's own days.
        self._scale = longest[in_force.question] / in_force.whole
        self._first = np.r_[True, of[1:] != of[:-1]] if size else np.zeros(0, bool)
        place = np.empty(at.size, np.int64)
        place[self._order] = np.arange(at.size)
        self._from, self._to = place[:size], place[size:]

    def running(self, values: Array) -> Array:
        """After each event, the sum of a figure over the stands that then stand."""
        signed = np.where(self._begins, values[self._stand], -values[self._stand])
        return np.cumsum(signed)

    def over(self, values: Array) -> Array:
        """For each stand, a figure of the moment integrated over the time it lasted, as a share of its question."""
        summed = np.r_[0.0, np.cumsum(values * self._lasts)]
        return np.asarray((summed[self._to] - summed[self._from]) * self._scale)

    def medians(self, score: Array) -> tuple[Array, Array]:
        """After each event, the median of the scores that then stand, and how many they are."""
        median, n = np.zeros(self._order.size), np.zeros(self._order.size)
        standing: list[float] = []
        for event, (stand, begins, first) in enumerate(
            zip(self._stand.tolist(), self._begins.tolist(), self._first.tolist(), strict=True)
        ):
            if first:
                standing = []
            _change(standing, float(score[stand]), begins=begins)
            many = len(standing)
            n[event] = many
            if many:
                median[event] = (standing[(many - 1) // 2] + standing[many // 2]) / 2
        return median, n


def _change(standing: list[float], value: float, *, begins: bool) -> None:
    """Put a value into a sorted list, or take it out."""
    if begins:
        insort(standing, value)
    else:
        del standing[bisect_left(standing, value)]


@dataclass(frozen=True)
class Pairs:
    """An analyst on a question: a figure, the part of the question it is about, and the weight of the question."""

    group: Whole
    cluster: Whole
    w: Array
    figure: Array
    shared: Array
    groups: int


def by_pair(in_force: ForecastsInForce, beside: PeerDifference) -> Pairs:
    """Add up the stands of an analyst on a question; of one moment, each stand is a trial of its own."""
    kept = in_force.group >= 0
    if in_force.momentary:
        group, cluster, w = in_force.group[kept], in_force.cluster[kept], in_force.w[kept]
        return Pairs(group, cluster, w, beside.figure[kept], beside.shared[kept], in_force.groups)
    analysts = int(in_force.analyst.max(initial=-1)) + 1
    questions = int(in_force.question.max(initial=-1)) + 1
    key = ((in_force.group * questions + in_force.question) * analysts + in_force.analyst)[kept]
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    figure, shared = (summed(place, values[kept], first.size) for values in (beside.figure, beside.shared))
    chosen = np.flatnonzero(kept)[first]
    group, cluster, w = in_force.group[chosen], in_force.cluster[chosen], in_force.w[chosen]
    return Pairs(group, cluster, w, figure, shared, in_force.groups)
