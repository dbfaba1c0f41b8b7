"""A table with more columns than fit beside each other, as several that do."""

from collections.abc import Sequence
from dataclasses import replace

from ledger.cli.app import settings
from ledger.cli.output import emit, terminal_width, write
from ledger.render import Column, Report
from ledger.render.width import display_width

_WIDTH = 100  # where nobody says how wide the page is
_BETWEEN = 2
_LONGEST = 32  # a name is folded beyond this, so that figures fit beside it


def emit_wide(report: Report, keys: int) -> None:
    """Print a report; on a screen in as many tables as it takes, each with the first ``keys`` columns.

    Columns that belong together (a figure and its interval) follow each other and may be parted no more than others;
    the notes stand once, at the end. Formats other than the plain table are one table.
    """
    if settings().format != "table" or not report.rows:
        emit(report)
        return
    parts = in_parts(report, keys, terminal_width() or _WIDTH)
    for part in parts[:-1]:
        emit(replace(part, notes=(), as_of=None))
        write("\n")
    emit(parts[-1])


def in_parts(report: Report, keys: int, width: int) -> list[Report]:
    """The report as reports that are no wider than ``width``, as far as their columns allow."""
    head, rest = list(report.columns[:keys]), report.columns[keys:]
    taken = sum(min(_width(column, report), _LONGEST) + _BETWEEN for column in head)
    parts: list[list[Column]] = [[]]
    room = width - taken
    for together in _pairs(rest):
        needed = sum(_width(column, report) + _BETWEEN for column in together)
        if needed > room and parts[-1]:
            parts.append([])
            room = width - taken
        parts[-1] += together
        room -= needed
    return [replace(report, columns=[*head, *columns]) for columns in parts]


def _pairs(columns: Sequence[Column]) -> list[list[Column]]:
    """Each column with the interval that follows it."""
    together: list[list[Column]] = []
    for column in columns:
        if column.key.endswith("_low") and together:
            together[-1].append(column)
        else:
            together.append([column])
    return together


def _width(column: Column, report: Report) -> int:
    texts = column.texts([*report.rows, *([report.total] if report.total else [])])
    return max(display_width(text) for text in (column.head, *texts))
