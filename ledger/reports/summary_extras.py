"""What a summary says besides when it is asked: peers, adjustment for difficulty, shrunken scores, and bounds.

Each is an entry of ``_BY_OPTION``: it adds keys to the rows, the total and the settings, and has a table of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite, sqrt
from types import MappingProxyType
from typing import Any

from ledger.forecasts.queries import POLICIES
from ledger.forecasts.scores import Ask, score_engine
from ledger.journal.reader import Reader, Record
from ledger.model.vocabulary import Reading
from ledger.query.listing import Filters
from ledger.render.report import Column, Report, Row, brier, interval, number, percent, ratio, signed
from ledger.reports.claim_table import claim_table
from ledger.reports.summary import (
    LEVEL,
    Summary,
    SummaryOptions,
    Tally,
    group_column,
    score_shown,
    settled,
    summary,
    total_row,
    withheld,
)
from ledger.scoring.bounds import Unresolved, unresolved
from ledger.scoring.multiple_testing import RATE
from ledger.scoring.shrinkage import MIN_CLAIMS, MIN_CLUSTERS, shrunk, tiers

_COMPANY = {
    "peer_brier": ("peer_brier", "peer_brier_low", "peer_brier_high", "peer_brier_shared"),
    "difficulty": ("difficulty", "difficulty_component", "difficulty_linking", "difficulty_shared"),
}
"""The measures that hold analysts against each other, and their keys."""


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
        with claim_table(self.reader, self.filters.of_everybody).engine() as engine:
            return {row["analyst"]: row for row in score_engine(engine, ask).rows}

    def everybody(self) -> Mapping[str, Tally]:
        """Every analyst's claims, also where one alone is shown: what is drawn together is drawn from all."""
        if self.filters == self.filters.of_everybody:
            return self.found.tallies
        return summary(self.reader, filters=self.filters.of_everybody, reading=self.reading).tallies


@dataclass(frozen=True)
class Added:
    """Keys for the rows by group, for the total, and for the settings."""

    rows: Mapping[str, Record]
    total: Record
    settings: Record


def extend(reader: Reader, found: Summary, options: SummaryOptions) -> Summary:
    """Add to a summary what else is asked for. Where scores are shrunk, rows come in the order of the shrunk scores.

    Who has too few claims to be judged comes last, in the order of names.

    Raises:
        LedgerError: a filter that cannot be read.
    """
    measures = (("peer_brier", options.peers), ("difficulty", options.difficulty))
    asked = _Asked(reader, found, options.filters, tuple(name for name, wanted in measures if wanted))
    for name in options.extras:
        added = _BY_OPTION[name].figures(asked)
        rows = [{**row, **added.rows[group]} for group, row in zip(asked.names, found.rows, strict=True)]
        found = replace(found, rows=rows, total=found.total | added.total, settings=found.settings | added.settings)
    return replace(found, rows=sorted(found.rows, key=_place)) if options.shrunk else found


def with_extras(
    reader: Reader, found: Summary, options: SummaryOptions
) -> tuple[Summary, Sequence[Report], Sequence[Column]]:
    """A summary with what else is asked for, a table for each extra, and the columns they add to one table of all.

    Raises:
        LedgerError: a filter that cannot be read.
    """
    found = extend(reader, found, options)
    asked = [_BY_OPTION[name] for name in options.extras]
    return found, [one.table(found) for one in asked], [column for one in asked for column in one.columns]


def _place(row: Record) -> tuple[bool, float, str]:
    placed = not withheld(row) and row["brier_shrunk"] is not None
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
    cells = settled(list(everybody.values()), flat=False)
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
    waiting = [
        (group, asserted if probability is None else probability, n)
        for group, tally in enumerate(tallies)
        for probability, asserted, n in tally.waiting
        if flat or probability is not None
    ]
    return unresolved(settled(tallies, flat=flat), *(zip(*waiting, strict=True) if waiting else ((),) * 3))


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


FEW_SHARED = 10
"""Shared questions below which people are shown no difference."""

_TIER_TONES = {"clearly better": "good", "clearly worse": "bad"}


_N = Column("scored", "n", align="right")
_RAW = Column("brier", "Brier", lambda row: brier(row["brier"]) if score_shown(row) else None, align="right")


def _alike(row: Row) -> bool:
    """Whether enough questions were shared for a difference to be shown."""
    return (row["peer_brier_shared"] or 0) >= FEW_SHARED


_PEERS = (
    Column("peer_brier_shared", "Shared", align="right"),
    Column("peer_brier", "Vs peers", lambda row: signed(row["peer_brier"], 3) if _alike(row) else None, align="right"),
    Column(
        "peer_brier_low",
        f"Vs peers {percent(LEVEL)}",
        lambda row: interval(row["peer_brier_low"], row["peer_brier_high"], signed) if _alike(row) else None,
    ),
)


def _peers_table(found: Summary) -> Report:
    notes = [
        (
            "Vs peers: the mean Brier score of the others on the same questions minus the analyst's own. Above 0 is "
            f"better than they. Intervals at {percent(LEVEL)}, Student's t over episodes."
        ),
        f"With fewer than {FEW_SHARED} shared questions none is shown. What nobody else answered says nothing here.",
    ]
    if not any(row["peer_brier_shared"] for row in found.rows):
        notes.append("No two analysts answered one question: ledger question link puts claims on one.")
    return Report(
        found.rows, (group_column("analyst"), _N, *_PEERS), notes=notes, title="Against others on the same questions"
    )


def _footed(row: Row) -> bool:
    return (row["difficulty_shared"] or 0) >= FEW_SHARED


_DIFFICULTY = (
    Column("difficulty_shared", "Linked", align="right"),
    Column(
        "difficulty_component",
        "Component",
        lambda row: None if row["difficulty"] is None else str(row["difficulty_component"]),
        align="right",
    ),
    Column("difficulty", "Adj. Brier", lambda row: brier(row["difficulty"]) if _footed(row) else None, align="right"),
)


def _difficulty_table(found: Summary) -> Report:
    def place(row: Row) -> tuple[bool, int]:
        return row["difficulty"] is None, row["difficulty_component"] or 0

    rows = sorted(found.rows, key=place)
    columns = (group_column("analyst"), _N, *_DIFFICULTY[:2], _RAW, _DIFFICULTY[2])
    return Report(rows, columns, notes=list(_on_difficulty(found)), title="Adjusted for difficulty")


def _on_difficulty(found: Summary) -> Iterator[str]:
    yield (
        "Adj. Brier: the score expected on the average linking question, what each question did to everybody's score "
        "taken out. Skill is taken as the same on all questions. 0.25 is always saying 50%."
    )
    yield (
        f"Linked: questions that others answered too; with fewer than {FEW_SHARED} of them no score is shown. What "
        "nobody else answered says nothing here. The score has no interval: on a dozen or two linked questions, "
        "analysts who are alike come out 0.1 apart and more. How much is chance is shown by --peers."
    )
    components = found.settings["difficulty"]["components"]
    if components > 1:
        yield (
            f"The analysts fall into {components} components that share no question: scores of different components "
            "say nothing beside each other, and are never ranked together."
        )
    if not components:
        yield "No two analysts answered one question: ledger question link puts claims on one."


_SHRUNK = (
    Column("brier_shrunk", "Shrunk", lambda row: None if withheld(row) else brier(row["brier_shrunk"]), align="right"),
    Column(
        "brier_shrunk_weight",
        "Own",
        lambda row: None if withheld(row) else percent(row["brier_shrunk_weight"]),
        align="right",
    ),
    Column("tier", "Tier", flexible=True, wrap=True, tone=lambda row: _TIER_TONES.get(str(row["tier"]), "")),
)


def _shrunk_table(found: Summary) -> Report:
    episodes = Column("scored_clusters", "Episodes", align="right")
    columns = (group_column("analyst"), _N, episodes, _RAW, *_SHRUNK)
    return Report(found.rows, columns, notes=list(_on_shrinking(found)), title="Shrunken score (empirical Bayes)")


def _on_shrinking(found: Summary) -> Iterator[str]:
    told = found.settings["shrunk"]
    if told["grand"] is None:
        yield "There is no Brier score to shrink."
        return
    yield (
        f"Shrunk: each Brier score drawn towards the mean of analysts, {number(told['grand'], 4)}, by how little is "
        f"known of it (DerSimonian-Laird; analysts differ by {number(told['between'], 3)} beyond chance). In that mean "
        "a score weighs by how much is known of it; in All every claim weighs the same, so the two may differ. Own: "
        "how much of it is the analyst's. The rows are in its order; the raw best of many is mostly luck."
    )
    least, reference = told["minimum"], found.settings["reference"]
    rival = "always saying 50%" if reference is None else f"the base rate ({percent(reference, 1)})"
    enough = f"{least['claims']} claims from {least['episodes']} episodes"
    if not told["tested"]:
        yield f"Tier: nobody has the {enough} that one needs."
        return
    yield (
        f"Tier: clearly better or worse than {rival}, or not distinguishable on this evidence. Of those called clearly "
        f"so, {percent(told['rate'])} are expected to be false (Benjamini-Hochberg over the {told['tested']} with "
        f"{enough}; the others have no tier)."
    )


_UNRESOLVED = (
    Column("unresolved", "Unsettled", align="right", tone=lambda row: "warn" if row["unresolved"] else ""),
    Column("right", "Right", lambda row: ratio(row["right"], row["judged"]), align="right"),
    Column(
        "hit_rate_bound_low",
        "Right could be",
        lambda row: interval(row["hit_rate_bound_low"], row["hit_rate_bound_high"], percent),
    ),
    Column(
        "brier_bound_low",
        "Brier could be",
        lambda row: interval(row["brier_bound_low"], row["brier_bound_high"]) if score_shown(row) else None,
    ),
)


def _bounds_table(found: Summary) -> Report:
    notes = [
        (
            "Unsettled: overdue claims that will be scored once they have a verdict. The bounds are what the share "
            "right and the Brier score can come to, however these turn out (Manski): no assumption is made of which "
            "claims are settled first."
        ),
        (
            "They are no intervals: chance comes on top."
            if found.total["unresolved"]
            else "Nothing that would be scored is overdue, and the bounds are the scores themselves."
        ),
    ]
    columns = (group_column(str(found.settings["by"])), *_UNRESOLVED[:3], _RAW, _UNRESOLVED[3])
    return Report(
        found.rows, columns, total=total_row(found), notes=notes, title="Bounds, however what is overdue turns out"
    )


@dataclass(frozen=True)
class _Extra:
    """What an option asks for: its keys, its table for people, and the columns that are its own."""

    figures: Callable[[_Asked], Added]
    table: Callable[[Summary], Report]
    columns: tuple[Column, ...]


_BY_OPTION: Mapping[str, _Extra] = MappingProxyType(
    {
        "peers": _Extra(_peers, _peers_table, _PEERS),
        "difficulty": _Extra(_difficulty, _difficulty_table, _DIFFICULTY),
        "shrunk": _Extra(_shrunk, _shrunk_table, _SHRUNK),
        "unresolved": _Extra(_bounds, _bounds_table, (_UNRESOLVED[0], *_UNRESOLVED[2:])),
    }
)
"""Every one of ``summary.EXTRAS``."""
