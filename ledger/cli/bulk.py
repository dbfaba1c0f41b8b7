"""Commands on many claims at once, and on whole ledgers as files: import, export."""

import io
import os
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper, settings
from ledger.cli.complete import choices
from ledger.cli.options import GIVEN, filtered
from ledger.errors import InputError, Problem
from ledger.text.counting import counted

if TYPE_CHECKING:
    from ledger.claimfiles.journal import JournalExport
    from ledger.claimfiles.registry import Incoming
    from ledger.query.export import ClaimExport
    from ledger.query.listing import Filters

app = LedgerTyper()

CLAIM_FORMATS = "csv, jsonl, toml"
FORMATS = f"{CLAIM_FORMATS}, journal"

_SHOWN = 1_000
"""So many claims that were left out are told; the rest is counted."""
_AT_ONCE = 1_000
"""Pieces that are sent to standard output together."""


_As = Annotated[
    str | None,
    typer.Option(
        "--as",
        help=f"The format, where the file's name does not say: {FORMATS}.{options.added('claim_formats')}",
        autocompletion=choices(FORMATS, "ledger.claim_formats"),
    ),
]


@app.command("import")
def import_(
    file: Annotated[str | None, typer.Argument(help="The file; - for standard input.")] = None,
    format_: _As = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Record the sound claims and say which were left out, and why.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, and store nothing.")] = False,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            help=f"Print an example file to fill in: {CLAIM_FORMATS}. The one in TOML explains every field."
            f"{options.added('claim_formats')}",
            autocompletion=choices(CLAIM_FORMATS, "ledger.claim_formats"),
        ),
    ] = None,
) -> None:
    """Record the claims of a file: all of them or, if one has a fault, none. A second time changes nothing.

    A journal (see export) makes the ledger it is of where there is none, or takes that ledger further.

    Example: ledger import claims.csv --dry-run
    """
    if template is not None:
        _print_template(template, file)
    elif file is None:
        raise InputError(
            "Name the file to import, or - for standard input.",
            "For an example of one: ledger import --template csv (or jsonl, toml)",
        )
    else:
        _import_file(file, format_, skip_bad=skip_bad, dry_run=dry_run)


@app.command()
@filtered("analyst", "topic", "kind", "state", "since", "until", "show", "attribution", "text")
def export(
    file: Annotated[str, typer.Argument(help="The file to write; - for standard output.")] = "-",
    format_: _As = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    filters: "Filters" = GIVEN,
    as_of: options.AsOf = None,
) -> None:
    """Write claims to a file that import reads back; --as journal: the whole ledger, with its history and hashes.

    Example: ledger export claims.csv --analyst "Tong Zhao"
    """
    _export_file(file, format_, filters, as_of, force=force)


def _print_template(name: str, file: str | None) -> None:
    """Print an example file."""
    from ledger.claimfiles.registry import template
    from ledger.cli.output import write

    if file is not None:
        raise InputError("--template prints an example and imports nothing.", "Leave the file out, or --template.")
    write(template(name))


def _import_file(file: str, format_name: str | None, *, skip_bad: bool, dry_run: bool) -> None:
    """Import a file of claims, or a journal, and answer with what came of it."""
    from ledger.claimfiles.registry import incoming

    with incoming(file, format_name, _standard_input()) as found:
        (_import_journal if found.is_journal else _import_claims)(found, skip_bad=skip_bad, dry_run=dry_run)


def _standard_input() -> io.BufferedReader:
    """Standard input as bytes: the encoding is the file's, not the terminal's."""
    buffer = getattr(sys.stdin, "buffer", None)
    if isinstance(buffer, io.BufferedReader):
        return buffer
    text = sys.stdin.read() if sys.stdin is not None else ""  # whoever started us may have closed it, or replaced it
    return io.BufferedReader(io.BytesIO(text.encode()))


def _import_claims(found: "Incoming", *, skip_bad: bool, dry_run: bool) -> None:
    from ledger.cli.opening import to_record
    from ledger.cli.output import answer
    from ledger.curation.claim_import import import_claims
    from ledger.model.days import today

    with to_record(keep=not dry_run) as writer:
        done = import_claims(writer, found.rows(), today(), writer.actor, skip_bad=skip_bad)
    _tell_skipped(done.problems)
    counts = {"claims": done.claims, "known": done.known, "resolutions": done.resolutions, "skipped": done.skipped}
    recorded = f"{counted(done.claims, 'claim')}, {counted(done.resolutions, 'verdict')}"
    notes = [*done.notes, *_next(any(counts.values()), new=bool(done.claims), dry_run=dry_run)]
    answer(
        {"file": found.name, "format": found.format.name, **counts, "dry_run": dry_run},
        [
            ("Would record" if dry_run else "Recorded", recorded),
            ("There already", counted(done.known, "claim") if done.known else None),
            ("Left out", f"{counted(done.skipped, 'claim')} with faults" if done.skipped else None),
        ],
        notes,
    )


def _next(anything: bool, *, new: bool, dry_run: bool) -> list[str]:
    if not anything:
        return ["The file holds no claims."]
    if dry_run:
        return ["Nothing was stored: this was a rehearsal."]
    return ["See: ledger list"] if new else ["Nothing new."]


def _tell_skipped(problems: Iterable[Problem]) -> None:
    from ledger.cli.output import say

    listed = list(problems)
    for problem in listed[:_SHOWN]:
        say(f"left out: {problem}")
    if len(listed) > _SHOWN:
        say(f"... and {len(listed) - _SHOWN:,} more faults")


def _import_journal(found: "Incoming", *, skip_bad: bool, dry_run: bool) -> None:
    from ledger.claimfiles.journal import import_journal
    from ledger.claimfiles.registry import NotOneByOne
    from ledger.cli.output import answer

    if skip_bad:
        raise NotOneByOne
    location = settings().location
    done = import_journal(location, found.stream, found.name, keep=not dry_run)
    added = counted(done.added, "entry", "entries")
    counts = {"ledger": done.ledger_id, "created": done.created, "entries": done.entries, "added": done.added}
    notes = ["Nothing was stored: this was a rehearsal."] if dry_run else []
    if not dry_run:
        notes.append(f"Every hash is the one in the file; to look again: ledger verify --against {done.head[:12]}")
    answer(
        {"file": found.name, "format": found.format.name, **counts, "hash": done.head, "dry_run": dry_run},
        [
            ("Ledger", f"{location}{' (new)' if done.created else ''}"),
            ("Identifier", done.ledger_id),
            (
                "Would record" if dry_run else "Recorded",
                f"{added} of {done.entries:,}" if done.added else "nothing new",
            ),
            ("Last hash", done.head),
        ],
        notes,
    )


def _export_file(file: str, format_name: str | None, filters: "Filters", as_of: str | None, *, force: bool) -> None:
    """Write claims, or the journal, and answer with how many."""
    from ledger.claimfiles.journal import JournalExport
    from ledger.claimfiles.registry import STANDARD
    from ledger.cli.opening import to_read
    from ledger.cli.output import answer, say
    from ledger.query.export import outgoing, write_whole

    with to_read(as_of) as reader:
        leaving = outgoing(reader, file, format_name, filters)
        if file == STANDARD:
            _print(leaving.lines())
        else:
            write_whole(Path(file), leaving.lines(), replace=force, ledger=settings().location)
    counts, told, notes = _journal(leaving) if isinstance(leaving, JournalExport) else _claims(leaving)
    if file == STANDARD:
        for note in (f"{told} exported.", *notes):
            say(note)
        return
    named = f" --as {format_name}" if format_name else ""
    notes = [*notes, f"Read it back with: ledger import {file}{named}"]
    answer({"file": file, **counts}, [("Exported", told), ("File", file)], notes)


def _claims(done: "ClaimExport") -> tuple[dict[str, object], str, list[str]]:
    return {"format": done.format.name, "claims": done.claims}, counted(done.claims, "claim"), done.notes()


def _journal(done: "JournalExport") -> tuple[dict[str, object], str, list[str]]:
    counts = {"format": "journal", "ledger": done.ledger_id, "entries": done.entries, "hash": done.head}
    return counts, counted(done.entries, "entry", "entries"), [f"Its last hash is {done.head}"]


def _print(pieces: Iterable[str]) -> None:
    """Send a file through standard output, in UTF-8 whatever the terminal's encoding is."""
    from ledger.cli.output import OutputFailed, write

    left = iter(pieces)
    buffer: BinaryIO | None = getattr(sys.stdout, "buffer", None)
    while chunk := "".join(islice(left, _AT_ONCE)):
        if buffer is None:
            write(chunk)
            continue
        try:
            buffer.write(chunk.encode())
            buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or python complains again at the end
            raise OutputFailed(str(error.strerror)) from error
