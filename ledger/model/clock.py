"""Times as transcripts write them, in milliseconds from the start of the recording."""

import math
import re

LATEST_MS = 1000 * 60 * 60 * 1000
"""A thousand hours: no recording is as long, so what says so is no time."""

_SEXAGESIMAL, _MILLI = 60, 1000
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
