"""Where a quote stands in a text: to the letter, but for the way it is written, with words left out, or nearly.

Of several places the one that is meant is chosen, and where there is none, or more than one, that is said.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ledger.errors import InputError, spoken
from ledger.text.counting import counted
from ledger.text.folding import QUOTE, Place, fold_words, folded, within_character, words
from ledger.text.passages import Paragraph
from ledger.text.similarity import Nearest, difference

_FIRST_STRIDE = 64


def occurrences(text: str, words: str) -> Iterator[range]:
    """The starts of every occurrence of ``words``, in rising order, as one range after another.

    Where a string repeats itself its occurrences overlap and follow each other at the distance of its period; all but
    the first and the last of such a run are one range, whose members have the same characters on either side. (By Fine
    and Wilf, 1965, an occurrence that overlaps another at any other distance shares less than a period with it, which
    is why the search may go on from there: each search of the built-in kind costs the length of ``words``, and moves on
    by half of it at least.)
    """
    if not words:
        return
    length, period, start = len(words), 0, text.find(words)
    while start >= 0:
        period = period or _period(words)
        last = start + (_run(text, start + length, period) // period) * period
        yield range(start, start + 1)
        if last > start + period:
            yield range(start + period, last, period)
        if last > start:
            yield range(last, last + 1)
        start = text.find(words, last + max(1, length - period + 1))


def _run(text: str, end: int, period: int) -> int:
    """How many characters from ``end`` on repeat the one a period before."""
    at, stride = end, _FIRST_STRIDE
    while at < len(text):
        length = min(stride, len(text) - at)
        if text[at : at + length] == text[at - period : at - period + length]:
            at, stride = at + length, stride * 2
        elif length == 1:
            break
        else:
            stride = length // 2
    return at - end


def _period(words: str) -> int:
    """The least distance at which a string agrees with itself (Knuth, Morris and Pratt, 1977)."""
    borders = [0] * len(words)
    border = 0
    for place in range(1, len(words)):
        while border and words[place] != words[border]:
            border = borders[border - 1]
        border += words[place] == words[border]
        borders[place] = border
    return len(words) - borders[-1]


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


_SHOWN = 9
_AROUND = 40
_LONGEST = 160


@dataclass(frozen=True)
class Chosen:
    """The place a quote is anchored at; ``copies`` is how often the text prints that same passage."""

    place: Place
    fit: Fit
    difference: str = ""
    copies: int = 1


class QuoteNotFound(InputError):
    """The quote stands nowhere in the text."""

    def __init__(self, found: Found) -> None:
        """Show the stretch that comes nearest, and what it has otherwise."""
        hint = "Copy the words as they stand in the text; what is left out is marked by ..."
        if found.nearest:
            like = f"{found.similarity:.0%} alike"
            hint = f"Nearest ({like}): {_line(found.text, found.nearest)}\nDifference: {found.difference}"
        super().__init__(f"The quote {spoken(found.quote)} does not stand in the text.", hint)


class QuoteTooFar(InputError):
    """What a quote leaves out is too long to be one passage."""

    def __init__(self, found: Found) -> None:
        """Name the distance and how far apart the parts may stand."""
        super().__init__(
            f"The parts of the quote {spoken(found.quote)} stand {found.apart:,} characters apart.",
            f"Between one part and the next at most {REACH:,} may be left out; quote one part.",
        )


class AmbiguousQuote(InputError):
    """The quote stands at more than one place, and which is meant cannot be known."""

    def __init__(self, found: Found, places: Sequence[Place]) -> None:
        """List the places with what stands around them, numbered as ``--occurrence`` takes them."""
        many = f"more than {len(places)}" if found.more else str(len(places))
        listed = [f"  {number}  {in_context(found.text, place)}" for number, place in enumerate(places[:_SHOWN], 1)]
        rest = [f"  and {len(places) - _SHOWN} more"] if len(places) > _SHOWN else []
        super().__init__(
            f"The quote {spoken(found.quote)} stands at {many} places.",
            "\n".join(["Say which with --occurrence N, or quote more words:", *listed, *rest]),
        )


class NoSuchOccurrence(InputError):
    """A number that counts no place of the quote."""

    def __init__(self, found: Found, occurrence: int, places: Sequence[Place]) -> None:
        """Say how many there are."""
        count_places = counted(len(places), "place")
        super().__init__(
            f"There is no occurrence {occurrence} of the quote {spoken(found.quote)}: it stands at {count_places}.",
            f"Count from 1 to {len(places)}; copies of a paragraph are counted once.",
        )


def choose(found: Found, occurrence: int | None = None, *, copies: Sequence[Paragraph] = ()) -> Chosen:
    """The place that is meant; of copies of one passage, the first.

    Args:
        found: what came of looking for the quote.
        occurrence: which of the places, counted from 1, copies of a paragraph counted once.
        copies: the paragraphs of the text, which say which of them are copies (``same_as``).

    Raises:
        QuoteNotFound: there is no place.
        QuoteTooFar: the parts of a quote that leaves words out stand too far apart.
        AmbiguousQuote: there are several, and no occurrence is named.
        NoSuchOccurrence: the occurrence named is not there.
    """
    if found.fit is None:
        raise QuoteNotFound(found) if found.apart is None else QuoteTooFar(found)
    groups = _passages(found.places, copies)
    firsts = [group[0] for group in groups]
    if occurrence is None and len(groups) > 1:
        raise AmbiguousQuote(found, firsts)
    if not 1 <= (number := 1 if occurrence is None else occurrence) <= len(groups):
        raise NoSuchOccurrence(found, number, firsts)
    chosen = groups[number - 1]
    exact = found.text[chosen[0].start : chosen[0].end] == found.quote
    return Chosen(chosen[0], Fit.EXACT if exact else _loose(found.fit), found.difference, len(chosen))


def _loose(fit: Fit) -> Fit:
    """The fit of a place that is not the one found to the letter."""
    return Fit.FOLDED if fit is Fit.EXACT else fit


def count_places(found: Found, copies: Sequence[Paragraph] = ()) -> int:
    """At how many places a quote stands, copies of one passage counted once."""
    return len(_passages(found.places, copies))


def in_context(text: str, place: Place) -> str:
    """A stretch in one line, in brackets, with a few words on either side."""
    before = " ".join(text[max(0, place.start - _AROUND) : place.start].split())
    after = " ".join(text[place.end : place.end + _AROUND].split())
    return f"... {before} [{_line(text, place)}] {after} ..."


def _line(text: str, place: Place) -> str:
    line = " ".join(text[place.start : place.end].split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} ... {line[-_LONGEST // 2 :]}"


def _passages(places: Sequence[Place], paragraphs: Sequence[Paragraph]) -> list[list[Place]]:
    """The places by passage: those in copies of a paragraph are one, if they are the same in order within it."""
    starts = [paragraph.start for paragraph in paragraphs]
    numbered = {paragraph.number: paragraph for paragraph in paragraphs}

    def of(at: int) -> Paragraph | None:
        here = bisect_right(starts, at) - 1
        return paragraphs[here] if here >= 0 and at < paragraphs[here].end else None

    def original(paragraph: Paragraph | None) -> int | None:
        while paragraph and paragraph.same_as in numbered:
            paragraph = numbered[paragraph.same_as]
        return paragraph.number if paragraph else None

    groups: dict[object, list[Place]] = {}
    seen: dict[int, int] = {}
    for place in places:
        first, last = of(place.start), of(place.end - 1)
        if first is None or last is None:
            groups[place] = [place]
            continue
        seen[first.number] = order = seen.get(first.number, 0) + 1
        groups.setdefault((original(first), original(last), order), []).append(place)
    return list(groups.values())
