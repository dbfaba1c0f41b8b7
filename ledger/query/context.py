"""The quote of a claim where it stands: the words around it, the time, and the selectors other programs read."""

from typing import Any

from ledger.journal.reader import Record, Rows
from ledger.query.documents import derived, load
from ledger.text.selectors import Anchor, w3c

AROUND = 240
"""Characters shown on either side."""


def context_of(rows: Rows, claim: Record) -> dict[str, Any] | None:
    """Where the quote of a claim stands in its document; None where it is anchored nowhere.

    ``before`` and ``after`` are what stands around the quote, white space folded; ``selector`` is the target of a W3C
    annotation.
    """
    if claim["document_id"] is None:
        return None
    record = rows.rows("SELECT * FROM document WHERE id = :id", id=claim["document_id"])[0]
    document = load(rows, record)
    start, end = claim["anchor_start"], claim["anchor_end"]
    text = document.text
    from_ms, until_ms = document.time_of(start, end)
    anchor = Anchor(start, end, text[start:end], claim["anchor_prefix"] or "", claim["anchor_suffix"] or "")
    source = record["url"] or f"urn:uuid:{record['id']}"
    return {
        "document": document.number,
        "start": start,
        "end": end,
        "fit": claim["anchor_fit"],
        "before": _folded(text[max(0, start - AROUND) : start], cut_first=start > AROUND),
        "exact": " ".join(text[start:end].split()),
        "after": _folded(text[end : end + AROUND], cut_last=end + AROUND < len(text)),
        "from_ms": from_ms,
        "until_ms": until_ms,
        "derived": derived(document, start),
        "replaced": bool(rows.rows("SELECT 1 AS one FROM document WHERE replaces = :id", id=record["id"])),
        "selector": w3c(anchor, source=source, sha256=record["file_hash"], from_ms=from_ms, until_ms=until_ms),
    }


def _folded(text: str, *, cut_first: bool = False, cut_last: bool = False) -> str:
    """Words with single spaces, without those that were cut through."""
    words = text.split()
    if cut_first and text[:1].strip():
        words = words[1:]
    if cut_last and text[-1:].strip():
        words = words[:-1]
    return " ".join(words)
