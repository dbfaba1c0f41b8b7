"""Scores of a ledger's claims by every measure a forecast table has."""

from collections import Counter
from dataclasses import replace

from ledger.forecasts.scores import Ask, Scored, counted, score
from ledger.journal.reader import Reader, Record
from ledger.query.listing import Filters
from ledger.query.refs import analyst_meant
from ledger.reports.claim_table import claim_table
from ledger.reports.counted import no_forecasts


def score_claims(
    reader: Reader, ask: Ask, filters: Filters, scale: str | None = None
) -> tuple[Scored, Record, list[str]]:
    """Score the claims that state a probability; also what the table holds, and what to say of it.

    Raises:
        LedgerError: a filter or a scale that is not known.
    """
    first, by_topic = ask.policy.name == "first", "topic" in ask.by
    shown = claim_table(reader, filters, topics=by_topic, first=first, scale=scale)
    everybody = shown
    if filters.analyst is not None:  # the others stay, as the company he is held against
        name = str(analyst_meant(reader, filters.analyst)["name"])
        ask, filters = replace(ask, only=frozenset({name})), replace(filters, analyst=None)
        everybody = claim_table(reader, filters, topics=by_topic, first=first, scale=scale)
    with everybody.engine() as engine:
        found = score(engine, ask)
    if by_topic:  # a claim counts under each of its topics, and once in the total
        with claim_table(reader, filters, first=first, scale=scale).engine() as engine:
            found = replace(found, total=score(engine, replace(ask, by=("analyst",))).total)
    told: Record = {
        "claims": len({row["claim"] for row in shown.rows}) + sum(shown.left_out.values()),
        "rows": len(shown.rows),
        "questions": found.total["questions"],
        "left_out": dict(shown.left_out),
        "scale": scale,
    }
    late = {row["claim"] for row in shown.rows if row["retrospective"]}
    told["retrospective"] = len(late)
    in_table = counted(told["claims"] - sum(shown.left_out.values()), "claim")
    said = f"{len(late)} of {in_table} in the table recorded after being settled; --prospective leaves such out."
    notes = [said] if late else []
    return found, told, [*notes, *_notes(shown.left_out, scale)]


def _notes(left_out: Counter[str], scale: str | None) -> list[str]:
    told = no_forecasts(dict(left_out.most_common()))
    notes = [f"Not in the table: {told}."] if told else []
    return [*notes, f"All phrases are read on the scale {scale}."] if scale else notes
