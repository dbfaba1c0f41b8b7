"""Suggestions as people and machines see them."""

from collections.abc import Mapping
from typing import Any

from ledger.cli.app import settings
from ledger.cli.document_view import show_paged
from ledger.cli.output import emit, terminal_width
from ledger.journal.reader import Reader
from ledger.query.layout import lay_out
from ledger.query.suggestions import reviews_of, suggestion_rows, suggestions
from ledger.render import Column
from ledger.render.width import fold_lines
from ledger.reports.cards import who
from ledger.reports.listings import listing
from ledger.text.escape import safe_term

Row = Mapping[str, Any]
_MARGIN = 6


SUGGESTIONS = (
    Column("number", "#", align="right"),
    Column("score", "Points", align="right"),
    Column("speaker", "Speaker", lambda row: who(row) or "-", flexible=True),
    Column("sentence", "Sentence", flexible=True, wrap=True, floor=24),
    Column("reasons", "Because", lambda row: ", ".join(row["reasons"]), flexible=True, wrap=True),
    Column("review", "Decided", lambda row: row["review"] or "-"),
)


def print_suggestions(
    reader: Reader, ref: str, *, least: int | None, browse: bool, derived: bool, waiting: bool
) -> None:
    """The sentences that look like claims, the likeliest first."""
    laid = lay_out(reader, ref)
    found = suggestions(laid, least=least, browse=browse, derived=derived)
    rows = suggestion_rows(laid, found, reviews_of(reader, laid.document.record["id"]))
    if waiting:
        rows = [row for row in rows if row["review"] is None]
    said = sum(laid.is_said(sentence) for sentence in laid.sentences)
    notes = [f"{len(rows)} of {said} sentences. Go through them: ledger episode review d{laid.document.number}"]
    empty = "Nothing looks like a claim. Lower the bar: --browse, or --min 0."
    if settings().format == "table":
        lines = [line for row in rows for line in _lines(row)] or [empty]
        show_paged("".join(f"{line}\n" for line in [*lines, "", *notes[: len(rows)]]))
        return
    emit(listing(reader, rows, SUGGESTIONS, empty=empty, notes=notes if rows else ()))


def _lines(row: Row) -> list[str]:
    """A suggestion in a few lines: where, who and how many points, the sentence, and why."""
    width = terminal_width()
    room = None if width is None else max(width - _MARGIN, 20)
    decided = f", {row['review']}" if row["review"] else ""
    head = f"{row['number']:>{_MARGIN - 2}}  {safe_term(who(row) or 'nobody known')}, {row['score']} points{decided}"
    told = [*fold_lines(safe_term(row["sentence"]), room), *fold_lines(f"({', '.join(row['reasons'])})", room)]
    return [head, *(f"{'':{_MARGIN}}{line}" for line in told)]
