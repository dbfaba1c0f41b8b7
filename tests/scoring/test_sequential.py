"""E-values: published values, that they are at most one on average, and that looking often raises no false alarms."""

from math import log

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.scoring.sequential import BOUNDARIES, OVERLAP, e_values, sequential


@pytest.mark.parametrize(("y", "value"), [(1, 1.230769), (0, 0.571429)])
def test_a_bet_gives_the_published_value(y, value):
    """Henzi & Ziegel (2022), the formula of their package eprob."""
    assert e_values(0.5, 0.8, y) == pytest.approx(value, abs=5e-7)


def test_the_boundary_of_the_log_score_is_where_both_expect_the_same():
    p, q = np.array([0.2, 0.9, 0.01]), np.array([0.6, 0.3, 0.99])
    r = BOUNDARIES["log"](p, q)
    assert r * np.log(p) + (1 - r) * np.log(1 - p) == pytest.approx(r * np.log(q) + (1 - r) * np.log(1 - q), abs=1e-12)
    assert r[0] == pytest.approx(log(2) / log(6))


inner = st.floats(0.001, 0.999)


@pytest.mark.parametrize("rule", BOUNDARIES)
@given(p=inner, q=inner, part=st.floats(0, 1), stake=st.floats(0.01, 1))
def test_an_e_value_is_at_most_one_on_average_where_the_other_expects_no_better_score(rule, p, q, part, stake):
    assume(abs(p - q) > 1e-9)
    r = float(BOUNDARIES[rule](np.array([p]), np.array([q]))[0])
    end = 0 if p < q else 1
    chance = r + part * (end - r)
    false, true = (float(e_values(p, q, y, rule, stake)) for y in (0, 1))
    assert min(false, true) >= 0
    assert chance * true + (1 - chance) * false <= 1 + 1e-9
    assert r * true + (1 - r) * false == pytest.approx(1, abs=1e-9)


@given(p=inner, q=inner, y=st.floats(0, 1))
def test_an_outcome_in_between_is_a_mix(p, q, y):
    false, true = e_values(p, q, 0), e_values(p, q, 1)
    assert e_values(p, q, y) == pytest.approx(y * true + (1 - y) * false)


@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_agreement_is_no_evidence(p):
    assert e_values(p, p, [0, 1, 0.5]).tolist() == [1, 1, 1]


def test_probabilities_all_but_equal_are_no_trouble():
    for rule, start in (("brier", [0.0, 1.0, 0.3]), ("log", [1e-9, 1 - 1e-9, 0.3])):
        for near in (np.nextafter(start, 0.5), np.add(start, [1e-11, -1e-11, 1e-11])):
            for y in (0, 1):
                found = e_values(start, near, y, rule)
                assert ((found >= 0) & (found <= 2 + 1e-3)).all()
                assert found[2] == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(
    ("bet", "message"),
    [
        ((1.2, 0.5, 1), "probability is not within"),
        ((0.5, np.nan, 1), "probability is not within"),
        ((0.5, 0.6, 2), "outcome is not within"),
        ((0.5, 0.6, 1, "brier", 0), "stake"),
        ((0.5, 0.6, 1, "brier", 1.5), "stake"),
        ((0.5, 1.0, 1, "log"), "certainty"),
        ((0.0, 0.5, 1, "log"), "certainty"),
    ],
)
def test_what_is_no_bet_is_refused(bet, message):
    with pytest.raises(ValueError, match=message):
        e_values(*bet)


def test_evidence_by_hand():
    """A says .8 and B .5: at full stake B's odds pay 16/13 when true and 4/7 when false; A's pay 10/13 and 10/7."""
    found = sequential([0.8] * 4, [0.5] * 4, [1, 1, 0, 1], [10, 20, 20, 35], stake=1)
    assert found.block.tolist() == [10, 20, 35]
    assert found.questions.tolist() == [1, 2, 1]
    up, down = 16 / 13, 4 / 7
    assert found.for_a == pytest.approx([up, up * (up + down) / 2, up * up * (up + down) / 2])
    up, down = 10 / 13, 10 / 7
    assert found.for_b == pytest.approx([up, up * (up + down) / 2, up * up * (up + down) / 2])
    assert (found.verdict, found.settled_at) == ("undecided", None)


def test_the_first_to_reach_the_threshold_is_the_verdict_whatever_follows():
    y = [1] * 30 + [0] * 100
    found = sequential([0.8] * 130, [0.5] * 130, y, np.arange(130), stake=1)
    assert found.verdict == "A"
    assert found.for_a[found.settled_at] >= 40 > found.for_a[found.settled_at - 1]
    assert found.for_a[-1] < 1
    assert found.for_b[-1] > 40
    turned = sequential([0.5] * 130, [0.8] * 130, y, np.arange(130), stake=1)
    assert (turned.verdict, turned.settled_at) == ("B", found.settled_at)


def test_a_failed_certainty_ends_the_evidence_at_full_stake_and_only_there():
    y = [0] + [1] * 400
    full, part = (sequential([1.0] * 401, [0.5] * 401, y, np.arange(401), stake=stake) for stake in (1, 0.75))
    assert full.for_a[-1] == 0
    assert (full.verdict, part.verdict) == ("undecided", "A")
    assert np.isfinite(part.for_a).all()


def test_evidence_beyond_what_a_figure_holds_stays_finite():
    found = sequential([0.99] * 5000, [0.01] * 5000, [1] * 5000, np.arange(5000))
    assert np.isfinite(found.for_a).all()
    assert found.verdict == "A"


def test_nothing_is_undecided():
    found = sequential([], [], [], [])
    assert (found.verdict, found.block.size, found.for_a.size) == ("undecided", 0, 0)


def test_a_threshold_is_above_one():
    with pytest.raises(ValueError, match="not above 1"):
        sequential([0.5], [0.6], [1], [1], threshold=1)


def test_the_order_within_a_block_changes_no_digit():
    rng = np.random.default_rng(3)
    p, q, y, block = rng.random(60), rng.random(60), rng.integers(0, 2, 60), rng.integers(0, 9, 60)
    order = rng.permutation(60)
    first = sequential(p, q, y, block)
    second = sequential(p[order], q[order], y[order], block[order])
    assert first.for_a.tolist() == second.for_a.tolist()
    assert first.for_b.tolist() == second.for_b.tolist()


def equals(rng, blocks, size):
    """Two analysts, equally far off to either side of the truth of every question, whose blocks hang together."""
    n = blocks * size
    block = np.repeat(np.arange(blocks), size)
    truth, off = rng.uniform(0.3, 0.7, blocks)[block], rng.uniform(-0.3, 0.3, n)
    y = rng.random(blocks)[block] < truth
    return truth + off, truth - off, y, block


def test_looking_after_every_block_raises_few_false_alarms_and_a_p_value_raises_many():
    rng = np.random.default_rng(5)
    alarms = {"evidence": 0, "p-value": 0}
    for _ in range(400):
        a, b, y, block = equals(rng, 100, 3)
        alarms["evidence"] += sequential(a, b, y, block).verdict != "undecided"
        sums = np.bincount(block, (a - y) ** 2 - (b - y) ** 2)
        n = np.arange(1, 101)
        mean = sums.cumsum() / n
        error = np.sqrt((np.square(sums).cumsum() / n - mean**2) / n)
        alarms["p-value"] += (np.abs(mean[9:]) > 2.2 * error[9:]).any()
    assert alarms["evidence"] / 400 < 0.05
    assert alarms["p-value"] / 400 > 0.1


def test_a_real_difference_is_found():
    rng = np.random.default_rng(8)
    truth = rng.beta(2, 2, 2000)
    y = rng.random(2000) < truth
    worse = np.clip(truth + rng.normal(0, 0.25, 2000), 0, 1)
    assert sequential(truth, worse, y, np.arange(2000)).verdict == "A"


def test_the_limit_is_said():
    assert "overlap" in OVERLAP
    assert "approximate" in OVERLAP
