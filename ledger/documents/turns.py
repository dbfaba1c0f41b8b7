"""Who speaks and when, in text that people read: names before a colon and times at the beginnings of lines.

Forms: ``[00:12:34] Ann Example: words``, ``Ann Example (12:34): words``, a line ``Ann Example  0:12`` above the words,
``[00:00.000 --> 00:05.000] words``, ``[00:12][Ann Example] words``, and a time alone on a line.

A colon follows many things that are no names. So a name has the shape of one, and it counts only where it comes back,
or where others that come back show that this is how the text is written.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.model.instants import read_clock
from ledger.text.passages import Mark
from ledger.text.sentences import HAN, is_closed

# Names before a colon

_LONGEST, _LONGEST_HAN = 60, 10
_WORD = r"[^\W\d_](?:_?[^\W_]|[.'\u2019\u00b7\u30fb&/-])*"
_PREFIX = re.compile(
    rf"[^\S\n]*(?:[-\u2013\u2014\u2022*>]+[^\S\n]+)?(?P<sign>\*{{1,2}}|_{{1,2}})?"
    rf"(?P<name>{_WORD}(?:[^\S\n]{{1,2}}(?:{_WORD}|#?[0-9]{{1,3}})){{0,5}})"
    r"(?:[^\S\n]*[(\[](?P<aside>[^()\[\]\n]{1,60})[)\]])?(?P<closed>\*{1,2}|_{1,2})?"
    r"[^\S\n]?(?:\uff1a|:(?=[\s*_]|\Z|[^\x00-\x7f]))(?P<closes>\*{1,2}|_{1,2})?[^\S\n]*"
)
_HAN = re.compile(f"[{HAN}]")
_PARTICLES = frozenset((
    "al", "and", "bin", "binti", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "of", "ten", "ter", "the", "van", "von", "y", "zu",
))  # fmt: skip
_JOINING = frozenset(("and", "of", "the"))
_LABELS = frozenset((
    "abstract", "again", "also", "and", "applause", "author", "authors", "background", "because", "beep", "bonus",
    "breaking", "but", "caption", "category", "chapters", "cheering", "clapping", "conclusion", "contact",
    "copyright", "correction", "credits", "crosstalk", "date", "description", "disclaimer", "disclosure", "duration",
    "edit", "editor", "email", "example", "examples", "fact", "figure", "finally", "first", "from", "hint", "how",
    "however", "image", "important", "inaudible", "info", "keywords", "language", "laughing", "laughs", "laughter",
    "length", "license", "links", "listen", "look", "mentioned", "music", "no", "noise", "note", "notes", "now",
    "okay", "or", "pause", "phone", "photo", "plus", "produced", "producer", "ps", "published", "read", "recorded",
    "reference", "references", "related", "remember", "reminder", "resources", "result", "results", "right", "second",
    "see", "show", "shownotes", "sighs", "silence", "singing", "so", "sound", "source", "sources", "spoiler", "still",
    "subject", "subscribe", "subtitle", "summary", "tags", "then", "third", "time", "timestamps", "tip", "title",
    "to", "today", "tomorrow", "tonight", "topic", "topics", "transcript", "translation", "unintelligible", "update",
    "updated", "url", "verdict", "video", "warning", "web", "website", "well", "what", "when", "where", "who", "why",
    "yes",
))  # fmt: skip
_UNNAMED = re.compile(
    r"(?:(?:unknown|unidentified|male|female|first|second|third|audience|off[- ]screen) )*"
    r"(?:speaker|spk|spkr|voice|person|participant|interviewer|interviewee|host|co-?host|guest|moderator|anchor|reporter|"
    r"audience|member|questioner|question|answer|narrator|announcer|operator|translator|interpreter|man|woman|"
    r"male|female|unknown|unidentified|all|both|everyone|crowd|q|a)"
    r"(?: (?:speaker|voice|member|man|woman))?(?:[\s_#-]*[0-9]{1,4}|[\s_#-]+[a-z])?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before a speaker's words: the name, what follows it in brackets, and where the words begin."""

    name: str
    aside: str
    end: int


def prefix(line: str, start: int = 0, end: int | None = None) -> Prefix | None:
    """The name with which a line begins, if it looks like one; places are in ``line``.

    An affiliation in brackets after it is left out of the name. Bold or slanted letters as Markdown writes them are
    allowed for. Works on a stretch of a longer text too.
    """
    stop = min(len(line) if end is None else end, start + 2 * _LONGEST)
    found = _PREFIX.match(line, start, stop)
    if not found or len(found["name"]) > _LONGEST or bool(found["sign"]) != bool(found["closed"] or found["closes"]):
        return None
    name = " ".join(found["name"].split())
    return Prefix(name, found["aside"] or "", found.end()) if looks_like_name(name) else None


def looks_like_name(name: str) -> bool:
    """Whether words have the shape of a name: each with a capital, or in a script that has none, and no usual label."""
    words = name.split()
    ends = words[-1] in _PARTICLES or words[-1].casefold() in _JOINING
    if ends or name.casefold() in _LABELS or len(_HAN.findall(name)) > _LONGEST_HAN:
        return False
    return not words[0][0].islower() and all(not word[0].islower() or word in _PARTICLES for word in words)


def is_unnamed(speaker: str) -> bool:
    """Whether a speaker has a label for a name: ``Speaker 1``, ``SPEAKER_00``, ``Host``, ``Q``."""
    return _UNNAMED.fullmatch(speaker) is not None


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name before words: ``fresh`` if what came before was at its end, ``sure`` if more than a colon tells."""

    name: str
    fresh: bool = True
    sure: bool = False


def accepted(candidates: Iterable[NameCandidate], *, first: str = "", needed: int = 2) -> Callable[[str], bool]:
    """A test whether a name is a speaker's in a text.

    It is if it comes twice or is ``first``, the name with which a transcript opens. Where ``needed`` names are
    speakers' by that, one that comes once is too, if it is sure, or if it stands where one can and is a full name (two
    words, or all capitals); where a transcript opens with a name, any that stands where one can.
    """
    listed = list(candidates)
    counted = Counter(candidate.name.casefold() for candidate in listed)
    known = {name for name, times in counted.items() if times > 1}
    known |= {first.casefold()} - {""}
    if len(known) >= needed or (known and any(each.sure for each in listed)):
        known |= {
            each.name.casefold() for each in listed if each.sure or (each.fresh and (first or _is_full(each.name)))
        }
    return lambda name: name.casefold() in known


def _is_full(name: str) -> bool:
    return " " in name or name.isupper()


# Turns

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
    order; names as ``accepted`` says, and only where people talk, unless times stand beside them.
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


def _candidates(lines: Sequence[_Line], timed: set[bool], *, headed: bool) -> Iterator[NameCandidate]:
    for line in lines:
        if line.name and (not line.clock or line.clock.bracketed in timed):
            yield NameCandidate(line.name.name, sure=line.clock is not None)
        if line.header and headed:
            yield NameCandidate(line.header[0], sure=True)


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
