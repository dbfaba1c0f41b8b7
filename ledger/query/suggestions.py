"""Sentences of a document that look like claims, with what a curator has made of them so far."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledger.journal.reader import Record, Rows
from ledger.model.vocabulary import Decision
from ledger.query.layout import LaidOut
from ledger.suggest.candidates import Candidate, suggest
from ledger.suggest.word_lists import load_rules


def reviews_of(rows: Rows, document_id: str) -> dict[tuple[int, int], Record]:
    """The decisions in force on a document, by where the stretch begins and ends."""
    found = rows.rows("SELECT * FROM review WHERE document_id = :id ORDER BY number", id=document_id)
    return {(row["anchor_start"], row["anchor_end"]): row for row in found if row["decision"] != Decision.OPEN}


def touched(reviews: Mapping[tuple[int, int], Record], start: int, end: int) -> Record | None:
    """The decision on a stretch that overlaps with another, if there is one."""
    return next((row for (first, last), row in reviews.items() if first < end and start < last), None)


_PPM = 1_000_000


def suggestions(
    laid: LaidOut, *, least: int | None = None, browse: bool = False, derived: bool = False
) -> list[Candidate]:
    """The sentences that look like claims, the likeliest first.

    Args:
        laid: the document.
        least: the fewest points shown; else the default cut, or where somebody browses the lower one.
        browse: whether plain assessments are wanted too, of which a word list finds few.
        derived: whether text that machines made is looked at as well.
    """
    rules = load_rules()
    cut = least if least is not None else rules.browse_cut if browse else rules.default_cut
    day = laid.episode["published_on"]
    stated_on = date.fromisoformat(day) if day else None
    return suggest(
        laid.document.text, laid.passages, laid.said, rules=rules, derived=derived, cut=cut, stated_on=stated_on
    )


def suggestion_rows(laid: LaidOut, found: Sequence[Candidate], reviews: dict[tuple[int, int], Record]) -> list[Record]:
    """Suggestions as rows, for people and machines; ``review`` is what was decided of the sentence."""
    rows = []
    for rank, one in enumerate(found, start=1):
        review = touched(reviews, one.sentence.start, one.sentence.end)
        rows.append({
            "rank": rank,
            "number": one.sentence.number,
            "sentence": one.sentence.text,
            "score": one.score,
            "reasons": list(one.reasons),
            "speaker": one.said.speaker or None,
            "role": one.said.role or None,
            "basis": one.said.basis or None,
            "start": one.sentence.start,
            "end": one.sentence.end,
            "section": laid.passages.sections[one.sentence.section].kind,
            **prefilled(one),
            "context": list(one.context),
            "review": review["decision"] if review else None,
            "rules": one.rules,
        })  # fmt: skip
    return rows


def prefilled(one: Candidate) -> dict[str, Any]:
    """What the form for recording a suggestion is filled with beforehand."""
    return {
        "kind": one.kind,
        "attribution": one.said.attribution or None,
        "denies": one.denies,
        "hedge": one.hedge,
        "words": one.words or None,
        "probability_low": None if one.low is None else one.low / _PPM,
        "probability_high": None if one.high is None else one.high / _PPM,
        "deadline": one.deadline or None,
        "condition": one.condition or None,
    }
