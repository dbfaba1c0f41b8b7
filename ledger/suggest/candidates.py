"""Sentences that look like claims: points for what stands in them, each with its name, in an order that is fixed."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from ledger.suggest.people import GUEST, HOST
from ledger.suggest.prefill import prefill
from ledger.suggest.signals import SIGNALS, Seen, asks, counts
from ledger.suggest.word_lists import Hits, WordLists, load_rules
from ledger.text.passages import Passages, Said, Sentence

_SKIPPED = ("belief", "certainty", "now", "answers", "perhaps")
_BACK = 2  # sentences, where the one before points back too
_SHORT = 8  # words: an answer so short says little without its question


def sentences_before(place: int, passages: Passages, said: Sequence[Said], rules: WordLists) -> tuple[int, ...]:
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


def _points_back(found: Hits, rules: WordLists) -> bool:
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


def _question(place: int, sentences: Sequence[Sentence], said: Sequence[Said], rules: WordLists) -> list[int]:
    """The host's last question, with what he said after it."""
    at = place - 1
    while at > 0 and said[at - 1].role == HOST and not asks(sentences[at].text, rules.find(sentences[at].text)):
        at -= 1
    return [sentences[back].number for back in range(max(at, place - _BACK), place)]


@dataclass(frozen=True)
class Candidate:
    """A suggestion.

    ``score`` is whole points, the sum of what ``reasons`` name ("future +2", "question -6"). ``words`` is the
    phrase that says how sure it is, as said; ``low`` and ``high`` the band of the statement in millionths, None where
    none belongs to it. ``denies`` says that the sentence denies something. ``deadline`` is the phrase of time in it, as
    said ("in the near future", "in 2019"). ``context`` are the numbers of sentences needed to understand it.
    ``rules`` is the version of the lists and rules it was found with.
    """

    sentence: Sentence
    said: Said
    score: int
    reasons: tuple[str, ...]
    rules: str
    kind: str = "prediction"
    denies: bool = False
    hedge: bool = False
    words: str = ""
    low: int | None = None
    high: int | None = None
    deadline: str = ""
    condition: str = ""
    context: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Laid:
    """A text laid out, who says what in it, and by what it is looked through."""

    passages: Passages
    said: Sequence[Said]
    rules: WordLists
    stated_on: date | None


def suggest(  # noqa: PLR0913 - what is asked for is named
    _text: str,
    passages: Passages,
    said: Sequence[Said],
    *,
    rules: WordLists | None = None,
    derived: bool = False,
    cut: int | None = None,
    stated_on: date | None = None,
) -> list[Candidate]:
    """The sentences that look like claims, the likeliest first; of equals, the earlier.

    Args:
        _text: the document's reading text; sentences carry what they read.
        passages: the text laid out.
        said: for each sentence, who says it (``speakers.guess``).
        rules: the word lists, all there are unless given.
        derived: whether what a machine wrote is looked at too; it is never a source of scored claims.
        cut: the fewest points shown: ``rules.browse_cut`` unless given, ``rules.default_cut`` for what is worth showing
            unasked. Of repeated sentences the first is taken.
        stated_on: the day it was said, if known: what ended before is no deadline.
    """
    laid = _Laid(passages, said, rules or load_rules(), stated_on)
    fewest = laid.rules.browse_cut if cut is None else cut
    weighed = ((place, seen, *weigh(seen, laid.rules)) for place, seen in _seen(laid, derived=derived))
    found = [_candidate(laid, place, seen, (score, why)) for place, seen, score, why in weighed if score >= fewest]
    return sorted(found, key=lambda one: (-one.score, one.sentence.number))


def _seen(laid: _Laid, *, derived: bool) -> Iterator[tuple[int, Seen]]:
    """The sentences that are looked at, each once, with their places."""
    read = set()
    for place, sentence in enumerate(laid.passages.sentences):
        section = laid.passages.sections[sentence.section]
        if sentence.same_as is not None or sentence.text in read or (section.derived and not derived):
            continue
        read.add(sentence.text)
        yield place, Seen(sentence.text, laid.rules.find(sentence.text), laid.said[place], section, laid.stated_on)


def _candidate(laid: _Laid, place: int, seen: Seen, weighed: tuple[int, tuple[str, ...]]) -> Candidate:
    score, reasons = weighed
    return Candidate(
        sentence=laid.passages.sentences[place],
        said=seen.said,
        score=score,
        reasons=reasons,
        rules=laid.rules.version,
        context=sentences_before(place, laid.passages, laid.said, laid.rules),
        **asdict(prefill(seen, laid.rules, laid.stated_on)),
    )


def weigh(seen: Seen, rules: WordLists) -> tuple[int, tuple[str, ...]]:
    """The points of a sentence and what they are for, as ``future +3``."""
    parts: dict[str, int] = {}
    for one in seen.found.lists:
        if one.points and one.name not in parts and counts(one, seen):
            parts[one.name] = one.points
    for name, function in SIGNALS.items():
        if function(seen):
            parts[name] = rules.points(name)
    return sum(parts.values()), tuple(f"{name} {points:+}" for name, points in parts.items())
