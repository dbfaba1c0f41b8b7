"""The tables of a TOML file, each cut out with the line it begins on, and the lines of what is in it.

The standard reader tells no lines and stops at the first slip. Cut at its tables, a file gives the line of every fault,
and all of them: a header such as ``[[claim]]`` begins anew, so each piece can be read by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
class Part:
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


def cut(text: str) -> Iterator[Part]:
    """The top tables of a file, in order; what stands before the first has the name "" (and may be blank)."""
    part = Part("", 1)
    for number, line, fresh in _lines(text):
        header = _HEADER.match(line) if fresh else None
        name = header[2].replace(" ", "") if header else ""
        if header and "." not in name:
            yield part
            part = Part(name, number)
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
