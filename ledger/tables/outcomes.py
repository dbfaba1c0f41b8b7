"""What stands in the column ``outcome``: a number that is scored, or a code below zero for what is not."""

from types import MappingProxyType

from ledger.domain.vocabulary import Outcome, Reading

CODES = MappingProxyType({
    Outcome.VOID: -1,
    Outcome.AMBIGUOUS: -2,
    Outcome.UNRESOLVABLE: -3,
    Outcome.OPEN: -4,
    Outcome.PARTIAL: -5,
})  # fmt: skip
"""How an outcome that is no number is written, so that one column holds all; partial is one without its fraction."""

UNREADABLE = -9
"""What stands where a file's outcome could not be read."""

WORDS = MappingProxyType({
    "true": 1, "yes": 1, "t": 1, "y": 1,
    "false": 0, "no": 0, "f": 0, "n": 0,
    **{outcome.value: code for outcome, code in CODES.items()},
    **dict.fromkeys(("na", "nan", "null"), CODES[Outcome.OPEN]),
})  # fmt: skip
"""What a file may say, in any letter case; a number from 0 to 1 says itself, an empty cell is open, and so is what
other programs write where they have nothing."""

UNSETTLED = MappingProxyType({
    word.value: CODES[word] for word in (Outcome.VOID, Outcome.AMBIGUOUS, Outcome.UNRESOLVABLE, Outcome.OPEN)
})  # fmt: skip
"""Of these, what stands in place of the number or the option that a question came to."""

_PARTIAL = MappingProxyType({
    Reading.CODED: ("NULL", "NULL"),
    Reading.STRICT: ("0", "0"),
    Reading.CHARITABLE: ("1", "1"),
    Reading.FRACTION: ("outcome", "NULL"),
})  # fmt: skip
"""What a partial outcome is worth, with its fraction and without."""


def worth(reading: Reading) -> str:
    """SQL that gives what an outcome is worth to a score, and NULL where it is not scored."""
    part, bare = _PARTIAL[reading]
    return (
        f"CASE WHEN outcome = {CODES[Outcome.PARTIAL]} THEN {bare} WHEN outcome < 0 THEN NULL "
        f"WHEN outcome > 0 AND outcome < 1 THEN {part} ELSE outcome END"
    )


def state_of(outcome: float) -> str:
    """The word for a number of the column."""
    names = {code: word.value for word, code in CODES.items()} | {1: Outcome.TRUE.value, 0: Outcome.FALSE.value}
    return names.get(int(outcome), Outcome.PARTIAL.value) if outcome in names else Outcome.PARTIAL.value
