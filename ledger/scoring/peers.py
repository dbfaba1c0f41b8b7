"""Each forecast beside those of others that stood on the same question at the same time.

What is needed is more than cells: who stood where, from when to when. A *stand* is one analyst's forecast on one
question over a stretch of time; under a policy without times all stands of a question are of the same moment.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass

import numpy as np

from ledger.scoring.cells import Array, Flags, Whole, divided, summed


@dataclass(frozen=True)
class Stands:
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
class Beside:
    """For each stand: the figure, times the share of its question it lasted; and that share in which it had company.

    ``figure`` is infinite or NaN where an infinite score takes part.
    """

    figure: Array
    shared: Array


def beside_mean(stands: Stands, score: Array) -> Beside:
    """Each stand's score minus the mean score of the others that stood with it; zero while it stood alone.

    With n standing and their scores summing to s, that is n/(n-1) own - s/(n-1). Summed over all who stood it is zero.
    """
    finite = np.isfinite(score)
    own = np.where(finite, score, 0.0)
    if stands.momentary:
        return _moment_mean(stands, own, finite)
    sweep = _Sweep(stands)
    n = sweep.running(np.ones(own.size))
    both = n >= 2  # noqa: PLR2004 - company
    rest = divided(1.0, np.where(both, n - 1, 0.0))
    rest[~both] = 0.0
    company = sweep.over(both.astype(float))
    found = own * sweep.over(n * rest) - sweep.over(sweep.running(own) * rest)
    if not finite.all():
        lost = sweep.running((~finite).astype(float))
        found[sweep.over(np.where(both, np.rint(lost), 0.0)) > 0] = np.nan
    return Beside(found, company)


def _moment_mean(stands: Stands, own: Array, finite: Flags) -> Beside:
    """The same where all stands of a question are of one moment; an analyst's several count as one, their mean."""
    place, weight = _voices(stands)
    voices = int(place.max(initial=-1)) + 1
    question = np.zeros(voices, np.int64)
    question[place] = stands.question
    mean = summed(place, own * weight, voices)
    questions = int(stands.question.max(initial=-1)) + 1
    n = np.bincount(question, minlength=questions).astype(float)
    total = summed(question, mean, questions)
    many, sums = n[stands.question], total[stands.question]
    both = many >= 2  # noqa: PLR2004 - company
    found = np.where(both, own - (sums - mean[place]) / np.maximum(many - 1, 1), 0.0)
    if not finite.all():
        lost = summed(stands.question, (~finite).astype(float), questions)
        found[both & (lost[stands.question] > 0)] = np.nan
    return Beside(found, both.astype(float))


def _voices(stands: Stands) -> tuple[Whole, Array]:
    """Which analyst-question pair each stand belongs to, and its weight within that pair."""
    analysts = int(stands.analyst.max(initial=-1)) + 1
    key = stands.question * analysts + stands.analyst
    _, place = np.unique(key, return_inverse=True)
    count = np.bincount(place)
    return place.astype(np.int64), 1.0 / count[place]


def beside_median(stands: Stands, score: Array) -> Beside:
    """Each stand's score minus the median of all that stood with it, itself among them; zero while it stood alone."""
    if stands.momentary:
        return _moment_median(stands, score)
    sweep = _Sweep(stands)
    median, n = sweep.medians(score)
    both = n >= 2  # noqa: PLR2004 - company
    company = sweep.over(both.astype(float))
    return Beside(score * company - sweep.over(np.where(both, median, 0.0)), company)


def _moment_median(stands: Stands, score: Array) -> Beside:
    place, weight = _voices(stands)
    voices = int(place.max(initial=-1)) + 1
    question = np.zeros(voices, np.int64)
    question[place] = stands.question
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
    shared = both[stands.question]
    return Beside(np.where(shared, score - medians[stands.question], 0.0), shared.astype(float))


class _Sweep:
    """Goes through every question's beginnings and ends of stands in order of time."""

    def __init__(self, stands: Stands) -> None:
        size = stands.p.size
        question = np.r_[stands.question, stands.question]
        time = np.r_[stands.start, stands.stop]
        self._order = np.lexsort((time, question))
        self._begins = self._order < size
        self._stand = np.where(self._begins, self._order, self._order - size)
        at, of = time[self._order], question[self._order]
        lasts = np.zeros(at.size)
        lasts[:-1] = np.where(of[1:] == of[:-1], (at[1:] - at[:-1]), 0)
        # Time is counted in the longest whole of its question, so that sums stay small and exact enough ...
        longest = np.zeros(int(stands.question.max(initial=-1)) + 1)
        np.maximum.at(longest, stands.question, stands.whole)
        self._lasts = lasts / longest[of] if size else lasts
        # ... and a stand's share is of its own whole, which is shorter where it is that of the analyst's own days.
        self._scale = longest[stands.question] / stands.whole
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


def by_pair(stands: Stands, beside: Beside) -> Pairs:
    """Add up the stands of an analyst on a question; of one moment, each stand is a trial of its own."""
    kept = stands.group >= 0
    if stands.momentary:
        group, cluster, w = stands.group[kept], stands.cluster[kept], stands.w[kept]
        return Pairs(group, cluster, w, beside.figure[kept], beside.shared[kept], stands.groups)
    analysts = int(stands.analyst.max(initial=-1)) + 1
    questions = int(stands.question.max(initial=-1)) + 1
    key = ((stands.group * questions + stands.question) * analysts + stands.analyst)[kept]
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    figure, shared = (summed(place, values[kept], first.size) for values in (beside.figure, beside.shared))
    chosen = np.flatnonzero(kept)[first]
    group, cluster, w = stands.group[chosen], stands.cluster[chosen], stands.w[chosen]
    return Pairs(group, cluster, w, figure, shared, stands.groups)
