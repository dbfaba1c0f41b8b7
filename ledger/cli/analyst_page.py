"""One analyst's whole record: the figures in words, then every claim with its quote and outcome."""

from collections.abc import Mapping
from typing import Any

from ledger.cli.app import settings
from ledger.cli.output import as_of, emit, terminal_width, write
from ledger.cli.scores import sources
from ledger.domain.vocabulary import Reading
from ledger.render import Column, Report
from ledger.render.card import render_card
from ledger.render.figures import brier, interval, percent
from ledger.services.listing import Filters, public_claim
from ledger.services.reporting import analyst_page, right_or_wrong, why_not_scored
from ledger.storage.reader import Reader

Row = Mapping[str, Any]

CLAIMS = (
    Column("number", "#", align="right"),
    Column("stated_on", "Said"),
    Column("statement", "Claim", lambda row: f"{'NOT: ' if row['denies'] else ''}{row['statement']}", flexible=True),
    Column("quote", "Quote", lambda row: f'"{row["quote"]}"' if row["quote"] else None, flexible=True),
    Column("likelihood", "Likelihood", lambda row: _percent(row)),
    Column("deadline", "Due"),
    Column("state", "Outcome"),
    Column(
        "result", "Result", tone=lambda row: {"right": "good", "wrong": "bad"}.get(row["result"], "dim"), flexible=True
    ),
)


def _percent(row: Row) -> str | None:
    if row["probability"] is not None:
        return percent(row["probability"], 1).replace(".0%", "%")
    return "hedge" if row["source"] == "hedge" else None


def show_page(reader: Reader, name: str, reading: Reading) -> None:
    """Print the page: a card and a table for people, one object for machines."""
    figures, claims = analyst_page(reader, Filters(analyst=name), reading)
    rows = [{**public_claim(row), "result": right_or_wrong(row) or why_not_scored(row)} for row in claims]
    if settings().format != "table":
        emit(Report(rows, CLAIMS, total={"analyst": name, **figures}, as_of=as_of(reader.standing)))
        return
    write(render_card(_card(name, figures), terminal_width()))
    write("\n")
    emit(Report(rows, CLAIMS, as_of=as_of(reader.standing), empty="Nothing recorded yet."))


def _card(name: str, row: Row) -> list[tuple[str, str]]:
    unscored = {
        "open": row["open"],
        "partial": row["partial"],
        "void": row["void"],
        "ambiguous": row["ambiguous"],
        "unresolvable": row["unresolvable"],
        "hedges": row["hedged"],
        "known before": row["known_before"],
        "said before": row["restated"],
    }
    return [
        ("Analyst", name),
        ("Claims", f"{row['claims']}, of them {row['scorable']} that can be scored"),
        ("Resolved", f"{row['resolved_of_due']} of {row['due']} due; {row['overdue']} overdue"),
        ("Not scored", ", ".join(f"{n} {what}" for what, n in unscored.items() if n) or "none"),
        ("Likelihood from", sources(row)),
        ("Right", _right(row)),
        ("Brier", _brier(row)),
        ("Verdict", row["verdict"]),
    ]


def _right(row: Row) -> str:
    if not row["judged"]:
        return "-"
    ends = interval(row["hit_rate_low"], row["hit_rate_high"], percent)
    return f"{row['right']} of {row['judged']} on the right side of one half {ends}"


def _brier(row: Row) -> str:
    if row["brier"] is None:
        return "-"
    ends = interval(row["brier_low"], row["brier_high"])
    said = (
        f"{brier(row['brier'])} over {row['scored']} claims from {row['scored_clusters']} episodes or clusters {ends}"
    )
    return f"{said}; 0 is perfect, 0.25 is always saying 50%"
