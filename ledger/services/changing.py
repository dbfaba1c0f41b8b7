"""A change of mind, a withdrawal, and the correction of a slip: each is an entry of its own, none an edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.domain.dates import read_day, read_deadline, read_timecode
from ledger.errors import ConflictError, InputError
from ledger.records import ClaimBody, QuestionBody
from ledger.services.bodies import changed, latest_body, number_of
from ledger.services.catalogue import Catalogue
from ledger.services.recording import (
    UNKNOWN,
    DeadlineBeforeStatement,
    StatedInFuture,
    likelihood_columns,
    read_claim_likelihood,
)
from ledger.services.refs import find_analyst, find_claim, find_episode, find_question
from ledger.storage.writer import Writer, new_id

SCORED_FIELDS = frozenset(
    {"analyst_id", "question_id", "stated_on", "kind", "attribution", "denies", "source", "low", "point", "high",
     "excluded", "cluster"}
)  # fmt: skip
"""What a score depends on: a change to any of these is as new as the day it was made."""


class NothingToChange(InputError):
    """An amendment that amends nothing."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Nothing of {what} would change.", "Name what is wrong, for instance --likelihood or --note.")


class NotLater(ConflictError):
    """A change of mind comes after what it changes."""

    def __init__(self, what: str, day: date, stated_on: str) -> None:
        super().__init__(f"--on {day} is not after {stated_on}, when {what} was made.", "Check the date.")


class AlreadyWithdrawn(ConflictError):
    """It cannot be taken back twice."""

    def __init__(self, number: int, day: str) -> None:
        super().__init__(f"Claim {number} was withdrawn on {day}.", f"See: ledger show {number}")


@dataclass(frozen=True)
class Changed:
    """What an amendment did."""

    number: int
    fields: tuple[str, ...]
    scored: bool = False


def revise(
    writer: Writer,
    ref: str,
    *,
    on: str,
    likelihood: str | None,
    scale: str,
    today: date,
    actor: str,
    more: Mapping[str, Any],
) -> tuple[int, ClaimBody]:
    """Record that the analyst has changed his mind: a new claim on the same question, with its own date.

    ``more`` holds other columns of the new claim (quote, note, episode reference under ``episode``, denies).
    """
    old = find_claim(writer, ref)
    day = _day(on, today)
    if old["stated_on"] and str(day) <= old["stated_on"]:
        raise NotLater(f"claim {old['number']}", day, old["stated_on"])
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    deadline = latest_body(writer, "question", body.question_id).deadline
    if deadline and deadline < str(day):
        raise DeadlineBeforeStatement(deadline, str(day))
    values = {
        "id": new_id(),
        "key": None,
        "stated_on": str(day),
        "revises": old["id"],
        "quote": None,
        "at_seconds": None,
        "episode_id": None,
        "note": None,
        "excluded": None,
        "withdrawn_on": None,
        **_references(writer, more),
        **likelihood_columns(read_claim_likelihood(likelihood, scale), actor),
    }
    after, _ = changed(body, values)
    return writer.add(after), after


def withdraw(writer: Writer, ref: str, *, on: str, note: str | None, today: date) -> tuple[int, date]:
    """Record that the analyst took a claim back: it stops standing from that day, and stays on the record.

    Returns:
        The claim's number, and the day as read.
    """
    old = find_claim(writer, ref)
    if old["withdrawn_on"]:
        raise AlreadyWithdrawn(old["number"], old["withdrawn_on"])
    day = _day(on, today)
    if old["stated_on"] and str(day) < old["stated_on"]:
        raise NotLater(f"claim {old['number']}", day, old["stated_on"])
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    after, _ = changed(body, {"withdrawn_on": str(day), "note": note or body.note})
    writer.change(after, "withdrawn")
    return int(old["number"]), day


def amend_claim(
    writer: Writer, ref: str, changes: Mapping[str, Any], *, today: date, actor: str, scale: str
) -> Changed:
    """Correct a slip of the curator's in a claim; the wrong version stays visible in its history.

    ``changes`` are in the user's words: ``analyst, on, episode, likelihood, quote, at, kind, attribution, denies,
    cluster, excluded, note``.
    """
    old = find_claim(writer, ref)
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    values = _references(writer, changes, today=today)
    if "likelihood" in changes:
        values |= likelihood_columns(read_claim_likelihood(changes["likelihood"], scale), actor)
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(f"claim {old['number']}")
    deadline = latest_body(writer, "question", after.question_id).deadline
    if deadline and after.stated_on and deadline < after.stated_on:
        raise DeadlineBeforeStatement(deadline, after.stated_on)
    scored = bool(SCORED_FIELDS & set(fields))
    writer.change(after, "recoded" if scored else "amended")
    return Changed(old["number"], tuple(fields), scored)


def _references(writer: Writer, changes: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """Turn a user's words for other records, days and times into columns."""
    readers: dict[str, Any] = {
        "analyst": lambda ref: {"analyst_id": find_analyst(writer, ref)["id"]},
        "new_analyst": lambda name: {"analyst_id": Catalogue(writer, today or date.max).analyst(name, new=True)},
        "episode": lambda ref: {"episode_id": find_episode(writer, ref)["id"]},
        "on": lambda words: {"stated_on": None if words == UNKNOWN else str(_day(words, today or date.max))},
        "at": lambda words: {"at_seconds": int(read_timecode(words))},
        "likelihood": lambda _: {},
    }
    values: dict[str, Any] = {}
    for name, value in changes.items():
        values |= readers[name](value) if name in readers else {name: value}
    return values


def _day(words: str, today: date) -> date:
    day = read_day(words, "on", today)
    if day > today:
        raise StatedInFuture(day, today)
    return day


def amend_question(writer: Writer, ref: str, changes: Mapping[str, Any]) -> Changed:
    """Correct a question: ``statement, criteria, by, condition, difficulty, note, topics``.

    A deadline in words is read against the first claim's date.
    """
    old = find_question(writer, ref)
    body: QuestionBody = latest_body(writer, "question", old["id"])
    values = dict(changes)
    first = writer.rows(
        "SELECT MIN(stated_on) AS day, MAX(stated_on) AS last FROM claim WHERE question_id = :id", id=old["id"]
    )
    if "by" in values:
        stated = date.fromisoformat(first[0]["day"]) if first[0]["day"] else None
        deadline = read_deadline(values.pop("by"), stated)
        values |= {"deadline": str(deadline.on), "deadline_words": deadline.words, "deadline_basis": deadline.basis}
        if first[0]["last"] and str(deadline.on) < first[0]["last"]:
            raise DeadlineBeforeStatement(str(deadline.on), first[0]["last"])
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(f"question q{old['number']}")
    writer.change(after, "amended")
    return Changed(old["number"], tuple(fields))


def link_claims(
    writer: Writer, claims: Sequence[str], ref: str, *, denies: bool | None = None
) -> tuple[int, list[int]]:
    """Put claims on one question, so that analysts can be compared on equal ground.

    Returns:
        The question's number and the numbers of the claims that moved.
    """
    target = find_question(writer, ref)
    moved = []
    for claim_ref in claims:
        old = find_claim(writer, claim_ref)
        changes: dict[str, Any] = {"question_id": target["id"]}
        if denies is not None:
            changes["denies"] = denies
        after, fields = changed(latest_body(writer, "claim", old["id"]), changes)
        if target["deadline"] and after.stated_on and target["deadline"] < after.stated_on:
            raise DeadlineBeforeStatement(target["deadline"], after.stated_on)
        if fields:
            writer.change(after, "recoded")
            moved.append(old["number"])
    if not moved:
        raise NothingToChange(f"question q{target['number']}")
    return number_of(writer, "question", target["id"]), moved
