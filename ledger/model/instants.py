"""Dates and times as people write them, places in a recording (seconds), and times of transcripts (milliseconds)."""

import math
import re
from datetime import UTC, date, datetime, time

from ledger.errors import InputError, quoted
from ledger.model.days import read_day
from ledger.model.spans import (
    FIRST_YEAR,
    LAST_YEAR,
    DateOutOfRange,
    UnreadableDate,
    find_span,
    fold_date,
)

_SEXAGESIMAL = 60
_FORMS = (
    r"(?P<h>[0-9]{1,3}):(?P<m>[0-5][0-9]):(?P<s>[0-5][0-9])",
    r"(?P<m>[0-9]{1,4}):(?P<s>[0-5][0-9])",
    r"(?P<s>[0-9]{1,6})",
    r"(?:(?P<h>[0-9]{1,3})h ?)?(?:(?P<m>[0-9]{1,4})m ?)?(?:(?P<s>[0-9]{1,6})s)?",
)


class UnreadableTimecode(InputError):
    """Not a place in a recording."""

    def __init__(self, field: str, text: str) -> None:
        """Show the forms there are."""
        super().__init__(
            f"{field}: {quoted(text)} is not a place in a recording.", "Write 00:12:30, 12:30, 12m30s or 750."
        )


def read_timecode(text: str, field: str = "time") -> int:
    """Seconds from the start: ``00:12:30``, ``12:30`` (minutes first), ``12m30s``, ``750s`` or ``750``.

    Raises:
        UnreadableTimecode: if the text is none of these.
    """
    folded = text.strip().casefold()
    match = next((found for form in _FORMS if (found := re.fullmatch(form, folded))), None)
    if not folded or not match:
        raise UnreadableTimecode(field, text)
    parts = match.groupdict()
    hours, minutes, seconds = (int(parts.get(unit) or 0) for unit in "hms")
    return (hours * _SEXAGESIMAL + minutes) * _SEXAGESIMAL + seconds


def show_timecode(seconds: int) -> str:
    """``00:12:30`` for 750; hours take as many digits as they need."""
    minutes, second = divmod(seconds, _SEXAGESIMAL)
    hour, minute = divmod(minutes, _SEXAGESIMAL)
    return f"{hour:02}:{minute:02}:{second:02}"


LATEST_MS = 1000 * 60 * 60 * 1000
"""A thousand hours: no recording is as long, so what says so is no time."""

_MILLI = 1000
_CLOCK = re.compile(
    r"(?:(?:(?P<hours>[0-9]{1,4}):)?(?P<minutes>[0-9]{1,4}):)?(?P<seconds>[0-9]{1,2})(?:[.,](?P<part>[0-9]{1,9}))?"
)
_SECONDS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,12})?")


def read_clock(text: str) -> int | None:
    """Milliseconds for ``1:02:03.720``, ``02:03,720`` and ``2:03``; None for what is no such time.

    Hours, and any digit of the fraction, may be missing; without hours minutes may pass 59. A negative time is none.
    """
    found = _CLOCK.fullmatch(text.strip())
    if not found or found["minutes"] is None:
        return None
    hours, minutes, seconds = (int(found[unit] or 0) for unit in ("hours", "minutes", "seconds"))
    if seconds >= _SEXAGESIMAL or (found["hours"] and minutes >= _SEXAGESIMAL):
        return None
    part = int(f"{found['part'] or '':0<3.3}")
    return _possible(((hours * _SEXAGESIMAL + minutes) * _SEXAGESIMAL + seconds) * _MILLI + part)


def read_seconds(value: object) -> int | None:
    """Milliseconds for a number of seconds (``2.72`` or ``"2.72"``) or a time by the clock; None for all else."""
    if isinstance(value, str):
        folded = value.strip()
        return read_seconds(float(folded)) if _SECONDS.fullmatch(folded) else read_clock(folded)
    return _scaled(value, _MILLI)


def read_milliseconds(value: object) -> int | None:
    """Whole milliseconds for a number of them; None for all else."""
    return _scaled(value, 1)


def _scaled(value: object, scale: int) -> int | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= LATEST_MS:
        return None  # nor is what is no number (NaN) between the two
    return _possible(math.floor(value * scale + 0.5))


def _possible(milliseconds: int) -> int | None:
    return milliseconds if milliseconds <= LATEST_MS else None


_INSTANT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?: ?(?:z|utc|[-+][0-9]{2}:?[0-9]{2}))?"
)


def read_instant(text: str, field: str = "as of") -> datetime:
    """The instant a text means, in UTC: a day or a span means the end of its last day, a time without a zone is UTC.

    Raises:
        DateError: if it is neither a day, a span (``2019-Q2``) nor an ISO instant of the years 1900 to 2200.
    """
    folded = fold_date(text, field)
    if re.fullmatch(_INSTANT, folded):
        return _instant(folded, text, field)
    span = find_span(folded, field)
    return _end_of(span.end if span else read_day(text, field))


def edge(option: str, words: str, today: str) -> date:
    """The first day of ``--since``, the last of ``--until``: a day, or a span such as 2019 or 2019-Q2.

    Raises:
        DateError: it is neither.
    """
    span = find_span(fold_date(words, option), option)
    if span is None:
        return read_day(words, option, date.fromisoformat(today))
    return span.start if option == "since" else span.end


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)


def _instant(folded: str, text: str, field: str) -> datetime:
    iso = folded[:10] + "T" + folded[11:].replace(" ", "").replace("utc", "z").upper()
    try:
        read = datetime.fromisoformat(iso)
    except ValueError:
        raise UnreadableDate(field, text, "Write an instant as 2019-06-01T12:00:00Z.") from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise DateOutOfRange(field, text)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
