"""Statements that say nearly the same, found among many without holding each against each."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.text.folding import fold_words, words
from ledger.text.negation import STOP, denies, key_words, stem

SAME = 0.85
"""The similarity from which two statements are nearly the same."""
SHARED = 0.6
"""The share of the words of two statements that must be common to both before they are held against each other."""
OPPOSITES = (
    ("above", "below"), ("over", "under"), ("rise", "fall"), ("more", "less"), ("more", "fewer"), ("win", "lose"),
    ("before", "after"), ("increase", "decrease"), ("higher", "lower"), ("exceed", "miss"), ("grow", "shrink"),
    ("least", "most"), ("first", "last"), ("north", "south"), ("east", "west"), ("remain", "leave"),
    ("open", "close"), ("strengthen", "weaken"), ("raise", "cut"), ("accept", "reject"), ("start", "end"),
    ("improve", "worsen"), ("join", "leave"), ("sign", "reject"), ("up", "down"),
)  # fmt: skip
"""Words whose exchange makes another statement, in all their forms."""
_OPPOSED = tuple((stem(one), stem(other)) for one, other in OPPOSITES)
_COMPARED = 40  # earlier statements a statement is held against: those with which it shares most of its rare words

Alike = Callable[[str, str], float]
"""How alike two statements are, 0 to 1."""


@dataclass(frozen=True)
class Statement:
    """What is compared of a question: its words, by when, and what it hangs on."""

    key: int
    text: str
    deadline: str = ""
    condition: str = ""


def nearly_same(statements: Sequence[Statement], alike: Alike) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of statements that say nearly the same, the earlier one first; none is the later one twice.

    Two statements with other numbers or names, another deadline, another condition, or of which one denies what the
    other says, are about different things however alike they read. Of the rest, those that share ``SHARED`` of their
    words are held against each other. To share so many, two sets must share one of the rarest words of each, few enough
    to look up (the prefix filter of Chaudhuri, Ganti and Kaushik 2006, A Primitive Operator for Similarity Joins).
    """
    names = _names(statements)
    blocks: dict[tuple[object, ...], list[_Entry]] = defaultdict(list)
    for statement in statements:
        own = key_words(statement.text)
        telling = frozenset(word for word in own if word in names or any(map(str.isdigit, word)))
        entry = _Entry(statement, own, fold_words(statement.text, case=True).rstrip(".'"))
        blocks[telling, fold_words(statement.condition, case=True), denies(statement.text)].append(entry)
    for block in blocks.values():
        yield from _in_block(block, alike)


class _Entry(NamedTuple):
    statement: Statement
    words: frozenset[str]
    text: str


def _names(statements: Sequence[Statement]) -> frozenset[str]:
    """Words written with a capital where no sentence begins, in any of the statements."""
    found = set()
    for statement in statements:
        inner = list(words(fold_words(statement.text)))[1:]
        found |= {stem(word[0].casefold()) for word in inner if word[0][:1].isupper()}
    return frozenset(found - STOP)


def _in_block(block: Sequence[_Entry], alike: Alike) -> Iterator[tuple[Statement, Statement]]:
    counts = Counter(word for entry in block for word in entry.words)
    posted: dict[str, deque[_Entry]] = defaultdict(lambda: deque(maxlen=_COMPARED))
    first: dict[tuple[str, str], _Entry] = {}
    for entry in block:
        known = first.setdefault((entry.text, entry.statement.deadline), entry)
        if known is not entry:
            yield known.statement, entry.statement
            continue
        needed = math.ceil(SHARED * len(entry.words))
        rare = sorted(entry.words, key=lambda word: (counts[word], word))[: len(entry.words) - needed + 1]
        shared = Counter(other for word in rare for other in posted[word])
        rivals = [other for other, _ in shared.most_common(_COMPARED) if _comparable(other, entry)]
        nearest = max(rivals, key=lambda other: alike(entry.text, other.text), default=None)
        if nearest and alike(entry.text, nearest.text) >= SAME:
            yield nearest.statement, entry.statement
        for word in rare:
            posted[word].append(entry)


def _comparable(one: _Entry, other: _Entry) -> bool:
    if len(one.words & other.words) < SHARED * len(one.words | other.words):
        return False
    only, also = one.words - other.words, other.words - one.words
    if any((a in only and b in also) or (b in only and a in also) for a, b in _OPPOSED):
        return False
    deadlines = one.statement.deadline, other.statement.deadline
    return deadlines[0] == deadlines[1] or "" in deadlines
