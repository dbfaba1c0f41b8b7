"""Which side of one half forecasts took, and how sure they were of it.

All of these come out the same however a question is put.
"""

import numpy as np

from ledger.scoring.arrays import Array, divided
from ledger.scoring.estimates import GAP
from ledger.scoring.grouped_intervals import share_intervals
from ledger.scoring.measures.registry import Case, Figures, measure
from ledger.scoring.measures.rules import estimated

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
    low, high = (np.where(case.single, end, np.nan) for end in share_intervals(share, equal, case.level))
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
    return estimated(case, gap, GAP.frame)


def gap(p: Array, y: Array) -> Array:
    """How sure a forecast is, minus the share of the outcome on its side; a tie is half right whatever happens."""
    return np.abs(p - 0.5) - side(p) * (y - 0.5)
