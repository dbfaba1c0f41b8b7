"""Captions that roll: each cue shows the end of the one before again, so that every line comes two or three times.

So do the automatic captions of YouTube, and captions of television saved as a file. Whether a file rolls is told by
how many of its cues begin with what still stands there; in one that does not, what is said twice stays twice.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

_LEAST, _ONE_IN = 2, 4  # a file rolls if at least so many cues, and one in so many, begin with a repeat
_STANDS_MS = 2_000  # a line that is shown again later than that is said again
_MOST_LINES = 6


class Shown(Protocol):
    """A cue: its times in milliseconds, and its lines."""

    from_ms: int | None
    until_ms: int | None
    lines: list[str]


S = TypeVar("S", bound=Shown)


def said_once(cues: Sequence[S], warnings: list[str]) -> list[S]:
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


def _single(cues: Sequence[S]) -> Iterator[S]:
    """The cues without those that say the same at the same times as the one before."""
    before: S | None = None
    for cue in cues:
        timed = before and cue.from_ms is not None and (before.from_ms, before.until_ms) == (cue.from_ms, cue.until_ms)
        if not (timed and before and _words(before.lines) == _words(cue.lines)):
            yield cue
            before = cue


def _words(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()


def _repeated(before: Shown, cue: Shown) -> int:
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
