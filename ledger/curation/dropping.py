"""Sentences that are no claims, said so outside a review; and decisions taken back."""

from collections.abc import Sequence

from ledger.curation.reviewing import Verdict, decide, take_back
from ledger.errors import ConflictError
from ledger.journal.writer import Writer
from ledger.model.vocabulary import Decision
from ledger.query.layout import LaidOut
from ledger.query.reviews import reviews_of, touched
from ledger.text.passages import Sentence


class QuotedByClaims(ConflictError):
    """Sentences to be dropped from which claims were taken."""

    def __init__(self, claims: Sequence[int]) -> None:
        listed = ", ".join(map(str, claims))
        many = len(claims) > 1
        super().__init__(
            f"Claim{'s' if many else ''} {listed} quote{'' if many else 's'} these sentences.",
            f"A claim that should not count is left out with: ledger amend {claims[0]} --exclude REASON",
        )


def drop(writer: Writer, laid: LaidOut, sentences: Sequence[Sentence], reason: str, note: str | None) -> int:
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
        decide(writer, laid.document, sentence.start, sentence.end, Verdict(Decision.DROPPED, reason, note=note))
    return len(sentences)


def reopen(writer: Writer, laid: LaidOut, sentences: Sequence[Sentence]) -> int:
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
