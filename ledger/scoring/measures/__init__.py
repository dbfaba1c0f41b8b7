"""The measures: one registry of everything that can be said of a set of forecasts."""

from ledger.scoring.measures import rules  # noqa: F401 - they enter themselves, in the order in which people see them

# isort: split
from ledger.scoring.measures import calibration, discrimination, relative  # noqa: F401 - enter themselves
from ledger.scoring.measures.registry import MEASURES, Case, Figures, Measure, measure

__all__ = ["MEASURES", "Case", "Figures", "Measure", "measure"]
