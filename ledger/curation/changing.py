"""Changes to what is recorded: a change of mind, a withdrawal, the correction of a slip, of a name, of an episode.

Each is an entry of its own, none an edit; the earlier version stays readable.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.curation.anchoring import ANYWHERE, UNANCHORED, Anchorer, Given
from ledger.curation.catalogue import EpisodeExists, refuse_taken_name
from ledger.curation.recording import fold_statement
from ledger.curation.stated import Columns, Stated, read_past_day, read_topics, refuse_early_deadline, said_alone
from ledger.curation.validation import changed, latest_body, name_key, told_fields
from ledger.errors import ConflictError, InputError
from ledger.journal.reader import Record
from ledger.journal.writer import Writer, new_id
from ledger.model.deadlines import read_deadline
from ledger.model.fields import (
    ANALYST,
    CLAIM,
    EPISODE,
    FIELDS,
    QUESTION,
    Field,
    Keeps,
    kept_of,
)
from ledger.model.records import AnalystBody, ClaimBody, EpisodeBody, QuestionBody
from ledger.model.vocabulary import Outcome
from ledger.query.refs import find_analyst, find_claim, find_episode, find_name, find_question
from ledger.text.clean import match_key

SCORED_FIELDS = frozenset(
    {"analyst_id", "question_id", "stated_on", "kind", "attribution", "denies", "source", "low", "point", "high",
     "excluded", "cluster"}
)  # fmt: skip
"""What a score depends on: a change to any of these is as new as the day it was made."""
_OF_A_CLAIM = {
    field.name: field
    for field in (*FIELDS.values(), Field(EPISODE, "Where it was said.", "e2"))
    if field.of in {ANALYST, CLAIM} and field.name not in {"key", "revises", "repeat"}
}
_OF_A_QUESTION = {field.name: field for field in FIELDS.values() if field.of == QUESTION and field.name != QUESTION}
_OF_AN_EPISODE = {field.name: field for field in kept_of(EPISODE)}
"""What can be said of a claim, a question or an episode that is on the record."""


class NothingToChange(InputError):
    """An amendment that amends nothing."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"Nothing of {what} would change.", hint)


class NotLater(ConflictError):
    """A change of mind comes after what it changes."""

    def __init__(self, what: str, day: date, stated_on: str) -> None:
        super().__init__(f"--on {day} is not after {stated_on}, when {what} was made.", "Check the date.")


@dataclass(frozen=True)
class Changed:
    """What an amendment did; ``fields`` are as people know them."""

    number: int
    fields: tuple[str, ...]
    scored: bool = False
    warnings: tuple[str, ...] = ()


def revise(
    writer: Writer, ref: str, stated: Mapping[str, Any], *, today: date, actor: str, place: Given = ANYWHERE
) -> tuple[int, ClaimBody, tuple[str, ...]]:
    """Record that the analyst has changed their mind: a new claim on the same question, with its own date.

    Args:
        writer: an open transaction.
        ref: the claim they have moved on from.
        stated: the new claim under the names of its fields: ``stated_on``, ``likelihood``, ``quote``, ``episode`` ...
            What is said of the statement itself is not taken over from the old claim; what is said of the view is.
        today: nothing was said after it.
        actor: who read words.
        place: where its quote stands.

    Returns:
        The number of the new claim, the claim, and what is to be said of its quote.
    """
    old = find_claim(writer, ref)
    day = read_past_day(str(stated.get("stated_on") or ""), today)
    _refuse_earlier(writer, old, day)
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    refuse_early_deadline(latest_body(writer, "question", body.question_id).deadline, day)
    values = {
        "id": new_id(),
        "key": None,
        "revises": old["id"],
        "episode_id": None,
        **{field.fills: None for field in kept_of(CLAIM) if not field.carried},
        **UNANCHORED,
        **_columns(writer, {"likelihood": "", **stated}, today, actor),
    }
    after, _ = changed(body, values)
    after, _, warnings = _anchored(writer, after, place, timed="at" in stated)
    return writer.add(after), after, warnings


def _anchored(
    writer: Writer, body: ClaimBody, place: Given, *, timed: bool
) -> tuple[ClaimBody, list[str], tuple[str, ...]]:
    """A claim with its quote's place in the episode's document; a time that was given stays as it is."""
    found = Anchorer(writer).anchor_or_tell(body.episode_id, body.quote, place)
    columns = {name: value for name, value in found.columns.items() if not (timed and name == "at_seconds")}
    after, fields = changed(body, columns)
    return after, fields, found.warnings


def _refuse_earlier(writer: Writer, old: Record, day: date) -> None:
    """A change of mind comes after all that the analyst has said on the question, under whatever name."""
    said = writer.rows(
        "SELECT c.number, c.stated_on FROM claim c JOIN analyst w ON w.id = c.analyst_id "
        "WHERE c.question_id = :question AND c.stated_on IS NOT NULL AND (c.excluded IS NULL OR c.id = :id) "
        "AND COALESCE(w.merged_into, w.id) = (SELECT COALESCE(merged_into, id) FROM analyst WHERE id = :analyst) "
        "ORDER BY c.stated_on DESC, c.number DESC LIMIT 1",
        id=old["id"],
        question=old["question_id"],
        analyst=old["analyst_id"],
    )
    if said and str(day) <= said[0]["stated_on"]:
        raise NotLater(f"claim {said[0]['number']}", day, said[0]["stated_on"])


def withdraw(writer: Writer, ref: str, *, on: str, note: str | None, today: date) -> tuple[int, date]:
    """Record that the analyst took a claim back: it stops standing from that day, and stays on the record.

    Returns:
        The claim's number, and the day as read.
    """
    old = find_claim(writer, ref)
    if old["withdrawn_on"]:
        raise ConflictError(
            f"Claim {old['number']} was withdrawn on {old['withdrawn_on']}.", f"See: ledger show {old['number']}"
        )
    day = read_past_day(on, today)
    if old["stated_on"] and str(day) < old["stated_on"]:
        raise NotLater(f"claim {old['number']}", day, old["stated_on"])
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    after, _ = changed(body, {"withdrawn_on": str(day), "note": note or body.note})
    writer.change(after, "withdrawn")
    return int(old["number"]), day


def amend_claim(
    writer: Writer, ref: str, changes: Mapping[str, Any], *, today: date, actor: str, place: Given = ANYWHERE
) -> Changed:
    """Correct a slip of the curator's in a claim; the wrong version stays visible in its history.

    ``changes`` are in the user's words, under the names of the claim's fields: ``analyst``, ``stated_on``, ``episode``,
    ``likelihood`` (with the ``scale`` that reads it), ``quote``, ``at``, ``note`` ...; nothing said of a field that may
    be empty takes it away. ``place`` says where the quote stands in the episode's document.
    """
    old = find_claim(writer, ref)
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    values = _columns(writer, changes, today, actor)
    after, fields = changed(body, values)
    warnings: tuple[str, ...] = ()
    if place != ANYWHERE or {"quote", "episode_id"} & set(fields):
        after, moved, warnings = _anchored(writer, after, place, timed="at" in changes)
        fields += moved
    if not fields:
        raise NothingToChange(
            f"claim {old['number']}",
            "Name what is wrong, for instance --likelihood or --note. "
            f"The statement and the deadline belong to the question: ledger question amend {old['number']}",
        )
    refuse_early_deadline(latest_body(writer, "question", after.question_id).deadline, after.stated_on)
    scored = bool(SCORED_FIELDS & set(fields))
    writer.change(after, "recoded" if scored else "amended")
    return Changed(old["number"], told_fields(fields), scored, warnings)


def _columns(writer: Writer, stated: Mapping[str, Any], today: date, actor: str) -> Columns:
    """The columns of a claim that what is stated fills, each read as it is of a claim that is new."""
    said = said_alone(stated, today, _OF_A_CLAIM)
    columns: Columns = {}
    if "analyst" in stated:
        columns["analyst_id"] = find_analyst(writer, stated["analyst"])["id"]
    if "stated_on" in stated:
        day = said.day_said()
        columns["stated_on"] = str(day) if day else None
    if "episode" in stated:
        ref = stated["episode"]
        columns["episode_id"] = find_episode(writer, ref)["id"] if ref.strip() else None
    if "likelihood" in stated:
        columns |= said.likelihood(actor)
    return columns | _kept(CLAIM, said, stated)


def _kept(table: str, said: Stated, stated: Mapping[str, Any]) -> Columns:
    """The columns that stated fields of a record fill by themselves; nothing said of one that is no text empties it."""
    kept = {field.name: field for field in kept_of(table)}
    fields = [kept[name] for name in stated if name in kept]
    empty = [field for field in fields if field.kept is not Keeps.TEXT and not str(stated[field.name]).strip()]
    read = said.columns(field for field in fields if field not in empty)
    return {field.fills: read.get(field.fills) for field in fields}


def amend_question(writer: Writer, ref: str, changes: Mapping[str, Any], *, today: date) -> Changed:
    """Correct a question, under the names of its fields: ``statement``, ``deadline``, ``topics``, ``question_note`` ...

    A deadline in words is read against the first claim's date.

    Raises:
        NothingToChange: it is all so already.
        DeadlineBeforeStatement, ConflictError: as they say.
    """
    old = find_question(writer, ref)
    body: QuestionBody = latest_body(writer, "question", old["id"])
    values = _kept(QUESTION, said_alone(changes, today, _OF_A_QUESTION), changes)
    first = writer.rows(
        "SELECT MIN(stated_on) AS day, MAX(stated_on) AS last FROM claim WHERE question_id = :id", id=old["id"]
    )
    if "deadline" in changes:
        values |= _deadline(changes["deadline"], first[0]["day"], first[0]["last"])
    if "topics" in changes:
        values["topics"] = read_topics(changes["topics"])
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(
            f"question q{old['number']}", "Name what is wrong, for instance --by, --criteria or --note."
        )
    if body.condition and not after.condition and old["condition_verdict"] != Outcome.OPEN:
        raise ConflictError(
            f"The condition of q{old['number']} was settled ({old['condition_verdict']}); "
            "it cannot be taken away as it is.",
            f"First take the verdict back: ledger resolve q{old['number']} --reopen --condition --reason WHY",
        )
    writer.change(after, "amended")
    return Changed(old["number"], told_fields(fields))


def _deadline(words: str, first: str | None, last: str | None) -> dict[str, Any]:
    """The columns of a deadline in words, none if they say nothing; ``first`` and ``last`` are when claims were made.

    Raises:
        DeadlineBeforeStatement: a claim was made after it.
    """
    if not words.strip():
        return {"deadline": None, "deadline_words": None, "deadline_basis": None}
    deadline = read_deadline(words, date.fromisoformat(first) if first else None)
    refuse_early_deadline(deadline.on, last)
    return {"deadline": str(deadline.on), "deadline_words": deadline.words, "deadline_basis": deadline.basis}


@dataclass(frozen=True)
class Linked:
    """What putting claims on one question did; ``warnings`` say what to look at again."""

    number: int
    moved: tuple[int, ...]
    warnings: tuple[str, ...]


def link_claims(writer: Writer, claims: Sequence[str], ref: str, *, denies: bool | None = None) -> Linked:
    """Put claims on one question, so that analysts can be compared on equal ground.

    Raises:
        NothingToChange: all of them are on it as they are.
    """
    target = find_question(writer, ref)
    moved: list[Record] = []
    for claim_ref in claims:
        old = find_claim(writer, claim_ref)
        changes: dict[str, Any] = {"question_id": target["id"]}
        if denies is not None:
            changes["denies"] = denies
        after, fields = changed(latest_body(writer, "claim", old["id"]), changes)
        refuse_early_deadline(target["deadline"], after.stated_on)
        if fields:
            writer.change(after, "recoded")
            moved.append(old)
    if not moved:
        raise NothingToChange(f"question q{target['number']}", "The claims named are on it already, and as they are.")
    numbers = tuple(dict.fromkeys(int(claim["number"]) for claim in moved))
    return Linked(target["number"], numbers, tuple(_link_warnings(writer, target, moved)))


def _link_warnings(writer: Writer, target: Record, moved: Sequence[Record]) -> Iterator[str]:
    """The statements that moved claims were recorded under, a verdict they now meet, the questions they left empty."""
    left: dict[int, bool] = {}
    for claim in moved:
        if claim["question_id"] == target["id"]:
            continue
        own = writer.rows("SELECT id, number, statement FROM question WHERE id = :id", id=claim["question_id"])[0]
        if fold_statement(own["statement"]) != fold_statement(target["statement"]):
            yield f"claim {claim['number']} was recorded as: {own['statement']}"
        left[own["number"]] = not writer.rows(
            "SELECT 1 AS one FROM claim WHERE question_id = :id LIMIT 1", id=own["id"]
        )
    if left and target["verdict"] != Outcome.OPEN:
        on = f" on {target['verdict_on']}" if target["verdict_on"] else ""
        told = ", ".join(str(claim["number"]) for claim in moved if claim["question_id"] != target["id"])
        many = "claims {} now count" if "," in told else "claim {} now counts"
        yield f"q{target['number']} was settled ({target['verdict']}){on}: {many.format(told)} with that verdict"
    empty = [f"q{number}" for number, is_empty in sorted(left.items()) if is_empty]
    if empty:
        yield f"{', '.join(empty)} now {'carries' if len(empty) == 1 else 'carry'} no claim"


def amend_analyst(writer: Writer, ref: str, changes: Mapping[str, Any]) -> Changed:
    """Correct an analyst: ``name`` (which must not lead to anybody else) and ``note``.

    A name that is one of their own aliases stops being an alias. The name given up no longer leads to them.

    Raises:
        ConflictError: the new name is somebody else's.
        NothingToChange: it is all so already.
    """
    old = find_name(writer, ref)
    body: AnalystBody = latest_body(writer, "analyst", old["id"])
    values = dict(changes)
    if "name" in values:
        key = name_key(values["name"], "name")
        refuse_taken_name(writer, values["name"], key, besides=old["id"])
        aliases = [alias for alias in body.aliases if alias["match_key"] != key]
        values |= {"match_key": key, "aliases": aliases}
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(f"analyst a{old['number']}", "Name what is wrong: --name or --note.")
    writer.change(after, "amended")
    return Changed(old["number"], told_fields(fields))


def amend_episode(writer: Writer, ref: str, changes: Mapping[str, Any], *, today: date) -> Changed:
    """Correct an episode, under the names of its fields: ``show``, ``people`` ... Its claims keep their own dates.

    Raises:
        EpisodeExists: the show has another episode of that title.
        AfterToday: it would have come out after today.
        NothingToChange: it is all so already.
    """
    old = find_episode(writer, ref)
    body: EpisodeBody = latest_body(writer, "episode", old["id"])
    after, fields = changed(body, _kept(EPISODE, said_alone(changes, today, _OF_AN_EPISODE), changes))
    if not fields:
        raise NothingToChange(f"episode e{old['number']}", "Name what is wrong, for instance --title or --published.")
    _refuse_twin(writer, old["id"], after)
    writer.change(after, "amended")
    return Changed(old["number"], told_fields(fields))


def _refuse_twin(writer: Writer, identifier: str, after: EpisodeBody) -> None:
    def place(episode: Record) -> tuple[str, str]:
        return match_key(episode["show"]), match_key(episode["title"])

    others = writer.rows("SELECT id, number, show, title FROM episode ORDER BY number")
    for other in others:
        if other["id"] != identifier and place(other) == place(after.model_dump()):
            raise EpisodeExists(other["number"], other["title"])
