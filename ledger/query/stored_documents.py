"""Documents of episodes: files as received, put together for reading, and quotes shown where they stand in them."""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ledger.errors import ConflictError, NotFoundError, StorageError
from ledger.journal.reader import Record, Rows
from ledger.model.vocabulary import Part
from ledger.query.refs import find_document, find_episode
from ledger.text.anchors import Anchor, w3c
from ledger.text.passages import Mark, Section


class NoDocument(NotFoundError):
    """An episode without a text."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Episode e{number} has no document.", f"Give it one: ledger episode import FILE --episode e{number}"
        )


class SeveralDocuments(ConflictError):
    """An episode with more texts than one."""

    def __init__(self, number: int, found: Sequence[str]) -> None:
        super().__init__(f"Episode e{number} has {len(found)} documents.", f"Name one: {', '.join(found)}")


class DamagedDocument(StorageError):
    """Pieces that are no longer what was stored."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Document d{number} is not what was stored.", "See: ledger verify")


@dataclass(frozen=True)
class StoredDocument:
    """A document put together again. ``record`` is its row, with its lists read."""

    record: Record
    parts: dict[str, str]

    @property
    def number(self) -> int:
        """Its short number."""
        return int(self.record["number"])

    @property
    def text(self) -> str:
        """What people read, and in which quotes are anchored."""
        return self.parts.get(Part.TEXT, self.parts[Part.RAW])

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts of its text."""
        return tuple(Section(**section) for section in self.record["sections"])

    @cached_property
    def said(self) -> str:
        """The text without what machines made of it: as long as the text, so that places are the same."""
        text = self.text
        for section in self.sections:
            if section.derived:
                text = f"{text[: section.start]}{' ' * (section.end - section.start)}{text[section.end :]}"
        return text

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Who said which stretch, and when, as far as the file says."""
        return tuple(Mark(*mark) for mark in json.loads(self.parts.get(Part.MARKS, "[]")))

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What else the file says of the episode."""
        return dict(json.loads(self.parts.get(Part.PAGE, "{}")))

    @property
    def speaking(self) -> list[tuple[int, int, str]]:
        """Stretches whose speaker a curator has set; a later one goes before an earlier one."""
        return [(stretch["start"], stretch["end"], stretch["name"]) for stretch in self.record["speaking"]]

    @cached_property
    def _starts(self) -> list[int]:
        return [mark.start for mark in self.marks]

    def time_of(self, start: int, end: int) -> tuple[int | None, int | None]:
        """When a stretch was said, in milliseconds, as far as marks tell: its first beginning, its last end."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        touched = [mark for mark in self.marks[first:last] if mark.end > start]
        begins = [mark.from_ms for mark in touched if mark.from_ms is not None]
        ends = [mark.until_ms for mark in touched if mark.until_ms is not None]
        return (begins[0] if begins else None), (ends[-1] if ends else None)


def load(rows: Rows, record: Record) -> StoredDocument:
    """Put a document together from its row."""
    found = rows.rows(
        "SELECT part, content FROM document_part WHERE document_id = :id ORDER BY part, place", id=record["id"]
    )
    parts: dict[str, list[str]] = {Part.RAW: []}
    for row in found:
        parts.setdefault(row["part"], []).append(row["content"])
    lists = {name: json.loads(record[name]) for name in ("sections", "speaking", "warnings")}
    return StoredDocument({**record, **lists}, {part: "".join(pieces) for part, pieces in parts.items()})


def whole(document: StoredDocument) -> bytes:
    """The file as it came, byte for byte.

    Raises:
        DamagedDocument: its hash is no longer that of the file.
    """
    data = document.parts[Part.RAW].encode(document.record["encoding"])
    if hashlib.sha256(data).hexdigest() != document.record["file_hash"]:
        raise DamagedDocument(document.number)
    return data


def known_document(rows: Rows, file_hash: str, episode_id: str | None = None) -> Record | None:
    """The document with these bytes, if the ledger (or an episode) has it."""
    where = "" if episode_id is None else " AND episode_id = :episode"
    bound = {} if episode_id is None else {"episode": episode_id}
    found = rows.rows(f"SELECT * FROM document WHERE file_hash = :hash{where} ORDER BY number", hash=file_hash, **bound)
    return found[0] if found else None


def current_documents(rows: Rows, episode_id: str) -> list[Record]:
    """The documents of an episode that no corrected version has replaced, oldest first."""
    return rows.rows(
        "SELECT * FROM document WHERE episode_id = :id "
        "AND id NOT IN (SELECT replaces FROM document WHERE replaces IS NOT NULL) ORDER BY number",
        id=episode_id,
    )


def documents_of(rows: Rows, episode_id: str) -> list[Record]:
    """All documents of an episode, oldest first, with the number of the one that each was corrected by."""
    return rows.rows(
        "SELECT d.number, d.name, d.kind, d.encoding, d.file_hash, d.size, d.url, d.retrieved_on, d.recorded_at, "
        "MAX(n.number) AS replaced_by FROM document d LEFT JOIN document n ON n.replaces = d.id "
        "WHERE d.episode_id = :id GROUP BY d.number, d.name, d.kind, d.encoding, d.file_hash, d.size, d.url, "
        "d.retrieved_on, d.recorded_at ORDER BY d.number",
        id=episode_id,
    )


def document_of(rows: Rows, ref: str) -> StoredDocument:
    """The document ``d3``, or the only one in force of the episode that a reference names.

    Raises:
        NoDocument, SeveralDocuments: the episode has none, or more.
    """
    record = find_document(rows, ref)
    if record is None:
        episode = find_episode(rows, ref)
        found = current_documents(rows, episode["id"])
        if not found:
            raise NoDocument(episode["number"])
        if len(found) > 1:
            raise SeveralDocuments(episode["number"], [f"d{one['number']} ({one['name']})" for one in found])
        record = found[0]
    return load(rows, record)


def derived(document: StoredDocument, at: int) -> bool:
    """Whether a place is in text that a machine made of the rest."""
    return any(section.derived and section.start <= at < section.end for section in document.sections)


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
