"""A file on its way into the record: what is known of it, and its text in pieces that the journal can hold."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ledger.curation.validation import checked
from ledger.documents.page import Page, Raw
from ledger.journal.writer import Writer, new_id
from ledger.model.records import PART_LIMIT, DocumentBody, DocumentPartBody
from ledger.model.vocabulary import Part

_MOST_WRITTEN = 900_000
"""Characters that a piece may take once it is written as JSON."""
_FACTS = ("date_words", "date_order", "description", "show_slug", "show_id", "episode_id", "audio_url", "people",
          "chapters", "neighbours", "answers")  # fmt: skip
"""What of a page is kept beside its text."""


def hash_of(raw: Raw) -> str:
    """By what a file is known again: the SHA-256 of its bytes."""
    return hashlib.sha256(raw.data).hexdigest()


def store(
    writer: Writer,
    episode_id: str,
    raw: Raw,
    page: Page,
    *,
    url: str | None,
    retrieved_on: str | None,
    replaces: str | None = None,
) -> tuple[DocumentBody, int]:
    """Put a file on the record: what is known of it, and its text in pieces; gives the record and its number."""
    values: dict[str, Any] = {
        "id": new_id(),
        "episode_id": episode_id,
        "name": raw.name,
        "kind": page.kind,
        "encoding": raw.encoding,
        "file_hash": hash_of(raw),
        "size": len(raw.data),
        "url": url,
        "retrieved_on": retrieved_on,
        "replaces": replaces,
        "sections": [asdict(section) for section in page.sections],
        "warnings": list(page.warnings),
    }
    body = checked(DocumentBody, values)
    number = writer.add(body)
    for part, content in _contents(raw, page):
        for place, piece in enumerate(_pieces(content)):
            given = {"id": new_id(), "document_id": body.id, "part": part, "place": place, "content": piece}
            writer.add(checked(DocumentPartBody, given))
    return body, number


def _contents(raw: Raw, page: Page) -> Iterator[tuple[Part, str]]:
    """What is kept of a file: its text is kept twice only where people read something else."""
    yield Part.RAW, raw.text
    if page.text != raw.text:
        yield Part.TEXT, page.text
    if page.marks:
        yield (
            Part.MARKS,
            _written([[mark.start, mark.end, mark.from_ms, mark.until_ms, mark.speaker] for mark in page.marks]),
        )
    facts = facts_of(page)
    if facts:
        yield Part.PAGE, _written(facts)


def facts_of(page: Page) -> dict[str, Any]:
    """What a page says of its episode beside its text, as plain values; what it does not say is left out."""
    told = {name: getattr(page, name) for name in _FACTS}
    plain = {name: [asdict(item) for item in value] if isinstance(value, tuple | list) else value
             for name, value in told.items()}  # fmt: skip
    return {name: value for name, value in plain.items() if value}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pieces(content: str) -> Iterator[str]:
    """Pieces that an entry of the journal can hold; what JSON escapes takes up to six times its room."""
    if not content:
        yield content  # that people read nothing of a file is not that they read the file
    start = 0
    while start < len(content):
        size = PART_LIMIT
        while len(_written(content[start : start + size])) > _MOST_WRITTEN:
            size //= 2
        yield content[start : start + size]
        start += size
