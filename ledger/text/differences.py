"""What two wordings differ in, told in a line."""

import difflib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ledger.text.folding import fold_words, pieces

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
    head = _shared(old.words, new.words)
    tail = _shared(old.words[head:][::-1], new.words[head:][::-1])
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


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " ..."
