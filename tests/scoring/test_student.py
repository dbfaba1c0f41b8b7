"""Quantiles, against scipy."""

import pytest
from scipy import stats

from ledger.scoring.student import t_quantile, t_within, z_quantile

LEVELS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]


@pytest.mark.parametrize("level", LEVELS)
def test_t_quantile_agrees_with_scipy(level):
    for df in [*range(1, 201), 300, 999, 1000, 1001, 1002, 5000, 10**6, 10**12]:
        assert t_quantile(level, df) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-10), df


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 30, 101, 1000])
def test_t_within_agrees_with_scipy(df):
    for t in (0.0, 0.1, 1.0, 2.5, 12.0):
        assert t_within(t, df) == pytest.approx(1 - 2 * stats.t.sf(t, df), abs=1e-13)


@pytest.mark.parametrize("level", LEVELS)
def test_z_quantile_agrees_with_scipy(level):
    assert z_quantile(level) == pytest.approx(stats.norm.ppf((1 + level) / 2), rel=1e-12)


@pytest.mark.parametrize("level", [0, 1, -0.5, 90])
def test_a_level_is_between_0_and_1(level):
    with pytest.raises(ValueError, match="not between 0 and 1"):
        t_quantile(level, 5)


def test_degrees_of_freedom_start_at_one():
    with pytest.raises(ValueError, match="at least one degree"):
        t_quantile(0.9, 0)
