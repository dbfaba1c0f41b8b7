"""How many columns of a terminal a text takes, and how to make it take fewer.

East Asian wide characters take two columns and combining marks none. Characters of ambiguous width count as one,
which is what terminals do outside East Asian locales.
"""

import unicodedata
from collections.abc import Sequence

_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me"})
_ELLIPSIS = "…"


def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in _WIDE:
        return 2
    return 0 if unicodedata.category(character) in _NO_WIDTH else 1


def display_width(text: str) -> int:
    """The number of columns the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _head(text: str, width: int) -> str:
    """As much of the beginning as fits, with the marks that belong to its last character."""
    if text.isascii():
        return text[:width]
    taken = 0
    for position, character in enumerate(text):
        taken += _columns(character)
        if taken > width:
            return text[:position]
    return text


def cut(text: str, width: int) -> str:
    """The text if it fits, else its beginning and an ellipsis."""
    if display_width(text) <= width:
        return text
    return _head(text, width - 1) + _ELLIPSIS if width > 0 else ""


def pad(text: str, width: int) -> str:
    """The text with spaces behind it up to the width."""
    return text + " " * (width - display_width(text))


def fold_lines(text: str, width: int | None) -> list[str]:
    """Break a text into lines of at most ``width`` columns, at spaces where there are any.

    The standard library counts characters, so its lines of Chinese are twice too long; and it breaks no line of a
    text that has no spaces where a reader of Chinese expects it.
    """
    if width is None or display_width(text) <= width:
        return [text]
    width = max(width, 2)
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if display_width(joined) > width and line and display_width(word) <= width:
            lines.append(line)
            joined = word
        while display_width(joined) > width:
            piece = _head(joined, width)
            lines.append(piece.rstrip(" "))
            joined = joined[len(piece) :].lstrip(" ")
        line = joined
    return [*lines, line] if line else lines


def fit(natural: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns, and no others, until all fit the room; no column below its floor.

    ``floors`` is the natural width of a column that may not be cut.
    """
    widths = list(natural)
    for cap in range(max(room, 0), 0, -1):
        if sum(widths) <= room:
            break
        widths = [max(floor, min(width, cap)) for width, floor in zip(natural, floors, strict=True)]
    return widths
