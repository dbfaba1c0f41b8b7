"""How sure a claim is: a number, a range, or words read on a named scale.

Probabilities are whole millionths (ppm), so that the record, every database and every sum agree to the last digit.
A spoken number is never rounded to a band. Hedges (may, might, could) keep the range readers give them but no
point: whatever happens, they were not wrong.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ledger.model.probabilities import FORMS, LikelihoodError, read_figure, show_band
from ledger.model.scales import Scale
from ledger.model.vocabulary import Source
from ledger.text.clean import clean_text
from ledger.text.folding import fold

_LONGEST = 200
_UNSTATED = frozenset({"none", "unstated", "-"})


class UnreadableLikelihood(LikelihoodError):
    """Neither a number nor a range nor words."""

    def __init__(self, text: str) -> None:
        """Give the advice that fits the slip, if it is one of the known ones."""
        hint = next((advice for pattern, advice in _SLIPS if re.search(pattern, text)), FORMS)
        super().__init__(text, "cannot be read as a likelihood.", hint)


class UnknownPhrase(LikelihoodError):
    """Words that the scale does not define."""

    def __init__(self, text: str, scale: Scale, hedges: Scale, elsewhere: Sequence[str] = ()) -> None:
        """Name the scales that have it, else the nearest phrases; none of them is taken silently."""
        from difflib import get_close_matches

        near = get_close_matches(fold(text), [*scale.phrases, *hedges.phrases], n=4)
        nearest = f"Nearest: {', '.join(near)}. " if near else ""
        advice = "Name a scale that has it, give a band (words=55-80%), or say none for a flat assertion."
        if elsewhere:
            advice = f"Scales that have it: {', '.join(elsewhere)}; choose with --scale."
        super().__init__(text, f"is not a phrase of {scale.title}.", nearest + advice)


# Slips met in practice, each with the advice it gets.
_SLIPS = (
    (r"[^\x00-\x7f]", "Use plain digits 0-9 and a plain % sign."),
    (r"[0-9],[0-9]", "Write a point, not a comma: 0.6."),
    (r"[0-9][eE][-+]?[0-9]", "Write the number out: 0.001, or 0.1%."),
    (r"[0-9]_[0-9]", "Write digits without underscores."),
    (r"^[-+][0-9.]", "A probability has no sign: it lies between 0% and 100%."),
    (r"[0-9] to [0-9]", "Odds for are written 3:1; a range, 55-80%."),
)
_NOT_WORDS = r"[-+]?(?:nan|inf|infinity)"


@dataclass(frozen=True)
class Likelihood:
    """How sure the analyst is that what is asserted is true, in millionths; ``point`` is what is scored.

    ``words`` are kept as entered; ``scale`` is the short name of the scale that read them, if one did.
    """

    source: Source
    words: str = ""
    low: int | None = None
    point: int | None = None
    high: int | None = None
    scale: str | None = None
    scale_title: str | None = field(default=None, compare=False)  # for show; the short name is what is recorded

    def describe(self) -> str:
        """For people: ``likely (55-80%, ICD 203)``, ``60%``, ``might (a hedge, not scored)``, ``none stated``."""
        return self.source.shown.format(
            words=self.words, band=self._band(both=False), scale=self.scale_title or self.scale
        )

    def entry(self) -> str:
        """What to type to record the same again, on the same scale."""
        if self.source is Source.NONE:
            return "none"
        read_by_curator = self.source in {Source.INFERRED, Source.HEDGE} and self.scale is None
        return f"{self.words}={self._band(both=True)}" if read_by_curator else self.words

    def _band(self, *, both: bool) -> str:
        return "" if self.low is None or self.high is None else show_band(self.low, self.high, both=both)


def is_hedge(words: str, hedges: Scale) -> bool:
    """Whether a word that cannot be wrong (may, might, could ...) stands among the words."""
    return hedges.occurs_in(words)


def read_likelihood(text: str, scale: Scale, hedges: Scale) -> Likelihood:
    """Read ``60%``, ``3:1``, ``55-80%``, a phrase of the scale, a hedge, ``words=band`` or ``none``.

    Raises:
        LikelihoodError: with advice, for everything that cannot be read in exactly one way.
        UnstorableText: on characters no database can keep.
    """
    words = clean_text(text, "likelihood")
    folded = fold(words)
    if not folded or len(words) > _LONGEST:
        raise UnreadableLikelihood(text)
    if folded in _UNSTATED:
        return Likelihood(Source.NONE)
    figure = read_figure(folded)
    if figure is not None:
        return Likelihood(figure.source, words, figure.low, figure.point, figure.high)
    if "=" in words and words[0] not in "<>":
        return _read_by_curator(words, scale, hedges)
    return _read_phrase(words, scale, hedges)


def _read_by_curator(text: str, scale: Scale, hedges: Scale) -> Likelihood:
    """``will likely=55-80%``: the curator's figures for the analyst's words."""
    words, band = (part.strip() for part in text.split("=", maxsplit=1))
    figure = read_figure(fold(band))
    if not words or figure is None:
        raise UnreadableLikelihood(text)
    defined = scale.find(words)
    # a scale may define what elsewhere is a hedge ("realistic possibility" in the United Kingdom)
    hedged = defined.hedge if defined else is_hedge(words, hedges)
    if hedged:
        return Likelihood(Source.HEDGE, words, figure.low, None, figure.high)
    return Likelihood(Source.INFERRED, words, figure.low, figure.point, figure.high)


def _read_phrase(words: str, scale: Scale, hedges: Scale) -> Likelihood:
    for lexicon in (scale, hedges):
        term = lexicon.find(words)
        if term is not None:
            source, point = (Source.HEDGE, None) if term.hedge else (Source.PHRASE, term.point)
            return Likelihood(source, words, term.low, point, term.high, lexicon.name, lexicon.title)
    if any(character.isnumeric() for character in words) or re.fullmatch(_NOT_WORDS, fold(words)):
        raise UnreadableLikelihood(words)
    raise UnknownPhrase(words, scale, hedges)
