"""What a curator makes of the sentences of a document: kept as claims, dropped with a reason, or taken back.

A review walks through the suggestions one by one; each decision is one transaction. Sentences can be dropped and
decisions taken back outside a review as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.curation.anchoring import Given
from ledger.curation.recording import Recorded, Recorder
from ledger.curation.resolving import Verdict as Resolution
from ledger.curation.resolving import resolve
from ledger.curation.validation import changed, checked, latest_body
from ledger.errors import ConflictError, InputError
from ledger.journal.writer import Writer, new_id
from ledger.model.records import ClaimBody, ReviewBody
from ledger.model.vocabulary import TAKEN_BACK, Decision, Drop, Outcome
from ledger.query.layout import LaidOut
from ledger.query.stored_documents import StoredDocument
from ledger.query.suggestions import reviews_of, touched
from ledger.suggest.candidates import Candidate
from ledger.text.passages import Sentence

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


class UnknownReason(InputError):
    """A reason for dropping a sentence that is none of those counted."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words!a} is no reason that is counted.", f"Choose one of: {', '.join(Drop)}.")


@dataclass(frozen=True)
class ReviewDecision:
    """What is decided of a stretch: ``claims`` are the identifiers of those recorded from it."""

    decision: Decision
    reason: str | None = None
    score: int | None = None
    rules: str | None = None
    claims: Sequence[str] = field(default=())
    note: str | None = None


def decide(writer: Writer, document: StoredDocument, start: int, end: int, verdict: ReviewDecision) -> str:
    """Record what a curator decided of a stretch; a second decision on it is a change, and the first stays readable.

    Returns:
        The identifier of the review.

    Raises:
        UnknownReason: a sentence is dropped for a reason that is none.
    """
    if verdict.decision is Decision.DROPPED and verdict.reason not in set(Drop):
        raise UnknownReason(verdict.reason or "")
    values: dict[str, Any] = {
        "decision": verdict.decision,
        "reason": verdict.reason,
        "score": verdict.score,
        "rules": verdict.rules,
        "claims": list(verdict.claims),
        "note": verdict.note,
    }
    known = writer.rows(
        "SELECT id FROM review WHERE document_id = :id AND anchor_start = :start AND anchor_end = :end",
        id=document.record["id"],
        start=start,
        end=end,
    )
    if known:
        body: ReviewBody = latest_body(writer, "review", known[0]["id"])
        after, fields = changed(body, values)
        if fields:
            writer.change(after, "decided")
        return body.id
    place = {"document_id": document.record["id"], "anchor_start": start, "anchor_end": end}
    made = checked(ReviewBody, {"id": new_id(), **place, **values})
    writer.add(made)
    return made.id


def take_back(writer: Writer, review_id: str) -> None:
    """Take a decision back: the sentence waits to be looked at again."""
    body: ReviewBody = latest_body(writer, "review", review_id)
    after, fields = changed(body, {"decision": Decision.OPEN, "reason": None})
    if fields:
        writer.change(after, "reopened")


class QuotedByClaims(ConflictError):
    """Sentences to be dropped from which claims were taken."""

    def __init__(self, claims: Sequence[int]) -> None:
        listed = ", ".join(map(str, claims))
        many = len(claims) > 1
        super().__init__(
            f"Claim{'s' if many else ''} {listed} quote{'' if many else 's'} these sentences.",
            f"A claim that should not count is left out with: ledger amend {claims[0]} --exclude REASON",
        )


def drop_sentences(writer: Writer, laid: LaidOut, sentences: Sequence[Sentence], reason: str, note: str | None) -> int:
    """Record that sentences are no claims; gives how many.

    Raises:
        QuotedByClaims: claims that count were taken from them.
        UnknownReason: the reason is none that is counted.
    """
    quoting = writer.rows(
        "SELECT number FROM claim WHERE document_id = :id AND excluded IS NULL AND anchor_start < :end "
        "AND anchor_end > :start ORDER BY number",
        id=laid.document.record["id"],
        start=sentences[0].start,
        end=sentences[-1].end,
    )
    if quoting:
        raise QuotedByClaims([row["number"] for row in quoting])
    for sentence in sentences:
        decide(writer, laid.document, sentence.start, sentence.end, ReviewDecision(Decision.DROPPED, reason, note=note))
    return len(sentences)


def take_back_all(writer: Writer, laid: LaidOut, sentences: Sequence[Sentence]) -> int:
    """Take back what was decided of sentences; gives how many decisions that were."""
    reviews = reviews_of(writer, laid.document.record["id"])
    found = {}
    for sentence in sentences:
        review = touched(reviews, sentence.start, sentence.end)
        if review:
            found[review["id"]] = review
    for identifier in found:
        take_back(writer, identifier)
    return len(found)


@dataclass(frozen=True)
class Decided:
    """A decision that can be taken back: its review, and the claims that came of it."""

    review: str
    place: int
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What a curator has filled in for a claim, in words."""

    analyst: str
    attribution: str
    kind: str
    statement: str
    likelihood: str
    by: str = ""
    condition: str = ""
    criteria: str = ""
    unresolvable: str = ""
    """Why nobody could ever settle it, instead of criteria."""
    topics: Sequence[str] = field(default=())
    new_analyst: bool = False
    denies: bool = False
    """Whether the speaker denies the statement."""


def keep(
    writer: Writer, session: ReviewSession, form: Form, before: Sequence[str], *, today: date, actor: str
) -> tuple[Recorded, Decided]:
    """Record a claim from the sentence that is looked at; ``before`` are the claims recorded from it already."""
    laid = session.laid
    stated = {
        "statement": form.statement,
        "analyst": form.analyst,
        "episode": f"e{laid.episode['number']}",
        "deadline": form.by,
        "criteria": form.criteria,
        "condition": form.condition,
        "likelihood": form.likelihood,
        "quote": session.quote,
        "kind": form.kind,
        "denies": form.denies,
        "attribution": form.attribution,
        "topics": list(form.topics),
    }
    place = Given(document=f"d{laid.document.number}", at=(session.start, session.end))
    recorded = Recorder(writer, today, actor).record(stated, new_analyst=form.new_analyst, place=place)
    if form.unresolvable:
        verdict = Resolution(Outcome.UNRESOLVABLE, on=str(today), reason=form.unresolvable, by=actor)
        resolve(writer, str(recorded.number), verdict, today=today, actor=actor)
    claims = (*before, recorded.claim.id)
    return recorded, _decide(writer, session, Decision.KEPT, None, claims)


def drop_current(writer: Writer, session: ReviewSession, reason: str) -> Decided:
    """Record that the sentence that is looked at is no claim, and why."""
    return _decide(writer, session, Decision.DROPPED, reason, ())


def _decide(
    writer: Writer, session: ReviewSession, decision: Decision, reason: str | None, claims: tuple[str, ...]
) -> Decided:
    one = session.candidate
    verdict = ReviewDecision(decision, reason, one.score, one.rules, claims)
    review = decide(writer, session.laid.document, *session.stretch, verdict)
    return Decided(review, session.place, claims)


def undo(writer: Writer, decided: Decided) -> None:
    """Take a decision back. Claims that came of it stay on the record, left out of every score."""
    take_back(writer, decided.review)
    for claim in decided.claims:
        body: ClaimBody = latest_body(writer, "claim", claim)
        after, fields = changed(body, {"excluded": TAKEN_BACK})
        if fields:
            writer.change(after, "recoded")
