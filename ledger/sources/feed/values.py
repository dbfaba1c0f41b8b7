"""Lengths, numbers and addresses as feeds write them; what cannot be read is none, with a warning."""

import re
from collections.abc import MutableSequence

from ledger.domain.timecodes import UnreadableTimecode, read_timecode
from ledger.sources.feed.plain import decode

_UNITS = (
    (re.compile(r"(?<=[0-9])\s*(?:hours?|hrs?|std)\b\.?,?\s*"), "h "),
    (re.compile(r"(?<=[0-9])\s*(?:minutes?|mins?)\b\.?,?\s*"), "m "),
    (re.compile(r"(?<=[0-9])\s*(?:seconds?|secs?)\b\.?\s*"), "s"),
)
_ISO = re.compile(r"p?t(?=[0-9])")  # PT1H2M3S
_FRACTION = re.compile(r"[.,][0-9]+(?=s?$)")
_LONGEST = 40
_WHOLE = re.compile(r"[0-9]{1,12}")
_SCHEME = re.compile(r"[^/?#:]*:")  # whatever a browser could take for one, well formed or not
_IGNORED = re.compile("[\0-\x1f\x7f]")  # browsers leave them out of an address: ``java\nscript:`` is ``javascript:``


def read_duration(printed: str) -> tuple[int | None, list[str]]:
    """Seconds: ``3723``, ``62:03``, ``1:02:03``, ``1h 2m``, ``PT1H2M3S``. Nothing lasts no time, so 0 is none.

    Warnings: ``no_duration``, ``duration_zero``, ``unreadable_duration``.
    """
    folded = printed.strip().casefold()
    if not folded:
        return None, ["no_duration"]
    if len(folded) > _LONGEST:
        return None, ["unreadable_duration"]
    folded = _FRACTION.sub("", _ISO.sub("", folded))
    for pattern, unit in _UNITS:
        folded = pattern.sub(unit, folded)
    try:
        seconds = read_timecode(folded)
    except UnreadableTimecode:
        return None, ["unreadable_duration"]
    return (seconds, []) if seconds else (None, ["duration_zero"])


def read_number(printed: str, what: str, warnings: MutableSequence[str]) -> int | None:
    """A whole number; adds ``unreadable_WHAT`` to the warnings if something else stands there."""
    folded = printed.strip()
    if _WHOLE.fullmatch(folded):
        return int(folded)
    if folded:
        warnings.append(f"unreadable_{what}")
    return None


def read_address(printed: str, what: str, warnings: MutableSequence[str]) -> str:
    """An address on the web, or one that leaves out where; any other scheme is dropped with ``dropped_WHAT``."""
    folded = _IGNORED.sub("", decode(printed)).strip()
    scheme = _SCHEME.match(folded)
    if scheme and scheme[0].lower() not in {"http:", "https:"}:
        warnings.append(f"dropped_{what}")
        return ""
    return folded
