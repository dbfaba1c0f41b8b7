"""How far a score could be moved by what is not known: an outcome still open, a word that names no number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Cells, Whole, divided, summed

_EQUAL = 1e-12  # scores closer than this are one score, differently rounded


class Range(NamedTuple):
    """The least and the greatest that a figure of each group can be; NaN where there is none."""

    low: Array
    high: Array


@dataclass(frozen=True)
class Unresolved:
    """Brier score and hit rate of each group, however its ``open`` forecasts (by weight) will turn out."""

    brier: Range
    hit_rate: Range
    open: Array


def unresolved(cells: Cells, group: ArrayLike, p: ArrayLike, w: ArrayLike | None = None) -> Unresolved:
    """Bound the scores of groups by the worst and the best that can come of what is not resolved yet.

    An open forecast adds the lesser and the greater of p^2 and (1-p)^2 to the Brier score, and between nothing and one
    hit: Manski (1989), Anatomy of the selection problem, J. Human Resources 24, 343-360. No assumption is made of which
    claims resolve early. A forecast of exactly one half has no side and takes no part in the hit rate.

    Args:
        cells: what is resolved, of as many groups as there are.
        group: which group each open forecast belongs to, from 0.
        p: its probability, 0 to 1.
        w: its weight, above zero; None is one each.

    Raises:
        ValueError: a probability outside 0 to 1, a weight that is not above zero, or a group that ``cells`` lacks.
    """
    g, prob = np.asarray(group, np.int64), np.asarray(p, float)
    weight = np.ones(g.size) if w is None else np.asarray(w, float)
    _check(g, prob, weight, cells.groups)
    # Sorted, so that no digit of a sum depends on the order of the rows.
    order = np.lexsort((weight, prob, g))
    g, prob, weight = g[order], prob[order], weight[order]
    near, far = np.minimum(prob, 1 - prob), np.maximum(prob, 1 - prob)
    openly = summed(g, weight, cells.groups)
    known, whole = cells.sum(cells.w * (cells.p - cells.y) ** 2), cells.weight + openly
    brier = Range(*(divided(known + summed(g, weight * error**2, cells.groups), whole) for error in (near, far)))
    sided = summed(g, weight * (prob != 0.5), cells.groups)  # noqa: PLR2004 - one half has no side
    side, fell = np.sign(cells.p - 0.5), np.sign(cells.y - 0.5)
    right, judged = cells.sum(cells.w * (side * fell > 0)), cells.sum(cells.w * (side * fell != 0))
    hits = Range(divided(right, judged + sided), divided(right + sided, judged + sided))
    return Unresolved(brier, hits, openly)


def _check(group: Whole, p: Array, w: Array, groups: int) -> None:
    if p.size and not (p.min() >= 0 and p.max() <= 1):
        raise ValueError("a probability is not within 0 to 1")
    if w.size and not w.min() > 0:
        raise ValueError("a weight is not above zero")
    if group.size and not (group.min() >= 0 and group.max() < groups):
        raise ValueError(f"a group is not one of {groups}")


@dataclass(frozen=True)
class Words:
    """What came of the words of each group (analyst): one place for a group and a word that go together.

    ``true`` and ``false`` are the weights of the claims in that word that came true and did not; ``low`` to ``high`` is
    the band of probabilities that the word may stand for.
    """

    group: Whole
    true: Array
    false: Array
    low: Array
    high: Array
    groups: int

    def __post_init__(self) -> None:
        if self.low.size and not ((self.low >= 0) & (self.low <= self.high) & (self.high <= 1)).all():
            raise ValueError("a band does not run upwards within 0 to 1")
        if self.true.size and not (min(self.true.min(), self.false.min()) >= 0):
            raise ValueError("a weight is below zero")

    def brier(self, if_true: Array, if_false: Array) -> Array:
        """The mean Brier score when each word means one number where it came true and another where it did not."""
        sums = self.true * (1 - if_true) ** 2 + self.false * if_false**2
        return divided(summed(self.group, sums, self.groups), summed(self.group, self.true + self.false, self.groups))


def word_bounds(words: Words) -> Range:
    """Bound the mean Brier score of each group when every word means one number throughout, somewhere in its band.

    Of a word said t times of what came true and f times of what did not, the score is t (1-p)^2 + f p^2: least at
    t/(t+f) moved into the band, greatest at an end of it. Each word is at its own best or worst, so both bounds can be
    reached. They are bounds in the sense of Manski (2003), Partial Identification of Probability Distributions.
    """
    rate = np.nan_to_num(divided(words.true, words.true + words.false), nan=0.0)
    best = np.clip(rate, words.low, words.high)
    # The score is a parabola about the rate: the end that lies further from it is the worse one.
    worst = np.where(rate - words.low > words.high - rate, words.low, words.high)
    return Range(words.brier(best, best), words.brier(worst, worst))


def interval_brier(midpoints: ArrayLike, edges: ArrayLike) -> tuple[Array, Array]:
    """What each word of a fixed partition scores if false and if true, so that the fitting word is always the best one.

    The score expected of a word is a straight line in the chance of truth, with slope 1 - 2 m_k; lines of neighbours
    meet at the edge between them, so f_1 = m_1^2 and f_(k+1) = f_k + 2 a_k (m_(k+1) - m_k), and the score is f_k if
    false, f_k + 1 - 2 m_k if true. Midpoints scored by the Brier rule itself make some beliefs prefer a neighbour's
    word. That proper scores of a partition are lines which meet at its edges: Mitchell & Ferro (2017), Proper scoring
    rules for interval probabilistic forecasts, Q. J. Royal Meteorological Society 143, 1597-1607.

    Args:
        midpoints: m, the number that stands for each word, ascending.
        edges: a, where one word ends and the next begins: one fewer than midpoints, each between its two.

    Raises:
        ValueError: the words are no partition of 0 to 1 in ascending order.
    """
    m, a = np.asarray(midpoints, float), np.asarray(edges, float)
    if m.ndim != 1 or not m.size or a.shape != (m.size - 1,):
        raise ValueError(f"{m.size} words have {m.size - 1} edges between them, not {a.size}")
    if not (m[0] >= 0 and m[-1] <= 1 and (m[:-1] <= a).all() and (a <= m[1:]).all() and (np.diff(m) > 0).all()):
        raise ValueError("midpoints and edges do not alternate upwards within 0 to 1")
    false = m[0] ** 2 + np.append(0, np.cumsum(2 * a * np.diff(m)))
    return false, false + 1 - 2 * m


@dataclass(frozen=True)
class OrderCheck:
    """Whether the order of analysts is the same under every scale.

    ``compared`` are the places of the analysts with a score under every scale. ``swaps`` are pairs of places, one a
    row, of which each comes out ahead of the other under some scale.
    """

    same: bool
    compared: Whole
    swaps: Whole


def order_survives(scores_by_scale: Mapping[str, ArrayLike]) -> OrderCheck:
    """Tell whether reading the same words on another scale changes who stands ahead of whom.

    Equal scores under one scale contradict nothing under another.

    Args:
        scores_by_scale: under the name of each scale, the score of every analyst, NaN where there is none.

    Raises:
        ValueError: scales with different numbers of analysts.
    """
    columns = [np.asarray(scores, float) for scores in scores_by_scale.values()]
    if len({column.shape for column in columns}) > 1:
        raise ValueError("scales do not have the same analysts")
    if not columns:
        return OrderCheck(same=True, compared=np.zeros(0, np.int64), swaps=np.zeros((0, 2), np.int64))
    compared = np.flatnonzero(np.isfinite(columns).all(axis=0))
    ahead = np.zeros((compared.size, compared.size), bool)
    for column in columns:
        own = column[compared]
        ahead |= own[:, None] < own - _EQUAL
    swaps = compared[np.argwhere(np.triu(ahead & ahead.T))]
    return OrderCheck(same=not swaps.size, compared=compared, swaps=swaps)


def mean_cost(group: ArrayLike, y: ArrayLike, if_true: ArrayLike, if_false: ArrayLike, groups: int) -> Array:
    """The mean score of each group, where each claim costs one thing if it is true and another if it is false.

    What came about in part costs y if_true + (1 - y) if_false - y (1 - y), which with (1 - p)^2 and p^2 is (p - y)^2,
    the Brier score.

    Args:
        group: which group each claim belongs to, from 0.
        y: what came of it, 0 to 1.
        if_true: its score if true.
        if_false: its score if false.
        groups: how many groups there are.

    Returns:
        The means, NaN where a group is empty. The order of the claims shows in no digit.
    """
    place, out = np.asarray(group, np.int64), np.asarray(y, float)
    cost = out * np.asarray(if_true, float) + (1 - out) * np.asarray(if_false, float) - out * (1 - out)
    order = np.lexsort((cost, place))
    return divided(summed(place[order], cost[order], groups), np.bincount(place, minlength=groups))


def reading_bounds(  # noqa: PLR0913, PLR0917 - the columns of a table
    group: ArrayLike, word: ArrayLike, y: ArrayLike, low: ArrayLike, high: ArrayLike, groups: int
) -> tuple[Range, Range]:
    """Bound the mean Brier score of each group by what its words may stand for: word by word, and claim by claim.

    Word by word, a word means one number throughout, somewhere in its band: ``bounds.word_bounds``. Claim by claim it
    may mean another each time, as if every claim were in a word of its own: never narrower.

    Args:
        group: which group (analyst) each claim belongs to, from 0.
        word: which word it is said in, from 0; the same word has the same band.
        y: what came of it, 0 to 1.
        low: where the band of its word begins.
        high: where it ends; a number is a band of no width.
        groups: how many groups there are.

    Raises:
        ValueError: a band that does not run upwards within 0 to 1.
    """
    place, code, out = np.asarray(group, np.int64), np.asarray(word, np.int64), np.asarray(y, float)
    least, most = np.asarray(low, float), np.asarray(high, float)
    # t (1 - p)^2 + f p^2 counts what came about in part as part true, part false: y (1 - y) more than (p - y)^2.
    order = np.lexsort((out, place))
    excess = divided(summed(place[order], (out * (1 - out))[order], groups), np.bincount(place, minlength=groups))

    def bounded(codes: Whole) -> Range:
        key = place * (int(codes.max(initial=0)) + 1) + codes
        _, first, at = np.unique(key, return_index=True, return_inverse=True)
        true, false = (summed(at, part, first.size) for part in (out, 1 - out))
        found = word_bounds(Words(place[first], true, false, least[first], most[first], groups))
        return Range(found.low - excess, found.high - excess)

    return bounded(code), bounded(np.arange(place.size))


def partition_costs(low: Sequence[float], point: Sequence[float], high: Sequence[float]) -> tuple[Array, Array] | None:
    """What each word of a scale costs if true and if false, so that the fitting word is always the best one.

    That there is only for words whose bands meet at their ends and lie side by side: see ``bounds.interval_brier``.

    Args:
        low: where the band of each word begins, ascending.
        point: the number that stands for it.
        high: where it ends.

    Returns:
        If true, and if false; None where the scale is no such partition.
    """
    meet = all(end == start for end, start in zip(high[:-1], low[1:], strict=True))
    inside = all(one <= middle <= other for one, middle, other in zip(low, point, high, strict=True))
    if not low or not meet or not inside or not all(one < other for one, other in zip(low, high, strict=True)):
        return None
    false, true = interval_brier(point, low[1:])
    return true, false
