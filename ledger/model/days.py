"""Days said exactly, in whatever form people write them.

A day is never completed by guesswork: what lacks a part is refused, and what has two readings is refused with both
shown. ISO comes first and never reaches a general parser; day and month names go through dateutil twice, with two
defaults, so that a part it invents shows as a difference.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ledger.model.spans import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    MONTH_NAMES,
    MONTHS,
    DateError,
    DateOutOfRange,
    UnreadableDate,
    find_span,
    fold_date,
    iso_day,
    month_number,
)

_FEBRUARY, _LEAP_DAY, _MONTHS_A_YEAR = 2, 29, 12
_CENTURY = 100
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEAR_FUTURE = 30  # years ahead that a year of two digits may still mean


class AmbiguousDate(DateError):
    """More than one reading; every one is shown."""

    def __init__(self, field: str, text: str, readings: Sequence[date]) -> None:
        """Write the readings as ISO days, ready to copy."""
        self.readings = tuple(readings)
        shown = " or ".join(day.isoformat() for day in self.readings)
        super().__init__(field, text, f"has more than one reading: {shown}.", "Write the one you mean.")


class PartialDate(DateError):
    """A month or a year where a day is needed, or a day without its year."""

    def __init__(self, field: str, text: str) -> None:
        """Ask for the rest."""
        super().__init__(field, text, "does not name one day.", "Name the day, the month and the year: 2019-01-17.")


class NoSuchDay(DateError):
    """A day the calendar does not have."""

    def __init__(self, field: str, text: str, reason: str) -> None:
        """Say which part is impossible."""
        super().__init__(field, text, f"is not a day of the calendar: {reason}.", "Write the day as YYYY-MM-DD.")


class WrongWeekday(DateError):
    """The day of the week named is not the day's."""

    def __init__(self, field: str, text: str, day: date) -> None:
        """Say what day of the week it was."""
        shown = f"contradicts itself: {day.isoformat()} is a {_WEEKDAYS[day.weekday()]}."
        super().__init__(field, text, shown, "Check the date, or leave the day of the week out.")


class NoToday(DateError):
    """``today`` where the day is not known."""

    def __init__(self, field: str, text: str) -> None:
        """Ask for the day itself."""
        super().__init__(field, text, "depends on the day it is read.", "Write the day as YYYY-MM-DD.")


@dataclass(frozen=True)
class _Asked:
    """What is being read, for readers and for their errors."""

    field: str
    text: str
    today: date | None


def read_day(text: str, field: str, today: date | None = None) -> date:
    """Read one day said exactly: ``2019-01-17``, ``17 January 2019``, ``01/17/19``, and ``today`` if it is given.

    Args:
        text: what was typed.
        field: the name under which errors speak of it.
        today: lets ``today`` and ``yesterday`` be read, and decides the century of a year of two digits
            (without it, 2000 to 2099).

    Raises:
        DateError: if it is not exactly one day of the years 1900 to 2200; the message says which it could be.
    """
    plain = iso_day(text)  # the form of every bulk load
    if plain:
        return plain
    folded = fold_date(text, field)
    asked = _Asked(field, text, today)
    weekday = re.match(_WEEKDAY, folded)
    day = _read(folded[weekday.end() :] if weekday else folded, asked)
    if weekday and not _WEEKDAYS[day.weekday()].casefold().startswith(weekday[1][:3]):
        raise WrongWeekday(field, text, day)
    return day


def _read(folded: str, asked: _Asked) -> date:
    for pattern, reader in _READERS:
        match = re.fullmatch(pattern, folded)
        if match:
            return reader(match, asked)
    if find_span(folded, asked.field):
        raise PartialDate(asked.field, asked.text)
    raise UnreadableDate(asked.field, asked.text)


def _built(year: int, month: int, day: int, asked: _Asked) -> date:
    """The day of these numbers, or the sentence that says why there is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateOutOfRange(asked.field, asked.text)
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise NoSuchDay(asked.field, asked.text, f"there is no month {month}")
    if (month, day) == (_FEBRUARY, _LEAP_DAY) and not isleap(year):
        raise NoSuchDay(asked.field, asked.text, f"{year} is not a leap year")
    longest = monthrange(year, month)[1]
    if not 1 <= day <= longest:
        raise NoSuchDay(asked.field, asked.text, f"{MONTH_NAMES[month - 1]} {year} has days 1 to {longest}")
    return date(year, month, day)


def _year_first(match: re.Match[str], asked: _Asked) -> date:
    return _built(int(match["y"]), int(match["m"]), int(match["d"]), asked)


def _years(written: str, asked: _Asked) -> Iterable[int]:
    """The years that two or four digits can mean; two digits of a year soon to come may be of either century."""
    year = int(written)
    if len(written) > 2:  # noqa: PLR2004 - digits
        return (year,)
    year += 2000
    if asked.today is None or year <= asked.today.year:
        return (year,)
    return (year - _CENTURY, year) if year - asked.today.year <= _NEAR_FUTURE else (year - _CENTURY,)


def _only(readings: Iterable[tuple[str, int, int]], asked: _Asked) -> date:
    """The one valid day among (year as written, month, day) readings."""
    found: set[date] = set()
    refusal: DateError | None = None
    for written, month, day in readings:
        for year in _years(written, asked):
            try:
                found.add(_built(year, month, day, asked))
            except DateError as error:
                refusal = refusal or error
    if len(found) > 1:
        raise AmbiguousDate(asked.field, asked.text, sorted(found))
    if not found:
        raise refusal or UnreadableDate(asked.field, asked.text)
    return found.pop()


def _year_last(match: re.Match[str], asked: _Asked) -> date:
    """Day first or month first; with dashes and a year of two digits, also year first."""
    first, dash, second, last = match.groups()
    readings = [(last, int(second), int(first)), (last, int(first), int(second))]
    if dash == "-" and len(last) == len(first) == 2:  # noqa: PLR2004 - digits
        readings.append((first, int(second), int(last)))
    return _only(readings, asked)


def _short_year(match: re.Match[str], asked: _Asked) -> date:
    """``17 Jan 19`` is also 19 January 2017."""
    month = month_number(match["month"])
    one, other = match["one"], match["other"]
    return _only([(other.zfill(2), month, int(one)), (one.zfill(2), month, int(other))], asked)


def _relative(match: re.Match[str], asked: _Asked) -> date:
    if asked.today is None:
        raise NoToday(asked.field, asked.text)
    return asked.today - timedelta(days=_DAYS_AGO[match[0]])


def _partial(_: re.Match[str], asked: _Asked) -> date:
    raise PartialDate(asked.field, asked.text)


def _named(match: re.Match[str], asked: _Asked) -> date:
    """A month by its name with a day and a year of four digits in any order, through dateutil."""
    words = re.sub(_NOISE, " ", match[0]).replace("-", " ").split()
    names = [word for word in words if not word.isdigit()]
    numbers = sorted((word for word in words if word.isdigit()), key=len)
    if len(names) != 1 or names[0] not in MONTHS or [len(number) for number in numbers] not in _LENGTHS:
        raise UnreadableDate(asked.field, asked.text)
    first, second = (_parsed(" ".join(words), default) for default in _DEFAULTS)
    if first and first == second:
        return _built(first.year, first.month, first.day, asked)
    if first or second or len(numbers) == 1:
        raise PartialDate(asked.field, asked.text)
    return _built(int(numbers[1]), month_number(names[0]), int(numbers[0]), asked)  # which says what is wrong


def _parsed(words: str, default: datetime) -> date | None:
    from dateutil.parser import parse

    try:
        return parse(words, default=default).date()
    except (ValueError, OverflowError):
        return None


_DAYS_AGO = {"today": 0, "yesterday": 1}
# Digits of the numbers beside a month's name, sorted; with any others dateutil makes up a year.
_LENGTHS: tuple[list[int], ...] = ([], [1], [2], [4], [1, 4], [2, 4])
# Leap years both, so that 29 February without a year is seen to lack one.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - only the day is used
_WEEKDAY = r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs?|fri|sat|sun)\.?,? "
_NOISE = r"(?<=[0-9])(?:st|nd|rd|th)\b|\bof\b|\bthe\b|[,.]"
# Pattern text, not compiled patterns: a day in ISO form is read at the cost of the first.
_READERS: tuple[tuple[str, Callable[[re.Match[str], _Asked], date]], ...] = (
    (r"(?P<y>[0-9]{4})(?P<dash>[-/.])(?P<m>[0-9]{1,2})(?P=dash)(?P<d>[0-9]{1,2})", _year_first),
    (r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", _year_first),
    (r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})", _year_last),
    ("|".join(_DAYS_AGO), _relative),
    (rf"(?P<one>[0-9]{{1,2}})[- ]?(?P<month>{MONTH})[- ,]+(?P<other>[0-9]{{2}})", _short_year),
    (rf"(?P<month>{MONTH})[- ]?(?P<one>[0-9]{{1,2}})[- ,]+(?P<other>[0-9]{{2}})", _short_year),
    (r"[0-9]{1,2}", _partial),
    (rf"[a-z0-9 ,.-]*\b{MONTH}(?![a-z])[a-z0-9 ,.-]*", _named),
)


def today() -> date:
    """The day it is where the curator is: what was said this morning in Tokyo is not in the future."""
    return datetime.now().astimezone().date()
