"""A sentence as tokens: words in one case, clitics apart, every Han character by itself.

Every token keeps its place, so that what is found among the tokens can be quoted as it was said.
"""

import re
from dataclasses import dataclass
from itertools import islice

LONGEST = 1_000
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_WIDE = "\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff05"  # the signs of Chinese, and those they stand for
_SAME = str.maketrans(_WIDE, ",.,;:?!%")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W\d_{_HAN}]"
_TOKEN = re.compile(
    rf"(?P<short>(?:[A-Z]\.){{2,}})"  # U.S.
    rf"|(?P<clitic>'(?:ll|re|ve|d|s|m)\b)"
    rf"|(?P<not>{_LETTER}+n't\b)"
    rf"|(?P<word>{_LETTER}+)"
    rf"|(?P<number>[0-9]+(?:[.,][0-9]+)*)"
    rf"|(?P<han>[{_HAN}])"
    rf"|(?P<sign>[,.;:?!%$(){_WIDE}\u2014\u2013\u2026])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Tokens:
    """The tokens of a sentence: ``words`` folded, ``printed`` as they stand, and the place of each in the sentence."""

    text: str
    words: tuple[str, ...]
    printed: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def said(self, start: int, end: int) -> str:
        """The words from one token to another, the end exclusive, as they stand in the sentence."""
        return self.text[self.places[start][0] : self.places[end - 1][1]] if start < end else ""


def tokens(text: str, longest: int = LONGEST) -> Tokens:
    """Split a sentence. Hyphens part words and are dropped, so that "long-term" and "long term" are the same.

    What stands behind ``longest`` tokens is not looked at: a text without any sign of an end is no sentence.
    """
    words, printed, places = [], [], []
    for found in islice(_TOKEN.finditer(text.translate(_PLAIN)), longest):
        printed.append(found[0])
        words.append(found[0].translate(_SAME) if found.lastgroup == "sign" else found[0].casefold())
        places.append(found.span())
    return Tokens(text, tuple(words), tuple(printed), tuple(places))
