"""How a summary looks: scores first, then what was counted, then the sentences that keep the figures honest."""

from collections.abc import Mapping
from typing import Any

from ledger.cli.output import as_of
from ledger.domain.vocabulary import Source
from ledger.render import Column, Report
from ledger.render.figures import brier, interval, percent, ratio, signed
from ledger.services.reporting import DIMENSIONS, LEVEL, Summary
from ledger.storage.reader import Reader

Row = Mapping[str, Any]
_SOURCES = {
    "number": "number",
    "range": "range",
    "phrase": "scale",
    "inferred": "curator",
    "hedge": "hedge",
    "none": "none",
}


def withheld(row: Row) -> bool:
    """Whether there are too few forecasts for people to be shown a score."""
    return str(row["verdict"]).startswith("too few")


def _when_enough(show: Any) -> Any:  # noqa: ANN401 - a column's show, either way
    return lambda row: None if withheld(row) else show(row)


def _tone(row: Row) -> str:
    if withheld(row):
        return "dim"
    return {"better": "good", "worse": "bad"}.get(str(row["verdict"]).split()[0], "")


def _scores(by: str) -> tuple[Column, ...]:
    return (
        Column(by, DIMENSIONS[by].head, flexible=True),
        Column("resolved_of_due", "Resolved", lambda row: f"{row['resolved_of_due']} of {row['due']}", align="right"),
        Column("right", "Right", lambda row: ratio(row["right"], row["judged"]), align="right"),
        Column("hit_rate", "90%", lambda row: interval(row["hit_rate_low"], row["hit_rate_high"], percent)),
        Column("brier", "Brier", _when_enough(lambda row: brier(row["brier"])), align="right"),
        Column("brier_low", "90%", _when_enough(lambda row: interval(row["brier_low"], row["brier_high"]))),
        Column("skill", "Skill", _when_enough(lambda row: signed(row["skill"])), align="right"),
        Column("confidence", "Conf.", _when_enough(lambda row: row["confidence"])),
        Column("verdict", "Verdict", tone=_tone, flexible=True),
    )


def _counts(by: str) -> tuple[Column, ...]:
    return (
        Column(by, DIMENSIONS[by].head, flexible=True),
        Column("claims", "Claims", align="right"),
        Column("open", "Open", align="right"),
        Column("overdue", "Overdue", align="right", tone=lambda row: "warn" if row["overdue"] else ""),
        Column("partial", "Partial", align="right"),
        Column("void", "Void", align="right"),
        Column("ambiguous", "Ambig.", align="right"),
        Column("unresolvable", "Unres.", align="right"),
        Column("hedged", "Hedged", align="right"),
        Column("source_number", "Likelihood from", sources, flexible=True),
    )


def sources(row: Row) -> str:
    """Where the likelihoods come from, as shares of all claims."""
    claims = row["claims"]
    parts = [
        f"{_SOURCES[source]} {percent(row[f'source_{source}'] / claims)}"
        for source in Source
        if row[f"source_{source}"]
    ]
    return ", ".join(parts) or "-"


def scores_report(reader: Reader, found: Summary) -> Report:
    """Everything for machines; for people the scores, with the notes that go with them."""
    return Report(
        found.rows,
        _scores(str(found.settings["by"])),
        total={str(found.settings["by"]): "All", **found.total},
        as_of=as_of(reader.standing),
        notes=_notes(reader, found) if found.rows else [],
        extra={"settings": found.settings},
        empty="No claims yet. Record one with: ledger add, or load the shipped ones with: ledger seed",
    )


def counts_report(found: Summary) -> Report:
    """What was counted and never scored."""
    by = str(found.settings["by"])
    return Report(found.rows, _counts(by), total={by: "All", **found.total})


def _notes(reader: Reader, found: Summary) -> list[str]:
    total, reading = found.total, found.settings["reading"]
    partial = {
        "coded": "partial is shown apart",
        "strict": "partial counts as false",
        "charitable": "partial counts as true",
    }[reading]
    notes = [
        f"Reading: {reading} (true and false are scored; {partial}). Policy: first statement on a question.",
        f"Brier: 0 is perfect, 0.25 is always saying 50%. Skill is against always saying 50% (no reference declared). "
        f"Intervals at {percent(LEVEL)}, by episode.",
    ]
    if total["retrospective"]:
        share = percent(total["retrospective"] / total["resolved"])
        notes.append(
            f"{total['retrospective']} of {total['resolved']} scored claims ({share}) were recorded after they were "
            "settled; --prospective leaves them out."
        )
    if total["hedged"]:
        notes.append(f"{total['hedged']} of {total['claims']} claims were hedges and are not scored.")
    if total["overdue"]:
        notes.append(f"{total['overdue']} overdue and not settled: ledger due --overdue")
    if reader.standing.provisional:
        notes.append("Provisional: entries may still be added to this moment.")
    return notes
