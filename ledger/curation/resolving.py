"""Verdicts: appended, never edited; the newest is in force."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ledger.curation.validation import checked
from ledger.errors import ConflictError, InputError, quoted
from ledger.journal.reader import Record
from ledger.journal.writer import Writer, new_id
from ledger.model.days import read_day
from ledger.model.probabilities import PPM, LikelihoodError, read_figure
from ledger.model.records import ResolutionBody
from ledger.model.vocabulary import VERDICT_WORDS, VERDICTS, Outcome, Source, Target, either
from ledger.query.refs import find_question
from ledger.text.folding import fold


class NotOfACondition(InputError):
    """A condition is met, not met, or nobody can say."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(
            f"A condition cannot be {outcome}.",
            f"Choose {either(outcome for outcome in VERDICTS if outcome.of_condition)}; or resolve the question.",
        )


class UnknownOutcome(InputError):
    """Not one of the verdicts there are."""

    def __init__(self, words: str) -> None:
        super().__init__(f"{quoted(words)} is not an outcome.", f"Choose one of: {VERDICT_WORDS}.")


class UnreadableFraction(InputError):
    """How far it came true, in words that say no share of it."""

    def __init__(self, words: str) -> None:
        super().__init__(
            f"The outcome's fraction cannot be {quoted(words)}.",
            "It lies between 0 and 1, for instance partial=0.4 (or 40%); plain partial says no figure.",
        )


class NotPartial(InputError):
    """All of it or nothing of it."""

    def __init__(self, words: str, outcome: Outcome) -> None:
        share = "all" if outcome is Outcome.TRUE else "nothing"
        super().__init__(f"partial={words} says that {share} of it came true.", f"The outcome is then: {outcome}")


class IncompleteVerdict(InputError):
    """What a verdict may not lack; all of it at once."""

    def __init__(self, outcome: Outcome, missing: Sequence[str]) -> None:
        super().__init__(
            f"The verdict {outcome} needs {' and '.join(missing)}.", "A verdict must show what it rests on."
        )


class ResolvedInFuture(InputError):
    """The world has not got there yet."""

    def __init__(self, day: date, today: date) -> None:
        super().__init__(f"--on {day} is after today ({today}).", "Give the day the world settled it.")


class NothingToReopen(ConflictError):
    """It is open as it is."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Question q{number} has no verdict to take back.", f"See: ledger show q{number}")


class NoCondition(ConflictError):
    """A verdict on a condition that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Question q{number} hangs on no condition.",
            f"Add one with: ledger question amend q{number} --if CONDITION",
        )


@dataclass(frozen=True)
class Verdict:
    """A verdict in the words a user gave."""

    outcome: str
    on: str | None = None
    evidence: Sequence[str] = ()
    reason: str | None = None
    by: str | None = None
    note: str | None = None
    condition: bool = False
    key: str | None = None

    def stripped(self) -> "Verdict":
        """The same without words that say nothing: a blank reason is none."""
        words = ("on", "reason", "by", "note")
        said: dict[str, Any] = {name: (getattr(self, name) or "").strip() or None for name in words}
        return replace(self, evidence=[item for item in self.evidence if item.strip()], **said)


@dataclass(frozen=True)
class Resolved:
    """A verdict as appended, and the ones before it, newest first."""

    number: int
    question: Record
    body: ResolutionBody
    earlier: tuple[Record, ...]


def read_outcome(words: str) -> tuple[Outcome, int | None]:
    """Read ``true`` ... or ``partial=0.4`` (the fraction in millionths).

    Raises:
        UnknownOutcome: it is neither.
        UnreadableFraction, NotPartial: the fraction is none, or is no part.
    """
    name, equals, fraction = words.strip().lower().partition("=")
    if name not in set(Outcome) or (equals and not Outcome(name).graded):
        raise UnknownOutcome(words)
    return Outcome(name), _read_fraction(fraction) if equals else None


def _read_fraction(words: str) -> int:
    if re.fullmatch(r"[01](\.0*)?", words.strip()):
        raise NotPartial(words.strip(), Outcome.TRUE if words.strip()[0] == "1" else Outcome.FALSE)
    try:
        figure = read_figure(fold(words)) if re.search(r"[\d]", words) else None
    except LikelihoodError:
        figure = None
    if figure is None or figure.source != Source.NUMBER:
        raise UnreadableFraction(words)
    if figure.point in {0, PPM}:
        raise NotPartial(words, Outcome.TRUE if figure.point else Outcome.FALSE)
    return figure.point


def resolve(writer: Writer, ref: str, verdict: Verdict, *, today: date, actor: str) -> Resolved:
    """Append a verdict on a question (or its condition) and show what it changes.

    Raises:
        IncompleteVerdict: no date, no evidence for a plain verdict, no reason for another.
        ResolvedInFuture, NoCondition: as they say.
    """
    verdict = verdict.stripped()
    question = find_question(writer, ref)
    if verdict.condition and not question["condition"]:
        raise NoCondition(question["number"])
    outcome, fraction = read_outcome(verdict.outcome)
    if not outcome.settled:
        raise UnknownOutcome(verdict.outcome)
    if verdict.condition and not outcome.of_condition:
        raise NotOfACondition(outcome)
    _require(outcome, verdict)
    day = read_day(verdict.on or "", "on", today)
    if day > today:
        raise ResolvedInFuture(day, today)
    values = {"outcome": outcome, "fraction": fraction, "resolved_on": str(day)}
    return _append(writer, question, verdict, values, actor)


def reopen(writer: Writer, ref: str, verdict: Verdict, *, actor: str) -> Resolved:
    """Set a question (or its condition) back to open: it then scores nowhere until it is resolved again.

    Raises:
        NothingToReopen: no verdict is in force.
    """
    verdict = verdict.stripped()
    question = find_question(writer, ref)
    if question["condition_verdict" if verdict.condition else "verdict"] == Outcome.OPEN:
        raise NothingToReopen(question["number"])
    if not verdict.reason:
        raise IncompleteVerdict(Outcome.OPEN, ["--reason"])
    return _append(writer, question, verdict, {"outcome": Outcome.OPEN}, actor)


def _require(outcome: Outcome, verdict: Verdict) -> None:
    missing = []
    if not verdict.on:
        missing.append("--on DATE")
    if outcome.needs_evidence and not verdict.evidence:
        missing.append("--evidence URL")
    if outcome.needs_reason and not verdict.reason:
        missing.append("--reason")
    if missing:
        raise IncompleteVerdict(outcome, missing)


def _append(writer: Writer, question: Record, verdict: Verdict, values: dict[str, Any], actor: str) -> Resolved:
    target = Target.CONDITION if verdict.condition else Target.QUESTION
    earlier = writer.rows(
        "SELECT * FROM resolution WHERE question_id = :id AND target = :target ORDER BY number DESC",
        id=question["id"],
        target=str(target),
    )
    body = checked(
        ResolutionBody,
        {
            "id": new_id(),
            "key": verdict.key,
            "question_id": question["id"],
            "target": target,
            "evidence": list(verdict.evidence),
            "reason": verdict.reason,
            "judged_by": verdict.by or actor,
            "note": verdict.note,
            **values,
        },
    )
    number = writer.add(body)
    return Resolved(number, question, body, tuple(earlier))
