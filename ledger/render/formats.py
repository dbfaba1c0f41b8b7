"""The one place that knows formats: a report goes in, the text for standard output comes out.

A format is an entry of ``FORMATS``, which says all that a command needs to know of it. Importing it imports
neither tabulate nor csv nor json: a command that prints nothing pays for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from ledger.errors import InputError
from ledger.render.machine import write_csv, write_json, write_lines
from ledger.render.report import Report
from ledger.render.tables import FAMILIES, write_table


class Contents(Enum):
    """What may stand on standard output in a format, and so who it is for."""

    PAGE = auto()
    """For people: several tables, with sentences between them."""
    TABLE = auto()
    """For people: one table and nothing beside it."""
    DATA = auto()
    """For programs: one document with every figure at full precision and nothing beside it."""


@dataclass(frozen=True)
class Format:
    """A way to write a report, what help says of it, and what a command that prints in it must know."""

    name: str
    help: str
    write: Callable[[Report, int | None, bool], str]
    contents: Contents = Contents.PAGE
    raw: bool = False
    """Text is written as it stands, control characters too: harmless in a file, to be escaped on a terminal."""


_OWN = (
    Format("table", "aligned text, for people", partial(write_table, "simple")),
    Format("json", "one object: rows, total, as_of; full precision", write_json, Contents.DATA),
    Format("csv", "rows for spreadsheets and programs; formulas guarded", write_csv, Contents.DATA, raw=True),
    Format("md", "a Markdown table as GitHub reads it", partial(write_table, "pipe")),
    Format("ndjson", "one JSON object a line", write_lines, Contents.DATA),
    Format("jsonl", "the same as ndjson", write_lines, Contents.DATA),
)


def _drawn(name: str) -> Format:
    """A format of tabulate; one that has no way to write a sentence is a table alone."""
    contents = Contents.TABLE if FAMILIES[name].prose is None else Contents.PAGE
    return Format(name, "a table as tabulate draws it, escaped", partial(write_table, name), contents)


FORMATS: dict[str, Format] = {format_.name: format_ for format_ in _OWN} | {
    name: _drawn(name) for name in sorted(FAMILIES)
}


class UnknownFormat(InputError):
    """A format nobody has registered."""

    def __init__(self, name: str) -> None:
        """Name the formats that look like it, or else the ones most people want."""
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), FORMATS, n=3, cutoff=0.6)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Try one of: {', '.join(f.name for f in _OWN)}."
        super().__init__(f"There is no output format {name!r}.", hint)


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
