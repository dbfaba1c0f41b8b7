"""The records a claim makes: all of them built and found sound before any is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from ledger.claimfiles.rows import Spot
from ledger.curation.anchoring import Anchorer, Given
from ledger.curation.catalogue import refuse_near_name, refuse_other_episode
from ledger.curation.ledger_index import Asked, LedgerIndex, Made
from ledger.curation.matching import compare_episode, lacking, note
from ledger.curation.stated import Columns, DeadlineBeforeStatement, Draft, refuse_early_deadline
from ledger.curation.validation import InvalidRecord, changed, fault_words, latest_body, read_key
from ledger.errors import LedgerError, quoted
from ledger.journal.chain import canonical
from ledger.journal.reader import Record
from ledger.journal.writer import new_id
from ledger.model.fields import EPISODE, RESOLUTION, STATED_IN, is_local, real_name
from ledger.model.records import AnalystBody, Body, ClaimBody, EpisodeBody, QuestionBody, ResolutionBody

BODY_LIMIT = 1_000_000
"""Characters of a body that an entry of the journal can hold."""
_LONG_QUOTE, _LONG_LIST = 50_000, 50


@dataclass
class Prepared:
    """The new records that a claim makes, in the order they are written, and what to remember of them."""

    bodies: list[Body] = field(default_factory=list)
    claim_id: str = ""
    asked: Asked | None = None
    warnings: Sequence[str] = ()
    fills: tuple[Record, Mapping[str, Any]] = field(default_factory=lambda: ({}, {}))
    """An episode of the ledger, and what the file says of it that the ledger did not know."""

    def body(self, table: str) -> Any:  # noqa: ANN401 - the class is chosen by name
        """The new record of a table that has one."""
        return next(body for body in self.bodies if body.table == table)


class ClaimWriter:
    """Builds the records of claims, and writes those that are sound."""

    def __init__(self, index: LedgerIndex) -> None:
        self._index = index
        self._anchorer = Anchorer(index.writer, many=index.whole)
        self._agreed: dict[str, Columns] = {}

    def prepare(self, draft: Draft, asked: Asked | None, revises: str | None) -> Prepared:
        """Build what a claim makes; what is wrong with it is noted in the draft.

        Args:
            draft: a claim that the ledger has not got.
            asked: the question it is on, None for one of its own.
            revises: the identifier of the claim it takes the place of.
        """
        made = Prepared(asked=asked, claim_id=new_id())
        if asked is not None:
            _refuse_settled_before(draft, asked)
        episode_id = self._episode(draft, made)
        analyst_id = self._analyst(draft, made)
        if made.asked is None:
            made.asked = self._question(draft, made)
        columns = {"id": made.claim_id, "key": draft.key, "revises": revises, **draft.claim}
        columns |= {"analyst_id": analyst_id, "question_id": made.asked.id, "episode_id": episode_id}
        place = draft.place or (Given(later=True) if draft.episode is not None else None)
        if not draft.problems and place is not None:
            quote = draft.quote if draft.quote is not None else columns["quote"]
            anchored = self._anchorer.anchor_or_tell(episode_id, quote, place)
            stated = {name: columns[name] for name in ("at_seconds", "until_seconds") if columns[name] is not None}
            columns |= {**anchored.columns, **stated}
            made.warnings = anchored.warnings
        self._build(draft, made, ClaimBody, columns)
        return made

    def verdict(self, draft: Draft, made: Prepared, place: int, columns: Columns) -> None:
        """Build a verdict that the file states and the ledger has not got."""
        assert made.asked is not None  # noqa: S101 - a claim is on a question by now
        values = {**columns, "id": new_id(), "question_id": made.asked.id}
        self._build(draft, made, ResolutionBody, values, (RESOLUTION, place))

    def write(self, made: Prepared) -> dict[str, int]:
        """Put the records of a sound claim on the record, and remember them; gives the newest number by table."""
        known, missing = made.fills
        if missing:
            episode: EpisodeBody = latest_body(self._index.writer, "episode", known["id"])
            after, _ = changed(episode, missing)
            self._index.writer.change(after, "amended")
            known.update(missing)
        numbers = {}
        for body in made.bodies:
            numbers[body.table] = self._index.writer.add(body)
            _REMEMBER.get(body.table, _nothing)(self._index, body, numbers[body.table])
        return numbers

    def _episode(self, draft: Draft, made: Prepared) -> str | None:
        if draft.episode is None:
            return draft.episode_id
        known = self._index.episode(draft.episode)
        if known is None:
            identifier = new_id()
            self._build(draft, made, EpisodeBody, {"id": identifier, **draft.episode}, (EPISODE,))
            return identifier
        if draft.one:
            refuse_other_episode(known, draft.episode)
            made.fills = (known, lacking(draft, known))
        elif self._agreed.get(known["id"]) != draft.episode:  # many claims of a file are from one episode
            differences = list(compare_episode(draft, known, self._index))
            note(draft, differences)
            made.fills = (known, lacking(draft, known))
            if not differences and not made.fills[1]:
                self._agreed[known["id"]] = draft.episode
        return str(known["id"])

    def _analyst(self, draft: Draft, made: Prepared) -> str:
        known = self._index.analyst(draft.folded)
        if known is not None:
            return known[0]
        if draft.one and not draft.new_analyst:
            refuse_near_name(draft.analyst, self._index.names)
        identifier = new_id()
        values = {"id": identifier, "name": draft.analyst, "match_key": draft.folded}
        self._build(draft, made, AnalystBody, values)
        return identifier

    def _question(self, draft: Draft, made: Prepared) -> Asked:
        name = draft.question
        key = draft.key if name is None else None if is_local(name) else real_name(name)
        if key:
            try:
                read_key(key)
            except LedgerError as error:
                draft.fault(("question",), f"{quoted(key)} is no question of the ledger", error)
        columns = {"id": new_id(), "key": key, **draft.asked}
        taken = self._index.keyed_question(key) if key and name is None else None
        if taken is not None:
            draft.fault(("key",), f"is the key of {taken.what}; to put the claim on it, give it as its question")
        if columns["statement"] is not None:
            self._build(draft, made, QuestionBody, columns)
        return Asked(columns, f"the question of {draft.where}")

    def _build(
        self, draft: Draft, made: Prepared, kind: type[Body], values: Mapping[str, Any], under: Spot = ()
    ) -> None:
        try:
            body = kind(**values)
        except ValidationError as error:
            if draft.one:
                raise InvalidRecord(kind.table, error.errors()) from None
            for fault in error.errors():
                name = str((fault["loc"] or (kind.table,))[0])
                spot = (*under, STATED_IN.get((kind.table, name), name))
                draft.fault(spot, fault_words(fault).removeprefix(": "))
        except LedgerError as error:
            draft.fault(under, error.message, error)
        else:
            if not draft.one and _is_bulky(values) and len(canonical(body.model_dump(mode="json"))) > BODY_LIMIT:
                draft.fault(under, f"holds more than {BODY_LIMIT:,} characters, too many for one record")
            made.bodies.append(body)


def _refuse_settled_before(draft: Draft, asked: Asked) -> None:
    """A claim on a known question is made before that falls due."""
    deadline, day = asked.columns["deadline"], draft.claim["stated_on"]
    try:
        refuse_early_deadline(deadline, day)
    except DeadlineBeforeStatement as error:
        draft.fault(("stated_on",), f"{day} lies after the deadline of the question, {deadline}", error)


def _is_bulky(values: Mapping[str, Any]) -> bool:
    """Whether the quote or a list is so long that the record may be too large; the other texts cannot make it so."""
    most = {"quote": _LONG_QUOTE, "topics": _LONG_LIST, "evidence": _LONG_LIST, "people": _LONG_LIST}
    return any(len(values.get(name) or ()) > limit for name, limit in most.items())


def _keep_episode(index: LedgerIndex, body: Body, number: int) -> None:
    index.keep_episode({**body.model_dump(), "number": number})


def _keep_analyst(index: LedgerIndex, body: Body, _number: int) -> None:
    assert isinstance(body, AnalystBody)  # noqa: S101 - by the table it is kept under
    index.keep_analyst(body.id, body.name, body.match_key)


def _nothing(_index: LedgerIndex, _body: Body, _number: int) -> None:
    return


_REMEMBER: dict[str, Callable[[LedgerIndex, Body, int], None]] = {"episode": _keep_episode, "analyst": _keep_analyst}


def remember(index: LedgerIndex, draft: Draft, claim_id: str, asked: Asked) -> None:
    """Let later claims of the file find this one, and its question, by their names."""
    if draft.named:
        index.made[draft.named] = Made(claim_id, asked.id)
    index.name_question(draft.question, asked)
