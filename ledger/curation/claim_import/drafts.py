"""The fields of a claim as a file states them, read one by one; what cannot be read is noted where it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.claimfiles.rows import ClaimRow, Spot, Value
from ledger.errors import LedgerError, Problem, quoted
from ledger.model.days import read_day
from ledger.model.fields import LOCAL
from ledger.model.timecodes import read_timecode
from ledger.text.clean import clean_text

Columns = dict[str, Any]


@dataclass
class Draft:
    """A claim of a file, read: what is wrong with it, names that hang it together with others, and its columns.

    ``asked`` are the columns of its question and ``given`` those of them that the file states. ``named`` is the key as
    the file writes it, which may be a name within the file alone; ``key`` is one of the ledger.
    """

    row: ClaimRow
    problems: list[Problem]
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

    @property
    def where(self) -> str:
        """Where the claim stands, to be told in the fault of another."""
        return f"line {self.row.line}" if self.row.line else "another claim"

    def fault(self, spot: Spot, message: str) -> None:
        """Note what is wrong, once for each field."""
        problem = self.row.problem(spot, message)
        if all((known.field, known.line) != (problem.field, problem.line) for known in self.problems):
            self.problems.append(problem)


class Said:
    """What one part of a claim states, read field by field; what cannot be read is noted and gives None."""

    def __init__(self, draft: Draft, spot: Spot, values: Mapping[str, Value], today: date) -> None:
        self._draft = draft
        self._spot = spot
        self._values = values
        self._today = today
        self.refused: set[str] = set()

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.refused.add(name)
        self._draft.fault((*self._spot, name), message)

    def states(self, name: str) -> bool:
        """Whether anything is stated in a field."""
        return self.text(name) is not None

    def text(self, name: str) -> str | None:
        """A text as it is stored, None where it says nothing."""
        value = self._values.get(name)
        if value is None or name in self.refused:
            return None
        if not isinstance(value, str):
            return str(value) if isinstance(value, bool) else None
        return self._cleaned(name, value) or None

    def _cleaned(self, name: str, value: str) -> str:
        try:
            return clean_text(value, name)
        except LedgerError as error:
            self.fault(name, _told(error, name))
            return ""

    def take(self, name: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - whatever is read
        """What a text is read as; None where there is none, or it cannot be read."""
        words = self.text(name)
        if words is None:
            return None
        try:
            return read(words)
        except LedgerError as error:
            self.fault(name, _told(error, name))
        except ValueError:  # not a member of a closed list
            self.fault(name, f"{quoted(words)} is not known")
        return None

    def past_day(self, name: str) -> date | None:
        """A day that is not still to come."""
        day: date | None = self.take(name, lambda words: read_day(words, name, self._today))
        if day is not None and day > self._today:
            self.fault(name, f"{day} is after today ({self._today})")
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
        return [item for item in (self._cleaned(name, text) for text in texts) if item]

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
