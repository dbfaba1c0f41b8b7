"""Putting claims on the record: what was said, by whom, when, and how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ledger.curation.anchoring import ANYWHERE, Anchorer, Given
from ledger.curation.catalogue import Catalogue, KeyTaken, NewEpisode, mixed_scripts
from ledger.curation.validation import checked, latest_body, read_key
from ledger.errors import ConflictError, InputError
from ledger.journal.reader import Record
from ledger.journal.writer import Writer, new_id
from ledger.model.days import read_day
from ledger.model.deadlines import read_deadline
from ledger.model.instants import read_timecode
from ledger.model.likelihood import Likelihood, UnknownPhrase, read_likelihood
from ledger.model.records import ClaimBody, QuestionBody
from ledger.model.scales import load_hedges, load_scale, scales_with
from ledger.model.vocabulary import TAKEN_BACK, Attribution, Kind
from ledger.query.lint.hints import Coded, hints
from ledger.query.refs import find_episode, find_question
from ledger.text.clean import match_key

DEFAULT_SCALE = "icd203"
UNKNOWN = "unknown"
_LENGTH_APART = 2
"""By how many characters statements that say the same may differ in length and still be seen to: a full stop, a space.
"""


class NoStatementDate(InputError):
    """When it was said decides everything else."""

    def __init__(self) -> None:
        super().__init__(
            "When was it said?", "Give --on DATE, or an episode with a date, or --on unknown (then it is never scored)."
        )


class StatedInFuture(InputError):
    """Nobody has said it yet."""

    def __init__(self, day: date, today: date) -> None:
        super().__init__(f"--on {day} is after today ({today}).", "Give the day it was said.")


class DeadlineBeforeStatement(ConflictError):
    """A forecast of what should already have happened."""

    def __init__(self, deadline: str, stated_on: str) -> None:
        super().__init__(
            f"The deadline {deadline} lies before the day it was said, {stated_on}.",
            "Check --by and --on; a deadline may be the same day at the earliest.",
        )


class AlreadyRecorded(ConflictError):
    """The same analyst, day and statement."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"This is already on the record as claim {number}.",
            f"See: ledger show {number}. A change of mind is: ledger revise {number}; a slip: ledger amend {number}",
        )


class QuestionGiven(InputError):
    """A claim on a known question cannot also reword it."""

    def __init__(self, number: int, options: Sequence[str]) -> None:
        super().__init__(
            f"Question q{number} has its own {', '.join(options)}.",
            f"Leave them out, or change the question: ledger question amend q{number}",
        )


@dataclass(frozen=True)
class NewClaim:
    """A claim in the words a user gave; everything is read and checked by ``record``."""

    statement: str | None
    analyst: str
    on: str | None = None
    episode: str | None = None
    new_episode: NewEpisode | None = None
    by: str | None = None
    criteria: str | None = None
    condition: str | None = None
    likelihood: str | Likelihood | None = None
    scale: str = DEFAULT_SCALE
    quote: str | None = None
    at: str | None = None
    kind: str | None = None
    attribution: str | None = None
    denies: bool = False
    question: str | None = None
    topics: Sequence[str] = ()
    note: str | None = None
    new_analyst: bool = False
    key: str | None = None
    cluster: str | None = None
    difficulty: str | None = None
    deadline_basis: str | None = None
    read_by: str | None = None
    place: Given = ANYWHERE
    """Where the quote stands in the episode's document, where that needs saying."""


@dataclass(frozen=True)
class Recorded:
    """What was put on the record, as understood."""

    number: int
    question_number: int
    claim: ClaimBody
    question: QuestionBody
    likelihood: Likelihood
    warnings: tuple[str, ...] = ()

    @property
    def hints(self) -> dict[str, str]:
        """What makes the claim hard to settle, by name; looked for when somebody wants to know."""
        return hints(Coded(self.question.model_dump(), self.claim.model_dump()))


class Recorder:
    """Records claims inside one transaction; what is looked up once is remembered, so many go as fast as one."""

    def __init__(self, writer: Writer, today: date, actor: str) -> None:
        self.writer = writer
        self.catalogue = Catalogue(writer, today)
        self._today = today
        self._actor = actor
        self._anchorer = Anchorer(writer)
        self._keys: dict[str, int] | None = None
        self._known: set[str] = set()

    def record(self, new: NewClaim, *, once: bool = True) -> Recorded:
        """Put a claim on the record, with its question, analyst and episode where they are new.

        Args:
            new: the claim in the user's words.
            once: refuse what the same analyst is already recorded as saying that day; a bulk load checks keys instead.

        Raises:
            LedgerError: whatever cannot be read or contradicts the record; nothing is then recorded.
        """
        self._refuse_key(read_key(new.key))
        episode = self._episode(new)
        stated_on = self._stated_on(new, episode)
        likelihood = read_claim_likelihood(new.likelihood, new.scale)
        question, question_number = self._question(new, stated_on)
        if question.deadline and stated_on and question.deadline < str(stated_on):
            raise DeadlineBeforeStatement(question.deadline, str(stated_on))
        known = {
            "analyst_id": self.catalogue.analyst(new.analyst, new=new.new_analyst),
            "question_id": question.id,
            "episode_id": episode["id"] if episode else None,
            "stated_on": str(stated_on) if stated_on else None,
        }
        anchored = self._anchorer.anchor_or_tell(known["episode_id"], new.quote, new.place)
        claim = self._claim(new, likelihood, {**known, **anchored.columns})
        if once:
            self._refuse_repeat(claim, question)
        twin = self._same_statement(question) if once and not question_number else 0
        if not question_number:
            question_number = self.writer.add(question)
        number = self.writer.add(claim)
        if claim.key and self._keys is not None:
            self._keys[claim.key] = number
        told = (mixed_scripts(new.analyst), self._settled(question_number, claim), _says_the_same(twin, number))
        notes = (*anchored.warnings, *filter(None, told))
        return Recorded(number, question_number, claim, question, likelihood, notes)

    def _episode(self, new: NewClaim) -> Record | None:
        if new.episode:
            return find_episode(self.writer, new.episode)
        return self.catalogue.episode(new.new_episode) if new.new_episode else None

    def _stated_on(self, new: NewClaim, episode: Record | None) -> date | None:
        if new.on == UNKNOWN:
            return None
        given = new.on or (episode or {}).get("published_on")
        if not given:
            raise NoStatementDate
        day = read_day(given, "on", self._today)
        if day > self._today:
            raise StatedInFuture(day, self._today)
        return day

    def _question(self, new: NewClaim, stated_on: date | None) -> tuple[QuestionBody, int]:
        """The question a claim is on, and its number if it is known already (else 0)."""
        if new.question:
            known = find_question(self.writer, new.question)
            own = {"--by": new.by, "--criteria": new.criteria, "--if": new.condition, "--topic": new.topics}
            clash = [option for option, value in own.items() if value]
            if new.statement:
                clash.insert(0, "a statement")
            if clash:
                raise QuestionGiven(known["number"], clash)
            self._known.add(known["id"])
            return latest_body(self.writer, "question", known["id"]), known["number"]
        deadline = read_deadline(new.by, stated_on) if new.by else None
        values = {
            "id": new_id(),
            "key": read_key(new.key),
            "statement": new.statement or "",
            "criteria": new.criteria,
            "deadline": str(deadline.on) if deadline else None,
            "deadline_words": deadline.words if deadline else None,
            "deadline_basis": new.deadline_basis or (deadline.basis if deadline else None),
            "condition": new.condition,
            "difficulty": new.difficulty,
            "topics": list(dict.fromkeys(topic.strip() for topic in new.topics)),
        }
        return checked(QuestionBody, values), 0

    def _claim(self, new: NewClaim, likelihood: Likelihood, known: dict[str, Any]) -> ClaimBody:
        values: dict[str, Any] = {
            "id": new_id(),
            "key": read_key(new.key),
            **known,
            "quote": new.quote,
            **({"at_seconds": int(read_timecode(new.at))} if new.at else {}),
            "kind": new.kind or str(Kind.CONDITIONAL if new.condition else Kind.PREDICTION),
            "attribution": new.attribution or str(Attribution.FIRST_PERSON),
            "denies": new.denies,
            "cluster": new.cluster,
            "note": new.note,
            **likelihood_columns(likelihood, new.read_by or self._actor),
        }
        return checked(ClaimBody, values)

    def _settled(self, question_number: int, claim: ClaimBody) -> str:
        """What to say of a claim on a question that has a verdict already; "" where there is none."""
        if claim.question_id not in self._known:
            return ""
        verdict = self.writer.rows(
            "SELECT verdict, verdict_on FROM question WHERE id = :id AND verdict <> 'open'", id=claim.question_id
        )
        if not verdict:
            return ""
        told = f"q{question_number} was settled ({verdict[0]['verdict']}) on {verdict[0]['verdict_on']}"
        if claim.stated_on and verdict[0]["verdict_on"] and claim.stated_on >= verdict[0]["verdict_on"]:
            return f"{told}, before this was said: it is no forecast and is never scored."
        return f"{told}, before this was recorded: it is marked retrospective."

    def _refuse_key(self, key: str | None) -> None:
        if not key:
            return
        if self._keys is None:
            rows = self.writer.rows("SELECT key, number FROM claim WHERE key IS NOT NULL")
            self._keys = {row["key"]: row["number"] for row in rows}
        if key in self._keys:
            raise KeyTaken(key, f"claim {self._keys[key]}")

    def _same_statement(self, question: QuestionBody) -> int:
        """The number of a question that says the same in other letters; 0 if there is none."""
        length = len(question.statement)
        candidates = self.writer.rows(
            "SELECT number, statement FROM question WHERE statement = :statement "
            "OR LENGTH(statement) BETWEEN :least AND :most ORDER BY number",
            statement=question.statement,
            least=length - _LENGTH_APART,
            most=length + _LENGTH_APART,
        )
        wanted = fold_statement(question.statement)
        return next((row["number"] for row in candidates if fold_statement(row["statement"]) == wanted), 0)

    def _refuse_repeat(self, claim: ClaimBody, question: QuestionBody) -> None:
        found = self.writer.rows(
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
            raise AlreadyRecorded(found[0]["number"])


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


def read_claim_likelihood(given: str | Likelihood | None, scale: str) -> Likelihood:
    """Read what was said of how sure it is; nothing said is a flat assertion."""
    return given if isinstance(given, Likelihood) else _read_words((given or "").strip() or "none", scale)


@lru_cache(maxsize=1024)
def _read_words(words: str, scale: str) -> Likelihood:
    try:
        return read_likelihood(words, load_scale(scale), load_hedges())
    except UnknownPhrase:
        raise UnknownPhrase(words, load_scale(scale), load_hedges(), scales_with(words)) from None


def likelihood_columns(likelihood: Likelihood, read_by: str) -> dict[str, Any]:
    """The columns a likelihood fills; words that somebody had to read carry who did."""
    read = likelihood.source not in {"none", "number", "range"}
    return {
        "source": likelihood.source,
        "words": likelihood.words or None,
        "scale": likelihood.scale,
        "low": likelihood.low,
        "point": likelihood.point,
        "high": likelihood.high,
        "read_by": read_by if read else None,
    }
