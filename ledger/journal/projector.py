"""From journal to tables: which rows an entry makes or changes.

The only rule by which the queried tables come about. The same operations are run when an entry is written, when
``--as-of`` replays a part of the journal, and when ``verify`` replays all of it. No SQL is made here.

An entry's kind is ``table.action``. ``added`` makes a row; every other action carries the whole record again.
``recoded`` says that what is scored has changed, so ``recorded_at`` moves to the entry that changed it: a claim
re-coded after its outcome was known is retrospective from then on.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

TABLES = ("analyst", "episode", "document", "document_part", "question", "claim", "resolution", "review")
REDACTION = "entry.redacted"
# A list in a body becomes rows of a table of its own where people filter by it; else it is kept as JSON text.
CHILDREN = {
    ("question", "topics"): ("question_topic", "question_id", "topic"),
    ("analyst", "aliases"): ("analyst_alias", "analyst_id", None),
}
PROJECTED = (*TABLES, *(child for child, _, _ in CHILDREN.values()))
_OPEN = {
    "verdict": "open",
    "verdict_fraction": None,
    "verdict_on": None,
    "condition_verdict": "open",
    "condition_on": None,
}
Values = dict[str, Any]


class ProjectedEntry(NamedTuple):
    """An entry as the projector needs it."""

    seq: int
    kind: str
    subject: str
    recorded_at: str
    body: Mapping[str, Any]


@dataclass
class Batch:
    """Rows to write, in an order that keeps every reference whole: inserts, updates, then children."""

    inserts: dict[str, list[Values]] = field(default_factory=dict)
    updates: dict[tuple[str, str], Values] = field(default_factory=dict)
    children: dict[tuple[str, str, str], list[Values]] = field(default_factory=dict)
    renewed: set[tuple[str, str, str]] = field(default_factory=set)


class Projector:
    """Turns entries, in order, into rows. ``numbers`` holds the last number given out in each table."""

    def __init__(self, numbers: Mapping[str, int] | None = None) -> None:
        """Start from an empty ledger, or from the numbers already given out."""
        self._numbers = dict.fromkeys(TABLES, 0) | dict(numbers or {})
        self._batch = Batch()

    def take(self) -> Batch:
        """Hand over the rows gathered since the last time."""
        batch, self._batch = self._batch, Batch()
        return batch

    def project(self, change: ProjectedEntry) -> int:
        """Gather the rows of one entry and give the number of the record it made, 0 if it made none."""
        table, _, action = change.kind.partition(".")
        if table not in self._numbers:
            return 0
        values = self._scalars(table, change)
        if action == "added":
            return self._insert(table, change, values)
        if action == "recoded":
            values["recorded_at"] = change.recorded_at
        self._update(table, change.subject, values)
        return 0

    def _scalars(self, table: str, change: ProjectedEntry) -> Values:
        values: Values = {"entry": change.seq}
        for name, value in change.body.items():
            if value is None or type(value) is str or type(value) is int:
                values[name] = value
            elif (table, name) in CHILDREN:
                self._children(table, name, change, value)
            elif isinstance(value, list):
                values[name] = json.dumps(value, ensure_ascii=False, sort_keys=True)
            else:
                values[name] = int(value) if isinstance(value, bool) else value
        return values

    def _children(self, table: str, name: str, change: ProjectedEntry, value: list[Any]) -> None:
        child, parent, column = CHILDREN[table, name]
        rows = [{parent: change.subject, **({column: item} if column else item)} for item in value]
        place = (child, parent, change.subject)
        self._batch.children[place] = rows
        if not change.kind.endswith(".added"):
            self._batch.renewed.add(place)

    def _insert(self, table: str, change: ProjectedEntry, values: Values) -> int:
        number = self._numbers[table] + 1
        self._numbers[table] = number
        values |= {"number": number, "recorded_at": change.recorded_at}
        if table == "question":
            values |= _OPEN
        if table == "resolution":
            self._verdict(change.body)
        self._batch.inserts.setdefault(table, []).append(values)
        return number

    def _verdict(self, body: Mapping[str, Any]) -> None:
        """The newest resolution is in force: the one place that says so."""
        if body["target"] == "condition":
            verdict = {"condition_verdict": body["outcome"], "condition_on": body["resolved_on"]}
        else:
            verdict = {
                "verdict": body["outcome"],
                "verdict_fraction": body["fraction"],
                "verdict_on": body["resolved_on"],
            }
        self._update("question", body["question_id"], verdict)

    def _update(self, table: str, identifier: str, values: Values) -> None:
        self._batch.updates.setdefault((table, identifier), {}).update(values)


def apply(
    batch: Batch,
    insert_rows: Callable[[str, Sequence[Values]], None],
    update_rows: Callable[[str, Sequence[str], Sequence[Values]], None],
    clear: Callable[[str, str, str], None],
) -> None:
    """Carry a batch out through three verbs, so that writing and replaying do the same."""
    for table in TABLES:
        if table in batch.inserts:
            insert_rows(table, batch.inserts[table])
    grouped: dict[tuple[str, tuple[str, ...]], list[Values]] = {}
    for (table, identifier), values in batch.updates.items():
        grouped.setdefault((table, tuple(sorted(values))), []).append({"id": identifier, **values})
    for (table, columns), rows in grouped.items():
        update_rows(table, [name for name in columns if name != "id"], rows)
    for place in batch.renewed:
        clear(*place)
    for child, _, _ in CHILDREN.values():
        rows = [row for place, found in batch.children.items() if place[0] == child for row in found]
        if rows:
            insert_rows(child, rows)
