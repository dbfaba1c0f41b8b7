r"""Outside text in a picture: escaped, in a font that has its letters, measured, folded and cut.

A letter that no font here has is shown as an escape such as ``\u{8d75}`` where letters become dots (PNG). Where text
stays text (SVG) it is kept, as whoever looks at it may have the font.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache

from ledger.render.width import cut, display_width, fold
from ledger.text.escape import one_line, safe_term

FAMILY = "DejaVu Sans"
"""Travels with matplotlib, so it is everywhere."""

_OTHERS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Arial Unicode MS", "Noto Sans CJK JP",
    "Noto Sans JP", "Yu Gothic", "Hiragino Sans", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic",
    "Apple SD Gothic Neo", "Noto Sans", "Noto Sans Devanagari", "Noto Sans Thai", "Droid Sans Fallback", "Unifont",
)  # fmt: skip
"""Fonts with many letters, tried in this order for what the first one lacks."""

_POINTS = 72  # to an inch
_LETTER = 0.5  # of the font size: about as wide as a letter is


def said(value: object) -> Iterator[str]:
    """Every text in a chart, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from (text for part in fields(value) for text in said(getattr(value, part.name)))
    elif isinstance(value, Sequence):
        yield from (text for part in value for text in said(part))


def shown(text: str) -> str:
    """The text on one line, without a character that a picture could not show as itself: XML takes all that is left."""
    return "".join(map(_visible, safe_term(one_line(text))))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else _escape(character)


def _escape(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


@cache
def _letters_of(family: str) -> frozenset[int]:
    """The letters that a family has, thin and bold; none when it is not installed."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    found = []
    for weight in ("normal", "bold"):
        try:
            place = findfont(FontProperties(family=family, weight=weight), fallback_to_default=False)
        except ValueError:
            return frozenset()
        found.append(frozenset(get_font(place).get_charmap()))
    return found[0] & found[1]


def families_for(texts: Iterable[str]) -> tuple[list[str], frozenset[str]]:
    """The fonts that the texts need, and the letters that none of them has."""
    lacking = frozenset("".join(texts))
    chosen = []
    for family in (FAMILY, *_OTHERS):
        left = frozenset(c for c in lacking if ord(c) not in _letters_of(family)) if lacking else lacking
        if family == FAMILY or left < lacking:
            chosen.append(family)
        lacking = left
    return chosen, lacking


class Lettering:
    """How the texts of one chart are set: called with a text, it gives the text as it can be shown.

    Everything else takes texts that have been made fit that way. Sizes are in points, room in inches.
    """

    def __init__(self, chart: object, *, keeps_text: bool) -> None:
        """Choose the fonts.

        Args:
            chart: everything whose texts will be shown.
            keeps_text: whether text stays text in the picture, so that no letter has to be replaced.
        """
        self.families, lacking = families_for(map(shown, said(chart)))
        self._widths: dict[tuple[str, float, bool], float] = {}
        self._replaced = {} if keeps_text else {ord(c): _escape(c) for c in lacking}

    def __call__(self, text: str) -> str:
        """The text as it can be shown."""
        return shown(text).translate(self._replaced)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a shown text is, in inches."""
        asked = text, size, bold
        if asked not in self._widths:
            from matplotlib.font_manager import FontProperties
            from matplotlib.textpath import text_to_path

            font = FontProperties(family=self.families, size=size, weight="bold" if bold else "normal")
            points, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
            self._widths[asked] = float(points) / _POINTS
        return self._widths[asked]

    def fold(self, text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
        """The shown text in lines that fit the room."""
        columns = int(room * _POINTS / (size * _LETTER))
        while True:
            lines = fold(text, columns)
            if columns < 4 or all(self.width(line, size, bold=bold) <= room for line in lines):  # noqa: PLR2004
                return lines
            columns = columns * 9 // 10

    def cut(self, text: str, size: float, room: float) -> str:
        """The shown text, cut to the room."""
        columns = display_width(text)
        while columns > 1 and self.width(cut(text, columns), size) > room:
            columns = min(columns - 1, columns * 19 // 20)
        return cut(text, columns)
