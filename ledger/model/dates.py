"""Dates as people write them: the door to days, deadlines, spans and instants.

Every reader takes text from outside and gives a value or an ``InputError`` with a sentence; none completes what was
not said. Places in a recording are in ``timecodes``.
"""

import re
from datetime import UTC, date, datetime, time

from ledger.model.days import AmbiguousDate, NoSuchDay, PartialDate, read_day
from ledger.model.deadlines import Deadline, NeedsStatedDay, VagueDate, read_deadline
from ledger.model.spans import (
    FIRST_YEAR,
    HORIZON_LABELS,
    HORIZONS,
    LAST_YEAR,
    DateError,
    DateOutOfRange,
    UnreadableDate,
    UnreadableLength,
    add_window,
    find_span,
    fold_date,
    horizon_bucket,
)
from ledger.model.timecodes import UnreadableTimecode, read_timecode, show_timecode

__all__ = [
    "HORIZONS",
    "HORIZON_LABELS",
    "AmbiguousDate",
    "DateError",
    "DateOutOfRange",
    "Deadline",
    "NeedsStatedDay",
    "NoSuchDay",
    "PartialDate",
    "UnreadableDate",
    "UnreadableLength",
    "UnreadableTimecode",
    "VagueDate",
    "add_window",
    "edge",
    "horizon_bucket",
    "read_day",
    "read_deadline",
    "read_instant",
    "read_timecode",
    "show_timecode",
]

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
