"""How a value that could not be read is shown in an error: safely, and not at length."""

_LONGEST = 60


def quoted(text: str) -> str:
    """The text in quotes with everything but plain ASCII escaped, cut to 60 characters."""
    shown = ascii(text[: _LONGEST + 1])
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 4].rstrip("\\") + "..." + shown[0]


def spoken(text: str) -> str:
    """Words that were said, in quotes, cut to 60 characters: letters of all scripts as they are, the rest escaped."""
    shown = repr(text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else shown[: _LONGEST - 4].rstrip("\\") + "..." + shown[0]
