"""Phrases as the word lists write them, and where they stand in a sentence read as tokens.

Words are in one case, clitics apart, and every Han character stands by itself.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice, product

from ledger.errors import InputError

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


Sets = Mapping[str, frozenset[str]]


class BadPhrase(InputError):
    """A phrase of a word list that cannot be read."""

    def __init__(self, phrase: str, reason: str) -> None:
        """Say which and why."""
        super().__init__(f"Phrase {phrase!a}: {reason}.", "The signs are explained in ledger.suggest.patterns.")


@dataclass(frozen=True)
class Hit:
    """A phrase of a list that stands in a sentence, from one token to another, the end exclusive."""

    name: str
    start: int
    end: int


Test = Callable[[Tokens, int], bool]


def _is_past(said: Tokens, at: int) -> bool:
    word = said.words[at]
    return len(word) > _SHORTEST_PAST and word.endswith("ed") and not word.endswith("eed")


def _is_year(said: Tokens, at: int) -> bool:
    word = said.words[at]
    return len(word) == len("2000") and word.isdigit() and word[:2] in {"18", "19", "20", "21"}


_SHORTEST_PAST = 3
CLASSES: Mapping[str, Test] = {
    "any": lambda said, at: said.words[at][0].isalnum() or said.words[at][0] == "'",
    "cap": lambda said, at: said.printed[at][:1].isupper(),
    "ed": _is_past,
    "ing": lambda said, at: len(said.words[at]) > len("ring") and said.words[at].endswith("ing"),
    "num": lambda said, at: said.words[at][0].isdigit(),
    "year": _is_year,
}
"""Kinds of token that a phrase can name in angle brackets, beside the sets of its language."""

_GAPS = {"..": 3, "...": 12}
_START, _EXACT, _SET = "^", "=", re.compile(r"<([a-z-]+)>")
_BRACES = re.compile(r"\{([^{}]*)\}")
_STOPS = frozenset(".;:?!()")


@dataclass(frozen=True)
class _Slot:
    """One place of a phrase: one of the words, or a token that passes a test, or a gap of so many words."""

    words: frozenset[str] = frozenset()
    tests: tuple[Test, ...] = ()
    gap: int = 0

    def fits(self, said: Tokens, at: int) -> bool:
        """Whether a token can stand here."""
        if said.words[at] in self.words:
            return True
        return bool(self.tests) and any(test(said, at) for test in self.tests)

    @property
    def plain(self) -> bool:
        """Whether only words can stand here."""
        return not self.tests and not self.gap


@dataclass(frozen=True)
class _Phrase:
    name: str
    slots: tuple[_Slot, ...]
    first: bool = False  # only at the beginning of a sentence
    needs: frozenset[str] = frozenset()  # after a gap comes one of these; a sentence without them is not looked through


def _end(slots: tuple[_Slot, ...], said: Tokens, at: int) -> int:
    """Where the rest of a phrase ends if it goes on at a token, or -1."""
    for place, slot in enumerate(slots):
        if slot.gap:
            return _after_gap(slots[place + 1 :], slot.gap, said, at)
        if at >= len(said.words) or not slot.fits(said, at):
            return -1
        at += 1
    return at


def _after_gap(rest: tuple[_Slot, ...], gap: int, said: Tokens, at: int) -> int:
    for skipped in range(gap + 1):
        end = _end(rest, said, at + skipped)
        if end >= 0:
            return end
        if at + skipped >= len(said.words) or said.words[at + skipped] in _STOPS:
            return -1
    return -1


@cache
def _exactly(printed: str) -> Test:
    return lambda said, at: said.printed[at] == printed


@dataclass
class _Begun:
    """The phrases that begin with a word: by their second word, and those that cannot be found by it."""

    by_second: dict[str, list[_Phrase]] = field(default_factory=dict)
    others: list[_Phrase] = field(default_factory=list)


class PhraseMatcher:
    """Finds the phrases of many lists in one pass over a sentence."""

    def __init__(self, lists: Iterable[tuple[str, Iterable[str]]], sets: Sets, openers: frozenset[str]) -> None:
        """``lists`` are names with their phrases; ``openers`` are words that may stand before a sentence's beginning.

        Raises:
            BadPhrase: if a phrase cannot be read.
        """
        self._by_first: dict[str, _Begun] = {}
        self._by_kind: dict[Test, list[_Phrase]] = {}  # those that begin with a kind of token
        self._openers = openers
        for name, phrases in lists:
            for phrase in phrases:
                for read in _read(name, phrase, sets):
                    self._enter(read)

    def _enter(self, phrase: _Phrase) -> None:
        second = phrase.slots[1] if len(phrase.slots) > 1 and phrase.slots[1].plain else None
        for word in phrase.slots[0].words:
            begun = self._by_first.setdefault(word, _Begun())
            if second is None:
                begun.others.append(phrase)
            else:
                for following in second.words:
                    begun.by_second.setdefault(following, []).append(phrase)
        for test in phrase.slots[0].tests:
            self._by_kind.setdefault(test, []).append(phrase)

    def begins(self, said: Tokens) -> int:
        """The token at which a sentence begins, openers such as "and", "well" aside."""
        at = 0
        while at < len(said.words) - 1 and said.words[at] in self._openers:
            at += 1
        return at

    def hits(self, said: Tokens) -> Iterator[Hit]:
        """Every phrase that stands in a sentence."""
        beginning, there = self.begins(said), frozenset(said.words)
        for at in range(len(said.words)):
            for phrase in self._possible(said, at):
                if (phrase.first and at not in {0, beginning}) or (phrase.needs and phrase.needs.isdisjoint(there)):
                    continue
                end = _end(phrase.slots, said, at)
                if end > at:
                    yield Hit(phrase.name, at, end)

    def _possible(self, said: Tokens, at: int) -> Iterator[_Phrase]:
        """The phrases that may begin at a token."""
        begun = self._by_first.get(said.words[at])
        if begun:
            yield from begun.others
            if at + 1 < len(said.words):
                yield from begun.by_second.get(said.words[at + 1], ())
        for test, phrases in self._by_kind.items():
            if test(said, at):
                yield from phrases


def _read(name: str, phrase: str, sets: Sets) -> Iterator[_Phrase]:
    """Every form of a phrase: endings and what may be left out written out."""
    words = phrase.split()
    first = bool(words) and words[0] == _START
    for choice in product(*(_choices(phrase, word, sets) for word in words[first:])):
        slots = tuple(slot for part in choice for slot in part)
        if not slots or slots[0].gap or slots[-1].gap:
            raise BadPhrase(phrase, "it must begin and end with a word")
        gaps = [place for place, slot in enumerate(slots) if slot.gap]
        after = slots[gaps[0] + 1] if gaps else None
        yield _Phrase(name, slots, first, after.words if after and after.plain else frozenset())


def _choices(phrase: str, word: str, sets: Sets) -> list[tuple[_Slot, ...]]:
    """What one word of a phrase can stand for: single tokens in one slot, longer ones each by themselves."""
    if word in _GAPS:
        return [(_Slot(gap=_GAPS[word]),)]
    optional = word.endswith("?") and word != "?"
    word = word.removesuffix("?") if optional else word
    singles: set[str] = set()
    tests: list[Test] = []
    longer: list[tuple[_Slot, ...]] = []
    for part in (form for alternative in _split(word) for form in _endings(alternative)):
        found = _SET.fullmatch(part)
        if found and found[1] in sets:
            singles |= sets[found[1]]
        elif found and found[1] in CLASSES:
            tests.append(CLASSES[found[1]])
        elif part.startswith(_EXACT):
            tests.append(_exactly(part[1:]))
        else:
            _literal(phrase, part, singles, longer)
    alone = [(_Slot(frozenset(singles), tuple(tests)),)] if singles or tests else []
    return [*alone, *longer, *([()] if optional else [])]


def _literal(phrase: str, part: str, singles: set[str], longer: list[tuple[_Slot, ...]]) -> None:
    words = tokens(part).words
    if not words or "<" in part:
        raise BadPhrase(phrase, f"{part!a} is no word, no set and no kind of token")
    if len(words) == 1:
        singles.add(words[0])
    else:
        longer.append(tuple(_Slot(frozenset({word})) for word in words))


def _split(word: str) -> list[str]:
    return word.split("|") if word != "|" else [word]


def _endings(word: str) -> Iterator[str]:
    """``caus{e,ed}`` is cause and caused."""
    found = _BRACES.search(word)
    if not found:
        yield word
        return
    for ending in found[1].split(","):
        yield from _endings(word[: found.start()] + ending + word[found.end() :])
