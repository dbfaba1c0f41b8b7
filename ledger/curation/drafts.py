"""From what is stated of a claim to its columns: every field is read and checked here, whatever way it came in.

Of a claim by itself (``ledger add``) the first fault is raised; of the claims of a file all faults are gathered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ledger.claimfiles.rows import ClaimRow, Spot, Value
from ledger.curation.anchoring import Given
from ledger.curation.resolving import read_outcome
from ledger.curation.validation import NoName, name_key, read_key
from ledger.errors import ConflictError, InputError, LedgerError, Problem, quoted
from ledger.model.days import read_day
from ledger.model.deadlines import read_deadline
from ledger.model.fields import EPISODE, LOCAL, RESOLUTION, UNKNOWN
from ledger.model.instants import read_timecode
from ledger.model.likelihood import Likelihood, UnknownPhrase, read_likelihood
from ledger.model.probabilities import read_figure
from ledger.model.scales import DEFAULT_SCALE, load_hedges, load_scale, scales_with
from ledger.model.vocabulary import Attribution, Kind, Outcome, Source, Target
from ledger.text.clean import clean_text
from ledger.text.folding import fold

Columns = dict[str, Any]


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
        self.brief = f"{deadline} lies before the day it was said, {stated_on}"


def refuse_early_deadline(deadline: date | str | None, stated_on: date | str | None) -> None:
    """A claim cannot fall due before it is made; ``date`` or ISO text, None where either day is not known.

    Raises:
        DeadlineBeforeStatement: it would.
    """
    if deadline and stated_on and str(deadline) < str(stated_on):
        raise DeadlineBeforeStatement(str(deadline), str(stated_on))


@dataclass
class Draft:
    """A claim of a file, read: what is wrong with it, names that hang it together with others, and its columns.

    ``asked`` are the columns of its question and ``given`` those of them that the file states. ``named`` is the key as
    the file writes it, which may be a name within the file alone; ``key`` is one of the ledger.
    """

    row: ClaimRow
    problems: list[Problem]
    one: bool = False
    """Whether the claim comes by itself: then the first fault is raised."""
    analyst: str = ""
    folded: str = ""
    """By what variants of the analyst's name are one."""
    key: str | None = None
    named: str | None = None
    question: str | None = None
    revises: str | None = None
    repeat: bool = False
    claim: Columns = field(default_factory=dict)
    asked: Columns = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    episode: Columns | None = None
    verdicts: list[Columns] = field(default_factory=list)
    episode_id: str | None = None
    """The episode of the ledger it is from, where that is known beforehand."""
    place: Given | None = None
    """Where its quote is to be looked for, if it is not in the documents of the episode that the file states."""
    quote: str | None = None
    """Its quote to the letter, for the ``place``: a stretch of a document as it is written there."""
    new_analyst: bool = False
    """Whether the name of a claim by itself is new for certain, though it may look like a known one."""

    @property
    def where(self) -> str:
        """Where the claim stands, to be told in the fault of another."""
        return f"line {self.row.line}" if self.row.line else "another claim"

    def fault(self, spot: Spot, message: str, error: LedgerError | None = None) -> None:
        """Note what is wrong, once for each field.

        Raises:
            LedgerError: the ``error``, or one in the words of the message, if the claim comes by itself.
        """
        problem = self.row.problem(spot, message)
        if self.one:
            raise error or InputError(f"{problem.field}: {message}.")
        if all((known.field, known.line) != (problem.field, problem.line) for known in self.problems):
            self.problems.append(problem)


class Stated:
    """What one part of a claim states, read field by field; what cannot be read is noted and gives None."""

    def __init__(self, draft: Draft, spot: Spot, values: Mapping[str, Value], today: date) -> None:
        self._draft = draft
        self._spot = spot
        self._values = values
        self._today = today
        self.refused: set[str] = set()

    def fault(self, name: str, message: str, error: LedgerError | None = None) -> None:
        """Note what is wrong with a field."""
        self.refused.add(name)
        self._draft.fault((*self._spot, name), message, error)

    def states(self, name: str) -> bool:
        """Whether anything is stated in a field."""
        return self.text(name) is not None

    def text(self, name: str) -> str | None:
        """A text as it is stored, None where it says nothing; what is blank says so if the claim comes by itself."""
        value = self._values.get(name)
        if value is None or name in self.refused:
            return None
        if not isinstance(value, str):
            return str(value) if isinstance(value, bool) else None
        return self._cleaned(name, value) or ("" if self._draft.one else None)

    def _cleaned(self, name: str, value: str) -> str:
        try:
            return clean_text(value, name)
        except LedgerError as error:
            self.fault(name, _told(error, name), error)
            return ""

    def take(self, name: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - whatever is read
        """What a text is read as; None where there is none, or it cannot be read."""
        words = self.text(name)
        if words is None:
            return None
        try:
            return read(words)
        except LedgerError as error:
            self.fault(name, _told(error, name), error)
        except ValueError:  # not a member of a closed list
            self.fault(name, f"{quoted(words)} is not known")
        return None

    def past_day(self, name: str) -> date | None:
        """A day that is not still to come."""
        called = _OPTIONS.get(name, name) if self._draft.one else name
        day: date | None = self.take(name, lambda words: read_day(words, called, self._today))
        if day is not None and day > self._today:
            self.fault(name, f"{day} is after today ({self._today})", StatedInFuture(day, self._today))
            return None
        return day

    def seconds(self, name: str) -> int | None:
        """A place in a recording, or a length."""
        found: int | None = self.take(name, lambda words: read_timecode(words, name))
        return found

    def flag(self, name: str) -> bool:
        """Yes or no; no where nothing is stated."""
        return self._values.get(name) is True

    def items(self, name: str) -> Sequence[str]:
        """The items of a list, without empty ones."""
        value = self._values.get(name, ())
        texts = [item for item in value if isinstance(item, str)] if isinstance(value, tuple) else []
        return [item for item in (self._cleaned(name, text) for text in texts) if item or self._draft.one]

    def people(self, name: str) -> list[dict[str, str]]:
        """People with their roles."""
        value = self._values.get(name, ())
        return [
            {part: self._cleaned(name, text) for part, text in one.items()}
            for one in (value if isinstance(value, tuple) else ())
            if isinstance(one, Mapping)
        ]


def _told(error: LedgerError, name: str) -> str:
    """An error's sentence and advice, without the field's name, which stands before it anyway."""
    hint = error.hint.replace("--scale", "scale")
    message = error.message.removeprefix(f"{name}: ").removeprefix("likelihood: ")
    return f"{message} {hint}".strip().rstrip(".")


def is_local(name: str | None) -> bool:
    """Whether a name holds within its file only."""
    return name is not None and name.startswith(LOCAL) and not name.startswith(2 * LOCAL)


def real_name(name: str) -> str:
    """The key that a name stands for: one that begins like a local name is written with the sign twice."""
    return name[1:] if name.startswith(2 * LOCAL) else name


def file_name(key: str) -> str:
    """A key as a file writes it, so that ``real_name`` gives it back."""
    return f"{LOCAL}{key}" if key.startswith(LOCAL) else key


_OPTIONS = {"stated_on": "on"}
"""The option of a field, where an error names it otherwise."""
_QUESTION = ("statement", "criteria", "condition", "difficulty", "deadline_basis")
_CLAIM = ("quote", "kind", "attribution", "cluster", "excluded", "note")
_EPISODE = ("show", "title", "url", "language", "sampling", "note")


class DraftReader:
    """Reads claims on one day, for one actor; with ``one`` each comes by itself, and its first fault is raised."""

    def __init__(self, today: date, actor: str, *, one: bool = False) -> None:
        self._today = today
        self._actor = actor
        self._one = one

    def read(self, row: ClaimRow) -> Draft:
        """Read what a claim states; what it does not state is filled in as ``ledger add`` would."""
        draft = Draft(row, list(row.faults), one=self._one)
        if not row.claim:
            if not draft.problems:
                draft.fault((), "states no claim")
            return draft
        said = Stated(draft, (), row.claim, self._today)
        self._read_names(draft, said)
        if row.episode is not None:
            draft.episode = self._read_episode(Stated(draft, (EPISODE,), row.episode, self._today))
        stated_on = self._stated_on(draft, said)
        self._read_question(draft, said, stated_on)
        self._read_claim(draft, said, stated_on)
        draft.verdicts = [
            self._read_verdict(Stated(draft, (RESOLUTION, place), verdict, self._today))
            for place, verdict in enumerate(row.resolutions)
        ]
        return draft

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
        words = said.text("stated_on")
        if words is not None:
            return None if words == UNKNOWN else said.past_day("stated_on")
        published = (draft.episode or {}).get("published_on")
        if published is None and "stated_on" not in said.refused:
            missing = "is missing: give a day, or unknown, or an episode with its day"
            said.fault("stated_on", missing, NoStatementDate())
        return date.fromisoformat(published) if published else None

    def _read_question(self, draft: Draft, said: Stated, stated_on: date | None) -> None:
        columns: Columns = {name: said.text(name) for name in _QUESTION}
        columns["note"] = said.text("question_note")
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
        columns: Columns = {name: said.text(name) for name in _CLAIM}
        conditional = Kind.CONDITIONAL if draft.asked["condition"] else Kind.PREDICTION
        columns["kind"] = columns["kind"] or str(conditional)
        columns["attribution"] = columns["attribution"] or str(Attribution.FIRST_PERSON)
        columns["denies"] = said.flag("denies")
        columns["stated_on"] = str(stated_on) if stated_on else None
        withdrawn = said.past_day("withdrawn_on")
        if withdrawn and stated_on and withdrawn < stated_on:
            said.fault("withdrawn_on", f"{withdrawn} lies before the day it was said, {stated_on}")
        columns["withdrawn_on"] = str(withdrawn) if withdrawn else None
        columns |= {"at_seconds": said.seconds("at"), "until_seconds": said.seconds("until")}
        columns |= likelihood_columns(self._likelihood(said), said.text("read_by") or self._actor)
        draft.claim = columns

    def _likelihood(self, said: Stated) -> Likelihood:
        """What was said of how sure it is; beside words the figures are somebody's reading of them."""
        words, scale, hedge = said.text("words"), said.text("scale"), said.flag("hedge")
        if words is None and hedge:
            said.fault("words", "are missing: which words cannot be wrong?")
        elif words is None:
            read = said.take("likelihood", lambda given: read_claim_likelihood(given, scale or DEFAULT_SCALE))
            return read or Likelihood(Source.NONE)
        if not said.states("likelihood"):
            return Likelihood(Source.HEDGE if hedge else Source.NONE, words or "", scale=scale if hedge else None)
        figure = said.take("likelihood", lambda given: read_figure(fold(given)))
        if figure is None:
            given = quoted(said.text("likelihood") or "")
            said.fault("likelihood", f"{given} is not a number or a range, which it must be beside words")
            return Likelihood(Source.NONE)
        source, point = (Source.HEDGE, None) if hedge else (Source.INFERRED, figure.point)
        return Likelihood(source, words or "", figure.low, point, figure.high, scale)

    def _read_episode(self, said: Stated) -> Columns:
        columns: Columns = {name: said.text(name) for name in _EPISODE}
        for name in ("show", "title"):
            if columns[name] is None:
                said.fault(name, "is missing")
        published = said.past_day("published_on")
        columns |= {"published_on": str(published) if published else None, "duration_s": said.seconds("duration")}
        columns["key"] = said.take("key", lambda words: read_key(real_name(words)))
        columns["people"] = said.people("people")
        return {name: value for name, value in columns.items() if value}

    def _read_verdict(self, said: Stated) -> Columns:
        outcome, fraction = said.take("outcome", read_outcome) or (None, None)
        if outcome is None and not said.states("outcome"):
            said.fault("outcome", "is missing")
        on = said.past_day("on")
        columns: Columns = {name: said.text(name) for name in ("reason", "note")}
        columns["target"] = said.take("target", Target) or Target.QUESTION
        columns |= {"outcome": outcome, "fraction": fraction, "resolved_on": str(on) if on else None}
        columns |= {"evidence": list(said.items("evidence")), "judged_by": said.text("judged_by") or self._actor}
        columns["key"] = said.take("key", read_key)
        if outcome is not None:
            _require(said, outcome, columns)
        return columns


def _require(said: Stated, outcome: Outcome, columns: Columns) -> None:
    """What a verdict may not lack."""
    if columns["target"] == Target.CONDITION and outcome.settled and not outcome.of_condition:
        said.fault("outcome", f"a condition cannot be {outcome}")
    if not outcome.settled:
        if not columns["reason"]:
            said.fault("reason", "is missing: why was the verdict taken back?")
        return
    if not columns["resolved_on"] and not said.states("on"):
        said.fault("on", f"is missing: the verdict {outcome} needs its day")
    if outcome.needs_evidence and not columns["evidence"]:
        said.fault("evidence", f"is missing: the verdict {outcome} must show what it rests on")
    if outcome.needs_reason and not columns["reason"]:
        said.fault("reason", f"is missing: the verdict {outcome} needs one")


def read_topics(given: Iterable[str]) -> list[str]:
    """Topics as they are stored, each once, however often and in whatever form of its letters it was named."""
    return list(dict.fromkeys(clean_text(topic, "topics") for topic in given))


def read_claim_likelihood(given: str | None, scale: str) -> Likelihood:
    """Read what was said of how sure it is; nothing said is a flat assertion."""
    return _read_words((given or "").strip() or "none", scale)


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
