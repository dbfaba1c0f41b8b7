"""Commands that bring in pages, transcripts and feeds: ask for what is missing, store, say what was understood."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.errors import InputError, NotFoundError, quoted

if TYPE_CHECKING:
    from ledger.curation.episode_import import ImportedEpisode, MissingParticulars, Particulars
    from ledger.documents.feed import Feed
    from ledger.documents.page import Page, Raw
    from ledger.query.layout import LaidOut

episode = LedgerTyper()

_STANDARD_INPUT = "-"
_SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Of a feed: leave out items that lack a title or a date, and name them.")
]
_Given = Annotated[str | None, typer.Option("--episode", help="A known episode the file belongs to: e2.")]


@episode.command("import")
def episode_import(
    file: Annotated[
        Path,
        typer.Argument(
            help=f"The saved page, transcript, subtitles or feed; - for standard input.{options.added('page_kinds')}"
        ),
    ],
    ref: _Given = None,
    show: Annotated[str | None, typer.Option("--show", help="The show, where the file does not say.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title, where the file does not say.")] = None,
    published: Annotated[str | None, typer.Option("--published", help="The date it came out.")] = None,
    date_order: Annotated[
        str,
        typer.Option(
            "--date-order", help="How the page writes dates, where 01/05/19 could be two days: mdy, dmy or ymd."
        ),
    ] = "",
    url: Annotated[str | None, typer.Option("--url", help="The episode's address; nothing is fetched.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, zh ...")] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="NAME=ROLE (host, guest); again for more.")
    ] = None,
    item: Annotated[
        str | None, typer.Option("--item", help="Of a feed: the number of an item, its guid, or words of its title.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Of a feed: every item.")] = False,
    skip_bad: _SkipBad = False,
    corrects: Annotated[
        str | None, typer.Option("--corrects", help="The document that this is a corrected version of: d3.")
    ] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="Of a file that is not UTF-8: windows-1252 ...")] = "",
    retrieved: Annotated[str | None, typer.Option("--retrieved", help="The day the file was saved.")] = None,
    key: Annotated[str | None, typer.Option("--key", help="An outside key for the episode.")] = None,
) -> None:
    """Store a saved page, transcript or subtitles as a document, with its episode; of a feed, list the episodes.

    Example: ledger episode import page.txt --url https://example.org/episode
    """
    given = {"episode": ref, "show": show, "title": title, "published": published, "url": url, "language": language,
             "date_order": date_order, "corrects": corrects, "retrieved_on": retrieved, "key": key}  # fmt: skip
    _import_source(file, given, person or [], encoding=encoding, item=item, every=every, skip_bad=skip_bad)


@episode.command("fetch")
def episode_fetch(
    url: Annotated[str, typer.Argument(help="The page, transcript or feed: http or https.")],
    ref: _Given = None,
    show: Annotated[str | None, typer.Option("--show", help="The show, where the page does not say.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title, where the page does not say.")] = None,
    published: Annotated[str | None, typer.Option("--published", help="The date it came out.")] = None,
    date_order: Annotated[
        str, typer.Option("--date-order", help="mdy, dmy or ymd, where a date has two readings.")
    ] = "",
    language: Annotated[str | None, typer.Option("--language", help="en, zh ...")] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="NAME=ROLE (host, guest); again for more.")
    ] = None,
    item: Annotated[str | None, typer.Option("--item", help="Of a feed: number, guid, or words of the title.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Of a feed: every item.")] = False,
    skip_bad: _SkipBad = False,
    corrects: Annotated[str | None, typer.Option("--corrects", help="The document that this corrects: d3.")] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="Of a page that is not UTF-8.")] = "",
    loopback: Annotated[bool, typer.Option("--loopback", help="Let the address be one of this machine's own.")] = False,
) -> None:
    """Fetch a page and import it. This is the only command that goes out to the network.

    Example: ledger episode fetch https://example.org/transcript.vtt --show "A show" --title "A talk"
    """
    given = {"episode": ref, "show": show, "title": title, "published": published, "url": None, "language": language,
             "date_order": date_order, "corrects": corrects}  # fmt: skip
    _fetch_page(
        url, given, person or [], encoding=encoding, item=item, every=every, skip_bad=skip_bad, loopback=loopback
    )


def _import_source(path: Path, given: dict[str, Any], people: Sequence[str], **how: Any) -> None:  # noqa: ANN401
    """Read a file and import it; ``how`` are the options on how it is read."""
    if str(path) == _STANDARD_INPUT:
        _bring_in("standard input", sys.stdin.buffer.read(), given, people, **how)
        return
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no file {quoted(str(path))}.", "Name a saved page, transcript or feed, or - for input."
        ) from error
    except OSError as error:
        raise InputError(
            f"{quoted(str(path))} cannot be read: {error.strerror!s}.", "Name a file that was saved as text."
        ) from error
    _bring_in(path.name, data, given, people, **how)


def _bring_in(
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
    from ledger.cli.episodes import roles_of
    from ledger.curation import episode_import as importing
    from ledger.model.days import today

    particulars = importing.Particulars(**given, people=roles_of(people))
    feed = importing.feed_of(name, data)
    if feed is not None:
        _import_feed(feed, particulars, item=item, every=every, skip_bad=skip_bad)
        return
    for option, value in (("--item", item), ("--all", every), ("--skip-bad", skip_bad)):
        if value:
            raise InputError(f"{quoted(name)} is not a feed, so {option} means nothing.", "Leave it out.")
    raw = importing.opened(name, data, encoding)
    page = importing.read_page(raw, particulars, today())
    done, laid = _store_asking(raw, page, particulars)
    _tell(done, laid, particulars)


def _store_asking(raw: "Raw", page: "Page", particulars: "Particulars") -> "tuple[ImportedEpisode, LaidOut]":
    """Put a page on the record and then lay it out for the answer; on a terminal, what is missing is asked for."""
    from ledger.cli.opening import to_record
    from ledger.curation.episode_import import MissingParticulars, import_page
    from ledger.model.days import today

    while True:
        try:
            with to_record() as writer:
                done = import_page(writer, raw, page, particulars, today())
            return done, _laid_out(f"d{done.document}")
        except MissingParticulars as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise
            particulars, page = _asked(raw, page, particulars, error)


def _laid_out(ref: str) -> "LaidOut":
    """A document laid out by a reader: that takes long, and nobody else may write while a writer is open."""
    from ledger.cli.opening import to_read
    from ledger.query.layout import lay_out

    with to_read() as reader:
        return lay_out(reader, ref)


def _asked(
    raw: "Raw", page: "Page", particulars: "Particulars", error: "MissingParticulars"
) -> "tuple[Particulars, Page]":
    from ledger.cli.prompts import ask
    from ledger.curation.episode_import import read_page
    from ledger.model.days import today

    answers: dict[str, str] = {}
    for option, what in error.missing.items():
        name = option.removeprefix("--")
        if name == "published" and page.date_words and not particulars.date_order:
            order = ask(f"In which order is {page.date_words} written: mdy, dmy or ymd", needed=True)
            particulars = replace(particulars, date_order=order)
            return particulars, read_page(raw, particulars, today())
        answers[name] = ask(f"{what[0].upper()}{what[1:]}{' (YYYY-MM-DD)' if name == 'published' else ''}", needed=True)
    return replace(particulars, **answers), page  # type: ignore[arg-type]


def _fetch_page(url: str, given: dict[str, Any], people: Sequence[str], *, loopback: bool, **how: Any) -> None:  # noqa: ANN401
    """Fetch a page and import it."""
    from ledger.curation import episode_import as importing
    from ledger.model.days import today

    address, name, data, encoding = importing.fetched(url, loopback=loopback)
    how["encoding"] = how["encoding"] or encoding
    _bring_in(name, data, {**given, "url": address, "retrieved_on": str(today())}, people, **how)


def _tell(done: "ImportedEpisode", laid: "LaidOut", asked: "Particulars", more: Sequence[str] = ()) -> None:
    """Say what was understood of a page, and which of the options given meant nothing."""
    from ledger.cli.output import answer
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


def _import_feed(raw: "Raw", given: "Particulars", *, item: str | None, every: bool, skip_bad: bool) -> None:
    """List the items of a feed, or import one or all of them."""
    from ledger.cli.opening import to_record
    from ledger.cli.output import answer, say
    from ledger.curation.episode_import import import_all, item_file
    from ledger.documents.feed import find_item, read_feed
    from ledger.model.days import today

    feed = read_feed(raw)
    if item and every:
        raise InputError("--item names one item, --all means every one.", "Give one of the two.")
    if item:
        one = find_item(feed, item)
        done, laid = _store_asking(*item_file(raw.name, feed, one), given)
        _tell(done, laid, given, [f"Transcript ({words.type}): {words.url}" for words in one.transcripts])
        return
    if not every:
        _list_items(raw.name, feed)
        return
    files = [item_file(raw.name, feed, one) for one in feed.items]
    with to_record() as writer:
        brought = import_all(writer, raw.name, files, given, today(), skip_bad=skip_bad)
    for problem in brought.left_out:
        say(f"left out: {problem}")
    new = sum(one.new_episode for one in brought.imported)
    row = {"show": feed.show, "items": len(feed.items), "new_episodes": new, "left_out": len(brought.left_out)}
    told = f"{new} new episodes of {len(feed.items)} items"
    answer(row, [("Show", feed.show), ("Imported", told), ("Left out", str(len(brought.left_out) or ""))])


def _list_items(name: str, feed: "Feed") -> None:
    """List the items of a feed, each with the episode that has been recorded of it."""
    from ledger.cli.opening import to_read
    from ledger.cli.output import emit
    from ledger.curation.episode_import import item_rows
    from ledger.documents.warnings import told_warning
    from ledger.model.instants import show_timecode
    from ledger.render.report import Column
    from ledger.reports.listings import listing

    columns = (
        Column("item", "#", align="right"),
        Column("published_on", "Published", lambda row: row["published_on"] or "-"),
        Column("duration_s", "Length", lambda row: show_timecode(row["duration_s"]) if row["duration_s"] else "-"),
        Column("title", "Title", flexible=True),
        Column("transcripts", "Transcripts", lambda row: str(len(row["transcripts"]) or "-"), align="right"),
        Column("known", "Episode", lambda row: f"e{row['known']}" if row["known"] else "-"),
    )
    with to_read() as reader:
        notes = [told_warning(warning) for warning in feed.warnings]
        notes.append(f"Import one: ledger episode import {name} --item 1; all of them: --all")
        emit(listing(reader, item_rows(reader, feed), columns, empty="The feed has no items.", notes=notes))
