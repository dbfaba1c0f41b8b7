"""Scales of likelihood words: what a named authority says "likely" means; one TOML file a scale, in this folder."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache
from typing import Any

from ledger.errors import InputError, quoted
from ledger.model.probabilities import PPM, midpoint
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


DEFAULT_SCALE = "icd203"
_HEDGES = "hedges"
_SUFFIX = ".toml"


class UnknownScale(InputError):
    """No file of that name among the scales."""

    def __init__(self, name: str) -> None:
        """Name the scales there are."""
        super().__init__(f"No likelihood scale is called {quoted(name)}.", f"Known: {', '.join(scale_names())}.")


@lru_cache(maxsize=1)
def scale_names() -> tuple[str, ...]:
    """The scales a claim's words can be read on, in alphabetical order."""
    from importlib.resources import files

    found = {entry.name.removesuffix(_SUFFIX) for entry in files(__name__).iterdir() if entry.name.endswith(_SUFFIX)}
    return tuple(sorted(found - {_HEDGES}))


def load_scale(name: str) -> Scale:
    """The scale of that name (``icd203``).

    Raises:
        UnknownScale: if there is none.
    """
    if name not in scale_names():
        raise UnknownScale(name)
    return _read(name)


def scales_with(phrase: str) -> list[str]:
    """The short names of the scales that define a phrase."""
    return [name for name in scale_names() if load_scale(name).find(phrase) is not None]


def load_hedges() -> Scale:
    """The words that cannot be wrong (may, might, could ...), the same whatever scale reads the rest."""
    return _read(_HEDGES)


@cache
def _read(name: str) -> Scale:
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8"))
    doi = data.get("doi")
    return Scale(
        name=data["name"],
        title=data["title"],
        citation=data["citation"],
        terms=tuple(_term(entry) for entry in data["term"]),
        year=data["year"],
        url=data.get("url") or (f"https://doi.org/{doi}" if doi else None),
        licence=data["licence"],
        note=data["note"],
        exceptions=tuple(data.get("exceptions", ())),
    )


def _term(entry: dict[str, Any]) -> Term:
    low, high = _ppm(entry["low"]), _ppm(entry["high"])
    point = _ppm(entry["point"]) if "point" in entry else midpoint(low, high)
    return Term(tuple(entry["phrases"]), low, point, high, hedge=entry.get("hedge", False))


def _ppm(percent: int | str) -> int:
    """A percentage as millionths; a float is refused, since 0.1 is not a tenth in binary."""
    if isinstance(percent, float):
        raise TypeError(f"write {percent} in quotes")
    exact = Fraction(percent) * PPM / 100
    if exact % (PPM // 1000):
        raise ValueError(f"{percent}% has more than one decimal")
    return int(exact)
