"""Cells of CSV: text that no spreadsheet takes for a formula, lists, flags as words, and the exact way back.

The guard is that of the reports in CSV (``tests/claimfiles`` holds the two against each other): an apostrophe before what
begins like a formula, or with an apostrophe.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from ledger.claimfiles.rows import Value
from ledger.model.fields import Takes

_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'")  # the full-width signs start a formula too
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_LIST_SIGNS = "\\;"
_PEOPLE_SIGNS = "\\;="
_PIECE = re.compile(r"(?:\\[\\;=]|[^;])+", re.DOTALL)
_ROLE = re.compile(r"((?:\\[\\;=]|[^=])*)=((?:\\[\\;=]|.)*)", re.DOTALL)


def guard(text: str) -> str:
    """Keep a text cell from being read as a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def unguard(cell: str) -> str:
    """The text that ``guard`` was given; a cell it would not have written is returned as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


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
