"""Scoring rules: what one forecast costs, given what happened.

To add a rule, add its function and its entry in ``RULES``; the tests go over the registry and hold each entry to
being proper, to its range and to its hand-computed values.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from ledger.scoring.cells import HALF, PPM, Cell, cluster_sums
from ledger.scoring.intervals import Frame


@dataclass(frozen=True, slots=True)
class Rule:
    """A per-forecast scoring rule.

    ``cost`` takes probability and outcome in millionths and returns a whole number of ``1 / unit``, so that sums are
    exact. ``range`` is the best and worst score in plain numbers; ``reference`` is the paper the rule comes from.
    """

    name: str
    title: str
    formula: str
    orientation: Literal["lower is better", "higher is better"]
    range: tuple[float, float]
    reference: str
    unit: int
    cost: Callable[[int, int], int]

    def score(self, probability: int, outcome: int) -> Fraction:
        """Score one forecast, exactly."""
        return Fraction(self.cost(probability, outcome), self.unit)

    def mean(self, cells: Iterable[Cell]) -> Fraction | None:
        """Average the rule over the forecasts that state a probability, exactly; None if there are none."""
        sums = cluster_sums(cells, self.cost)
        return Fraction(sum(item.total for item in sums), self.unit * sum(item.size for item in sums)) if sums else None

    @property
    def frame(self) -> Frame:
        """What an interval must know of the rule: its unit, its range, a coin flip and a disaster."""
        imagined = (self.score(HALF, PPM), self.score(PPM, 0))
        return Frame(self.unit, imagined, *sorted(self.range))


def _brier(probability: int, outcome: int) -> int:
    """(p - y)^2 in millionths of millionths."""
    return (probability - outcome) ** 2


BRIER = Rule(
    name="brier",
    title="Brier",
    formula="(p - y)^2",
    orientation="lower is better",
    range=(0.0, 1.0),
    reference="Brier (1950), Verification of forecasts expressed in terms of probability, "
    "Monthly Weather Review 78, 1-3; halved from its two-category form, which runs from 0 to 2",
    unit=PPM * PPM,
    cost=_brier,
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.name: rule for rule in (BRIER,)})
