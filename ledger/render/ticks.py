"""Where the ticks of an axis stand: round figures that cover what is to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

_STEPS = (1, 2, 2.5, 5, 10)
_NEAR = 1e-9  # of a step: what the arithmetic of floats may be off


@dataclass(frozen=True)
class Axis:
    """The ends of an axis, its ticks from low to high, and the decimals that tell them apart."""

    low: float
    high: float
    ticks: tuple[float, ...]
    digits: int


def _step(span: float, parts: int) -> float:
    """The smallest round step that needs at most ``parts`` of them."""
    least = span / parts
    unit = 10.0 ** floor(log10(least))
    return next(unit * times for times in _STEPS if unit * times >= least * (1 - _NEAR))


def _digits(step: float) -> int:
    return next((digits for digits in range(9) if abs(round(step, digits) - step) < step * _NEAR), 9)


def covering(values: Sequence[float], parts: int = 5) -> Axis:
    """An axis over all the values that begins and ends at a tick; zero is its low end when that is near.

    Raises:
        ValueError: there are no values.
    """
    low, high = min(values), max(values)
    if 0 < low < high / 2 or low == high > 0:
        low = 0.0
    if high - low <= abs(high) * _NEAR:
        low, high = low - 0.5, high + 0.5
    step = _step(high - low, max(parts, 1))
    first, last = floor(low / step + _NEAR), ceil(high / step - _NEAR)
    return Axis(first * step, last * step, tuple(i * step for i in range(first, last + 1)), _digits(step))


def between(low: float, high: float, parts: int = 6) -> tuple[int, ...]:
    """Whole numbers at round steps inside the ends, for an axis that counts; both ends when there is no other."""
    if high - low < 1:
        return tuple(dict.fromkeys((round(low), round(high))))
    step = max(ceil(_step(high - low, max(parts, 1))), 1)
    return tuple(range(ceil(low / step) * step, floor(high) + 1, step))


def lines_apart(spans: Sequence[tuple[float, float]], most: int) -> list[int] | None:
    """The line, counted from 0, in which each label stands clear of those before it.

    Args:
        spans: where each label begins and ends, from left to right.
        most: the lines there are.

    Returns:
        One line for each label; None when they do not fit.
    """
    ends: list[float] = []
    lines = []
    for start, end in spans:
        line = next((i for i, taken in enumerate(ends) if start > taken), len(ends))
        ends[line : line + 1] = [end]
        lines.append(line)
    return lines if len(ends) <= most else None
