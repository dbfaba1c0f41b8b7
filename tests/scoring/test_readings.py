"""What an outcome is worth."""

import pytest

from ledger.model.vocabulary import Outcome, Reading, UnknownWord
from ledger.scoring.cells import PPM
from ledger.scoring.readings import score_outcome


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("outcome", Outcome)
def test_only_partial_depends_on_the_reading(outcome, reading):
    # What partial is worth with its fraction, and without one.
    partial = {Reading.CODED: (None, None), Reading.STRICT: (0, 0), Reading.CHARITABLE: (PPM, PPM),
               Reading.FRACTION: (400_000, None)}[reading]  # fmt: skip
    for fraction, worth in zip((400_000, None), partial, strict=True):
        known = {Outcome.TRUE: PPM, Outcome.FALSE: 0, Outcome.PARTIAL: worth}
        assert score_outcome(outcome.value, fraction, reading) == known.get(outcome)


@pytest.mark.parametrize("reading", Reading)
def test_an_outcome_nobody_knows_is_worth_nothing_that_could_be_counted(reading):
    with pytest.raises(UnknownWord, match="'disputed'"):
        score_outcome("disputed", 400_000, reading)
