"""Scores of a ledger's claims by every measure a forecast table has."""

from collections import Counter

from ledger.services.claim_table import claim_table
from ledger.services.listing import Filters
from ledger.services.refs import Record
from ledger.services.scores import Ask, Scored, score
from ledger.storage.reader import Reader

WHY = {
    "excluded": "left out by the curator",
    "kind": "nothing to be right about",
    "attribution": "somebody else's view",
    "undated": "undated",
    "hedge": "hedges",
    "restated": "said before",
    "flat": "flat assertions, which state no probability",
    "phrase": "phrases that this scale does not have",
}
"""Why a claim is no row of the table, in a few words."""


def score_claims(
    reader: Reader, ask: Ask, filters: Filters, scale: str | None = None
) -> tuple[Scored, Record, list[str]]:
    """Score the claims that state a probability; also what the table holds, and what to say of it.

    Raises:
        LedgerError: a filter or a scale that is not known.
    """
    table = claim_table(reader, filters, topics="topic" in ask.by, first=ask.policy.name == "first", scale=scale)
    with table.engine() as engine:
        found = score(engine, ask)
    told: Record = {
        "claims": len({row["claim"] for row in table.rows}) + sum(table.left_out.values()),
        "rows": len(table.rows),
        "questions": len({row["question"] for row in table.rows}),
        "left_out": dict(table.left_out),
        "scale": scale,
    }
    return found, told, _notes(table.left_out, scale)


def _notes(left_out: Counter[str], scale: str | None) -> list[str]:
    told = ", ".join(f"{n} {WHY[why]}" for why, n in left_out.most_common())
    notes = [f"Not in the table: {told}."] if told else []
    return [*notes, f"All phrases are read on the scale {scale}."] if scale else notes
