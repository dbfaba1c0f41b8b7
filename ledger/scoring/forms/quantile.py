"""Scores of forecasts of a number, stated as quantiles: "10% that it is below 3, 50% below 4, 90% below 7".

Rows are in long form (``longform.py``): ``forecast`` is the code of the forecast a row belongs to, ``level`` the
probability strictly between 0 and 1 that the number is at most ``value``. ``observed`` is what the number turned out to
be, one per forecast, NaN while it is open. A rule of whole forecasts returns one score per forecast, in the unit of the
number; lower is better. NaN is a forecast without a score: it is open, has no rows, or ``faults.quantile_faults`` says
what is wrong with it. To add a rule, add its function and its entry in ``QUANTILE_RULES``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, nan
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Flags, Whole, divided
from ledger.scoring.forms.long_form import all_of, arrangement, codes_of, column, places

STEPS = 10**9  # levels are told apart, and matched with their mirror images, to this fraction of one
EVEN = STEPS // 2


@dataclass(frozen=True)
class QuantileRows:
    """Rows by forecast, level and value. Flags and keys have one place a row."""

    code: Whole
    level: Array
    value: Array
    forecasts: int

    @cached_property
    def proper(self) -> Flags:
        """Which levels can have a quantile."""
        return (self.level > 0) & (self.level < 1)

    @cached_property
    def key(self) -> Whole:
        """The level as a whole number, which 0.1 and 1 - 0.9 share."""
        steps: Array = np.where(self.proper, self.level, 0.0) * STEPS
        return np.rint(steps).astype(np.int64)

    @cached_property
    def _follows(self) -> Flags:
        """Which rows come after another of their forecast."""
        return places(self.code) > 0

    @cached_property
    def again(self) -> Flags:
        """Which rows repeat the level before."""
        same: Flags = self.key == np.roll(self.key, 1)
        return self._follows & self.proper & same

    @cached_property
    def good(self) -> Flags:
        """Which rows have a level and a value, a level of their own, and no smaller value than the level before."""
        falls = self._follows & (self.value < np.roll(self.value, 1))
        return self.proper & np.isfinite(self.value) & ~self.again & ~falls

    @cached_property
    def mirrored(self) -> Flags:
        """Which levels have their mirror image in the same forecast."""
        wide = STEPS + 1
        return np.isin(self.code * wide + STEPS - self.key, self.code * wide + self.key)

    @cached_property
    def mirror(self) -> Whole:
        """The row that is as far from the last of its forecast as this one is from the first."""
        last = np.cumsum(np.bincount(self.code, minlength=self.forecasts)) - 1
        return last[self.code] - places(self.code)

    @cached_property
    def sound(self) -> Flags:
        """Which forecasts can be scored."""
        return all_of(self.good, self.code, self.forecasts) & (np.bincount(self.code, minlength=self.forecasts) > 0)

    @cached_property
    def symmetric(self) -> Flags:
        """Which of them have a median, and around it nothing but central intervals."""
        # Levels that rise without repeating have their mirror images exactly if they meet them from both ends.
        paired: Flags = self.key + self.key[self.mirror] == STEPS
        median = np.bincount(self.code[self.key == EVEN], minlength=self.forecasts) > 0
        return self.sound & median & all_of(paired, self.code, self.forecasts)

    def at(self, level: float) -> Array:
        """The quantile of each forecast at a level; NaN where it has none or cannot be scored."""
        found = np.full(self.forecasts, nan)
        rows = self.proper & (self.key == round(level * STEPS))
        found[self.code[rows]] = self.value[rows]
        return np.where(self.sound, found, nan)


def quantile_rows(
    forecast: ArrayLike, level: ArrayLike, value: ArrayLike, forecasts: int | None = None
) -> QuantileRows:
    """The rows in order.

    Raises:
        ValueError: columns of different lengths, or a code that is none.
    """
    code, many = codes_of(forecast, forecasts)
    levels, values = column(level, code), column(value, code)
    rows = arrangement(code, levels, values)
    return QuantileRows(code[rows], levels[rows], values[rows], many)


def _known(observed: ArrayLike) -> Array:
    """What was observed, one per forecast; NaN if it is no finite number."""
    seen = np.atleast_1d(np.asarray(observed, float))
    return np.where(np.isfinite(seen), seen, nan)


@np.errstate(over="ignore")  # a score too large for a float is infinite
def pinball(level: ArrayLike, value: ArrayLike, observed: ArrayLike) -> Array:
    """Quantile score of each row: q (x - v) if x is not below v, else (1 - q) (v - x); Koenker & Bassett (1978).

    Unlike the other rules it is of single quantiles: ``observed`` has one place a row (``observed[forecast]``), or is
    one number for all. From 0 (best) to infinity; NaN where x is NaN.

    Raises:
        ValueError: a level that is not strictly between 0 and 1.
    """
    q, over = np.asarray(level, float), np.asarray(observed, float) - np.asarray(value, float)
    if not ((q > 0) & (q < 1)).all():
        raise ValueError("a level is not strictly between 0 and 1")
    return np.asarray(np.maximum(q * over, (q - 1) * over))


@np.errstate(over="ignore")  # a score too large for a float is infinite
def crps_from_quantiles(forecast: ArrayLike, level: ArrayLike, value: ArrayLike, observed: ArrayLike) -> Array:
    """Continuous ranked probability score, approximated from quantiles: twice the mean of their quantile scores.

    It nears the CRPS of the whole distribution as evenly spaced levels grow closer, and with levels that are symmetric
    about a median it equals ``wis``; Berrisch & Ziel (2023), after Laio & Tamea (2007).

    Args:
        forecast: code of each row's forecast, whole numbers from 0.
        level: the row's quantile level, strictly between 0 and 1.
        value: the quantile.
        observed: what the number turned out to be, one per forecast.

    Returns:
        One score per forecast, from 0 (best) to infinity; NaN where there is none.

    Raises:
        ValueError: columns of different lengths, or a code that has no place in ``observed``.
    """
    seen = _known(observed)
    rows = quantile_rows(forecast, level, value, seen.size)
    kept = rows.sound[rows.code]
    code = rows.code[kept]
    lost = np.bincount(code, pinball(rows.level[kept], rows.value[kept], seen[code]), seen.size)
    return divided(2 * lost, np.bincount(code, minlength=seen.size))


@np.errstate(over="ignore")  # a score too large for a float is infinite
def interval_score(lower: ArrayLike, upper: ArrayLike, alpha: ArrayLike, observed: ArrayLike) -> Array:
    """Interval score of central intervals: (u - l) + 2/a (l - x) if x < l + 2/a (x - u) if x > u; Winkler (1972).

    In the form of Gneiting & Raftery (2007). Element by element: ``alpha`` is the probability left outside the
    interval, half of it at either end (0.2 for one of 80%). From 0 (best) to infinity; NaN where a bound or x is NaN,
    so that the bounds of ``central_interval`` can be scored as they are.

    Raises:
        ValueError: an alpha that is not strictly between 0 and 1, or a lower bound above the upper one.
    """
    low, high, a, x = (np.asarray(values, float) for values in (lower, upper, alpha, observed))
    if not ((a > 0) & (a < 1)).all():
        raise ValueError("an alpha is not strictly between 0 and 1")
    if (low > high).any():
        raise ValueError("a lower bound is above the upper one")
    return np.asarray((high - low) + 2 / a * (np.maximum(low - x, 0) + np.maximum(x - high, 0)))


@np.errstate(over="ignore")  # a score too large for a float is infinite
def wis(forecast: ArrayLike, level: ArrayLike, value: ArrayLike, observed: ArrayLike) -> Array:
    """Weighted interval score: (|x - m| / 2 + sum over k of a_k/2 IS_k) / (K + 1/2); Bracher et al. (2021).

    K central intervals [l_k, u_k], the quantiles at a_k/2 and 1 - a_k/2, lie around the median m; IS_k is the interval
    score. With the median alone it is the absolute error |x - m|. Otherwise as ``crps_from_quantiles``; NaN also
    where a forecast has no median or a level without its mirror image.
    """
    seen = _known(observed)
    rows = quantile_rows(forecast, level, value, seen.size)
    low = np.flatnonzero((rows.key < EVEN) & rows.symmetric[rows.code])
    code, alpha = rows.code[low], 2 * rows.level[low]
    lost = alpha / 2 * interval_score(rows.value[low], rows.value[rows.mirror[low]], alpha, seen[code])
    intervals = np.bincount(code, minlength=seen.size)
    total = np.abs(seen - rows.at(0.5)) / 2 + np.bincount(code, lost, seen.size)
    return np.where(rows.symmetric, total / (intervals + 0.5), nan)


def central_interval(
    forecast: ArrayLike,
    level: ArrayLike,
    value: ArrayLike,
    share: float,
    *,
    forecasts: int | None = None,
) -> tuple[Array, Array]:
    """The lower and upper bound of each forecast's central interval that holds ``share`` of its probability.

    The quantiles at (1 - share)/2 and (1 + share)/2, one pair per forecast, as ``interval_score`` and
    ``interval_coverage`` take them; both are NaN where either is not stated or the forecast is at fault.

    Raises:
        ValueError: a share that is not strictly between 0 and 1; columns and codes as in ``crps_from_quantiles``.
    """
    if not 0 < share < 1:
        raise ValueError(f"the share {share} is not strictly between 0 and 1")
    rows = quantile_rows(forecast, level, value, forecasts)
    low, high = rows.at((1 - share) / 2), rows.at((1 + share) / 2)
    missing = np.isnan(low) | np.isnan(high)
    return np.where(missing, nan, low), np.where(missing, nan, high)


def covered(lower: ArrayLike, upper: ArrayLike, observed: ArrayLike) -> Array:
    """1 where an interval holds what was observed, its bounds included, 0 where not, NaN where either is NaN."""
    low, high, x = (np.asarray(values, float) for values in (lower, upper, observed))
    inside = (low <= x) & (x <= high)
    return np.where(np.isnan(low) | np.isnan(high) | np.isnan(x), nan, inside.astype(float))


def interval_coverage(lower: ArrayLike, upper: ArrayLike, observed: ArrayLike) -> float:
    """The share of intervals that hold what was observed; NaN if there are none.

    A figure to hold against the share that the intervals claim. It is no score: 80% can also be had by stating four
    intervals that hold everything, and a fifth that holds nothing.
    """
    held = covered(lower, upper, observed)
    held = held[~np.isnan(held)]
    return float(held.mean()) if held.size else nan


@dataclass(frozen=True, slots=True)
class QuantileRule:
    """A rule over quantiles, all of them lower is better and from 0 to infinity.

    ``of`` is what gets a score: a "forecast" (``score`` takes forecast, level, value, observed), a "quantile" (level,
    value, observed) or an "interval" (lower, upper, alpha, observed).
    """

    name: str
    title: str
    formula: str
    against: str
    reference: str
    of: Literal["forecast", "quantile", "interval"]
    score: Callable[..., Array]
    orientation: Literal["lower is better"] = "lower is better"
    range: tuple[float, float] = (0.0, inf)


QUANTILE_RULES: Mapping[str, QuantileRule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            QuantileRule(
                name="crps",
                title="CRPS from quantiles",
                formula="2/|Q| sum_q max(q (x - v_q), (q - 1) (x - v_q))",
                against="0 is perfect; in the unit of what was forecast",
                reference="Berrisch & Ziel (2023), CRPS learning, Journal of Econometrics 237, 105221",
                of="forecast",
                score=crps_from_quantiles,
            ),
            QuantileRule(
                name="wis",
                title="Weighted interval score",
                formula="(|x - m|/2 + sum_k a_k/2 IS_k) / (K + 1/2)",
                against="0 is perfect; in the unit of what was forecast",
                reference="Bracher, Ray, Gneiting & Reich (2021), Evaluating epidemic forecasts in an interval format, "
                "PLOS Computational Biology 17, e1008618",
                of="forecast",
                score=wis,
            ),
            QuantileRule(
                name="pinball",
                title="Quantile score",
                formula="max(q (x - v), (q - 1) (x - v))",
                against="0 is perfect; in the unit of what was forecast",
                reference="Koenker & Bassett (1978), Regression quantiles, Econometrica 46, 33-50",
                of="quantile",
                score=pinball,
            ),
            QuantileRule(
                name="interval",
                title="Interval score",
                formula="(u - l) + 2/a max(l - x, 0) + 2/a max(x - u, 0)",
                against="the width, if the outcome falls inside; more if it does not",
                reference="Winkler (1972), A decision-theoretic approach to interval estimation, Journal of the "
                "American Statistical Association 67, 187-191; as put by Gneiting & Raftery (2007)",
                of="interval",
                score=interval_score,
            ),
        )
    }
)
