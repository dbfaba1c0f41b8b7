"""Claims in CSV: one row a claim, flat, for spreadsheets and programs.

A cell that a spreadsheet would run as a formula is guarded and comes back exactly; lists and flags are words.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO

from ledger.claimfiles.rows import LINE_LIMIT, ClaimRow, UnreadableClaims, Value, text_lines
from ledger.errors import ImportRejected, Problem, quoted
from ledger.model.fields import COLUMNS, CONDITION, EPISODE, FIELDS, QUESTION, CsvColumn, Takes, advise
from ledger.text.counting import counted
from ledger.text.escape import guard, unguard

_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_LIST_SIGNS = "\\;"
_PEOPLE_SIGNS = "\\;="
_PIECE = re.compile(r"(?:\\[\\;=]|[^;])+", re.DOTALL)
_ROLE = re.compile(r"((?:\\[\\;=]|[^=])*)=((?:\\[\\;=]|.)*)", re.DOTALL)


def _escape(text: str, signs: str) -> str:
    return re.sub(f"[{re.escape(signs)}]", lambda found: f"\\{found[0]}", text)


def _unescape(text: str) -> str:
    return re.sub(r"\\([\\;=])", r"\1", text)


def join_list(items: Iterable[str]) -> str:
    r"""A list in one cell: ``a; b``. A semicolon of an item is written ``\;``, a backslash ``\\``."""
    return "; ".join(_escape(item, _LIST_SIGNS) for item in items)


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a list in one cell; empty ones are none."""
    return tuple(_unescape(piece) for piece in (found.strip() for found in _PIECE.findall(cell)) if piece)


def join_people(people: Iterable[Mapping[str, str]]) -> str:
    """People in one cell: ``NAME=ROLE; NAME=ROLE``."""
    return "; ".join("=".join(_escape(one.get(part, ""), _PEOPLE_SIGNS) for part in ("name", "role")) for one in people)


def split_people(cell: str) -> tuple[Mapping[str, str], ...]:
    """The people of a cell.

    Raises:
        ValueError: one of them has no role.
    """
    found = []
    for piece in filter(None, (part.strip() for part in _PIECE.findall(cell))):
        match = _ROLE.fullmatch(piece)
        if match is None or not match[1].strip() or not match[2].strip():
            raise ValueError(f"{piece!a} is not NAME=ROLE")
        found.append({"name": _unescape(match[1].strip()), "role": _unescape(match[2].strip())})
    return tuple(found)


def read_flag(cell: str) -> bool:
    """What a cell says yes or no to.

    Raises:
        ValueError: it is neither.
    """
    folded = cell.strip().casefold()
    if folded not in _YES | _NO:
        raise ValueError(f"{cell[:40]!a} is neither yes nor no")
    return folded in _YES


def _show_flag(value: Value) -> str:
    return "yes" if value else ""


def _show_list(value: Value) -> str:
    return join_list(str(item) for item in value) if isinstance(value, tuple) else str(value)


def _show_people(value: Value) -> str:
    return join_people(one for one in value if isinstance(one, Mapping)) if isinstance(value, Sequence) else ""


CELLS: dict[Takes, tuple[Callable[[str], Value], Callable[[Value], str]]] = {
    Takes.TEXT: (str, str),
    Takes.FIGURE: (str, str),
    Takes.FLAG: (read_flag, _show_flag),
    Takes.LIST: (split_list, _show_list),
    Takes.PEOPLE: (split_people, _show_people),
}
"""How a cell of each sort is read, and how it is written."""


_DELIMITERS = ",;\t"
_SAID = (
    ("unexpected end of data", "a quotation mark opens in this row and is never closed"),
    ("expected after", "has text after a closing quotation mark; inside a cell, write a quotation mark twice"),
    ("field larger than", f"has a cell of more than {LINE_LIMIT:,} characters"),
    ("new-line character", "ends in a carriage return alone; save the file with the line ends of Unix or Windows"),
)
_OPEN = "open"


def read_csv(stream: BinaryIO, source: str) -> Iterator[ClaimRow]:
    """Read claims; what is wrong with one comes with it.

    Raises:
        UnreadableClaims: the file is no text, or empty.
        ImportRejected: its first line does not name columns that are known; a line is not UTF-8.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LINE_LIMIT))
    lines = text_lines(stream, source)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    columns = _head(reader, source)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield ClaimRow(source, line, faults=(Problem(source, line, "", _told(error)),), flat=True)
            continue
        if any(cell.strip() for cell in cells):
            yield _row(source, line, columns, cells)


def _told(error: csv.Error) -> str:
    return next((told for said, told in _SAID if said in str(error)), f"cannot be cut into cells: {error}")


def _head(reader: Iterator[list[str]], source: str) -> list[CsvColumn]:
    try:
        names = [_plain(unguard(name)) for name in next(reader, [])]
    except csv.Error as error:
        raise ImportRejected([Problem(source, 1, "", _told(error))]) from None
    if not any(names):
        raise UnreadableClaims(source, "it has no first line with the names of its columns")
    if not COLUMNS.keys() & set(names):
        hint = f"For instance: analyst,statement,stated_on,likelihood. It begins: {quoted(','.join(names))}"
        raise UnreadableClaims(source, "its first line must name its columns, and names none that is known", hint)
    faults = [
        Problem(source, 1, name or f"column {place}", advise(name, FIELDS, COLUMNS) if name else "has no name")
        for place, name in enumerate(names, start=1)
        if name not in COLUMNS
    ]
    faults += [Problem(source, 1, name, "is there twice") for name, n in Counter(names).items() if n > 1 and name]
    if faults:
        raise ImportRejected(faults)
    return [COLUMNS[name] for name in names]


def _plain(name: str) -> str:
    """A column's name however its words are joined and whatever their case."""
    return "_".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _row(source: str, line: int, columns: Sequence[CsvColumn], cells: Sequence[str]) -> ClaimRow:
    if len(cells) != len(columns):
        fault = f"has {counted(len(cells), 'cell')}; the first line names {len(columns)}"
        return ClaimRow(source, line, faults=(Problem(source, line, "", fault),), flat=True)
    faults: list[Problem] = []
    parts: dict[str, dict[str, Value]] = {}
    for column, cell in zip(columns, cells, strict=True):
        text = unguard(cell)
        if not text.strip():
            continue
        try:
            parts.setdefault(column.part, {})[column.field.name] = CELLS[column.field.takes][0](text)
        except ValueError as error:
            faults.append(Problem(source, line, column.name, str(error)))
    resolutions = [{"target": target, **parts[target]} for target in (CONDITION, QUESTION) if _says(parts.get(target))]
    return ClaimRow(source, line, parts.get("", {}), parts.get(EPISODE), resolutions, faults, flat=True)


def _says(verdict: Mapping[str, Value] | None) -> bool:
    """Whether the cells of a verdict give one; that a question is open is none."""
    return verdict is not None and {name: str(value).casefold() for name, value in verdict.items()} != {
        "outcome": _OPEN
    }


class _Lines(list[str]):
    """What the csv module writes its rows to."""

    def write(self, line: str) -> None:
        self.append(line[:-2])


def write_claims_csv(rows: Iterable[ClaimRow]) -> Iterator[str]:
    """Write claims under all columns there are; what begins like a formula is guarded."""
    lines = _Lines()
    # The module quotes a lone carriage return only if it belongs to the line ending; so ask for one, and cut it.
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        parts: dict[str, Mapping[str, Value]] = {"": row.claim, EPISODE: row.episode or {}, **_newest(row)}
        writer.writerow([_cell(column, parts) for column in COLUMNS.values()])
        yield from (f"{line}\n" for line in lines)
        lines.clear()
    yield from (f"{line}\n" for line in lines)


def _cell(column: CsvColumn, parts: Mapping[str, Mapping[str, Value]]) -> str:
    value = parts.get(column.part, {}).get(column.field.name)
    return "" if value is None else guard(CELLS[column.field.takes][1](value))


def _newest(row: ClaimRow) -> dict[str, Mapping[str, Value]]:
    """The verdict in force on the question, and that on its condition; one that was taken back is none."""
    newest = {str(verdict.get("target", QUESTION)): verdict for verdict in row.resolutions}
    return {target: verdict for target, verdict in newest.items() if verdict.get("outcome") != _OPEN}
