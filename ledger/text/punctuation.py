"""The signs that end sentences, and how a text uses them: spoken words come with all, some or none of them."""

import re
from dataclasses import dataclass

PLAIN_MARKS = ".?!…"
FULL_MARKS = "。\uff01\uff1f｡\uff0e؟\u06d4।॥።"
"""Marks that end a sentence wherever they stand: Chinese and Japanese, Arabic, Urdu, Devanagari, Ethiopic."""
MARKS = PLAIN_MARKS + FULL_MARKS
CLOSERS = "\"'”\u2019»\u203a)]}」』\uff09】》〉*_"
OPENERS = "\"'“\u2018«\u2039([{\uff08「『【《〈¿¡*_"
DASHES = "-\u2013—"
BULLETS = "•◦‣▪●■"
HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The ranges, for a class of a regular expression, of scripts that put no space between sentences."""

_FEWEST_SIGNS = 500  # a mark in so many signs at least: sentences of speech that was punctuated are far shorter
_FEWEST_STARTS = 3
_START = re.compile(rf"[^\W\d_]{{3}}[.?!][{re.escape(CLOSERS)}]{{0,3}}\s++[{re.escape(OPENERS)}]{{0,3}}([^\W\d_])")
_MARK = re.compile(f"[{MARKS}]")
_CLOSED = re.compile(rf"[{MARKS}][{re.escape(CLOSERS)}]*+\Z")
_LONGEST_CLOSE = 8


@dataclass(frozen=True)
class Habits:
    """How a text is punctuated: whether its sentences end in marks at all, and whether they begin with capitals."""

    marked: bool
    capitals: bool


def habits(text: str) -> Habits:
    """Look at a whole section: a single sentence says nothing about habit."""
    signs = sum(map(len, text.split()))
    marks = sum(1 for _ in _MARK.finditer(text))
    starts = [found[1].islower() for found in _START.finditer(text)]
    small = sum(starts)
    return Habits(marks * _FEWEST_SIGNS >= max(signs, 1), not (small >= _FEWEST_STARTS and small * 2 > len(starts)))


def is_closed(text: str) -> bool:
    """Whether a text without space at its end stops at a mark, brackets and quotes after it aside."""
    return _CLOSED.search(text[-_LONGEST_CLOSE:]) is not None
