"""Putting a claim on the record by itself: what was said, by whom, when, and how surely.

It goes the way of the claims of a file - read and checked as a draft (``drafts``), then written (``claim_writing``) -
and differs in what is refused: the first fault, a name that looks like a known one, what is on the record already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.claimfiles.rows import ClaimRow, Value
from ledger.curation.anchoring import ANYWHERE, Given
from ledger.curation.catalogue import Catalogue, KeyTaken, NewEpisode, mixed_scripts
from ledger.curation.claim_writing import ClaimWriter
from ledger.curation.drafts import DraftReader, file_name
from ledger.curation.ledger_index import Asked, LedgerIndex
from ledger.curation.validation import latest_body
from ledger.errors import ConflictError, InputError
from ledger.journal.reader import Record
from ledger.journal.writer import Writer
from ledger.model.records import ClaimBody, QuestionBody
from ledger.model.scales import DEFAULT_SCALE
from ledger.model.vocabulary import TAKEN_BACK, Outcome
from ledger.query.lint.hints import Coded, hints
from ledger.query.refs import find_episode, find_question
from ledger.text.clean import match_key

_LENGTH_APART = 2
"""By how many characters statements that say the same may differ in length and still be seen to: a full stop, a space.
"""


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
    likelihood: str | None = None
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
    place: Given = ANYWHERE
    """Where the quote stands in the episode's document, where that needs saying."""

    def row(self, published_on: str | None) -> ClaimRow:
        """The claim as a file would state it; the day it was said is that of its episode, if none is given.

        What is empty is not stated, but for what no claim can do without.
        """
        likelihood = (self.likelihood or "").strip() or "none"  # a scale that is named is looked up in any case
        may_lack: dict[str, Value | None] = {
            "key": file_name(self.key) if self.key is not None else None,
            "stated_on": self.on or published_on,
            "deadline": self.by,
            "criteria": self.criteria,
            "condition": self.condition,
            "scale": self.scale,
            "quote": self.quote,
            "at": self.at,
            "kind": self.kind,
            "attribution": self.attribution,
            "denies": self.denies,
            "topics": tuple(self.topics),
            "note": self.note,
            "cluster": self.cluster,
            "difficulty": self.difficulty,
            "deadline_basis": self.deadline_basis,
        }
        stated = {name: value for name, value in may_lack.items() if value or (name == "key" and value is not None)}
        own = {} if self.question else {"statement": self.statement or ""}
        return ClaimRow("", 0, {"analyst": self.analyst, "likelihood": likelihood, **own, **stated})


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
        self.writer = writer
        index = LedgerIndex(writer)
        self.catalogue = Catalogue(writer, today, index)
        self._reader = DraftReader(today, actor, one=True)
        self._claims = ClaimWriter(index)

    def record(self, new: NewClaim, *, once: bool = True) -> Recorded:
        """Put a claim on the record, with its question, analyst and episode where they are new.

        Args:
            new: the claim in the user's words.
            once: refuse what the same analyst is already recorded as saying that day; a bulk load checks keys instead.

        Raises:
            LedgerError: whatever cannot be read or contradicts the record; nothing is then recorded.
        """
        episode = self._episode(new)
        draft = self._reader.read(new.row(episode["published_on"] if episode else None))
        draft.episode_id = episode["id"] if episode else None
        draft.place, draft.quote, draft.new_analyst = new.place, new.quote, new.new_analyst
        self._refuse_key(draft.key)
        known = self._known_question(new)
        made = self._claims.prepare(draft, Asked(known, f"question q{known['number']}") if known else None, None)
        claim: ClaimBody = made.body("claim")
        question: QuestionBody = latest_body(self.writer, "question", known["id"]) if known else made.body("question")
        if once:
            self._refuse_repeat(claim, question)
        twin = self._same_statement(question) if once and not known else 0
        numbers = self._claims.write(made)
        number = numbers["claim"]
        told = (mixed_scripts(new.analyst), _settled(known, claim) if known else "", _says_the_same(twin, number))
        notes = (*made.warnings, *filter(None, told))
        return Recorded(number, known["number"] if known else numbers["question"], claim, question, notes)

    def _episode(self, new: NewClaim) -> Record | None:
        if new.episode:
            return find_episode(self.writer, new.episode)
        return self.catalogue.episode(new.new_episode) if new.new_episode else None

    def _known_question(self, new: NewClaim) -> Record | None:
        """The question a claim is put on, if it names one."""
        if not new.question:
            return None
        known = find_question(self.writer, new.question)
        own = {"--by": new.by, "--criteria": new.criteria, "--if": new.condition, "--topic": new.topics}
        clash = [option for option, value in own.items() if value]
        if new.statement:
            clash.insert(0, "a statement")
        if clash:
            raise QuestionGiven(known["number"], clash)
        return known

    def _refuse_key(self, key: str | None) -> None:
        number = self.catalogue.index.claim_number(key) if key else None
        if number is not None:
            raise KeyTaken(str(key), f"claim {number}")

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
