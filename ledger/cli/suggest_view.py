"""Suggestions and coverage as people and machines see them."""

from collections.abc import Callable, Mapping
from typing import Any

from ledger.cli.app import settings
from ledger.cli.document_view import show_paged, who
from ledger.cli.output import emit, terminal_width
from ledger.cli.views import listing
from ledger.render import Column
from ledger.render.escape import safe_term
from ledger.render.figures import percent
from ledger.render.width import fold
from ledger.services.coverage import coverage
from ledger.services.laid_out import lay_out
from ledger.services.reviewing import reviews_of
from ledger.services.suggesting import suggestion_rows, suggestions
from ledger.storage.reader import Reader

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
    notes = [f"{len(rows)} of {said} sentences. Go through them: ledger episode review {ref}"]
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
    told = [*fold(safe_term(row["sentence"]), room), *fold(f"({', '.join(row['reasons'])})", room)]
    return [head, *(f"{'':{_MARGIN}}{line}" for line in told)]


def _dropped(row: Row) -> str:
    if row["dropped"] is None:
        return "-"
    why = ", ".join(f"{count} {reason}" for reason, count in row["dropped_as"].items())
    return f"{row['dropped']}: {why}" if why else "0"


def _seen(row: Row) -> str:
    return "-" if row["sentences"] is None else f"{row['seen']} of {row['sentences']}"


def _count(name: str) -> Callable[[Row], str]:
    return lambda row: "-" if row[name] is None else f"{row[name]:,}"


def _density(row: Row) -> str:
    density = row["claims_per_1000_words"]
    return "-" if density is None else f"{density:.1f}"


def _soft(row: Row) -> str:
    return "-" if row["unfalsifiable"] is None else percent(row["unfalsifiable"], 0)


_WORDS = "Seen: sentences kept or dropped. Waiting: suggested, nothing decided. Soft: claims that cannot be wrong."
COVERAGE = (
    Column("episode", "#", lambda row: f"e{row['episode']}", align="right"),
    Column("title", "Episode", flexible=True),
    Column("sampling", "Taken", lambda row: row["sampling"] or "-"),
    Column("seen", "Seen", _seen, align="right"),
    Column("kept", "Kept", _count("kept"), align="right"),
    Column("dropped", "Dropped", _dropped, flexible=True, wrap=True),
    Column("waiting", "Waiting", _count("waiting"), align="right"),
    Column("claims", "Claims", align="right"),
    Column("claims_per_1000_words", "per 1,000", _density, align="right"),
    Column("unfalsifiable", "Soft", _soft, align="right"),
)


def print_coverage(reader: Reader, ref: str | None) -> None:
    """How much of each episode was looked at."""
    rows = coverage(reader, ref)
    notes = [
        "Seen: sentences kept or dropped. Waiting: suggested, and nothing decided. Soft: claims that cannot be wrong."
    ]
    if any(row["documents"] == 0 for row in rows):
        notes.append("A dash: no document, so nobody knows what was left out. See: ledger episode import --help")
    if any(row["sampling"] is None for row in rows):
        notes.append("By what rule were claims taken? ledger episode amend e1 --sampling all")
    emit(listing(reader, rows, COVERAGE, empty="No episodes yet.", notes=notes if rows else ()))
