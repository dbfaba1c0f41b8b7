"""Verdicts: appended, never edited; the newest is in force."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.claimfiles.rows import Value
from ledger.curation.stated import Columns, Stated, said_alone
from ledger.curation.validation import checked, read_key
from ledger.errors import ConflictError, InputError, quoted
from ledger.journal.reader import Record
from ledger.journal.writer import Writer, new_id
from ledger.model.fields import RESOLUTION, kept_of
from ledger.model.probabilities import PPM, LikelihoodError, read_figure
from ledger.model.records import ResolutionBody
from ledger.model.vocabulary import VERDICT_WORDS, VERDICTS, Outcome, Source, Target, either
from ledger.query.listing import public_claim
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


class NotPartial(InputError):
    """All of it or nothing of it."""

    def __init__(self, words: str, outcome: Outcome) -> None:
        share = "all" if outcome is Outcome.TRUE else "nothing"
        super().__init__(f"partial={words} says that {share} of it came true.", f"The outcome is then: {outcome}")


class IncompleteVerdict(InputError):
    """What a verdict may not lack; all of it at once."""

    def __init__(self, outcome: Outcome, missing: Iterable[str]) -> None:
        options = [_OPTIONS[name] for name in missing]
        super().__init__(
            f"The verdict {outcome} needs {' and '.join(options)}.", "A verdict must show what it rests on."
        )


_OPTIONS = {"on": "--on DATE", "evidence": "--evidence URL", "reason": "--reason"}
"""The option of what a verdict may not lack."""
_NEEDED = {
    "on": "the verdict {outcome} needs its day",
    "evidence": "the verdict {outcome} must show what it rests on",
    "reason": "the verdict {outcome} needs one",
}
"""Why, of a verdict in a file."""


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

    def stated(self) -> dict[str, Value | None]:
        """The verdict under the names of its fields, without words that say nothing: a blank reason is none."""
        words = {"on": self.on, "reason": self.reason, "judged_by": self.by, "note": self.note}
        return {
            "outcome": self.outcome,
            "target": Target.CONDITION if self.condition else Target.QUESTION,
            "evidence": tuple(item for item in self.evidence if item.strip()),
            "key": self.key,
            **{name: (said or "").strip() or None for name, said in words.items()},
        }


@dataclass(frozen=True)
class Resolved:
    """A verdict as appended, and the ones before it, newest first."""

    number: int
    question: Record
    body: ResolutionBody
    earlier: tuple[Record, ...]

    def row(self, claims: Sequence[Record]) -> Record:
        """For machines: the verdict, those before it, and the ``claims`` on the question as they now stand."""
        apart = {"id", "key", "question_id"}
        return {
            "number": self.number,
            "question": self.question["number"],
            **self.body.model_dump(mode="json", exclude=apart),
            "earlier": [{name: value for name, value in old.items() if name not in apart} for old in self.earlier],
            "claims": [public_claim(claim) for claim in claims],
        }


def read_outcome(words: str) -> tuple[Outcome, int | None]:
    """Read ``true`` ... or ``partial=0.4`` (the fraction in millionths).

    Raises:
        UnknownOutcome: it is neither.
        InputError, NotPartial: the fraction is none, or is no part.
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
        raise InputError(
            f"The outcome's fraction cannot be {quoted(words)}.",
            "It lies between 0 and 1, for instance partial=0.4 (or 40%); plain partial says no figure.",
        )
    if figure.point in {0, PPM}:
        raise NotPartial(words, Outcome.TRUE if figure.point else Outcome.FALSE)
    return figure.point


def read_verdict(said: Stated, actor: str) -> Columns:
    """The columns of a verdict, with all that it may not lack; judged by ``actor``, if nobody is named."""
    outcome, fraction = said.take("outcome", read_outcome) or (None, None)
    target = said.take("target", Target) or Target.QUESTION
    if outcome is not None:
        _refuse_incomplete(said, outcome, target)
    elif not said.states("outcome"):
        said.fault("outcome", "is missing")
    columns = said.columns(kept_of(RESOLUTION))
    columns |= {"target": target, "outcome": outcome, "fraction": fraction}
    return columns | {"judged_by": columns["judged_by"] or actor, "key": said.take("key", read_key)}


def _refuse_incomplete(said: Stated, outcome: Outcome, target: Target) -> None:
    if not outcome.settled:
        if not said.states("reason"):
            why = "is missing: why was the verdict taken back?"
            said.fault("reason", why, IncompleteVerdict(outcome, ["reason"]))
        return
    if target == Target.CONDITION and not outcome.of_condition:
        said.fault("outcome", f"a condition cannot be {outcome}", NotOfACondition(outcome))
    needed = {"on": True, "evidence": outcome.needs_evidence, "reason": outcome.needs_reason}
    missing = [name for name, needs in needed.items() if needs and not (said.states(name) or said.items(name))]
    for name in missing:
        said.fault(name, f"is missing: {_NEEDED[name].format(outcome=outcome)}", IncompleteVerdict(outcome, missing))


def resolve(writer: Writer, ref: str, verdict: Verdict, *, today: date, actor: str) -> Resolved:
    """Append a verdict on a question (or its condition) and show what it changes.

    Raises:
        IncompleteVerdict: no date, no evidence for a plain verdict, no reason for another.
        ConflictError: the question has no condition.
        UnknownOutcome, NotOfACondition, AfterToday: as they say.
    """
    question = find_question(writer, ref)
    if verdict.condition and not question["condition"]:
        raise ConflictError(
            f"Question q{question['number']} hangs on no condition.",
            f"Add one with: ledger question amend q{question['number']} --if CONDITION",
        )
    if not read_outcome(verdict.outcome)[0].settled:
        raise UnknownOutcome(verdict.outcome)
    return _append(writer, question, read_verdict(said_alone(verdict.stated(), today), actor))


def reopen(writer: Writer, ref: str, verdict: Verdict, *, today: date, actor: str) -> Resolved:
    """Set a question (or its condition) back to open: it then scores nowhere until it is resolved again.

    Raises:
        ConflictError: no verdict is in force.
        IncompleteVerdict: nobody says why.
    """
    question = find_question(writer, ref)
    if question["condition_verdict" if verdict.condition else "verdict"] == Outcome.OPEN:
        raise ConflictError(
            f"Question q{question['number']} has no verdict to take back.", f"See: ledger show q{question['number']}"
        )
    stated = {**verdict.stated(), "outcome": Outcome.OPEN, "on": None}
    return _append(writer, question, read_verdict(said_alone(stated, today), actor))


def _append(writer: Writer, question: Record, columns: Columns) -> Resolved:
    earlier = writer.rows(
        "SELECT * FROM resolution WHERE question_id = :id AND target = :target ORDER BY number DESC",
        id=question["id"],
        target=str(columns["target"]),
    )
    body = checked(ResolutionBody, {"id": new_id(), "question_id": question["id"], **columns})
    return Resolved(writer.add(body), question, body, tuple(earlier))
