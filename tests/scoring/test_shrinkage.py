"""Shrinkage: worked by hand, and what must hold of any of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.shrinkage import shrink_means, shrink_shares


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


def test_shares_by_hand():
    """0, 5 and 10 of 10: p = 1/2, S = 5, so rho = (20 - 2) / (30 - 10 - 2) = 1 and each keeps what it has."""
    found = shrink_shares([0, 5, 10], [10, 10, 10])
    assert (found.grand, found.spread) == (0.5, 1)
    assert found.value.tolist() == [0, 0.5, 1]


def test_shares_with_a_prior_by_hand():
    """2 and 8 of 10: S = 1.8, rho = (7.2 - 1) / (20 - 10 - 1) = 6.2/9; the prior holds 9/6.2 - 1 = 2.8/6.2 claims."""
    found = shrink_shares([2, 8], [10, 10])
    prior = 2.8 / 6.2
    assert found.spread == pytest.approx(6.2 / 9)
    assert found.value == pytest.approx([(2 + prior / 2) / (10 + prior), (8 + prior / 2) / (10 + prior)])


def test_shares_that_differ_by_chance_alone_are_all_the_same():
    found = shrink_shares([5, 6, 0], [10, 10, 0])
    assert found.spread == 0
    assert found.value == pytest.approx([0.55, 0.55, np.nan], nan_ok=True)


@pytest.mark.parametrize(("k", "n"), [([1, 0, 1], [1, 1, 1]), ([3], [5]), ([4, 9], [4, 9]), ([0, 0], [3, 2])])
def test_shares_that_cannot_show_a_spread_have_none(k, n):
    found = shrink_shares(k, n)
    assert found.spread == 0
    assert found.value == pytest.approx([sum(k) / sum(n)] * len(k))


def test_shares_of_nothing_are_none():
    assert np.isnan([*shrink_shares([0], [0]).value, shrink_shares([], []).grand]).all()


def test_the_prior_is_found_again():
    """500 analysts whose true rates are Beta(6, 4): rho is 1/11."""
    rng = np.random.default_rng(4)
    n = rng.integers(5, 60, 500)
    found = shrink_shares(rng.binomial(n, rng.beta(6, 4, 500)), n)
    assert found.spread == pytest.approx(1 / 11, abs=0.02)
    assert found.grand == pytest.approx(0.6, abs=0.02)


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


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=30))
def test_a_shrunk_share_lies_between_the_raw_and_the_grand_one(rows):
    right, wrong = map(np.array, zip(*rows, strict=True))
    some = right + wrong > 0
    found = shrink_shares(right, right + wrong)
    rate = right[some] / (right + wrong)[some]
    assert np.isnan(found.value[~some]).all()
    assert (found.value[some] >= np.minimum(rate, found.grand) - 1e-12).all()
    assert (found.value[some] <= np.maximum(rate, found.grand) + 1e-12).all()


@pytest.mark.parametrize(
    ("shrink", "first", "second", "message"),
    [
        (shrink_means, [0.1], [-0.1], "below zero"),
        (shrink_means, [0.1], [0.1, 0.2], "one length"),
        (shrink_shares, [6], [5], "hits"),
        (shrink_shares, [-1], [5], "hits"),
        (shrink_shares, [np.nan], [5], "hits"),
        (shrink_shares, [1, 2], [5], "one length"),
    ],
)
def test_what_cannot_be_shrunk_is_refused(shrink, first, second, message):
    with pytest.raises(ValueError, match=message):
        shrink(first, second)
