"""What the record says of one analyst (or topic, year, total): the figures of a set of cells, and what follows.

A figure that does not exist is None. Means are exact ratios of whole numbers, rounded once; an interval is over
clusters, except that of the hit rate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ledger.scoring.cells import HALF, PPM, Cell, merge
from ledger.scoring.estimates import GAP, STATED, Estimate, constant, excess_over, mean_estimate, scored_by
from ledger.scoring.intervals import SHARE_METHODS
from ledger.scoring.rules import BRIER

MIN_RESOLVED = 10  # under either of these there are figures but no verdict
MIN_CLUSTERS = 5

Confidence = Literal["over", "under", "unclear"]


@dataclass(frozen=True, slots=True)
class SummaryFigures:
    """The figures of a set of resolved claims.

    ``resolved`` counts all of them; ``scored`` those with a probability, ``scored_clusters`` where these come from;
    ``judged`` those on a side, flat assertions included; ``ties`` those at exactly one half, which have no side.
    ``brier_difference`` is the Brier score minus that of the reference on the same claims: below zero is better.
    ``confidence_gap`` is ``stated`` (mean of max(p, 1 - p)) minus the share right on the same claims, a tie counting
    as half right. ``reference`` is in millionths, None if none was declared: it is then one half.
    """

    level: float
    reference: int | None
    resolved: int
    clusters: int
    scored: int
    scored_clusters: int
    judged: int
    right: int
    ties: int
    hit_rate: float | None
    hit_rate_low: float | None
    hit_rate_high: float | None
    brier: float | None
    brier_low: float | None
    brier_high: float | None
    reference_brier: float | None
    brier_difference: float | None
    brier_difference_low: float | None
    brier_difference_high: float | None
    skill: float | None
    stated: float | None
    confidence_gap: float | None
    confidence_gap_low: float | None
    confidence_gap_high: float | None

    @property
    def too_few(self) -> str | None:
        """What there is too little of for a verdict, as in "8 resolved"; None if there is enough."""
        if self.resolved < MIN_RESOLVED:
            return f"{self.resolved} resolved"
        what = "resolved" if self.scored == self.resolved else "with a probability"
        if self.scored < MIN_RESOLVED:
            return f"{self.scored} {what}"
        if self.scored_clusters < MIN_CLUSTERS:
            return f"{self.scored} {what} in {counted(self.scored_clusters, 'episode')}"
        return None

    @property
    def rival(self) -> str:
        """What the Brier score is held against, in words."""
        return "always saying 50%" if self.reference is None else f"the base rate ({self.reference / 10_000:g}%)"

    @property
    def verdict(self) -> str:
        """Better, worse, not distinguishable, or too few to judge.

        It goes by the interval of the difference, claim by claim, because a reference's own score hangs on the same
        outcomes. Always saying one half scores 1/4 whatever happens, so there it is the interval of the Brier score.
        """
        if self.too_few:
            return f"too few to judge ({self.too_few})"
        found = Estimate(self.brier_difference, self.brier_difference_low, self.brier_difference_high)
        words = {-1: "better than", 0: "not distinguishable from", 1: "worse than"}
        return f"{words[found.sign]} {self.rival}"

    @property
    def confidence(self) -> Confidence | None:
        """Whether more was claimed than borne out ("over") or less ("under"); None if there is too little to say."""
        found = Estimate(self.confidence_gap, self.confidence_gap_low, self.confidence_gap_high)
        labels: dict[int, Confidence] = {-1: "under", 0: "unclear", 1: "over"}
        return None if self.too_few else labels[found.sign]


def counted(n: int, noun: str) -> str:
    """A number with its noun, which takes an s unless there is one."""
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _flat(name: str, found: Estimate) -> dict[str, Any]:
    """A figure under its name, its interval under NAME_low and NAME_high."""
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def _hits(cells: Sequence[Cell], level: float) -> tuple[dict[str, int], Estimate]:
    """How many stood on a side, how many of them on the right one, how many on neither; and the share right."""
    right = sum(cell.count for cell in cells if cell.hit is True)
    wrong = sum(cell.count for cell in cells if cell.hit is False)
    judged = right + wrong
    counts = {"judged": judged, "right": right, "ties": sum(cell.count for cell in cells) - judged}
    interval = SHARE_METHODS["wilson"].compute(right, judged, level)
    return counts, Estimate(right / judged, *interval) if interval else Estimate()


def _against(cells: Sequence[Cell], level: float, reference: int) -> dict[str, Any]:
    """The Brier score, that of the reference on the same claims, the difference, and skill = 1 - their ratio.

    Skill is a ratio of means, never a mean of ratios, which says next to nothing about skill.
    """
    figures = _flat("brier", mean_estimate(cells, scored_by(BRIER), level))
    own, theirs = BRIER.mean(cells), constant(BRIER, reference).mean(cells)
    if own is None or theirs is None:
        return figures | _flat("brier_difference", Estimate()) | {"reference_brier": None, "skill": None}
    gain = mean_estimate(cells, excess_over(BRIER, reference), level)
    skill = float(1 - own / theirs) if theirs else None
    return figures | _flat("brier_difference", gain) | {"reference_brier": float(theirs), "skill": skill}


def summarise(cells: Iterable[Cell], *, level: float = 0.90, reference: int | None = None) -> SummaryFigures:
    """Work out every figure of a set of cells.

    Args:
        cells: resolved claims; flat assertions take part in the hit rate alone.
        level: of all intervals.
        reference: the probability, in millionths, that a declared reference always gives; None is one half.
    """
    if reference is not None and not 0 <= reference <= PPM:
        raise ValueError(f"reference {reference} is not within 0 to {PPM} millionths")
    known = merge(cells)
    scored = [cell for cell in known if cell.probability is not None]
    hits, hit_rate = _hits(known, level)
    return SummaryFigures(
        level=level,
        reference=reference,
        resolved=sum(cell.count for cell in known),
        clusters=len({cell.cluster for cell in known}),
        scored=sum(cell.count for cell in scored),
        scored_clusters=len({cell.cluster for cell in scored}),
        stated=mean_estimate(scored, STATED, level).value,
        **hits,
        **_flat("hit_rate", hit_rate),
        **_flat("confidence_gap", mean_estimate(scored, GAP, level)),
        **_against(scored, level, HALF if reference is None else reference),
    )


def figures(summary: SummaryFigures) -> dict[str, int | float | str | None]:
    """The summary as a flat object for machines; the reference as a probability."""
    reference = None if summary.reference is None else summary.reference / PPM
    labels = {"confidence": summary.confidence, "verdict": summary.verdict}
    return asdict(summary) | {"reference": reference} | labels
