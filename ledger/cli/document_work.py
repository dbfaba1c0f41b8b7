"""The work behind the commands on documents that record."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ledger.cli.output import answer, emit
from ledger.cli.reader import opened as reading
from ledger.cli.writer import opened, today
from ledger.curation import episode_import
from ledger.curation.episode_import import Imported, MissingParticulars, Particulars, import_page, read_page
from ledger.documents.page import Page, Raw
from ledger.errors import InputError, NotFoundError, quoted
from ledger.query.layout import LaidOut, lay_out

_STANDARD_INPUT = "-"


class NoSuchSource(NotFoundError):
    """No file of that name."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no file {quoted(str(path))}.", "Name a saved page, transcript or feed, or - for input."
        )


class UnreadableSource(InputError):
    """Something that cannot be read as a file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{quoted(str(path))} cannot be read: {why}.", "Name a file that was saved as text.")


class NotAFeed(InputError):
    """An option for feeds, and a file that is none."""

    def __init__(self, name: str, option: str) -> None:
        super().__init__(f"{quoted(name)} is not a feed, so {option} means nothing.", "Leave it out.")


def import_file(path: Path, given: dict[str, Any], people: Sequence[str], **how: Any) -> None:  # noqa: ANN401
    """Read a file and import it; ``how`` are the options on how it is read."""
    if str(path) == _STANDARD_INPUT:
        bring_in("standard input", sys.stdin.buffer.read(), given, people, **how)
        return
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NoSuchSource(path) from error
    except OSError as error:
        raise UnreadableSource(path, str(error.strerror)) from error
    bring_in(path.name, data, given, people, **how)


def bring_in(
    name: str,
    data: bytes,
    given: dict[str, Any],
    people: Sequence[str],
    *,
    encoding: str,
    item: str | None,
    every: bool,
    skip_bad: bool,
) -> None:
    """Recognise what came, put it on the record, and say what was understood."""
    from ledger.cli.noun_work import roles_of

    particulars = Particulars(**given, people=roles_of(people))
    feed = episode_import.feed_of(name, data)
    if feed is not None:
        from ledger.cli.feed_work import import_feed

        import_feed(feed, particulars, item=item, every=every, skip_bad=skip_bad)
        return
    for option, value in (("--item", item), ("--all", every), ("--skip-bad", skip_bad)):
        if value:
            raise NotAFeed(name, option)
    raw = episode_import.opened(name, data, encoding)
    page = read_page(raw, particulars, today())
    done, laid = store_asking(raw, page, particulars)
    tell(done, laid, particulars)


def store_asking(raw: Raw, page: Page, particulars: Particulars) -> tuple[Imported, LaidOut]:
    """Put a page on the record and then lay it out for the answer; on a terminal, what is missing is asked for."""
    while True:
        try:
            with opened() as writer:
                done = import_page(writer, raw, page, particulars, today())
            return done, _laid_out(f"d{done.document}")
        except MissingParticulars as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            particulars, page = _asked(raw, page, particulars, error)


def _laid_out(ref: str) -> LaidOut:
    """A document laid out by a reader: that takes long, and nobody else may write while a writer is open."""
    with reading() as reader:
        return lay_out(reader, ref)


def _asked(raw: Raw, page: Page, particulars: Particulars, error: MissingParticulars) -> tuple[Particulars, Page]:
    from ledger.cli.asking import ask

    answers: dict[str, str] = {}
    for option, what in error.missing.items():
        name = option.removeprefix("--")
        if name == "published" and page.date_words and not particulars.date_order:
            order = ask(f"In which order is {page.date_words} written: mdy, dmy or ymd", needed=True)
            particulars = replace(particulars, date_order=order)
            return particulars, read_page(raw, particulars, today())
        answers[name] = ask(f"{what[0].upper()}{what[1:]}{' (YYYY-MM-DD)' if name == 'published' else ''}", needed=True)
    return replace(particulars, **answers), page  # type: ignore[arg-type]


def fetch_page(url: str, given: dict[str, Any], people: Sequence[str], *, loopback: bool, **how: Any) -> None:  # noqa: ANN401
    """Fetch a page and import it."""
    address, name, data, encoding = episode_import.fetched(url, loopback=loopback)
    how["encoding"] = how["encoding"] or encoding
    bring_in(name, data, {**given, "url": address, "retrieved_on": str(today())}, people, **how)


def tell(done: Imported, laid: LaidOut, asked: Particulars, more: Sequence[str] = ()) -> None:
    """Say what was understood of a page, and which of the options given meant nothing."""
    from ledger.documents.warnings import told_warning
    from ledger.reports.cards import page_fields, page_row

    ref = f"d{done.document}"
    warnings = laid.document.record["warnings"]
    known = {"no_source_url": laid.document.record["url"], "no_date": laid.episode["published_on"]}
    notes = [told_warning(warning) for warning in warnings if not known.get(warning)]
    if not done.new_document:
        stands = {**laid.episode, "published": laid.episode["published_on"]}
        names = ("show", "title", "published", "url", "language")
        ignored = [f"--{name}" for name in names if getattr(asked, name) not in {None, stands[name]}]
        ignored += ["--person"] if asked.people else []
        notes = ["The file is on the record already; nothing was changed."]
        if ignored:
            what = f"ledger episode amend e{done.episode}"
            notes.append(f"Not looked at: {', '.join(ignored)}. To correct the episode: {what}")
    if done.filled:
        notes.append(f"Filled in of e{done.episode}: {', '.join(done.filled)}.")
    notes += more
    notes.append(f"Read it: ledger episode read {ref}. What looks like a claim: ledger episode suggest {ref}")
    row = page_row(laid, new_episode=done.new_episode, new_document=done.new_document)
    answer(row, page_fields(row, new=done.new_episode), notes)


def set_speaker(ref: str, sentences: str, name: str | None) -> None:
    """Set who says some sentences, or take that back."""
    from ledger.curation.transcripts import say_who

    laid = _laid_out(ref)
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
    from ledger.cli.document_view import SPEAKERS
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
    from ledger.curation.transcripts import enter_gloss

    with opened() as writer:
        number, glosses = enter_gloss(writer, ref, heard, meant, name=name)
    told = "; ".join(f"{one['heard']} -> {one['meant']}" for one in glosses)
    kind = "aliases" if name else "glossary"
    answer({"episode": number, kind: glosses}, [("Episode", f"e{number}"), (kind.capitalize(), told or "empty")])


def show_glossary(ref: str) -> None:
    """List the slips of an episode and what was meant."""
    from ledger.cli.document_view import GLOSSARY
    from ledger.curation.transcripts import glosses_of
    from ledger.reports.listings import listing

    with reading() as reader:
        emit(listing(reader, glosses_of(reader, ref), GLOSSARY, empty="No entries yet."))
