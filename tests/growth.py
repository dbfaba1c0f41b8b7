"""Whether work grows in proportion to its size.

A run of the tests counts the lines of Python that are run, which is the same on every machine. ``make growth`` takes
the time, which knows of what is done in C as well, and tries again before it believes it.
"""

import gc
import math
import sys
import time
from collections.abc import Callable
from types import FrameType

import effort
import pytest

TIMES_LARGER = 4
MOST = 8  # straight growth gives 4, the square 16
TRIES = 8

timed = pytest.mark.long("growth", sample=0)
"""Marks what only a clock can tell."""


def grows_straight(work: Callable[[int], object], size: int) -> bool:
    """Whether four times the size takes at most eight times as much."""
    if not effort.WHOLE:
        return _lines(work, size) <= MOST * max(_lines(work, size // TIMES_LARGER), 1)
    small, large = min(_seconds(work, size) for _ in range(3)), math.inf  # one slow try would let anything pass
    for _ in range(TRIES):
        small, large = min(small, _seconds(work, size)), min(large, _seconds(work, size * TIMES_LARGER))
        if large <= MOST * small:
            return True
    return False


def _seconds(work: Callable[[int], object], size: int) -> float:
    gc.disable()  # which would go over whatever other tests have left
    try:
        start = time.process_time()
        work(size)
        return max(time.process_time() - start, 1e-4)
    finally:
        gc.enable()


def _lines(work: Callable[[int], object], size: int) -> int:
    count = 0

    def line(_frame: FrameType, _event: str, _value: object) -> object:
        nonlocal count
        count += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        work(size)
    finally:
        sys.settrace(before)
    return count
