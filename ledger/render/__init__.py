"""The one place that knows formats: a report goes in, the text for standard output comes out.

A format is an entry of ``FORMATS``. Importing this package imports neither tabulate nor csv nor json: a command
that prints nothing pays for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ledger.errors import InputError
from ledger.render.machine import write_json, write_lines
from ledger.render.report import Column, Report
from ledger.render.sheet import write_csv
from ledger.render.tables import FAMILIES, write_table

__all__ = ["FORMATS", "Column", "Format", "Report", "UnknownFormat", "format_names", "render"]


@dataclass(frozen=True)
class Format:
    """A way to write a report, and what help says of it."""

    name: str
    help: str
    write: Callable[[Report, int | None, bool], str]


_OWN = (
    Format("table", "aligned text, for people", partial(write_table, "simple")),
    Format("json", "one object: rows, total, as_of; full precision", write_json),
    Format("csv", "rows for spreadsheets and programs; formulas guarded", write_csv),
    Format("md", "a Markdown table as GitHub reads it", partial(write_table, "pipe")),
    Format("ndjson", "one JSON object a line", write_lines),
    Format("jsonl", "the same as ndjson", write_lines),
)

FORMATS: dict[str, Format] = {format_.name: format_ for format_ in _OWN} | {
    name: Format(name, "a table as tabulate draws it, escaped", partial(write_table, name)) for name in sorted(FAMILIES)
}


class UnknownFormat(InputError):
    """A format nobody has registered."""

    def __init__(self, name: str) -> None:
        """Name the formats that look like it, or else the ones most people want."""
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), FORMATS, n=3, cutoff=0.6)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Try one of: {', '.join(f.name for f in _OWN)}."
        super().__init__(f"There is no output format {name!r}.", hint)


def format_names() -> list[str]:
    """Every format, the ones most people want first."""
    return list(FORMATS)


def render(report: Report, format_name: str, *, width: int | None = None, colour: bool = False) -> str:
    """The whole text for standard output: it ends in one newline, unless there is nothing to print.

    Args:
        report: what to show.
        format_name: a key of ``FORMATS``.
        width: columns of the terminal; None (not a terminal) cuts nothing.
        colour: whether the terminal shows colours; only formats meant for terminals use them.

    Raises:
        UnknownFormat: when there is no such format.
    """
    if format_name not in FORMATS:
        raise UnknownFormat(format_name)
    text = FORMATS[format_name].write(report, width, colour)
    return f"{text}\n" if text else ""
