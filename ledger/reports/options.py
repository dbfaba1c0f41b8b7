"""What all reports have in common: how options that several have are read, and what is said where there is no claim."""

from ledger.errors import InputError, NotOneOf
from ledger.journal.reader import Reader
from ledger.model.probabilities import PPM, read_figure
from ledger.model.vocabulary import Reading, Source
from ledger.text.folding import fold

_NO_CLAIMS = "No claims yet. Record one with: ledger add, or load the shipped ones with: ledger seed"
_SOME_CLAIM = "SELECT recorded_at FROM claim ORDER BY number LIMIT 1"
FILTERED_OUT = "No claim passes these filters."


class UnclearReference(InputError):
    """A reference that is not one probability."""

    def __init__(self, words: str) -> None:
        super().__init__(f"--reference {words!a} is not a probability.", "Give one number, such as 30% or 0.3.")


def read_reference(words: str | None) -> float | None:
    """The probability that a declared reference always gives, 0 to 1.

    Raises:
        LikelihoodError, UnclearReference: it is not one number.
    """
    if words is None:
        return None
    figure = read_figure(fold(words))
    if figure is None or figure.source is not Source.NUMBER:
        raise UnclearReference(words)
    return figure.point / PPM


def read_reading(word: str) -> Reading:
    """The reading of partial outcomes a user named.

    Raises:
        NotOneOf: there is none of that name.
    """
    if word not in set(Reading):
        raise NotOneOf("--reading", word, Reading)
    return Reading(word)


def without_claims(reader: Reader) -> list[str]:
    """What to say where the ledger has no claim, or had none yet at the moment that is asked about; else nothing."""
    if reader.rows(_SOME_CLAIM):
        return []
    later = reader.journal.rows(_SOME_CLAIM) if reader.journal is not reader else []
    if later:
        return [f"No claim had been recorded by then; the first was recorded at {later[0]['recorded_at']}."]
    return [_NO_CLAIMS]


def nothing_passes(reader: Reader) -> str:
    """Why a report has no rows: there is no claim at all, or none passes the filters."""
    return "".join(without_claims(reader)) or FILTERED_OUT
