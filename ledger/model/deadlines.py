"""Deadlines: the last day on which a claim can still come true.

A span means its end (``2026-Q4``). A phrase is read against the day of the statement (``within six months``) and its
words are kept. "By 2027" may mean before it begins or before it ends, so it is refused with both days shown.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.model.days import AmbiguousDate, read_day
from ledger.model.spans import (
    FIRST_YEAR,
    LAST_YEAR,
    DateError,
    DateOutOfRange,
    Span,
    UnreadableDate,
    add_length,
    find_length,
    find_span,
    fold_date,
    iso_day,
    months_from,
)

_FIELD = "deadline"
_FORMS = "Write 2026-12-31, 2026-12, 2026-Q4, end of 2026, before 2027, or within six months."
DAY, SPAN, PHRASE = "day", "span", "phrase"


class VagueDate(DateError):
    """A time without an end anybody could check."""

    def __init__(self, field: str, text: str) -> None:
        """Ask for a day, not for a guess."""
        super().__init__(field, text, "does not say when it ends.", _FORMS)


class NeedsStatedDay(DateError):
    """A phrase that counts from a statement whose day is not known."""

    def __init__(self, field: str, text: str) -> None:
        """Ask for either day."""
        hint = "Give the day of the statement, or write the deadline as a day."
        super().__init__(field, text, "counts from the day of the statement, which is not known.", hint)


@dataclass(frozen=True)
class Deadline:
    """The last day (``on``), the words it was read from, and how: ``day``, ``span`` or ``phrase``.

    A phrase is what needed the day of the statement; it would be another day for another statement.
    """

    on: date
    words: str
    basis: str


@dataclass(frozen=True)
class _Target:
    """The stretch a text names, without the word before it that says which end of it counts."""

    span: Span
    basis: str
    counted: bool = False  # a length counted from the statement: only "in", "within" and the like go before it


@dataclass(frozen=True)
class _Asked:
    text: str
    stated_on: date | None

    def origin(self) -> date:
        """The day phrases count from."""
        if self.stated_on is None:
            raise NeedsStatedDay(_FIELD, self.text)
        return self.stated_on


def read_deadline(text: str, stated_on: date | None) -> Deadline:
    """Read a deadline: a day, a span of the calendar, or a phrase counted from ``stated_on``.

    Raises:
        DateError: if it names no single day of the years 1900 to 2200; the message shows the readings there are.
    """
    plain = iso_day(text)
    if plain:
        return Deadline(plain, text, DAY)
    folded = re.sub(_YEAR_END, "end of year", fold_date(text, _FIELD))
    folded = re.sub(_THE_YEAR, "", folded)
    asked = _Asked(text, stated_on)
    match, choose = next((match, choose) for lead, choose in _LEADS if (match := re.match(lead, folded)))
    target = _target(folded[match.end() :], asked, ends=choose is _end)
    on = choose(target, asked)
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise DateOutOfRange(_FIELD, text)
    return Deadline(on, text.strip(), target.basis)


def _target(rest: str, asked: _Asked, *, ends: bool) -> _Target:
    span = find_span(rest, _FIELD)
    if span:
        return _Target(span, SPAN)
    for find in (_relative_span, _relative_day, _counted):
        target = find(rest, asked, ends)
        if target:
            return target
    if re.search(_VAGUE, rest):
        raise VagueDate(_FIELD, asked.text)
    try:
        day = read_day(rest, _FIELD)
    except UnreadableDate:
        raise UnreadableDate(_FIELD, asked.text, _FORMS) from None
    return _Target(Span(day, day), DAY)


def _relative_span(rest: str, asked: _Asked, ends: bool) -> _Target | None:
    """``next year``; after "end of", also ``the year``."""
    match = re.fullmatch(_RELATIVE, rest)
    if not match or not (match[1] or ends):
        return None
    origin, ahead = asked.origin(), int(match[1] == "next")
    if match[2] == "week":
        monday = origin + timedelta(days=7 * ahead - origin.weekday())
        return _Target(Span(monday, monday + timedelta(days=6)), PHRASE)
    length = _MONTHS_IN[match[2]]
    year, month = divmod(((origin.year * 12 + origin.month - 1) // length + ahead) * length, 12)
    return _Target(months_from(year, month // length + 1, length), PHRASE)


def _relative_day(rest: str, asked: _Asked, _ends: bool) -> _Target | None:
    if rest not in _DAYS_AHEAD:
        return None
    day = asked.origin() + timedelta(days=_DAYS_AHEAD[rest])
    return _Target(Span(day, day), PHRASE)


def _counted(rest: str, asked: _Asked, _ends: bool) -> _Target | None:
    """``six months``, ``the next 90 days``, ``a year from now``; ``the next year`` is a year, not a calendar year."""
    words = re.sub(_ONE, "a ", re.sub(_FROM_NOW, "", rest))
    length = find_length(re.sub(_NEXT, "", words))
    if length is None:
        return None
    day = add_length(asked.origin(), length, _FIELD, asked.text)
    return _Target(Span(day, day), PHRASE, counted=True)


def _within(target: _Target, _: _Asked) -> date:
    return target.span.end


def _calendar(target: _Target, asked: _Asked) -> Span:
    """The stretch, unless it is a length: nothing is "before six months"."""
    if target.counted:
        raise UnreadableDate(_FIELD, asked.text, _FORMS)
    return target.span


def _end(target: _Target, asked: _Asked) -> date:
    return _calendar(target, asked).end


def _before(target: _Target, asked: _Asked) -> date:
    return _calendar(target, asked).start - timedelta(days=1)


def _by(target: _Target, asked: _Asked) -> date:
    """A day is that day; of a span, its eve and its end are both meant, unless its eve is past."""
    eve = _before(target, asked)
    if target.span.start == target.span.end or (asked.stated_on and eve < asked.stated_on):
        return target.span.end
    raise AmbiguousDate(_FIELD, asked.text, (eve, target.span.end))


_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
_DAYS_AHEAD = {"today": 0, "tomorrow": 1}
_YEAR_END = r"\byear[- ]?end\b"
_THE_YEAR = r"\b(?:the )?year (?=[0-9]{4}$)"
_RELATIVE = r"(?:(this|next|the current) )?(year|quarter|month|week)"
_FROM_NOW = r"(?: from (?:now|today)| ahead)$"
_ONE = r"^(?:the )(?:next|coming|following) (?=(?:year|quarter|month|week|fortnight|decade)$)"
_NEXT = r"^(?:the )?(?:next|coming|following) (?=[0-9a-z]+ )"
_VAGUE = (
    r"\b(?:early|mid|middle|late|later|start|beginning|turn|spring|summer|autumn|fall|winter|soon|shortly|eventually"
    r"|some|someday|sometime|few|several|couple|coming|near|foreseeable|long|short|future|around|about|roughly"
    r"|the (?:year|quarter|month|week))\b"
)
# The word before the stretch and the day of it that counts; the first that matches decides, the last always does.
_LEADS: tuple[tuple[str, Callable[[_Target, _Asked], date]], ...] = (
    (
        (
            r"(?:(?:by|before|until|till|through|at|in|on|no later than|not later than) )?(?:the )?end"
            r"(?:[- ]of[- ]|[- ])(?:the )?(?=.)"
        ),
        _end,
    ),
    (r"before ", _before),
    (r"(?:by|until|till) ", _by),
    (r"(?:on or before|on|through|no later than|not later than) ", _end),
    (r"(?:within|in|during|over) |", _within),
)
