"""Forecasts in long form: one row per option or per quantile, and a whole number that says whose forecast a row is.

What the scores of such forecasts share: rows are put in one order before anything is added up, so that no score
depends on the order in which they came; and what is wrong with a forecast is a value, not an error, because one bad
forecast in a table must not keep the others from being scored.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ledger.scoring.arrays import Array, Whole

Flags = NDArray[np.bool_]


class Fault(NamedTuple):
    """What keeps a forecast from being scored: the forecast's code, and a sentence about it."""

    forecast: int
    problem: str


def codes_of(forecast: ArrayLike, forecasts: int | None = None) -> tuple[Whole, int]:
    """Which forecast each row belongs to, and how many forecasts there are (None: as many as are named).

    Raises:
        ValueError: a code is not a whole number from 0 up to, and without, ``forecasts``.
    """
    code = np.asarray(forecast)
    if code.size and code.dtype.kind not in "iu":
        raise ValueError("a forecast's code is not a whole number")
    code = code.astype(np.int64)
    many = int(code.max(initial=-1)) + 1 if forecasts is None else forecasts
    if code.size and not (code.min() >= 0 and code.max() < many):
        raise ValueError(f"a forecast's code is not within 0 to {many - 1}")
    return code, many


def column(values: ArrayLike, code: Whole) -> Array:
    """A column of the table as numbers.

    Raises:
        ValueError: it has another length than the codes.
    """
    numbers = np.asarray(values, float)
    if numbers.shape != code.shape:
        raise ValueError(f"a column has shape {numbers.shape}, the codes of its forecasts {code.shape}")
    return numbers


def arrangement(*columns: Array | Whole) -> Whole:
    """The order of the rows by their columns, the first of them first.

    Rows that are in order already, as after an arrangement by the caller, are not sorted again.
    """
    tied = np.ones(max(columns[0].size - 1, 0), bool)
    for values in columns:
        if (tied & ~(values[1:] >= values[:-1])).any():
            return np.lexsort(columns[::-1])
        tied &= values[1:] == values[:-1]
    return np.arange(columns[0].size)


def places(code: Whole) -> Whole:
    """The place of each row within its forecast, from 0; rows of a forecast stand together."""
    rows = np.arange(code.size)
    new = np.ones(code.size, bool)
    new[1:] = code[1:] != code[:-1]
    return rows - np.maximum.accumulate(np.where(new, rows, 0))


def running(values: Array, place: Whole) -> Array:
    """The sum of each row and those before it within its forecast.

    Sums are built by doubling and never cross into another forecast: taking the difference of two sums over the whole
    table instead would lose digits as the table grows.
    """
    total, step, last = values.copy(), 1, int(place.max(initial=0))
    while step <= last:
        total[step:] += np.where(place[step:] >= step, total[:-step], 0.0)
        step *= 2
    return total


def all_of(flags: Flags, code: Whole, forecasts: int) -> Flags:
    """Which forecasts have no row that fails; a forecast without rows has none."""
    failing: Whole = np.bincount(code[~flags], minlength=forecasts)
    return np.equal(failing, 0)
