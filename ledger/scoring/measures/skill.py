"""The Brier score held against a reference that always gives the same probability, on the same forecasts."""

from fractions import Fraction

from ledger.scoring.arrays import Array, divided
from ledger.scoring.intervals import Frame
from ledger.scoring.measures.registry import Case, Figures, measure
from ledger.scoring.measures.rules import RULES, estimated

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
    """What an interval must know of the difference to a reference: see ``estimates.difference``."""
    best, worst = sorted(Fraction(value) for value in _BRIER.score(always, [0.0, 1.0]).tolist())
    low, high = sorted(_BRIER.range)
    return Frame(1, (Fraction(_BRIER.even) - worst, Fraction(high) - best), low - high, high - low)


def _reference(case: Case) -> float:
    """The probability that the declared reference always gives; one half if none was declared."""
    always = 0.5 if case.reference is None else case.reference
    if not 0 <= always <= 1:
        raise ValueError(f"a reference of {always} is not within 0 to 1")
    return always
