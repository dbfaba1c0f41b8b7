"""Forecasts of a number as quantiles ("10% that it is below 3, 50% below 4"): scores, faults, and tables of them.

Rows are in long form (``long_form.py``): ``forecast`` is the code of the forecast a row belongs to, ``level`` the
probability strictly between 0 and 1 that the number is at most ``value``. ``observed`` is what the number turned out to
be, one per forecast, NaN while it is open. A rule of whole forecasts returns one score per forecast, in the unit of the
number; lower is better. NaN is a forecast without a score: it is open, has no rows, or ``quantile_faults`` says
what is wrong with it. To add a rule, add its function and its entry in ``QUANTILE_RULES``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from math import inf, nan
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Flags, Whole, divided, summed
from ledger.scoring.forms.long_form import (
    Fault,
    LongFormSettings,
    LongMeasure,
    Scores,
    Trials,
    all_of,
    arrangement,
    codes_of,
    column,
    estimate,
    places,
)
from ledger.scoring.measures.registry import Figures

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
    lost = summed(code, pinball(rows.level[kept], rows.value[kept], seen[code]), seen.size)
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
    total = np.abs(seen - rows.at(0.5)) / 2 + summed(code, lost, seen.size)
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
    image. A forecast may have several faults. Raises as ``crps_from_quantiles``.
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


_SHORT = {
    "crps": ("CRPS",),
    "wis": ("WIS", "needs a median in every forecast of a row, and levels that are symmetric about it"),
}
"""What tables show above a column, and what a measure needs; for the rules of which there is something to say."""
_BOTH = "needs both ends of the interval in every forecast of a row"


@dataclass(frozen=True)
class QuantileTable:
    """Rows of forecasts of a number, sorted by forecast, level and value; ``observed`` has one place a forecast."""

    code: Whole
    level: Array
    value: Array
    observed: Array

    def faults(self) -> list[Fault]:
        """What is wrong with each forecast."""
        if self.rows.good.all():
            return []
        return quantile_faults(self.code, self.level, self.value, forecasts=self.observed.size)

    @cached_property
    def rows(self) -> QuantileRows:
        """The rows as the scores of quantiles take them."""
        return quantile_rows(self.code, self.level, self.value, self.observed.size)

    @cached_property
    def shares(self) -> list[float]:
        """The central intervals that are stated, by the probability they hold, the narrowest first."""
        keys = np.unique(self.rows.key)
        low = keys[(keys > 0) & (keys < EVEN)]
        return sorted(((STEPS - 2 * low[np.isin(STEPS - low, keys)]) / STEPS).tolist())

    @property
    def measures(self) -> Mapping[str, LongMeasure]:
        """The rules, and for each central interval its score and how often it holds what was observed."""
        rules = {rule.name: rule for rule in QUANTILE_RULES.values() if rule.of in _OF}
        found = [
            LongMeasure(name, rule.title, rule.against, partial(self._rule, rule), *_SHORT.get(name, ()))
            for name, rule in rules.items()
        ]
        for of in (_winkler, _coverage):
            found += [of(self, share) for share in self.shares]
        return {measure.name: measure for measure in found}

    @cached_property
    def _known(self) -> dict[str, Scores]:
        return {}

    def _rule(self, rule: QuantileRule, trials: Trials, settings: LongFormSettings) -> Figures:
        if rule.name not in self._known:
            self._known[rule.name] = Scores(_OF[rule.of](self, rule), rule.range)
        return estimate(trials, self._known[rule.name], settings.level)

    def bounds(self, share: float) -> tuple[Array, Array]:
        """The ends of each forecast's central interval; NaN for one that is not stated."""
        return self.rows.at((1 - share) / 2), self.rows.at((1 + share) / 2)


def _by_forecast(table: QuantileTable, rule: QuantileRule) -> Array:
    return rule.score(table.code, table.level, table.value, table.observed)


def _by_quantile(table: QuantileTable, rule: QuantileRule) -> Array:
    """The mean over a forecast's quantiles, so that one with more of them does not count for more."""
    rows = table.rows
    lost = np.zeros(rows.code.size)
    lost[rows.proper] = rule.score(
        rows.level[rows.proper], rows.value[rows.proper], table.observed[rows.code[rows.proper]]
    )
    size = table.observed.size
    mean = divided(summed(rows.code, lost, size), np.bincount(rows.code, minlength=size))
    return np.where(rows.sound, mean, nan)


_OF: Mapping[str, Callable[[QuantileTable, QuantileRule], Array]] = {"forecast": _by_forecast, "quantile": _by_quantile}
"""How a rule gives a score to a whole forecast, by what it is a rule of; one of intervals has a measure for each."""


def _winkler(table: QuantileTable, share: float) -> LongMeasure:
    rule = QUANTILE_RULES["interval"]

    def figures(trials: Trials, settings: LongFormSettings) -> Figures:
        scores = rule.score(*table.bounds(share), round(1 - share, 9), table.observed)
        return estimate(trials, Scores(scores, rule.range), settings.level)

    return LongMeasure(
        f"{rule.name}_{_percent(share)}", f"Interval {_percent(share)}%", rule.against, figures, needs=_BOTH
    )


def _coverage(table: QuantileTable, share: float) -> LongMeasure:
    def figures(trials: Trials, settings: LongFormSettings) -> Figures:
        held = covered(*table.bounds(share), table.observed)
        one = np.ones(held.size)
        return estimate(trials, Scores(held, (1.0, 0.0), coin=one, worst=1 - one), settings.level)

    told = f"{_percent(share)}% is what the intervals claim"
    return LongMeasure(f"coverage_{_percent(share)}", f"Coverage {_percent(share)}%", told, figures, needs=_BOTH)


def _percent(share: float) -> str:
    """A share as a name has it: 80, or 97.5."""
    return f"{100 * share:.9g}"
