"""An anchor: the stretch of a text a quote stands for, kept in the ways the W3C names.

The selectors are those of the Web Annotation Data Model (W3C Recommendation, 23 February 2017, sections 4.2 and 4.3),
times are Media Fragments (W3C Recommendation, 25 September 2012), the name of a file's bytes is RFC 6920.
"""

import base64
from dataclasses import dataclass
from typing import Any

from ledger.text.folding import Place, within_character

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
