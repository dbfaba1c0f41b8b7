"""What stands in the column of outcomes, and the word for it."""

import math

import pytest

from ledger.forecasts.conversions import UNREADABLE, state_of
from ledger.model.vocabulary import Outcome, UnknownWord


def test_every_outcome_has_a_number_of_its_own_that_says_whether_it_is_scored():
    codes = {outcome.code: outcome for outcome in Outcome}
    assert len(codes) == len(Outcome)
    assert UNREADABLE not in codes
    assert {code: codes[code] for code in codes if code >= 0} == {1: Outcome.TRUE, 0: Outcome.FALSE}


def test_every_outcome_is_told_from_its_number():
    assert {state_of(float(outcome.code)): outcome.value for outcome in Outcome} == {word: word for word in Outcome}
    assert state_of(0.4) == "partial"


@pytest.mark.parametrize("number", [UNREADABLE, -6, -0.5, 1.5, 2, math.nan])
def test_a_number_that_no_outcome_has_is_an_error_and_no_part(number):
    with pytest.raises(UnknownWord, match="outcome of a forecast"):
        state_of(float(number))
