"""The errors a user can meet, each with the exit code it ends in.

The few that any room raises are here, with the signs that values are shown in; every other lives beside the code that
raises it. Its constructor takes the bad value and writes the sentence. The text is shown to people as it stands, so
it says what happened and the hint says what to do next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

_LONGEST = 60


def quoted(text: str) -> str:
    """The text in quotes with everything but plain ASCII escaped, cut to 60 characters."""
    shown = ascii(text[: _LONGEST + 1])
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 4].rstrip("\\") + "..." + shown[0]


def spoken(text: str) -> str:
    """Words that were said, in quotes, cut to 60 characters: letters of all scripts as they are, the rest escaped."""
    shown = repr(text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else shown[: _LONGEST - 4].rstrip("\\") + "..." + shown[0]


class LedgerError(Exception):
    """Anything that ends a command with a sentence instead of a traceback."""

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the sentence and, if there is one, the advice that follows it."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(LedgerError):
    """The value given cannot be read or is out of range (exit 2)."""

    exit_code = 2


class NotFoundError(LedgerError):
    """What was named does not exist (exit 3)."""

    exit_code = 3


class ConflictError(LedgerError):
    """What was asked contradicts the record (exit 4)."""

    exit_code = 4


class StorageError(LedgerError):
    """The ledger cannot be opened, read or written (exit 5)."""

    exit_code = 5


class NotOneOf(InputError):
    """A word that is not in a closed list."""

    def __init__(self, option: str, given: str, known: Iterable[str]) -> None:
        """Say what was given for which option ("" where it was given for none), and list what there is."""
        super().__init__(f"{option} {quoted(given)} is not known.".lstrip(), f"Choose one of: {', '.join(known)}.")


class NoSuch(NotFoundError):
    """Nothing goes by that name or number."""

    def __init__(self, what: str, ref: str, near: Sequence[str] = (), listing: str = "") -> None:
        """Name what looks like it, else the command that lists such things."""
        shown = ", ".join(near)
        hint = f"Did you mean: {shown}?" if shown else f"See: {listing or f'ledger {what} list'}"
        super().__init__(f"There is no {what} {quoted(ref)}.", hint)


@dataclass(frozen=True)
class Problem:
    """One fault in a user's file: where it stands and what is wrong, so that all can be shown at once."""

    source: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class ImportRejected(InputError):
    """A file has faults: carries every one of them; nothing was stored."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Write one line a fault, under a count."""
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in self.problems)
        count = len(self.problems)
        super().__init__(f"{count} fault{'s' if count != 1 else ''} found, nothing stored:\n{lines}")
