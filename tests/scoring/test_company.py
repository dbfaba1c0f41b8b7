"""Forecasts beside those of others: published examples, and what must hold of any company."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.peers import ForecastsInForce, beside_mean, beside_median, by_pair


def in_force(rows, *, momentary=True):
    """Stands of (analyst, question, start, stop) rows over questions of ten; each analyst is a group."""
    analyst, question, start, stop = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    even, whole = np.full(len(rows), 0.5), np.full(len(rows), 10.0)
    return ForecastsInForce(
        analyst, analyst, question, question, even, even, np.ones(len(rows)), start, stop, whole,
        int(analyst.max()) + 1, momentary,
    )  # fmt: skip


def together(*scores, momentary=True):
    return in_force([(place, 0, 0, 10) for place in range(len(scores))], momentary=momentary), np.array(scores, float)


@pytest.mark.parametrize("momentary", [True, False])
class TestPublished:
    def test_scores_of_minus_one_one_and_two(self, momentary):
        """Metaculus Scores FAQ: log scores -1, 1, 2 give peers of -2.5, .5, 2, which add up to nothing."""
        found = beside_mean(*together(-1, 1, 2, momentary=momentary)).figure
        assert found == pytest.approx([-2.5, 0.5, 2])
        assert found.sum() == pytest.approx(0)

    def test_it_is_the_log_of_the_ratio_to_the_geometric_mean(self, momentary):
        """Metaculus test_score_math.py: the geometric mean of .7, .8, .9 is .79581144; n/(n-1) ln(p / GM)."""
        p = np.array([0.7, 0.8, 0.9])
        found = beside_mean(*together(*np.log(p), momentary=momentary)).figure
        assert found == pytest.approx(1.5 * np.log(p / 0.79581144), abs=1e-8)

    def test_ten_fifty_and_ninety_per_cent(self, momentary):
        """The same source: 100 ln(.1 / GM(.5, .9)) and so on."""
        found = 100 * beside_mean(*together(*np.log([0.1, 0.5, 0.9]), momentary=momentary)).figure
        assert found == pytest.approx([100 * log(0.1 / (0.5 * 0.9) ** 0.5), 51.083, 139.251], abs=1e-3)

    def test_the_median_is_of_all_who_stand(self, momentary):
        found = beside_median(*together(0.04, 0.09, 0.49, 0.25, momentary=momentary)).figure
        assert found == pytest.approx([0.04 - 0.17, 0.09 - 0.17, 0.49 - 0.17, 0.25 - 0.17])


@pytest.mark.parametrize("beside", [beside_mean, beside_median])
@pytest.mark.parametrize("momentary", [True, False])
def test_alone_there_is_nothing(beside, momentary):
    found = beside(*together(0.3, momentary=momentary))
    assert (found.figure.tolist(), found.shared.tolist()) == ([0], [0])


def test_company_counts_while_it_lasts():
    """The first stands for ten, the second for the last four: four tenths of the question are shared."""
    found = beside_mean(in_force([(0, 0, 0, 10), (1, 0, 6, 10)], momentary=False), np.array([1.0, 3.0]))
    assert found.figure == pytest.approx([-0.8, 0.8])
    assert found.shared == pytest.approx([0.4, 0.4])


@pytest.mark.parametrize("momentary", [True, False])
def test_an_infinite_score_leaves_no_figure_to_those_who_stood_with_it(momentary):
    rows = [(0, 0, 0, 10), (1, 0, 0, 10), (2, 1, 0, 10), (3, 1, 0, 10)]
    found = beside_mean(in_force(rows, momentary=momentary), np.array([-np.inf, 1.0, 2.0, 4.0])).figure
    assert np.isnan(found).tolist() == [True, True, False, False]
    assert found[2:] == pytest.approx([-2, 2])


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 8), st.integers(1, 4), st.floats(-5, 5)),
        min_size=1,
        max_size=12,
        unique_by=lambda row: row[:2],
    )
)
def test_over_everybody_it_adds_up_to_nothing_and_the_order_of_rows_does_not_show(rows):
    made = [(who, what, start, min(start + lasts, 10)) for who, what, start, lasts, _ in rows]
    score = np.array([row[4] for row in rows])
    for momentary in (True, False):
        whole = in_force(made, momentary=momentary)
        found = beside_mean(whole, score)
        assert np.bincount(whole.question, found.figure) == pytest.approx(0, abs=1e-9)
        again = beside_mean(in_force(made[::-1], momentary=momentary), score[::-1])
        assert again.figure[::-1] == pytest.approx(found.figure, abs=1e-12)
        assert by_pair(whole, found).figure.sum() == pytest.approx(0, abs=1e-9)
