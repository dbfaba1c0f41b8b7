"""What the record says of one analyst (or topic, year, total): the figures of a set of cells, and what follows.

A figure that does not exist is None. Means are exact ratios of whole numbers, rounded once; an interval is over
clusters, except that of the hit rate.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import partial
from typing import Literal, NamedTuple

from ledger.scoring.cells import HALF, PPM, Cell, cluster_sums
from ledger.scoring.intervals import MEAN_METHODS, SHARE_METHODS, Frame
from ledger.scoring.rules import BRIER

MIN_RESOLVED = 10  # under either of these there are figures but no verdict
MIN_CLUSTERS = 5

Confidence = Literal["over", "under", "unclear"]

# Stated confidence minus share right runs from -1/2 (even odds, and right) to 1 (certain, and wrong); "+2" adds both.
_GAP = Frame(PPM, (Fraction(-1, 2), Fraction(1)), -0.5, 1.0)


class Estimate(NamedTuple):
    """A mean and its interval, or three times None."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a set of resolved claims.

    ``resolved`` counts all of them; ``scored`` those with a probability, ``scored_clusters`` where these come from;
    ``judged`` those on a side, flat assertions included; ``ties`` those at exactly one half, which have no side.
    ``brier_difference`` is the Brier score minus that of the reference on the same claims: below zero is better.
    ``confidence_gap`` is ``stated`` (mean of max(p, 1 - p)) minus the share right on the same claims, a tie counting
    as half right. ``reference`` is in millionths, None if none was declared: then it is one half.
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
        """What there is too little of for a verdict, as "8 resolved"; None if there is enough."""
        if self.resolved < MIN_RESOLVED:
            return f"{self.resolved} resolved"
        what = "resolved" if self.scored == self.resolved else "with a probability"
        if self.scored < MIN_RESOLVED:
            return f"{self.scored} {what}"
        if self.scored_clusters < MIN_CLUSTERS:
            return f"{self.scored} {what} in {_counted(self.scored_clusters, 'episode')}"
        return None

    @property
    def rival(self) -> str:
        """What the Brier score is held against, in words."""
        return "always saying 50%" if self.reference is None else f"the base rate ({self.reference / 10_000:g}%)"

    @property
    def verdict(self) -> str:
        """Better, worse, not distinguishable or too few to judge.

        The interval is that of the difference claim by claim: the reference's own score depends on the same outcomes,
        and counts as chance too. Against one half, which always scores 1/4, that is the interval of the Brier score.
        """
        if self.too_few:
            return f"too few to judge ({self.too_few})"
        words = {-1: "better than", 0: "not distinguishable from", 1: "worse than"}
        return f"{words[_excludes_zero(self.brier_difference_low, self.brier_difference_high)]} {self.rival}"

    @property
    def confidence(self) -> Confidence | None:
        """Whether more was claimed than borne out ("over") or less ("under"); None if there is too little to say."""
        if self.too_few:
            return None
        labels: dict[int, Confidence] = {-1: "under", 0: "unclear", 1: "over"}
        return labels[_excludes_zero(self.confidence_gap_low, self.confidence_gap_high)]


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _excludes_zero(low: float | None, high: float | None) -> int:
    """On which side of zero a whole interval lies: -1, +1, or 0 if zero is in it or there is no interval."""
    return 0 if low is None or high is None else (low > 0) - (high < 0)


def _estimate(cells: Iterable[Cell], value: Callable[[int, int], int], frame: Frame, level: float) -> Estimate:
    """Average a figure of (probability, outcome), with its interval over clusters."""
    sums = cluster_sums(cells, value)
    interval = MEAN_METHODS["plus-two"].compute(sums, level, frame)
    if interval is None:
        return Estimate()
    # A quotient of two whole numbers is rounded once, whatever their size.
    return Estimate(sum(item.total for item in sums) / (frame.unit * sum(item.size for item in sums)), *interval)


def _stated(probability: int, _outcome: int) -> int:
    """How sure the forecast is of its own side."""
    return HALF + abs(probability - HALF)


def _gap(probability: int, outcome: int) -> int:
    """How sure the forecast is, less the share of the outcome on its side; a tie is half right whatever happens."""
    return _stated(probability, outcome) - HALF - side_of(probability) * (outcome - HALF)


def _against(cells: Sequence[Cell], level: float, reference: int) -> dict[str, float | None]:
    """The figures that need a reference: its own score, the difference to it, skill."""

    def cost(_probability: int, outcome: int) -> int:
        return BRIER.cost(reference, outcome)

    def difference(probability: int, outcome: int) -> int:
        return BRIER.cost(probability, outcome) - BRIER.cost(reference, outcome)

    own = BRIER.mean(cells)
    theirs = _estimate(cells, cost, BRIER.frame, level).value
    ...


def summarise(cells: Iterable[Cell], *, level: float = 0.90, reference: int | None = None) -> Summary:
    ...
