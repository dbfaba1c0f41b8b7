"""Places in a recording, as whole seconds from its start."""

import re

from ledger.errors import InputError, quoted

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
