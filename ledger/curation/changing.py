"""Changes to what is recorded: a change of mind, a withdrawal, the correction of a slip, of a name, of an episode.

Each is an entry of its own, none an edit; the earlier version stays readable.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.curation.anchoring import ANYWHERE, UNANCHORED, Anchorer, Given
from ledger.curation.catalogue import Catalogue, EpisodeExists, read_published, refuse_taken_name
from ledger.curation.drafts import (
    StatedInFuture,
    likelihood_columns,
    read_claim_likelihood,
    read_topics,
    refuse_early_deadline,
)
from ledger.curation.recording import fold_statement
from ledger.curation.validation import changed, latest_body, name_key, told_fields
from ledger.errors import ConflictError, InputError
from ledger.journal.reader import Record
from ledger.journal.writer import Writer, new_id
from ledger.model.days import read_day
from ledger.model.deadlines import read_deadline
from ledger.model.fields import UNKNOWN
from ledger.model.instants import read_timecode
from ledger.model.records import AnalystBody, ClaimBody, EpisodeBody, QuestionBody
from ledger.model.vocabulary import Outcome
from ledger.query.refs import find_analyst, find_claim, find_episode, find_name, find_question
from ledger.text.clean import match_key

SCORED_FIELDS = frozenset(
    {"analyst_id", "question_id", "stated_on", "kind", "attribution", "denies", "source", "low", "point", "high",
     "excluded", "cluster"}
)  # fmt: skip
"""What a score depends on: a change to any of these is as new as the day it was made."""


class NothingToChange(InputError):
    """An amendment that amends nothing."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"Nothing of {what} would change.", hint)


class NotLater(ConflictError):
    """A change of mind comes after what it changes."""

    def __init__(self, what: str, day: date, stated_on: str) -> None:
        super().__init__(f"--on {day} is not after {stated_on}, when {what} was made.", "Check the date.")


class AlreadyWithdrawn(ConflictError):
    """It cannot be taken back twice."""

    def __init__(self, number: int, day: str) -> None:
        super().__init__(f"Claim {number} was withdrawn on {day}.", f"See: ledger show {number}")


class ConditionSettled(ConflictError):
    """A condition with a verdict in force cannot just go: the verdict would hang in the air."""

    def __init__(self, number: int, verdict: str) -> None:
        super().__init__(
            f"The condition of q{number} was settled ({verdict}); it cannot be taken away as it is.",
            f"First take the verdict back: ledger resolve q{number} --reopen --condition --reason WHY",
        )


@dataclass(frozen=True)
class Changed:
    """What an amendment did; ``fields`` are as people know them."""

    number: int
    fields: tuple[str, ...]
    scored: bool = False
    warnings: tuple[str, ...] = ()


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
    place: Given = ANYWHERE,
) -> tuple[int, ClaimBody, tuple[str, ...]]:
    """Record that the analyst has changed his mind: a new claim on the same question, with its own date.

    ``more`` holds other columns of the new claim (quote, note, episode reference under ``episode``, denies), ``place``
    says where its quote stands. What is to be said of the quote comes last.
    """
    old = find_claim(writer, ref)
    day = _day(on, today)
    _refuse_earlier(writer, old, day)
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    refuse_early_deadline(latest_body(writer, "question", body.question_id).deadline, day)
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
        **UNANCHORED,
        **_references(writer, more),
        **likelihood_columns(read_claim_likelihood(likelihood, scale), actor),
    }
    after, _ = changed(body, values)
    after, _, warnings = _anchored(writer, after, place, timed="at" in more)
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
        raise AlreadyWithdrawn(old["number"], old["withdrawn_on"])
    day = _day(on, today)
    if old["stated_on"] and str(day) < old["stated_on"]:
        raise NotLater(f"claim {old['number']}", day, old["stated_on"])
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    after, _ = changed(body, {"withdrawn_on": str(day), "note": note or body.note})
    writer.change(after, "withdrawn")
    return int(old["number"]), day


def amend_claim(
    writer: Writer,
    ref: str,
    changes: Mapping[str, Any],
    *,
    today: date,
    actor: str,
    scale: str,
    place: Given = ANYWHERE,
) -> Changed:
    """Correct a slip of the curator's in a claim; the wrong version stays visible in its history.

    ``changes`` are in the user's words: ``analyst, on, episode, likelihood, quote, at, kind, attribution, denies,
    cluster, excluded, note``; ``place`` says where the quote stands in the episode's document.
    """
    old = find_claim(writer, ref)
    body: ClaimBody = latest_body(writer, "claim", old["id"])
    values = _references(writer, changes, today=today)
    if "likelihood" in changes:
        values |= likelihood_columns(read_claim_likelihood(changes["likelihood"], scale), actor)
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


def _references(writer: Writer, changes: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """Turn a user's words for other records, days and times into columns."""
    readers: dict[str, Any] = {
        "analyst": lambda ref: {"analyst_id": find_analyst(writer, ref)["id"]},
        "new_analyst": lambda name: {"analyst_id": Catalogue(writer, today or date.max).analyst(name, new=True)},
        "episode": lambda ref: {"episode_id": find_episode(writer, ref)["id"] if ref.strip() else None},
        "on": lambda words: {"stated_on": None if words == UNKNOWN else str(_day(words, today or date.max))},
        "at": lambda words: {"at_seconds": int(read_timecode(words)) if words.strip() else None},
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

    Raises:
        NothingToChange: it is all so already.
        DeadlineBeforeStatement, ConditionSettled: as they say.
    """
    old = find_question(writer, ref)
    body: QuestionBody = latest_body(writer, "question", old["id"])
    values = dict(changes)
    first = writer.rows(
        "SELECT MIN(stated_on) AS day, MAX(stated_on) AS last FROM claim WHERE question_id = :id", id=old["id"]
    )
    if "by" in values:
        values |= _deadline(values.pop("by"), first[0]["day"], first[0]["last"])
    if "topics" in values:
        values["topics"] = read_topics(values["topics"])
    after, fields = changed(body, values)
    if not fields:
        raise NothingToChange(
            f"question q{old['number']}", "Name what is wrong, for instance --by, --criteria or --note."
        )
    if body.condition and not after.condition and old["condition_verdict"] != Outcome.OPEN:
        raise ConditionSettled(old["number"], old["condition_verdict"])
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

    A name that is one of his own aliases stops being an alias. The name given up no longer leads to him.

    Raises:
        NameTaken: the new name is somebody else's.
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
    """Correct an episode: ``show, title, published, url, language, people, note``. Its claims keep their own dates.

    Raises:
        EpisodeExists: the show has another episode of that title.
        PublishedInFuture: the day lies after today.
        NothingToChange: it is all so already.
    """
    old = find_episode(writer, ref)
    body: EpisodeBody = latest_body(writer, "episode", old["id"])
    values = dict(changes)
    if "published" in values:
        values["published_on"] = read_published(values.pop("published"), today)
    after, fields = changed(body, values)
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
