"""Texts laid out for tests."""

from ledger.text.paragraphs import passages
from ledger.text.passages import Section


def whole(text: str, kind: str = "transcript", *, wrapped: bool = False) -> list[Section]:
    """The text as one section."""
    return [Section(kind, 0, len(text), wrapped=wrapped)]


def read(text: str, kind: str = "transcript", *, wrapped: bool = False) -> list[str]:
    """What the sentences of a text read."""
    return [sentence.text for sentence in passages(text, whole(text, kind, wrapped=wrapped)).sentences]
