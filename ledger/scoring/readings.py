"""What an outcome is worth to a score, under each reading of a partial one.

This comes before cells are made: after it, an outcome is a number or the claim is not scored.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ledger.domain.vocabulary import Outcome, Reading
from ledger.scoring.cells import PPM

# A reading is given the fraction that came true, if one was recorded.
PARTIAL: Mapping[Reading, Callable[[int | None], int | None]] = MappingProxyType(
    {
        Reading.CODED: lambda _fraction: None,
        Reading.STRICT: lambda _fraction: 0,
        Reading.CHARITABLE: lambda _fraction: PPM,
        Reading.FRACTION: lambda fraction: fraction,
    }
)


def score_outcome(outcome: str, fraction: int | None, reading: Reading) -> int | None:
    """Turn a verdict into millionths of truth; None says that it is not scored.

    True and false are so under every reading. Void, ambiguous, unresolvable and open are never scored: nobody was
    shown right or wrong.
    """
    if outcome == Outcome.PARTIAL:
        return PARTIAL[reading](fraction)
    return {Outcome.TRUE.value: PPM, Outcome.FALSE.value: 0}.get(outcome)
