"""What a ledger holds, as who records claims asks for it; added to as claims are recorded.

For one claim what is asked for is looked up; for many, what they will ask for is fetched at once.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ledger.curation.stated import Columns, Draft
from ledger.errors import NoSuch
from ledger.journal.reader import Record
from ledger.journal.writer import Writer
from ledger.model.fields import RESOLUTION, columns_of, is_local, real_name
from ledger.query.refs import find_question
from ledger.query.stored_claims import bound_list, claims_by, part_of, questions_by
from ledger.text.clean import match_key

_VERDICT = ("target", "outcome", "fraction", *columns_of(RESOLUTION))
_NUMBER = re.compile(r"[qQ]\d{1,9}")
_AT_ONCE = 5_000
"""Identifiers that one query may list."""


@dataclass
class Asked:
    """A question that claims are put on; ``what`` is what to call it."""

    columns: Columns
    what: str

    @property
    def id(self) -> str:
        """Its identifier."""
        return str(self.columns["id"])


class Made(NamedTuple):
    """A claim recorded from the file, or found to be known: for what refers to it."""

    claim_id: str
    question_id: str


@dataclass
class LedgerIndex:
    """The records of one ledger inside one transaction."""

    writer: Writer
    whole: bool = False
    """Whether to learn all analysts and episodes at once: for many claims, there are few of them."""
    _analysts: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By folded name: whose name it is, and whom they count as."""
    _names: list[str] | None = None
    made: dict[str, Made] = field(default_factory=dict)
    """By key or local name, as the file writes it."""
    _episodes: dict[tuple[str, str], Record] | None = None
    _located: dict[tuple[str, str], str] | None = None
    """The identifiers of the episodes there were before, by folded show and title, where all had to be looked through.
    """
    _claims: dict[str, Record] = field(default_factory=dict)
    _named: dict[str, Asked] = field(default_factory=dict)
    _keyed: dict[str, str] = field(default_factory=dict)
    """Identifiers of questions that the file made, by key: few are asked for again."""
    _topics: dict[str, list[str]] = field(default_factory=dict)
    _verdicts: dict[str, list[Columns]] = field(default_factory=dict)
    _alike: dict[int, list[str]] | None = None
    _taken: set[str] = field(default_factory=set)
    _verdict_keys: set[str] = field(default_factory=set)
    _fetched: dict[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.whole:
            return
        self._names = []
        for row in self.writer.rows("SELECT id, name, match_key, merged_into FROM analyst ORDER BY number"):
            self._analysts[row["match_key"]] = (row["id"], row["merged_into"] or row["id"])
            self._names.append(row["name"])
        merged = dict(self._analysts.values())
        for row in self.writer.rows("SELECT analyst_id, match_key FROM analyst_alias"):
            self._analysts.setdefault(row["match_key"], (row["analyst_id"], merged[row["analyst_id"]]))

    @property
    def names(self) -> Sequence[str]:
        """The names of all analysts, in the order they were recorded."""
        if self._names is None:
            self._names = [row["name"] for row in self.writer.rows("SELECT name FROM analyst ORDER BY number")]
        return self._names

    def analyst(self, folded: str) -> tuple[str, str] | None:
        """Whose name (or other name) that is, folded, and whom they count as; None where nobody has it."""
        if folded not in self._analysts and not self.whole:
            found = self.writer.rows(
                "SELECT id, COALESCE(merged_into, id) AS counted FROM analyst WHERE match_key = :key "
                "OR id IN (SELECT analyst_id FROM analyst_alias WHERE match_key = :key) "
                "ORDER BY CASE WHEN match_key = :key THEN 0 ELSE 1 END, number LIMIT 1",
                key=folded,
            )
            if found:
                self._analysts[folded] = (found[0]["id"], found[0]["counted"])
        return self._analysts.get(folded)

    def counted_as(self, folded: str) -> str:
        """Whom a known analyst counts as."""
        known = self.analyst(folded)
        assert known is not None  # noqa: S101 - who asks has recorded them
        return known[1]

    def keep_analyst(self, identifier: str, name: str, folded: str) -> None:
        """Remember an analyst that was recorded."""
        self._analysts[folded] = (identifier, identifier)
        if self._names is not None:
            self._names.append(name)

    @property
    def _places(self) -> dict[tuple[str, str], Record]:
        """Episodes by folded show and title, and by "" and their key: all, or those that were asked for."""
        if self._episodes is None:
            self._episodes = {}
            if self.whole:
                self._keep_found(self.writer.rows("SELECT * FROM episode ORDER BY number"))
        return self._episodes

    def keep_episode(self, record: Record) -> None:
        """Remember an episode."""
        places = self._places
        places[match_key(record["show"]), match_key(record["title"])] = record
        if record["key"]:
            places["", record["key"]] = record

    def episode(self, columns: Columns) -> Record | None:
        """The episode of that key, else of that show and title."""
        key = columns.get("key") or ""
        place = match_key(columns.get("show", "")), match_key(columns.get("title", ""))
        if not self.whole:
            if key and ("", key) not in self._places:
                self._keep_found(self.writer.rows("SELECT * FROM episode WHERE key = :key", key=key))
            if all(place) and place not in self._places:
                self._keep_found(self._at(place, columns["show"], columns["title"]))
        return self._places.get(("", key), self._places.get(place))

    def _at(self, place: tuple[str, str], show: str, title: str) -> Sequence[Record]:
        """The episode of a place: one written alike is found at once, else all names are looked through once."""
        ask = self.writer.rows
        if self._located is None:
            found = ask("SELECT * FROM episode WHERE show = :show AND title = :title", show=show, title=title)
            if found:
                return found
            names = ask("SELECT id, show, title FROM episode ORDER BY number")
            self._located = {(match_key(row["show"]), match_key(row["title"])): row["id"] for row in names}
        known = self._located.get(place)
        return ask("SELECT * FROM episode WHERE id = :id", id=known) if known else ()

    def _keep_found(self, rows: Iterable[Record]) -> None:
        for row in rows:
            self.keep_episode({**row, "people": json.loads(row["people"])})

    def claim_number(self, key: str) -> int | None:
        """The number of the claim of that key, as the ledger is now."""
        found = self.writer.rows("SELECT number FROM claim WHERE key = :key", key=key)
        return int(found[0]["number"]) if found else None

    def look_up(self, drafts: Sequence[Draft]) -> None:
        """Fetch at once what many claims will ask for: those that are known, and questions by their names."""
        keys = list(dict.fromkeys(draft.key for draft in drafts if draft.key))
        self._claims = {record["c_key"]: record for record in claims_by(self.writer, "key", keys)}
        names = {real_name(draft.question) for draft in drafts if draft.question and not is_local(draft.question)}
        wanted = names | {key for key in keys if key not in self._claims}
        for columns in questions_by(self.writer, "key", [key for key in wanted if key not in self._named]):
            self._named[columns["key"]] = _asked(columns)
        worded = (self._alike_ids(draft) for draft in drafts if not draft.key and draft.asked["statement"])
        alike = [identifier for identifiers in worded for identifier in identifiers]
        self._fetched = {record["c_id"]: record for record in claims_by(self.writer, "id", alike[:_AT_ONCE])}
        known = [*self._claims.values(), *self._fetched.values()]
        self._learn({record["q_id"] for record in known})
        stated = {str(verdict["key"]) for draft in drafts for verdict in draft.verdicts if verdict["key"]}
        if stated:
            inside, bound = bound_list(sorted(stated))
            rows = self.writer.rows(f"SELECT key FROM resolution WHERE key IN ({inside})", **bound)
            self._verdict_keys |= {row["key"] for row in rows}

    def is_new_verdict_key(self, key: str) -> bool:
        """Whether no verdict has that key yet; from now on one has."""
        new = key not in self._verdict_keys
        self._verdict_keys.add(key)
        return new

    def _learn(self, questions: Iterable[str]) -> None:
        """Fetch the topics and the verdicts of questions."""
        wanted = list(questions)
        self._topics = {identifier: [] for identifier in wanted}
        self._verdicts = {identifier: [] for identifier in wanted}
        if not wanted:
            return
        inside, bound = bound_list(wanted)
        ask = self.writer.rows
        for row in ask(f"SELECT * FROM question_topic WHERE question_id IN ({inside}) ORDER BY topic", **bound):
            self._topics[row["question_id"]].append(row["topic"])
        for row in ask(f"SELECT * FROM resolution WHERE question_id IN ({inside}) ORDER BY number", **bound):
            verdict = {name: row[name] for name in _VERDICT}
            self._verdicts[row["question_id"]].append({**verdict, "evidence": json.loads(row["evidence"])})

    def claim(self, key: str) -> Record | None:
        """The claim of that key, if the ledger had it before the file came."""
        return self._claims.get(key)

    def revised(self, name: str) -> Made | None:
        """The claim of that key or local name."""
        if name in self.made or is_local(name):
            return self.made.get(name)
        found = claims_by(self.writer, "key", [real_name(name)])
        return Made(found[0]["c_id"], found[0]["q_id"]) if found else None

    def question(self, name: str, *, worded: bool) -> Asked | None:
        """The question of that name: one of the file, a key, or a number of the ledger's own.

        A claim's key leads to its question too, unless the statement is ``worded`` beside it: then it may be the key
        of a question that is still to come.
        """
        key = name if is_local(name) else real_name(name)
        if key not in self._named and key in self._keyed:
            self._named[key] = self.asked(self._keyed[key])
        if key in self._named or is_local(name) or (worded and not _NUMBER.fullmatch(key)):
            return self._named.get(key)
        if name in self.made:
            return self.asked(self.made[name].question_id)
        try:
            return _asked(find_question(self.writer, key))
        except NoSuch:
            return None

    def asked(self, identifier: str) -> Asked:
        """The question of an identifier."""
        return _asked(questions_by(self.writer, "id", [identifier])[0])

    def keyed_question(self, key: str) -> Asked | None:
        """The question whose key that is."""
        found = self._named.get(key)
        if found is None and key in self._keyed:
            found = self.asked(self._keyed[key])
        return found if found and found.columns["key"] == key else None

    def name_question(self, name: str | None, asked: Asked) -> None:
        """Let later claims of the file find a question by its name, or by its key."""
        if name is not None:
            self._named.setdefault(name if is_local(name) else real_name(name), asked)
        elif asked.columns["key"]:
            self._keyed[asked.columns["key"]] = asked.id

    def topics(self, asked: Asked) -> list[str]:
        """The topics of a question, sorted."""
        if asked.id not in self._topics:
            self._learn([*self._topics, asked.id])
        return self._topics[asked.id]

    def verdicts(self, asked: Asked) -> list[Columns]:
        """The verdicts on a question and on its condition, oldest first."""
        if asked.id not in self._verdicts:
            self._learn([*self._verdicts, asked.id])
        return self._verdicts[asked.id]

    def forget(self, asked: Asked) -> None:
        """A question has got new verdicts: ask again."""
        self._topics.pop(asked.id, None)
        self._verdicts.pop(asked.id, None)

    def _alike_ids(self, draft: Draft) -> list[str]:
        who = self.analyst(draft.folded)
        if who is None:
            return []
        return self._before.get(told_apart(who[1], draft.claim["stated_on"], draft.asked["statement"]), [])

    @property
    def _before(self) -> dict[int, list[str]]:
        """The claims that were in the ledger before the file came, by whom they count for, day and statement."""
        if self._alike is None:
            self._alike = {}
            rows = self.writer.rows(
                "SELECT c.id, c.stated_on, q.statement, COALESCE(w.merged_into, w.id) AS analyst FROM claim c "
                "JOIN analyst w ON w.id = c.analyst_id JOIN question q ON q.id = c.question_id "
                "WHERE c.entry <= :first ORDER BY CASE WHEN c.key IS NULL THEN 0 ELSE 1 END, c.number",
                first=self.writer.first,
            )
            for row in rows:
                place = told_apart(row["analyst"], row["stated_on"], row["statement"])
                self._alike.setdefault(place, []).append(row["id"])
        return self._alike

    def said(self, analyst: str, day: str | None, statement: str) -> list[Record]:
        """Claims from before the file came: who said it, on what day, in what words; those without a key first."""
        found = [one for one in self._before.get(told_apart(analyst, day, statement), ()) if one not in self._taken]
        missing = claims_by(self.writer, "id", [one for one in found if one not in self._fetched])
        records = {**self._fetched, **{record["c_id"]: record for record in missing}}
        wanted = (analyst, day, statement)
        return [records[one] for one in found if _place(records[one]) == wanted]

    def take(self, record: Record) -> None:
        """A claim that a row of the file was found to be is no other row's."""
        self._taken.add(record["c_id"])

    def earlier_questions(self, claim_id: str) -> list[Asked]:
        """The questions that a claim has been on, by its history."""
        seen: dict[str, None] = {}
        self.had(claim_id, lambda body: bool(seen.update({str(body.get("question_id")): None})))
        return [_asked(columns) for columns in questions_by(self.writer, "id", list(seen))]

    def had(self, subject: str, wanted: Callable[[Mapping[str, Any]], bool]) -> bool:
        """Whether any version of a record in the journal was as wanted."""
        query = "SELECT b.body FROM entry e JOIN entry_body b ON b.seq = e.seq WHERE e.subject = :id ORDER BY e.seq"
        return any(wanted(json.loads(row["body"])) for row in self.writer.rows(query, id=subject))


def _asked(columns: Columns) -> Asked:
    return Asked(columns, f"question q{columns['number']}")


def asked_of(record: Record) -> Asked:
    """The question of a claim of the ledger."""
    return _asked(part_of(record, "q"))


def _place(record: Record) -> tuple[str, str | None, str]:
    return record["analyst_id"], record["c_stated_on"], record["q_statement"]


def told_apart(analyst: str, day: str | None, statement: str) -> int:
    """By what claims without a key are told apart; a number, since there may be millions."""
    return hash((analyst, day, statement))
