"""How a summary looks: scores first, then what was counted, then the sentences that keep the figures honest."""

from collections.abc import Mapping, Sequence
from typing import Any

from ledger.journal.reader import Reader
from ledger.model.vocabulary import UNSCORED, Reading, Source
from ledger.render import Column, Report
from ledger.render.report import brier, interval, percent, ratio, signed
from ledger.reports.options import FILTERED_OUT, without_claims
from ledger.reports.summary import DIMENSIONS, LEVEL, Summary

Row = Mapping[str, Any]
_CONFIDENCE = {"over": "overconfident", "under": "underconfident", "unclear": "unclear"}


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
        Column(by, DIMENSIONS[by].head, flexible=True, wrap=True),
        Column("resolved_of_due", "Of due", lambda row: ratio(row["resolved_of_due"], row["due"]), align="right"),
        Column("right", "Right", lambda row: ratio(row["right"], row["judged"]), align="right"),
        Column("hit_rate", "Right 90%", lambda row: interval(row["hit_rate_low"], row["hit_rate_high"], percent)),
        Column("brier", "Brier", _when_enough(lambda row: brier(row["brier"])), align="right"),
        Column("brier_low", "Brier 90%", _when_enough(lambda row: interval(row["brier_low"], row["brier_high"]))),
        Column("verdict", "Verdict", _verdict, tone=_tone),
    )


def _verdict(row: Row) -> str:
    """The verdict without what the notes say once for all rows."""
    return str(row["verdict"]).split(" (")[0].split(" from ")[0].split(" than ")[0]


def _share_right(row: Row) -> str:
    """How often right on the claims that ``stated`` is the mean of."""
    return percent(None if row["stated"] is None else row["stated"] - row["confidence_gap"])


def _sureness(by: str) -> tuple[Column, ...]:
    return (
        Column(by, DIMENSIONS[by].head, flexible=True, wrap=True),
        Column("stated", "Said", _when_enough(lambda row: percent(row["stated"])), align="right"),
        Column("confidence_gap", "Was right", _when_enough(_share_right), align="right"),
        Column("confidence", "Confidence", _when_enough(lambda row: _CONFIDENCE.get(row["confidence"], "-"))),
        Column("skill", "Skill", _when_enough(lambda row: signed(row["skill"])), align="right"),
        Column("source_number", "Likelihoods from", sources, flexible=True, wrap=True),
    )


def _counts(by: str) -> tuple[Column, ...]:
    return (
        Column(by, DIMENSIONS[by].head, flexible=True, wrap=True),
        Column("claims", "Claims", align="right"),
        *(Column(outcome.value, outcome.head, align="right") for outcome in UNSCORED if not outcome.settled),
        Column("overdue", "Overdue", align="right", tone=lambda row: "warn" if row["overdue"] else ""),
        *(Column(outcome.value, outcome.head, align="right") for outcome in UNSCORED if outcome.settled),
        Column("hedged", "Hedged", align="right"),
        Column("known_before", "Known", align="right"),
    )


def sources(row: Row) -> str:
    """Where the likelihoods come from, as shares of all claims."""
    claims = row["claims"]
    parts = [
        f"{source.label} {percent(row[f'source_{source}'] / claims)}" for source in Source if row[f"source_{source}"]
    ]
    return ", ".join(parts) or "-"


def scores_report(reader: Reader, found: Summary) -> Report:
    """Everything for machines; for people the scores, with the notes that go with them."""
    by = str(found.settings["by"])
    return Report(
        found.rows,
        _scores(by),
        total=_total(found, by),
        as_of=reader.standing.as_of(),
        notes=_notes(reader, found) if found.rows else [],
        extra={"settings": found.settings},
        empty="".join(without_claims(reader)) or FILTERED_OUT,
    )


def one_table(found: Summary, more: Sequence[Column] = ()) -> Report:
    """All the columns side by side, for formats that are one table; ``more`` are those that were asked for besides."""
    by = str(found.settings["by"])
    columns = [*_scores(by), *_counts(by)[1:], *_sureness(by)[1:], *more]
    return Report(found.rows, columns, total=_total(found, by))


def side_reports(found: Summary) -> list[Report]:
    """For people: what was counted and never scored, and how sure the analysts were."""
    by = str(found.settings["by"])
    tables = {"Counted, and not scored": _counts(by), "How sure": _sureness(by)}
    return [Report(found.rows, columns, total=_total(found, by), title=title) for title, columns in tables.items()]


def _total(found: Summary, by: str) -> Row:
    return {by: "All", **found.total}


def _reference(found: Summary) -> str:
    declared = found.settings["reference"]
    return "always saying 50% (no reference declared)" if declared is None else f"always saying {percent(declared, 1)}"


def _notes(reader: Reader, found: Summary) -> list[str]:
    total, reading = found.total, Reading(found.settings["reading"])
    notes = [
        (
            f"Reading: {reading} (true and false are scored; partial {reading.help}). "
            "Policy: first statement on a question."
        ),
        (
            f"Brier: 0 is perfect, 0.25 is always saying 50%. Verdict and skill are against {_reference(found)}. "
            f"Intervals at {percent(LEVEL)}, the Brier score's by episode. Of due: resolved of those that are due."
        ),
    ]
    if total["retrospective"]:
        share = percent(total["retrospective"] / total["resolved"])
        notes.append(
            f"{total['retrospective']} of {total['resolved']} scored claims ({share}) were recorded after they were "
            "settled; --prospective leaves them out."
        )
    if total["hedged"]:
        are = "was a hedge and is" if total["hedged"] == 1 else "were hedges and are"
        notes.append(f"{total['hedged']} of {total['claims']} claims {are} not scored.")
    if total["restated"]:
        notes.append(f"Said again, and counted once: {total['restated']}. A restatement is no second forecast.")
    if total["overdue"]:
        notes.append(f"{total['overdue']} overdue and not settled: ledger due --overdue")
    if reader.standing.provisional and reader.journal is not reader:
        notes.append("Provisional: entries may still be added to this moment.")
    return notes
