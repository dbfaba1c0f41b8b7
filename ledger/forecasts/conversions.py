"""How the value of a file's column becomes a value of the table, in DuckDB's SQL; what cannot be read becomes NULL.

An outcome is a number that is scored, or a code below zero for what is not.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from ledger.forecasts.columns import Sort
from ledger.model.vocabulary import NEVER_SCORED, Outcome, Reading, UnknownWord, listed

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


Type = Literal["cell", "text", "whole", "number", "boolean", "instant", "other"]
"""What a column of a file holds: a cell of CSV or JSON, which may be anything, or values of one type."""

_OPEN = Outcome.OPEN.code
_ISO = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s?(Z|z|[+-]\d{2}(:?\d{2})?)?)?"
"""ISO 8601 as far as it has one reading; what is finer than a microsecond is cut off."""


_TYPES: tuple[tuple[Type, str], ...] = (
    ("text", "VARCHAR"),
    ("boolean", "BOOLEAN"),
    ("instant", "TIMESTAMP DATE"),
    ("whole", "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT"),
    ("number", "DECIMAL DOUBLE FLOAT"),
)


def type_of(declared: str) -> Type:
    """What sort of values a column of a file holds, by DuckDB's name of its type."""
    kind = declared.upper()
    return next((type_ for type_, names in _TYPES if kind.startswith(tuple(names.split()))), "other")


def literal(text: str) -> str:
    """Text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


_WORDY = ("cell", "text")
_NUMERIC = ("whole", "number")


def _text(value: str, kind: Type) -> str:
    """A cell without the space around it; a name in a typed column is a name as it stands, and costs nothing."""
    if kind == "cell":  # few cells have any, and the two ends are quicker to look at than a name is to make
        return f"CASE WHEN {value} < '!' OR suffix({value}, ' ') THEN NULLIF(TRIM({value}), '') ELSE {value} END"
    return value if kind == "text" else f"CAST({value} AS VARCHAR)"


def _number(value: str, kind: Type) -> str:
    """A value as a number; NULL where it is none, and throughout a column whose values cannot be numbers."""
    if kind in _WORDY:
        return f"TRY_CAST(TRIM({value}) AS DOUBLE)"
    return f"CAST({value} AS DOUBLE)" if kind in _NUMERIC else "CAST(NULL AS DOUBLE)"


def _probability(value: str, kind: Type) -> str:
    number = _number(value, kind)
    return f"CASE WHEN {number} BETWEEN 0 AND 1 THEN {number} END"


def _outcome(value: str, kind: Type) -> str:
    if kind == "boolean":
        return f"CASE WHEN {value} IS NULL THEN {_OPEN} WHEN {value} THEN 1.0 ELSE 0.0 END"
    if kind in _NUMERIC:
        number = _number(value, kind)
        # A missing number may be NaN in what other programs write; whole numbers have none, and are quick to look at.
        missing = f"{value} IS NULL" if kind == "whole" else f"{value} IS NULL OR isnan({number})"
        return f"CASE WHEN {missing} THEN {_OPEN} WHEN {number} BETWEEN 0 AND 1 THEN {number} ELSE {UNREADABLE} END"
    if kind not in _WORDY:
        return f"CASE WHEN {value} IS NULL THEN {_OPEN} ELSE {UNREADABLE}.0 END"
    words = " ".join(f"WHEN {literal(word)} THEN {code}" for word, code in {"": _OPEN, **WORDS}.items())
    number = f"TRY_CAST(TRIM({value}) AS DOUBLE)"
    return (
        f"CASE WHEN {value} IS NULL THEN {_OPEN}.0 ELSE CASE LOWER(TRIM({value})) WHEN '1' THEN 1.0 WHEN '0' THEN 0.0 "
        f"{words} ELSE CASE WHEN {number} BETWEEN 0 AND 1 THEN {number} ELSE {UNREADABLE} END END END"
    )


def _instant(value: str, kind: Type) -> str:
    if kind == "instant":
        # The largest and smallest instants mean "infinity", which is no instant.
        return f"CASE WHEN isfinite(CAST({value} AS TIMESTAMPTZ)) THEN epoch_us(CAST({value} AS TIMESTAMPTZ)) END"
    if kind not in _WORDY:
        return "CAST(NULL AS BIGINT)"
    iso = f"regexp_full_match(TRIM({value}), {literal(_ISO)})"
    return f"CASE WHEN {iso} THEN epoch_us(TRY_CAST(REPLACE(TRIM({value}), ',', '.') AS TIMESTAMPTZ)) END"


def _weight(value: str, kind: Type) -> str:
    if kind not in {*_WORDY, *_NUMERIC}:
        return "CAST(NULL AS DOUBLE)"
    number, missing = _number(value, kind), f"{value} IS NULL"
    if kind == "cell":
        missing = f"NULLIF(TRIM({value}), '') IS NULL"
    return f"CASE WHEN {missing} THEN 1.0 WHEN {number} > 0 AND isfinite({number}) THEN {number} END"


def _level(value: str, kind: Type) -> str:
    number = _number(value, kind)
    return f"CASE WHEN {number} > 0 AND {number} < 1 THEN {number} END"


def _finite(value: str, kind: Type) -> str:
    number = _number(value, kind)
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _observed(value: str, kind: Type) -> str:
    """A number; NaN for a word, which ``unsettled`` reads, and for what other programs write where they have none."""
    number = _finite(value, kind)
    if kind == "number":
        return f"CASE WHEN isnan({_number(value, kind)}) THEN 'nan' ELSE {number} END"
    if kind not in _WORDY:
        return number
    words = ", ".join(literal(word) for word in ("nan", *UNSETTLED))
    return f"CASE WHEN LOWER(TRIM({value})) IN ({words}) THEN 'nan' ELSE {number} END"


def _rank(value: str, kind: Type) -> str:
    number = _number(value, kind)
    return f"CASE WHEN {number} >= 1 AND {number} < 1e9 AND {number} = FLOOR({number}) THEN {number} END"


def unsettled(raw: str, otherwise: str) -> str:
    """SQL that gives the code below zero of a word such as "void" in what stands in a file, else something else."""
    words = " ".join(f"WHEN {literal(word)} THEN {code}" for word, code in UNSETTLED.items())
    return f"CASE WHEN {raw} IS NULL THEN {_OPEN} ELSE CASE LOWER({raw}) {words} ELSE {otherwise} END END"


CONVERSIONS: Mapping[Sort, Callable[[str, Type], str]] = MappingProxyType({
    "text": _text,
    "probability": _probability,
    "outcome": _outcome,
    "instant": _instant,
    "weight": _weight,
    "level": _level,
    "number": _finite,
    "observed": _observed,
    "rank": _rank,
})  # fmt: skip
"""For each sort of column, the SQL that reads it."""

Convert = Callable[[Sort, str, Type], str]


def convert(sort: Sort, value: str, kind: Type) -> str:
    """SQL that reads a value of a column of that sort; NULL, or UNREADABLE for an outcome, where it cannot be read."""
    return CONVERSIONS[sort](value, kind)


def convert_sound(sort: Sort, value: str, kind: Type) -> str:
    """SQL that reads a value which has been found to be sound, without looking at it again."""
    if sort == "probability" and kind in _NUMERIC:
        return _number(value, kind)
    if sort == "outcome" and kind == "number":
        return f"CASE WHEN isnan({value}) THEN {_OPEN} ELSE COALESCE({_number(value, kind)}, {_OPEN}) END"
    if sort == "outcome" and kind == "whole":
        return f"COALESCE({_number(value, kind)}, {_OPEN})"
    return convert(sort, value, kind)


ADVICE: Mapping[Sort, str] = MappingProxyType({
    "text": "is empty",
    "probability": "is not a probability between 0 and 1",
    "outcome": f"is not an outcome: true, false, a fraction from 0 to 1, {listed(NEVER_SCORED)}, or empty for open",
    "instant": "is not an ISO 8601 date or instant, as in 2019-06-30 or 2019-06-30T12:00:00Z",
    "weight": "is not a weight above zero",
    "level": "is not a probability strictly between 0 and 1",
    "number": "is not a number",
    "observed": f"is not a number, {listed(NEVER_SCORED)}, or empty for open",
    "rank": "is not a whole number from 1",
})  # fmt: skip
"""What is said of a value that cannot be read."""
