"""The one place that is meant, of those where a quote stands, and what is said where there is none or more than one."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.errors import InputError, spoken
from ledger.text.anchors import REACH, Fit, Found
from ledger.text.folding import Place
from ledger.text.passages import Paragraph

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
        count = f"{len(places)} place{'s' if len(places) != 1 else ''}"
        super().__init__(
            f"There is no occurrence {occurrence} of the quote {spoken(found.quote)}: it stands at {count}.",
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


def count(found: Found, copies: Sequence[Paragraph] = ()) -> int:
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
