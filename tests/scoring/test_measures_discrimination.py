"""AUC is the exact share of pairs put in the right order, with DeLong's interval; and what rewording does to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from ledger.scoring.cells import cells_of
from ledger.scoring.measures.calibration import dsc
from ledger.scoring.measures.discrimination import auc, delong_error
from ledger.scoring.measures.registry import MEASURES, Case
from ledger.scoring.student import z_quantile

EVENT = [0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1]
TIED = [0.8, 0.8, 0, 1, 1, 0.6, 0.4, 0.8, 0, 0, 0.2, 0, 0, 1, 1]
UNTIED = [0.928, 0.576, 0.008, 0.944, 0.832, 0.816, 0.136, 0.584, 0.032, 0.016, 0.28, 0.024, 0, 0.984, 0.952]


def case_of(p, y, *, group=None, single=True, level=0.90, **more):
    held = cells_of(np.zeros(len(p)) if group is None else group, p, y, **more)
    return Case(held, held, level=level, single=single)


def figures(p, y, **more):
    """AUC, low and high of one group."""
    return [values[0] for values in auc(case_of(p, y, **more)).values()]


def exists(figure):
    return not np.isnan(figure)


def by_pairs(p, y):
    """AUC and DeLong's error from every pair of an event and a non-event, as the paper defines them."""
    p, y = np.array(p), np.array(y)
    won = np.heaviside(p[y == 1][:, None] - p[y == 0][None, :], 0.5)
    of_events, of_others = won.mean(axis=1), won.mean(axis=0)
    return won.mean(), np.sqrt(of_events.var(ddof=1) / of_events.size + of_others.var(ddof=1) / of_others.size)


probabilities = st.integers(0, 8).map(lambda k: k / 8) | st.integers(0, 10**6).map(lambda k: k / 10**6)
rows = st.lists(st.tuples(probabilities, st.sampled_from([0.0, 1.0])), min_size=1, max_size=40)
both = rows.filter(lambda table: len({y for _, y in table}) == 2)
plenty = both.map(lambda table: table + [(k / 9, k % 2) for k in range(10)])


@pytest.mark.parametrize(
    ("p", "y", "value"),
    [
        ([0.2, 0.8], [0, 1], 1),
        ([0.2, 0.8], [1, 0], 0),
        ([0.5, 0.5], [1, 0], 0.5),
        ([0.1, 0.4, 0.4, 0.8], [0, 1, 0, 1], 3.5 / 4),
        # Data of Mason & Graham (2002), Quarterly Journal of the Royal Meteorological Society 128, 2145-2166, as given
        # in the documentation of the R package verification.
        (TIED, EVENT, 0.8392857142857143),
        (UNTIED, EVENT, 0.875),
        # Half of an event and half of a non-event: (1/2 beats one non-event and ties with its own half) of 1/2 x 3/2.
        ([0.8, 0.3], [0.5, 0.0], (0.5 * 1 + 0.5 * 0.5 / 2) / (0.5 * 1.5)),
    ],
)
def test_auc_has_its_known_value(p, y, value):
    assert figures(p, y)[0] == pytest.approx(value, abs=1e-15)


@given(both)
def test_auc_equals_scikit_learn(table):
    p, y = zip(*table, strict=True)
    assert figures(p, y)[0] == pytest.approx(roc_auc_score(y, p), abs=1e-12)


@given(both, st.lists(st.sampled_from([1.0, 2.0, 0.3]), min_size=40, max_size=40))
def test_auc_with_weights_equals_scikit_learn(table, weights):
    p, y = zip(*table, strict=True)
    w = weights[: len(p)]
    assert figures(p, y, w=w)[0] == pytest.approx(roc_auc_score(y, p, sample_weight=w), abs=1e-12)


@given(plenty)
def test_the_error_is_that_over_every_pair(table):
    p, y = zip(*table, strict=True)
    area, error = by_pairs(p, y)
    assert figures(p, y)[0] == pytest.approx(area, abs=1e-12)
    assert delong_error(cells_of(np.zeros(len(p)), p, y).steps) == pytest.approx([error], abs=1e-12)


@given(plenty, st.sampled_from([0.5, 0.9, 0.99]))
def test_the_interval_is_taken_on_the_logit_scale(table, level):
    p, y = zip(*table, strict=True)
    area, low, high = figures(p, y, level=level)
    if 0 < area < 1 and exists(low):
        half = z_quantile(level) * by_pairs(p, y)[1] / (area * (1 - area))
        ends = [1 / (1 + np.exp(-(np.log(area / (1 - area)) + sign * half))) for sign in (-1, 1)]
        assert [low, high] == pytest.approx(ends, abs=1e-9)
        assert 0 <= low < area < high <= 1


def test_the_interval_covers_as_often_as_it_says():
    """Ten of each sort, a true AUC of 0.75: events uniform to a power, non-events uniform."""
    random = np.random.default_rng(11)
    p = np.concatenate([random.uniform(size=(1500, 10)) ** (1 / 3), random.uniform(size=(1500, 10))], axis=1)
    y = np.tile([1.0] * 10 + [0.0] * 10, 1500)
    found = auc(case_of(p.ravel(), y, group=np.repeat(np.arange(1500), 20)))
    # P(U^(1/3) > V) = E U^(1/3) = 3/4
    covered = (found["_low"] <= 0.75) & (found["_high"] >= 0.75)
    assert 0.87 <= covered.mean() <= 0.95


def few(events, others):
    """Forecasts with as many events and non-events, which overlap."""
    return [0.3, *[0.8] * (events - 1), 0.7, *[0.2] * (others - 1)], [1] * events + [0] * others


@pytest.mark.parametrize(("events", "others", "given_"), [(5, 5, True), (4, 50, False), (50, 4, False), (5, 50, True)])
def test_the_interval_needs_five_of_each_sort(events, others, given_):
    area, low, high = figures(*few(events, others))
    assert exists(area)
    assert exists(low) == exists(high) == given_


@pytest.mark.parametrize(
    "more",
    [{"single": False}, {"w": [1.0] * 19 + [2.0]}, {"y": [*few(10, 10)[1][:-1], 0.5]}],
    ids=["forecasts not drawn apart", "unequal weights", "an outcome in part"],
)
def test_the_interval_needs_forecasts_that_are_draws(more):
    p, y = few(10, 10)
    assert all(map(exists, figures(p, y)))
    area, low, high = figures(**({"p": p, "y": y} | more))
    assert exists(area)
    assert not exists(low)
    assert not exists(high)


@pytest.mark.parametrize("p", [[0.9] * 6 + [0.1] * 6, [0.1] * 6 + [0.9] * 6, [0.5] * 12])
def test_there_is_no_interval_where_no_spread_is_seen(p):
    area, low, high = figures(p, [1] * 6 + [0] * 6)
    assert area in {0, 0.5, 1}
    assert not exists(low)
    assert not exists(high)


@pytest.mark.parametrize(("p", "y"), [([], []), ([0.2, 0.7], [1, 1]), ([0.2, 0.7], [0, 0])])
def test_without_events_or_without_non_events_there_is_no_auc(p, y):
    assert not any(exists(figure) for figure in figures(p, y, groups=1))


@given(rows)
def test_turning_every_question_round_changes_nothing(table):
    p, y = (np.array(column) for column in zip(*table, strict=True))
    millionths = np.rint(p * 10**6)
    turned = figures((10**6 - millionths) / 10**6, 1 - y)
    straight = figures(millionths / 10**6, y)
    assert turned[0] == straight[0] or not exists(straight[0])
    assert turned[1:] == pytest.approx(straight[1:], abs=1e-9, nan_ok=True)


def test_turning_half_of_the_questions_round_moves_auc_and_dsc_but_not_brier():
    """How a question is put is arbitrary, and discrimination depends on it: the limit to its use."""
    random = np.random.default_rng(1)
    p = random.choice([0.55, 0.6, 0.65, 0.7, 0.75], 400)
    y = (random.uniform(size=400) < p).astype(float)
    half = np.arange(400) % 2 == 0
    q, z = np.where(half, 1 - p, p), np.where(half, 1 - y, y)
    assert np.mean((q - z) ** 2) == pytest.approx(np.mean((p - y) ** 2), abs=1e-15)
    assert figures(q, z)[0] > figures(p, y)[0] + 0.1
    assert dsc(case_of(q, z))[""][0] > dsc(case_of(p, y))[""][0] + 0.02


@given(plenty, st.randoms(use_true_random=False))
def test_the_order_and_the_packing_of_forecasts_change_no_digit(table, random):
    shuffled = random.sample(table, len(table))
    kinds = sorted(set(table))
    packed = figures(*zip(*kinds, strict=True), n=[table.count(kind) for kind in kinds])
    plain = figures(*zip(*table, strict=True))
    np.testing.assert_array_equal(figures(*zip(*shuffled, strict=True)), plain)
    np.testing.assert_array_equal(packed, plain)


@given(plenty)
def test_only_the_proportions_of_weights_count(table):
    p, y = zip(*table, strict=True)
    plain = figures(p, y)
    np.testing.assert_array_equal(figures(p, y, w=[4.0] * len(p)), plain)
    assert figures(p, y, w=[0.3] * len(p)) == pytest.approx(plain, abs=1e-9, nan_ok=True)


@given(st.lists(st.tuples(st.integers(0, 2), probabilities, st.sampled_from([0.0, 1.0, 0.3])), min_size=1, max_size=40))
def test_a_group_has_the_figures_it_would_have_alone(table):
    group, p, y = (np.array(column) for column in zip(*table, strict=True))
    together = auc(case_of(p, y, group=group, groups=3))
    alone = [figures(p[group == each], y[group == each], groups=1) for each in range(3)]
    np.testing.assert_array_equal(list(zip(*together.values(), strict=True)), alone)


@pytest.mark.parametrize("size", [10**5, 10**6])
def test_a_long_record_overflows_nothing(size):
    p = [0.2, 0.7, 0.7, 0.9]
    area, low, high = figures(p, [0, 0, 1, 1], n=[size, 1, 1, size])
    assert 0 < 1 - area < 1e-9
    assert 0 <= low <= area <= high <= 1


def test_auc_says_what_it_is():
    assert MEASURES["auc"].compute is auc
    assert MEASURES["auc"].orientation == "higher is better"
