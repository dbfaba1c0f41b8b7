"""How the parts of a summary look that are asked for: a table each, with what it means and how far it carries."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ledger.cli.output import emit_wide, write
from ledger.cli.scores import withheld
from ledger.render import Column, Report
from ledger.render.report import brier, interval, number, percent, ratio, signed
from ledger.reports.summary import DIMENSIONS, LEVEL, Summary
from ledger.reports.summary_extras import More

Row = Mapping[str, Any]
FEW_SHARED = 10
"""Shared questions below which people are shown no difference."""

_TONES = {"clearly better": "good", "clearly worse": "bad"}


def print_more(found: Summary, more: More) -> None:
    """Print a table for each part that was asked for."""
    for name, table in TABLES.items():
        if getattr(more, name):
            emit_wide(table(found), 1)
            write("\n")


def more_columns(more: More) -> list[Column]:
    """The columns of every part, for formats that are one table; those that the summary has are not said again."""
    return [column for name, columns in _COLUMNS.items() if getattr(more, name) for column in columns]


def _head(found: Summary) -> Column:
    by = str(found.settings["by"])
    return Column(by, DIMENSIONS[by].head, flexible=True, wrap=True)


_N = Column("scored", "n", align="right")
_RAW = Column("brier", "Brier", lambda row: None if withheld(row) else brier(row["brier"]), align="right")


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


def _peers(found: Summary) -> Report:
    notes = [
        (
            "Vs peers: the mean Brier score of the others on the same questions minus the analyst's own. Above 0 is "
            f"better than they. Intervals at {percent(LEVEL)}, Student's t over episodes."
        ),
        f"With fewer than {FEW_SHARED} shared questions none is shown. What nobody else answered says nothing here.",
    ]
    if not any(row["peer_brier_shared"] for row in found.rows):
        notes.append("No two analysts answered one question: ledger question link puts claims on one.")
    return Report(found.rows, (_head(found), _N, *_PEERS), notes=notes, title="Against others on the same questions")


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


def _difficulty(found: Summary) -> Report:
    def place(row: Row) -> tuple[bool, int]:
        return row["difficulty"] is None, row["difficulty_component"] or 0

    rows = sorted(found.rows, key=place)
    columns = (_head(found), _N, *_DIFFICULTY[:2], _RAW, _DIFFICULTY[2])
    return Report(
        rows, columns, notes=list(_on_difficulty(found)), title="With the difficulty of the questions taken out"
    )


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
    Column("tier", "Tier", flexible=True, wrap=True, tone=lambda row: _TONES.get(str(row["tier"]), "")),
)


def _shrunk(found: Summary) -> Report:
    episodes = Column("scored_clusters", "Episodes", align="right")
    columns = (_head(found), _N, episodes, _RAW, *_SHRUNK)
    return Report(found.rows, columns, notes=list(_on_shrinking(found)), title="Drawn together")


def _on_shrinking(found: Summary) -> Iterator[str]:
    told = found.settings["shrunk"]
    if told["grand"] is None:
        yield "There is no Brier score to draw together."
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
        lambda row: None if withheld(row) else interval(row["brier_bound_low"], row["brier_bound_high"]),
    ),
)


def _unresolved(found: Summary) -> Report:
    total = {str(found.settings["by"]): "All", **found.total}
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
    columns = (_head(found), *_UNRESOLVED[:3], _RAW, _UNRESOLVED[3])
    return Report(found.rows, columns, total=total, notes=notes, title="However what is overdue turns out")


TABLES: Mapping[str, Callable[[Summary], Report]] = MappingProxyType(
    {"peers": _peers, "difficulty": _difficulty, "shrunk": _shrunk, "unresolved": _unresolved}
)
"""The table of every part."""
_COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "peers": _PEERS,
        "difficulty": _DIFFICULTY,
        "shrunk": _SHRUNK,
        "unresolved": (_UNRESOLVED[0], *_UNRESOLVED[2:]),
    }
)
"""What each part adds to a table that has the summary's own columns."""
