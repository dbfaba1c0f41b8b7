"""Where a quote stands in a text: to the letter, but for the way it is written, with words left out, or nearly."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ledger.text.differences import Nearest, difference
from ledger.text.folding import QUOTE, Place, fold_words, folded, within_character, words
from ledger.text.occurrences import occurrences

__all__ = [
    "MOST_PLACES",
    "REACH",
    "Found",
    "Place",
    "find_any_case",
    "find_near",
    "find_printed",
    "find_quote",
]

REACH = 2_000
"""How many characters a quote may leave out between one part and the next: a few minutes of talk."""
MOST_PLACES = 1_000
"""Of a quote that stands at more places than this, these are told."""
CASE = "letter case"
_MOST_STARTS = 100_000  # of one part of a quote: what stands there more often tells nothing by itself
_ELISION = re.compile(r"\s*[\[(]?\s*(?:\.\s?){3,}[\])]?\s*")


class Fit(StrEnum):
    """How the quote of a claim agrees with what stands in the document."""

    EXACT = "exact"  # to the letter
    FOLDED = "folded"  # but for the form of quotation marks, dashes and white space
    FUZZY = "fuzzy"  # nearly
    HEARD = "heard"  # it stands nowhere, and was kept as somebody heard it


@dataclass(frozen=True)
class Found:
    """What came of looking for a quote: the places where it stands, in rising order.

    ``fit`` is that of the place that fits best, ``difference`` what a ``fuzzy`` place has otherwise; ``more`` says that
    there are more places than are told. Without a place, ``nearest`` is the stretch most like the quote, and ``apart``
    how many characters lie between the parts of a quote that leaves too much out.
    """

    text: str = field(repr=False)
    quote: str
    places: tuple[Place, ...] = ()
    fit: Fit | None = None
    difference: str = ""
    nearest: Place | None = None
    similarity: float = 0.0
    apart: int | None = None
    more: bool = False


class _Standing(NamedTuple):
    """Places of one way of looking."""

    places: list[Place]
    apart: int | None = None


def elided(quote: str) -> bool:
    """Whether a quote leaves words out."""
    return _ELISION.search(fold_words(quote).strip(" .")) is not None


def find_quote(text: str, quote: str, nearest: Nearest | None = None) -> Found:
    """Find a quote, by the strictest of these ways that finds it anywhere.

    As it is written, to the letter (``exact``) or but for quotation marks, dashes, white space and what nobody sees
    (``folded``): both together, for two places that read the same are two places. As parts with words left out between
    them, marked by ``...`` or ``[...]``, each within ``REACH`` of the one before (``folded`` too). In another letter
    case, or as what ``nearest`` holds to be close enough (``fuzzy``). A place within a longer word counts only where
    the quote stands nowhere by itself. A quote without a word in it stands nowhere.

    Args:
        text: a document's reading text.
        quote: the words looked for; white space around them is nothing.
        nearest: how to find what is nearly the same; without one only the stricter ways are tried.
    """
    quote, apart = quote.strip(), None
    if not any(words(fold_words(quote))):
        return Found(text, quote)
    for way in _WAYS:
        standing = way.look(text, quote)
        apart = standing.apart if apart is None else apart
        if standing.places:
            told = tuple(standing.places[:MOST_PLACES])
            fit = Fit.EXACT if any(text[start:end] == quote for start, end in told) else way.fit
            changed = way.tell(quote, text[told[0].start : told[0].end])
            return Found(text, quote, told, fit, changed, more=len(standing.places) > MOST_PLACES)
    if apart is not None or nearest is None:
        return Found(text, quote, apart=apart)
    return find_near(text, quote, nearest)


def find_printed(text: str, quote: str) -> list[Place]:
    """The places at which a quote stands word for word, to the letter or otherwise printed.

    Of more than ``MOST_PLACES`` places at least one more than that is told.
    """
    flat = folded(text)

    def place(start: int, end: int) -> Place | None:
        return None if within_character(text, start) or within_character(text, end) else Place(start, end)

    return _places(flat.text, fold_words(quote), flat.place) or _places(text, quote, place)


def find_any_case(text: str, quote: str) -> list[Place]:
    """The same, where the case of letters is no difference either."""
    flat = folded(text, case=True)
    return _places(flat.text, fold_words(quote, case=True), flat.place)


class _Way(NamedTuple):
    """A way of looking for a quote, the fit of what it finds, and how it tells what is otherwise there."""

    look: Callable[[str, str], _Standing]
    fit: Fit
    tell: Callable[[str, str], str] = lambda _quote, _stretch: ""


_WAYS = (
    _Way(lambda text, quote: _Standing(find_printed(text, quote)), Fit.FOLDED),
    _Way(lambda text, quote: _in_parts(text, quote, case=False), Fit.FOLDED),
    _Way(lambda text, quote: _Standing(find_any_case(text, quote)), Fit.FUZZY, difference),
    _Way(lambda text, quote: _in_parts(text, quote, case=True), Fit.FUZZY, lambda _quote, _stretch: CASE),
)


def _places(text: str, wanted: str, place: Callable[[int, int], Place | None]) -> list[Place]:
    """The places of some words by themselves, or if there are none of those within longer words."""
    alone: list[Place] = []
    within: list[Place] = []
    for starts in occurrences(text, wanted):
        kept = alone if _by_itself(text, starts[0], starts[0] + len(wanted)) else within
        for start in starts:
            if len(kept) > MOST_PLACES:
                break
            found = place(start, start + len(wanted))
            kept.extend([found] if found else [])
        if len(alone) > MOST_PLACES:
            break
    return alone or within


def _by_itself(text: str, start: int, end: int) -> bool:
    return not any(0 < at < len(text) and _joins(text[at - 1]) and _joins(text[at]) for at in (start, end))


def _joins(character: str) -> bool:
    """Whether a character makes one word with its like beside it; letters without case (Han, Arabic) tell nothing."""
    if character.isascii():
        return character.isalnum()
    kind = unicodedata.category(character)
    return kind[0] in "LNM" and kind != "Lo"


def _in_parts(text: str, quote: str, *, case: bool) -> _Standing:
    """The stretches from the first part of a quote to its last."""
    flat, whole = folded(text, case=case), fold_words(quote, case=case)
    inner = whole[1:-1] if len(whole) > 1 and whole[0] == whole[-1] == QUOTE else whole
    parts = [part for part in _ELISION.split(inner) if part]
    if not parts or parts == [whole]:
        return _Standing([])
    if not all(part in flat.text for part in parts):
        return _Standing([])
    starts = [_starts(flat.text, part) for part in parts]
    stretches = _chained(parts, starts, REACH)
    if stretches:
        shortest = {end: start for start, end in stretches}  # of those that end together, the one that begins last
        found = (flat.place(start, end) for end, start in shortest.items())
        return _Standing([place for place in found if place])
    left_out = [end - start for start, end in _chained(parts, starts, len(flat.text))]
    return _Standing([], min(left_out) - sum(map(len, parts)) if left_out else None)


def _starts(text: str, part: str) -> list[int]:
    alone: list[int] = []
    within: list[int] = []
    for starts in occurrences(text, part):
        kept = alone if _by_itself(text, starts[0], starts[0] + len(part)) else within
        kept.extend(starts[: max(0, _MOST_STARTS + 1 - len(kept))])
        if len(alone) > _MOST_STARTS:
            break
    return alone or within


def _chained(parts: list[str], starts: list[list[int]], reach: int) -> list[tuple[int, int]]:
    """Stretches in which all parts follow each other within reach, from the start of the first part to the last's end.

    Worked from the last part back: from every place of a part the earliest place of the next one serves as well as any.
    """
    ends = [start + len(parts[-1]) for start in starts[-1]]
    chain = list(zip(starts[-1], ends, strict=True))
    for part, places in zip(parts[-2::-1], starts[-2::-1], strict=True):
        following = [start for start, _ in chain]
        longer = []
        for start in places:
            end = start + len(part)
            after = bisect_left(following, end)
            if after < len(following) and following[after] - end <= reach:
                longer.append((start, chain[after][1]))
        chain = longer
    return chain


def find_near(text: str, quote: str, nearest: Nearest) -> Found:
    """What is most like the quote, with every other place that reads the same if it is close enough."""
    flat = folded(text, case=True)
    near = nearest(flat.text, fold_words(quote, case=True))
    if near is None:
        return Found(text, quote)
    first = flat.around(near.start, near.end)
    changed = difference(quote, text[first.start : first.end])
    if not near.close:
        return Found(text, quote, difference=changed, nearest=first, similarity=near.similarity)
    places = _places(flat.text, flat.text[near.start : near.end], flat.place)
    told = tuple(places[:MOST_PLACES]) if first in places else (first,)
    return Found(text, quote, told, Fit.FUZZY, changed, first, near.similarity, more=len(places) > MOST_PLACES)
