"""Whole records on one page, printed: a card with tables under it for people, one object for machines."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Union

from ledger.cli.app import settings
from ledger.cli.output import PAGE_WIDTH, colours, emit, emit_card, for_people, several_tables, terminal_width, write
from ledger.render.tables import as_of_sentence, paint, render_card
from ledger.render.width import fold_lines
from ledger.reports.listings import sure
from ledger.reports.records import RecordPage
from ledger.text.escape import safe_term

if TYPE_CHECKING:
    from ledger.reports.analyst import AnalystPage

_TONES = {"right": "good", "wrong": "bad"}
_INDENT = 6


def show_record(page: Union[RecordPage, "AnalystPage"]) -> None:
    """Print the page of a record."""
    if not isinstance(page, RecordPage):
        show_analyst(page)
    elif settings().format == "table":
        write(render_card([(label, text) for label, text in page.card if text], terminal_width()))
        for title, report in page.sections:
            if report.rows:
                write(f"\n{title}\n")
                emit(report)
    elif several_tables():
        emit_card(page.row, page.card)
        for title, report in page.sections:
            if report.rows:
                write("\n")
                emit(replace(report, title=title))
    else:
        emit(page.for_machines)


def show_analyst(page: "AnalystPage") -> None:
    """Print the page: a card and a paragraph a claim for people, one object for machines."""
    if not for_people():
        emit(page.for_machines)
    elif settings().format != "table":
        emit(page.as_table)
    else:
        write(render_card([(label, text or "") for label, text in page.card], terminal_width()))
        write("".join(map(_entry, page.rows)))
        write("".join(f"\n{sentence}\n" for sentence in as_of_sentence(page.as_of)))


def _entry(row: Mapping[str, Any]) -> str:
    """One claim as a short paragraph: how it stands, what was claimed, and the words themselves."""
    width = (terminal_width() or PAGE_WIDTH) - _INDENT
    settled = f" on {row['resolved_on']}" if row["resolved_on"] else ""
    parts = [f"said {row['stated_on'] or 'on an unknown day'}", f"due {row['deadline'] or 'at no set time'}", sure(row)]
    fate = f"{row['state']}{settled}"
    head = fold_lines(f"{', '.join(part for part in parts if part != '-')}: {fate}; {row['result']}", width)
    if colours():
        head[-1] = head[-1].replace(row["result"], paint(row["result"], _TONES.get(row["result"], "dim")))
    texts = [f"{'NOT: ' if row['denies'] else ''}{row['statement']}", f'"{row["quote"]}"' if row["quote"] else ""]
    lines = [*head[1:], *(line for text in texts if text for line in fold_lines(safe_term(text), width))]
    return "\n".join(["", f"{row['number']:>4}  {head[0]}", *(" " * _INDENT + line for line in lines), ""])
