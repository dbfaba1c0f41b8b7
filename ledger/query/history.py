"""The journal in words: who changed what, and when."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.journal.projector import TABLES
from ledger.journal.reader import Reader, Record
from ledger.model.probabilities import show_probability
from ledger.query.listing import likelihood_text
from ledger.query.refs import find_any

_PREFIX = {
    "analyst": "a",
    "episode": "e",
    "document": "d",
    "document_part": "",
    "question": "q",
    "claim": "",
    "resolution": "r",
    "review": "",
}
MOST_NAMED = 5_000
"""Identifiers one query may list; SQLite takes some 32,000 parameters, and past this all records are as quick."""
_LIKELIHOOD = ("source", "words", "scale", "low", "point", "high")
_SILENT = {
    "match_key", "read_by", "anchor_start", "anchor_end", "anchor_exact", "anchor_prefix", "anchor_suffix",
    "until_seconds", *_LIKELIHOOD,
}  # fmt: skip
_NAMED = {
    "analyst_id": "analyst",
    "episode_id": "episode",
    "document_id": "document",
    "question_id": "question",
    "merged_into": "analyst",
    "replaces": "document",
}


def subjects_of(reader: Reader, ref: str) -> list[str]:
    """The identifiers whose entries make up a record's history: a claim's include its question's and verdicts."""
    table, record = find_any(reader, ref)
    question = record.get("question_id") or (record["id"] if table == "question" else None)
    identifiers = {record["id"]}
    if table == "analyst":
        merged = reader.rows("SELECT id FROM analyst WHERE merged_into = :id", id=record["id"])
        identifiers |= {row["id"] for row in merged}
    if question:
        verdicts = reader.rows("SELECT id FROM resolution WHERE question_id = :id", id=question)
        identifiers |= {question, *(row["id"] for row in verdicts)}
    return sorted(identifiers)


def history(reader: Reader, ref: str | None = None, last: int | None = None) -> list[Record]:
    """Every entry (of one record, if ``ref`` names it), oldest first, with what it did in words.

    Args:
        reader: an open ledger.
        ref: a claim, ``q7``, ``e2`` or ``a3``; None for all.
        last: only so many of the newest.
    """
    bound: dict[str, object] = {"until": reader.as_of.entry}
    where = "e.seq <= :until"
    if ref is not None:
        subjects = subjects_of(reader, ref)
        bound |= {f"s{i}": subject for i, subject in enumerate(subjects)}
        where += f" AND e.subject IN ({', '.join(f':s{i}' for i in range(len(subjects)))})"
    elif last:  # the newest entries, and all before them on the same records, to say what changed
        bound["last"] = last
        where += " AND e.subject IN (SELECT subject FROM entry WHERE seq <= :until ORDER BY seq DESC LIMIT :last)"
    rows = reader.journal.rows(
        "SELECT e.seq, e.recorded_at, e.actor, e.kind, e.subject, e.hash, b.body FROM entry e "
        f"LEFT JOIN entry_body b ON b.seq = e.seq WHERE {where} ORDER BY e.seq",
        **bound,
    )
    mentioned = [] if ref is None and not last else _mentioned(rows)
    teller = _Teller(reader, mentioned if 0 < len(mentioned) <= MOST_NAMED else None)
    told = [teller.tell(row) for row in rows]
    return told[-last:] if last else told


def _mentioned(rows: Sequence[Record]) -> list[str]:
    """The identifiers that entries speak of: their subjects, and what their bodies point to."""
    bodies = [json.loads(row["body"]) for row in rows if row["body"]]
    found = {row["subject"] for row in rows} | {body.get(name) for body in bodies for name in (*_NAMED, "revises")}
    found |= {claim for body in bodies for claim in body.get("claims", ())}
    return sorted(filter(None, found))


def _known(reader: Reader, table: str, column: str, among: Sequence[str] | None) -> dict[str, Any]:
    """A column of a table by identifier, of all records or only of those named."""
    bound: dict[str, object] = {f"i{place}": identifier for place, identifier in enumerate(among or ())}
    where = "" if among is None else f" WHERE id IN ({', '.join(f':{name}' for name in bound)})"
    return {row["id"]: row[column] for row in reader.rows(f"SELECT id, {column} FROM {table}{where}", **bound)}


class _Teller:
    """Turns entries into sentences; remembers each record's last body to say what a change changed."""

    def __init__(self, reader: Reader, among: Sequence[str] | None) -> None:
        """Learn the numbers and names of all records (None), or of those among which the entries are."""
        self._before: dict[str, Mapping[str, Any]] = {}
        self._numbers: dict[str, int] = {}
        for table in TABLES:
            self._numbers |= _known(reader, table, "number", among)
        self._names = _known(reader, "analyst", "name", among)

    def tell(self, row: Record) -> Record:
        """One entry as a row for people and machines."""
        table, _, action = row["kind"].partition(".")
        body = json.loads(row["body"]) if row["body"] else None
        ref = f"{_PREFIX.get(table, '')}{self._numbers.get(row['subject'], '')}"
        what = "redacted" if body is None else self._words(table, action, row["subject"], body)
        if body is not None:
            self._before[row["subject"]] = body
        return {
            "entry": row["seq"],
            "recorded_at": row["recorded_at"],
            "actor": row["actor"],
            "kind": row["kind"],
            "ref": ref,
            "what": what,
            "hash": row["hash"],
        }

    def _words(self, table: str, action: str, subject: str, body: Mapping[str, Any]) -> str:
        if action == "added":
            return str(getattr(self, f"_{table}")(body))
        before = self._before.get(subject)
        changes = self._changes(before, body) if before else "(the entry before is not at hand)"
        return f"{action} {table} {_PREFIX.get(table, '')}{self._numbers.get(subject, '')}: {changes}"

    def _changes(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
        told = []
        if any(before.get(name) != after.get(name) for name in _LIKELIHOOD) and "source" in after:
            told.append(f"likelihood {_likelihood(before)} -> {_likelihood(after)}")
        told += [
            f"{name.removesuffix('_id')} {self._value(name, before.get(name))} -> {self._value(name, after[name])}"
            for name in after
            if name not in _SILENT and before.get(name) != after[name]
        ]
        return "; ".join(told) or ("its quote found" if "anchor_start" in after else "nothing that shows")

    def _value(self, name: str, value: object) -> str:
        if value is None or value == []:
            return "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name in _NAMED:
            return self._names.get(str(value)) or f"{_PREFIX[_NAMED[name]]}{self._numbers.get(str(value), '?')}"
        if isinstance(value, list) and name == "claims":
            return ", ".join(str(self._numbers.get(str(item), "?")) for item in value)
        if isinstance(value, list):
            return ", ".join(_item(item) for item in value)
        return f'"{value}"' if isinstance(value, str) and " " in value else str(value)

    def _analyst(self, body: Mapping[str, Any]) -> str:
        return f"added analyst a{self._numbers[body['id']]}: {body['name']}"

    def _episode(self, body: Mapping[str, Any]) -> str:
        return f"added episode e{self._numbers[body['id']]}: {body['show']}, {body['title']}"

    def _document(self, body: Mapping[str, Any]) -> str:
        number, episode = self._numbers[body["id"]], self._numbers.get(body["episode_id"], "?")
        told = f"stored document d{number} of e{episode}: {body['name']} ({body['size']:,} bytes)"
        return f"{told}, in place of d{self._numbers.get(body['replaces'], '?')}" if body["replaces"] else told

    def _document_part(self, body: Mapping[str, Any]) -> str:
        number = self._numbers.get(body["document_id"], "?")
        return f"stored piece {body['place'] + 1} of d{number}: {body['part']}, {len(body['content']):,} characters"

    def _review(self, body: Mapping[str, Any]) -> str:
        number = self._numbers.get(body["document_id"], "?")
        because = f": {body['reason']}" if body["reason"] else ""
        kept = ", ".join(f"claim {self._numbers.get(claim, '?')}" for claim in body["claims"])
        told = f"{body['decision']} characters {body['anchor_start']}-{body['anchor_end']} of d{number}{because}"
        return f"{told}: {kept}" if kept else told

    def _question(self, body: Mapping[str, Any]) -> str:
        return f"added question q{self._numbers[body['id']]}: {body['statement']}"

    def _claim(self, body: Mapping[str, Any]) -> str:
        number = self._numbers[body["id"]]
        analyst = self._names.get(body["analyst_id"], "?")
        question = f"q{self._numbers.get(body['question_id'], '?')}"
        verb = "denied" if body["denies"] else "said"
        told = f"recorded claim {number}: {analyst} {verb} {question} ({_likelihood(body)})"
        return f"{told}, revising claim {self._numbers.get(body['revises'], '?')}" if body["revises"] else told

    def _resolution(self, body: Mapping[str, Any]) -> str:
        question = f"q{self._numbers.get(body['question_id'], '?')}"
        what = f"the condition of {question}" if body["target"] == "condition" else question
        if body["outcome"] == "open":
            return f"reopened {what}: {body['reason']}"
        fraction = f" ({show_probability(body['fraction'])})" if body["fraction"] is not None else ""
        because = f": {body['reason']}" if body["reason"] else ""
        return f"resolved {what} as {body['outcome']}{fraction} on {body['resolved_on']}{because}"


def _item(item: object) -> str:
    """An entry of a list: its name, else all that it says."""
    if not isinstance(item, dict):
        return str(item)
    return str(item.get("name") or " ".join(str(part) for part in item.values()))


def _likelihood(body: Mapping[str, Any]) -> str:
    return likelihood_text(body["source"], body["words"], body["scale"], body["low"], body["high"])
