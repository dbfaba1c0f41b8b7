"""An anchor taken over to a corrected text: where its words stand now, and whether they were edited or only moved."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from ledger.text.anchors import Fit, find_any_case, find_near, find_printed
from ledger.text.differences import Nearest, changes, difference
from ledger.text.folding import QUOTES, Place, fold_words, within_character
from ledger.text.selectors import CONTEXT, Anchor

_WINDOW = 8 * CONTEXT
"""Where the new text is looked at for what an anchor remembers: it may be spaced more widely there."""
_END = rf"[.!?][{re.escape(QUOTES)})\]]*(?=\s)|[\u3002\uff01\uff1f][{re.escape(QUOTES)}]*|\n\s*\n"
_SENTENCE_END = re.compile(_END)
_ENDED = re.compile(rf"[.!?\u3002\uff01\uff1f][{re.escape(QUOTES)})\]]*$")
_SIGNS = " .!?'"


class Change(StrEnum):
    """What became of the words of an anchor in another version of the text."""

    NONE = "none"  # they stand where they stood
    MOVED = "moved"  # they stand elsewhere, their sentence as it was
    AROUND = "around"  # they are the same, the rest of their sentence is not
    EDITED = "edited"  # they read otherwise


@dataclass(frozen=True)
class Reanchored:
    """Where an anchor stands in another text; ``difference`` is what reads otherwise, in the quote or around it."""

    place: Place
    fit: Fit
    change: Change
    difference: str = ""


def re_anchor(anchor: Anchor, new_text: str, nearest: Nearest | None = None) -> Reanchored | None:
    """Find the words of an anchor in another version of its text; None where they are gone.

    The words are looked for as they are printed, to the letter or otherwise; where they stand nowhere, in another
    letter case or nearly (see ``find_quote``), which is an edit. Of several places the one is taken whose neighbours
    agree longest with the prefix and the suffix, and of equals the one nearest to where the anchor stood. Of the
    sentence around the words, what the anchor remembers is compared: at most ``CONTEXT`` characters each side.
    """
    if not anchor.exact.strip():
        return None
    places = find_printed(new_text, anchor.exact)
    held = Place(anchor.start, anchor.end)
    if new_text[held.start : held.end] == anchor.exact and not (
        within_character(new_text, held.start) or within_character(new_text, held.end)
    ):
        places.append(held)  # of very many places not all are told
    edited = not places
    if edited:
        places = find_any_case(new_text, anchor.exact) or _near(new_text, anchor.exact, nearest)
    if not places:
        return None
    place = max(places, key=lambda place: (_agreement(anchor, new_text, place), -abs(place.start - anchor.start)))
    now = new_text[place.start : place.end]
    if edited:
        return Reanchored(place, Fit.FUZZY, Change.EDITED, difference(anchor.exact, now))
    around = _changed_around(anchor, new_text, place)
    change = Change.AROUND if around else Change.NONE if place == held else Change.MOVED
    return Reanchored(place, Fit.EXACT if now == anchor.exact else Fit.FOLDED, change, around)


def _near(text: str, words: str, nearest: Nearest | None) -> list[Place]:
    return list(find_near(text, words, nearest).places) if nearest else []


def _agreement(anchor: Anchor, text: str, place: Place) -> int:
    """How many characters on either side are as the anchor remembers them."""
    before, after = _neighbours(text, place)
    return _shared(fold_words(anchor.prefix)[::-1], fold_words(before)[::-1]) + _shared(
        fold_words(anchor.suffix), fold_words(after)
    )


def _neighbours(text: str, place: Place) -> tuple[str, str]:
    return text[max(0, place.start - _WINDOW) : place.start], text[place.end : place.end + _WINDOW]


def _shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _changed_around(anchor: Anchor, text: str, place: Place) -> str:
    """What reads otherwise in the sentence, before the quote or after it: the change that is nearest to the quote."""
    before, after = _neighbours(text, place)
    first, last = anchor.exact.split()[0], anchor.exact.split()[-1]
    if not fold_words(before).endswith(fold_words(anchor.prefix)):
        old, begins = _after_last_end(anchor.prefix)
        new, _ = _after_last_end(before)
        if old != new and (begins or not new.endswith(old)):
            return _told(changes(f"{old} {first}", f"{new} {first}")[-1])
    if not _ENDED.search(anchor.exact) and not fold_words(after).startswith(fold_words(anchor.suffix)):
        old, ends = _before_first_end(anchor.suffix)
        new, _ = _before_first_end(after)
        if old != new and (ends or not new.startswith(old)):
            return _told(changes(f"{last} {old}", f"{last} {new}")[0])
    return ""


def _told(change: tuple[str, str]) -> str:
    return " -> ".join(change)


def _after_last_end(text: str) -> tuple[str, bool]:
    """The beginning of a sentence before a place, and whether it is all of it."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return fold_words(text[ends[-1] if ends else 0 :]).strip(_SIGNS), bool(ends)


def _before_first_end(text: str) -> tuple[str, bool]:
    found = _SENTENCE_END.search(text)
    return fold_words(text[: found.start()] if found else text).strip(_SIGNS), found is not None
