"""Tables of options and of quantiles as arrays, with every measure each of them has.

Rows are in long form (``longform.py``) and come sorted by forecast. What one is scored by is made from the registries
of rules, so that a rule entered there is a measure here; a table of quantiles has one more pair of measures for each
central interval that is stated in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from math import isinf, nan

import numpy as np

from ledger.scoring.cells import Array, Flags, Whole, cells_of, divided
from ledger.scoring.forms.categorical import OPTION_RULES, OptionRule, given_to_truth
from ledger.scoring.forms.faults import option_faults, quantile_faults
from ledger.scoring.forms.long_form import (
    Fault,
    LongFormSettings,
    LongMeasure,
    Scores,
    Trials,
    all_of,
    arrangement,
    estimate,
    infinite,
)
from ledger.scoring.forms.quantile import (
    EVEN,
    QUANTILE_RULES,
    STEPS,
    QuantileRows,
    QuantileRule,
    covered,
    quantile_rows,
)
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.registry import Figures
from ledger.scoring.peers import Stands

PEER = MEASURES["peer"]
_ORDER = {False: (), True: ("", "needs options in an order in every question of a row")}
_SHORT = {
    "crps": ("CRPS",),
    "wis": ("WIS", "needs a median in every forecast of a row, and levels that are symmetric about it"),
}
"""What tables show above a column, and what a measure needs; for the rules of which there is something to say."""
_BOTH = "needs both ends of the interval in every forecast of a row"


@dataclass(frozen=True)
class OptionTable:
    """Rows of forecasts over options: ``y`` is 1 for the option that came about. ``rank`` is NaN where there is none.

    A forecast whose question is not settled has any one option true, so that what is wrong with it can be said; it is
    for the caller not to score it.
    """

    code: Whole
    p: Array
    y: Array
    rank: Array | None
    forecasts: int

    @cached_property
    def count(self) -> Whole:
        """How many options each forecast has."""
        return np.bincount(self.code, minlength=self.forecasts)

    @cached_property
    def ordered(self) -> Flags:
        """Which forecasts are over options that have an order."""
        if self.rank is None:
            return np.zeros(self.forecasts, bool)
        return all_of(~np.isnan(self.rank), self.code, self.forecasts) & (self.count > 0)

    @cached_property
    def _plain(self) -> tuple[Whole, Array, Array]:
        rows = arrangement(self.code, self.p, self.y)  # once, instead of in each rule
        return self.code[rows], self.p[rows], self.y[rows]

    @cached_property
    def _ranked(self) -> tuple[Whole, Array, Array, Array]:
        rank = np.full(self.code.size, nan) if self.rank is None else self.rank
        rows = np.flatnonzero(self.ordered[self.code])
        return self.code[rows], self.p[rows], self.y[rows], rank[rows]

    def faults(self) -> list[Fault]:
        """What is wrong with each forecast; with ranks, if its options have them."""
        loose = ~self.ordered[self.code]
        found = option_faults(self.code[loose], self.p[loose], self.y[loose], forecasts=self.forecasts)
        return sorted([*found, *option_faults(*self._ranked, forecasts=self.forecasts)])

    @property
    def measures(self) -> Mapping[str, LongMeasure]:
        """The rules, those of ordered options only where some are; and the peer score."""
        rules = [rule for rule in OPTION_RULES.values() if not rule.ordered or self.ordered.any()]
        found = [
            LongMeasure(rule.name, rule.title, rule.against, partial(self._figures, rule), *_ORDER[rule.ordered])
            for rule in rules
        ]
        return {measure.name: measure for measure in (*found, self._company)}

    @cached_property
    def _known(self) -> dict[tuple[str, float | None], Scores]:
        return {}

    def scores(self, rule: OptionRule, floor: float | None = None) -> Scores:
        """The score of every forecast by a rule; a floor is for the rules that a certainty can make infinite."""
        key = (rule.name, floor)
        if key not in self._known:
            self._known[key] = self._scores(rule, floor)
        return self._known[key]

    def _scores(self, rule: OptionRule, floor: float | None) -> Scores:
        settings = {"floor": floor} if _endless(rule) else {}
        rows = self._ranked if rule.ordered else self._plain
        values = rule.score(*rows, forecasts=self.forecasts, **settings)
        coin, worst = np.full(self.forecasts, nan), np.full(self.forecasts, nan)
        for many in np.unique(self.count[self.count > 1]).tolist():
            coin[self.count == many], worst[self.count == many] = _imagined(rule, many, settings)
        return Scores(values, rule.range, coin, worst)

    def _figures(self, rule: OptionRule, trials: Trials, settings: LongFormSettings) -> Figures:
        scores = self.scores(rule, settings.log_floor)
        found = estimate(trials, scores, settings.level)
        return found | {"_infinite": infinite(trials, scores)} if _endless(rule) else found

    @property
    def _company(self) -> LongMeasure:
        return LongMeasure(PEER.name, PEER.title, PEER.against, self._peer)

    def _peer(self, trials: Trials, settings: LongFormSettings) -> Figures:
        """The peer score asks for nothing but the probability given to what happened."""
        q = given_to_truth(*self._plain, floor=settings.log_floor, forecasts=self.forecasts)[trials.forecast]
        nothing, one = np.zeros(q.size, np.int64), np.ones(q.size)
        scored = trials.group >= 0
        stands = Stands(
            trials.group, trials.analyst, trials.question, trials.cluster, q, one, trials.w,
            start=nothing, stop=nothing, whole=one, groups=trials.groups, momentary=True,
        )  # fmt: skip
        cells = cells_of(trials.group[scored], q[scored], one[scored], trials.w[scored], groups=trials.groups)
        return PEER.compute(Case(cells, cells, settings.level, stands=stands))


def _endless(rule: OptionRule) -> bool:
    """Whether a single score may be infinite: the ranked probability score only grows with the number of options."""
    return isinf(rule.range[1]) and not rule.ordered


def _imagined(rule: OptionRule, many: int, settings: Mapping[str, float | None]) -> tuple[float, float]:
    """What a rule gives so many options for equal odds, whichever came about, and for the worst certainty."""
    code, option = np.repeat(np.arange(many), many), np.tile(np.arange(many), many)
    even = rule.score(code, np.full(code.size, 1 / many), (code == option).astype(float),
                      *([option + 1] if rule.ordered else []), **settings)  # fmt: skip
    end = np.arange(many)
    worst = rule.score(end * 0, (end == 0).astype(float), (end == many - 1).astype(float),
                       *([end + 1] if rule.ordered else []), **settings)  # fmt: skip
    return float(even.mean()), float(worst[0])


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
    mean = divided(np.bincount(rows.code, lost, size), np.bincount(rows.code, minlength=size))
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
