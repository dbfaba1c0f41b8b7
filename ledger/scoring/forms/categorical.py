"""Forecasts over several options, of which one comes true: their scores, their faults, and tables of them.

Rows are in long form (``long_form.py``): ``forecast`` is the code of the forecast a row belongs to, ``p`` the
probability it gives to this option, ``true`` 1 if this option happened and 0 if not, or a share where several did in
part, and ``order`` the rank of the option from 1, where options have one. Every rule returns one score per forecast.
NaN is a forecast without a score: it has no rows, or ``option_faults`` says what is wrong with it. In the
formulas N is the number of options, p_c and y_c are probability and outcome of option c, F_k and O_k their sums over
the ranks up to k. To add a rule, add its function and its entry in ``OPTION_RULES``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from math import inf, isinf, nan
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, Flags, Whole, cells_of, divided, summed
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
    infinite,
    places,
    running_sums,
)
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.registry import Figures
from ledger.scoring.peers import ForecastsInForce

SUM_TOLERANCE = 1e-6  # how far from one the probabilities of a forecast may add up, as decimals in a file do
FEWEST = 2


@dataclass(frozen=True, slots=True)
class OptionRows:
    """Rows in order. A number that can be no probability is NaN, which makes the forecast's sums NaN as well."""

    code: Whole
    p: Array
    y: Array
    rank: Array | None
    forecasts: int

    def sum(self, values: Array) -> Array:
        """The sum of a figure of each row in every forecast."""
        return summed(self.code, values, self.forecasts)

    @property
    def count(self) -> Whole:
        """How many options each forecast has."""
        return np.bincount(self.code, minlength=self.forecasts)

    @property
    def sound(self) -> Flags:
        """Which forecasts can be scored."""
        sound = (self.count >= FEWEST) & one(self.sum(self.p)) & one(self.sum(self.y))
        if self.rank is None:
            return sound
        return sound & all_of(self.rank == places(self.code) + 1, self.code, self.forecasts)

    def scored(self, values: Array) -> Array:
        """The scores of those that can be scored."""
        return np.where(self.sound, values, nan)


def one(sums: Array) -> Flags:
    """Which sums are one, as far as decimals go; a sum that is NaN is not."""
    return np.abs(sums - 1) <= SUM_TOLERANCE + 1e-12  # three times 0.333333 is off by a little over 1e-6 in binary


def within(values: Array) -> Array:
    """The values from 0 to 1, NaN for all others."""
    return np.where((values >= 0) & (values <= 1), values, nan)


def option_rows(
    forecast: ArrayLike, p: ArrayLike, true: ArrayLike, order: ArrayLike | None, forecasts: int | None
) -> OptionRows:
    """The rows in an order of their own: by probability and outcome, or by rank where there is one.

    Raises:
        ValueError: columns of different lengths, or a code that is none.
    """
    code, many = codes_of(forecast, forecasts)
    prob, out = within(column(p, code)), within(column(true, code))
    if order is None:
        rows = arrangement(code, prob, out)
        return OptionRows(code[rows], prob[rows], out[rows], None, many)
    rank = column(order, code)
    rows = arrangement(code, rank, prob, out)
    return OptionRows(code[rows], prob[rows], out[rows], rank[rows], many)


def options_brier(
    forecast: ArrayLike, p: ArrayLike, true: ArrayLike, *, halved: bool = False, forecasts: int | None = None
) -> Array:
    """Brier score over options: the sum over options of (p_c - y_c)^2, from 0 (best) to 2; Brier (1950).

    Args:
        forecast: code of each row's forecast, whole numbers from 0.
        p: probability of the row's option, 0 to 1.
        true: 1 if the option happened, else 0, or a share.
        halved: give half of it, 0 to 1, which for two options is the binary Brier score.
        forecasts: how many forecasts there are; None is as many as are named.

    Returns:
        One score per forecast; NaN where there is none.

    Raises:
        ValueError: columns of different lengths, or a code that is none.
    """
    options = option_rows(forecast, p, true, None, forecasts)
    score = options.sum((options.p - options.y) ** 2)
    return options.scored(score / 2 if halved else score)


def given_to_truth(
    forecast: ArrayLike,
    p: ArrayLike,
    true: ArrayLike,
    *,
    floor: float | None = None,
    forecasts: int | None = None,
) -> Array:
    """The probability that each forecast gave to what happened, which is all that log, baseline and peer scores need.

    Where several options happened in part it is the product of p_c^y_c, the geometric mean weighted by their shares, so
    that its logarithm is the mean of theirs. ``floor`` lifts smaller probabilities to it, strictly between 0 and 1.

    Raises:
        ValueError: as ``options_brier``, or a floor that is not strictly between 0 and 1.
    """
    if floor is not None and not 0 < floor < 1:
        raise ValueError(f"the floor {floor} is not strictly between 0 and 1")
    options = option_rows(forecast, p, true, None, forecasts)
    product = np.ones(options.forecasts)
    if options.code.size:
        starts = np.flatnonzero(places(options.code) == 0)
        prob = options.p if floor is None else np.maximum(options.p, floor)
        # p^1 is p and p^0 is one to the last bit, so with one option true the product is its probability exactly.
        product[options.code[starts]] = np.multiply.reduceat(prob**options.y, starts)
    return options.scored(product)


def options_log(
    forecast: ArrayLike,
    p: ArrayLike,
    true: ArrayLike,
    *,
    floor: float | None = None,
    forecasts: int | None = None,
) -> Array:
    """Logarithmic score: -ln of the probability given to what happened, from 0 (best) to infinity; Good (1952).

    Infinite where what happened was given no probability, unless a ``floor`` is set. Otherwise as ``given_to_truth``.
    """
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(given_to_truth(forecast, p, true, floor=floor, forecasts=forecasts))


def options_baseline(
    forecast: ArrayLike,
    p: ArrayLike,
    true: ArrayLike,
    *,
    floor: float | None = None,
    forecasts: int | None = None,
) -> Array:
    """Baseline score of Metaculus: 100 (ln p + ln N) / ln N with p given to what happened; higher is better.

    100 is certainty that was right, 0 is equal odds on all N options, and there is no worst. Published in the Metaculus
    scores FAQ (2023). Otherwise as ``given_to_truth``.
    """
    code, _ = codes_of(forecast, forecasts)
    lost = options_log(code, p, true, floor=floor, forecasts=forecasts)
    equal = np.log(np.maximum(np.bincount(code, minlength=lost.size), 1))
    return divided(100 * (equal - lost), equal)


def options_spherical(forecast: ArrayLike, p: ArrayLike, true: ArrayLike, *, forecasts: int | None = None) -> Array:
    """Spherical score: 1 - (sum over c of p_c y_c) / sqrt(sum over c of p_c^2), from 0 (best) to 1.

    Roby (1965), turned so that lower is better. Arguments, result and errors as ``options_brier``.
    """
    options = option_rows(forecast, p, true, None, forecasts)
    return options.scored(1 - divided(options.sum(options.p * options.y), np.sqrt(options.sum(options.p**2))))


def rps(forecast: ArrayLike, p: ArrayLike, true: ArrayLike, order: ArrayLike, *, forecasts: int | None = None) -> Array:
    """Ranked probability score of ordered options: the sum over ranks k of (F_k - O_k)^2, from 0 (best) to N - 1.

    Epstein (1969), in the form of Murphy (1971). ``order`` is the rank of each row's option, 1 to N. Otherwise as
    ``options_brier``; NaN also where a rank is missing or stands twice.
    """
    options = option_rows(forecast, p, true, order, forecasts)
    gap = running_sums(options.p - options.y, places(options.code))
    return options.scored(options.sum(gap**2))


def ordered_brier(
    forecast: ArrayLike, p: ArrayLike, true: ArrayLike, order: ArrayLike, *, forecasts: int | None = None
) -> Array:
    """Ordered Brier score of Good Judgment Open: 2 RPS / (N - 1), from 0 (best) to 2.

    It is the mean, over the N - 1 places at which ordered options can be split in two, of the Brier score (0 to 2) of
    the two halves; Merkle & Hartman (2018). Arguments, result and errors as ``rps``.
    """
    code, _ = codes_of(forecast, forecasts)
    score = rps(code, p, true, order, forecasts=forecasts)
    return divided(2 * score, np.bincount(code, minlength=score.size) - 1)


@dataclass(frozen=True, slots=True)
class OptionRule:
    """A rule over options. ``range`` is from the best to the worst score; ``against`` what a score is held against.

    ``score`` takes forecast, p, true, and, if the rule is of ordered options, order; and ``forecasts`` by name.
    """

    name: str
    title: str
    formula: str
    orientation: Literal["lower is better", "higher is better"]
    range: tuple[float, float]
    against: str
    reference: str
    score: Callable[..., Array]
    ordered: bool = False


def _halved(forecast: ArrayLike, p: ArrayLike, true: ArrayLike, *, forecasts: int | None = None) -> Array:
    return options_brier(forecast, p, true, halved=True, forecasts=forecasts)


_BRIER = "Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1-3"
OPTION_RULES: Mapping[str, OptionRule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            OptionRule(
                name="brier2",
                title="Brier 0-2",
                formula="sum_c (p_c - y_c)^2",
                orientation="lower is better",
                range=(0.0, 2.0),
                against="1 - 1/N is equal odds on N options",
                reference=_BRIER,
                score=options_brier,
            ),
            OptionRule(
                name="brier",
                title="Brier",
                formula="sum_c (p_c - y_c)^2 / 2",
                orientation="lower is better",
                range=(0.0, 1.0),
                against="(1 - 1/N) / 2 is equal odds on N options",
                reference=f"{_BRIER}; halved, so that two options score as one yes or no",
                score=_halved,
            ),
            OptionRule(
                name="log",
                title="Log",
                formula="-ln p of what happened",
                orientation="lower is better",
                range=(0.0, inf),
                against="ln N is equal odds on N options",
                reference="Good (1952), Rational decisions, Journal of the Royal Statistical Society B 14, 107-114",
                score=options_log,
            ),
            OptionRule(
                name="spherical",
                title="Spherical",
                formula="1 - p of what happened / sqrt(sum_c p_c^2)",
                orientation="lower is better",
                range=(0.0, 1.0),
                against="1 - 1/sqrt(N) is equal odds on N options",
                reference="Roby (1965), Belief states and the uses of evidence, Behavioral Science 10, 255-270; "
                "turned so that lower is better",
                score=options_spherical,
            ),
            OptionRule(
                name="baseline",
                title="Baseline",
                formula="100 (ln p + ln N) / ln N, p of what happened",
                orientation="higher is better",
                range=(100.0, -inf),
                against="0 is equal odds on N options",
                reference="Metaculus (2023), Scores FAQ",
                score=options_baseline,
            ),
            OptionRule(
                name="rps",
                title="Ranked probability",
                formula="sum_k (F_k - O_k)^2",
                orientation="lower is better",
                range=(0.0, inf),
                against="N - 1 is all on one end, and the other happened",
                reference="Epstein (1969), A scoring system for probability forecasts of ranked categories, "
                "Journal of Applied Meteorology 8, 985-987; as put by Murphy (1971)",
                score=rps,
                ordered=True,
            ),
            OptionRule(
                name="ordered_brier",
                title="Ordered Brier, 0 to 2",
                formula="2 sum_k (F_k - O_k)^2 / (N - 1)",
                orientation="lower is better",
                range=(0.0, 2.0),
                against="2 is all on one end, and the other happened",
                reference="Merkle & Hartman (2018), Weighted Brier score decompositions for topically heterogenous "
                "forecasting tournaments, Judgment and Decision Making 13, 185-201; the rule of Good Judgment Open",
                score=ordered_brier,
                ordered=True,
            ),
        )
    }
)


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


_PEER = MEASURES["peer"]
_ORDER = {False: (), True: ("", "needs options in an order in every question of a row")}


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
        return LongMeasure(_PEER.name, _PEER.title, _PEER.against, self._peer)

    def _peer(self, trials: Trials, settings: LongFormSettings) -> Figures:
        """The peer score asks for nothing but the probability given to what happened."""
        q = given_to_truth(*self._plain, floor=settings.log_floor, forecasts=self.forecasts)[trials.forecast]
        nothing, one = np.zeros(q.size, np.int64), np.ones(q.size)
        scored = trials.group >= 0
        in_force = ForecastsInForce(
            trials.group, trials.analyst, trials.question, trials.cluster, q, one, trials.w,
            start=nothing, stop=nothing, whole=one, groups=trials.groups, momentary=True,
        )  # fmt: skip
        cells = cells_of(trials.group[scored], q[scored], one[scored], trials.w[scored], groups=trials.groups)
        return _PEER.compute(Case(cells, cells, settings.level, in_force=in_force))


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
