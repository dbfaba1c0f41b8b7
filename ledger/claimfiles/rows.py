"""A claim as a file states it, and where in the file it stands: what every format reads into and writes from.

Text is taken line by line as UTF-8; what is no text, or too long for any claim, is refused with its line.
"""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from ledger.errors import ImportRejected, InputError, Problem, quoted
from ledger.model.fields import CONDITION, EPISODE, FLAT, QUESTION, RESOLUTION

Person = Mapping[str, str]
Value = str | bool | tuple[str, ...] | tuple[Person, ...]
Spot = tuple[str | int, ...]
"""Where in a claim something stands: ``("quote",)``, ``("episode", "show")``, ``("resolution", 0, "on")``."""

LINE_LIMIT = 10_000_000
"""Bytes of one line, and characters of one cell."""
WHOLE_LIMIT = 64_000_000
"""Bytes of a file that has to be read whole."""


class UnreadableClaims(InputError):
    """A file that cannot be read as what it is taken for."""

    def __init__(self, source: str, why: str, hint: str = "") -> None:
        super().__init__(f"{quoted(source)} cannot be read: {why}.", hint)


@dataclass(frozen=True)
class ClaimRow:
    """A claim as a file states it, in text, flags and lists; what is not stated is not there.

    ``faults`` are what was wrong with it already as it was read. ``lines`` are the lines of what does not stand on the
    line where the claim begins. In a ``flat`` file a field of a part has a name of its own (``episode_show``). What
    is wrong with the file as a whole comes as a row that is ``fatal`` and states nothing.
    """

    source: str
    line: int
    claim: Mapping[str, Value] = field(default_factory=dict)
    episode: Mapping[str, Value] | None = None
    resolutions: Sequence[Mapping[str, Value]] = ()
    faults: Sequence[Problem] = ()
    lines: Mapping[Spot, int] = field(default_factory=dict)
    flat: bool = False
    fatal: bool = False

    def problem(self, spot: Spot, message: str) -> Problem:
        """A fault of this claim, with its line and the name the file gives to what is wrong."""
        return Problem(self.source, self.line_of(spot), self.name_of(spot), message)

    def line_of(self, spot: Spot) -> int:
        """The line of a part of the claim, else of the part it belongs to, else of the claim."""
        known = (self.lines[spot[:size]] for size in range(len(spot), 0, -1) if spot[:size] in self.lines)
        return next(known, self.line)

    def name_of(self, spot: Spot) -> str:
        """What a field is called in the file."""
        if self.flat and len(spot) > 1:
            part = EPISODE if spot[0] == EPISODE else self._target(spot)
            return FLAT.get((part, str(spot[-1])), str(spot[-1]))
        return ".".join(str(part) for part in spot if isinstance(part, str))

    def _target(self, spot: Spot) -> str:
        given = self.resolutions[int(spot[1])].get("target") if spot[0] == RESOLUTION else ""
        return CONDITION if given == CONDITION else QUESTION


_OTHER = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_SAVE = "Save it as UTF-8 and try again."


def text_lines(stream: BinaryIO, source: str) -> Iterator[str]:
    """The lines of a file with their ends; a byte order mark is no part of the first.

    Raises:
        UnreadableClaims: the file is no text, or UTF-16.
        ImportRejected: a line is not UTF-8, or is longer than 10 MB.
    """
    number = 0
    while raw := stream.readline(LINE_LIMIT + 1):
        number += 1
        if number == 1:
            raw = _begun(raw, source)
        if len(raw) > LINE_LIMIT:
            raise ImportRejected([Problem(source, number, "", f"is longer than {LINE_LIMIT // 1_000_000} MB")])
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError as error:
            place = len(raw[: error.start].decode("utf-8")) + 1
            fault = Problem(source, number, "", f"character {place} is not UTF-8; save the file as UTF-8")
            raise ImportRejected([fault]) from None


def _begun(raw: bytes, source: str) -> bytes:
    for mark, name in _OTHER.items():
        if raw.startswith(mark):
            raise UnreadableClaims(source, f"it is {name}, not UTF-8", _SAVE)
    if b"\0" in raw:
        raise UnreadableClaims(source, "it is not text")
    return raw.removeprefix(codecs.BOM_UTF8)


def whole_text(stream: BinaryIO, source: str) -> str:
    """All of a file that cannot be read in pieces.

    Raises:
        UnreadableClaims: it is larger than 64 MB, or no text.
        ImportRejected: a line is not UTF-8.
    """
    lines, size = [], 0
    for line in text_lines(stream, source):
        size += len(line)
        if size > WHOLE_LIMIT:
            why = f"it is larger than {WHOLE_LIMIT // 1_000_000} MB"
            raise UnreadableClaims(source, why, "Use JSONL or CSV for so much.")
        lines.append(line)
    return "".join(lines)
