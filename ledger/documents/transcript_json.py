"""Transcripts as JSON: Podcasting 2.0, and the shapes in which programs that write down speech give theirs.

Every shape is a list of pieces somewhere in the file, each with words, times and perhaps a speaker. To add one, add
its line to ``SHAPES``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.documents import chapters_json
from ledger.documents.cues import Cue, Told, page_of
from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Page, Raw
from ledger.errors import InputError, quoted
from ledger.model.instants import read_milliseconds, read_seconds
from ledger.text.clean import refuse_unstorable
from ledger.text.languages import language_tag
from ledger.text.strict_json import list_at, looks_like_json, read_json, text_at

Time = Callable[[object], int | None]


@dataclass(frozen=True)
class Shape:
    """Where a program puts what. Names of keys; a dot leads into what a key holds.

    ``pieces`` is the list, "" if the file is one. ``until`` is a time, or a length where ``lasts``.
    """

    title: str
    pieces: str
    words: str
    begun: str
    until: str
    time: Time = read_seconds
    lasts: bool = False
    speaker: str = "speaker"

    def fit(self, found: object) -> int:
        """How well a file fits: 0 if none of its first pieces has words, else 1 and one more for each time there is."""
        pieces = _at(found, self.pieces)
        first = pieces[:_LOOKED_AT] if isinstance(pieces, list) else []
        worded = [piece for piece in first if self.words_of(piece) is not None]
        timed = sum(any(_at(piece, key) is not None for piece in worded) for key in (self.begun, self.until))
        return 1 + timed if worded else 0

    def words_of(self, piece: object) -> str | None:
        """The words of a piece, "" where they are null, None where there is no such key."""
        if self.words == _SEGS:
            segments = list_at(piece, _SEGS)
            return (
                "".join(text for each in segments if isinstance(text := _at(each, "utf8"), str)) if segments else None
            )
        words = _at(piece, self.words)
        known = isinstance(piece, Mapping) and self.words.partition(".")[0] in piece
        return words if isinstance(words, str) else "" if known and words is None else None

    def times_of(self, piece: object) -> tuple[int | None, int | None]:
        """When it was said, in milliseconds; a time that is not there, or cannot be, is None."""
        begun, until = self.time(_at(piece, self.begun)), self.time(_at(piece, self.until))
        if self.lasts and begun is not None and until is not None:
            until += begun
        return begun, until


_HEAD, _LOOKED_AT = 4096, 50
_LARGEST_NUMBER = 10_000
_SEGS = "segs"

SHAPES = (
    Shape("Podcasting 2.0", "segments", "body", "startTime", "endTime"),
    Shape("whisper.cpp", "transcription", "text", "offsets.from", "offsets.to", read_milliseconds),
    Shape("AssemblyAI", "utterances", "text", "start", "end", read_milliseconds),
    Shape("Deepgram", "results.utterances", "transcript", "start", "end"),
    Shape("AWS", "results.audio_segments", "transcript", "start_time", "end_time", speaker="speaker_label"),
    Shape("YouTube json3", "events", _SEGS, "tStartMs", "dDurationMs", read_milliseconds, lasts=True),
    Shape("Whisper", "segments", "text", "start", "end"),
    Shape("Podlove", "", "text", "start_ms", "end_ms", read_milliseconds),
    Shape("a list of captions", "", "text", "start", "duration", lasts=True),
    Shape("a list of Whisper's segments", "", "text", "start", "end"),
    Shape("a list of Podcasting 2.0 segments", "", "body", "startTime", "endTime"),
)
"""The one that fits best reads a file; of two that fit alike the first does."""


class UnknownShape(InputError):
    """JSON that is no transcript we know."""

    def __init__(self, name: str) -> None:
        """Name the shapes there are."""
        titles = ", ".join(shape.title for shape in SHAPES)
        super().__init__(
            f"{quoted(name)} is JSON, but no transcript that is known: {titles}.",
            'The plainest is {"segments": [{"start": 0.5, "end": 2, "text": "...", "speaker": "..."}]}.',
        )


def _recognises(raw: Raw) -> bool:
    return looks_like_json(raw.text[:_HEAD]) and not chapters_json.KIND.recognises(raw)


def read(raw: Raw, _on: ReadOn) -> Page:
    """Read a transcript that is JSON, in any of ``SHAPES``.

    Warnings beside those of ``cues.page_of``: ``bad_times=N`` (pieces with a time that cannot be, their words are
    kept), ``bad_segments=N`` (what stands in the list and is no piece).

    Raises:
        BadJson, UnknownShape: as it says.
        UnstorableText: on a NUL or half of a surrogate pair in the words or a name.
    """
    found = read_json(raw.text, raw.name)
    shape = max(SHAPES, key=lambda shape: shape.fit(found))
    if not shape.fit(found):
        raise UnknownShape(raw.name)
    warnings: list[str] = []
    cues = list(_cues(_at(found, shape.pieces), shape, warnings))
    for what in (cue.speaker for cue in cues), (cue.text for cue in cues):
        refuse_unstorable("".join(what), raw.name)
    return page_of(KIND.name, cues, Told(_language(found), warnings))


def _cues(pieces: Sequence[Any], shape: Shape, warnings: list[str]) -> Iterator[Cue]:
    bad_times = bad_pieces = 0
    for piece in pieces:
        words = shape.words_of(piece)
        if words is None:
            bad_pieces += 1
            continue
        begun, until = shape.times_of(piece)
        said = _at(piece, shape.begun) is not None
        if said and (begun is None or (until is not None and until < begun)):
            bad_times += 1
            begun = until = None
        yield Cue(words, _speaker(_at(piece, shape.speaker)), begun, until if begun is not None else None)
    warnings += [f"bad_segments={bad_pieces}"] if bad_pieces else []
    warnings += [f"bad_times={bad_times}"] if bad_times else []


def _speaker(value: object) -> str:
    """A name; a number, and the letter some programs give, become a label."""
    if isinstance(value, Mapping):
        return text_at(value, "name", "label", "id")
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}" if abs(value) < _LARGEST_NUMBER else ""
    folded = value.strip() if isinstance(value, str) else ""
    return f"Speaker {folded}" if len(folded) == 1 and folded.isascii() and folded.isalnum() else folded


def _language(found: object) -> str:
    places = ("language", "language_code", "result.language", "metadata.language", "results.language")
    return next((tag for place in places if (tag := language_tag(_at(found, place)))), "")


def _at(found: object, path: str) -> Any:  # noqa: ANN401 - any value there is
    """What stands at the end of a path of keys; None if the path breaks off."""
    for key in path.split(".") if path else ():
        if not isinstance(found, Mapping):
            return None
        found = found.get(key)
    return found


KIND = PageKind("transcript_json", "Transcript as JSON", _recognises, read)
