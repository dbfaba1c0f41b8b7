"""Plain text, and whatever no other kind of file recognises: the file's own text, as it is."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from ledger.documents.cues import people_of, warnings_of
from ledger.documents.kinds import PageKind, ReadOn
from ledger.documents.page import Page, Raw
from ledger.documents.turns import prefix, turns
from ledger.text.paragraphs import starts_small
from ledger.text.passages import Section
from ledger.text.sentences import BULLETS, HAN, is_closed

_NARROWEST, _WIDEST = 30, 140  # signs of a line that is broken by width
_FEWEST = 3  # lines that go on, to tell anything by
_MOSTLY, _OFTEN, _NEARLY_ALL = 0.6, 0.4, 0.95
_FULL = 0.85  # of the width: people break lines by hand a little early
_LINE = re.compile("\r\n|\r|\n")
_FIRST_WORD = re.compile(rf"[{HAN}]|\S+?(?=[\s{HAN}]|\Z)")
_ITEM = re.compile(rf"\s*(?:[{BULLETS}*-]|[0-9]{{1,3}}[.)])\s")


def read(raw: Raw, _on: ReadOn) -> Page:
    """Read plain text: one section, ``text`` as it came, a mark for each turn of a speaker and each time.

    Warnings: ``no_text``, ``no_speakers``, ``no_times``, ``unnamed_speakers=N``, ``unordered_cues=N``,
    ``overlapping_cues=N``.
    """
    start = 1 if raw.text.startswith("\ufeff") else 0
    said = raw.text[start:].strip() != ""
    marks = tuple(turns(raw.text))
    return Page(
        kind=KIND.name,
        text=raw.text,
        people=people_of(marks),
        sections=(Section("transcript", start, len(raw.text), wrapped=is_wrapped(raw.text[start:])),) if said else (),
        marks=marks,
        warnings=tuple(warnings_of(raw.text if said else "", marks)),
    )


def is_wrapped(text: str) -> bool:
    """Whether lines are broken by width, so that only blank lines part paragraphs.

    They are if most lines that go on were full, so that the first word of the next line would not have fitted, or stop
    in the middle of a sentence that goes on with a small letter; and if many lines end without a mark.
    """
    pairs = list(_going_on(text))
    if len(pairs) < _FEWEST:
        return False
    lengths = sorted(len(line) for line, _ in pairs)
    width = lengths[ceil(_NEARLY_ALL * len(lengths)) - 1]  # a long address may stick out
    unended = [not is_closed(line) for line, _ in pairs]
    broken = sum(
        len(line) + len(_first_word(line, after)) > _FULL * width or (open_ and starts_small(after))
        for (line, after), open_ in zip(pairs, unended, strict=True)
    )
    many = broken >= _MOSTLY * len(pairs) and sum(unended) >= _OFTEN * len(pairs)
    return many and _NARROWEST <= width <= _WIDEST


def _going_on(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the next, where neither is blank and the next begins neither an item nor somebody's words."""
    lines: Sequence[str] = [line.strip() for line in _LINE.split(text)]
    for line, after in pairwise(lines):
        if line and after and not _ITEM.match(after) and not prefix(after):
            yield line, after


def _first_word(line: str, after: str) -> str:
    """The word with which the next line begins, and the space that would have come before it."""
    found = _FIRST_WORD.match(after)
    word = found[0] if found else after
    return word if re.match(f"[{HAN}]", word) or re.match(f"[{HAN}]", line[-1:]) else f" {word}"


KIND = PageKind("plain", "Plain text", lambda _raw: True, read)
