"""What a curator made of the sentences of a document: kept as claims, dropped and why, or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.curation.validation import changed, checked, latest_body
from ledger.errors import InputError
from ledger.journal.writer import Writer, new_id
from ledger.model.records import ReviewBody
from ledger.model.vocabulary import Decision, Drop
from ledger.query.documents import Document


class UnknownReason(InputError):
    """A reason for dropping a sentence that is none of those counted."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{words!a} is no reason that is counted.", f"Choose one of: {', '.join(Drop)}.")


@dataclass(frozen=True)
class Verdict:
    """What is decided of a stretch: ``claims`` are the identifiers of those recorded from it."""

    decision: Decision
    reason: str | None = None
    score: int | None = None
    rules: str | None = None
    claims: Sequence[str] = field(default=())
    note: str | None = None


def decide(writer: Writer, document: Document, start: int, end: int, verdict: Verdict) -> str:
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
