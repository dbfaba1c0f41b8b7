"""What stands in the column ``outcome``: a number that is scored, or a code below zero for what is not.

The codes are those of the vocabulary.
"""

from types import MappingProxyType

from ledger.model.vocabulary import NEVER_SCORED, Outcome, Reading, UnknownWord

UNREADABLE = -9
"""What stands where a file's outcome could not be read."""

WORDS = MappingProxyType({word: outcome.code for outcome in Outcome for word in (outcome.value, *outcome.also)})
"""What a file may say, in any letter case; a number from 0 to 1 says itself, an empty cell is open, and so is what
other programs write where they have nothing."""

UNSETTLED = MappingProxyType({outcome.value: outcome.code for outcome in (*NEVER_SCORED, Outcome.OPEN)})
"""Of these, what stands in place of the number or the option that a question came to."""

_OUTCOMES = MappingProxyType({float(outcome.code): outcome for outcome in Outcome})


def worth(reading: Reading) -> str:
    """SQL that gives what an outcome is worth to a score, and NULL where it is not scored."""
    fixed = "NULL" if reading.worth is None else str(reading.worth)
    part = "outcome" if reading.by_fraction else fixed
    return (
        f"CASE WHEN outcome = {Outcome.PARTIAL.code} THEN {fixed} WHEN outcome < 0 THEN NULL "
        f"WHEN outcome > 0 AND outcome < 1 THEN {part} ELSE outcome END"
    )


def state_of(outcome: float) -> str:
    """The word for a number of the column.

    Raises:
        UnknownWord: no outcome is written so.
    """
    if 0 < outcome < 1:
        return Outcome.PARTIAL.value
    if outcome not in _OUTCOMES:
        raise UnknownWord("outcome", f"{outcome:g}", "a forecast")
    return _OUTCOMES[outcome].value
