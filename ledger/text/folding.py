"""Text brought to what its ways of writing share, with the way back to where each character stood.

Two printings of the same words differ in the form of quotation marks and dashes, in where lines are broken, in
characters nobody sees and in how accented letters are coded. ``folded`` takes these away and remembers, for every
place in what is left, the place in the text it came from.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

QUOTE = "'"
DASH = "-"
QUOTES = (
    "\"'`\u00ab\u00b4\u00bb\u02b9\u02ba\u02bb\u02bc\u02bd\u055a\u05f3\u05f4"
    "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u2034\u2035\u2036\u2037\u2039\u203a\u2057"
    "\u275b\u275c\u275d\u275e\u300c\u300d\u300e\u300f\u301d\u301e\u301f\ua78c\uff02\uff07"
)
"""Quotation marks, apostrophes and primes, single and double: all are read alike, and so is a run of them."""

_DASHES = "-\u2043\u207b\u208b\u2212"  # those that Unicode does not class as dashes (Pd), and the plain one
_UNSPACED = (
    "\u2e80-\u2fdf\u3001-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f\U00020000-\U0003fffd"
)
"""What is written without spaces between words (Han, kana, their signs): a space beside it says nothing."""

JOINER = "\u200d"
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")  # vowels and finals: they join the letter before
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
_UNSEEN = 4  # so many characters nobody sees may part a letter from its accent
_FIRST_MARK = "\u0300"
_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2019": "'"})
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_PIECE = re.compile(rf"[{_UNSPACED}]|-|[^\s\-{_UNSPACED}]+-?")


class Place(NamedTuple):
    """A stretch of a text in code points: the end is exclusive, and neither end cuts a character in two."""

    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """A folded text. ``place`` and ``around`` lead back to the text it was made of."""

    source: str = field(repr=False)
    text: str = field(repr=False)
    _stretches: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[int]] = field(repr=False)

    def place(self, start: int, end: int) -> Place | None:
        """Where a stretch of the folded text stands in the source; None if an end cuts what was folded as one.

        White space and characters nobody sees are left out at both ends.
        """
        first, last = self._start(start), self._end(end)
        if first is None or last is None:
            return None
        found = self._seen(first, last)
        return None if within_character(self.source, found.start) or within_character(self.source, found.end) else found

    def around(self, start: int, end: int) -> Place:
        """The same, made longer where an end cuts what was folded as one."""
        while (first := self._start(start) if start else 0) is None or within_character(self.source, first):
            start -= 1
        while (last := self._end(end) if end < len(self.text) else len(self.source)) is None or within_character(
            self.source, last
        ):
            end += 1
        return self._seen(first, last)

    def _start(self, at: int) -> int | None:
        begins, ends, origin_begins, origin_ends = self._stretches
        here = bisect_right(begins, at) - 1
        if here < 0:
            return at
        if ends[here] > at:
            return origin_begins[here] if begins[here] == at else None
        return origin_ends[here] + at - ends[here]

    def _end(self, at: int) -> int | None:
        begins, ends, _, origin_ends = self._stretches
        here = bisect_left(begins, at) - 1
        if here < 0:
            return at
        return None if ends[here] > at else origin_ends[here] + at - ends[here]

    def _seen(self, start: int, end: int) -> Place:
        while start < end and _unseen(self.source[start]) and not within_character(self.source, start + 1):
            start += 1
        while end > start and _unseen(self.source[end - 1]):
            end -= 1
        return Place(start, end)


@lru_cache(maxsize=4)
def folded(text: str, *, case: bool = False) -> Folded:
    """A document folded: see ``fold_words`` for what that takes away. The latest few are remembered.

    Time and space grow with the text alone, whatever stands in it.
    """
    return _fold(text, case=case)


def fold_words(text: str, *, case: bool = False) -> str:
    """What is left of a quote when its ways of writing are taken away.

    Compatibility form (Unicode NFKC, so that an ellipsis is three full stops); quotation marks, apostrophes and primes
    alike; dashes and hyphens alike, with or without spaces; white space of any sort and length one space, and none
    beside Han and kana; characters nobody sees left out. With ``case`` the case of letters goes too.
    """
    return _fold(text, case=case).text.strip()


def fold(text: str) -> str:
    """Letters in one case, white space single, dashes and apostrophes plain: what two spellings share."""
    return " ".join(text.casefold().translate(_PLAIN).split())


def fold_text(text: str) -> str:
    """Text as it is searched: compatibility form, no case, one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a folded text, one after another; a character of a script without spaces is one by itself."""
    return _WORD.finditer(text)


def pieces(text: str) -> Iterator[re.Match[str]]:
    """The words of a folded text with the signs that hang on them."""
    return _PIECE.finditer(text)


def within_character(text: str, at: int) -> bool:
    """Whether a place lies inside what readers see as one character: a letter and its accent, a joined emoji."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if after < _FIRST_MARK:
        return before == "\r" and after == "\n"
    if unicodedata.category(after)[0] == "M" or _JAMO.match(after) or _SKIN.match(after):
        return True
    symbol = before if after != JOINER else text[at + 1 : at + 2]
    if before == JOINER:
        symbol = after
    return JOINER in {before, after} and bool(symbol) and unicodedata.category(symbol) == "So"


def _unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _normal_case(text: str) -> str:
    return _normal(_normal(text).casefold())


def _fold(text: str, *, case: bool) -> Folded:
    normal = _normal_case if case else _normal
    plain: Callable[[str], str] = str.casefold if case else str
    beyond = frozenset() if text.isascii() else frozenset(one for one in set(text) if not one.isascii())
    parts: list[str] = []
    stretches = (array("Q"), array("Q"), array("Q"), array("Q"))
    done = length = 0
    for found in _changes(beyond, case=case).finditer(text):
        start, end = found.span()
        put = _REPLACING[found.lastgroup or ""](found, normal)
        if start > done:
            parts.append(plain(text[done:start]))
            length += start - done
        parts.append(put)
        if not len(put) == end - start == 1:
            for values, value in zip(stretches, (length, length + len(put), start, end), strict=True):
                values.append(value)
        done, length = end, length + len(put)
    parts.append(plain(text[done:]))
    return Folded(text, "".join(parts), stretches)


@lru_cache(maxsize=256)
def _changes(beyond: frozenset[str], *, case: bool) -> re.Pattern[str]:
    """A pattern for all that folding changes in a text: built from the characters beyond ASCII that stand in it."""
    normal = _normal_case if case else _normal
    kinds = {character: unicodedata.category(character) for character in beyond}
    unseen = [character for character, kind in kinds.items() if kind == "Cf"]
    dashes = [character for character, kind in kinds.items() if kind == "Pd" or character in _DASHES]
    marks = [character for character, kind in kinds.items() if kind[0] == "M" or _JAMO.match(character)]
    rest = beyond - set(unseen) - set(dashes) - set(QUOTES)
    single = [character for character in rest if not character.isspace() and normal(character) != character]
    gap, ways = rf"\s\-{_class(unseen + dashes)}", []
    if marks:
        between = rf"[{_class(unseen)}]{{0,{_UNSEEN}}}" if unseen else ""
        ways.append(rf"(?P<marked>[^{gap}{re.escape(QUOTES)}](?:{between}[{_class(marks)}])+)")
    ways += [rf"(?P<gap>[{gap}]{{2,}}|[^\S ]|[\-{_class(unseen + dashes)}])", _quotes(unseen)]
    if any(re.match(rf"[{_UNSPACED}]", character) for character in beyond):
        ways.append(rf"(?P<unspaced>(?<=[{_UNSPACED}]) | (?=[{_UNSPACED}]))")
    if single:
        ways.append(rf"(?P<single>[{_class(single)}])")
    return re.compile("|".join(ways))


def _quotes(unseen: list[str]) -> str:
    """A run of quotation marks, whatever nobody sees between them."""
    marks = re.escape(QUOTES)
    return rf"(?P<quote>[{marks}](?:[{marks}{_class(unseen)}]*[{marks}])?)"


def _class(characters: list[str]) -> str:
    return "".join(re.escape(character) for character in sorted(characters))


def _gap(found: re.Match[str], _: Callable[[str], str]) -> str:
    run, text = found[0], found.string
    if any(character in _DASHES or unicodedata.category(character) == "Pd" for character in run):
        return DASH
    if not any(character.isspace() for character in run):
        return ""
    beside = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    return "" if re.search(rf"[{_UNSPACED}]", beside) else " "


_REPLACING: dict[str, Callable[[re.Match[str], Callable[[str], str]], str]] = {
    "gap": _gap,
    "quote": lambda _found, _normal: QUOTE,
    "unspaced": lambda _found, _normal: "",
    "marked": lambda found, normal: normal("".join(c for c in found[0] if unicodedata.category(c) != "Cf")),
    "single": lambda found, normal: normal(found[0]),
}
