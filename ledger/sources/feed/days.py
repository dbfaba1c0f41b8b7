"""The day on which an item says it was published.

RSS asks for RFC 2822 dates in English and gets others. The day is the one printed, in the printed zone: the day on
which people there could hear it. What has two readings, or none, gives no day; the words are kept beside it.
"""

import re
from collections.abc import Callable
from datetime import date

from ledger.domain.dates import AmbiguousDate, DateError, read_day
from ledger.domain.spans import FIRST_YEAR, LAST_YEAR

_LONGEST = 100
_CENTURY, _PIVOT = 100, 50  # RFC 2822 section 4.3: 00 to 49 is of this century
_FOUR_DIGITS = 4
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The first three letters of each month in English, German, French, Spanish, Italian, Portuguese, Dutch; no beginning
# stands for two months. "jui" is two months of French, so June and July have four letters there.
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene gen", "feb fév fev", "mar mär mrt maa", "apr avr abr", "may mai maj mag mei", "jun juin giu",
         "jul juil lug", "aug aoû aou ago", "sep set", "oct okt ott out", "nov", "dec dez déc dic"), 1
    )
    for name in names.split()
}  # fmt: skip
_WORD = r"[^\W\d_]{3,12}\.?"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_REST = r"(?:[\sT,].*)?"

_Read = Callable[[re.Match[str]], tuple[date, list[str]]]


def read_published(printed: str) -> tuple[str, list[str]]:
    """The ISO day a printed date means, "" if none can be told, and warnings.

    Warnings: ``no_date``, ``unreadable_date``, ``ambiguous_date``, ``wrong_weekday``, ``date_two_digit_year``.
    """
    words = " ".join(printed.split())
    if not words:
        return "", ["no_date"]
    if len(words) > _LONGEST:
        return "", ["unreadable_date"]
    try:
        for pattern, read in _FORMS:
            found = pattern.fullmatch(words)
            if found:
                day, warnings = read(found)
                break
        else:
            day, warnings = read_day(words, "date"), []
    except AmbiguousDate:
        return "", ["date_ambiguous"]
    except (DateError, ValueError):
        return "", ["unreadable_date"]
    in_range = FIRST_YEAR <= day.year <= LAST_YEAR
    return (day.isoformat(), warnings) if in_range else ("", ["unreadable_date"])


def _numbers(found: re.Match[str]) -> tuple[date, list[str]]:
    return date(int(found["year"]), int(found["month"]), int(found["day"])), []


def _named(found: re.Match[str]) -> tuple[date, list[str]]:
    """A month by its name, and perhaps a day of the week, which is only checked."""
    written = found["year"]
    year = int(written)
    warnings = []
    if len(written) < _FOUR_DIGITS:
        year += 20 * _CENTURY if year < _PIVOT else 19 * _CENTURY
        warnings.append("date_two_digit_year")
    day = date(year, _month(found["month"]), int(found["day"]))
    weekday = (found["weekday"] or "")[:3].lower()
    if weekday in _WEEKDAYS and weekday != _WEEKDAYS[day.weekday()]:
        warnings.append("wrong_weekday")
    return day, warnings


def _month(name: str) -> int:
    folded = name.casefold()
    for letters in (4, 3):
        if folded[:letters] in _MONTHS:
            return _MONTHS[folded[:letters]]
    raise ValueError(name)


_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    (re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){_REST}"), _numbers),
    (re.compile(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日.*"), _numbers),
    (
        re.compile(
            rf"(?:(?P<weekday>[^\W\d_]{{2,12}})\.?,? )?(?P<day>[0-9]{{1,2}})\.?[- ](?:de )?(?P<month>{_WORD})"
            rf"[- ](?:de )?{_YEAR}{_REST}"
        ),
        _named,
    ),
    (
        re.compile(
            rf"(?:(?P<weekday>[A-Za-z]{{3,9}})\.?,? )?(?P<month>{_WORD}) (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? "
            rf"(?P<year>[0-9]{{4}}){_REST}"
        ),
        _named,
    ),
    (
        re.compile(
            rf"(?P<weekday>[A-Za-z]{{3,9}}),? (?P<month>{_WORD}) (?P<day>[0-9]{{1,2}}),? "
            r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: [A-Za-z]{1,5}| [-+][0-9]{4})? (?P<year>[0-9]{4})"
        ),
        _named,
    ),
)
