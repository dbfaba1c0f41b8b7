"""Which sentences before a sentence are needed to understand it."""

from collections.abc import Sequence

from ledger.suggest.people import GUEST, HOST
from ledger.suggest.signals import asks
from ledger.suggest.word_lists import Found, Rules
from ledger.text.passages import Passages, Said, Sentence

_SKIPPED = ("belief", "certainty", "now", "answers", "perhaps")
_BACK = 2  # sentences, where the one before points back too
_SHORT = 8  # words: an answer so short says little without its question


def context_of(place: int, passages: Passages, said: Sequence[Said], rules: Rules) -> tuple[int, ...]:
    """The numbers of the sentences that the one at a place points back to.

    The one before, where its subject is a pronoun, and the one before that if that is so there too; the question, where
    it begins an answer and is short or has such a subject.
    """
    sentences, needed = passages.sentences, []
    found = rules.find(sentences[place].text)
    points_back = _points_back(found, rules)
    if _answers(place, sentences, said) and (points_back or len(found.said.words) <= _SHORT):
        return tuple(_question(place, sentences, said, rules))
    at = place
    while points_back and at > 0 and place - at < _BACK and _follows(sentences, at):
        at -= 1
        needed.append(sentences[at].number)
        points_back = _points_back(rules.find(sentences[at].text), rules)
    return tuple(reversed(needed))


def _points_back(found: Found, rules: Rules) -> bool:
    """Whether the first word, frames such as "I think" aside, is a pronoun for something said before."""
    framed = {at for name in _SKIPPED for hit in found.hits.get(name, ()) for at in range(hit.start, hit.end)}
    at = found.begins
    words = found.said.words
    while at < len(words) and (at in framed or words[at] in rules.sets["before-subject"]):
        at += 1
    return at < len(words) and words[at] in rules.sets["points-back"]


def _follows(sentences: Sequence[Sentence], at: int) -> bool:
    return sentences[at - 1].section == sentences[at].section


def _answers(place: int, sentences: Sequence[Sentence], said: Sequence[Said]) -> bool:
    return place > 0 and said[place].role == GUEST and said[place - 1].role == HOST and _follows(sentences, place)


def _question(place: int, sentences: Sequence[Sentence], said: Sequence[Said], rules: Rules) -> list[int]:
    """The host's last question, with what he said after it."""
    at = place - 1
    while at > 0 and said[at - 1].role == HOST and not asks(sentences[at].text, rules.find(sentences[at].text)):
        at -= 1
    return [sentences[back].number for back in range(max(at, place - _BACK), place)]
