"""Walking through the suggestions of a document: where one stands, which words are quoted, what can be done next.

The session knows the text and nothing of a terminal or a ledger; what is decided is recorded by ``review_work``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.query.layout import LaidOut
from ledger.suggest.candidates import Candidate
from ledger.text.passages import Sentence

__all__ = ["Candidate", "ReviewSession"]
# A word, or one Han character: Chinese is not parted by spaces.
_STEP = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\s\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


@dataclass
class ReviewSession:
    """Where a curator stands in the suggestions that wait for a decision.

    ``start`` and ``end`` are the words to be quoted, at first the whole sentence. ``last`` is the number of the last
    sentence they are taken from, where several were joined.
    """

    laid: LaidOut
    waiting: Sequence[Candidate]
    place: int = 0
    start: int = 0
    end: int = 0
    last: int = field(default=0)

    def __post_init__(self) -> None:
        """Stand at the first."""
        self.go(self.place)

    @property
    def over(self) -> bool:
        """Whether all has been gone through."""
        return self.place >= len(self.waiting)

    @property
    def candidate(self) -> Candidate:
        """The suggestion that is looked at."""
        return self.waiting[self.place]

    @property
    def quote(self) -> str:
        """The words to be quoted, as they read."""
        return " ".join(self.laid.document.text[self.start : self.end].split())

    @property
    def stretch(self) -> tuple[int, int]:
        """All that is decided on: the sentence, or the sentences that were joined."""
        return self.candidate.sentence.start, self.laid.sentences[self.last - 1].end

    def go(self, place: int) -> None:
        """Look at another suggestion; its whole sentence is quoted."""
        self.place = max(0, place)
        if not self.over:
            sentence = self.candidate.sentence
            self.start, self.end, self.last = sentence.start, sentence.end, sentence.number

    def join(self) -> bool:
        """Quote the next sentence along with this one; false at the end of the part."""
        following = self._neighbour(self.last, 1)
        if following is None:
            return False
        self.last, self.end = following.number, following.end
        return True

    def _neighbour(self, number: int, step: int) -> Sentence | None:
        place = number - 1 + step
        if not 0 <= place < len(self.laid.sentences):
            return None
        other = self.laid.sentences[place]
        return other if other.section == self.candidate.sentence.section else None

    def before(self) -> Sentence | None:
        """The sentence before, for context."""
        return self._neighbour(self.candidate.sentence.number, -1)

    def after(self) -> Sentence | None:
        """The sentence after, for context."""
        return self._neighbour(self.last, 1)

    def move(self, edge: str, step: int) -> bool:
        """Move the ``start`` or the ``end`` of the quote by a word; false where there is no word to give or take.

        ``step`` is 1 towards the end of the text, -1 towards its beginning. A quote keeps at least one word, and stays
        within its part of the document.
        """
        section = self.laid.passages.sections[self.candidate.sentence.section]
        text = self.laid.document.text
        at = {"start": self.start, "end": self.end}[edge]
        moved = _next(text, at, section.end, edge) if step > 0 else _previous(text, at, section.start, edge)
        start, end = (moved, self.end) if edge == "start" else (self.start, moved)
        if moved == at or not text[start:end].strip():
            return False
        self.start, self.end = start, end
        return True


def _next(text: str, at: int, limit: int, edge: str) -> int:
    """The next place at which a word begins, or ends."""
    for word in _STEP.finditer(text, at, limit):
        place = word.start() if edge == "start" else word.end()
        if place > at:
            return place
    return at


def _previous(text: str, at: int, limit: int, edge: str) -> int:
    """The place before at which a word begins, or ends."""
    from_here = max(limit, at - 2_000)
    places = [word.start() if edge == "start" else word.end() for word in _STEP.finditer(text, from_here, at)]
    earlier = [place for place in places if place < at]
    return earlier[-1] if earlier else at
