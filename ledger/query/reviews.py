"""The decisions in force on the sentences of a document."""

from collections.abc import Mapping

from ledger.journal.reader import Record, Rows
from ledger.model.vocabulary import Decision


def reviews_of(rows: Rows, document_id: str) -> dict[tuple[int, int], Record]:
    """The decisions in force on a document, by where the stretch begins and ends."""
    found = rows.rows("SELECT * FROM review WHERE document_id = :id ORDER BY number", id=document_id)
    return {(row["anchor_start"], row["anchor_end"]): row for row in found if row["decision"] != Decision.OPEN}


def touched(reviews: Mapping[tuple[int, int], Record], start: int, end: int) -> Record | None:
    """The decision on a stretch that overlaps with another, if there is one."""
    return next((row for (first, last), row in reviews.items() if first < end and start < last), None)
