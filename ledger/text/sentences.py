"""Where the sentences of a stretch of text end, in time linear in the text.

Spoken words come with all, some or none of the signs that end sentences; an abbreviation's full stop ends none.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

PLAIN_MARKS = ".?!…"
FULL_MARKS = "。\uff01\uff1f｡\uff0e؟\u06d4।॥።"
"""Marks that end a sentence wherever they stand: Chinese and Japanese, Arabic, Urdu, Devanagari, Ethiopic."""
MARKS = PLAIN_MARKS + FULL_MARKS
CLOSERS = "\"'”\u2019»\u203a)]}」』\uff09】》〉*_"
OPENERS = "\"'“\u2018«\u2039([{\uff08「『【《〈¿¡*_"
DASHES = "-\u2013—"
BULLETS = "•◦‣▪●■"
HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The ranges, for a class of a regular expression, of scripts that put no space between sentences."""

_FEWEST_SIGNS = 500  # a mark in so many signs at least: sentences of speech that was punctuated are far shorter
_FEWEST_STARTS = 3
_START = re.compile(rf"[^\W\d_]{{3}}[.?!][{re.escape(CLOSERS)}]{{0,3}}\s++[{re.escape(OPENERS)}]{{0,3}}([^\W\d_])")
_MARK = re.compile(f"[{MARKS}]")
_CLOSED = re.compile(rf"[{MARKS}][{re.escape(CLOSERS)}]*+\Z")
_LONGEST_CLOSE = 8


@dataclass(frozen=True)
class Habits:
    """How a text is punctuated: whether its sentences end in marks at all, and whether they begin with capitals."""

    marked: bool
    capitals: bool


def habits(text: str) -> Habits:
    """Look at a whole section: a single sentence says nothing about habit."""
    signs = sum(map(len, text.split()))
    marks = sum(1 for _ in _MARK.finditer(text))
    starts = [found[1].islower() for found in _START.finditer(text)]
    small = sum(starts)
    return Habits(marks * _FEWEST_SIGNS >= max(signs, 1), not (small >= _FEWEST_STARTS and small * 2 > len(starts)))


def is_closed(text: str) -> bool:
    """Whether a text without space at its end stops at a mark, brackets and quotes after it aside."""
    return _CLOSED.search(text[-_LONGEST_CLOSE:]) is not None


Holds = Callable[[str, str], bool]
"""Says of a word with a full stop, and of the word after it, whether the sentence goes on."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "dr mr mrs ms mx prof gen sen rep gov lt col capt sgt cpl maj brig adm cmdr cdr pres amb sec hon rev fr st mt ft "
    "messrs mme mlle supt insp det asst assoc"
)
_NEVER_LAST = _words("e.g i.e eg ie vs v cf viz approx incl esp")
_BEFORE_NUMBERS = _words(
    "no nos art arts fig figs vol vols pp p ch chap para paras ver eq ca c est sec "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_SOMETIMES_LAST = _words(
    "inc ltd co corp bros plc llc jr sr al ph.d m.d b.a m.a univ dept assn govt ave blvd rd dist natl intl"
)
_STARTERS = _words(
    "the a an this that these those it he she we they you i there here in on at by for from with as if when while "
    "after before since because although though unless until but and or so yet nor then now what who whom whose how "
    "why where which whether however instead meanwhile moreover also still even both some many most no not yes well my "
    "our his her its their your today is are was were do does did can could would should let thank thanks mr mrs ms "
    "perhaps maybe nobody nothing everyone other others"
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")


def begins(word: str) -> bool:
    """Whether a word with a capital is more likely the first of a sentence than a name."""
    return word[:1].isupper() and word.replace("\u2019", "'").split("'")[0].casefold() in _STARTERS


def _title(word: str, _: str) -> bool:
    return word[0].isupper()


def _always(_: str, __: str) -> bool:
    return True


def _number(_: str, follower: str) -> bool:
    return follower[:1].isdigit()


def _name(_: str, follower: str) -> bool:
    return not begins(follower)


_RULES: Mapping[str, tuple[Holds, ...]] = {
    word: tuple(rule for listed, rule in (
        (_TITLES, _title), (_NEVER_LAST, _always), (_BEFORE_NUMBERS, _number), (_SOMETIMES_LAST, _name),
    ) if word in listed)
    for word in _TITLES | _NEVER_LAST | _BEFORE_NUMBERS | _SOMETIMES_LAST
}  # fmt: skip


def holds(earlier: str, word: str, follower: str, *, capitals: bool = True) -> bool:
    """Whether the sentence goes on after ``word`` and its full stop.

    Args:
        earlier: the word before, "" at the start of the sentence.
        word: the word without the full stop, opening brackets and quotes.
        follower: the word after, "" where a sign stands there.
        capitals: whether this text begins its sentences with capitals; if not, every short form counts.
    """
    rules = _RULES.get(word.casefold())
    if rules:
        return not capitals or any(rule(word, follower) for rule in rules)
    if _ACRONYM.fullmatch(word):
        return _name(word, follower)
    return len(word) == 1 and word.isupper() and _initial(earlier, word, follower)


def is_never_last(word: str) -> bool:
    """Whether no sentence ends in this word with its full stop: a title, ``e.g.``, ``vs.``."""
    folded = word.casefold()
    return folded in _NEVER_LAST or (folded in _TITLES and word[0].isupper())


def _initial(earlier: str, letter: str, follower: str) -> bool:
    """``by J. Smith``, ``John F. Kennedy`` and ``J. A. Lee``, not ``so do I. China`` nor ``plan B. The``."""
    if len(follower) == 1 and follower != "I":
        return follower.isupper()
    if not follower[:1].isupper() or begins(follower):
        return False
    return letter != "I" or not earlier[:1].islower()


_CANDIDATE = re.compile(rf"(?:[{MARKS}]++[{re.escape(CLOSERS)}]*+)++|(?<=\s)[{BULLETS}](?=\s)")
_SPACE = re.compile(r"\s*+")
_OPENERS = re.escape(OPENERS)
_NEXT = re.compile(rf"[{_OPENERS}]{{0,4}}(?:[{DASHES}]{{1,2}}\s*+[{_OPENERS}]{{0,2}})?(\w[\w'\u2019-]{{0,30}})?")
_HAN_BEFORE = re.compile(f"[{HAN}%\uff05”\u2019」』\uff09》]")
_GOES_ON = ",\uff0c、;\uff1b:\uff1a)\uff09"
_LABEL = re.compile(r"\(?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{2,4})")
_WORD_ENDED = re.compile(r"[a-z][a-z\u2019'-]{2,}+")
_NEW_WORD = re.compile(r"[A-Z][a-z\u2019']*(?:\s|\Z)")
_LONGEST_LABEL, _LOOK_BACK = 5, 60
_FULL_MARKS = frozenset(FULL_MARKS)


def sentence_spans(text: str, start: int, end: int, *, capitals: bool = True) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` in order, as places in ``text`` without the space around them.

    ``capitals`` says whether sentences begin with capitals there, so that a small letter carries one on.
    """
    stretch = _Stretch(text, end, capitals)
    begun = stretch.skip(start)
    for found in _CANDIDATE.finditer(text, begun, end):
        at, ended = found.span()
        if found[0] in BULLETS:
            ended = begun + len(text[begun:at].rstrip())
        elif not stretch.ends(begun, at, ended):
            continue
        if ended > begun:
            yield begun, ended
            begun = stretch.skip(ended)
    if begun < end:
        yield begun, begun + len(text[begun:end].rstrip())


class _Stretch:
    """A stretch of text up to ``limit``, and the questions that are asked at each sign in it.

    In what follows a sentence has ``begun``, the signs stand ``at`` a place and ``stop`` at another, and the next sign
    that is no space is ``after``.
    """

    def __init__(self, text: str, limit: int, capitals: bool) -> None:
        self.text = text
        self.limit = limit
        self.capitals = capitals

    def skip(self, place: int) -> int:
        """The next place that is no white space."""
        found = _SPACE.match(self.text, place, self.limit)
        return found.end() if found else place

    def ends(self, begun: int, at: int, stop: int) -> bool:
        """Whether the sentence ends with these signs."""
        after = self.skip(stop)
        if after == self.limit:
            return True
        text = self.text
        signs, following = text[at:stop], text[after]
        if signs[0] in FULL_MARKS or not _FULL_MARKS.isdisjoint(signs):
            return following not in _GOES_ON
        if after == stop:
            return self._ends_without_space(begun, at, signs, after)
        if following in MARKS:
            return False  # the sign after it decides
        found = _NEXT.match(text, after, self.limit)
        return self._ends_before(begun, at, signs, (found and found[1]) or "")

    def _words(self, begun: int, at: int) -> list[str]:
        """The last two words of the sentence so far, and what stands before them in a few dozen signs."""
        return self.text[max(begun, at - _LOOK_BACK) : at].rsplit(None, 2)

    def _ends_without_space(self, begun: int, at: int, signs: str, after: int) -> bool:
        """After Han no space is needed; after Latin letters it may have got lost between two lines."""
        text, following = self.text, self.text[after]
        if following in _GOES_ON or "…" in signs or ".." in signs or at == begun:
            return False
        if _HAN_BEFORE.match(text, at - 1):
            return "." not in signs or not (following.isascii() and following.isalnum())
        if not (text[at - 1].islower() and _NEW_WORD.match(text, after, self.limit)):
            return False
        return _WORD_ENDED.fullmatch(self._words(begun, at)[-1]) is not None

    def _ends_before(self, begun: int, at: int, signs: str, follower: str) -> bool:
        """Whether the sentence ends where a space and this word come after the signs, "" for no word."""
        if self.capitals and follower[:1].islower() and not any(letter.isupper() for letter in follower[1:3]):
            return False
        if "?" in signs or "!" in signs:
            return True
        words = self._words(begun, at)
        if "…" in signs or ".." in signs:
            return not words or not follower or words[-1].casefold() != follower.casefold()  # "I... I think"
        if at - begun < _LONGEST_LABEL and _LABEL.fullmatch(self.text, begun, at):
            return False  # "1. The first"
        word = words[-1].lstrip(OPENERS + DASHES) if words and not self.text[at - 1].isspace() else ""
        earlier = words[-2].lstrip(OPENERS) if len(words) > 1 else ""
        return not holds(earlier, word, follower, capitals=self.capitals)
