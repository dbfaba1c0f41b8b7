"""From cues, the short pieces in which transcripts come, to text that can be read, with times and speakers.

Cues are cut by seconds and by width. Those of one speaker are put together into paragraphs again; each stays known as
a stretch of the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ledger.documents.page import Page, Person
from ledger.documents.turns import is_unnamed
from ledger.text.passages import Mark, Section
from ledger.text.sentences import CLOSERS, FULL_MARKS, HAN, MARKS, habits, is_closed

LONG_PAUSE_MS = 2_000
"""A pause after which a new paragraph begins where a sentence has ended; a break in the talk in any case."""

_BREAK_MS = 10_000
_FULL, _OVERFULL = 600, 3_000  # signs of a paragraph after which one ends with the next sentence, or with the next cue
_FULL_UNMARKED = 400  # where nothing tells sentences apart
# Quotation marks that are straight, and stars, open as often as they close.
_OPEN_TOO = {ord(sign): None for sign in "\"'*_"}
_WIDE = "\u3001\u300a-\u300f\u3010\u3011\uff01\uff08-\uff0c\uff1a\uff1b\uff1f"
_UNSPACED = re.compile(f"[{HAN}{FULL_MARKS}{_WIDE}]")
_CLOSING = re.compile(
    rf"[{re.escape(MARKS + CLOSERS.translate(_OPEN_TOO))},;:%\u3001\uff09\uff0c\uff1a\uff1b]+(?=\s|\Z)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech: its words, who says them if known, and when; ``fresh`` if the format begins a paragraph."""

    text: str
    speaker: str = ""
    from_ms: int | None = None
    until_ms: int | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Told:
    """What a file of cues says beside them, and what its reader noticed."""

    language: str = ""
    warnings: Sequence[str] = ()


def page_of(kind: str, cues: Sequence[Cue], told: Told = Told(), *, whole: bool = False) -> Page:
    """The page that cues make: text, a section, a mark for each cue of which something is known, people, warnings.

    ``whole`` says that cues are paragraphs, put together only where one stops in the middle of a sentence.
    Warnings: ``no_text``, ``no_speakers``, ``no_times``, ``unnamed_speakers=N``, ``overlapping_cues=N``,
    ``unordered_cues=N``, and those of the reader.
    """
    spoken = [cue for cue in (_folded(cue) for cue in cues) if cue.text]
    text, places = _laid_out(spoken, whole=whole)
    marks = tuple(
        Mark(start, start + len(cue.text), cue.from_ms, cue.until_ms, cue.speaker)
        for start, cue in zip(places, spoken, strict=True)
        if cue.speaker or cue.from_ms is not None
    )
    return Page(
        kind=kind,
        text=text,
        language=told.language,
        people=people_of(marks),
        sections=(Section("transcript", 0, len(text), told.language),) if text else (),
        marks=marks,
        warnings=(*told.warnings, *warnings_of(text, marks)),
    )


def people_of(marks: Sequence[Mark]) -> tuple[Person, ...]:
    """Everybody who speaks by name, in the order in which they begin; labels such as ``Speaker 1`` name nobody."""
    names = dict.fromkeys(mark.speaker for mark in marks)
    return tuple(Person(name) for name in names if name and not is_unnamed(name))


def warnings_of(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """What is missing, and what is odd about the times."""
    if not text:
        yield "no_text"
        return
    speakers = {mark.speaker for mark in marks} - {""}
    unnamed = sum(map(is_unnamed, speakers))
    spans = [(mark.from_ms, mark.until_ms) for mark in marks if mark.from_ms is not None]
    pairs = [(earlier, later) for earlier, later in pairwise(spans) if earlier != later]  # else two voices of one cue
    unordered = sum(later < earlier for (earlier, _), (later, _) in pairs)
    overlapping = sum(until is not None and begun <= later < until for (begun, until), (later, _) in pairs)
    counted = {"unnamed_speakers": unnamed, "overlapping_cues": overlapping, "unordered_cues": unordered}
    yield from () if speakers else ("no_speakers",)
    yield from () if spans else ("no_times",)
    yield from (f"{name}={number}" for name, number in counted.items() if number)


def _folded(cue: Cue) -> Cue:
    """The cue with its white space single, so that it stands on one line."""
    return Cue(" ".join(cue.text.split()), " ".join(cue.speaker.split()), cue.from_ms, cue.until_ms, cue.fresh)


def _laid_out(cues: Sequence[Cue], *, whole: bool) -> tuple[str, list[int]]:
    """The text, and where in it each cue begins."""
    marked = habits("\n".join(cue.text for cue in cues)).marked
    pieces: list[str] = []
    places: list[int] = []
    place = begun = 0
    for number, cue in enumerate(cues):
        joint = "" if not number else _joint(cues[number - 1], cue, place - begun, marked=marked, whole=whole)
        pieces += (joint, cue.text)
        place += len(joint)
        begun = place if joint == "\n" else begun
        places.append(place)
        place += len(cue.text)
    return "".join(pieces), places


def _joint(before: Cue, cue: Cue, length: int, *, marked: bool, whole: bool) -> str:
    """What stands between two cues; ``length`` is that of the paragraph so far, ``marked``: sentences end in marks."""
    closed = is_closed(before.text)
    pause = _pause(before, cue)
    if cue.fresh or cue.speaker != before.speaker or pause >= _BREAK_MS or length >= _OVERFULL:
        return "\n"
    if marked and closed and (whole or pause >= LONG_PAUSE_MS or length >= _FULL):
        return "\n"
    if not marked and (whole or pause >= LONG_PAUSE_MS or length >= _FULL_UNMARKED):
        return "\n"
    return glue(before.text, cue.text)


def _pause(before: Cue, cue: Cue) -> int:
    if cue.from_ms is None or before.until_ms is None:
        return 0
    return cue.from_ms - before.until_ms


def glue(before: str, after: str) -> str:
    """What joins two pieces of running text: a space, or nothing between Han or kana and before closing signs."""
    if _CLOSING.match(after):
        return ""
    return "" if _UNSPACED.match(before[-1:]) and _UNSPACED.match(after) else " "
