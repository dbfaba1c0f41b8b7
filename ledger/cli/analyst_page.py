"""One analyst's whole record: the figures in words, then every claim with its quote and outcome."""

from collections.abc import Mapping
from typing import Any

from ledger.cli.app import settings
from ledger.cli.output import colours, emit, for_people, terminal_width, write
from ledger.cli.scores import sources
from ledger.journal.reader import Reader
from ledger.model.vocabulary import Reading
from ledger.query.judged import not_scored, right_or_wrong, why_not_scored
from ledger.query.listing import Filters, public_claim
from ledger.render import Column, Report
from ledger.render.report import interval, percent
from ledger.render.tables import as_of_sentence, paint, render_card
from ledger.render.width import fold
from ledger.reports.listings import CLAIMS, sure
from ledger.reports.summary import analyst_page
from ledger.text.escape import safe_term

Row = Mapping[str, Any]

COLUMNS = (
    *(column for column in CLAIMS if column.key != "analyst"),
    Column("quote", "Quote"),
    Column("result", "Result"),
)
_TONES = {"right": "good", "wrong": "bad"}
_INDENT = 6
_WIDTH = 100  # where nobody says how wide the page is


def show_page(reader: Reader, name: str, reading: Reading) -> None:
    """Print the page: a card and a table for people, one object for machines."""
    figures, claims = analyst_page(reader, Filters(analyst=name), reading)
    rows = [{**public_claim(row), "result": right_or_wrong(row) or why_not_scored(row)} for row in claims]
    card = _card(name, figures, not_scored(claims))
    standing = reader.standing.as_of()
    if not for_people():
        columns = [Column(key, key) for key in (rows[0] if rows else ())]
        emit(Report(rows, columns, total={"analyst": name, **figures}, as_of=standing))
        return
    if settings().format != "table":
        notes = [f"{label}: {text}" for label, text in card[1:]]
        emit(Report(rows, COLUMNS, title=name, notes=notes, as_of=standing))
        return
    write(render_card(card, terminal_width()))
    for row in rows:
        write(_entry(row))
    write("".join(f"\n{sentence}\n" for sentence in as_of_sentence(standing)))


def _entry(row: Row) -> str:
    """One claim as a short paragraph: how it stands, what was claimed, and the words themselves."""
    width = (terminal_width() or _WIDTH) - _INDENT
    settled = f" on {row['resolved_on']}" if row["resolved_on"] else ""
    parts = [f"said {row['stated_on'] or 'on an unknown day'}", f"due {row['deadline'] or 'at no set time'}", sure(row)]
    fate = f"{row['state']}{settled}"
    head = fold(f"{', '.join(part for part in parts if part != '-')}: {fate}; {row['result']}", width)
    if colours():
        head[-1] = head[-1].replace(row["result"], paint(row["result"], _TONES.get(row["result"], "dim")))
    texts = [f"{'NOT: ' if row['denies'] else ''}{row['statement']}", f'"{row["quote"]}"' if row["quote"] else ""]
    lines = [*head[1:], *(line for text in texts if text for line in fold(safe_term(text), width))]
    return "\n".join(["", f"{row['number']:>4}  {head[0]}", *(" " * _INDENT + line for line in lines), ""])


def _card(name: str, row: Row, unscored: str) -> list[tuple[str, str]]:
    return [
        ("Analyst", name),
        ("Claims", f"{row['claims']}, of them {row['scorable']} that can be scored"),
        ("Resolved", f"{row['resolved_of_due']} of {row['due']} due; {row['overdue']} overdue"),
        ("Not scored", unscored),
        ("Likelihoods from", sources(row)),
        ("Right", _right(row)),
        ("Score", row["sentence"] if row["scored"] else "-"),
        ("Verdict", row["verdict"]),
    ]


def _right(row: Row) -> str:
    if not row["judged"]:
        return "-"
    ends = interval(row["hit_rate_low"], row["hit_rate_high"], percent)
    return f"{row['right']} of {row['judged']} on the right side of one half {ends}"
