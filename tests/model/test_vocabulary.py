"""What an outcome is worth to a score."""

import pytest

from ledger.model.vocabulary import Outcome, Reading, UnknownWord
from ledger.query.judged import outcome_worth


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("outcome", Outcome)
def test_only_partial_depends_on_the_reading(outcome, reading):
    # What partial is worth with its fraction, and without one.
    partial = {Reading.CODED: (None, None), Reading.STRICT: (0, 0), Reading.CHARITABLE: (1, 1),
               Reading.FRACTION: (0.4, None)}[reading]  # fmt: skip
    for fraction, worth in zip((0.4, None), partial, strict=True):
        known = {Outcome.TRUE: 1, Outcome.FALSE: 0, Outcome.PARTIAL: worth}
        assert outcome.scored_as(reading, fraction) == known.get(outcome)
        millionths = None if fraction is None else 400_000
        assert outcome_worth({"outcome": outcome.value, "fraction": millionths}, reading) == known.get(outcome)


@pytest.mark.parametrize("reading", Reading)
def test_an_outcome_nobody_knows_is_worth_nothing_that_could_be_counted(reading):
    with pytest.raises(UnknownWord, match="'disputed'"):
        outcome_worth({"outcome": "disputed", "fraction": 400_000}, reading)
