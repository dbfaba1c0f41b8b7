"""Claims in TOML, the format of the shipped seeds: an ``[episode]``, its ``[[claim]]``s, and their verdicts.

The tables are cut out with the line each begins on, so that a fault can name it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ledger.claimfiles.rows import ClaimRow, Spot, Value, whole_text
from ledger.claimfiles.shaping import Number, Shaper
from ledger.errors import Problem
from ledger.model.fields import EPISODE, EPISODE_FIELDS, RESOLUTION
from ledger.text.escape import escape_hidden, toml_escape

_PIECES = (
    r'"""(?:\\.|[^\\])*?"""',
    r"'''.*?'''",
    r'"(?:\\.|[^"\\\n])*"',
    r"'[^'\n]*'",
    r"#[^\n]*",
    r"[\[\]{}\n]",
    r"[^\[\]{}\n\"'#]+",
    r".",
)
_PIECE = re.compile("|".join(_PIECES), re.DOTALL)
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]\[]*?)\s*(\]\]?)\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


@dataclass
class TomlTable:
    """A table with those under it: its name, the line it begins on, its lines, and where its headers and keys stand."""

    name: str
    line: int
    lines: list[str] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    """``("[claim.episode]", 12)`` for a header, ``("quote", 13)`` for a key."""

    @property
    def text(self) -> str:
        """The table as it stands in the file."""
        return "".join(self.lines)


def tables_of(text: str) -> Iterator[TomlTable]:
    """The top tables of a file, in order; what stands before the first has the name "" (and may be blank)."""
    part = TomlTable("", 1)
    for number, line, fresh in _lines(text):
        header = _HEADER.match(line) if fresh else None
        name = header[2].replace(" ", "") if header else ""
        if header and "." not in name:
            yield part
            part = TomlTable(name, number)
        if header:
            part.marks.append((f"{header[1]}{name}{header[3]}", number))
        elif fresh and (key := _KEY.match(line)):
            part.marks.append((key[1], number))
        part.lines.append(line)
    yield part


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """The lines of a file, each with its number and whether it begins outside of all strings and brackets."""
    number = begun = 1
    depth, fresh = 0, True
    gathered: list[str] = []
    for found in _PIECE.finditer(text):
        piece = found[0]
        gathered.append(piece)
        if piece == "\n":
            yield begun, "".join(gathered), fresh
            number += 1
            begun, gathered, fresh = number, [], depth <= 0
        elif piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
        else:
            number += piece.count("\n")
    if gathered:
        yield begun, "".join(gathered), fresh


CLAIM = "claim"
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_FILE = "a file has one [episode] and a [[claim]] for each claim"


def read_toml(stream: BinaryIO, source: str) -> Iterator[ClaimRow]:
    """Read claims; what is wrong with one comes with it, what is wrong beside them in rows that are fatal.

    Raises:
        UnreadableClaims: the file is no text, or larger than 64 MB.
        ImportRejected: a line is not UTF-8.
    """
    parts = [(part, *_parsed(part, source)) for part in tables_of(whole_text(stream, source)) if part.text.strip()]
    beside = _Beside(source)
    for part, content, fault in parts:
        if part.name != CLAIM:
            beside.take(part, content, fault)
    if beside.faults:
        yield ClaimRow(source, 0, faults=tuple(beside.faults), fatal=True)
    for part, content, fault in parts:
        if fault is not None and part.name == CLAIM:
            yield ClaimRow(source, part.line, faults=(fault,))
        else:
            yield from _claims(part, content.get(CLAIM), beside)


def _parsed(part: TomlTable, source: str) -> tuple[dict[str, Any], Problem | None]:
    try:
        return tomllib.loads(part.text, parse_float=Number), None
    except tomllib.TOMLDecodeError as error:
        return {}, _syntax(part, source, str(error))
    except RecursionError:
        return {}, Problem(source, part.line, "", "is nested too deeply")


def _syntax(part: TomlTable, source: str, said: str) -> Problem:
    place = _PLACE.search(said)
    if place is None or place[1] is None:
        return Problem(source, part.line, "", f"cannot be read: {_PLACE.sub('', said)} (at its end)")
    line = part.line + int(place[1]) - 1
    return Problem(source, line, "", f"cannot be read: {said[: place.start()]} (character {place[2]})")


class _Beside:
    """What a file holds beside its claims: the episode of all of them, and what does not belong there."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.episode: Mapping[str, Value] | None = None
        self.lines: dict[Spot, int] = {}
        self.faults: list[Problem] = []

    def take(self, part: TomlTable, content: Mapping[str, Any], fault: Problem | None) -> None:
        """Look at a part of the file that is no ``[[claim]]``."""
        if fault is not None:
            self.faults.append(fault)
        lines = {(name.strip("[]"),): line for name, line in part.marks}
        for name, value in content.items():
            line = lines.get((name,), part.line)
            if name == EPISODE and isinstance(value, Mapping):
                self._take_episode(part, value, line)
            elif name != CLAIM or not isinstance(value, list):
                self.faults.append(Problem(self.source, line, name[:60], f"does not belong here: {_FILE}"))

    def _take_episode(self, part: TomlTable, value: Mapping[str, Any], line: int) -> None:
        if self.episode is not None:
            self.faults.append(Problem(self.source, line, EPISODE, f"is there twice: {_FILE}"))
            return
        self.lines = {(EPISODE,): line, **{(EPISODE, name): at for name, at in part.marks if part.name == EPISODE}}
        shaper = Shaper(self.source, line, self.lines)
        self.episode = shaper.shaped(value, EPISODE_FIELDS, (EPISODE,))
        self.faults += shaper.faults


def _claims(part: TomlTable, stated: object, beside: _Beside) -> Iterator[ClaimRow]:
    """The claims of a part: one under its header, or several in a list that is written out."""
    if isinstance(stated, Mapping):
        fault = Problem(beside.source, part.line, CLAIM, "is one of several: write [[claim]], in two brackets")
        yield ClaimRow(beside.source, part.line, faults=(fault,))
        return
    own = _lines_of(part) if part.name == CLAIM else {}
    lines = own if (EPISODE,) in own else {**beside.lines, **own}
    for table in stated if isinstance(stated, list) else ():
        shaper = Shaper(beside.source, part.line, lines)
        if isinstance(table, Mapping):
            row = shaper.row(table)
            yield row if row.episode is not None or EPISODE in table else _within(row, beside)
        else:
            fault = Problem(beside.source, part.line, CLAIM, "must be a table of fields")
            yield ClaimRow(beside.source, part.line, faults=(fault,))


def _within(row: ClaimRow, beside: _Beside) -> ClaimRow:
    """The claim in the episode of the file."""
    return ClaimRow(row.source, row.line, row.claim, beside.episode, row.resolutions, row.faults, row.lines)


def _lines_of(part: TomlTable) -> dict[Spot, int]:
    """The line of every table and field of a claim."""
    lines: dict[Spot, int] = {}
    prefix: Spot = ()
    verdicts = 0
    for name, line in part.marks:
        if not name.startswith("["):
            lines.setdefault((*prefix, name), line)
            continue
        inner = name.strip("[]").removeprefix(CLAIM).removeprefix(".")
        prefix = (inner,) if inner else ()
        if inner == RESOLUTION:
            prefix = (RESOLUTION, verdicts)
            verdicts += 1
        if prefix:
            lines[prefix] = line
    return lines


def write_toml(rows: Iterable[ClaimRow]) -> Iterator[str]:
    """Write claims; the episode stands at the head where all of them share it, else under each."""
    listed = list(rows)
    shared = listed[0].episode if listed and all(row.episode == listed[0].episode for row in listed) else None
    if shared:
        yield _table(f"[{EPISODE}]", shared)
    for place, row in enumerate(listed):
        yield ("\n" if place or shared else "") + _table(f"[[{CLAIM}]]", row.claim)
        if row.episode and not shared:
            yield "\n" + _table(f"[{CLAIM}.{EPISODE}]", row.episode)
        for verdict in row.resolutions:
            yield "\n" + _table(f"[[{CLAIM}.{RESOLUTION}]]", verdict)


def _table(header: str, fields: Mapping[str, Value]) -> str:
    return "\n".join([header, *(f"{name} = {_value(value)}" for name, value in fields.items())]) + "\n"


def _value(value: Value | Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_string(part)}" for name, part in value.items()) + " }"
    return _list(value)


def _list(items: Sequence[str | Mapping[str, str]]) -> str:
    told = [_value(item) for item in items]
    if sum(map(len, told)) > 80:  # noqa: PLR2004 - as much as a line takes
        return "[\n" + "".join(f"    {item},\n" for item in told) + "]"
    return f"[{', '.join(told)}]"


def _string(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escape_hidden(quoted, toml_escape)}"'
