"""What words may stand for: by hand, by trying every reading, and the interval rule's published table."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.bounds import mean_cost, partition_costs, reading_bounds


def bounds(*claims, groups=1):
    """Word by word and claim by claim, of (group, word, y, low, high)."""
    columns = zip(*claims, strict=True) if claims else ((),) * 5
    return [(found.low.tolist(), found.high.tolist()) for found in reading_bounds(*columns, groups)]


def test_one_word_by_hand():
    """Said four times between 55% and 80%, three true: best at 75%, worst at 55%; each claim at its own end."""
    words, claims = bounds(*((0, 0, y, 0.55, 0.8) for y in (1, 1, 1, 0)))
    assert words == ([pytest.approx(0.1875)], [pytest.approx((3 * 0.45**2 + 0.55**2) / 4)])
    assert claims == ([pytest.approx((3 * 0.2**2 + 0.55**2) / 4)], [pytest.approx((3 * 0.45**2 + 0.8**2) / 4)])


def test_a_number_has_no_room():
    words, claims = bounds((0, 0, 1, 0.7, 0.7), (0, 1, 0, 0.2, 0.2))
    assert words == claims == ([pytest.approx(0.065)], [pytest.approx(0.065)])


def test_a_word_is_one_number_in_a_group_and_another_in_the_next():
    said = [(0, 0, 1, 0.0, 1.0), (0, 0, 0, 0.0, 1.0), (1, 0, 1, 0.0, 1.0)]
    words, claims = bounds(*said, groups=3)
    assert words[0] == pytest.approx([0.25, 0, np.nan], nan_ok=True)
    assert words[1] == pytest.approx([0.5, 1, np.nan], nan_ok=True)
    assert claims[0] == pytest.approx([0, 0, np.nan], nan_ok=True)
    assert claims[1] == pytest.approx([1, 1, np.nan], nan_ok=True)


def test_what_came_about_in_part_by_hand():
    """Between 0 and 1, .4 of it came true: best at .4, a score of nothing, and worst at 1, .36."""
    for found in bounds((0, 0, 0.4, 0.0, 1.0)):
        assert (found[0][0], found[1][0]) == pytest.approx((0, 0.36))


def test_a_band_that_runs_downwards_is_refused():
    with pytest.raises(ValueError, match="band"):
        bounds((0, 0, 1, 0.8, 0.5))


BANDS = ((0.55, 0.8), (0.0, 0.25), (0.5, 0.5))
claims = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.sampled_from([0, 1, 0.5])), min_size=1, max_size=5)


@given(claims)
def test_bounds_are_the_least_and_greatest_over_every_reading(said):
    rows = [(group, word, y, *BANDS[word]) for group, word, y in said]
    words, each = bounds(*rows, groups=2)
    grid = [np.linspace(low, high, 5).tolist() for low, high in BANDS]
    for group in {row[0] for row in rows}:
        mine = [(word, y) for g, word, y, *_ in rows if g == group]
        fixed = [np.mean([(reading[w] - y) ** 2 for w, y in mine]) for reading in product(*grid)]
        free = [np.mean([(p - y) ** 2 for p, (_, y) in zip(reading, mine, strict=True)])
                for reading in product(*(grid[w] for w, _ in mine))]  # fmt: skip
        # The worst is at an end of a band, which the grid has; the best may lie between two places of it.
        assert words[1][group] == pytest.approx(max(fixed))
        assert words[0][group] <= min(fixed) + 1e-12
        assert min(fixed) - words[0][group] < 0.02
        assert each[1][group] == pytest.approx(max(free))
        assert each[0][group] <= words[0][group] + 1e-12


tenths = st.integers(0, 10).map(lambda k: k / 10)


@given(st.lists(st.tuples(st.integers(0, 2), tenths, tenths), max_size=12), st.randoms(use_true_random=False))
def test_the_mean_cost_of_squares_is_the_brier_score_in_any_order(rows, chance):
    def means(listed):
        group, p, y = ([row[at] for row in listed] for at in range(3))
        return mean_cost(group, y, [(1 - q) ** 2 for q in p], [q**2 for q in p], 3)

    expected = [
        np.mean([(p - y) ** 2 for g, p, y in rows if g == group]) if any(g == group for g, *_ in rows) else np.nan
        for group in range(3)
    ]
    assert means(rows) == pytest.approx(expected, nan_ok=True)
    assert str(means(chance.sample(rows, len(rows)))) == str(means(rows))


# Slopes 1 - 2 m with kinks at the edges of ICD 203, after Mitchell & Ferro (2017): what each word costs if false.
ICD203 = ((1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99))
IF_FALSE = (0.0009, 0.0104, 0.0904, 0.2479, 0.4404, 0.7604, 0.9409)


def test_the_interval_rule_on_icd_203():
    low, high = zip(*(tuple(end / 100 for end in band) for band in ICD203), strict=True)
    point = [sum(band) / 200 for band in ICD203]
    if_true, if_false = partition_costs(low, point, high)
    assert if_false == pytest.approx(IF_FALSE, abs=5e-5)
    assert if_true == pytest.approx(IF_FALSE[::-1], abs=5e-5)
    for k, (start, end) in enumerate(zip(low, high, strict=True)):  # the word that fits is the best one to say
        for belief in np.linspace(start, end, 7):
            expected = belief * if_true + (1 - belief) * if_false
            assert expected[k] <= expected.min() + 1e-12


@pytest.mark.parametrize(
    ("low", "point", "high"),
    [
        pytest.param([], [], [], id="no words"),
        pytest.param([0.0, 0.6], [0.25, 0.8], [0.5, 1.0], id="a gap"),
        pytest.param([0.0, 0.4], [0.25, 0.7], [0.5, 1.0], id="an overlap"),
        pytest.param([0.0, 0.5, 0.5], [0.2, 0.5, 0.8], [0.5, 0.5, 1.0], id="a band of no width"),
        pytest.param([0.0, 0.5], [0.6, 0.8], [0.5, 1.0], id="a number outside its band"),
    ],
)
def test_other_bands_have_no_interval_rule(low, point, high):
    assert partition_costs(low, point, high) is None
