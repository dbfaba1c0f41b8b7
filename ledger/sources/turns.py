"""Who speaks and when, in text that people read: names before a colon and times at the beginnings of lines.

Forms: ``[00:12:34] Ann Example: words``, ``Ann Example (12:34): words``, a line ``Ann Example  0:12`` above the words,
``[00:00.000 --> 00:05.000] words``, ``[00:12][Ann Example] words``, and a time alone on a line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.domain.passages import Mark
from ledger.domain.punctuation import is_closed
from ledger.sources.clock import read_clock
from ledger.sources.names import Candidate, Prefix, accepted, looks_like_name, prefix

_LINE = re.compile(r"[^\r\n]+")
_CLOCK = r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?"
_TIME = re.compile(
    rf"(?P<sign>[\[(])?(?P<begun>{_CLOCK})(?:\s?(?:-->|-|\u2013)\s?(?P<until>{_CLOCK}))?(?(sign)[\])])"
    r"(?![\w:])(?:[^\S\r\n]*[-\u2013\u2014](?=\s))?[^\S\r\n]*"
)
_IN_BRACKETS = re.compile(r"\[(?P<name>[^\W\d_][^\[\]\r\n:]{0,60})\]:?[^\S\r\n]*")
_HEADER = re.compile(rf"(?P<name>\S[^\r\n:]{{1,60}}?)[^\S\r\n]{{1,4}}[\[(]?(?P<begun>{_CLOCK})[\])]?")
_LONGEST_HEADER = 100
_FEWEST_SPEAKERS, _LONGEST_TURN, _LOOK_BACK = 2, 30, 8  # speakers, lines on average, signs
_FEWEST, _OUT_OF_ORDER = 3, 10  # bare times count if there are so many; one in so many may be out of order


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time at the beginning of a line; ``end`` is where it ends."""

    begun: int
    until: int | None
    bracketed: bool
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, space around it aside: the time and the name it begins with, or the name and time it is made of."""

    start: int
    end: int
    clock: _Clock | None
    name: Prefix | None
    header: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a line opens: ``start`` is where its words begin, ``speaker`` is "" where it names none."""

    start: int
    begun: int | None
    until: int | None
    speaker: str


def turns(text: str) -> list[Mark]:
    """A mark for each stretch of text that a time or a name opens, up to the next.

    A speaker goes on until the next name. Times without square brackets count only where at least three come, in
    order; names as ``names.accepted`` says, and only where people talk, unless times stand beside them.
    """
    lines = [line for found in _LINE.finditer(text) if (line := _line(text, *found.span()))]
    timed = {bracketed for bracketed in (True, False) if _counts(lines, bracketed=bracketed)}
    headed = _in_order([line.header[1] for line in lines if line.header])
    named = accepted(_candidates(lines, timed, headed=headed))
    if not any(line.clock and _name_of(line, named) for line in lines) and not _is_talk(text, lines, named):
        named = accepted(())
    return list(_marks(lines, lambda line: _turn(line, timed, named)))


def _name_of(line: _Line, named: Callable[[str], bool]) -> str:
    """The speaker whom a line names, "" if none."""
    name = line.header[0] if line.header else line.name.name if line.name else ""
    return name if name and named(name) else ""


def _is_talk(text: str, lines: Sequence[_Line], named: Callable[[str], bool]) -> bool:
    """Whether the names are those of people who talk: what they say ends in marks; before colons, two of them, often.

    Labels of lists and notes (``Default:``, ``Exception:``) and the items of a programme come back as names do.
    """
    begun = [(number, name) for number, line in enumerate(lines) if (name := _name_of(line, named))]
    headed = any(lines[number].header for number, _ in begun)
    few = len({name.casefold() for _, name in begun}) < _FEWEST_SPEAKERS
    if not begun or (few and not headed):
        return False
    ends = [lines[number - 1] for number in (*(number for number, _ in begun[1:]), len(lines))]
    closed = sum(is_closed(text[max(line.start, line.end - _LOOK_BACK) : line.end]) for line in ends)
    return closed * 2 >= len(ends) and len(begun) * _LONGEST_TURN >= len(lines) - begun[0][0]


def _line(text: str, start: int, end: int) -> _Line | None:
    whole = text[start:end]
    bare = whole.strip()
    if not bare:
        return None
    start += len(whole) - len(whole.lstrip())
    end = start + len(bare)
    clock = _clock(text, start, end)
    name = prefix(text, clock.end if clock else start, end) or (_bracketed(text, clock.end, end) if clock else None)
    found = _HEADER.fullmatch(bare) if len(bare) <= _LONGEST_HEADER and not clock and not name else None
    begun = read_clock(found["begun"]) if found else None
    header = " ".join(found["name"].split()) if found and begun is not None else ""
    return _Line(start, end, clock, name, (header, begun) if begun is not None and looks_like_name(header) else None)


def _bracketed(text: str, start: int, end: int) -> Prefix | None:
    """A name in square brackets after a time: ``[00:01][Ann] words``."""
    found = _IN_BRACKETS.match(text, start, end)
    name = " ".join(found["name"].split()) if found else ""
    return Prefix(name, "", found.end()) if found and looks_like_name(name) else None


def _clock(text: str, start: int, end: int) -> _Clock | None:
    found = _TIME.match(text, start, end)
    begun = read_clock(found["begun"]) if found else None
    if not found or begun is None:
        return None
    until = read_clock(found["until"]) if found["until"] else None
    return _Clock(begun, until if until is not None and until >= begun else None, found["sign"] == "[", found.end())


def _counts(lines: Sequence[_Line], *, bracketed: bool) -> bool:
    """Whether times written so are times of the recording."""
    times = [line.clock.begun for line in lines if line.clock and line.clock.bracketed == bracketed]
    return len(times) >= (1 if bracketed else _FEWEST) and _in_order(times)


def _in_order(times: Sequence[int]) -> bool:
    return sum(later < earlier for earlier, later in pairwise(times)) * _OUT_OF_ORDER <= len(times)


def _candidates(lines: Sequence[_Line], timed: set[bool], *, headed: bool) -> Iterator[Candidate]:
    for line in lines:
        if line.name and (not line.clock or line.clock.bracketed in timed):
            yield Candidate(line.name.name, sure=line.clock is not None)
        if line.header and headed:
            yield Candidate(line.header[0], sure=True)


def _turn(line: _Line, timed: set[bool], named: Callable[[str], bool]) -> _Turn | None:
    """What the line opens; None if it goes on with the one before."""
    if line.header and named(line.header[0]):
        return _Turn(line.end, line.header[1], None, line.header[0])
    clock = line.clock if line.clock and line.clock.bracketed in timed else None
    known = line.name if line.name and (clock or not line.clock) and named(line.name.name) else None
    if not clock and not known:
        return None
    begun = clock.begun if clock else read_clock(known.aside) if known else None
    start = known.end if known else clock.end if clock else line.start
    return _Turn(start, begun, clock.until if clock else None, known.name if known else "")


def _marks(lines: Sequence[_Line], turn_of: Callable[[_Line], _Turn | None]) -> Iterator[Mark]:
    """Marks from the first words of each turn to its last."""
    turn: _Turn | None = None
    speaker = ""
    start = end = 0
    for line in lines:
        opened = turn_of(line)
        if opened:
            if turn and start < end:
                yield Mark(start, end, turn.begun, turn.until, speaker)
            turn, speaker = opened, opened.speaker or speaker
            start, end = (opened.start, line.end) if opened.start < line.end else (-1, -1)
        elif turn:
            start = line.start if start < 0 else start
            end = line.end
    if turn and start < end:
        yield Mark(start, end, turn.begun, turn.until, speaker)
