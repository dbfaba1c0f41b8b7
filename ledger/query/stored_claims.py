"""Claims with all that hangs on them, in the columns they are stored in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ledger.journal.reader import Reader, Record, Rows
from ledger.model.fields import CLAIM, EPISODE, QUESTION, columns_of

_CLAIM = (
    "id", "key", "number", "question_id", "episode_id", "stated_on", "source", "words", "scale", "low", "point", "high",
    "read_by", "revises", *columns_of(CLAIM),
)  # fmt: skip
_QUESTION = ("id", "key", "number", "deadline", "deadline_words", "deadline_basis", *columns_of(QUESTION))
_EPISODE = ("id", "key", "number", *columns_of(EPISODE))
_PARTS = {"c": _CLAIM, "q": _QUESTION, "e": _EPISODE}
_NAMES = (*(f"{part}_{name}" for part, names in _PARTS.items() for name in names), "analyst", "analyst_id")
_SELECTED = ", ".join(
    [*(f"{part}.{name} AS {part}_{name}" for part, names in _PARTS.items() for name in names),
     "a.name AS analyst", "a.id AS analyst_id"]
)  # fmt: skip
_CLAIMS = f"""
SELECT {_SELECTED} FROM claim c
JOIN analyst w ON w.id = c.analyst_id
JOIN analyst a ON a.id = COALESCE(w.merged_into, w.id)
JOIN question q ON q.id = c.question_id
LEFT JOIN episode e ON e.id = c.episode_id"""


def part_of(record: Mapping[str, Any], part: str) -> Record:
    """The columns of the claim (``c``), its question (``q``) or its episode (``e``) under their own names."""
    return {name: record[f"{part}_{name}"] for name in _PARTS[part]}


def all_claims(reader: Reader) -> Iterator[Record]:
    """Every claim in the order they were recorded, one by one; ``analyst`` is whom it counts for."""
    with reader.stream(f"{_CLAIMS} ORDER BY c.number") as rows:
        for row in rows:
            yield dict(zip(_NAMES, row, strict=True))


def bound_list(values: Sequence[object]) -> tuple[str, dict[str, object]]:
    """The inside of an SQL ``IN (...)`` for so many values, and what is bound to it."""
    bound = {f"i{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{name}" for name in bound), bound


def claims_by(rows: Rows, column: str, values: Sequence[str]) -> list[Record]:
    """The claims whose key, or identifier, is one of those; in the order they were recorded."""
    if not values:
        return []
    inside, bound = bound_list(values)
    return rows.rows(f"{_CLAIMS} WHERE c.{column} IN ({inside}) ORDER BY c.number", **bound)


def questions_by(rows: Rows, column: str, values: Sequence[str]) -> list[Record]:
    """The questions whose key, or identifier, is one of those."""
    if not values:
        return []
    inside, bound = bound_list(values)
    return rows.rows(f"SELECT {', '.join(_QUESTION)} FROM question WHERE {column} IN ({inside})", **bound)
