"""A summary in sentences, for people."""

from ledger.scoring.summary import SummaryFigures, counted

_CONFIDENCE = {"over": "overconfident", "under": "underconfident", "unclear": "over- or underconfidence unclear"}


def score_sentence(summary: SummaryFigures) -> str:
    """The Brier score with its interval, its scale and the number of claims."""
    if summary.brier is None:
        return f"No Brier score: {counted(summary.resolved, 'resolved claim')}, none with a probability."
    return (
        f"Brier {summary.brier:.2f} ({100 * summary.level:g}% interval "
        f"{summary.brier_low:.2f}-{summary.brier_high:.2f}; 0 is perfect, "
        f"{summary.reference_brier:.2f} is {summary.rival}). "
        f"{counted(summary.scored, 'claim')} from {counted(summary.scored_clusters, 'episode')}."
    )


def confidence_sentence(summary: SummaryFigures) -> str:
    """How sure the analyst was on average, and how often right on the same claims."""
    if summary.confidence is None or summary.stated is None or summary.confidence_gap is None:
        return "Calibration: too few claims to say."
    right = summary.stated - summary.confidence_gap
    return (
        f"Said {summary.stated:.0%} on average when right {right:.0%} of the time "
        f"({_CONFIDENCE[summary.confidence]}; {counted(summary.scored, 'claim')})."
    )


def sentence(summary: SummaryFigures) -> str:
    """Both sentences."""
    return f"{score_sentence(summary)} {confidence_sentence(summary)}"
