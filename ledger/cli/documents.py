"""Commands from a saved page to curated claims, on episodes and their documents."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices

app = LedgerTyper()
episode = LedgerTyper()

_Ref = Annotated[str, typer.Argument(help="e2, its title, or one of its documents: d3.")]


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
    from ledger.cli.document_view import read_document
    from ledger.cli.reader import opened

    with opened(as_of) as reader:
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
    from ledger.cli.reader import opened
    from ledger.cli.suggest_view import print_suggestions

    with opened(as_of) as reader:
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
    from ledger.cli.output import answer
    from ledger.cli.reader import opened as reading
    from ledger.cli.writer import opened
    from ledger.curation.transcripts import say_who
    from ledger.query.layout import lay_out

    with reading() as reader:  # laid out before the lock is taken: that takes long, and nobody else may write then
        laid = lay_out(reader, ref)
    with opened() as writer:
        done = say_who(writer, laid, sentences, name)
    which = f"sentence {done.first}" if done.first == done.last else f"sentences {done.first}-{done.last}"
    told = f"{which}: {done.name or 'as guessed'}"
    answer(
        {"document": done.document, "first": done.first, "last": done.last, "speaker": done.name},
        [("Document", f"d{done.document}"), ("Speaker", told)],
    )


def show_speakers(ref: str) -> None:
    """Who is thought to say how much, and why."""
    from collections import Counter

    from ledger.cli.document_view import SPEAKERS
    from ledger.cli.output import emit
    from ledger.cli.reader import opened as reading
    from ledger.query.layout import lay_out
    from ledger.reports.listings import listing

    with reading() as reader:
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
    from ledger.cli.output import answer
    from ledger.cli.writer import opened
    from ledger.curation.transcripts import enter_gloss

    with opened() as writer:
        number, glosses = enter_gloss(writer, ref, heard, meant, name=name)
    told = "; ".join(f"{one['heard']} -> {one['meant']}" for one in glosses)
    kind = "aliases" if name else "glossary"
    answer({"episode": number, kind: glosses}, [("Episode", f"e{number}"), (kind.capitalize(), told or "empty")])


def show_glossary(ref: str) -> None:
    """List the slips of an episode and what was meant."""
    from ledger.cli.document_view import GLOSSARY
    from ledger.cli.output import emit
    from ledger.cli.reader import opened as reading
    from ledger.curation.transcripts import glosses_of
    from ledger.reports.listings import listing

    with reading() as reader:
        emit(listing(reader, glosses_of(reader, ref), GLOSSARY, empty="No entries yet."))
