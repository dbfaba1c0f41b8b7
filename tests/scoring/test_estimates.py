"""Means with intervals, by any method."""

import pytest

from ledger.scoring.estimates import GAP, STATED, Estimate, constant, mean_estimate, scored_by
from ledger.scoring.intervals import MEAN_METHODS
from ledger.scoring.rules import BRIER

from .builders import forecasts


def test_a_mean_may_exist_without_an_interval():
    assert mean_estimate(forecasts((0.8, 1), (0.8, 0), apart=False), STATED, 0.9, "t") == Estimate(0.8)


@pytest.mark.parametrize("method", MEAN_METHODS)
def test_nothing_has_neither(method):
    assert mean_estimate((), GAP, 0.9, method) == Estimate()


@pytest.mark.parametrize("method", MEAN_METHODS)
def test_the_method_changes_the_interval_and_never_the_mean(method):
    found = mean_estimate(forecasts((0.8, 1), (0.7, 0), (0.4, 0)), scored_by(BRIER), 0.9, method)
    assert found.value == (0.04 + 0.49 + 0.16) / 3
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("found", "sign"),
    [
        (Estimate(), 0),
        (Estimate(0.2), 0),
        (Estimate(0.2, 0.1, 0.3), 1),
        (Estimate(-0.2, -0.3, -0.1), -1),
        (Estimate(0.1, 0.0, 0.3), 0),
    ],
)
def test_sign_is_the_side_of_zero_of_the_whole_interval(found, sign):
    assert found.sign == sign


def test_a_constant_forecaster_is_scored_whatever_was_said():
    assert constant(BRIER, 300_000).mean(forecasts((0.9, 1), (0.1, 0))) == constant(BRIER, 300_000).score(0, 0) / 2 + (
        constant(BRIER, 300_000).score(0, 1_000_000) / 2
    )


@pytest.mark.parametrize(
    ("p", "y", "gap"), [(0.9, 1, -0.1), (0.9, 0, 0.9), (0.2, 0, -0.2), (0.2, 1, 0.8), (0.5, 1, 0), (0.8, 0.6, 0.2)]
)
def test_confidence_gap_by_hand(p, y, gap):
    assert mean_estimate(forecasts((p, y)), GAP, 0.9).value == pytest.approx(gap)
