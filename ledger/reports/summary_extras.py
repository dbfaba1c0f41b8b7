"""What a summary says besides when it is asked: analysts held against each other, drawn together, and what is waiting.

A part of it is a function in ``PARTS``, which adds keys to the rows, to the total and to the settings.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite, sqrt
from types import MappingProxyType
from typing import Any

from ledger.errors import InputError, NotOneOf
from ledger.forecasts.queries import POLICIES
from ledger.forecasts.scores import Ask, score
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import PPM
from ledger.model.vocabulary import Reading
from ledger.query.listing import Filters
from ledger.reports.claim_table import claim_table
from ledger.reports.summary import DIMENSIONS, Summary, Tally, summary
from ledger.scoring.arrays import Cells, cells_of
from ledger.scoring.bounds import Unresolved, unresolved
from ledger.scoring.multiple_testing import RATE
from ledger.scoring.shrinkage import MIN_CLAIMS, MIN_CLUSTERS, shrunk, tiers

UNRESOLVED = ("bounds",)
"""What --unresolved can name."""

_COMPANY = {
    "peer_brier": ("peer_brier", "peer_brier_low", "peer_brier_high", "peer_brier_shared"),
    "difficulty": ("difficulty", "difficulty_component", "difficulty_linking", "difficulty_shared"),
}
"""The measures that hold analysts against each other, and their keys."""


class OnlyAnalysts(InputError):
    """A figure that only analysts have."""

    def __init__(self, option: str, by: str) -> None:
        super().__init__(
            f"--{option} holds analysts against each other, and cannot go with --by {by}.",
            f"Leave out --{option}, or use --by analyst.",
        )


@dataclass(frozen=True)
class More:
    """Which parts are asked for."""

    by: str
    peers: bool = False
    difficulty: bool = False
    shrunk: bool = False
    unresolved: str | None = None

    def __post_init__(self) -> None:
        """Refuse what makes no sense.

        Raises:
            NotOneOf: a word for --unresolved that is none.
            OnlyAnalysts: analysts are to be held against each other, and groups are something else.
        """
        if self.unresolved is not None and self.unresolved not in UNRESOLVED:
            raise NotOneOf("--unresolved", self.unresolved, UNRESOLVED)
        if self.by in DIMENSIONS and self.by != "analyst":
            for option in ("peers", "difficulty", "shrunk"):
                if getattr(self, option):
                    raise OnlyAnalysts(option, self.by)


@dataclass(frozen=True)
class _Asked:
    """What a part is made from; ``measures`` are those that hold analysts against each other and are asked for."""

    reader: Reader
    found: Summary
    filters: Filters
    measures: tuple[str, ...]

    @property
    def reading(self) -> Reading:
        return Reading(self.found.settings["reading"])

    @property
    def names(self) -> list[str]:
        """The groups, in the order of the rows."""
        return [str(row[self.found.settings["by"]]) for row in self.found.rows]

    @cached_property
    def company(self) -> dict[str, Record]:
        """Each analyst's row of the ledger's claims as a table, with everybody as company, whoever is shown."""
        level = self.found.settings["level"]
        ask = Ask(policy=POLICIES["first"], reading=self.reading, measures=self.measures, level=level)
        with claim_table(self.reader, replace(self.filters, analyst=None)).engine() as engine:
            return {row["analyst"]: row for row in score(engine, ask).rows}

    def everybody(self) -> Mapping[str, Tally]:
        """Every analyst's claims, also where one alone is shown: what is drawn together is drawn from all."""
        if self.filters.analyst is None:
            return self.found.tallies
        return summary(self.reader, filters=replace(self.filters, analyst=None), reading=self.reading).tallies


@dataclass(frozen=True)
class Added:
    """Keys for the rows by group, for the total, and for the settings."""

    rows: Mapping[str, Record]
    total: Record
    settings: Record


def extend(reader: Reader, found: Summary, filters: Filters, more: More) -> Summary:
    """Add to a summary what else is asked for. Where scores are shrunk, rows come in the order of the shrunk scores.

    Who has too few claims to be judged comes last, in the order of names.

    Raises:
        LedgerError: a filter that cannot be read.
    """
    measures = (("peer_brier", more.peers), ("difficulty", more.difficulty))
    asked = _Asked(reader, found, filters, tuple(name for name, wanted in measures if wanted))
    for part in (part for name, part in PARTS.items() if getattr(more, name)):
        added = part(asked)
        rows = [{**row, **added.rows[name]} for name, row in zip(asked.names, found.rows, strict=True)]
        found = replace(found, rows=rows, total=found.total | added.total, settings=found.settings | added.settings)
    return replace(found, rows=sorted(found.rows, key=_place)) if more.shrunk else found


def too_few(row: Record) -> bool:
    """Whether there are too few claims for a verdict, and so for a place in an order."""
    return str(row["verdict"]).startswith("too few")


def _place(row: Record) -> tuple[bool, float, str]:
    placed = not too_few(row) and row["brier_shrunk"] is not None
    return not placed, row["brier_shrunk"] if placed else 0.0, str(row["analyst"]).casefold()


def _company(asked: _Asked, measure: str) -> dict[str, Record]:
    """A measure of each analyst who is shown; who has no row in the table shares nothing."""

    def figure(name: str, key: str) -> Any:  # noqa: ANN401 - a figure or a count
        found = asked.company.get(name, {}).get(key)
        return 0 if found is None and key.endswith("_shared") else found

    return {name: {key: figure(name, key) for key in _COMPANY[measure]} for name in asked.names}


def _peers(asked: _Asked) -> Added:
    return Added(_company(asked, "peer_brier"), dict.fromkeys(_COMPANY["peer_brier"]), {"peers": True})


def _difficulty(asked: _Asked) -> Added:
    rows = _company(asked, "difficulty")
    components = {row["difficulty_component"] for row in rows.values() if row["difficulty"] is not None}
    return Added(rows, dict.fromkeys(_COMPANY["difficulty"]), {"difficulty": {"components": len(components)}})


def _shrunk(asked: _Asked) -> Added:
    """Every analyst's Brier score drawn towards their mean, and who is clearly better than the reference or worse."""
    everybody = asked.everybody()
    names = list(everybody)
    cells = _cells(everybody.values())
    reference = asked.found.settings["reference"]
    drawn, judged = shrunk(cells), tiers(cells, 0.5 if reference is None else reference)
    columns = (drawn.value, drawn.weight, judged.p_value, judged.findings.adjusted)
    figures = zip(*(column.tolist() for column in columns), strict=True)
    keys = ("brier_shrunk", "brier_shrunk_weight", "tier_p", "tier_p_adjusted")
    rows: dict[str, Record] = {
        name: {**{key: _number(value) for key, value in zip(keys, values, strict=True)}, "tier": tier}
        for name, values, tier in zip(names, figures, judged.tier, strict=True)
    }
    settings: Record = {
        "grand": _number(drawn.grand),
        "between": sqrt(drawn.spread) if isfinite(drawn.spread) else None,
        "rate": RATE,
        "tested": judged.findings.tested,
        "minimum": {"claims": MIN_CLAIMS, "episodes": MIN_CLUSTERS},
    }
    return Added({name: rows[name] for name in asked.names}, dict.fromkeys((*keys, "tier")), {"shrunk": settings})


def _cells(tallies: Iterable[Tally]) -> Cells:
    """The forecasts of each group that state a probability, as arrays; what resolves together is a number."""
    listed = list(tallies)
    clusters: dict[str, int] = {
        name: code for code, name in enumerate(sorted({row[1] for tally in listed for row in tally.rows}))
    }
    rows = [
        (group, cell.probability / PPM, cell.outcome / PPM, cell.count, clusters[cell.cluster])
        for group, tally in enumerate(listed)
        for cell in tally.cells()
        if cell.probability is not None
    ]
    group, p, y, n, cluster = zip(*rows, strict=True) if rows else ((),) * 5
    return cells_of(group, p, y, n=n, groups=len(listed), cluster=cluster)


def _bounds(asked: _Asked) -> Added:
    """What the Brier score and the hit rate could still come to, however the overdue questions are settled."""
    tallies = [*(asked.found.tallies[name] for name in asked.names), asked.found.whole]
    scores, hits = _unresolved(tallies, flat=False), _unresolved(tallies, flat=True)
    columns = {
        "unresolved": hits.open,
        "unresolved_scored": scores.open,
        "brier_bound_low": scores.brier.low,
        "brier_bound_high": scores.brier.high,
        "hit_rate_bound_low": hits.hit_rate.low,
        "hit_rate_bound_high": hits.hit_rate.high,
    }
    rows: list[dict[str, Any]] = [
        {
            name: int(value) if name.startswith("unresolved") else _number(value)
            for name, value in zip(columns, values, strict=True)
        }
        for values in zip(*(column.tolist() for column in columns.values()), strict=True)
    ]
    return Added(dict(zip(asked.names, rows, strict=False)), rows[-1], {"unresolved": "bounds"})


def _unresolved(tallies: list[Tally], *, flat: bool) -> Unresolved:
    """The bounds of each group. Flat assertions take part in the hit rate alone: there they are sure of their side."""

    def stands(probability: int | None, asserted: int) -> float:
        return float(asserted) if probability is None else probability / PPM

    settled = [
        (group, stands(cell.probability, cell.side > 0), cell.outcome / PPM, cell.count)
        for group, tally in enumerate(tallies)
        for cell in tally.cells()
        if flat or cell.probability is not None
    ]
    waiting = [
        (group, stands(probability, asserted), n)
        for group, tally in enumerate(tallies)
        for probability, asserted, n in tally.waiting
        if flat or probability is not None
    ]
    group, p, y, n = zip(*settled, strict=True) if settled else ((),) * 4
    cells = cells_of(group, p, y, n=n, groups=len(tallies))
    return unresolved(cells, *(zip(*waiting, strict=True) if waiting else ((),) * 3))


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


PARTS: Mapping[str, Callable[[_Asked], Added]] = MappingProxyType(
    {"peers": _peers, "difficulty": _difficulty, "shrunk": _shrunk, "unresolved": _bounds}
)
"""Every part by the option that asks for it."""
