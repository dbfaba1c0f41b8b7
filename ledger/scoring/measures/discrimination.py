"""Discrimination: whether what came true had been given higher probabilities than what did not; and hit rates."""

import numpy as np

from ledger.scoring.cells import Array, Steps, Whole, divided
from ledger.scoring.intervals import Frame, wilson
from ledger.scoring.measures.calibration import one_by_one
from ledger.scoring.measures.registry import Case, Figures, measure
from ledger.scoring.measures.rules import estimated
from ledger.scoring.student import z_quantile

FEWEST = 5  # events, and non-events, for an interval
GAP = Frame(coin=-0.5, disaster=1.0, low=-0.5, high=1.0)
"""The confidence gap runs from -1/2 (nearly even odds, and right) to 1 (certain, and wrong); "+2" imagines both."""


@measure(
    "auc",
    title="AUC",
    formula="sum o_k (2 non-events below k + non-events at k) / (2 events non-events), k over distinct p",
    orientation="higher is better",
    range=(1.0, 0.0),
    against="0.5 is telling nothing apart; moves when questions are put the other way round",
    reference="DeLong, DeLong & Clarke-Pearson (1988), Comparing the areas under two or more correlated receiver "
    "operating characteristic curves, Biometrics 44, 837-845",
)
def auc(case: Case) -> Figures:
    """The chance that a question which came true had been given the higher probability than one which did not.

    A tie counts half; an outcome in part counts as that much of an event and the rest of a non-event. NaN without
    events or without non-events. The interval, under "_low" and "_high" at the level of the case, is taken on the logit
    scale with DeLong's standard error. It exists where forecasts were drawn apart, weigh the same and came true or not,
    with at least five of each sort, unless there is no spread to see: the two sorts apart without exception, or all at
    one probability.
    """
    steps = case.cells.steps
    events, others = steps.o, steps.w - steps.o
    below = _running(others, steps.group) - others
    # With weights that are counts, both halves of the quotient are whole numbers: it is rounded once.
    area = divided(steps.sum(events * (2 * below + others)), 2 * steps.sum(events) * steps.sum(others))
    error = np.where(one_by_one(case.cells) & case.single, delong_error(steps), np.nan)
    low, high = _on_logit_scale(area, error, case.level)
    return {"": area, "_low": low, "_high": high}


def delong_error(steps: Steps) -> Array:
    """The standard error of each group's AUC; NaN with fewer than five events or non-events.

    S_10 / events + S_01 / non-events: the variance over events of the share of non-events that each beats, and over
    non-events of the share of events that beat each, ties counting half. DeLong, DeLong & Clarke-Pearson (1988); from
    distinct probabilities it takes a pass, not a comparison of every pair. Weights are taken as counts, whatever their
    unit.
    """
    unit = divided(steps.sum(steps.n.astype(float)), steps.weight)[steps.group]
    events, others = steps.o * unit, (steps.w - steps.o) * unit
    beats = _running(others, steps.group) - others / 2
    beaten_by = steps.sum(events)[steps.group] - _running(events, steps.group) + events / 2
    return np.sqrt(_part(steps, events, beats, steps.sum(others)) + _part(steps, others, beaten_by, steps.sum(events)))


def _part(steps: Steps, these: Array, won: Array, those: Array) -> Array:
    """What one sort adds to the variance: that of its shares ``won`` of the other sort, over how many it is."""
    many = steps.sum(these)
    share = divided(won, those[steps.group])
    middle = divided(steps.sum(these * share), many)
    part = divided(steps.sum(these * (share - middle[steps.group]) ** 2), many * (many - 1))
    return np.where(np.rint(many) >= FEWEST, part, np.nan)


def _on_logit_scale(area: Array, error: Array, level: float) -> tuple[Array, Array]:
    """The interval logit(AUC) -+ z error / (AUC (1 - AUC)), brought back to 0 to 1.

    Pepe (2003), The statistical evaluation of medical tests for classification and prediction, chapter 5. Preferred to
    AUC -+ z error because it covers better: in simulations with 5 to 50 of each sort and a true AUC from 0.6 to 0.97,
    where it exists, 89 to 96% at a level of 90%; without the logit 80 to 90% up to 0.75, and down to 34% beyond.
    """
    exists = (error > 0) & (area > 0) & (area < 1)
    half = z_quantile(level) * divided(error, np.where(exists, area * (1 - area), 0.0))
    middle = np.log(np.divide(area, 1 - area, out=np.full(area.size, np.nan), where=exists))
    low, high = (1 / (1 + np.exp(-end)) for end in (middle - half, middle + half))
    return low, high


def _running(values: Array, group: Whole) -> Array:
    """The running sum within each group, the place itself included.

    Sums reach over 1, 2, 4 ... places in turn, so no group's figure takes up the rounding of another's.
    """
    total, reach = values.copy(), 1
    longest = np.bincount(group, minlength=1).max()
    while reach < longest:
        total[reach:] += np.where(group[reach:] == group[:-reach], total[:-reach], 0.0)
        reach *= 2
    return total


_CONFIDENCE = (
    "Lichtenstein & Fischhoff (1977), Do those who know more also know more about how much they know?, "
    "Organizational Behavior and Human Performance 20, 159-183"
)


def side(values: Array) -> Array:
    """Which side of one half a probability or an outcome is on: 1 true, -1 false, 0 neither."""
    return np.sign(values - 0.5)


@measure(
    "hit_rate",
    title="Right",
    formula="share of forecasts with p and y on one side of 1/2, of those with both on a side",
    orientation="higher is better",
    range=(1.0, 0.0),
    against="50% is tossing a coin; easy questions raise it",
    reference="Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212; "
    "Kish (1965), Survey Sampling, for unequal weights",
)
def hit_rate(case: Case) -> Figures:
    """The share on the right side of one half, with its Wilson interval.

    ``_n`` is how many forecasts were judged, ``_ties`` how many were not, because probability or outcome is exactly one
    half. Weights that differ count in the interval as (sum w)^2 / sum w^2 equal ones. It takes forecasts as
    independent; what resolves together does not widen it.
    """
    cells = case.cells
    judged = cells.where((side(cells.p) != 0) & (side(cells.y) != 0))
    share = judged.mean((side(judged.p) == side(judged.y)).astype(float))
    n = judged.count.astype(float)
    equal = divided(judged.weight**2, judged.sum(judged.w**2 / np.maximum(judged.n, 1)))
    low, high = (np.where(case.single, end, np.nan) for end in wilson(share, equal, case.level))
    return {"": share, "_low": low, "_high": high, "_n": n, "_ties": cells.count - n}


@measure(
    "stated",
    title="Stated",
    formula="mean of max(p, 1 - p)",
    orientation="neither",
    range=(0.5, 1.0),
    against="how sure on average of the side taken; hold it against the share right",
    reference=_CONFIDENCE,
)
def stated(case: Case) -> Figures:
    """How sure forecasts were of their own side."""
    return {"": case.cells.mean(np.maximum(case.cells.p, 1 - case.cells.p))}


@measure(
    "confidence_gap",
    title="Confidence",
    formula="mean of max(p, 1 - p) minus the share right, p = 1/2 being half right",
    orientation="neither",
    range=(-0.5, 1.0),
    against="0 is as sure as borne out; above it overconfident, below it underconfident",
    reference=_CONFIDENCE,
)
def confidence_gap(case: Case) -> Figures:
    """How much more was claimed than borne out, with its interval over what resolves together."""
    return estimated(case, gap, GAP)


def gap(p: Array, y: Array) -> Array:
    """How sure a forecast is, minus the share of the outcome on its side; a tie is half right whatever happens."""
    return np.abs(p - 0.5) - side(p) * (y - 0.5)
