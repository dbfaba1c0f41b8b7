"""What is wrong with a forecast in long form, as values: a forecast has a fault exactly if it cannot be scored.

The one exception has no fault: a forecast without rows, of which there is nothing to say.
"""

from collections.abc import Iterator
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Whole
from ledger.scoring.forms.categorical import FEWEST, OptionRows, one, option_rows, within
from ledger.scoring.forms.long_form import Fault, arrangement, codes_of, column, places
from ledger.scoring.forms.quantile import EVEN, QuantileRows, quantile_rows


def option_faults(
    forecast: ArrayLike,
    p: ArrayLike,
    true: ArrayLike,
    order: ArrayLike | None = None,
    *,
    forecasts: int | None = None,
) -> list[Fault]:
    """What is wrong with each forecast that has rows: why it has no score, by forecast.

    With ``order``, ranks must run from 1 without a gap; without it they are not looked at. A forecast may have several
    faults. Raises as ``options_brier``.
    """
    code, many = codes_of(forecast, forecasts)
    options = option_rows(code, p, true, order, many)
    stray = chain(_stray(code, column(p, code), "probability"), _stray(code, column(true, code), "true share"))
    found = [*_few(options), *stray, *_sums(options), *_truths(options), *_ranks(options)]
    return sorted(found, key=lambda fault: fault.forecast)


def _stray(code: Whole, values: Array, word: str) -> Iterator[Fault]:
    rows = np.flatnonzero(np.isnan(within(values)))
    for row in rows[arrangement(code[rows], values[rows])]:
        yield Fault(int(code[row]), f"a {word} of {values[row]:.9g} is not within 0 to 1")


def _few(options: OptionRows) -> Iterator[Fault]:
    for code in np.flatnonzero(options.count == FEWEST - 1):
        yield Fault(int(code), "there is only one option")


def _sums(options: OptionRows) -> Iterator[Fault]:
    total = options.sum(options.p)
    for code in np.flatnonzero((options.count > 0) & ~np.isnan(total) & ~one(total)):
        yield Fault(int(code), f"the probabilities sum to {total[code]:.9g}, not to 1")


def _truths(options: OptionRows) -> Iterator[Fault]:
    total, certain = options.sum(options.y), options.sum((options.y == 1).astype(float))
    for code in np.flatnonzero((options.count > 0) & ~np.isnan(total) & ~one(total)):
        if total[code] == 0:
            problem = "no option is true"
        elif total[code] == certain[code]:
            problem = f"{total[code]:g} options are true, not one"
        else:
            problem = f"the true shares sum to {total[code]:.9g}, not to 1"
        yield Fault(int(code), problem)


def _ranks(options: OptionRows) -> Iterator[Fault]:
    if options.rank is None:
        return
    first = places(options.code) == 0
    before = np.where(first, 0.0, np.roll(options.rank, 1))
    with np.errstate(invalid="ignore"):
        step = options.rank - before
    for row in np.flatnonzero(first | (step != 1)):
        rank, code = options.rank[row], int(options.code[row])
        if not np.isfinite(rank) or rank % 1:
            yield Fault(code, f"a rank of {rank:.9g} is not a whole number")
        elif first[row] and rank < 1:
            yield Fault(code, f"the lowest rank is {rank:.0f}, not 1")
        elif step[row] == 0:
            yield Fault(code, f"rank {rank:.0f} stands twice")
        elif step[row] > 1:
            yield Fault(code, f"rank {np.floor(before[row]) + 1:.0f} is missing")


def quantile_faults(
    forecast: ArrayLike,
    level: ArrayLike,
    value: ArrayLike,
    *,
    symmetric: bool = False,
    forecasts: int | None = None,
) -> list[Fault]:
    """What is wrong with each forecast that has rows: why it has no score, by forecast.

    With ``symmetric`` also what keeps it from a weighted interval score: no median, or a level without its mirror
    image. A forecast may have several faults. Raises as ``quantiles.crps_from_quantiles``.
    """
    code, many = codes_of(forecast, forecasts)
    rows = quantile_rows(code, level, value, many)
    found = [*_quantiles(rows), *(_mirrors(rows) if symmetric else ())]
    return sorted(found, key=lambda fault: fault.forecast)


def _quantiles(rows: QuantileRows) -> Iterator[Fault]:
    for row in np.flatnonzero(~rows.good):
        code, level, value = int(rows.code[row]), rows.level[row], rows.value[row]
        if not rows.proper[row]:
            yield Fault(code, f"level {level:.9g} is not strictly between 0 and 1")
        elif not np.isfinite(value):
            yield Fault(code, f"the value at level {level:.9g} is not a finite number")
        elif rows.again[row]:
            yield Fault(code, f"level {level:.9g} stands twice")
        else:
            before = f"{rows.value[row - 1]:.9g} at level {rows.level[row - 1]:.9g}"
            yield Fault(code, f"the value falls from {before} to {value:.9g} at level {level:.9g}")


def _mirrors(rows: QuantileRows) -> Iterator[Fault]:
    median = np.bincount(rows.code[rows.key == EVEN], minlength=rows.forecasts)
    count = np.bincount(rows.code, minlength=rows.forecasts)
    for code in np.flatnonzero((median == 0) & (count > 0)):
        yield Fault(int(code), "there is no median")
    for row in np.flatnonzero(rows.proper & ~rows.mirrored):
        level = rows.level[row]
        yield Fault(int(rows.code[row]), f"level {level:.9g} has no mirror image, {1 - level:.9g}")
