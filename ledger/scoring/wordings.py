"""What the words of claims may stand for, and what scores come of it.

Here a claim is what its analyst asserts: ``y`` is 1 if that came true, 0 if not, between for what came about in part,
and a probability is that of the assertion, so that a denial needs no turning round.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.arrays import Array, Whole, divided, summed
from ledger.scoring.bounds import Range, Words, interval_brier, word_bounds


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
        true, false = (np.bincount(at, part, first.size).astype(float) for part in (out, 1 - out))
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
