"""Documents as people and machines see them."""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from ledger.cli.app import settings
from ledger.cli.output import emit, several_tables, terminal_width, write
from ledger.errors import NotFoundError, quoted
from ledger.journal.reader import Reader
from ledger.model.instants import show_timecode
from ledger.query.layout import LaidOut, lay_out
from ledger.render import Column, Report
from ledger.render.width import fold
from ledger.reports.listings import listing, people_told
from ledger.text.escape import safe_term
from ledger.text.passages import CERTAIN, Sentence

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


class NoSuchSection(NotFoundError):
    """A part that the document does not have."""

    def __init__(self, section: str, known: Sequence[str]) -> None:
        super().__init__(f"The document has no part {quoted(section)}.", f"It has: {', '.join(known) or 'none'}.")


def who(row: Row) -> str:
    """A speaker as far as known: a guess has a question mark."""
    if not row["speaker"]:
        return f"({row['role']})" if row["role"] else ""
    return str(row["speaker"]) if row["basis"] in CERTAIN else f"{row['speaker']}?"


def page_row(laid: LaidOut, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - what else came of an import
    """All that was understood of a file, for machines."""
    document, facts = laid.document, dict(laid.document.facts)
    episode = laid.episode
    return {
        "episode": episode["number"],
        "document": document.number,
        **more,
        "page_kind": document.record["kind"],
        **{name: episode[name] for name in ("show", "title", "published_on", "duration_s", "language")},
        "source_url": document.record["url"],
        "retrieved_on": document.record["retrieved_on"],
        "raw_sha256": document.record["file_hash"],
        "bytes": document.record["size"],
        "encoding": document.record["encoding"],
        **facts,
        "people": json.loads(episode["people"]),
        "sections": _sections(laid),
        "paragraphs": len(laid.passages.paragraphs),
        "sentences": len(laid.sentences),
        "words": laid.words,
        "warnings": document.record["warnings"],
    }


def _sections(laid: LaidOut) -> list[dict[str, Any]]:
    paragraphs = Counter(paragraph.section for paragraph in laid.passages.paragraphs)
    sentences = Counter(sentence.section for sentence in laid.sentences)
    return [
        {
            "kind": section.kind,
            "start": section.start,
            "end": section.end,
            "language": section.language or None,
            "derived": section.derived,
            "paragraphs": paragraphs[place],
            "sentences": sentences[place],
        }
        for place, section in enumerate(laid.passages.sections)
    ]


def page_fields(row: dict[str, Any], *, new: bool = False) -> list[tuple[str, str | None]]:
    """A row of ``page_row`` for people; ``new`` says that the episode was not there before."""
    length = show_timecode(row["duration_s"]) if row["duration_s"] else None
    people = people_told(row["people"])
    parts = [_part(section) for section in row["sections"]]
    neighbours = "; ".join(f"{one['relation']}: {one['title']}" for one in row.get("neighbours", ()))
    return [
        ("Episode", f"e{row['episode']}{' (new)' if new else ''}"),
        ("Show", row["show"]),
        ("Title", row["title"]),
        ("Published", _dated(row)),
        ("Length", length),
        ("People", people),
        ("Language", row["language"]),
        ("Address", row["source_url"]),
        ("Document", f"d{row['document']}: {row['page_kind']}, {row['bytes']:,} bytes, {row['encoding']}"),
        ("Parts", "\n".join(parts)),
        ("Chapters", str(len(row["chapters"])) if row.get("chapters") else None),
        ("Neighbours", neighbours),
        ("Said", f"{row['words']:,} words"),
    ]


def _dated(row: dict[str, Any]) -> Any:  # noqa: ANN401 - text or nothing
    printed = row.get("date_words")
    if not row["published_on"] or not printed or printed == row["published_on"]:
        return row["published_on"] or None
    return f"{row['published_on']} (printed {printed})"


def _part(section: Row) -> str:
    counts = ", ".join(_counted(section[name], name) for name in ("paragraphs", "sentences"))
    told = f"{section['kind']}: {counts}"
    return f"{told} (machine-made: never scored)" if section["derived"] else told


def _counted(count: int, things: str) -> str:
    return f"{count:,} {things if count != 1 else things.removesuffix('s')}"


def read_document(reader: Reader, ref: str, sentences: str | None, section: str | None) -> None:
    """Print a document sentence by sentence; on a terminal, a screen at a time."""
    laid = lay_out(reader, ref)
    chosen: Sequence[Sentence] = laid.sentences
    if sentences:
        chosen = laid.chosen(sentences)
    if section:
        known = list(dict.fromkeys(part.kind for part in laid.passages.sections))
        if section not in known:
            raise NoSuchSection(section, known)
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
        first, *rest = fold(safe_term(row["sentence"]), room) or [""]
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


def print_checked(found: Sequence[Any]) -> None:
    """What came of every quote; exit 1 where one needs to be looked at."""
    from ledger.curation.anchoring import STATES

    rows = [
        {
            "claim": one.claim,
            "analyst": one.analyst,
            "state": one.state,
            "well": one.well,
            "document": one.document,
            "quote": one.quote,
            "difference": one.difference or None,
        }
        for one in found
    ]
    shown = [row for row in rows if not row["well"] or row["state"] == "moved"] if several_tables() else rows
    counts = Counter(row["state"] for row in rows)
    notes = [f"{count} {state}: {STATES[state][1]}" for state, count in counts.items()]
    empty = "Every quote stands." if rows else "No quotes from episodes with documents."
    emit(Report(shown, _CHECKED, empty=empty, notes=notes))
    if not all(row["well"] for row in rows):
        raise typer.Exit(1)


_CHECKED = (
    Column("claim", "#", align="right"),
    Column("analyst", "Analyst", flexible=True),
    Column("state", "Quote"),
    Column("quote", "Words", flexible=True),
    Column("difference", "Difference", lambda row: row["difference"] or "-", flexible=True),
)
