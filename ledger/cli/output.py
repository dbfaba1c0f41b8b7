"""The way out: reports on standard output, everything else on standard error."""

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ledger.cli.app import settings
from ledger.errors import StorageError
from ledger.render.formats import FORMATS, Contents, Format, render
from ledger.render.report import Column, Report
from ledger.render.tables import in_parts, render_card
from ledger.render.width import fold_lines
from ledger.text.escape import safe_term

PAGE_WIDTH = 100  # where nobody says how wide the page is


class OutputFailed(StorageError):
    """The answer cannot be written where it was sent."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The answer could not be written: {why}.",
            "What the command recorded is recorded; see: ledger log --last 5",
        )


def terminal_width() -> int | None:
    """The width to fit into: the terminal's, or COLUMNS where it is set; None where nobody looks."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) > 0 else None


def colours() -> bool:
    """Whether colour is wanted: on a terminal that can, unless NO_COLOR is set to anything."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _format() -> Format:
    """The entry of the format asked for."""
    return FORMATS[settings().format]


def for_people() -> bool:
    """Whether the format asked for is one people read."""
    return _format().contents is not Contents.DATA


def several_tables() -> bool:
    """Whether what is printed may be several tables and sentences."""
    return _format().contents is Contents.PAGE


def single_table() -> bool:
    """Whether what is printed is for people, and one table and no more."""
    return _format().contents is Contents.TABLE


def emit(report: Report, width: int | None = None) -> None:
    """Print a report in the format asked for; ``width`` is that of a plain table where nobody says how wide it is."""
    otherwise = width if settings().format == "table" else None
    text = render(report, settings().format, width=terminal_width() or otherwise, colour=colours())
    if _format().raw and sys.stdout.isatty():  # exact for programs, harmless where somebody looks
        text = safe_term(text, keep_newlines=True)
    write(text)


def emit_wide(report: Report, keys: int) -> None:
    """Print a report; on a screen in as many tables as it takes, each with the first ``keys`` columns.

    Columns that belong together (a figure and its interval) follow each other and may be parted no more than others;
    the notes stand once, at the end. Formats other than the plain table are one table; so is one without keys.
    """
    if settings().format != "table" or not report.rows or not keys:
        emit(report)
        return
    parts = in_parts(report, keys, terminal_width() or PAGE_WIDTH)
    for part in parts[:-1]:
        emit(replace(part, notes=(), as_of=None))
        write("\n")
    emit(parts[-1])


def write(text: str) -> None:
    """Send text to standard output now, so that a closed pipe is met here."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or python complains again at the end
        raise OutputFailed(str(error.strerror)) from error


def say(message: str) -> None:
    """Tell people something beside the output."""
    sys.stderr.write(f"{safe_term(message, keep_newlines=True)}\n")


def answer(row: Mapping[str, Any], fields: Sequence[tuple[str, str | None]], notes: Sequence[str] = ()) -> None:
    """Answer a command that records: a card for people, an object with one row for machines."""
    if settings().format == "table":
        write(render_card([(label, text) for label, text in fields if text], terminal_width()))
        write("".join(f"{line}\n" for note in notes for line in fold_lines(safe_term(note), terminal_width())))
        return
    emit_card(row, fields, notes)
    if not several_tables():
        for note in notes:
            say(note)


def emit_card(
    row: Mapping[str, Any],
    fields: Sequence[tuple[str, str | None]],
    notes: Sequence[str] = (),
) -> None:
    """A record as a table of two columns in a format for people, as one row in a format for machines."""
    if several_tables():
        told = [{"field": label, "value": text} for label, text in fields if text]
        emit(Report(told, [Column("field", "Field"), Column("value", "Value")], notes=notes))
        return
    emit(Report([row], [Column(name, name) for name in row]))


def amended(fields: Sequence[str], ref: str) -> str:
    """The note of an answer on what was corrected, and where the wrong version stays visible."""
    return f"Amended: {', '.join(fields)}. What it said before: ledger log {ref}"
