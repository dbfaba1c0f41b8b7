"""Whether work grows in proportion to its size: a ratio of times on this machine, tried again before it is believed."""

import math
import time
from collections.abc import Callable

TIMES_LARGER = 4
MOST = 8  # straight growth gives 4, the square 16
TRIES = 8


def grows_straight(work: Callable[[int], object], size: int) -> bool:
    """Whether four times the size takes at most eight times as long, by the shortest of a few tries of each size."""
    small, large = min(_seconds(work, size) for _ in range(3)), math.inf  # one slow try would let anything pass
    for _ in range(TRIES):
        small, large = min(small, _seconds(work, size)), min(large, _seconds(work, size * TIMES_LARGER))
        if large <= MOST * small:
            return True
    return False


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return max(time.process_time() - start, 1e-4)
