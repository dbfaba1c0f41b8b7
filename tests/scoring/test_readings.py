"""What an outcome is worth."""

import pytest

from ledger.domain.vocabulary import Outcome, Reading
from ledger.scoring.cells import PPM
from ledger.scoring.readings import PARTIAL, score_outcome


def test_every_reading_says_what_partial_is_worth():
    assert set(PARTIAL) == set(Reading)


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("outcome", Outcome)
def test_only_partial_depends_on_the_reading(outcome, reading):
    partial = {Reading.CODED: None, Reading.STRICT: 0, Reading.CHARITABLE: PPM}[reading]
    worth = {Outcome.TRUE: PPM, Outcome.FALSE: 0, Outcome.PARTIAL: partial}
    assert score_outcome(outcome.value, 400_000, reading) == worth.get(outcome)
    assert score_outcome(outcome, None, reading) == worth.get(outcome)
