"""The hint that a statement joins two claims: raised by two sentences, not by two names or two numbers."""

import pytest

from ledger.query.lint.hints import Coded, compound

ONE_CLAIM = [
    "Russia and Ukraine sign a truce",
    "The US and China agree on tariffs",
    "The US and the EU agree on tariffs",
    "Germany or France leaves the euro",
    "Turnout is between 55 and 75",
    "Turnout is between 55% and 75%",
    "It happens between now and the summer",
    "The party wins 3 or 4 seats",
    "Growth is 2.5 or 3 per cent",
    "The fine is $2bn or $3bn",
    "Research and Development grows",
    "Spending on research and development grows",
    "Rainfall is equal to or more than ten inches",
    "And rates fall in 2026",
]
TWO_CLAIMS = [
    "talks resume and a deal is signed",
    "It rains and snows",
    "Inflation and unemployment fall",
    "Russia withdraws and Ukraine attacks",
    "Biden resigns in May, and Harris runs",
    "Xi resigns; Li follows",
    "It rains in Bath or it snows in York",
    "It rains as well as snows",
    "Sales fall between May and July and profits rise",
    "Russia and Ukraine sign a truce and the fighting ends",
    "and",
]


def hinted(statement):
    return compound(Coded({"statement": statement}, {}))


@pytest.mark.parametrize("statement", ONE_CLAIM)
def test_names_and_numbers_side_by_side_are_one_claim(statement):
    assert hinted(statement) == ""


@pytest.mark.parametrize("statement", TWO_CLAIMS)
def test_two_things_that_can_come_out_differently_are_two_claims(statement):
    assert hinted(statement).startswith("compound:")
