"""CSV, and the guard that keeps a spreadsheet from running what somebody said.

A text cell that begins like a formula gets an apostrophe in front; so does one that begins with an apostrophe, so
that the way back is exact. Numbers are exempt. Nothing else is touched: CSV is for machines, so control characters
and newlines are written as they are (quoted). None and the empty text are both an empty cell.
"""

import re
from collections.abc import Iterable
from itertools import chain
from math import isfinite

from ledger.render.machine import json_text
from ledger.render.report import Report, Row

_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'")  # the full-width signs start a formula too
_FIGURE = re.compile(r"[+-]?\d[\d.,]*%?|-")


def guard(text: str) -> str:
    """Keep a text cell from being read as a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def unguard(cell: str) -> str:
    """The text that ``guard`` was given; a cell it would not have written is returned as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def guard_shown(text: str) -> str:
    """Guard a cell written for people: there a signed figure and the dash are text, and harmless."""
    return text if _FIGURE.fullmatch(text) else guard(text)


def _cell(value: object) -> str:
    """One value in full precision; lists and dictionaries as JSON."""
    if isinstance(value, str):
        return guard(value)
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    return guard(json_text(value))


class _Lines(list[str]):
    """What the csv module writes its rows to."""

    def write(self, line: str) -> None:
        self.append(line[:-2])


def _keys(report: Report) -> list[str]:
    """Every key of any row, the first seen first. Without rows, the keys that people would have seen."""
    if not report.rows:
        return [column.key for column in report.columns]
    return list(dict.fromkeys(chain.from_iterable(report.rows)))


def write_csv(report: Report, _width: int | None, _colour: bool) -> str:
    """The rows as CSV under one line of heads; lines end in a newline alone."""
    import csv

    keys = _keys(report)
    lines = _Lines()
    # The module quotes a lone carriage return only if it belongs to the line ending; so ask for one, and cut it.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(map(guard, keys))
    writer.writerows([_cell(row.get(key)) for key in keys] for row in report.rows)
    return "\n".join(lines)


def read_csv(text: str) -> list[dict[str, str]]:
    """Read such CSV back: every cell as the text that was written, guards taken off."""
    import csv
    import io

    rows: Iterable[Row] = csv.DictReader(io.StringIO(text, newline=""))
    return [{unguard(key): unguard(cell) for key, cell in row.items()} for row in rows]
