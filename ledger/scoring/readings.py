"""What an outcome is worth to a score, under each reading of a partial one.

This comes before cells are made: after it, an outcome is a number or the claim is not scored.
"""

from ledger.model.vocabulary import Outcome, Reading, known
from ledger.scoring.cells import PPM


def score_outcome(outcome: str, fraction: int | None, reading: Reading) -> int | None:
    """Turn a verdict into millionths of truth; None says that it is not scored.

    True and false are so under every reading. Void, ambiguous, unresolvable and open are never scored: nobody was
    shown right or wrong.

    Raises:
        UnknownWord: there is no such outcome.
    """
    found = known(Outcome, outcome, "a claim")
    if found.graded and reading.by_fraction:
        return fraction
    worth = reading.worth if found.graded else found.worth
    return None if worth is None else worth * PPM
