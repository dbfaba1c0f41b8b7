"""How numbers are written for people. Machines get the numbers themselves, so nothing here is ever read back.

A figure that does not exist is a dash, and rounding never claims a certainty that the number does not have.
"""

from collections.abc import Callable
from math import isfinite

from ledger.render.report import DASH


def number(x: float | None, digits: int = 2) -> str:
    """A plain figure: ``0.37``. Never ``-0.00``."""
    if x is None or not isfinite(x):
        return DASH
    return f"{x:z.{digits}f}"


def brier(x: float | None) -> str:
    """A score, to four decimals: ``0.1231``."""
    return number(x, 4)


def signed(x: float | None, digits: int = 2) -> str:
    """A difference or a skill, with its sign: ``+0.12``. What rounds to nothing has no sign."""
    if x is None or not isfinite(x):
        return DASH
    text = f"{x:+z.{digits}f}"
    return text if any("1" <= digit <= "9" for digit in text) else text[1:]


_LEAST_P = 0.001


def p_value(p: float | None) -> str:
    """A p-value: ``0.319``, and ``< 0.001`` for all below that."""
    if p is not None and p < _LEAST_P:
        return f"< {_LEAST_P}"
    return number(p, 3)


def percent(share: float | None, digits: int = 0) -> str:
    """A share: ``88%``. Only all is 100% and only none is 0%; what rounds to either is ``>99%`` or ``<1%``."""
    if share is None or not isfinite(share):
        return DASH
    text = f"{100 * share:z.{digits}f}"
    step = 10.0**-digits
    if share < 1 and float(text) >= 100:  # noqa: PLR2004 - per cent
        return f">{100 - step:.{digits}f}%"
    if share > 0 and float(text) == 0:
        return f"<{step:.{digits}f}%"
    return f"{text}%"


def ratio(k: int | None, n: int | None) -> str:
    """A count out of a count: ``7/8``. Out of none there is nothing to say."""
    return f"{k}/{n}" if k is not None and n else DASH


def interval(low: float | None, high: float | None, write: Callable[[float | None], str] = number) -> str:
    """An interval, its ends written like the figure it belongs to: ``[0.05, 0.37]``."""
    ends = write(low), write(high)
    return DASH if DASH in ends else f"[{ends[0]}, {ends[1]}]"


def difference(gap: float | None, low: float | None, high: float | None, label: str, digits: int = 3) -> str:
    """A difference and its interval: ``difference -0.013, 90% interval -0.048 to +0.022``."""
    told, *ends = (signed(x, digits) for x in (gap, low, high))
    return f"difference {told}, " + ("no interval" if DASH in ends else f"{label} {ends[0]} to {ends[1]}")
