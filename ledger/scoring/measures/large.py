"""Calibration in the large: how many were expected to come true, beside how many did."""

from ledger.scoring.measures.registry import Case, Figures, measure

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
