"""What is decided in a review, put on the record: one decision, one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger.curation.anchoring import Given
from ledger.curation.recording import NewClaim, Recorded, Recorder
from ledger.curation.resolving import Verdict as Resolution
from ledger.curation.resolving import resolve
from ledger.curation.review_session import ReviewSession
from ledger.curation.reviewing import Verdict, decide, take_back
from ledger.curation.validation import changed, latest_body
from ledger.journal.writer import Writer
from ledger.model.records import ClaimBody
from ledger.model.vocabulary import TAKEN_BACK, Decision, Outcome


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
    new = NewClaim(
        statement=form.statement,
        analyst=form.analyst,
        episode=f"e{laid.episode['number']}",
        by=form.by or None,
        criteria=form.criteria or None,
        condition=form.condition or None,
        likelihood=form.likelihood or None,
        quote=session.quote,
        kind=form.kind,
        denies=form.denies,
        attribution=form.attribution,
        topics=form.topics,
        new_analyst=form.new_analyst,
        place=Given(document=f"d{laid.document.number}", at=(session.start, session.end)),
    )
    recorded = Recorder(writer, today, actor).record(new)
    if form.unresolvable:
        verdict = Resolution(Outcome.UNRESOLVABLE, on=str(today), reason=form.unresolvable, by=actor)
        resolve(writer, str(recorded.number), verdict, today=today, actor=actor)
    claims = (*before, recorded.claim.id)
    return recorded, _decide(writer, session, Decision.KEPT, None, claims)


def drop(writer: Writer, session: ReviewSession, reason: str) -> Decided:
    """Record that the sentence that is looked at is no claim, and why."""
    return _decide(writer, session, Decision.DROPPED, reason, ())


def _decide(
    writer: Writer, session: ReviewSession, decision: Decision, reason: str | None, claims: tuple[str, ...]
) -> Decided:
    one = session.candidate
    verdict = Verdict(decision, reason, one.score, one.rules, claims)
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
