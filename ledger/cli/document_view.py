"""Documents as people and machines see them."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.cli.app import settings
from ledger.cli.output import emit, terminal_width, write
from ledger.errors import NotFoundError, quoted
from ledger.journal.reader import Reader
from ledger.model.instants import show_timecode
from ledger.query.layout import lay_out
from ledger.render import Column
from ledger.render.width import fold_lines
from ledger.reports.cards import who
from ledger.reports.listings import listing
from ledger.text.escape import safe_term
from ledger.text.passages import Sentence

Row = Mapping[str, Any]
_MARGIN = 6
_SECOND = 1_000

SPEAKERS = (
    Column("speaker", "Speaker", lambda row: row["speaker"] or "-", flexible=True),
    Column("role", "Role", lambda row: row["role"] or "-"),
    Column("sentences", "Sentences", align="right"),
    Column("basis", "Because", lambda row: row["basis"] or "-", flexible=True),
)
GLOSSARY = (Column("of", "Of a"), Column("heard", "Heard", flexible=True), Column("meant", "Meant", flexible=True))
SENTENCES = (
    Column("number", "#", align="right"),
    Column("section", "Part"),
    Column("speaker", "Speaker", lambda row: who(row) or "-"),
    Column("sentence", "Sentence", flexible=True, wrap=True),
)


def read_document(reader: Reader, ref: str, sentences: str | None, section: str | None) -> None:
    """Print a document sentence by sentence; on a terminal, a screen at a time."""
    laid = lay_out(reader, ref)
    chosen: Sequence[Sentence] = laid.sentences
    if sentences:
        chosen = laid.chosen(sentences)
    if section:
        known = list(dict.fromkeys(part.kind for part in laid.passages.sections))
        if section not in known:
            raise NotFoundError(
                f"The document has no part {quoted(section)}.", f"It has: {', '.join(known) or 'none'}."
            )
        chosen = [sentence for sentence in chosen if laid.passages.sections[sentence.section].kind == section]
    rows = [laid.row(sentence) for sentence in chosen]
    if settings().format != "table":
        emit(listing(reader, rows, SENTENCES, empty="No sentences."))
        return
    show_paged("".join(f"{line}\n" for line in _lines(rows)) or "No sentences.\n")


def _lines(rows: Sequence[Row]) -> list[str]:
    """A line for each change of part or speaker, the numbered sentences under it, blank lines between paragraphs."""
    width = terminal_width()
    room = None if width is None else max(width - _MARGIN, 20)
    lines: list[str] = []
    before: Row | None = None
    for row in rows:
        if before is None or row["section"] != before["section"]:
            told = f"== {row['section']}{' (machine-made)' if row['derived'] else ''}"
            lines += ["", told] if lines else [told]
        if before is None or (row["section"], row["speaker"]) != (before["section"], before["speaker"]):
            lines += ["", f"{safe_term(who(row) or '(nobody known)')}{_at(row)}:"]
        elif row["paragraph"] != before["paragraph"]:
            lines.append("")
        first, *rest = fold_lines(safe_term(row["sentence"]), room) or [""]
        lines.append(f"{row['number']:>{_MARGIN - 2}}  {first}")
        lines += [f"{'':{_MARGIN}}{line}" for line in rest]
        before = row
    return lines


def _at(row: Row) -> str:
    return f" [{show_timecode(row['from_ms'] // _SECOND)}]" if row["from_ms"] is not None else ""


def show_paged(text: str) -> None:
    """Show text a screen at a time where somebody sits at one that is too small for it."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        import pydoc

        pydoc.pager(text)
        return
    write(text)
