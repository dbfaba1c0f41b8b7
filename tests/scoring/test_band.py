"""The consistency band and the test of calibration: what a perfectly calibrated analyst shows by chance."""

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from ledger.scoring import recalibration
from ledger.scoring.cells import cells_of
from ledger.scoring.recalibration import consistency_band, miscalibration, recalibrated


def held(p, y, **more):
    return cells_of(np.zeros(len(p)), p, y, **more).steps


def calibrated(n, seed=0):
    """An analyst whose probabilities are right."""
    random = np.random.default_rng(seed)
    p = np.round(random.beta(1.2, 1.2, n), 2)
    return held(p, (random.uniform(size=n) < p).astype(float))


def test_the_same_forecasts_always_give_the_same_band():
    one, other = consistency_band(calibrated(60)), consistency_band(calibrated(60))
    assert one.low.tolist() == other.low.tolist()
    assert one.high.tolist() == other.high.tolist()
    assert one[2:] == other[2:]
    assert consistency_band(calibrated(60), seed=1).low.tolist() != one.low.tolist()


def test_is_what_a_plain_loop_over_draws_gives():
    steps = calibrated(80)
    drawn = np.random.Generator(np.random.PCG64(recalibration.SEED)).binomial(steps.n, steps.p, (50, steps.p.size))
    curves, mcbs = [], []
    for true in drawn:
        x = IsotonicRegression().fit(steps.p, true / steps.n, sample_weight=steps.n).predict(steps.p)
        score = (true * (steps.p - 1) ** 2 + (steps.n - true) * steps.p**2).sum() / steps.n.sum()
        curves.append(x)
        mcbs.append(score - (true * (x - 1) ** 2 + (steps.n - true) * x**2).sum() / steps.n.sum())
    found = consistency_band(steps, level=0.8, draws=50)
    assert found.low == pytest.approx(np.quantile(curves, 0.1, axis=0), abs=1e-12)
    assert found.high == pytest.approx(np.quantile(curves, 0.9, axis=0), abs=1e-12)
    assert found.mcb == miscalibration(steps)[0]
    assert found.mcb_expected == pytest.approx(np.median(mcbs), abs=1e-12)
    assert found.mcb_p == (1 + sum(mcb >= found.mcb for mcb in mcbs)) / 51


def test_lies_around_the_diagonal_and_rises():
    steps = calibrated(2000)
    found = consistency_band(steps, draws=300)
    inside = (found.low <= steps.p) & (steps.p <= found.high)
    assert inside.mean() > 0.95
    assert (np.diff(found.low) >= 0).all()
    assert (np.diff(found.high) >= 0).all()
    wider = consistency_band(steps, level=0.99, draws=300)
    assert (wider.low <= found.low).all()
    assert (wider.high >= found.high).all()


@pytest.mark.parametrize(("n", "expected"), [(30, 0.046), (100, 0.022), (300, 0.010)])
def test_chance_alone_shows_miscalibration(n, expected):
    """Medians measured over calibrated forecasters with probabilities in hundredths."""
    assert consistency_band(calibrated(n)).mcb_expected == pytest.approx(expected, rel=0.25)


def test_the_p_value_is_small_as_often_as_it_says():
    small = [consistency_band(calibrated(40, seed), draws=99).mcb_p <= 0.2 for seed in range(150)]
    assert 0.1 <= np.mean(small) <= 0.3


def test_an_overconfident_analyst_does_not_pass_for_a_calibrated_one():
    steps = held([0.05] * 50 + [0.95] * 50, [1] * 15 + [0] * 35 + [1] * 35 + [0] * 15)
    found = consistency_band(steps)
    assert found.mcb_p == 1 / 1001, "never zero"
    assert found.mcb == pytest.approx(0.25**2)
    assert recalibrated(steps)[0] > found.high[0]
    assert recalibrated(steps)[1] < found.low[1]


def test_certainty_leaves_nothing_to_chance():
    right = consistency_band(held([0, 1, 1], [0, 1, 1]))
    assert right.low.tolist() == right.high.tolist() == [0, 1]
    assert right[2:] == (0, 0, 1)
    assert consistency_band(held([0, 1, 1], [0, 1, 0])).mcb_p == 1 / 1001


def test_one_forecast_is_enough():
    found = consistency_band(held([0.7], [1]))
    assert (found.low.tolist(), found.high.tolist()) == ([0], [1])
    assert found.mcb == pytest.approx(0.09)
    assert found.mcb_p == 1, "the outcome that miscalibrates least"


def test_weights_that_are_all_the_same_count_as_one():
    p, y = [0.1, 0.4, 0.4, 0.8], [0, 1, 0, 1]
    plain, heavy = consistency_band(held(p, y)), consistency_band(held(p, y, w=[8.0] * 4))
    assert (plain.low.tolist(), plain.mcb_p) == (heavy.low.tolist(), heavy.mcb_p)


def test_memory_is_bounded_without_changing_the_draws(monkeypatch):
    steps = calibrated(300)
    whole = consistency_band(steps, draws=100)
    monkeypatch.setattr(recalibration, "AT_ONCE", 1000)
    assert consistency_band(steps, draws=100).high.tolist() == whole.high.tolist()
    monkeypatch.setattr(recalibration, "HELD", 11)
    fewer = consistency_band(steps, draws=100)
    assert fewer[2:] == whole[2:]
    assert (fewer.high[0], fewer.high[-1]) == (whole.high[0], whole.high[-1])
    assert 11 <= (fewer.high == whole.high).sum() < steps.p.size
    assert np.abs(fewer.high - whole.high).max() < 0.2


@pytest.mark.parametrize(
    ("steps", "more", "reason"),
    [
        (cells_of([], [], [], groups=1).steps, {}, "at least one forecast"),
        (cells_of([0, 1], [0.5, 0.5], [0, 1]).steps, {}, "one group"),
        (held([0.2, 0.4], [0, 1], w=[1.0, 2.0]), {}, "equal weight"),
        (held([0.2, 0.4], [0, 0.5]), {}, "true or false"),
        (calibrated(5), {"level": 1.0}, "level"),
        (calibrated(5), {"draws": 0}, "draws"),
    ],
)
def test_what_cannot_be_drawn_is_refused(steps, more, reason):
    with pytest.raises(ValueError, match=reason):
        consistency_band(steps, **more)
