"""A table with more columns than fit beside each other, as several that do."""

from dataclasses import replace

from ledger.cli.app import settings
from ledger.cli.output import emit, terminal_width, write
from ledger.render import Report
from ledger.render.tables import in_parts

_WIDTH = 100  # where nobody says how wide the page is


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
