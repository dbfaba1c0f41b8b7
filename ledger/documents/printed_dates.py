"""The day that a page prints somewhere, in whatever order its country writes one.

A page cannot be asked, so nothing is guessed: what has several readings is refused until somebody says the order. A
year of two digits is the newest that does not lie after today: what is printed has been published.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.documents.kinds import ReadOn
from ledger.model import days
from ledger.model.days import read_day
from ledger.model.spans import FIRST_YEAR, LAST_YEAR, MONTH, DateError, month_number

ORDERS = ("mdy", "dmy", "ymd")

_CENTURY, _TWO_DIGITS, _LONGEST = 100, 2, 80
# A time of day and a zone after the day, as in ISO 8601 and RFC 2822; the day is the one printed, in its own zone.
_TIME = re.compile(
    r"(?:(?<=\d)t|,? (?:at )?)[0-9]{1,2}:[0-9]{2}(?:[:.][0-9.]{1,12})?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:z|[a-z]{2,5}|[-+][0-9:]{2,6}))?(?: \([a-z]{2,5}\))?$",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_YEAR = r"(?P<y>[0-9]{4}|[0-9]{2})"
_NUMBERS = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>[-/.]) ?(?P<b>[0-9]{1,2})(?P=sep) ?" + _YEAR)
_HAN = re.compile(r"(?P<y>[0-9]{4}) ?年 ?(?P<m>[0-9]{1,2}) ?月 ?(?P<d>[0-9]{1,2}) ?[日号號]?")
_DAY_MONTH = re.compile(rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})[- ]?(?P<m>{MONTH})[- ,]+(?P<y>[0-9]{{2}})")
_MONTH_DAY = re.compile(rf"{_WEEKDAY}(?P<m>{MONTH}) ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<y>[0-9]{{2}})")
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{MONTH}(?![a-z])")
_YEAR_FIRST = re.compile(r"[0-9]{4}")

Reading = tuple[str, str, str, str]
"""An order, and the year, the month and the day as written."""


class AmbiguousPrintedDate(days.AmbiguousDate):
    """A printed date with more than one reading; ``by_order`` has the day under each order."""

    def __init__(self, field: str, text: str, by_order: Mapping[str, date]) -> None:
        """Name every reading, and the option that decides."""
        super().__init__(field, text, sorted(set(by_order.values())))
        self.by_order = dict(by_order)
        shown = ", ".join(f"{order} is {day.isoformat()}" for order, day in by_order.items())
        self.hint = f"Say in which order it is written: --date-order {'|'.join(by_order)} ({shown})."


@dataclass(frozen=True)
class PrintedDate:
    """A day as ISO text, the order its parts were printed in, and whether its year had two digits."""

    day: str
    order: str
    short_year: bool


def read_printed(words: str, *, order: str = "", today: str = "") -> PrintedDate:
    """Read one printed day: ``01/17/19``, ``17.01.2019``, ``Jan 17, 2019``, ``2024年12月19日``, ISO 8601, RFC 2822.

    Args:
        words: the date as printed.
        order: ``mdy``, ``dmy`` or ``ymd``: decides where several readings are possible, and only there.
        today: an ISO day; a year of two digits is read so that the day does not lie after it, "" for 2000 to 2099.

    Raises:
        AmbiguousDate: if several readings are possible and ``order`` is not one of them.
        DateError: if it is not exactly one day of the years 1900 to 2200.
    """
    latest = read_day(today, "today") if today else None
    printed = " ".join(words[: _LONGEST + 1].split())
    untimed = _TIME.sub("", printed)
    readings = list(_readings(untimed.casefold(), timed=untimed != printed))
    found = {reading[0]: day for reading in readings if (day := _day(reading, latest))}
    if len(set(found.values())) > 1 and order not in found:
        raise AmbiguousPrintedDate("date", words, found)
    if found:
        chosen = order if order in found else next(iter(found))
        short = all(len(reading[1]) == _TWO_DIGITS for reading in readings)
        return PrintedDate(found[chosen].isoformat(), chosen, short)
    return _read_plainly(untimed)


def dated(words: str, on: ReadOn) -> tuple[str, str, str, list[str]]:
    """What a page keeps of its date: the ISO day or "", the words, the order or "", and warnings.

    Warnings: ``no_date``, ``unreadable_date``, ``date_two_digit_year``, ``date_ambiguous``. Nothing is raised: it is
    for whoever wants the day to ask for the order.
    """
    printed = " ".join(words.split())
    if not printed:
        return "", "", "", ["no_date"]
    try:
        found = read_printed(printed, order=on.date_order, today=on.today)
    except days.AmbiguousDate:
        return "", printed, "", [*_short_year(printed), "date_ambiguous"]
    except DateError:
        return "", printed, "", ["unreadable_date"]
    return found.day, printed, found.order, ["date_two_digit_year"] if found.short_year else []


def _short_year(printed: str) -> list[str]:
    return [] if re.search(r"[0-9]{4}", printed) else ["date_two_digit_year"]


def _readings(folded: str, *, timed: bool) -> Iterator[Reading]:
    """Every order in which the parts may have been written, the usual first."""
    if found := _HAN.fullmatch(folded):
        yield "ymd", found["y"], found["m"], found["d"]
    elif found := _NUMBERS.fullmatch(folded):
        yield "mdy", found["y"], found["a"], found["b"]
        yield "dmy", found["y"], found["b"], found["a"]
        if found["sep"] == "-" and len(found["a"]) == len(found["y"]) == _TWO_DIGITS:
            yield "ymd", found["a"], found["b"], found["y"]
    elif found := _MONTH_DAY.fullmatch(folded):
        yield "mdy", found["y"], str(month_number(found["m"])), found["d"]
    elif found := _DAY_MONTH.fullmatch(folded):
        month = str(month_number(found["m"]))
        yield "dmy", found["y"], month, found["d"]
        if not timed and len(found["d"]) == _TWO_DIGITS:  # with a time it is RFC 2822, where the day comes first
            yield "ymd", found["d"], month, found["y"]


def _day(reading: Reading, latest: date | None) -> date | None:
    """The day of a reading, None where the calendar has none."""
    _, year, month, day = reading
    short = len(year) == _TWO_DIGITS
    try:
        found = date(int(year) + (2000 if short else 0), int(month), int(day))
        if short and latest and found > latest:
            found = date(found.year - _CENTURY, found.month, found.day)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _read_plainly(untimed: str) -> PrintedDate:
    """What has its year in full, or cannot be read: the reader of users' dates says which."""
    han = _HAN.fullmatch(untimed)
    day = read_day(f"{han['y']}-{han['m']}-{han['d']}" if han else untimed, "date")
    month_or_day_first = "mdy" if _MONTH_FIRST.match(untimed.casefold()) else "dmy"
    return PrintedDate(day.isoformat(), "ymd" if _YEAR_FIRST.match(untimed) else month_or_day_first, short_year=False)
