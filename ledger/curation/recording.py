"""Putting a claim on the record by itself: what was said, by whom, when, and how surely.

It goes the way of the claims of a file - shaped, read and checked as a draft (``drafts``), then written
(``claim_writing``) - and differs in what is refused: the first fault, a name that looks like a known one, what is on
the record already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.claimfiles.rows import ClaimRow
from ledger.claimfiles.shaping import Number, Shaper
from ledger.curation.anchoring import ANYWHERE, Given
from ledger.curation.catalogue import KeyTaken, mixed_scripts
from ledger.curation.claim_writing import ClaimWriter
from ledger.curation.drafts import DraftReader
from ledger.curation.ledger_index import Asked, LedgerIndex
from ledger.curation.validation import latest_body
from ledger.errors import ConflictError, InputError
from ledger.journal.reader import Record
from ledger.journal.writer import Writer
from ledger.model.fields import EPISODE, FIELDS, QUESTION, RESOLUTION, Field, file_name
from ledger.model.records import ClaimBody, QuestionBody
from ledger.model.vocabulary import TAKEN_BACK, Outcome
from ledger.query.lint.hints import Coded, hints
from ledger.query.refs import find_episode, find_question
from ledger.text.clean import match_key

_LENGTH_APART = 2
"""By how many characters statements that say the same may differ in length and still be seen to: a full stop, a space.
"""


_OWN = {"statement": "a statement"}
_NEEDED = ("analyst", "statement")
"""Fields that no claim can do without: that they are empty is a fault."""
_ELSEWHERE = {
    "revises": "A change of mind is recorded with: ledger revise",
    RESOLUTION: "A verdict is recorded with: ledger resolve",
}


def _row(
    stated: Mapping[str, Any], given: Mapping[str, Any], episode: Record | None, where: object, *, worded: bool
) -> ClaimRow:
    """A claim as a file would state it; the day it was said is that of its episode, if none is given."""
    refused = next((name for name in _ELSEWHERE if name in given), None)
    if refused:
        raise InputError(f"{refused} cannot be said of a claim by itself.", _ELSEWHERE[refused])
    table = {name: "" for name in _NEEDED if worded or name != "statement"} | dict(given)
    if episode and episode["published_on"]:
        table.setdefault("stated_on", episode["published_on"])
    table["key"] = _key(stated.get("key"))
    if "words" not in table and not str(table.get("likelihood", "")).strip():
        table["likelihood"] = "none"  # a scale that is named is looked up in any case
    if isinstance(where, Mapping):
        table[EPISODE] = {name: _in_json(value) for name, value in where.items() if value not in (None, "")}
        table[EPISODE]["key"] = _key(where.get("key"))
    return Shaper("", 0).row({name: _in_json(value) for name, value in table.items()})


def _key(key: object) -> object:
    """A key as a file writes it; by itself no claim has a name within a file."""
    return file_name(key) if isinstance(key, str) else key


def _in_json(value: object) -> object:
    """A value as a line of JSON has it: a fraction with the digits it is written with."""
    if isinstance(value, float):
        return Number(repr(value))
    return list(value) if isinstance(value, tuple) else value


def _called(field: Field) -> str:
    return field.option.flag if field.option and field.option.add else field.name


@dataclass(frozen=True)
class Recorded:
    """What was put on the record, as understood."""

    number: int
    question_number: int
    claim: ClaimBody
    question: QuestionBody
    warnings: tuple[str, ...] = ()

    @property
    def hints(self) -> dict[str, str]:
        """What makes the claim hard to settle, by name; looked for when somebody wants to know."""
        return hints(Coded(self.question.model_dump(), self.claim.model_dump()))


class Recorder:
    """Records claims inside one transaction; what is looked up once is remembered, so many go as fast as one."""

    def __init__(self, writer: Writer, today: date, actor: str) -> None:
        self._writer = writer
        self._index = LedgerIndex(writer)
        self._reader = DraftReader(today, actor, one=True)
        self._claims = ClaimWriter(self._index)

    def record(
        self, stated: Mapping[str, Any], *, new_analyst: bool = False, place: Given = ANYWHERE, once: bool = True
    ) -> Recorded:
        """Put a claim on the record, with its question, analyst and episode where they are new.

        Args:
            stated: the claim under the names of its fields (``model.fields.FIELDS``), as a line of JSON in a file of
                claims has it: ``statement``, ``analyst``, ``stated_on``, ``deadline``, ``criteria``, ``condition``,
                ``likelihood``, ``quote``, ``topics`` ... Texts, numbers, flags, days and lists. ``question`` names a
                question of the ledger instead of a statement (``q7``, or a claim on it). ``episode`` names a known one
                (``e2``, or its title), or is a mapping under the names of ``EPISODE_FIELDS``: found by its key, else
                by its show and title, and made if there is none. What is None or empty is not stated.
            new_analyst: the name is new, though it may look like a known one.
            place: where the quote stands in the episode's document, where that needs saying.
            once: refuse what the same analyst is already recorded as saying that day; ``repeat`` says the same of one.

        Raises:
            LedgerError: whatever cannot be read or contradicts the record; nothing of the claim is then recorded.
        """
        given = {name: value for name, value in stated.items() if value not in (None, "", (), [])}
        question, where = given.pop("question", None), given.pop(EPISODE, None)
        known_episode = self._known_episode(where)
        draft = self._reader.read(_row(stated, given, known_episode, where, worded=question is None))
        if isinstance(where, str) and known_episode:
            draft.episode_id = known_episode["id"]
        draft.place, draft.quote, draft.new_analyst = place, stated.get("quote"), new_analyst
        self._refuse_key(draft.key)
        known = None if question is None else self._known_question(str(question), given)
        made = self._claims.prepare(draft, Asked(known, f"question q{known['number']}") if known else None, None)
        claim: ClaimBody = made.body("claim")
        asked: QuestionBody = latest_body(self._writer, "question", known["id"]) if known else made.body("question")
        if once and not draft.repeat:
            self._refuse_repeat(claim, asked)
        twin = self._same_statement(asked) if once and not known else 0
        numbers = self._claims.write(made)
        number = numbers["claim"]
        told = (mixed_scripts(draft.analyst), _settled(known, claim) if known else "", _says_the_same(twin, number))
        notes = (*made.warnings, *filter(None, told))
        return Recorded(number, known["number"] if known else numbers["question"], claim, asked, notes)

    def _known_episode(self, where: object) -> Record | None:
        """The episode a claim is from, if the ledger has it."""
        if isinstance(where, Mapping):
            return self._index.episode({name: str(where.get(name) or "") for name in ("key", "show", "title")})
        return None if where is None else find_episode(self._writer, str(where))

    def _known_question(self, ref: str, given: Mapping[str, Any]) -> Record:
        """The question a claim is put on, which it does not word."""
        known = find_question(self._writer, ref)
        clash = [field for field in FIELDS.values() if field.of == QUESTION and field.name in given]
        if clash:
            own = ", ".join(_OWN.get(field.name) or _called(field) for field in clash)
            raise InputError(
                f"Question q{known['number']} has its own {own}.",
                f"Leave them out, or change the question: ledger question amend q{known['number']}",
            )
        return known

    def _refuse_key(self, key: str | None) -> None:
        number = self._index.claim_number(key) if key else None
        if number is not None:
            raise KeyTaken(str(key), f"claim {number}")

    def _same_statement(self, question: QuestionBody) -> int:
        """The number of a question that says the same in other letters; 0 if there is none."""
        length = len(question.statement)
        candidates = self._writer.rows(
            "SELECT number, statement FROM question WHERE statement = :statement "
            "OR LENGTH(statement) BETWEEN :least AND :most ORDER BY number",
            statement=question.statement,
            least=length - _LENGTH_APART,
            most=length + _LENGTH_APART,
        )
        wanted = fold_statement(question.statement)
        return next((row["number"] for row in candidates if fold_statement(row["statement"]) == wanted), 0)

    def _refuse_repeat(self, claim: ClaimBody, question: QuestionBody) -> None:
        found = self._writer.rows(
            "SELECT c.number FROM claim c "
            "JOIN question q ON q.id = c.question_id JOIN analyst w ON w.id = c.analyst_id "
            "WHERE c.stated_on = :day AND q.statement = :statement "
            "AND (c.excluded IS NULL OR c.excluded <> :taken) AND COALESCE(w.merged_into, w.id) = "
            "(SELECT COALESCE(merged_into, id) FROM analyst WHERE id = :analyst)",
            analyst=claim.analyst_id,
            day=claim.stated_on,
            taken=TAKEN_BACK,
            statement=question.statement,
        )
        if found:
            there = found[0]["number"]
            raise ConflictError(
                f"This is already on the record as claim {there}.",
                f"See: ledger show {there}. A change of mind is: ledger revise {there}; a slip: ledger amend {there}",
            )


def _settled(question: Record, claim: ClaimBody) -> str:
    """What to say of a claim on a question that has a verdict already; "" where there is none."""
    if question["verdict"] == Outcome.OPEN:
        return ""
    told = f"q{question['number']} was settled ({question['verdict']}) on {question['verdict_on']}"
    if claim.stated_on and question["verdict_on"] and claim.stated_on >= question["verdict_on"]:
        return f"{told}, before this was said: it is no forecast and is never scored."
    return f"{told}, before this was recorded: it is marked retrospective."


def fold_statement(statement: str) -> str:
    """What two ways to write one statement share: letter case, spaces and the final full stop aside."""
    return match_key(statement).rstrip(".").rstrip()


def _says_the_same(twin: int, number: int) -> str:
    if not twin:
        return ""
    return (
        f"q{twin} says the same; to compare analysts, record it with --question q{twin}, "
        f"or: ledger question link q{twin} {number}"
    )
