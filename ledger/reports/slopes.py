"""Whether a score changed over time."""

from collections.abc import Sequence
from datetime import date
from math import isfinite

from ledger.journal.reader import Record
from ledger.scoring.arrays import Cells
from ledger.scoring.measures.rules import ArrayRule
from ledger.scoring.trends import ALPHA, FEWEST, FEWEST_CLUSTERS, Change, regrouped, slope

__all__ = ["FEWEST", "FEWEST_CLUSTERS", "Change", "change_of"]

_YEAR = 365.25
"""Days."""


def change_of(cells: Cells, days: Sequence[date | None], rule: ArrayRule, log_floor: float | None = None) -> Record:
    """Test the slope of a score over deadlines.

    Args:
        cells: forecasts in groups; what resolves together is their cluster.
        days: the deadline of each group; what has none is left out.
        rule: what is scored.
        log_floor: of an unbounded rule.

    Returns:
        ``change`` (the verdict, a word of ``Change``), ``n``, ``clusters``, the slope ``per_year`` with ``low`` and
        ``high`` (the interval that goes with the test, at ``level``) and ``p_value``, and how many scores are
        ``infinite``.
    """
    dated = regrouped(cells, [-1 if day is None else place for place, day in enumerate(days)], len(days))
    years = [(day or date.min).toordinal() / _YEAR for day in days]
    scores = rule.score(dated.p, dated.y, log_floor)
    clusters = dated.group if dated.cluster is None else dated.cluster
    found = slope([years[group] for group in dated.group.tolist()], scores, clusters, 1 - ALPHA)
    change = found.change(lower_is_better=rule.orientation == "lower is better")
    figures = {"per_year": found.per_year, "low": found.low, "high": found.high, "p_value": found.p_value}
    return {
        "change": str(change),
        "n": found.n,
        "clusters": found.clusters,
        "level": found.level,
        **{name: value if isfinite(value) else None for name, value in figures.items()},
        "infinite": sum(not isfinite(x) for x in scores.tolist()),
    }
