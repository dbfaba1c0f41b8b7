"""Stretches of time: a quarter, ninety days, the horizon of a claim.

A span named as a deadline means its end: ``2026-Q4`` is 31 December 2026. Lengths are added on the calendar, so that
a year after 29 February is 28 February.
"""

import calendar
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ledger.errors import InputError, quoted

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

FIRST_YEAR, LAST_YEAR = 1900, 2200
_LONGEST = 80


class DateError(InputError):
    """A date, a span or a time that cannot be taken; names the field and shows the text safely."""

    def __init__(self, field: str, text: str, reason: str, hint: str = "") -> None:
        """Say why, and what to write instead."""
        super().__init__(f"{field}: {quoted(text)} {reason}", hint)


class UnreadableDate(DateError):
    """Nothing we know how to read."""

    def __init__(self, field: str, text: str, hint: str = "Write the day as YYYY-MM-DD.") -> None:
        """Say what form is understood."""
        super().__init__(field, text, "cannot be read.", hint)


class DateOutOfRange(DateError):
    """A year no claim of ours is about."""

    def __init__(self, field: str, text: str) -> None:
        """Say the years there are."""
        super().__init__(field, text, f"is outside the years {FIRST_YEAR} to {LAST_YEAR}.", "Check the year.")


class UnreadableLength(DateError):
    """Not a length of time."""

    def __init__(self, field: str, text: str) -> None:
        """Show the forms."""
        super().__init__(field, text, "is not a length of time.", "Write 30d, 6w, 3m, 1y, or 30 days.")


def fold_date(text: str, field: str) -> str:
    """One case, single spaces, plain ASCII, of sensible length: what every reader here works on.

    Raises:
        UnreadableDate: on anything else, so that no foreign digit is read by accident.
    """
    folded = " ".join(text.casefold().split())
    if not folded or len(folded) > _LONGEST or not folded.isascii():
        raise UnreadableDate(field, text)
    return folded


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_day(text: str) -> date | None:
    """The day, where it is written ``2019-01-17`` and exists; all else is for the readers that say what is wrong."""
    if not _ISO_DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


@dataclass(frozen=True)
class Span:
    """Whole days from ``start`` to ``end``, both within."""

    start: date
    end: date


MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS = {form.casefold(): number for number, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])}
MONTHS["sept"] = 9
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ORDINAL = "|".join(_ORDINALS)
_HALF, _QUARTER = 6, 3  # months


def months_from(year: int, part: int, length: int) -> Span:
    """The ``part``-th stretch of ``length`` months of a year, counted from 1."""
    last = part * length
    return Span(date(year, last - length + 1, 1), date(year, last, calendar.monthrange(year, last)[1]))


def month_number(name: str) -> int:
    """1 to 12, for a name in full or its usual short form."""
    return MONTHS[name.rstrip(".")]


_SPANS: tuple[tuple[str, Callable[[re.Match[str]], Span]], ...] = (
    (r"([0-9]{4})", lambda m: months_from(int(m[1]), 1, 12)),
    (r"([0-9]{4})-(0[1-9]|1[0-2])", lambda m: months_from(int(m[1]), int(m[2]), 1)),
    (r"([0-9]{4})[- ]?q([1-4])", lambda m: months_from(int(m[1]), int(m[2]), _QUARTER)),
    (r"q([1-4])[- ]?(?:of )?([0-9]{4})", lambda m: months_from(int(m[2]), int(m[1]), _QUARTER)),
    (r"([0-9]{4})[- ]?h([12])", lambda m: months_from(int(m[1]), int(m[2]), _HALF)),
    (r"h([12])[- ]?(?:of )?([0-9]{4})", lambda m: months_from(int(m[2]), int(m[1]), _HALF)),
    (
        rf"(?:the )?({_ORDINAL}) quarter (?:of )?([0-9]{{4}})",
        lambda m: months_from(int(m[2]), _ORDINALS[m[1]], _QUARTER),
    ),
    (
        r"(?:the )?(first|second|1st|2nd) half (?:of )?([0-9]{4})",
        lambda m: months_from(int(m[2]), _ORDINALS[m[1]], _HALF),
    ),
    (rf"({MONTH})[- ,]? ?(?:of )?([0-9]{{4}})", lambda m: months_from(int(m[2]), month_number(m[1]), 1)),
    (rf"([0-9]{{4}})[ -]({MONTH})", lambda m: months_from(int(m[1]), month_number(m[2]), 1)),
)


def find_span(folded: str, field: str) -> Span | None:
    """The span of the calendar that a folded text names (``2026``, ``2026-q4``, ``december 2026``), or None.

    Raises:
        DateOutOfRange: if its year is not one of ours.
    """
    for pattern, reader in _SPANS:
        match = re.fullmatch(pattern, folded)
        if match:
            year = re.search(r"[0-9]{4}", folded)
            if not year or not FIRST_YEAR <= int(year[0]) <= LAST_YEAR:
                raise DateOutOfRange(field, folded)
            return reader(match)
    return None


_NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_UNITS = {  # what one of each adds, as a keyword of relativedelta and how many of it
    "d": ("days", 1), "day": ("days", 1), "w": ("weeks", 1), "week": ("weeks", 1), "fortnight": ("weeks", 2),
    "m": ("months", 1), "mo": ("months", 1), "month": ("months", 1), "quarter": ("months", 3),
    "y": ("years", 1), "yr": ("years", 1), "year": ("years", 1), "decade": ("years", 10),
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_LENGTH = rf"\+?(?:([0-9]{{1,5}}) ?|({'|'.join(_NUMBER_WORDS)}) )({_UNIT})s?"
_HALF_YEAR = r"(?:a )?half (?:a |of a )?year|half-year"


def find_length(folded: str) -> "relativedelta | None":
    """A length of time (``90d``, ``six months``, ``half a year``) to add to a day, or None if it is not one."""
    from dateutil.relativedelta import relativedelta

    if re.fullmatch(_HALF_YEAR, folded):
        return relativedelta(months=_HALF)
    match = re.fullmatch(_LENGTH, folded)
    if not match:
        return None
    count = int(match[1]) if match[1] else _NUMBER_WORDS[match[2]]
    unit, each = _UNITS[match[3]]
    return relativedelta(**{unit: count * each})  # type: ignore[arg-type]


def add_length(start: date, length: "relativedelta", field: str, text: str) -> date:
    """The day that much later.

    Raises:
        DateOutOfRange: if that leaves the years we know.
    """
    try:
        end = start + length
    except (ValueError, OverflowError):
        raise DateOutOfRange(field, text) from None
    if end.year > LAST_YEAR:
        raise DateOutOfRange(field, text)
    return end


def add_window(start: date, text: str, field: str = "within") -> date:
    """The last day of a window such as ``30d``, ``6w``, ``3m``, ``1y`` or ``30 days`` that opens on ``start``.

    Raises:
        UnreadableLength: if the text is not a length of time.
        DateOutOfRange: if the window ends after the years we know.
    """
    folded = fold_date(text, field).removeprefix("within ")
    length = find_length(folded)
    if length is None:
        raise UnreadableLength(field, text)
    return add_length(start, length, field, text)


HORIZONS: tuple[tuple[int, str], ...] = (  # last day within, and the name of the bucket
    (7, "up to 1 week"),
    (31, "up to 1 month"),
    (92, "up to 3 months"),
    (183, "up to 6 months"),
    (366, "up to 1 year"),
    (1096, "up to 3 years"),
)
BEYOND = "over 3 years"
NO_DEADLINE = "no deadline"
HORIZON_LABELS = (*(label for _, label in HORIZONS), BEYOND, NO_DEADLINE)


def horizon_bucket(days: int | None) -> str:
    """The bucket of a horizon in days (deadline minus statement), longest months and years counted as within."""
    if days is None:
        return NO_DEADLINE
    place = bisect_left([last for last, _ in HORIZONS], days)
    return HORIZON_LABELS[place]
