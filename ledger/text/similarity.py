"""What is nearly the same: the stretch of a text most like a quote, and what two wordings differ in."""

import difflib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from ledger.text.folding import fold_words, pieces, words

NOTHING = "(nothing)"
_COMPARED = 200  # words on either side: what comes after the first few changes is not shown anyway
_SHOWN = 3
_LONGEST = 90


class Near(NamedTuple):
    """The stretch of a text most like a quote; ``similarity`` is 0 to 1, ``close`` says whether that is enough."""

    start: int
    end: int
    similarity: float
    close: bool


Nearest = Callable[[str, str], Near | None]
"""Finds the stretch of a text most like a quote; both come folded and in one letter case."""


def difference(before: str, after: str) -> str:
    """The words that changed, each change with the word on either side: ``raged up -> ramped up``.

    Quotation marks, dashes and white space are no difference; letter case is one. "" where nothing differs. At most
    three changes are shown, and the rest counted; of texts that part for long, the beginning is compared.
    """
    found = changes(before, after)
    told = [f"{_cut(one)} -> {_cut(other)}" for one, other in found[:_SHOWN]]
    rest = len(found) - _SHOWN
    return "; ".join(told + [f"and {rest} more"] * (rest > 0))


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Every change between two wordings, in order, as it was and as it is, with the word on either side."""
    return _changes(_Words(fold_words(before)), _Words(fold_words(after)))


class _Words:
    """The words of a folded text, each with the signs that hang on it, and where they stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(pieces(text))
        self.spans = [piece.span() for piece in found]
        self.words = [piece[0] for piece in found]

    def between(self, first: int, last: int) -> str:
        """The text of some of the words, together with one on either side."""
        chosen = self.spans[max(first - 1, 0) : last + 1]
        return self.text[chosen[0][0] : chosen[-1][1]] if chosen else ""


def _changes(old: _Words, new: _Words) -> list[tuple[str, str]]:
    head = _equal_words(old.words, new.words)
    tail = _equal_words(old.words[head:][::-1], new.words[head:][::-1])
    one = old.words[head : min(len(old.words) - tail, head + _COMPARED)]
    other = new.words[head : min(len(new.words) - tail, head + _COMPARED)]
    found: list[list[int]] = []
    for tag, *span in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and span[0] - found[-1][1] <= 1:  # one word between two changes: told as one
            found[-1][1], found[-1][3] = span[1], span[3]
        else:
            found.append(span)
    return [
        (old.between(head + a, head + b) or NOTHING, new.between(head + c, head + d) or NOTHING) for a, b, c, d in found
    ]


def _equal_words(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " ..."


@dataclass(frozen=True)
class NearRules:
    """What counts as near: the figures of the search, in one place.

    ``floor`` is the similarity from which a stretch may stand for a quote: about one word in five may differ. Under
    ``alike`` it has no more in common with the quote than any sentence has. ``least`` is the length in characters under
    which a quote says too little to be recognised by most of it. Quotes up to ``short`` characters are held against
    every place of the text; longer ones against the ``windows`` stretches of as many words that share the most words
    with them. Of quotes over ``long`` characters only the first and last ``edge`` decide where the stretch begins and
    ends. ``slack`` is how many words each end may move to fit better.
    """

    floor: float = 0.8
    alike: float = 0.65
    least: int = 10
    short: int = 64
    long: int = 1_000
    edge: int = 200
    windows: int = 3
    slack: int = 8


RULES = NearRules()
_Stretch = tuple[int, int]


def nearest(text: str, quote: str, rules: NearRules = RULES) -> Near | None:
    """The stretch of whole words most like the quote, and whether it is close enough; None if nothing is alike.

    Both must be folded alike, letter case included. Of equals the first is taken.
    """
    if not text or not quote:
        return None
    found = [_fitted(text, quote, region, rules) for region in _regions(text, quote, rules)]
    if not found:
        return None
    start, end = max(found, key=lambda stretch: (_similarity(quote, text[slice(*stretch)], rules), -stretch[0]))
    similarity = _similarity(quote, text[start:end], rules)
    close = similarity >= rules.floor and len(quote) >= rules.least
    return Near(start, end, similarity, close) if similarity >= rules.alike else None


def alike(one: str, other: str) -> float:
    """How alike two statements are, 0 to 1, whatever the order of their words."""
    from rapidfuzz.fuzz import token_sort_ratio

    return token_sort_ratio(one, other) / 100


def _regions(text: str, quote: str, rules: NearRules) -> Iterator[_Stretch]:
    """Where to look closely."""
    if len(quote) <= rules.short or len(text) <= len(quote):
        yield 0, len(text)
        return
    wanted = Counter(word[0] for word in words(quote))
    size = wanted.total()
    spans = [word.span() for word in words(text)]
    shared = _shared((text[start:end] for start, end in spans), wanted, size)
    margin = size // 4 + rules.slack
    for _ in range(rules.windows):
        most = max(shared, default=0)
        if not most:
            return
        last = shared.index(most)
        yield spans[max(0, last - size + 1 - margin)][0], spans[min(len(spans) - 1, last + margin)][1]
        first, beyond = max(0, last - size + 1), min(len(shared), last + size)
        shared[first:beyond] = array("q", bytes(8 * (beyond - first)))


def _shared(found: Iterable[str], wanted: Counter[str], size: int) -> array:  # type: ignore[type-arg]
    """For every word of a text, how many words the stretch of ``size`` words that ends there has in common."""
    held: list[str] = []
    missing, common, counts = dict(wanted), 0, array("q")
    for place, word in enumerate(found):
        held.append(word)
        if word in missing:
            common += missing[word] > 0
            missing[word] -= 1
        gone = held[place - size] if place >= size else ""
        if gone in missing:
            missing[gone] += 1
            common -= missing[gone] > 0
        counts.append(common)
    return counts


def _fitted(text: str, quote: str, region: _Stretch, rules: NearRules) -> _Stretch:
    """The stretch within a region: of a long quote, from where its first words fit best to where its last words do."""
    if len(quote) <= rules.long:
        return _snug(text, quote, region, rules)
    first, last = region
    middle = (first + last) // 2
    start, _ = _snug(text, quote[: rules.edge], (first, middle + rules.edge), rules)
    _, end = _snug(text, quote[-rules.edge :], (max(first, middle - rules.edge), last), rules)
    return (start, end) if start < end else region


def _snug(text: str, quote: str, region: _Stretch, rules: NearRules) -> _Stretch:
    """Roughly by its characters, then with both ends moved to the borders of words that fit best."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(quote, text[slice(*region)])
    start, end = (region[0] + found.dest_start, region[0] + found.dest_end) if found else region
    for _ in range(2):  # the second time an end is moved, the other stands well
        starts = [(_alike(quote, text[at:end]), at) for at in _borders(text, start, rules, 0) if at < end]
        start = max(starts, key=itemgetter(0), default=(0.0, start))[1]
        ends = [(_alike(quote, text[start:at]), at) for at in _borders(text, end, rules, 1) if at > start]
        end = max(ends, key=itemgetter(0), default=(0.0, end))[1]
    return start, end


def _borders(text: str, at: int, rules: NearRules, side: int) -> list[int]:
    """Where words begin (side 0) or end (side 1) around a place, with the signs that hang on them and without.

    The nearest come first, so that of equals the nearest is taken.
    """
    first = max(0, at - rules.edge)
    around = text[first : at + rules.edge]
    found = {first + word.span()[side] for kind in (words, pieces) for word in kind(around)}
    # what the slice itself cuts off is no border of a word
    borders = [place for place in found if first < place < first + len(around) or place in {0, len(text)}]
    return sorted(borders, key=lambda place: (abs(place - at), place))[: 4 * rules.slack]


def _similarity(quote: str, stretch: str, rules: NearRules) -> float:
    if len(quote) <= rules.long:
        return _alike(quote, stretch)
    return _alike([word[0] for word in words(quote)], [word[0] for word in words(stretch)])


def _alike(one: str | list[str], other: str | list[str]) -> float:
    from rapidfuzz.distance.Indel import normalized_similarity

    return normalized_similarity(one, other)
