"""Shrinkage: worked by hand, and what must hold of any of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.shrinkage import shrink_means


def test_means_with_equal_variances_by_hand():
    """Variance .01 each: Q = 100 * .08 = 8, so tau^2 = (8 - 2) / (300 - 100) = .03 and own means weigh 3/4."""
    found = shrink_means([0.1, 0.3, 0.5], [0.01] * 3)
    assert (found.grand, found.spread) == pytest.approx((0.3, 0.03))
    assert found.weight == pytest.approx([0.75] * 3)
    assert found.value == pytest.approx([0.15, 0.3, 0.45])


def test_means_with_different_variances_by_hand():
    """w = 100, 25: middle .2, Q = 100 * .01 + 25 * .16 = 5, tau^2 = 4 / (125 - 10625/125) = .1; 1/.11 and 1/.14."""
    found = shrink_means([0.1, 0.6], [0.01, 0.04])
    grand = (0.1 / 0.11 + 0.6 / 0.14) / (1 / 0.11 + 1 / 0.14)
    assert (found.grand, found.spread) == pytest.approx((grand, 0.1))
    assert found.weight == pytest.approx([10 / 11, 10 / 14])
    assert found.value == pytest.approx([grand + 10 / 11 * (0.1 - grand), grand + 10 / 14 * (0.6 - grand)])


def test_means_that_differ_by_chance_alone_are_all_the_grand_mean():
    found = shrink_means([0.2, 0.25, 0.22], [0.01, 0.02, 0.01])
    assert found.spread == 0
    assert found.value == pytest.approx([found.grand] * 3)
    assert found.grand == pytest.approx((20 + 12.5 + 22) / 250)


def test_who_shows_no_spread_takes_no_part():
    plain = shrink_means([0.1, 0.3, 0.5], [0.01] * 3)
    found = shrink_means([0.1, 0.01, 0.3, 0.9, 0.5, np.nan], [0.01, 0.0, 0.01, np.nan, 0.01, 0.01])
    assert (found.grand, found.spread) == (plain.grand, plain.spread)
    assert found.value[[0, 2, 4]].tolist() == plain.value.tolist()
    assert np.isnan(found.value[[1, 3, 5]]).all()
    assert np.isnan(found.weight[[1, 3, 5]]).all()


def test_a_single_analyst_is_his_own_grand_mean():
    found = shrink_means([0.2], [0.01])
    assert (found.value.tolist(), found.grand, found.spread) == ([0.2], 0.2, 0)


@pytest.mark.parametrize(("mean", "variance"), [([], []), ([0.3], [np.nan])])
def test_nobody_has_no_grand_mean(mean, variance):
    found = shrink_means(mean, variance)
    assert np.isnan([found.grand, found.spread, *found.value]).all()


def test_shrunk_means_are_nearer_the_truth():
    rng = np.random.default_rng(6)
    truth, variance = rng.normal(0.2, 0.03, 200), rng.uniform(0.001, 0.02, 200)
    raw = rng.normal(truth, np.sqrt(variance))
    found = shrink_means(raw, variance)
    assert np.mean((found.value - truth) ** 2) < 0.5 * np.mean((raw - truth) ** 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1e-6, 1)), min_size=1, max_size=30))
def test_a_shrunk_mean_lies_between_the_raw_and_the_grand_mean(rows):
    mean, variance = map(np.array, zip(*rows, strict=True))
    found = shrink_means(mean, variance)
    assert mean.min() - 1e-12 <= found.grand <= mean.max() + 1e-12
    assert (found.value >= np.minimum(mean, found.grand) - 1e-12).all()
    assert (found.value <= np.maximum(mean, found.grand) + 1e-12).all()
    surer = np.argsort(variance)
    assert (np.diff(found.weight[surer]) <= 1e-12).all()


@pytest.mark.parametrize(
    ("mean", "variance", "message"),
    [
        ([0.1], [-0.1], "below zero"),
        ([0.1], [0.1, 0.2], "one length"),
    ],
)
def test_what_cannot_be_shrunk_is_refused(mean, variance, message):
    with pytest.raises(ValueError, match=message):
        shrink_means(mean, variance)
