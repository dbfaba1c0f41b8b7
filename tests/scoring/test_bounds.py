"""Bounds: by hand, against every way it could turn out, and the interval rule's published table."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scoring.bounds import Words, interval_brier, order_survives, unresolved, word_bounds
from ledger.scoring.cells import cells_of

NONE = cells_of([], [], [], groups=1)


def test_open_forecasts_by_hand():
    """Resolved: .8 true (.04, a hit) and .4 true (.36, none). Open: .9, which is .01 or .81."""
    found = unresolved(cells_of([0, 0], [0.8, 0.4], [1, 1]), [0], [0.9])
    assert (found.brier.low[0], found.brier.high[0]) == pytest.approx((0.41 / 3, 1.21 / 3))
    assert (found.hit_rate.low[0], found.hit_rate.high[0]) == pytest.approx((1 / 3, 2 / 3))
    assert found.open.tolist() == [1]


def test_without_an_open_forecast_the_bounds_are_the_score():
    found = unresolved(cells_of([0, 2], [0.8, 0.4], [1, 1], groups=3), [], [])
    for bounds, expected in ((found.brier, [0.04, np.nan, 0.36]), (found.hit_rate, [1, np.nan, 0])):
        assert bounds.low == pytest.approx(expected, nan_ok=True)
        assert bounds.high == pytest.approx(expected, nan_ok=True)
    assert found.open.tolist() == [0, 0, 0]


def test_one_half_has_no_side_but_a_score():
    found = unresolved(NONE, [0], [0.5])
    assert (found.brier.low.tolist(), found.brier.high.tolist()) == ([0.25], [0.25])
    assert np.isnan([*found.hit_rate.low, *found.hit_rate.high]).all()


eighths = st.integers(0, 8).map(lambda k: k / 8)
forecasts = st.lists(st.tuples(st.integers(0, 1), eighths, st.sampled_from([1.0, 2.0, 0.5])), max_size=6)


@given(st.lists(st.tuples(st.integers(0, 1), eighths, st.integers(0, 1)), max_size=6), forecasts)
def test_the_bounds_are_the_least_and_greatest_over_every_way_it_could_turn_out(resolved, still_open):
    group, p, y = zip(*resolved, strict=True) if resolved else ([], [], [])
    open_group, open_p, w = zip(*still_open, strict=True) if still_open else ([], [], [])
    found = unresolved(cells_of(group, p, y, groups=2), open_group, open_p, w)
    briers, rates = [], []
    for outcomes in product([0, 1], repeat=len(still_open)):
        rows = [(g, q, v, 1.0) for g, q, v in resolved]
        rows += [(g, q, v, u) for (g, q, u), v in zip(still_open, outcomes, strict=True)]
        ours = [(q, v, u) for g, q, v, u in rows if g == 0]
        sided = [(q, v, u) for q, v, u in ours if q != 0.5]
        briers.append(sum(u * (q - v) ** 2 for q, v, u in ours) / sum(u for *_, u in ours) if ours else np.nan)
        right = sum(u for q, v, u in sided if (q > 0.5) == v)
        rates.append(right / sum(u for *_, u in sided) if sided else np.nan)
    for bounds, values in ((found.brier, briers), (found.hit_rate, rates)):
        assert (bounds.low[0], bounds.high[0]) == pytest.approx((min(values), max(values)), nan_ok=True)


@pytest.mark.parametrize(
    ("group", "p", "w", "message"),
    [
        ([0], [1.2], None, "probability"),
        ([0], [np.nan], None, "probability"),
        ([0], [0.2], [0.0], "weight"),
        ([1], [0.2], None, "group"),
        ([-1], [0.2], None, "group"),
    ],
)
def test_what_is_no_open_forecast_is_refused(group, p, w, message):
    with pytest.raises(ValueError, match=message):
        unresolved(NONE, group, p, w)


def words(*rows, groups=1):
    """Words of (group, true, false, low, high)."""
    columns = np.array(rows, float).reshape(-1, 5).T
    return Words(columns[0].astype(np.int64), *columns[1:], groups)


def test_word_bounds_by_hand():
    """ "Likely", 55-80%, 7 true of 10: best at .7, .21; worst at .55, (7 * .2025 + 3 * .3025) / 10."""
    found = word_bounds(words((0, 7, 3, 0.55, 0.8)))
    assert (found.low[0], found.high[0]) == pytest.approx((0.21, 0.2325))


def test_a_best_reading_stays_in_its_band():
    found = word_bounds(words((0, 10, 0, 0.55, 0.8), (1, 0, 4, 0.05, 0.2), groups=3))
    assert found.low == pytest.approx([0.04, 0.0025, np.nan], nan_ok=True)
    assert found.high == pytest.approx([0.2025, 0.04, np.nan], nan_ok=True)


band = st.tuples(eighths, eighths).map(sorted)
entries = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), band), min_size=1, max_size=3)


@given(entries)
def test_word_bounds_are_the_least_and_greatest_over_readings(rows):
    found = word_bounds(words(*((0, t, f, *ends) for t, f, ends in rows)))
    count = sum(t + f for t, f, _ in rows)
    if not count:
        assert np.isnan([*found.low, *found.high]).all()
        return
    grids = [np.append(np.linspace(*ends, 41), np.clip(t / max(t + f, 1), *ends)) for t, f, ends in rows]
    scores = [t * (1 - grid) ** 2 + f * grid**2 for (t, f, _), grid in zip(rows, grids, strict=True)]
    assert found.low[0] == pytest.approx(sum(s.min() for s in scores) / count)
    assert found.high[0] == pytest.approx(sum(s.max() for s in scores) / count)


@pytest.mark.parametrize("row", [(0, 1, 1, 0.6, 0.5), (0, 1, 1, -0.1, 0.5), (0, 1, 1, 0.5, 1.1), (0, -1, 1, 0.1, 0.5)])
def test_what_is_no_word_is_refused(row):
    with pytest.raises(ValueError, match=r"a band|a weight"):
        words(row)


ICD_203 = ([0.03, 0.125, 0.325, 0.5, 0.675, 0.875, 0.97], [0.05, 0.2, 0.45, 0.55, 0.8, 0.95])


def test_the_interval_rule_of_icd_203():
    false, true = interval_brier(*ICD_203)
    assert false == pytest.approx([0.0009, 0.0104, 0.0904, 0.2479, 0.4404, 0.7604, 0.9409], abs=5e-5)
    assert true == pytest.approx([0.9409, 0.7604, 0.4404, 0.2479, 0.0904, 0.0104, 0.0009], abs=5e-5)


def best(false, true, belief):
    return int(np.argmin(belief * true + (1 - belief) * false))


def test_midpoints_make_some_beliefs_prefer_a_neighbours_word_and_the_interval_rule_none():
    m, edges = map(np.array, ICD_203)
    beliefs = np.arange(0.0005, 1, 0.001)
    fitting = np.searchsorted(edges, beliefs)
    plain = np.array([best(m**2, (1 - m) ** 2, belief) for belief in beliefs])
    proper = np.array([best(*interval_brier(m, edges), belief) for belief in beliefs])
    assert (plain != fitting).mean() == pytest.approx(0.18, abs=0.02)
    assert (proper == fitting).all()


@given(st.lists(st.integers(1, 999), min_size=3, max_size=15, unique=True).filter(lambda cuts: len(cuts) % 2))
def test_the_fitting_word_is_the_best_of_any_partition(cuts):
    points = np.array(sorted(cuts)) / 1000
    m, edges = points[::2], points[1::2]
    false, true = interval_brier(m, edges)
    assert (np.diff(false) > 0).all()
    assert (np.diff(true) < 0).all()
    ends = np.concatenate([[0], edges, [1]])
    for k, belief in enumerate((ends[:-1] + ends[1:]) / 2):
        assert best(false, true, belief) == k


@pytest.mark.parametrize(
    ("midpoints", "edges"),
    [([], []), ([0.2, 0.8], []), ([0.2, 0.8], [0.9]), ([0.8, 0.2], [0.5]), ([-0.1, 0.8], [0.5]), ([0.2, 1.1], [0.5])],
)
def test_what_is_no_partition_is_refused(midpoints, edges):
    with pytest.raises(ValueError, match=r"edges between them|alternate"):
        interval_brier(midpoints, edges)


def test_an_order_that_survives():
    found = order_survives({"icd203": [0.1, 0.2, 0.3], "phia": [0.15, 0.15, 0.4]})
    assert found.same
    assert found.swaps.shape == (0, 2)


def test_pairs_that_swap_are_named():
    nan = np.nan
    found = order_survives(
        {"a": [0.1, nan, 0.2, 0.3, 0.4], "b": [0.3, 0.1, 0.2, 0.25, 0.5], "c": [0.1, 0.2, 0.3, 0.4, nan]}
    )
    assert not found.same
    assert found.compared.tolist() == [0, 2, 3]
    assert found.swaps.tolist() == [[0, 2], [0, 3]]


def test_rounding_is_no_swap():
    assert order_survives({"a": [0.1, 0.1 + 1e-15], "b": [0.1 + 1e-15, 0.1]}).same


@pytest.mark.parametrize("scales", [{}, {"a": [0.2, 0.1]}, {"a": [], "b": []}, {"a": [np.nan], "b": [0.1]}])
def test_nothing_to_hold_an_order_against_is_no_swap(scales):
    found = order_survives(scales)
    assert (found.same, found.swaps.shape) == (True, (0, 2))


def test_scales_have_the_same_analysts():
    with pytest.raises(ValueError, match="same analysts"):
        order_survives({"a": [0.1], "b": [0.1, 0.2]})
