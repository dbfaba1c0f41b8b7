"""An anchor: the stretch of text a quote stands for, kept as the W3C names it, and carried to a corrected text."""

import base64
import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import Any

from ledger.text.folding import QUOTES, Place, fold_words, within_character
from ledger.text.quotes import Fit, find_any_case, find_near, find_printed
from ledger.text.similarity import Nearest, changes, difference

CONTEXT = 32
"""Characters kept on either side of the quote, so that the place is known again when the text changes."""
MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
_SECOND = 1_000


@dataclass(frozen=True)
class Anchor:
    """A stretch of a text: where it stands in code points, its words to the letter, and those around it."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


def selectors(text: str, place: Place) -> Anchor:
    """The anchor of a place: prefix, exact and suffix stand in the text one after the other.

    At most ``CONTEXT`` characters are taken on either side, less where that would cut what readers see as one.
    """
    first, last = max(0, place.start - CONTEXT), min(len(text), place.end + CONTEXT)
    while first < place.start and within_character(text, first):
        first += 1
    while last > place.end and within_character(text, last):
        last -= 1
    exact = text[place.start : place.end]
    return Anchor(place.start, place.end, exact, text[first : place.start], text[place.end : last])


def w3c(
    anchor: Anchor,
    *,
    source: str,
    sha256: str = "",
    from_ms: int | None = None,
    until_ms: int | None = None,
) -> dict[str, Any]:
    """The anchor as a SpecificResource: the target of an annotation, ready to be written as JSON.

    Args:
        anchor: what to select.
        source: the address of the document.
        sha256: the hash of the document's bytes in hexadecimal digits. It goes into a TimeState, whose ``cached`` names
            a copy that fits the annotation: here by its contents (``ni:``), since positions hold for these bytes alone.
        from_ms: when the words begin in the recording.
        until_ms: when they end.
    """
    chosen: list[dict[str, Any]] = [
        {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix},
        {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
    ]
    times = [_seconds(from_ms), _seconds(until_ms)]
    if any(times):
        value = "t=" + ",".join(times).removesuffix(",")
        chosen.append({"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENTS, "value": value})
    target: dict[str, Any] = {"type": "SpecificResource", "source": source, "selector": chosen}
    if sha256:
        target["state"] = {"type": "TimeState", "cached": _named(sha256)}
    return target


def _seconds(milliseconds: int | None) -> str:
    """Seconds of normal play time: digits, and a fraction where there is one."""
    if milliseconds is None:
        return ""
    whole, rest = divmod(milliseconds, _SECOND)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") if rest else str(whole)


def _named(sha256: str) -> str:
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode("ascii").rstrip("=")
    return f"ni:///sha-256;{digest}"


_WINDOW = 8 * CONTEXT
"""Where the new text is looked at for what an anchor remembers: it may be spaced more widely there."""
_END = rf"[.!?][{re.escape(QUOTES)})\]]*(?=\s)|[\u3002\uff01\uff1f][{re.escape(QUOTES)}]*|\n\s*\n"
_SENTENCE_END = re.compile(_END)
_ENDED = re.compile(rf"[.!?\u3002\uff01\uff1f][{re.escape(QUOTES)})\]]*$")
_SIGNS = " .!?'"


class AnchorChange(StrEnum):
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
    change: AnchorChange
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
        return Reanchored(place, Fit.FUZZY, AnchorChange.EDITED, difference(anchor.exact, now))
    around = _changed_around(anchor, new_text, place)
    change = AnchorChange.AROUND if around else AnchorChange.NONE if place == held else AnchorChange.MOVED
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
