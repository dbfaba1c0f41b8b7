"""Calibration: whether what was said to be 70% came true seven times in ten. The Brier score in its parts, and a test.

In the large: how many were expected to come true, beside how many did.
"""

from math import erfc, inf

import numpy as np
from numpy.typing import NDArray

from ledger.scoring.cells import Array, Cells, divided
from ledger.scoring.measures.registry import Case, Figures, measure
from ledger.scoring.recalibration import miscalibration, recalibrated

CORP = (
    "Dimitriadis, Gneiting & Jordan (2021), Stable reliability diagrams for probabilistic classifiers, "
    "PNAS 118(8), e2016191118"
)
MURPHY = "Murphy (1973), A new vector partition of the probability score, Journal of Applied Meteorology 12, 595-600"
FERRO = (
    "Ferro & Fricker (2012), A bias-corrected decomposition of the Brier score, Quarterly Journal of the Royal "
    "Meteorological Society 138, 1954-1960; kept within bounds as in SpecsVerification 0.5"
)

ROUNDING = 1e-9  # what differs by less, for its size, is equal


def one_by_one(cells: Cells) -> NDArray[np.bool_]:
    """Which groups can be taken as draws of a coin each: every forecast weighs the same, every outcome true or false.

    What rests on such draws (a variance, a p-value) does not exist for other groups.
    """
    usual = divided(cells.weight, cells.count)[cells.group]
    odd = (np.abs(cells.w - usual * cells.n) > ROUNDING * cells.w) | ((cells.y != 0) & (cells.y != 1))
    return np.equal(cells.sum(odd.astype(float)), 0)


@measure(
    "mcb",
    title="Miscalibration",
    short="MCB",
    formula="mean (p - y)^2 - mean (x - y)^2, x = p recalibrated by isotonic regression",
    orientation="lower is better",
    range=(0.0, 1.0),
    against="0 is perfect calibration; chance alone shows more, the fewer forecasts there are",
    reference=CORP,
)
def mcb(case: Case) -> Figures:
    """Miscalibration: what recalibration would take off the Brier score. Brier = MCB - DSC + UNC."""
    return {"": miscalibration(case.cells.steps)}


@measure(
    "dsc",
    title="Discrimination",
    short="DSC",
    formula="mean (r - y)^2 - mean (x - y)^2, r = share that came true, x = p recalibrated by isotonic regression",
    orientation="higher is better",
    range=(0.25, 0.0),
    against="0 is telling nothing apart; moves when questions are put the other way round",
    reference=CORP,
)
def dsc(case: Case) -> Figures:
    """Discrimination: how far the recalibrated probabilities beat the group's own rate.

    What recalibration leaves over sums to zero in every block, so the difference of the two scores is the mean of
    (x - r)^2: never negative, rounding or not, and right for outcomes in part.
    """
    steps = case.cells.steps
    return {"": divided(steps.sum(steps.w * (recalibrated(steps) - steps.rate[steps.group]) ** 2), steps.weight)}


@measure(
    "unc",
    title="Uncertainty",
    short="UNC",
    formula="mean (r - y)^2, r = share that came true",
    orientation="neither",
    range=(0.0, 0.25),
    against="0.25 is questions that came true half of the time; says nothing of the analyst",
    reference=CORP,
)
def unc(case: Case) -> Figures:
    """Uncertainty: the Brier score of always giving the group's own rate, known only afterwards."""
    return {"": _uncertainty(case.cells)}


def _uncertainty(cells: Cells) -> Array:
    return cells.mean((cells.rate[cells.group] - cells.y) ** 2)


def _murphy(cells: Cells) -> tuple[Array, Array, Array]:
    """Murphy's three terms on the distinct probabilities: reliability, discrimination and uncertainty."""
    steps = cells.steps
    rate = steps.o / steps.w
    rel = divided(steps.sum(steps.w * (steps.p - rate) ** 2), steps.weight)
    dis = divided(steps.sum(steps.w * (rate - steps.rate[steps.group]) ** 2), steps.weight)
    return rel, dis, _uncertainty(cells)


def _corrected(cells: Cells) -> tuple[Array, Array, Array]:
    """Murphy's terms with the bias of few forecasts taken off, as far as bounds allow.

    REL - a c, DIS - a (c - t), UNC + a t with c = sum over n_k > 1 of o_k (n_k - o_k) / (n_k (n_k - 1)) / n and
    t = UNC / (n - 1); a is the largest share up to 1 that keeps REL >= 0, DIS >= 0 and UNC <= 1/4. Near a rate of one
    half the bound of UNC leaves little of the correction.
    """
    steps, count = cells.steps, cells.count
    rel, dis, unc = _murphy(cells)
    rate, several = steps.o / steps.w, steps.n > 1
    within = np.divide(rate * (1 - rate) * steps.n, steps.n - 1, out=np.zeros(steps.n.size), where=several)
    c, t = divided(steps.sum(within), count), divided(unc, count - 1)
    # At a single probability c and t are equal: what rounding leaves between them is no slope to go by.
    slope = np.where(np.abs(c - t) > ROUNDING * t, c - t, 0.0)
    share = np.minimum(np.minimum(_reach(rel, c), _reach(dis, slope)), _reach(0.25 - unc, t))
    share = np.where(one_by_one(cells), share, np.nan)
    # Where the share ends at a bound, rounding may end just beyond it.
    return np.maximum(rel - share * c, 0.0), np.maximum(dis - share * slope, 0.0), np.minimum(unc + share * t, 0.25)


def _reach(room: Array, slope: Array) -> Array:
    """How much of a step of ``slope`` fits into ``room``: 0 to 1."""
    with np.errstate(over="ignore"):  # a slope of next to nothing is no bound
        return np.clip(np.divide(room, slope, out=np.ones(room.size), where=~(slope <= 0)), 0.0, 1.0)


@measure(
    "murphy_rel",
    title="Calibration (Murphy)",
    short="Murphy CAL",
    formula="sum n_k (p_k - r_k)^2 / n over distinct p, r_k = share of those at p_k that came true",
    orientation="lower is better",
    range=(0.0, 1.0),
    against="0 is perfect calibration; much too high where few forecasts share a probability",
    reference=MURPHY,
)
def murphy_rel(case: Case) -> Figures:
    """Murphy's reliability term. Brier = REL - DIS + UNC."""
    return {"": _murphy(case.cells)[0]}


@measure(
    "murphy_dis",
    title="Discrimination (Murphy)",
    short="Murphy DSC",
    formula="sum n_k (r_k - r)^2 / n over distinct p, r = share that came true, r_k = that of those at p_k",
    orientation="higher is better",
    range=(0.25, 0.0),
    against="0 is telling nothing apart; moves when questions are put the other way round",
    reference=MURPHY,
)
def murphy_dis(case: Case) -> Figures:
    """Murphy's term for how far the outcomes differ between one stated probability and another."""
    return {"": _murphy(case.cells)[1]}


@measure(
    "murphy_unc",
    title="Uncertainty (Murphy)",
    short="Murphy UNC",
    formula="mean (r - y)^2, r = share that came true",
    orientation="neither",
    range=(0.0, 0.25),
    against="0.25 is questions that came true half of the time; says nothing of the analyst",
    reference=MURPHY,
)
def murphy_unc(case: Case) -> Figures:
    """Murphy's uncertainty term, the same figure as ``unc``."""
    return {"": _murphy(case.cells)[2]}


@measure(
    "murphy_rel_corrected",
    title="Calibration (Murphy, corrected)",
    short="CAL corr.",
    formula="REL - a c, c = sum over n_k > 1 of o_k (n_k - o_k) / (n_k (n_k - 1)) / n, a <= 1 keeps terms in bounds",
    orientation="lower is better",
    range=(0.0, 1.0),
    against="0 is perfect calibration; still too high below 30 forecasts",
    reference=FERRO,
)
def murphy_rel_corrected(case: Case) -> Figures:
    """Reliability with the bias of few forecasts taken off.

    NaN for a single forecast, for unequal weights and for outcomes in part.
    """
    return {"": _corrected(case.cells)[0]}


@measure(
    "murphy_dis_corrected",
    title="Discrimination (Murphy, corrected)",
    short="DSC corr.",
    formula="DIS - a (c - t), t = UNC / (n - 1), a and c as for murphy_rel_corrected",
    orientation="higher is better",
    range=(0.25, 0.0),
    against="0 is telling nothing apart; moves when questions are put the other way round",
    reference=FERRO,
)
def murphy_dis_corrected(case: Case) -> Figures:
    """Discrimination with the bias of few forecasts taken off; NaN as for ``murphy_rel_corrected``."""
    return {"": _corrected(case.cells)[1]}


@measure(
    "murphy_unc_corrected",
    title="Uncertainty (Murphy, corrected)",
    short="UNC corr.",
    formula="UNC + a t, t = UNC / (n - 1), a as for murphy_rel_corrected",
    orientation="neither",
    range=(0.0, 0.25),
    against="0.25 is questions that came true half of the time; says nothing of the analyst",
    reference=FERRO,
)
def murphy_unc_corrected(case: Case) -> Figures:
    """Uncertainty with the bias of few forecasts taken off; NaN as for ``murphy_rel_corrected``."""
    return {"": _corrected(case.cells)[2]}


@measure(
    "spiegelhalter",
    title="Spiegelhalter's Z",
    short="Z",
    formula="sum (y - p) (1 - 2p) / sqrt(sum (1 - 2p)^2 p (1 - p))",
    orientation="neither",
    range=(-inf, inf),
    against="0 is the Brier score that the probabilities themselves lead one to expect; above 0 is worse",
    reference="Spiegelhalter (1986), Probabilistic prediction in patient management and clinical trials, "
    "Statistics in Medicine 5, 421-433",
)
def spiegelhalter(case: Case) -> Figures:
    """A test of calibration that holds its size with few forecasts: Z, and under "_p" its two-sided normal p-value.

    Z is how far the Brier score lies from what it would be on average if every probability were right, in standard
    deviations. NaN where nothing can vary (only 0, 1/2 and 1 were said), for unequal weights and outcomes in part, and
    where forecasts were not drawn apart.
    """
    cells, steps = case.cells, case.cells.steps
    tilt = 1 - 2 * steps.p
    # Weights that are all the same are brought back to counts.
    surplus = divided(steps.sum((steps.o - steps.w * steps.p) * tilt) * cells.count, cells.weight)
    spread = np.sqrt(steps.sum(steps.n * tilt**2 * steps.p * (1 - steps.p)))
    z = np.where(one_by_one(cells) & case.single, divided(surplus, spread), np.nan)
    return {"": z, "_p": np.vectorize(erfc, otypes=[float])(np.abs(z) / np.sqrt(2))}


_REFERENCE = (
    "Murphy (1973), A new vector partition of the probability score, Journal of Applied Meteorology 12, 595-600"
)


@measure(
    "expected",
    title="Expected",
    formula="sum of p",
    orientation="neither",
    range=(0.0, float("inf")),
    against="hold it against how many occurred",
    reference=_REFERENCE,
)
def expected(case: Case) -> Figures:
    """How many of the outcomes the stated probabilities add up to."""
    return {"": case.cells.sum(case.cells.w * case.cells.p)}


@measure(
    "occurred",
    title="Occurred",
    formula="sum of y",
    orientation="neither",
    range=(0.0, float("inf")),
    against="hold it against how many were expected",
    reference=_REFERENCE,
)
def occurred(case: Case) -> Figures:
    """How many came true."""
    return {"": case.cells.sum(case.cells.w * case.cells.y)}
