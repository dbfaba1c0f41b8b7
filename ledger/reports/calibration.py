"""Calibration of a ledger's analysts: the curve, the band that chance allows, and the figures that go with them.

``calibration`` works everything out however few forecasts there are; ``drawn`` says whether there are enough to show a
curve to people, ``needed`` how many are missing at least.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import Any

from ledger.forecasts.scores import LEVEL, OutOfRange
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import Reading
from ledger.query.listing import Filters
from ledger.reports.counted import Counted, counted, named
from ledger.scoring import recalibration
from ledger.scoring.arrays import Cells, Steps
from ledger.scoring.measures import MEASURES, Case
from ledger.scoring.measures.calibration import one_by_one
from ledger.scoring.recalibration import curve
from ledger.scoring.trends import clusters_of, regrouped

FEWEST, FEWEST_EACH = 100, 5
"""Forecasts, and those of either outcome, below which a curve is mostly noise: a perfectly calibrated analyst shows a
miscalibration of about 0.05 at 30 forecasts and 0.02 at 100."""
BINS = 10
"""Of the histogram, from 0 to 1."""
DRAWS, SEED = 1000, recalibration.SEED
_DRAWS_FROM, _DRAWS_TO = 100, 10_000
TOGETHER = "All"
"""What all analysts as one are called."""

_FIGURES = (
    "brier", "mcb", "dsc", "unc", "spiegelhalter", "stated", "hit_rate", "confidence_gap",
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """What is asked of a calibration."""

    reading: Reading = Reading.CODED
    scale: str | None = None
    level: float = LEVEL
    draws: int = DRAWS
    seed: int = SEED

    def __post_init__(self) -> None:
        """Refuse what no band can be made with."""
        if not 0 < self.level < 1:
            raise OutOfRange("--level", self.level, 0, 1)
        if not _DRAWS_FROM <= self.draws <= _DRAWS_TO:
            raise OutOfRange("--draws", self.draws, _DRAWS_FROM, _DRAWS_TO)


@dataclass(frozen=True)
class Calibration:
    """A row for each analyst, and what was asked."""

    rows: list[Record]
    ask: Ask

    @property
    def settings(self) -> Record:
        """What was asked, for machines."""
        ask = self.ask
        minimum = {"forecasts": FEWEST, "each_outcome": FEWEST_EACH}
        return {
            "policy": "first", "reading": str(ask.reading), "scale": ask.scale, "level": ask.level,
            "draws": ask.draws, "seed": ask.seed, "minimum": minimum,
        }  # fmt: skip


def calibration(reader: Reader, analysts: Sequence[str], filters: Filters, ask: Ask) -> Calibration:
    """The calibration of some analysts, or of all together as one.

    Args:
        reader: an open ledger, now or as of an instant.
        analysts: names or numbers; none is all together.
        filters: which claims to look at.
        ask: how.

    Raises:
        LedgerError: an analyst who is not there, a filter or a scale that is not known.
    """
    names = named(reader, analysts)
    every = [(name, replace(filters, analyst=name)) for name in names] or [(TOGETHER, filters)]
    found = [(name, counted(reader, narrowed, ask.reading, ask.scale)) for name, narrowed in every]
    return Calibration([_row(name, claims, ask) for name, claims in found], ask)


def _row(name: str, claims: Counted, ask: Ask) -> Record:
    clustered = regrouped(claims.cells, [0] * len(claims.pairs), 1)
    cells = regrouped(claims.cells, [0] * len(claims.pairs), 1, clustered=False)
    n, outcomes = int(cells.count[0]), _outcomes(cells)
    missing = sum(max(FEWEST_EACH - outcomes[side], 0) for side in ("n_true", "n_false"))
    needed = max(FEWEST - n, missing, 0)
    figures = _figures(Case(cells, clustered, ask.level, single=not claims.shared))
    points, chance = _curve(cells, ask, shared=claims.shared)
    return {
        "analyst": name,
        "n": n,
        **outcomes,
        "clusters": int(clusters_of(clustered)[0]),
        "drawn": needed == 0,
        "needed": needed,
        **figures,
        **chance,
        "shared": claims.shared,
        **claims.beside,
        "curve": points,
        "histogram": histogram(cells),
    }


def _outcomes(cells: Cells) -> Record:
    """How many forecasts came true, how many did not, and how many did in part."""
    found = Counter[str]()
    for worth, n in zip(cells.y.tolist(), cells.n.tolist(), strict=True):
        found["n_true" if worth == 1 else "n_false" if worth == 0 else "n_in_part"] += n
    return {side: found[side] for side in ("n_true", "n_false", "n_in_part")}


def _figures(case: Case) -> Record:
    found: dict[str, Any] = {}
    for name in _FIGURES:
        for suffix, values in MEASURES[name].compute(case).items():
            value = _number(float(values[0]))
            found[f"{name}{suffix}"] = int(value or 0) if suffix in {"_n", "_ties"} else value
    return found


def _curve(cells: Cells, ask: Ask, *, shared: bool) -> tuple[list[Record], Record]:
    """The points of the curve with their band, and what chance alone would show.

    There is no band where outcomes came about in part, for they cannot be drawn; and no p-value where two analysts
    answered one question, for their outcomes are not drawn apart.
    """
    found = curve(cells.steps)
    size = len(found.p.tolist())
    low, high, expected, p_value = [nan] * size, [nan] * size, nan, nan
    if size and bool(one_by_one(cells)[0]):
        low, high, expected, p_value = _band(cells.steps, ask)
    columns = (found.p.tolist(), found.rate.tolist(), low, high, found.n.tolist())
    points = [
        {"probability": p, "share": share, "low": _number(lower), "high": _number(upper), "n": int(n)}
        for p, share, lower, upper, n in zip(*columns, strict=True)
    ]
    return points, {"mcb_expected": _number(expected), "mcb_p": None if shared else _number(p_value)}


def _band(steps: Steps, ask: Ask) -> tuple[list[float], list[float], float, float]:
    found = recalibration.consistency_band(steps, ask.level, ask.draws, ask.seed)
    return found.low.tolist(), found.high.tolist(), found.mcb_expected, found.mcb_p


def histogram(cells: Cells) -> list[Record]:
    """How many forecasts state a probability in each tenth: from ``low``, and below ``high`` but for the last."""
    found = Counter[int]()
    for p, n in zip(cells.p.tolist(), cells.n.tolist(), strict=True):
        found[min(int(p * BINS + 1e-9), BINS - 1)] += n  # what is stated as 30% belongs to the fourth, rounded or not
    return [{"low": place / BINS, "high": (place + 1) / BINS, "n": found[place]} for place in range(BINS)]


def _number(value: float) -> float | None:
    return value if isfinite(value) else None
