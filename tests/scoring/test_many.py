"""Many p-values at once, by the example of the paper and against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ledger.scoring.multiple_testing import false_discoveries

# Benjamini & Hochberg (1995), section 4.2: fifteen hypotheses of a study of myocardial infarction.
PAPER = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1]  # fmt: skip  # noqa: E501


def test_the_example_of_the_paper():
    """At 5% it rejects the first four, where Bonferroni rejects three."""
    found = false_discoveries(PAPER, [30] * 15, 10, 0.05)
    assert found.found.tolist() == [True] * 4 + [False] * 11
    assert found.tested == 15


def test_a_step_up_by_hand():
    """Times 4/1, 4/2, 4/3, 4/4 in order: .04, .08, .04, .9; each takes the least from there on."""
    found = false_discoveries([0.9, 0.01, 0.04, 0.03], [10] * 4, 10, 0.05)
    assert found.adjusted == pytest.approx([0.9, 0.04, 4 / 3 * 0.04, 4 / 3 * 0.04])
    assert found.found.tolist() == [False, True, False, False]


def test_who_has_too_few_takes_no_part():
    found = false_discoveries([0.04, 0.0001, 0.9, np.nan], [30, 9, 30, 30], 10, 0.1)
    assert found.adjusted == pytest.approx([0.08, np.nan, 0.9, np.nan], nan_ok=True)
    assert found.found.tolist() == [True, False, False, False]
    assert found.tested == 2


@pytest.mark.parametrize("count", [[], [3]])
def test_nobody_with_enough_is_no_finding(count):
    found = false_discoveries([0.001] * len(count), count, 10)
    assert (found.tested, found.found.any()) == (0, False)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50), st.sampled_from([0.05, 0.1, 0.2]))
def test_it_agrees_with_scipy(p, rate):
    found = false_discoveries(p, [10] * len(p), 10, rate)
    expected = stats.false_discovery_control(p, method="bh")
    assert found.adjusted == pytest.approx(expected, abs=1e-12)
    assert found.found.tolist() == (found.adjusted <= rate).tolist()
    assert (found.adjusted >= np.array(p) - 1e-15).all()


@pytest.mark.parametrize(
    ("p", "n", "rate", "message"),
    [
        ([1.1], [10], 0.1, "p-value"),
        ([-0.1], [10], 0.1, "p-value"),
        ([0.1], [10], 0.0, "rate"),
        ([0.1], [10], 1.0, "rate"),
        ([0.1, 0.2], [10], 0.1, "one length"),
    ],
)
def test_what_is_no_p_value_is_refused(p, n, rate, message):
    with pytest.raises(ValueError, match=message):
        false_discoveries(p, n, 5, rate)
