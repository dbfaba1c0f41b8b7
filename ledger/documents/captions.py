"""The grammar that WebVTT and SubRip share: a line with two times, the lines that are shown between them.

webvtt-py was tried and left: it drops the words of a cue whose times it cannot read, or that stand after a blank line,
keeps one voice a cue, and refuses files without numbers, without hours or with a comma for a dot.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ledger.documents.cues import Cue, glue
from ledger.documents.turns import NameCandidate, accepted, prefix
from ledger.model.instants import read_clock
from ledger.text.sentences import is_closed

_LINE_END = re.compile("\r\n|\r|\n")
_TIME = r"[-+]?[0-9][0-9:.,]*"
_TIMES = re.compile(rf"\s*(?P<begun>{_TIME})\s*-{{1,3}}>\s*(?P<until>{_TIME})(?:\s.*)?", re.DOTALL)
_ARROW = re.compile(r"[\s0-9:.,;+-]*-->[\s0-9:.,;+-]*")
_NUMBER = re.compile(r"\s*([0-9]{1,9})\s*")
_VOICE = "\0"
_NEW_SPEAKER = re.compile(r"\s*>{2,3}\s*")


@dataclass(slots=True)
class CueBlock:
    """A cue as it stands in the file: its times, None if they cannot be, and its lines."""

    from_ms: int | None
    until_ms: int | None
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Grammar:
    """Where the two formats differ.

    ``blank`` tells a line that ends a cue. ``skipped`` tells the first line of a block that is not shown (a comment,
    a style, a header). ``loose``: the name of a cue may be any line, and a line with an arrow is one of times whatever
    else is in it; else a name is a number, and an arrow may be said.
    """

    blank: Callable[[str], bool]
    skipped: Callable[[str], bool]
    loose: bool


def caption_lines(text: str) -> list[str]:
    """The lines of a file, whichever way they end; a byte order mark is left out."""
    return _LINE_END.split(text.removeprefix("\ufeff"))


def blocks(lines: Sequence[str], grammar: Grammar) -> list[CueBlock]:
    """Every cue of a file, in its order; text that belongs to none is that of the cue before."""
    reading = _Reading(grammar)
    for line in lines:
        reading.take(line)
    return reading.found


class _Reading:
    """Reads line by line.

    A line directly before one of times is the cue's name if a blank line stands before it, or if it is the next number.
    """

    def __init__(self, grammar: Grammar) -> None:
        self.found: list[CueBlock] = []
        self._grammar = grammar
        self._apart = True  # what comes now stands after a blank line
        self._skipping = False
        self._named = ""  # the line before, if it can be the name of a cue
        self._number = 0

    def take(self, line: str) -> None:
        """One more line."""
        times = _times(line, loose=self._grammar.loose)
        if times:
            self._begin(times)
        elif self._grammar.blank(line):
            self._apart, self._skipping, self._named = True, False, ""
        else:
            self._skipping = self._skipping or (self._apart and self._grammar.skipped(line))
            if self.found and not self._skipping:
                self.found[-1].lines.append(line)
            number = _number(line)
            named = (self._grammar.loose or number >= 0) if self._apart else number == self._number + 1
            self._named = line if named and not self._skipping else ""
            self._apart = False

    def _begin(self, block: CueBlock) -> None:
        if self._named:
            if self.found:
                self.found[-1].lines.pop()
            number = _number(self._named)
            self._number = number if number >= 0 else self._number
        self.found.append(block)
        self._apart, self._skipping, self._named = False, False, ""


def _number(line: str) -> int:
    """The number that a line is, -1 for any other line."""
    found = _NUMBER.fullmatch(line)
    return int(found[1]) if found else -1


def _times(line: str, *, loose: bool) -> CueBlock | None:
    """The cue that a line of times begins; without times if they cannot be read, are negative or run backwards."""
    if ">" not in line:
        return None
    found = _TIMES.fullmatch(line)
    if not found:
        odd = "-->" in line if loose else _ARROW.fullmatch(line) is not None
        return CueBlock(None, None) if odd else None
    begun, until = read_clock(found["begun"]), read_clock(found["until"])
    return CueBlock(None, None) if begun is None or until is None or until < begun else CueBlock(begun, until)


def cues_of(found: Sequence[CueBlock], warnings: list[str]) -> list[Cue]:
    """Cues from blocks of plain text: repeats are taken out, voices and names before a colon go on until the next.

    A voice stands in a line as ``voiced`` writes it. Adds to the warnings: ``bad_times=N``,
    ``duplicate_cues=N``, ``rolling_captions=N``.
    """
    bad = sum(block.from_ms is None for block in found)
    warnings += [f"bad_times={bad}"] if bad else []
    once = _said_once(found, warnings)
    is_speaker = accepted(_candidates(once), first=_opening(once), needed=1)
    cues: list[Cue] = []
    speaker = ""
    for block in once:
        for piece in _pieces(block, is_speaker):
            speaker = piece.speaker if piece.speaker or piece.fresh else speaker
            cues.append(Cue(piece.text, speaker, block.from_ms, block.until_ms, piece.fresh))
    return cues


def voiced(name: str) -> str:
    """How a change of voice is written into a line: between two signs that no file has."""
    return f"{_VOICE}{' '.join(name.split())}{_VOICE}"


def _candidates(found: Sequence[CueBlock]) -> Iterator[NameCandidate]:
    """Every voice, and every name with which a line begins: fresh where it begins a cue and a sentence."""
    closed = True
    for block in found:
        for number, line in enumerate(block.lines):
            words, *voices = line.split(_VOICE)
            yield from (NameCandidate(name, fresh=False) for name in voices[::2])
            begun = prefix(words, _sign(words))
            if begun:
                yield NameCandidate(begun.name, fresh=closed and not number)
        closed = is_closed(block.lines[-1].rstrip()) if block.lines else closed


def _opening(found: Sequence[CueBlock]) -> str:
    """The name with which the first cue opens."""
    line = next((block.lines[0] for block in found if block.lines), "")
    begun = prefix(line, _sign(line))
    return begun.name if begun else ""


def _sign(line: str) -> int:
    """Where the sign for a new speaker ends with which a line begins; 0 if with none."""
    found = _NEW_SPEAKER.match(line)
    return found.end() if found else 0


def _pieces(block: CueBlock, is_speaker: Callable[[str], bool]) -> Iterator[Cue]:
    """The block in pieces of one speaker each; a piece is fresh where a sign says that somebody else speaks."""
    words: list[str] = []
    speaker, fresh = "", False
    for line in block.lines:
        said, *voices = line.split(_VOICE)
        sign = _sign(said)
        begun = prefix(said, sign)
        named = begun if begun and is_speaker(begun.name) else None
        if sign or named:
            yield Cue(joined(words), speaker, fresh=fresh)
            speaker, fresh, words = named.name if named else "", sign > 0, []
        words.append(said[named.end if named else sign :])
        for name, said in zip(voices[::2], voices[1::2], strict=True):
            yield Cue(joined(words), speaker, fresh=fresh)
            speaker, fresh, words = name, False, [said]
    yield Cue(joined(words), speaker, fresh=fresh)


def joined(lines: Sequence[str]) -> str:
    """Lines of a cue as running text."""
    text: list[str] = []
    for line in lines:
        folded = " ".join(line.split())
        if folded:
            text += [glue(text[-1], folded), folded] if text else [folded]
    return "".join(text)


# Captions that roll: each cue shows the end of the one before again, so that every line comes two or three times. So
# do the automatic captions of YouTube, and captions of television saved as a file. Whether a file rolls is told by how
# many of its cues begin with what still stands there; in one that does not, what is said twice stays twice.
_LEAST, _ONE_IN = 2, 4  # a file rolls if at least so many cues, and one in so many, begin with a repeat
_STANDS_MS = 2_000  # a line that is shown again later than that is said again
_MOST_LINES = 6


def _said_once(cues: Sequence[CueBlock], warnings: list[str]) -> list[CueBlock]:
    """The cues without what was shown before; the lines of some are fewer, or none, than they were.

    Adds to the warnings: ``duplicate_cues=N`` (the same words at the same times) and ``rolling_captions=N`` (cues that
    began with what stood there already).
    """
    single = list(_single(cues))
    if len(single) < len(cues):
        warnings.append(f"duplicate_cues={len(cues) - len(single)}")
    pairs = zip([None, *single], single, strict=False)
    repeats = [_repeated(before, cue) if before else 0 for before, cue in pairs]
    rolling = sum(map(bool, repeats))
    if rolling < max(_LEAST, sum(1 for cue in single if _words(cue.lines)) / _ONE_IN):
        return single
    warnings.append(f"rolling_captions={rolling}")
    for cue, repeat in zip(single, repeats, strict=True):
        cue.lines[:] = _without(cue.lines, repeat)
    return single


def _single(cues: Sequence[CueBlock]) -> Iterator[CueBlock]:
    """The cues without those that say the same at the same times as the one before."""
    before: CueBlock | None = None
    for cue in cues:
        timed = before and cue.from_ms is not None and (before.from_ms, before.until_ms) == (cue.from_ms, cue.until_ms)
        if not (timed and before and _words(before.lines) == _words(cue.lines)):
            yield cue
            before = cue


def _words(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()


def _repeated(before: CueBlock, cue: CueBlock) -> int:
    """How many words the cue repeats: the end of the one before, as whole lines of the one or of the other."""
    if cue.from_ms is not None and before.until_ms is not None and cue.from_ms - before.until_ms > _STANDS_MS:
        return 0
    shown, words = _words(before.lines), _words(cue.lines)
    lengths = {*_sums(cue.lines[:_MOST_LINES]), *_sums(before.lines[: -_MOST_LINES - 1 : -1])}
    fitting = (n for n in lengths if 0 < n <= min(len(shown), len(words)) and shown[-n:] == words[:n])
    return max(fitting, default=0)


def _sums(lines: Sequence[str]) -> Iterator[int]:
    """How many words the first line has, the first two, and so on."""
    total = 0
    for line in lines:
        total += len(line.split())
        yield total


def _without(lines: Sequence[str], words: int) -> Iterator[str]:
    """The lines without so many words at their beginning."""
    for line in lines:
        parts = line.split()
        if words < len(parts):
            yield line if not words else " ".join(parts[words:])
        words = max(0, words - len(parts))
