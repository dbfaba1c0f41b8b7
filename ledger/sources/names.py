"""Who speaks, as transcripts write it before the words: a name and a colon.

A colon follows many things that are no names. So a name has the shape of one, and it counts only where it comes back,
or where others that come back show that this is how the text is written.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ledger.domain.punctuation import HAN

_LONGEST, _LONGEST_HAN = 60, 10
_WORD = r"[^\W\d_](?:_?[^\W_]|[.'\u2019\u00b7\u30fb&/-])*"
_PREFIX = re.compile(
    rf"[^\S\n]*(?:[-\u2013\u2014\u2022*>]+[^\S\n]+)?(?P<sign>\*{{1,2}}|_{{1,2}})?"
    rf"(?P<name>{_WORD}(?:[^\S\n]{{1,2}}(?:{_WORD}|#?[0-9]{{1,3}})){{0,5}})"
    r"(?:[^\S\n]*[(\[](?P<aside>[^()\[\]\n]{1,60})[)\]])?(?P<closed>\*{1,2}|_{1,2})?"
    r"[^\S\n]?(?:\uff1a|:(?=[\s*_]|\Z|[^\x00-\x7f]))(?P<closes>\*{1,2}|_{1,2})?[^\S\n]*"
)
_HAN = re.compile(f"[{HAN}]")
_PARTICLES = frozenset((
    "al", "and", "bin", "binti", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn",
    "la", "le", "of", "ten", "ter", "the", "van", "von", "y", "zu",
))  # fmt: skip
_JOINING = frozenset(("and", "of", "the"))
_LABELS = frozenset((
    "abstract", "again", "also", "and", "applause", "author", "authors", "background", "because", "beep", "bonus",
    "breaking", "but", "caption", "category", "chapters", "cheering", "clapping", "conclusion", "contact",
    "copyright", "correction", "credits", "crosstalk", "date", "description", "disclaimer", "disclosure", "duration",
    "edit", "editor", "email", "example", "examples", "fact", "figure", "finally", "first", "from", "hint", "how",
    "however", "image", "important", "inaudible", "info", "keywords", "language", "laughing", "laughs", "laughter",
    "length", "license", "links", "listen", "look", "mentioned", "music", "no", "noise", "note", "notes", "now",
    "okay", "or", "pause", "phone", "photo", "plus", "produced", "producer", "ps", "published", "read", "recorded",
    "reference", "references", "related", "remember", "reminder", "resources", "result", "results", "right", "second",
    "see", "show", "shownotes", "sighs", "silence", "singing", "so", "sound", "source", "sources", "spoiler", "still",
    "subject", "subscribe", "subtitle", "summary", "tags", "then", "third", "time", "timestamps", "tip", "title",
    "to", "today", "tomorrow", "tonight", "topic", "topics", "transcript", "translation", "unintelligible", "update",
    "updated", "url", "verdict", "video", "warning", "web", "website", "well", "what", "when", "where", "who", "why",
    "yes",
))  # fmt: skip
_UNNAMED = re.compile(
    r"(?:(?:unknown|unidentified|male|female|first|second|third|audience|off[- ]screen) )*"
    r"(?:speaker|spk|spkr|voice|person|participant|interviewer|interviewee|host|co-?host|guest|moderator|anchor|reporter|"
    r"audience|member|questioner|question|answer|narrator|announcer|operator|translator|interpreter|man|woman|"
    r"male|female|unknown|unidentified|all|both|everyone|crowd|q|a)"
    r"(?: (?:speaker|voice|member|man|woman))?(?:[\s_#-]*[0-9]{1,4}|[\s_#-]+[a-z])?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before a speaker's words: the name, what follows it in brackets, and where the words begin."""

    name: str
    aside: str
    end: int


def prefix(line: str, start: int = 0, end: int | None = None) -> Prefix | None:
    """The name with which a line begins, if it looks like one; places are in ``line``.

    An affiliation in brackets after it is left out of the name. Bold or slanted letters as Markdown writes them are
    allowed for. Works on a stretch of a longer text too.
    """
    stop = min(len(line) if end is None else end, start + 2 * _LONGEST)
    found = _PREFIX.match(line, start, stop)
    if not found or len(found["name"]) > _LONGEST or bool(found["sign"]) != bool(found["closed"] or found["closes"]):
        return None
    name = " ".join(found["name"].split())
    return Prefix(name, found["aside"] or "", found.end()) if looks_like_name(name) else None


def looks_like_name(name: str) -> bool:
    """Whether words have the shape of a name: each with a capital, or in a script that has none, and no usual label."""
    words = name.split()
    ends = words[-1] in _PARTICLES or words[-1].casefold() in _JOINING
    if ends or name.casefold() in _LABELS or len(_HAN.findall(name)) > _LONGEST_HAN:
        return False
    return not words[0][0].islower() and all(not word[0].islower() or word in _PARTICLES for word in words)


def is_unnamed(speaker: str) -> bool:
    """Whether a speaker has a label for a name: ``Speaker 1``, ``SPEAKER_00``, ``Host``, ``Q``."""
    return _UNNAMED.fullmatch(speaker) is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name before words: ``fresh`` if what came before was at its end, ``sure`` if more than a colon tells."""

    name: str
    fresh: bool = True
    sure: bool = False


def accepted(candidates: Iterable[Candidate], *, first: str = "", needed: int = 2) -> Callable[[str], bool]:
    """A test whether a name is a speaker's in a text.

    It is if it comes twice or is ``first``, the name with which a transcript opens. Where ``needed`` names are
    speakers' by that, one that comes once is too, if it is sure, or if it stands where one can and is a full name (two
    words, or all capitals); where a transcript opens with a name, any that stands where one can.
    """
    listed = list(candidates)
    counted = Counter(candidate.name.casefold() for candidate in listed)
    known = {name for name, times in counted.items() if times > 1}
    known |= {first.casefold()} - {""}
    if len(known) >= needed or (known and any(each.sure for each in listed)):
        known |= {
            each.name.casefold() for each in listed if each.sure or (each.fresh and (first or _is_full(each.name)))
        }
    return lambda name: name.casefold() in known


def _is_full(name: str) -> bool:
    return " " in name or name.isupper()
