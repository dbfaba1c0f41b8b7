"""Scales of likelihood words: what a named authority says "likely" means.

The figures are data (``ledger/model/scales``); here is only what a scale is and how words are looked up on it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ledger.text.folding import fold

# Words around a phrase that do not change what it says: "will likely", "there is a remote chance that".
_CARRIERS = frozenset({"will", "would", "is", "are", "it", "it's", "there", "there's", "a", "an", "the", "that", "to"})


def _bare(folded: str) -> str:
    words = folded.split()
    while words and words[0] in _CARRIERS:
        words.pop(0)
    while words and words[-1] in _CARRIERS:
        words.pop()
    return " ".join(words)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words; for no phrases, one that never matches."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases)) or '(?!)'})(?!\w)")


@dataclass(frozen=True)
class Term:
    """One band of a scale: the phrases that mean it and its figures in millionths; a hedge cannot be wrong."""

    phrases: tuple[str, ...]
    low: int
    point: int
    high: int
    hedge: bool = False


@dataclass(frozen=True)
class Scale:
    """What an authority says its words of likelihood mean, and where it says so."""

    name: str
    title: str
    citation: str
    terms: tuple[Term, ...]
    year: int | None = None
    url: str | None = None
    licence: str = ""
    note: str = ""
    exceptions: tuple[str, ...] = ()  # phrases that contain a term's words without meaning it

    @cached_property
    def _by_phrase(self) -> dict[str, Term]:
        return {fold(phrase): term for term in self.terms for phrase in term.phrases}

    @cached_property
    def _within(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        return _any_of(map(fold, self.exceptions)), _any_of(self._by_phrase)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every phrase of every term, in the scale's order."""
        return tuple(self._by_phrase)

    def find(self, phrase: str) -> Term | None:
        """The term whose phrase this is, letter case, spacing and carrier words ("will", "a") aside."""
        folded = fold(phrase)
        return self._by_phrase.get(folded) or self._by_phrase.get(_bare(folded))

    def occurs_in(self, words: str) -> bool:
        """Whether a phrase of the scale stands among the words as whole words, exceptions aside."""
        exception, phrase = self._within
        return phrase.search(exception.sub(" ; ", fold(words))) is not None
