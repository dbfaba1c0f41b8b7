"""Spoken numbers and ranges as exact millionths.

Arithmetic is on fractions throughout: what was said is kept to the last digit or refused, and what has two readings
is refused (``60`` alone is not ``60%``). Only fractions and odds round, to the nearest millionth.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ledger.errors import InputError, quoted
from ledger.model.vocabulary import Source

PPM = 1_000_000
_PERCENT = 100
FORMS = "Write a number (60%, 0.6, 3/4), odds for (3:1), a range (55-80%), a phrase of the scale, or none."


class LikelihoodError(InputError):
    """A likelihood that cannot be read."""

    def __init__(self, text: str, reason: str, hint: str = FORMS) -> None:
        """Say why, and what to write instead."""
        super().__init__(f"likelihood: {quoted(text)} {reason}", hint)


class BareNumber(LikelihoodError):
    """A whole number without a sign of what it counts."""

    def __init__(self, number: str) -> None:
        """Offer the two ways to write it, or say the bounds when neither would do."""
        value = Fraction(number)
        if value > _PERCENT:
            super().__init__(number, "is not a probability.", "A probability lies between 0% and 100%.")
            return
        plain = _decimal(value if value <= 1 else value / _PERCENT)
        as_decimal = plain if "." in plain else f"{plain}.0"
        super().__init__(
            number, "alone could be a percentage or a probability.", f"Write {int(value)}% or {as_decimal}."
        )


class ImpossibleProbability(LikelihoodError):
    """Below 0 or above 1."""

    def __init__(self, text: str) -> None:
        """Say the bounds."""
        super().__init__(text, "is not a probability.", "A probability lies between 0 and 1, that is 0% and 100%.")


class TooFineProbability(LikelihoodError):
    """A number that millionths cannot hold."""

    def __init__(self, text: str) -> None:
        """Say how fine the record is."""
        super().__init__(text, "is finer than one in a million.", "Ledger keeps six decimals: 0.000001, or 0.0001%.")


class UnclearRange(LikelihoodError):
    """A range whose ends are in the wrong order or do not say the same unit."""


@dataclass(frozen=True)
class Figure:
    """A number (three equal ends) or a range with its middle, in millionths."""

    source: Source
    low: int
    point: int
    high: int


def midpoint(low: int, high: int) -> int:
    """The middle of two figures in millionths, half to even."""
    return round(Fraction(low + high, 2))


def show_probability(ppm: int) -> str:
    """Millionths as a percentage without idle zeros: ``60%``, ``87.5%``, ``33.3333%``."""
    return _decimal(Fraction(ppm * _PERCENT, PPM)) + "%"


def show_band(low: int, high: int, *, both: bool = False) -> str:
    """A range as ``55-80%`` (``both``: ``55%-80%``, which reads back whatever the figures), a point as ``60%``."""
    end = show_probability(high)
    if low == high:
        return end
    start = show_probability(low)
    return f"{start if both else start.removesuffix('%')}-{end}"


def read_figure(folded: str) -> Figure | None:
    """The number or range a folded text says, or None if it does not look like one.

    Raises:
        LikelihoodError: if it looks like one but cannot be taken: two readings, out of range, too fine.
    """
    text = re.sub(_PER_CENT, "%", re.sub(_ABOUT, "", folded))
    for pattern, reader in _READERS:
        match = re.fullmatch(pattern, text)
        if match:
            return reader(match)
    return None


def _decimal(value: Fraction) -> str:
    """A number of at most six decimals, written out without idle zeros."""
    whole, part = divmod(round(value * PPM), PPM)
    return f"{whole}.{part:06}".rstrip("0").rstrip(".")


_ABOUT = r"^(?:(?:about|around|roughly|approximately|circa) |~ ?)"
_PER_CENT = r" ?(?:%|per ?cent\b)"
_NUMBER = r"(?:[0-9]{1,40}(?:\.[0-9]{1,40})?|\.[0-9]{1,40})"
_AMOUNT = rf"({_NUMBER}%?)"
_FLOORS = ("at least", "no less than", "not less than", "more than", "over", "above", ">=", "\u2265", ">")
_CEILINGS = ("at most", "no more than", "not more than", "less than", "under", "below", "up to", "<=", "\u2264", "<")


def _exact(token: str) -> Fraction:
    """One amount with its sign of unit, ``60%`` or ``0.6``, between 0 and 1."""
    number = token.removesuffix("%")
    if number == token and "." not in token:
        raise BareNumber(token)
    value = Fraction(number) / (_PERCENT if number != token else 1)
    if value > 1:
        raise ImpossibleProbability(token)
    return value


def _amount(token: str) -> int:
    scaled = _exact(token) * PPM
    if scaled.denominator != 1:
        raise TooFineProbability(token)
    return int(scaled)


def _number(match: re.Match[str]) -> Figure:
    ppm = _amount(match[1])
    return Figure(Source.NUMBER, ppm, ppm, ppm)


def _ratio(part: Fraction, whole: Fraction, text: str) -> Figure:
    """A part of a whole, to the nearest millionth; what would round to never or always is refused."""
    if not 0 <= part <= whole or not whole:
        raise ImpossibleProbability(text)
    value = part / whole
    ppm = round(value * PPM)
    if ppm in {0, PPM} and ppm != value * PPM:
        raise TooFineProbability(text)
    return Figure(Source.NUMBER, ppm, ppm, ppm)


def _fraction(match: re.Match[str]) -> Figure:
    return _ratio(Fraction(match[1]), Fraction(match[2]), match[0])


def _odds(match: re.Match[str]) -> Figure:
    """Odds for: 3:1 is three chances in four."""
    ahead, against = Fraction(match[1]), Fraction(match[2])
    return _ratio(ahead, ahead + against, match[0])


def _range(match: re.Match[str]) -> Figure:
    low, high = match[1], match[2]
    if low.isdigit() and high.isdigit():
        raise UnclearRange(match[0], "does not say what it counts.", f"Write {low}%-{high}%; for odds, {low}:{high}.")
    if high.endswith("%") and not low.endswith("%"):
        # "55-80%" is plain; "0.5-1%" may be half a per cent or a half
        if "." in low and Fraction(low) <= 1:
            raise UnclearRange(match[0], "has a percentage at one end only.", "Write both ends alike: 0.5%-1%.")
        low += "%"
    elif low.endswith("%") and not high.endswith("%"):
        raise UnclearRange(match[0], "has a percentage at one end only.", "Write both ends alike: 55%-80%.")
    return _between(_amount(low), _amount(high), match[0])


def _between(low: int, high: int, text: str) -> Figure:
    if low > high:
        raise UnclearRange(text, "runs backwards.", "Write the lower end first: 55-80%.")
    return Figure(Source.RANGE, low, midpoint(low, high), high)


def _floor(match: re.Match[str]) -> Figure:
    return _one_sided(_amount(match[1]), PPM, match[0])


def _ceiling(match: re.Match[str]) -> Figure:
    return _one_sided(0, _amount(match[1]), match[0])


def _one_sided(low: int, high: int, text: str) -> Figure:
    if low == high:
        raise UnclearRange(text, "leaves no range.", f"Write {show_probability(low)}.")
    return _between(low, high, text)


def _either(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


_READERS: tuple[tuple[str, Callable[[re.Match[str]], Figure]], ...] = (
    (_AMOUNT, _number),
    (r"([0-9]{1,40}) ?/ ?([0-9]{1,40})", _fraction),
    (rf"({_NUMBER}) ?: ?({_NUMBER})", _odds),
    (rf"(?:between |from )?{_AMOUNT} ?(?:-| to | and ) ?{_AMOUNT}", _range),
    (rf"{_either(_FLOORS)} ?{_AMOUNT}", _floor),
    (rf"{_either(_CEILINGS)} ?{_AMOUNT}", _ceiling),
)


def show_outcome(outcome: str, fraction: int | None) -> str:
    """``partial (40%)`` where the fraction is known, else the outcome's own word."""
    return f"{outcome} ({show_probability(fraction)})" if fraction is not None else outcome
