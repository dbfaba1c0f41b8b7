"""Words of a user that every report reads alike: how partial outcomes count, and the reference of a skill."""

from ledger.errors import InputError, NotOneOf
from ledger.model.probabilities import read_figure
from ledger.model.vocabulary import Reading, Source
from ledger.text.folding import fold


class UnclearReference(InputError):
    """A reference that is not one probability."""

    def __init__(self, words: str) -> None:
        super().__init__(f"--reference {words!a} is not a probability.", "Give one number, such as 30% or 0.3.")


def read_reference(words: str | None) -> int | None:
    """The probability, in millionths, that a declared reference always gives.

    Raises:
        LikelihoodError, UnclearReference: it is not one number.
    """
    if words is None:
        return None
    figure = read_figure(fold(words))
    if figure is None or figure.source is not Source.NUMBER:
        raise UnclearReference(words)
    return figure.point


def read_reading(word: str) -> Reading:
    """The reading of partial outcomes a user named.

    Raises:
        NotOneOf: there is none of that name.
    """
    if word not in set(Reading):
        raise NotOneOf("--reading", word, Reading)
    return Reading(word)
