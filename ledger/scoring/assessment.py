"""What the record says of one analyst (or topic, year, total): the figures of a group of cells, and what follows.

The figures are those of the registry of measures. One that does not exist is None.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any, Literal

from ledger.scoring.cells import Cells
from ledger.scoring.measures import MEASURES, Case
from ledger.text.counting import counted

MIN_RESOLVED = 10  # under either of these there are figures but no verdict
MIN_CLUSTERS = 5

Confidence = Literal["over", "under", "unclear"]

MEASURED = ("brier", "difference", "skill", "stated", "confidence_gap", "hit_rate")
"""The measures that an assessment is made of; the last takes flat assertions too."""
_CONFIDENCE = {"over": "overconfident", "under": "underconfident", "unclear": "over- or underconfidence unclear"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """The figures of a group of settled claims.

    ``resolved`` counts all of them; ``scored`` those with a probability, ``scored_clusters`` where these come from;
    ``judged`` those on a side, flat assertions included; ``ties`` those at exactly one half, which have no side.
    ``brier_difference`` is the Brier score minus that of the reference on the same claims: below zero is better.
    ``confidence_gap`` is ``stated`` (mean of max(p, 1 - p)) minus the share right on the same claims, a tie counting
    as half right. ``reference`` is a probability, None if none was declared: it is then one half. ``trial``
    and ``bundle`` are what one of them and a cluster are called.
    """

    level: float
    reference: float | None
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
    trial: str = "claim"
    bundle: str = "episode"

    @classmethod
    def of(  # noqa: PLR0913 - what is counted beside the figures
        cls,
        figures: Mapping[str, float | None],
        *,
        resolved: int,
        clusters: int,
        scored: int,
        scored_clusters: int,
        level: float,
        reference: float | None,
        trial: str = "claim",
        bundle: str = "episode",
    ) -> "Assessment":
        """Make one of the figures of ``MEASURED``, under the names that the registry of measures gives them."""
        own = {name: value for name, value in figures.items() if not name.startswith(("difference", "hit_rate_"))}
        own |= {f"brier_{name}": value for name, value in figures.items() if name.startswith("difference")}
        own |= {name: figures[name] for name in ("hit_rate_low", "hit_rate_high")}
        judged, ties = int(figures["hit_rate_n"] or 0), int(figures["hit_rate_ties"] or 0)
        brier, gain = figures["brier"], figures["difference"]
        return cls(
            level, reference, resolved, clusters, scored, scored_clusters, judged,
            right=round((figures["hit_rate"] or 0.0) * judged),
            ties=ties,
            reference_brier=None if brier is None or gain is None else round(brier - gain, 15),
            trial=trial,
            bundle=bundle,
            **own,
        )  # fmt: skip

    @property
    def too_few(self) -> str | None:
        """What there is too little of for a verdict, as in "8 resolved"; None if there is enough."""
        if self.resolved < MIN_RESOLVED:
            return f"{self.resolved} resolved"
        what = "resolved" if self.scored == self.resolved else "with a probability"
        if self.scored < MIN_RESOLVED:
            return f"{self.scored} {what}"
        if self.scored_clusters < MIN_CLUSTERS:
            return f"{self.scored} {what} in {counted(self.scored_clusters, self.bundle)}"
        return None

    @property
    def rival(self) -> str:
        """What the Brier score is held against, in words."""
        return "always saying 50%" if self.reference is None else f"the base rate ({100 * self.reference:g}%)"

    @property
    def verdict(self) -> str:
        """Better, worse, not distinguishable, or too few to judge.

        It goes by the interval of the difference, claim by claim, because a reference's own score hangs on the same
        outcomes. Always saying one half scores 1/4 whatever happens, so there it is the interval of the Brier score.
        """
        if self.too_few:
            return f"too few to judge ({self.too_few})"
        words = {-1: "better than", 0: "not distinguishable from", 1: "worse than"}
        return f"{words[_side_of_zero(self.brier_difference_low, self.brier_difference_high)]} {self.rival}"

    @property
    def confidence(self) -> Confidence | None:
        """Whether more was claimed than borne out ("over") or less ("under"); None if there is too little to say."""
        labels: dict[int, Confidence] = {-1: "under", 0: "unclear", 1: "over"}
        return None if self.too_few else labels[_side_of_zero(self.confidence_gap_low, self.confidence_gap_high)]

    @property
    def score_sentence(self) -> str:
        """The Brier score with its interval, its scale and the number of claims."""
        if self.brier is None:
            return f"No Brier score: {counted(self.resolved, f'resolved {self.trial}')}, none with a probability."
        return (
            f"Brier {self.brier:.2f} ({100 * self.level:g}% interval "
            f"{self.brier_low:.2f}-{self.brier_high:.2f}; 0 is perfect, "
            f"{self.reference_brier:.2f} is {self.rival}). "
            f"{counted(self.scored, self.trial)} from {counted(self.scored_clusters, self.bundle)}."
        )

    @property
    def confidence_sentence(self) -> str:
        """How sure the analyst was on average, and how often right on the same claims."""
        if self.confidence is None or self.stated is None or self.confidence_gap is None:
            return f"Calibration: too few {self.trial}s to say."
        right = self.stated - self.confidence_gap
        return (
            f"Said {self.stated:.0%} on average when right {right:.0%} of the time "
            f"({_CONFIDENCE[self.confidence]}; {counted(self.scored, self.trial)})."
        )

    @property
    def sentence(self) -> str:
        """Both sentences."""
        return f"{self.score_sentence} {self.confidence_sentence}"

    @property
    def figures(self) -> dict[str, Any]:
        """Everything as a flat object for machines."""
        found = asdict(self)
        del found["trial"], found["bundle"]
        return found | {"confidence": self.confidence, "verdict": self.verdict, "sentence": self.sentence}


def _side_of_zero(low: float | None, high: float | None) -> int:
    """On which side of zero the whole interval lies: -1, +1, or 0 if it holds zero or there is none."""
    return 0 if low is None or high is None else (low > 0) - (high < 0)


def assess(scored: Cells, sided: Cells, *, level: float = 0.90, reference: float | None = None) -> list[Assessment]:
    """Work out every figure of every group of cells.

    Args:
        scored: settled claims with a probability, each with what resolves together.
        sided: the same and flat assertions, which take part in the hit rate alone, as probabilities of 0 or 1.
        level: of all intervals.
        reference: the probability that a declared reference always gives; None is one half.

    Returns:
        One assessment a group.

    Raises:
        ValueError: the reference is not within 0 to 1.
    """
    cases = dict.fromkeys(MEASURED[:-1], Case(scored.apart, scored, level, reference=reference))
    cases[MEASURED[-1]] = Case(sided.apart, sided, level)
    figures = {
        f"{name}{suffix}": [None if isnan(x) else x for x in values.tolist()]
        for name, case in cases.items()
        for suffix, values in MEASURES[name].compute(case).items()
    }
    counts = {
        "resolved": sided.count, "clusters": sided.clusters, "scored": scored.count, "scored_clusters": scored.clusters
    }  # fmt: skip
    rows = zip(*(values.tolist() for values in counts.values()), *figures.values(), strict=True)
    return [
        Assessment.of(
            dict(zip(figures, row[len(counts) :], strict=True)),
            level=level,
            reference=reference,
            **dict(zip(counts, row, strict=False)),
        )
        for row in rows
    ]
