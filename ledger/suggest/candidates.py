"""Sentences that look like claims: points for what stands in them, and what a form can be filled with beforehand.

Each point has its name, and the order is fixed. Filled in is everything a sentence says of itself: what it hangs on,
how sure it is in its own words and what those are taken to mean, and whether it denies.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from ledger.model.probabilities import PPM, LikelihoodError, read_figure
from ledger.model.vocabulary import Kind
from ledger.suggest.patterns import Hit
from ledger.suggest.people import GUEST, HOST
from ledger.suggest.signals import SIGNALS, Seen, asks, counts, date_ahead, deadline_phrase, foretells, implied
from ledger.suggest.word_lists import Banded, Hits, WordLists, load_rules
from ledger.text.folding import fold
from ledger.text.passages import Passages, Said, Sentence

_ENDS_CONDITION = frozenset({",", ";", "then", "\u2014", ".", "?", "!"})
_NOTHING = (0, 0)
_SUPPOSES = "implicit condition"


@dataclass(frozen=True)
class Clauses:
    """The tokens of the condition, the end exclusive, (0, 0) if there is none, and where the main clause ends."""

    condition: tuple[int, int]
    main_end: int

    def in_main(self, hit: Hit) -> bool:
        """Whether a phrase stands in what the sentence itself says."""
        start, end = self.condition
        return hit.start < self.main_end and not start <= hit.start < end


def clauses(found: Hits, sets: Mapping[str, frozenset[str]]) -> Clauses:
    """Where the condition of a sentence stands, and where its main clause ends.

    That is before the first word of the set ``asides``, or before "that" where one of ``modal`` follows it: "people
    that might leave".
    """
    condition = _stated(found) or _supposed(found) or _NOTHING
    words = found.said.words
    beyond = max(condition[1], _first_verb(found)) if condition[0] <= found.begins else _first_verb(found)
    ends = (
        at for at, word in enumerate(words) if at > beyond and (word in sets["asides"] or _relates(words, at, sets))
    )
    return Clauses(condition, next(ends, len(words)))


def _relates(words: Sequence[str], at: int, sets: Mapping[str, frozenset[str]]) -> bool:
    return words[at] == "that" and at + 1 < len(words) and words[at + 1] in sets["modal"]


def _stated(found: Hits) -> tuple[int, int] | None:
    hits = found.hits.get("condition")
    if not hits:
        return None
    start = min(hit.start for hit in hits)
    end = _end_of_clause(found.said.words, start)
    return (start, end) if start <= found.begins or _speaks(found, range(start, end)) else None


def _speaks(found: Hits, but: range) -> bool:
    """Whether the sentence has a verb outside some tokens, so that it can hang on them."""
    ahead = {hit.start for one in found.lists if one.forward for hit in found.hits[one.name]}
    reporting = {at for hit in found.hits.get("speech", ()) for at in range(hit.start, hit.end)}
    return any(at not in but for at in ahead | (set(found.tense.finite) - reporting))


def _supposed(found: Hits) -> tuple[int, int] | None:
    """The subject of "any probe would elicit": what is supposed stands before the verb."""
    hits = found.hits.get(_SUPPOSES)
    if not hits:
        return None
    first = min(hits, key=lambda hit: (hit.start, hit.end))
    return (first.start, first.end - 1) if first.end - 1 - first.start > 1 else None


def relates(found: Hits, at: int) -> bool:
    """Whether a token stands in a relative clause, right after its pronoun: "people who might leave"."""
    words = found.said.words
    before = words[at - 1] if at > found.begins + 1 else ""
    if before != "that":
        return before in {"who", "which"}
    told = [hit for one in found.lists if one.forward for hit in found.hits[one.name]]
    told += [hit for name in ("belief", "speech", "certainty") for hit in found.hits.get(name, ())]
    return all(hit.end not in {at - 1, at} for hit in told)  # "I think that might help" is none


def _end_of_clause(words: Sequence[str], start: int) -> int:
    """Where the clause that begins at a token ends, a word put in after its first aside: "unless, say, it rains"."""
    if words[start + 1 : start + 2] == (",",):
        start = next((at for at in range(start + 2, len(words)) if words[at] == ","), start)
    return next((at for at in range(start + 1, len(words)) if words[at] in _ENDS_CONDITION), len(words))


def _first_verb(found: Hits) -> int:
    """The token of the first word that tells how the sentence speaks of what is to come or of what is."""
    hits = [hit.end for one in found.lists if one.forward for hit in found.hits[one.name]]
    return min(hits, default=found.begins)


_HALF = PPM // 2
_TENS = ("ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SPOKEN = re.compile(rf"\b({'|'.join(_TENS)})\b")
_NUMBER = rf"(?:[0-9]+(?:\.[0-9]+)?|{'|'.join(_TENS)})"
_SIGN = r"(?: ?%| per ?cent)"
_CHANCE = re.compile(
    rf"\b((?:between )?{_NUMBER}{_SIGN}?(?:(?: ?[-\u2013] ?| to | and | or | ){_NUMBER})?{_SIGN}) "
    r"(?:\w+ )?(?:chance|probability|likelihood|odds|likely|sure|certain|confident|risk)",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"({_SIGN}? or |{_SIGN} (?=[0-9])|{_SIGN} to )")


@dataclass(frozen=True)
class Sureness:
    """``words`` as said; ``low`` and ``high`` of what is asserted, in millionths; ``denies``: it is a denial.

    A flat statement has no words, and the band of the coder's table for such.
    """

    words: str = ""
    low: int | None = None
    high: int | None = None
    hedge: bool = False
    denies: bool = False


def sureness(found: Hits, parts: Clauses, rules: WordLists) -> Sureness:
    """How sure a sentence is of what it asserts.

    A number that was said comes first, then words of the scale, then the coder's table in its order. Words under one
    half deny what they speak of, and the band is turned round: "unlikely" asserts that it will not be.
    """
    number = _number(found.said.text)
    if number:
        return replace(number, denies=_denied(found, parts))
    best = _weightiest(found, parts)
    if best is None or best.band.flat:
        return Sureness("", rules.flat.low, rules.flat.high, denies=_denied(found, parts))
    band, hit = best.band, best.hit
    words = found.said.said(hit.start, hit.end)
    if band.high < _HALF and not band.hedge:
        denies = not _denied(found, parts, range(hit.start, hit.end))
        return Sureness(words, PPM - band.high, PPM - band.low, denies=denies)
    return Sureness(words, band.low, band.high, band.hedge, _denied(found, parts))


def _number(text: str) -> Sureness | None:
    """A percentage that somebody gives as a chance."""
    found = _CHANCE.search(text)
    if not found:
        return None
    figures = _SPOKEN.sub(lambda word: str(10 * (_TENS.index(word[1]) + 1)), fold(found[1]))
    try:
        figure = read_figure(_JOINED.sub("-", figures))
    except LikelihoodError:
        return None
    return Sureness(found[1], figure.low, figure.high) if figure else None


def _weightiest(found: Hits, parts: Clauses) -> Banded | None:
    whole = [one for one in found.bands if not any(_within(one.hit, other.hit) for other in found.bands)]
    main = [one for one in whole if parts.in_main(one.hit) and not relates(found, one.hit.start)] or whole
    return min(main, key=lambda one: (one.weight, one.hit.start), default=None)


def _within(hit: Hit, other: Hit) -> bool:
    """Whether a longer phrase holds this one."""
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start


def _denied(found: Hits, parts: Clauses, but: range = range(0)) -> bool:
    """Whether the main clause holds a negation, those of some tokens aside."""
    return any(parts.in_main(hit) and hit.start not in but for hit in found.hits.get("denial", ()))


@dataclass(frozen=True)
class Prefilled:
    """The fields of a candidate that its sentence gives."""

    kind: str
    denies: bool
    hedge: bool
    words: str
    low: int | None
    high: int | None
    condition: str
    deadline: str


def prefill(seen: Seen, rules: WordLists, stated_on: date | None = None) -> Prefilled:
    """Fill in kind, condition, how sure, denial and deadline; what cannot be told is empty.

    A condition is kept of conditionals alone, a band not where a claim is never scored.
    """
    found, kind = seen.found, claim_kind_of(seen)
    parts = clauses(found, rules.sets)
    sure = sureness(found, parts, rules)
    banded = kind.scored or kind is Kind.FIGURE
    return Prefilled(
        kind=kind,
        denies=sure.denies,
        hedge=sure.hedge,
        words=sure.words,
        low=sure.low if banded else None,
        high=sure.high if banded else None,
        condition=found.said.said(*parts.condition).strip(" ,;") if kind is Kind.CONDITIONAL else "",
        deadline=deadline_phrase(found, stated_on),
    )


def claim_kind_of(seen: Seen) -> Kind:
    """The first kind of claim, in the order of ``KINDS``, that a sentence looks like; an assessment if of no other."""
    return next((kind for kind, looks in KINDS.items() if looks(seen)), Kind.ASSESSMENT)


def _listed(kind: Kind) -> Callable[[Seen], bool]:
    def looks(seen: Seen) -> bool:
        return any(one.kind == kind and counts(one, seen) for one in seen.found.lists)

    return looks


def _causal(seen: Seen) -> bool:
    """It gives a cause; a trend with its cause is an assessment of the trend."""
    return _listed(Kind.CAUSAL)(seen) and not seen.found.has("trend")


def _conditional(seen: Seen) -> bool:
    return implied(seen) or (_listed(Kind.CONDITIONAL)(seen) and seen.conditional)


def _prediction(seen: Seen) -> bool:
    return foretells(seen) or date_ahead(seen) or _listed(Kind.PREDICTION)(seen)


def _figure(seen: Seen) -> bool:
    return _listed(Kind.FIGURE)(seen) and any(word[0].isdigit() for word in seen.found.said.words)


KINDS: Mapping[Kind, Callable[[Seen], bool]] = {
    Kind.ABSTENTION: _listed(Kind.ABSTENTION),
    Kind.NORMATIVE: _listed(Kind.NORMATIVE),
    Kind.CONDITIONAL: _conditional,
    Kind.PREDICTION: _prediction,
    Kind.FIGURE: _figure,
    Kind.CAUSAL: _causal,
}


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
    """The host's last question, with what they said after it."""
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
