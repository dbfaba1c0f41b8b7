"""What is stated of a claim or a verdict, read field by field: one reader for each kind of field, whatever way it came.

Of what comes by itself (``ledger add``, ``amend``, ``resolve``) the first fault is raised; of the claims of a file all
faults are gathered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ledger.claimfiles.rows import ClaimRow, Spot, Value
from ledger.curation.anchoring import Given
from ledger.errors import ConflictError, InputError, LedgerError, Problem, quoted
from ledger.model.days import read_day
from ledger.model.fields import FIELDS, UNKNOWN, Field, Keeps, advise
from ledger.model.instants import read_timecode
from ledger.model.likelihood import Likelihood, UnknownPhrase, read_likelihood
from ledger.model.probabilities import read_figure
from ledger.model.scales import DEFAULT_SCALE, load_hedges, load_scale, scales_with
from ledger.model.vocabulary import Source
from ledger.text.clean import clean_text
from ledger.text.folding import fold

Columns = dict[str, Any]


class AfterToday(InputError):
    """A day that is still to come, of what has been said, or published, or settled."""

    def __init__(self, option: str, day: date, today: date, hint: str) -> None:
        super().__init__(f"--{option} {day} is after today ({today}).", hint)


_SAID = "Give the day it was said."
_ADVICE = {
    "on": "Give the day the world settled it.",
    "published_on": "Give the day it came out, or leave it out.",
}
"""What to do about a day that is still to come, by its field."""
_CALLED = {"published_on": "published"} | {
    field.name: field.option.flag.removeprefix("--") for field in FIELDS.values() if field.option
}
"""What a field is called where somebody typed it, if that is not its name."""


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
        called = _CALLED.get(name, name) if self._draft.one else name
        day: date | None = self.take(name, lambda words: read_day(words, called, self._today))
        if day is not None and day > self._today:
            error = AfterToday(called, day, self._today, _ADVICE.get(name, _SAID))
            self.fault(name, f"{day} is after today ({self._today})", error)
            return None
        return day

    def day_said(self) -> date | None:
        """The day it was said; None where nobody knows it, or none is stated."""
        return None if self.text("stated_on") in {None, UNKNOWN} else self.past_day("stated_on")

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

    def columns(self, fields: Iterable[Field]) -> Columns:
        """The columns that fields fill by themselves."""
        values = self._values
        return {
            field.fills: READERS[field.kept](self, field.name) if field.name in values else _UNSTATED[field.kept]()
            for field in fields
            if field.kept
        }

    def likelihood(self, read_by: str) -> Columns:
        """The columns of how sure it is; beside words the figures are a reading of them, by ``read_by`` if not said."""
        return likelihood_columns(self._likelihood(), self.text("read_by") or read_by)

    def _likelihood(self) -> Likelihood:
        words, scale, hedge = self.text("words"), self.text("scale"), self.flag("hedge")
        if words is None and hedge:
            self.fault("words", "are missing: which words cannot be wrong?")
        elif words is None:
            read = self.take("likelihood", lambda given: read_claim_likelihood(given, scale or DEFAULT_SCALE))
            return read or Likelihood(Source.NONE)
        if not self.states("likelihood"):
            return Likelihood(Source.HEDGE if hedge else Source.NONE, words or "", scale=scale if hedge else None)
        figure = self.take("likelihood", lambda given: read_figure(fold(given)))
        if figure is None:
            given = quoted(self.text("likelihood") or "")
            self.fault("likelihood", f"{given} is not a number or a range, which it must be beside words")
            return Likelihood(Source.NONE)
        source, point = (Source.HEDGE, None) if hedge else (Source.INFERRED, figure.point)
        return Likelihood(source, words or "", figure.low, point, figure.high, scale)


def _day_kept(said: Stated, name: str) -> str | None:
    day = said.past_day(name)
    return str(day) if day else None


READERS: dict[Keeps, Callable[[Stated, str], Any]] = {
    Keeps.TEXT: Stated.text,
    Keeps.DAY: _day_kept,
    Keeps.SECONDS: Stated.seconds,
    Keeps.FLAG: Stated.flag,
    Keeps.LIST: lambda said, name: list(said.items(name)),
    Keeps.PEOPLE: Stated.people,
}
"""How each kind of field is read."""
_UNSTATED: Mapping[Keeps, Callable[[], Any]] = {
    **dict.fromkeys(Keeps, lambda: None), Keeps.FLAG: bool, Keeps.LIST: list, Keeps.PEOPLE: list
}  # fmt: skip
"""What a field that is not stated comes to."""


def said_alone(values: Mapping[str, Any], today: date, known: Mapping[str, Field] | None = None) -> Stated:
    """What comes by itself, under the names of fields: the first fault is raised.

    Raises:
        InputError: a name is none of the ``known`` fields, where these are given.
    """
    for name in values:
        if known is not None and name not in known:
            raise InputError(f"{quoted(name)} {advise(name, known)}.")
    stated: dict[str, Value] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if value is not None
    }
    return Stated(Draft(ClaimRow("", 0, stated), [], one=True), (), stated, today)


def read_past_day(words: str, today: date, name: str = "stated_on") -> date:
    """A day that is not still to come; ``name`` is the field it is of.

    Raises:
        LedgerError: it cannot be read.
        AfterToday: it lies after today.
    """
    day = said_alone({name: words}, today).past_day(name)
    assert day is not None  # noqa: S101 - else it was raised
    return day


def _told(error: LedgerError, name: str) -> str:
    """An error's sentence and advice, without the field's name, which stands before it anyway."""
    hint = error.hint.replace("--scale", "scale")
    message = error.message.removeprefix(f"{name}: ").removeprefix("likelihood: ")
    return f"{message} {hint}".strip().rstrip(".")


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
