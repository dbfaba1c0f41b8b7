"""Proper scoring rules: what one forecast costs given what happened, their means, and skill against a reference."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf, isfinite
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ledger.scoring.cells import Array, divided
from ledger.scoring.intervals import DEFAULT_METHOD, Frame, intervals
from ledger.scoring.measures.registry import Case, Figures, measure


@dataclass(frozen=True, slots=True)
class Rule:
    """A per-forecast scoring rule.

    ``cost`` takes probabilities and outcomes from 0 to 1. ``range`` is the best and the worst score, ``against`` what a
    score is held against, ``reference`` the paper that the rule comes from.
    """

    name: str
    title: str
    formula: str
    orientation: Literal["lower is better", "higher is better"]
    range: tuple[float, float]
    against: str
    reference: str
    cost: Callable[[Array, Array], Array]

    @property
    def bounded(self) -> bool:
        """Whether even certainty that turns out wrong has a finite score."""
        return all(isfinite(end) for end in self.range)

    @property
    def even(self) -> float:
        """The score of always saying one half, be it true or false."""
        return float(self.score(0.5, 1.0))

    def score(self, p: ArrayLike, y: ArrayLike, log_floor: float | None = None) -> Array:
        """Score forecasts one by one.

        Args:
            p: stated probabilities, 0 to 1.
            y: outcomes, 0 to 1; one between gives the score expected if that were the chance of true (for Brier, the
                square of the distance).
            log_floor: for an unbounded rule, probabilities are brought within ``log_floor`` to ``1 - log_floor`` first.

        Returns:
            Scores, of the shape of p and y together; infinite where an unbounded rule says so.

        Raises:
            ValueError: the floor is not above 0 and below one half.
        """
        prob, out = np.broadcast_arrays(np.asarray(p, float), np.asarray(y, float))
        if log_floor is not None and not self.bounded:
            if not 0 < log_floor < 0.5:  # noqa: PLR2004 - one half
                raise ValueError(f"a floor of {log_floor} is not above 0 and below one half")
            prob = np.clip(prob, log_floor, 1 - log_floor)
        return self.cost(prob, out)

    def frame(self, log_floor: float | None = None) -> Frame | None:
        """What an interval must know of the rule: its ends, a coin flip and a disaster; None if it is unbounded."""
        best, coin, disaster = self.score([1.0, 0.5, 1.0], [1.0, 1.0, 0.0], log_floor).tolist()
        if not isfinite(disaster):
            return None
        return Frame(coin, disaster, min(best, disaster), max(best, disaster))


def _expected(given: Callable[[Array], Array], p: Array, y: Array) -> Array:
    """The score by the probability given to what happened, y parts of it true and 1 - y false.

    What did not happen at all does not count, though its score may be infinite.
    """
    scores = given(np.where(y == 1, p, 1 - p))
    part = (y > 0) & (y < 1)
    if part.any():
        true, some = p[part], y[part]
        scores[part] = some * given(true) + (1 - some) * given(1 - true)
    return scores


def _surprise(q: Array) -> Array:
    """-ln q: infinite at 0, and at 1 a zero without a sign."""
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - np.log(q))


def _angle(q: Array) -> Array:
    """One minus the cosine between what was said and what happened."""
    return np.asarray(1 - q / np.sqrt(q**2 + (1 - q) ** 2))


def _bits(q: Array) -> Array:
    """Hundredths of a bit gained on saying one half."""
    with np.errstate(divide="ignore"):
        return np.asarray(100 * (np.log2(q) + 1))


def _brier(p: Array, y: Array) -> Array:
    """(p - y)^2."""
    return (p - y) ** 2


def _brier2(p: Array, y: Array) -> Array:
    """The square once for true and once for false."""
    return 2 * _brier(p, y)


_BRIER_1950 = (
    "Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather Review 78, 1-3"
)
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            Rule(
                name="brier",
                title="Brier",
                formula="(p - y)^2",
                orientation="lower is better",
                range=(0.0, 1.0),
                against="0 is perfect, 0.25 is always saying 50%",
                reference=f"{_BRIER_1950}; halved from its two-category form, which runs from 0 to 2",
                cost=_brier,
            ),
            Rule(
                name="brier2",
                title="Brier 0-2",
                formula="2 (p - y)^2",
                orientation="lower is better",
                range=(0.0, 2.0),
                against="0 is perfect, 0.5 is always saying 50%",
                reference=f"{_BRIER_1950}; summed over true and false, as published",
                cost=_brier2,
            ),
            Rule(
                name="log",
                title="Log",
                formula="-y ln p - (1 - y) ln(1 - p)",
                orientation="lower is better",
                range=(0.0, inf),
                against="0 is perfect, 0.693 is always saying 50%, infinite is certain and wrong",
                reference="Good (1952), Rational decisions, Journal of the Royal Statistical Society B 14, 107-114",
                cost=partial(_expected, _surprise),
            ),
            Rule(
                name="spherical",
                title="Spherical",
                formula="1 - (y p + (1 - y) (1 - p)) / sqrt(p^2 + (1 - p)^2)",
                orientation="lower is better",
                range=(0.0, 1.0),
                against="0 is perfect, 0.293 is always saying 50%",
                reference="Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation, "
                "JASA 102, 359-378; taken from 1",
                cost=partial(_expected, _angle),
            ),
            Rule(
                name="baseline",
                title="Baseline",
                formula="100 (y log2 p + (1 - y) log2(1 - p) + 1)",
                orientation="higher is better",
                range=(100.0, -inf),
                against="100 is perfect, 0 is always saying 50%",
                reference="Metaculus (2023), Scores FAQ",
                cost=partial(_expected, _bits),
            ),
        )
    }
)


def estimated(case: Case, figure: Callable[[Array, Array], Array], frame: Frame | None) -> Figures:
    """The weighted mean of a figure of (p, y), with its interval over what resolves together.

    There is no interval where the figure has no ``frame``, or where what resolves together is not known.
    """
    values = figure(case.cells.p, case.cells.y)
    mean = case.cells.mean(values)
    low, high = np.full(mean.shape, np.nan), np.full(mean.shape, np.nan)
    if frame is not None and case.intervals:
        if case.clustered is not case.cells:
            values = figure(case.clustered.p, case.clustered.y)
        ends = intervals(case.clustered, values, DEFAULT_METHOD, case.level, frame=frame)
        # What "+2" imagines moves an interval; it is to hold the mean all the same, at whatever level.
        low, high = np.minimum(ends[0], mean), np.maximum(ends[1], mean)
    return {"": mean, "_low": low, "_high": high}


def _mean(rule: Rule, case: Case) -> Figures:
    """The mean of a rule; of an unbounded one also how many scores are infinite, and no mean if there are any."""
    figures = estimated(case, partial(rule.score, log_floor=case.log_floor), rule.frame(case.log_floor))
    if rule.bounded:
        return figures
    endless = np.isinf(figures[""])
    count = np.zeros(endless.shape)
    if endless.any():
        infinite = np.isinf(rule.score(case.cells.p, case.cells.y, case.log_floor))
        count = case.cells.sum(case.cells.n * infinite.astype(float))
    return figures | {"": np.where(endless, np.nan, figures[""]), "_infinite": count}


for _rule in RULES.values():
    measure(
        _rule.name,
        title=_rule.title,
        formula=f"mean of {_rule.formula}",
        orientation=_rule.orientation,
        range=_rule.range,
        against=_rule.against,
        reference=_rule.reference,
    )(partial(_mean, _rule))


@measure(
    "brier_index",
    title="Brier Index",
    formula="100 (1 - sqrt(mean of (p - y)^2))",
    orientation="higher is better",
    range=(100.0, 0.0),
    against="100 is perfect, 50 is always saying 50%, 0 is always certain and wrong",
    reference="Kucinskas, Bastani & Reynolds (2026), Introducing the Brier Index, Forecasting Research Institute; "
    "there of a score adjusted for difficulty",
)
def brier_index(case: Case) -> Figures:
    """The mean Brier score on a scale that rises; a mean is turned round whole, and so is its interval."""
    found = _mean(RULES["brier"], case)
    mean, low, high = (100 * (1 - np.sqrt(found[suffix])) for suffix in ("", "_high", "_low"))
    return {"": mean, "_low": low, "_high": high}


_BRIER = RULES["brier"]


@measure(
    "skill",
    title="Skill",
    formula="1 - mean of (p - y)^2 / mean of (r - y)^2, r the reference's probability",
    orientation="higher is better",
    range=(1.0, -float("inf")),
    against="0 is the reference, 1 is perfect",
    reference="Murphy (1988), Skill scores based on the mean square error and their relationships to the correlation "
    "coefficient, Monthly Weather Review 116, 2417-2424",
)
def skill(case: Case) -> Figures:
    """A ratio of means, never a mean of ratios; NaN if the reference is never wrong."""
    cells, always = case.cells, _reference(case)
    theirs = cells.mean(_BRIER.score(always, cells.y))
    return {"": 1 - divided(cells.mean(_BRIER.score(cells.p, cells.y)), theirs)}


@measure(
    "difference",
    title="Brier difference",
    formula="mean of (p - y)^2 - (r - y)^2, r the reference's probability",
    orientation="lower is better",
    range=(-1.0, 1.0),
    against="0 is the reference; below it better",
    reference="Diebold & Mariano (1995), Comparing predictive accuracy, "
    "Journal of Business & Economic Statistics 13, 253-263",
)
def difference(case: Case) -> Figures:
    """The score minus the reference's, forecast by forecast, with its interval over what resolves together."""
    always = _reference(case)

    def gain(p: Array, y: Array) -> Array:
        return _BRIER.score(p, y) - _BRIER.score(always, y)

    return estimated(case, gain, difference_frame(always))


def difference_frame(always: float) -> Frame:
    """What an interval must know of the score minus that of a reference that gives the probability ``always``.

    "+2" imagines a coin flip where the reference is at its worst and a disaster where it is at its best. Against one
    half, which scores the same either way, that is the interval of the score moved by a constant.
    """
    best, worst = sorted(_BRIER.score(always, [0.0, 1.0]).tolist())
    low, high = sorted(_BRIER.range)
    return Frame(_BRIER.even - worst, high - best, low - high, high - low)


def _reference(case: Case) -> float:
    """The probability that the declared reference always gives; one half if none was declared."""
    always = 0.5 if case.reference is None else case.reference
    if not 0 <= always <= 1:
        raise ValueError(f"a reference of {always} is not within 0 to 1")
    return always
