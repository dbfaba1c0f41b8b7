"""From what is stated of a claim to its columns: every field is read and checked here, whatever way it came in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.claimfiles.rows import ClaimRow, Value
from ledger.curation.resolving import read_verdict
from ledger.curation.stated import (
    Columns,
    DeadlineBeforeStatement,
    Draft,
    Stated,
    read_topics,
    refuse_early_deadline,
    said_alone,
)
from ledger.curation.validation import NoName, name_key, read_key
from ledger.errors import InputError
from ledger.model.deadlines import read_deadline
from ledger.model.fields import (
    CLAIM,
    EPISODE,
    EPISODE_FIELDS,
    QUESTION,
    RESOLUTION,
    file_name,
    is_local,
    kept_of,
    real_name,
)
from ledger.model.vocabulary import Attribution, Kind


class NoStatementDate(InputError):
    """When it was said decides everything else."""

    def __init__(self) -> None:
        super().__init__(
            "When was it said?", "Give --on DATE, or an episode with a date, or --on unknown (then it is never scored)."
        )


class DraftReader:
    """Reads claims on one day, for one actor; with ``one`` each comes by itself, and its first fault is raised."""

    def __init__(self, today: date, actor: str, *, one: bool = False) -> None:
        self._today = today
        self._actor = actor
        self._one = one
        self._episodes: dict[str, Columns] = {}

    def read(self, row: ClaimRow) -> Draft:
        """Read what a claim states; what it does not state is filled in as ``ledger add`` would."""
        draft = Draft(row, list(row.faults), one=self._one)
        if self._one and row.faults:
            raise InputError(f"{row.faults[0].field}: {row.faults[0].message}.")
        if not row.claim:
            if not draft.problems:
                draft.fault((), "states no claim")
            return draft
        said = Stated(draft, (), row.claim, self._today)
        self._read_names(draft, said)
        if row.episode is not None:
            draft.episode = self._episode(draft, row.episode)
        stated_on = self._stated_on(draft, said)
        self._read_question(draft, said, stated_on)
        self._read_claim(draft, said, stated_on)
        draft.verdicts = [
            read_verdict(Stated(draft, (RESOLUTION, place), verdict, self._today), self._actor)
            for place, verdict in enumerate(row.resolutions)
        ]
        return draft

    def _episode(self, draft: Draft, values: Mapping[str, Value]) -> Columns:
        """The columns of an episode; many claims state the same one, which is then read once."""
        stated = repr(values)
        if stated not in self._episodes:
            said = Stated(draft, (EPISODE,), values, self._today)
            columns = read_episode(said)
            if said.refused:
                return columns
            self._episodes[stated] = columns
        return dict(self._episodes[stated])

    def _read_names(self, draft: Draft, said: Stated) -> None:
        draft.analyst = said.text("analyst") or ""
        if draft.analyst:
            draft.folded = said.take("analyst", lambda words: name_key(words, "analyst")) or ""
        elif "analyst" not in said.refused:
            said.fault("analyst", "is missing", NoName(str(draft.row.claim.get("analyst", ""))))
        draft.named = said.text("key")
        if not is_local(draft.named):
            draft.key = said.take("key", lambda words: read_key(real_name(words)))
        draft.question, draft.revises = said.text("question"), said.text("revises")
        draft.repeat = said.flag("repeat")

    def _stated_on(self, draft: Draft, said: Stated) -> date | None:
        if said.states("stated_on"):
            return said.day_said()
        published = (draft.episode or {}).get("published_on")
        if published is None and "stated_on" not in said.refused:
            missing = "is missing: give a day, or unknown, or an episode with its day"
            said.fault("stated_on", missing, NoStatementDate())
        return date.fromisoformat(published) if published else None

    def _read_question(self, draft: Draft, said: Stated, stated_on: date | None) -> None:
        columns = {**said.columns(kept_of(QUESTION)), "deadline_basis": said.text("deadline_basis")}
        deadline = said.take("deadline", lambda words: read_deadline(words, stated_on))
        words = said.text("deadline_words")
        if words and not said.states("deadline"):
            said.fault("deadline_words", "are read as no deadline: give one")
        columns |= {"deadline": None, "deadline_words": None}
        if deadline:
            columns |= {"deadline": str(deadline.on), "deadline_words": words or deadline.words}
            columns["deadline_basis"] = columns["deadline_basis"] or deadline.basis
            try:
                refuse_early_deadline(deadline.on, stated_on)
            except DeadlineBeforeStatement as error:
                said.fault("deadline", error.brief, error)
        columns["topics"] = read_topics(said.items("topics"))
        draft.asked = columns
        draft.given = frozenset(name for name, value in columns.items() if value)

    def _read_claim(self, draft: Draft, said: Stated, stated_on: date | None) -> None:
        columns = said.columns(kept_of(CLAIM))
        conditional = Kind.CONDITIONAL if draft.asked["condition"] else Kind.PREDICTION
        columns["kind"] = columns["kind"] or str(conditional)
        columns["attribution"] = columns["attribution"] or str(Attribution.FIRST_PERSON)
        columns["stated_on"] = str(stated_on) if stated_on else None
        withdrawn = columns["withdrawn_on"]
        if withdrawn and stated_on and withdrawn < str(stated_on):
            said.fault("withdrawn_on", f"{withdrawn} lies before the day it was said, {stated_on}")
        draft.claim = columns | said.likelihood(self._actor)


def read_episode(said: Stated) -> Columns:
    """The columns of an episode, without those that nothing is stated of; ``said`` is its part of a claim."""
    columns = said.columns(kept_of(EPISODE))
    required = [field.name for field in kept_of(EPISODE) if field.required]
    for name in required:
        if columns[name] is None:
            said.fault(name, "is missing")
    columns["key"] = said.take("key", lambda words: read_key(real_name(words)))
    return {name: value for name, value in columns.items() if value or (name in required and value is not None)}


def read_episode_alone(stated: Mapping[str, Any], today: date) -> Columns:
    """The columns of an episode that comes by itself, under the names of its fields.

    Raises:
        LedgerError: something stated is no field or cannot be read, or the show or the title is missing.
    """
    given = {
        name: file_name(value) if name == "key" and value is not None else value
        for name, value in stated.items()
        if value or name in {"key", "show", "title"}
    }
    return read_episode(said_alone(given, today, EPISODE_FIELDS))
