"""The Brier score in its parts, and Spiegelhalter's test: values, identities, and when there is no figure."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_diagnostics.scoring import SquaredError, decompose
from scipy.stats import norm

from ledger.scoring.cells import cells_of
from ledger.scoring.measures import calibration
from ledger.scoring.measures.registry import MEASURES, Case

NIAMEY = Path(__file__).parents[2].parent / "shared" / "data" / "precipitation" / "niamey_2016_emos.csv"
COUNTS = {"expected", "occurred"}  # calibration in the large counts, and weighs with the weights
NAMES = [
    name for name, entry in MEASURES.items()
    if entry.compute.__module__ == calibration.__name__ and name not in COUNTS
]  # fmt: skip
PLAIN = ("mcb", "dsc", "unc", "murphy_rel", "murphy_dis", "murphy_unc")
CORRECTED = ("murphy_rel_corrected", "murphy_dis_corrected", "murphy_unc_corrected")


def figures(name, case):
    return MEASURES[name].compute(case)


def case_of(p, y, *, group=None, single=True, **more):
    held = cells_of(np.zeros(len(p)) if group is None else group, p, y, **more)
    return Case(held, held, single=single)


def figure(name, p, y, **more):
    """The figure of one group."""
    return figures(name, case_of(p, y, **more))[""][0]


probabilities = st.integers(0, 8).map(lambda k: k / 8) | st.integers(0, 10**6).map(lambda k: k / 10**6)
binary = st.lists(st.tuples(probabilities, st.sampled_from([0.0, 1.0])), min_size=1, max_size=40)
weighted = st.lists(
    st.tuples(probabilities, st.sampled_from([0.0, 1.0, 0.3]), st.sampled_from([1.0, 2.0, 0.7])),
    min_size=1,
    max_size=40,
)


def brier(p, y, w=None):
    return np.average((np.array(p) - y) ** 2, weights=w)


@pytest.mark.parametrize(
    ("name", "p", "y", "value"),
    [
        ("mcb", [0.2, 0.8], [0, 1], 0.04),
        ("dsc", [0.2, 0.8], [0, 1], 0.25),
        ("unc", [0.2, 0.8], [0, 1], 0.25),
        ("mcb", [0.2, 0.8], [1, 0], 0.64 - 0.25),
        ("dsc", [0.2, 0.8], [1, 0], 0),  # recalibration sees nothing in it
        ("mcb", [0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0], 0),
        ("mcb", [1], [0], 1),
        ("unc", [0.7, 0.7, 0.1, 0.1], [1, 1, 1, 0], 0.1875),
        ("murphy_rel", [0.7, 0.7, 0.1, 0.1], [1, 1, 1, 0], (0.09 + 0.16) / 2),
        ("murphy_dis", [0.7, 0.7, 0.1, 0.1], [1, 1, 1, 0], 0.0625),
        ("murphy_unc", [0.7, 0.7, 0.1, 0.1], [1, 1, 1, 0], 0.1875),
        # Outcomes in part are scored as they are: 0.4 said of 0.4 is right.
        ("unc", [0.4, 0.4], [0.4, 0.4], 0),
        ("mcb", [0.4, 0.4], [0.2, 0.6], 0),
        ("unc", [0.4, 0.4], [0.2, 0.6], 0.04),
    ],
)
def test_a_part_has_its_hand_computed_value(name, p, y, value):
    assert figure(name, p, y) == pytest.approx(value, abs=1e-15)


def test_published_split_of_the_rain_forecasts_for_niamey():
    """EMOS forecasts of 2016: reliabilitydiag's documentation prints .232, .0183, .0305 and .244; six digits here."""
    if not NIAMEY.exists():
        pytest.skip("the folder with the published forecasts is not there")
    with NIAMEY.open(encoding="utf-8", newline="") as lines:
        rows = [(float(row["probability"]), float(row["outcome"])) for row in csv.DictReader(lines)]
    p, y = zip(*rows, strict=True)
    assert len(rows) == 92
    parts = {name: round(figure(name, p, y), 6) for name in ("mcb", "dsc", "unc")}
    assert parts == {"mcb": 0.018283, "dsc": 0.030469, "unc": 0.244211}
    assert round(brier(p, y), 6) == 0.232025


@given(weighted.filter(lambda rows: len(rows) > 1))  # decompose does not take a single forecast
def test_the_split_equals_model_diagnostics(rows):
    p, y, w = (np.array(column) for column in zip(*rows, strict=True))
    theirs = decompose(y, p, weights=w, scoring_function=SquaredError()).row(0, named=True)
    for name, key in (("mcb", "miscalibration"), ("dsc", "discrimination"), ("unc", "uncertainty")):
        assert figure(name, p, y, w=w) == pytest.approx(theirs[key], abs=1e-12)


@given(weighted)
def test_the_parts_add_up_to_the_score(rows):
    p, y, w = zip(*rows, strict=True)
    part = {name: figure(name, p, y, w=w) for name in PLAIN}
    assert part["mcb"] - part["dsc"] + part["unc"] == pytest.approx(brier(p, y, w), abs=1e-12)
    assert part["murphy_rel"] - part["murphy_dis"] + part["murphy_unc"] == pytest.approx(brier(p, y, w), abs=1e-12)
    # Isotonic pooling takes up at most what a rate for each probability takes up.
    assert part["mcb"] <= part["murphy_rel"] + 1e-12


@given(binary.filter(lambda rows: len(rows) > 1))
def test_the_corrected_parts_add_up_to_the_score(rows):
    p, y = zip(*rows, strict=True)
    rel, dis, unc = (figure(name, p, y) for name in CORRECTED)
    assert rel - dis + unc == pytest.approx(brier(p, y), abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 2), probabilities, st.sampled_from([0.0, 1.0])), min_size=1, max_size=40))
def test_every_figure_keeps_to_its_range_and_to_its_group(rows):
    group, p, y = (np.array(column) for column in zip(*rows, strict=True))
    together = case_of(p, y, group=group, groups=3)
    for name in NAMES:
        found = figures(name, together)
        low, high = sorted(MEASURES[name].range)
        for suffix, values in found.items():
            alone = [figures(name, case_of(p[group == g], y[group == g], groups=1))[suffix][0] for g in range(3)]
            np.testing.assert_array_equal(values, alone)
        known = found[""][~np.isnan(found[""])]
        assert ((low <= known) & (known <= high)).all()


@given(binary, st.randoms(use_true_random=False))
def test_the_order_and_the_packing_of_forecasts_change_no_digit(rows, random):
    shuffled = random.sample(rows, len(rows))
    kinds = sorted(set(rows))
    packed = case_of(*zip(*kinds, strict=True), n=[rows.count(kind) for kind in kinds])
    for name in NAMES:
        for suffix, values in figures(name, case_of(*zip(*rows, strict=True))).items():
            np.testing.assert_array_equal(values, figures(name, case_of(*zip(*shuffled, strict=True)))[suffix])
            np.testing.assert_array_equal(values, figures(name, packed)[suffix])


@given(weighted, st.integers(0, 2**32 - 1))
def test_cells_split_apart_by_what_resolves_together_have_the_same_parts(rows, seed):
    p, y, w = zip(*rows, strict=True)
    cluster = np.random.default_rng(seed).integers(0, 3, len(rows))
    for name in PLAIN:
        apart = figure(name, p, y, w=w, cluster=cluster)
        assert apart == pytest.approx(figure(name, p, y, w=w), abs=1e-14)


@given(binary)
def test_only_the_proportions_of_weights_count(rows):
    p, y = zip(*rows, strict=True)
    for name in NAMES:
        for suffix, values in figures(name, case_of(p, y)).items():
            heavier = figures(name, case_of(p, y, w=[4.0] * len(p)))[suffix]
            np.testing.assert_array_equal(values, heavier)
            np.testing.assert_allclose(figures(name, case_of(p, y, w=[0.3] * len(p)))[suffix], values, atol=1e-9)


# 5 forecasts at each of two probabilities; 2 true of the first five, all five of the second. UNC 0.21, DIS 0.09, c 0.03
# and t 0.21 / 9 whatever they are; REL by the first.
@pytest.mark.parametrize(
    ("first", "rel", "share"),
    [
        (0.1, 0.05, 1.0),  # room for the whole correction
        (0.2, 0.025, 0.025 / 0.03),  # REL ends at 0
    ],
)
def test_the_correction_has_its_hand_computed_value(first, rel, share):
    p, y = [first] * 5 + [0.9] * 5, [1, 1, 0, 0, 0] + [1] * 5
    c, t = 0.03, 0.21 / 9
    expected = (rel - share * c, 0.09 - share * (c - t), 0.21 + share * t)
    assert [figure(name, p, y) for name in PLAIN[3:]] == pytest.approx([rel, 0.09, 0.21])
    assert [figure(name, p, y) for name in CORRECTED] == pytest.approx(expected, abs=1e-15)


def test_at_a_rate_of_one_half_nothing_is_corrected():
    """UNC cannot grow beyond 1/4, and the parts must go on adding up."""
    p, y = [0.1] * 5 + [0.9] * 5, [1, 0, 0, 0, 0, 1, 1, 1, 1, 0]
    assert [figure(name, p, y) for name in CORRECTED] == pytest.approx([figure(name, p, y) for name in PLAIN[3:]])


def test_where_outcomes_do_not_differ_nothing_is_taken_from_discrimination():
    """DIS is 0 already and c - t above it; so nothing is corrected, and the parts go on adding up."""
    p, y = [0.1] * 4 + [0.9] * 4, [1, 0, 0, 0] * 2
    assert figure("murphy_dis", p, y) == 0
    assert [figure(name, p, y) for name in CORRECTED] == pytest.approx([figure(name, p, y) for name in PLAIN[3:]])


def test_at_a_single_probability_there_is_no_discrimination_to_correct():
    p, y = [0.6] * 10, [1] * 3 + [0] * 7
    t = 0.21 / 9
    assert [figure(name, p, y) for name in CORRECTED] == pytest.approx([0.09 - t, 0, 0.21 + t], abs=1e-15)


def test_the_correction_takes_most_of_the_bias_away():
    """Ferro & Fricker (2012): reliability is overestimated. Of calibrated analysts it is zero."""
    random = np.random.default_rng(5)
    p = random.choice([0.05, 0.1, 0.2, 0.3], (400, 60))
    y = (random.uniform(size=p.shape) < p).astype(float)
    held = case_of(p.ravel(), y.ravel(), group=np.repeat(np.arange(400), 60))
    raw, corrected = (figures(name, held)[""] for name in ("murphy_rel", "murphy_rel_corrected"))
    assert raw.mean() > 0.006
    assert corrected.mean() < raw.mean() / 2
    assert (corrected >= 0).all()


@pytest.mark.parametrize(
    "more", [{"w": [1.0, 2.0, 1.0]}, {"y": [0, 1, 0.5]}], ids=["unequal weights", "an outcome in part"]
)
def test_what_rests_on_draws_does_not_exist_where_forecasts_are_none(more):
    forecasts = {"p": [0.2, 0.7, 0.7], "y": [0, 1, 0]} | more
    for name in (*CORRECTED, "spiegelhalter"):
        assert np.isnan(figure(name, **forecasts))
    for name in PLAIN:
        assert not np.isnan(figure(name, **forecasts))


def test_one_forecast_cannot_be_corrected():
    assert all(np.isnan(figure(name, [0.7], [1])) for name in CORRECTED)


def test_an_empty_group_has_no_figures():
    held = case_of([0.2], [1], group=[1], groups=3)
    nothing = case_of([], [], group=[], groups=2)
    for name in NAMES:
        for suffix, values in figures(name, held).items():
            assert np.isnan(values[[0, 2]]).all(), name + suffix
            assert np.isnan(figures(name, nothing)[suffix]).all(), name + suffix


class TestSpiegelhalter:
    def test_has_its_hand_computed_value(self):
        # (1 - .9)(-.8) + (0 - .9)(-.8) + (0 - .2)(.6) = .52 over .64 * .09 * 2 + .36 * .16 = .1728
        found = figures("spiegelhalter", case_of([0.9, 0.9, 0.2], [1, 0, 0]))
        assert found[""] == pytest.approx([0.52 / 0.1728**0.5], abs=1e-14)
        assert found["_p"] == pytest.approx([2 * norm.sf(0.52 / 0.1728**0.5)], abs=1e-14)

    @given(binary.filter(lambda rows: any(p not in {0, 0.5, 1} for p, _ in rows)))
    def test_is_its_formula(self, rows):
        p, y = (np.array(column) for column in zip(*rows, strict=True))
        z = ((y - p) * (1 - 2 * p)).sum() / np.sqrt(((1 - 2 * p) ** 2 * p * (1 - p)).sum())
        found = figures("spiegelhalter", case_of(p, y))
        assert found[""][0] == pytest.approx(z, rel=1e-9, abs=1e-9)
        assert found["_p"][0] == pytest.approx(2 * norm.sf(abs(z)), abs=1e-9)

    def test_is_positive_for_the_overconfident_and_negative_for_the_timid(self):
        y = [1] * 8 + [0] * 2
        assert figure("spiegelhalter", [0.95] * 10, y) > 2
        assert figure("spiegelhalter", [0.6] * 10, y) < -1

    @given(binary)
    def test_does_not_depend_on_how_the_question_is_put(self, rows):
        p, y = (np.array(column) for column in zip(*rows, strict=True))
        turned = figure("spiegelhalter", 1 - p, 1 - y)
        assert turned == pytest.approx(figure("spiegelhalter", p, y), rel=1e-6, abs=1e-6, nan_ok=True)

    @pytest.mark.parametrize("p", [[0.5, 0.5], [0, 1], [0, 0.5, 1]])
    def test_does_not_exist_where_nothing_can_vary(self, p):
        found = figures("spiegelhalter", case_of(p, [1.0] * len(p)))
        assert np.isnan(found[""]).all()
        assert np.isnan(found["_p"]).all()

    def test_does_not_exist_where_forecasts_were_not_drawn_apart(self):
        found = figures("spiegelhalter", case_of([0.2, 0.7], [0, 1], single=False))
        assert np.isnan([found[""], found["_p"]]).all()

    def test_rejects_the_calibrated_as_often_as_it_says(self):
        random = np.random.default_rng(2)
        p = random.beta(1.2, 1.2, (2000, 10))
        y = (random.uniform(size=p.shape) < p).astype(float)
        found = figures("spiegelhalter", case_of(p.ravel(), y.ravel(), group=np.repeat(np.arange(2000), 10)))
        assert 0.03 <= (found["_p"] < 0.05).mean() <= 0.065
