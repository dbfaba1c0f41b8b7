"""Commands from a stored document to curated claims: read, speakers, glossary, suggest, review, drop."""

import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper, settings
from ledger.cli.complete import choices
from ledger.cli.opening import to_read
from ledger.cli.output import answer, emit, terminal_width, write
from ledger.errors import NotFoundError, quoted
from ledger.model.instants import show_timecode
from ledger.render.report import Column
from ledger.render.width import fold_lines
from ledger.reports.cards import who
from ledger.reports.listings import listing
from ledger.text.escape import safe_term

if TYPE_CHECKING:
    from ledger.journal.reader import Reader
    from ledger.text.passages import Sentence

Row = Mapping[str, Any]
_MARGIN = 6
_SECOND = 1_000

app = LedgerTyper()
episode = LedgerTyper()

_Ref = Annotated[str, typer.Argument(help="e2, its title, or one of its documents: d3.")]


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
SUGGESTIONS = (
    Column("number", "#", align="right"),
    Column("score", "Points", align="right"),
    Column("speaker", "Speaker", lambda row: who(row) or "-", flexible=True),
    Column("sentence", "Sentence", flexible=True, wrap=True, floor=24),
    Column("reasons", "Because", lambda row: ", ".join(row["reasons"]), flexible=True, wrap=True),
    Column("review", "Decided", lambda row: row["review"] or "-"),
)


@episode.command("read")
def episode_read(
    ref: _Ref,
    sentences: Annotated[str | None, typer.Argument(help="Only these: 12, or 86-93.")] = None,
    section: Annotated[
        str | None, typer.Option("--section", help="Only this part: transcript, description ...")
    ] = None,
    as_of: options.AsOf = None,
) -> None:
    """Read a document, a numbered sentence at a time, with who speaks as far as known.

    Example: ledger episode read e2 86-93
    """
    with to_read(as_of) as reader:
        read_document(reader, ref, sentences, section)


@episode.command("speakers")
def episode_speakers(
    ref: _Ref,
    sentences: Annotated[str | None, typer.Argument(help="The sentences somebody says: 12, or 86-93.")] = None,
    name: Annotated[str | None, typer.Argument(help="Who says them; - to take that back.")] = None,
) -> None:
    """Say who speaks. Without sentences: who is thought to say how much, and why.

    Example: ledger episode speakers e2 86-93 "Feng Zhang"
    """
    if sentences is None:
        show_speakers(ref)
    else:
        set_speaker(ref, sentences, name)


@episode.command("glossary")
def episode_glossary(
    ref: Annotated[str, typer.Argument(help="e2, or its title.")],
    heard: Annotated[str | None, typer.Argument(help="What the transcript has.")] = None,
    meant: Annotated[str | None, typer.Argument(help="What was meant; - to take that back.")] = None,
    name: Annotated[bool, typer.Option("--name", help="It is the name of somebody who speaks.")] = False,
) -> None:
    """Say what a transcript's slips mean, in this episode: quotes keep them, statements are mended. Or list them.

    Example: ledger episode glossary e2 "Pingyang" "Pyongyang"
    """
    if heard is None:
        show_glossary(ref)
    else:
        gloss(ref, heard, meant, name=name)


_Derived = Annotated[bool, typer.Option("--derived", help="Look at machine-made parts too; they are never scored.")]
_Browse = Annotated[bool, typer.Option("--browse", help="Show plain assessments too: more, and more that is none.")]
_Least = Annotated[int | None, typer.Option("--min", help="The fewest points a sentence must have to be shown.")]


@episode.command("suggest")
def episode_suggest(
    ref: _Ref,
    least: _Least = None,
    browse: _Browse = False,
    derived: _Derived = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that nothing was decided of.")] = False,
    as_of: options.AsOf = None,
) -> None:
    """Rank the sentences that look like claims, each with its reasons. Nothing is recorded.

    Example: ledger episode suggest e2 --browse
    """
    with to_read(as_of) as reader:
        print_suggestions(reader, ref, least=least, browse=browse, derived=derived, waiting=waiting)


@episode.command("review")
def episode_review(ref: _Ref, least: _Least = None, browse: _Browse = False, derived: _Derived = False) -> None:
    """Go through the suggestions one by one: accept, reject with a reason, split, join, trim, undo, quit and resume.

    Example: ledger episode review e2
    """
    from ledger.cli.review import review_document

    review_document(ref, least=least, browse=browse, derived=derived)


@episode.command("drop")
def episode_drop(
    ref: _Ref,
    sentences: Annotated[str, typer.Argument(help="The sentences that are no claims: 12, or 86-93.")],
    reason: Annotated[
        str, typer.Option("--reason", help=f"Why: {options.DROPS}.", autocompletion=choices(options.DROPS))
    ] = "other",
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was decided of them.")] = False,
    note: options.Note = None,
) -> None:
    """Say that sentences are no claims, and why: what was left out is part of the record.

    Example: ledger episode drop e2 12-14 --reason history
    """
    from ledger.cli.review import answer_drop

    answer_drop(ref, sentences, reason, note, undo=undo)


def set_speaker(ref: str, sentences: str, name: str | None) -> None:
    """Set who says some sentences, or take that back."""
    from ledger.cli.opening import to_record
    from ledger.curation.transcripts import say_who
    from ledger.query.layout import lay_out

    with to_read() as reader:  # laid out before the lock is taken: that takes long, and nobody else may write then
        laid = lay_out(reader, ref)
    with to_record() as writer:
        done = say_who(writer, laid, sentences, name)
    which = f"sentence {done.first}" if done.first == done.last else f"sentences {done.first}-{done.last}"
    told = f"{which}: {done.name or 'as guessed'}"
    answer(
        {"document": done.document, "first": done.first, "last": done.last, "speaker": done.name},
        [("Document", f"d{done.document}"), ("Speaker", told)],
    )


def show_speakers(ref: str) -> None:
    """Who is thought to say how much, and why."""
    from ledger.query.layout import lay_out

    with to_read() as reader:
        laid = lay_out(reader, ref)
        counted = Counter(
            (said.speaker, said.role, said.basis)
            for sentence, said in zip(laid.sentences, laid.said, strict=True)
            if laid.is_said(sentence)
        )
        rows = [{"speaker": speaker or None, "role": role or None, "basis": basis or None, "sentences": count}
                for (speaker, role, basis), count in counted.most_common()]  # fmt: skip
        emit(listing(reader, rows, SPEAKERS, empty="No sentences.",
                     notes=[f'Set one: ledger episode speakers {ref} 12-15 "NAME"']))  # fmt: skip


def gloss(ref: str, heard: str, meant: str | None, *, name: bool) -> None:
    """Enter a slip and what was meant, or take it out."""
    from ledger.cli.opening import to_record
    from ledger.curation.transcripts import enter_gloss

    with to_record() as writer:
        number, glosses = enter_gloss(writer, ref, heard, meant, name=name)
    told = "; ".join(f"{one['heard']} -> {one['meant']}" for one in glosses)
    kind = "aliases" if name else "glossary"
    answer({"episode": number, kind: glosses}, [("Episode", f"e{number}"), (kind.capitalize(), told or "empty")])


def show_glossary(ref: str) -> None:
    """List the slips of an episode and what was meant."""
    from ledger.curation.transcripts import glosses_of

    with to_read() as reader:
        emit(listing(reader, glosses_of(reader, ref), GLOSSARY, empty="No entries yet."))


def read_document(reader: "Reader", ref: str, sentences: str | None, section: str | None) -> None:
    """Print a document sentence by sentence; on a terminal, a screen at a time."""
    from ledger.query.layout import lay_out

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


def print_suggestions(
    reader: "Reader", ref: str, *, least: int | None, browse: bool, derived: bool, waiting: bool
) -> None:
    """The sentences that look like claims, the likeliest first."""
    from ledger.query.layout import lay_out
    from ledger.query.suggestions import reviews_of, suggestion_rows, suggestions

    laid = lay_out(reader, ref)
    found = suggestions(laid, least=least, browse=browse, derived=derived)
    rows = suggestion_rows(laid, found, reviews_of(reader, laid.document.record["id"]))
    if waiting:
        rows = [row for row in rows if row["review"] is None]
    said = sum(laid.is_said(sentence) for sentence in laid.sentences)
    notes = [f"{len(rows)} of {said} sentences. Go through them: ledger episode review d{laid.document.number}"]
    empty = "Nothing looks like a claim. Lower the bar: --browse, or --min 0."
    if settings().format == "table":
        lines = [line for row in rows for line in _suggested(row)] or [empty]
        show_paged("".join(f"{line}\n" for line in [*lines, "", *notes[: len(rows)]]))
        return
    emit(listing(reader, rows, SUGGESTIONS, empty=empty, notes=notes if rows else ()))


def _suggested(row: Row) -> list[str]:
    """A suggestion in a few lines: where, who and how many points, the sentence, and why."""
    width = terminal_width()
    room = None if width is None else max(width - _MARGIN, 20)
    decided = f", {row['review']}" if row["review"] else ""
    head = f"{row['number']:>{_MARGIN - 2}}  {safe_term(who(row) or 'nobody known')}, {row['score']} points{decided}"
    told = [*fold_lines(safe_term(row["sentence"]), room), *fold_lines(f"({', '.join(row['reasons'])})", room)]
    return [head, *(f"{'':{_MARGIN}}{line}" for line in told)]
