"""Who says a sentence where that need not be guessed: it was set by hand, or the format marks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ledger.text.passages import BY_HAND, MARKED, Mark, Sentence

ByHand = Sequence[tuple[int, int, str]]


@dataclass(frozen=True)
class Known:
    """A name and how it is known."""

    name: str
    basis: str


def known_speakers(sentences: Sequence[Sentence], marks: Sequence[Mark], set_by_hand: ByHand) -> Mapping[int, Known]:
    """Who says which sentence, by its number: of several stretches the one that covers most of it, hands first."""
    marked = _covering(sentences, [(mark.start, mark.end, mark.speaker) for mark in marks if mark.speaker])
    by_hand = _covering(sentences, set_by_hand)
    found = {number: Known(name, MARKED) for number, name in marked.items()}
    return found | {number: Known(name, BY_HAND) for number, name in by_hand.items()}


def _covering(sentences: Sequence[Sentence], stretches: ByHand) -> dict[int, str]:
    """For each sentence on which any stretch lies, the name of the one it shares most with, the first of equals.

    Both are gone through once, side by side, in the order of the text.
    """
    waiting = sorted(stretches, reverse=True)
    under_way: list[tuple[int, int, str]] = []
    found = {}
    for sentence in sorted(sentences, key=lambda one: one.start):
        while waiting and waiting[-1][0] < sentence.end:
            under_way.append(waiting.pop())
        under_way = [stretch for stretch in under_way if stretch[1] > sentence.start]
        shared = [(min(sentence.end, end) - max(sentence.start, start), name) for start, end, name in under_way]
        most, name = max(shared, key=lambda one: one[0], default=(0, ""))
        if most > 0 and name:
            found[sentence.number] = name
    return found
