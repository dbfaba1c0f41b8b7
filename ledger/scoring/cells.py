"""Cells: equal forecasts counted together, the only form in which forecasts reach a score.

A score of one forecast depends on its probability and its outcome alone, and an interval on which forecasts share an
episode; so rows that agree in all three can be counted instead of kept, and every figure stays what it was.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, TypeVar

PPM = 1_000_000  # probabilities and outcomes are counted in millionths
HALF = PPM // 2

Group = TypeVar("Group", bound=Hashable)
Key = tuple[str, int | None, int, int]  # cluster, probability, outcome, side


def side_of(probability: int | None, *, asserted: bool = True) -> int:
    """Which outcome a claim speaks for: +1 true, -1 false, 0 neither.

    A probability says so itself, exactly one half being neither; a flat assertion says so by asserting or denying.
    """
    if probability is None:
        return 1 if asserted else -1
    return (probability > HALF) - (probability < HALF)


@dataclass(frozen=True, slots=True)
class Cell:
    """``count`` forecasts with one cluster, probability, outcome and side.

    ``probability`` is that of the question being true (a denial is already turned round); None is a flat assertion,
    which counts for the hit rate only. ``outcome`` is 0, 1_000_000 or between. ``cluster`` names what resolves
    together, an episode or an event. ``side`` follows from the probability where there is one: see ``side_of``.
    """

    cluster: str
    probability: int | None
    outcome: int
    count: int
    side: int

    def __post_init__(self) -> None:
        if self.probability is not None and not 0 <= self.probability <= PPM:
            raise ValueError(f"probability {self.probability} is not within 0 to {PPM} millionths")
        if not 0 <= self.outcome <= PPM:
            raise ValueError(f"outcome {self.outcome} is not within 0 to {PPM} millionths")
        if self.count < 1:
            raise ValueError(f"a cell counts at least one forecast, not {self.count}")
        if self.side not in ((-1, 1) if self.probability is None else (side_of(self.probability),)):
            raise ValueError(f"side {self.side} does not go with probability {self.probability}")

    @property
    def hit(self) -> bool | None:
        """Whether the outcome fell on the side spoken for; None where either stands at exactly one half."""
        fell = side_of(self.outcome)
        return None if self.side == 0 or fell == 0 else self.side == fell


class ClusterSum(NamedTuple):
    """What one cluster adds to a mean: the sum of a figure over its forecasts, and how many they are."""

    total: int
    size: int


def _packed(counts: dict[Key, int]) -> tuple[Cell, ...]:
    """Make cells of counts, in an order that depends on nothing but their content."""
    ordered = sorted(counts, key=lambda key: (key[0], -1 if key[1] is None else key[1], key[2], key[3]))
    return tuple(Cell(key[0], key[1], key[2], counts[key], key[3]) for key in ordered)


def cells_from_rows(
    rows: Iterable[tuple[Group, str, int | None, int, int | None, int]],
) -> dict[Group, tuple[Cell, ...]]:
    """Reduce rows to the cells of each group, in one pass.

    A row is (group, cluster, probability or None, asserted 1 or 0, outcome or None, count): one forecast with a count
    of one, or what a database has already grouped. A row without an outcome (open, void, ambiguous) adds nothing, and
    a group with no other rows has no cells but is still there.
    """
    groups: dict[Group, dict[Key, int]] = {}
    for group, cluster, probability, asserted, outcome, count in rows:
        counts = groups.setdefault(group, {})
        if outcome is not None:
            key = (cluster, probability, outcome, side_of(probability, asserted=bool(asserted)))
            counts[key] = counts.get(key, 0) + count
    return {group: _packed(counts) for group, counts in groups.items()}


def merge(*parts: Iterable[Cell]) -> tuple[Cell, ...]:
    """Put sets of cells together: analysts into a total, years into a span."""
    counts: dict[Key, int] = {}
    for cell in chain.from_iterable(parts):
        key = (cell.cluster, cell.probability, cell.outcome, cell.side)
        counts[key] = counts.get(key, 0) + cell.count
    return _packed(counts)


def cluster_sums(cells: Iterable[Cell], value: Callable[[int, int], int]) -> tuple[ClusterSum, ...]:
    """Sum a figure of (probability, outcome) within each cluster, over the forecasts that state a probability."""
    sums: dict[str, ClusterSum] = {}
    for cell in cells:
        if cell.probability is not None:
            total, size = sums.get(cell.cluster, (0, 0))
            amount = value(cell.probability, cell.outcome) * cell.count
            sums[cell.cluster] = ClusterSum(total + amount, size + cell.count)
    return tuple(sums.values())
