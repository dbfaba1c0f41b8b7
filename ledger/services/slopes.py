"""Whether a score changed over time, and the one sentence that may be said of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import isfinite
from types import MappingProxyType

from ledger.scoring.arrays import Cells
from ledger.scoring.measures.rules import ArrayRule
from ledger.scoring.trends import ALPHA, FEWEST, FEWEST_CLUSTERS, Change, Slope, regrouped, slope
from ledger.services.refs import Record

_YEAR = 365.25
"""Days."""
_TINY = 0.001


def change_of(cells: Cells, days: Sequence[date | None], rule: ArrayRule, log_floor: float | None = None) -> Record:
    """Test the slope of a score over deadlines.

    Args:
        cells: forecasts in groups; what resolves together is their cluster.
        days: the deadline of each group; what has none is left out.
        rule: what is scored.
        log_floor: of an unbounded rule.

    Returns:
        ``change`` (the verdict in a word), ``n``, ``clusters``, the slope ``per_year`` with ``low`` and ``high`` (the
        interval that goes with the test, at ``level``) and ``p_value``, how many scores are ``infinite``, and the
        ``sentence``.
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
        "sentence": _SAID[change](found, rule.title),
    }


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _tested(found: Slope) -> str:
    return (
        f"{found.per_year:+.3g} a year, {100 * found.level:g}% interval {found.low:+.3g} to {found.high:+.3g}, "
        f"{_p(found.p_value)}; {_many(found.n, 'forecast')} from {_many(found.clusters, 'episode')}"
    )


def _p(value: float) -> str:
    return f"p {value:.3f}" if value >= _TINY else f"p < {_TINY}"


def _untested(found: Slope, title: str) -> str:
    return (
        f"Whether it changed cannot be tested ({_many(found.n, 'forecast')}): a score is infinite, or {title} and "
        "deadlines do not vary enough."
    )


_SAID: Mapping[Change, Callable[[Slope, str], str]] = MappingProxyType(
    {
        Change.TOO_FEW: lambda found, _: (
            f"Too few to say whether it changed ({_many(found.n, 'forecast')} in {_many(found.clusters, 'episode')}; "
            f"{FEWEST} in {FEWEST_CLUSTERS} episodes are needed)."
        ),
        Change.UNTESTABLE: _untested,
        Change.UNDECIDED: lambda found, title: f"No change can be told from chance ({title} {_tested(found)}).",
        Change.IMPROVING: lambda found, title: f"Improving: {title} {_tested(found)}.",
        Change.WORSENING: lambda found, title: f"Worsening: {title} {_tested(found)}.",
    }
)
"""The sentence for each verdict. No other speaks of a trend."""
