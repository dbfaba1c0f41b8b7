"""How sure a sentence is, in its own words, what those words are taken to mean, and whether it denies."""

import re
from dataclasses import dataclass, replace

from ledger.model.probabilities import PPM, LikelihoodError, read_figure
from ledger.suggest.clauses import Clauses, relates
from ledger.suggest.patterns import Hit
from ledger.suggest.word_lists import Banded, Found, Rules
from ledger.text.folding import fold

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


def sureness(found: Found, parts: Clauses, rules: Rules) -> Sureness:
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


def _weightiest(found: Found, parts: Clauses) -> Banded | None:
    whole = [one for one in found.bands if not any(_within(one.hit, other.hit) for other in found.bands)]
    main = [one for one in whole if parts.in_main(one.hit) and not relates(found, one.hit.start)] or whole
    return min(main, key=lambda one: (one.weight, one.hit.start), default=None)


def _within(hit: Hit, other: Hit) -> bool:
    """Whether a longer phrase holds this one."""
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start


def _denied(found: Found, parts: Clauses, but: range = range(0)) -> bool:
    """Whether the main clause holds a negation, those of some tokens aside."""
    return any(parts.in_main(hit) and hit.start not in but for hit in found.hits.get("denial", ()))
