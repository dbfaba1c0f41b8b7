"""The figures of a set of claims, and what is said of them."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given

from ledger.scoring.assessment import MIN_CLUSTERS, MIN_RESOLVED, Assessment
from ledger.scoring.intervals import wilson
from ledger.scoring.measures.rules import difference_frame

from .builders import assessed, assessed_alone, forecasts, row, rows

ZHAO = forecasts((0.875, 1), (0.875, 1), (0.875, 0), (0.675, 1), (0.97, 1), (0.725, 1), (0.945, 1), (0.945, 1))
ZHANG = forecasts(
    (0.825, 1), (0.945, 1), (0.97, 1), (0.945, 1), (0.945, 1), (0.97, 1), (0.875, 1), (0.825, 1), (0.675, 0)
)
SHARP = forecasts(*[(0.9, 1)] * 36, *[(0.9, 0)] * 4)
BOASTFUL = forecasts(*[(0.9, 1)] * 20, *[(0.9, 0)] * 20)
BASHFUL = forecasts(*[(0.6, 1)] * 40)
VAGUE = forecasts(*[(0.6, 1)] * 12, *[(0.6, 0)] * 8)


@pytest.mark.parametrize(
    ("held", "n", "right", "brier"), [(ZHAO, 8, 7, 0.1231), (ZHANG, 9, 8, 0.0604)], ids=["Zhao", "Zhang"]
)
def test_two_analysts_worked_by_hand(held, n, right, brier):
    found = assessed_alone(held)
    assert (found.scored, found.judged, found.right, found.ties) == (n, n, right, 0)
    assert found.hit_rate == right / n
    assert round(found.brier, 4) == brier
    assert found.skill == pytest.approx(1 - found.brier / 0.25)
    assert found.verdict == f"too few to judge ({n} resolved)"
    assert found.confidence is None


def test_figures_by_hand():
    """Two claims at 80%, one right; one at 30%, right (it did not happen); a tie; two flat assertions, one right."""
    found = assessed_alone(
        [
            row(0.8, 1, "a"),
            row(0.8, 0, "a"),
            row(0.3, 0, "b"),
            row(0.5, 1, "b"),
            row(None, 1, "c"),
            row(None, 1, "c", asserted=0),
        ]
    )
    assert (found.resolved, found.clusters) == (6, 3)
    assert (found.scored, found.scored_clusters) == (4, 2)
    assert (found.judged, found.right, found.ties) == (5, 3, 1)
    ends = [end.tolist()[0] for end in wilson(np.array([0.6]), np.array([5.0]), 0.9)]
    assert (found.hit_rate, [found.hit_rate_low, found.hit_rate_high]) == (0.6, ends)
    assert found.brier == pytest.approx((0.04 + 0.64 + 0.09 + 0.25) / 4, abs=1e-15)
    assert found.reference_brier == 0.25
    assert found.brier_difference == pytest.approx(0.005, abs=1e-15)
    assert found.skill == pytest.approx(-0.02, abs=1e-15)
    assert found.stated == pytest.approx((0.8 + 0.8 + 0.7 + 0.5) / 4, abs=1e-15)
    assert found.confidence_gap == pytest.approx(0.7 - 2.5 / 4, abs=1e-15)


def test_nothing_resolved_has_no_figures():
    found = assessed_alone(())
    counts = {"resolved", "clusters", "scored", "scored_clusters", "judged", "right", "ties"}
    given_values = {"level", "reference", "trial", "bundle"}
    for field in fields(Assessment):
        if field.name not in given_values:
            assert getattr(found, field.name) == (0 if field.name in counts else None), field.name
    assert found.verdict == "too few to judge (0 resolved)"


def test_flat_assertions_alone_have_a_hit_rate_and_no_score():
    found = assessed_alone(row(None, i % 4 > 0, f"e{i}") for i in range(12))
    assert (found.judged, found.right, found.scored) == (12, 9, 0)
    assert found.brier is found.skill is found.confidence_gap is found.confidence is None
    assert found.verdict == "too few to judge (0 with a probability)"


@pytest.mark.parametrize(
    ("held", "reference", "verdict"),
    [
        (SHARP, None, "better than always saying 50%"),
        (BOASTFUL, None, "worse than always saying 50%"),
        (VAGUE, None, "not distinguishable from always saying 50%"),
        (SHARP, 0.5, "better than the base rate (50%)"),
        (SHARP, 0.9, "not distinguishable from the base rate (90%)"),
        (SHARP, 0.3, "better than the base rate (30%)"),
        (forecasts(*[(0.9, 1)] * 10, *[(0.9, 0)] * 30), 0.333_333, "worse than the base rate (33.3333%)"),
    ],
)
def test_the_verdict_goes_by_the_interval(held, reference, verdict):
    assert assessed_alone(held, reference=reference).verdict == verdict


@pytest.mark.parametrize(
    ("clusters", "each", "flat", "verdict"),
    [
        (1, 1, 0, "too few to judge (1 resolved)"),
        (3, 3, 0, "too few to judge (9 resolved)"),
        (2, 7, 0, "too few to judge (14 resolved in 2 episodes)"),
        (1, 20, 0, "too few to judge (20 resolved in 1 episode)"),
        (2, 3, 6, "too few to judge (6 with a probability)"),
        (4, 3, 2, "too few to judge (12 with a probability in 4 episodes)"),
        (5, 2, 0, "not distinguishable from always saying 50%"),
    ],
)
def test_too_few_is_a_verdict(clusters, each, flat, verdict):
    claims = [row(0.6, i % 2, f"e{i % clusters}") for i in range(clusters * each)]
    found = assessed_alone(claims + [row(None, 1, f"f{i}") for i in range(flat)])
    assert found.verdict == verdict
    assert (found.confidence is None) == verdict.startswith("too few")
    assert (MIN_RESOLVED, MIN_CLUSTERS) == (10, 5)


@pytest.mark.parametrize(
    ("held", "label"), [(SHARP, "unclear"), (BOASTFUL, "over"), (BASHFUL, "under"), (VAGUE, "unclear")]
)
def test_confidence_is_over_under_or_unclear(held, label):
    assert assessed_alone(held).confidence == label


@given(rows)
def test_against_one_half_the_verdict_is_that_of_the_brier_interval(given_rows):
    """With outcomes of 0 or 1, always saying one half scores 1/4 and the two intervals are one, moved by 1/4."""
    whole = [(g, c, p, a, None if y is None else float(y > 0.5), n) for g, c, p, a, y, n in given_rows]
    for found in assessed(whole).values():
        if found.brier is not None and found.brier_high < 1:
            assert found.brier_high - 0.25 == pytest.approx(found.brier_difference_high, abs=1e-12)
        if found.brier is not None and found.brier_low > 0:
            assert found.brier_low - 0.25 == pytest.approx(found.brier_difference_low, abs=1e-12)


@given(rows)
def test_void_and_open_questions_never_move_a_figure(given_rows):
    settled = [item for item in given_rows if item[4] is not None]
    before, after = assessed(given_rows), assessed(settled)
    assert {name: one for name, one in before.items() if one.resolved} == after


@given(rows)
def test_putting_a_question_the_other_way_round_changes_nothing(given_rows):
    turned = [
        (g, c, None if p is None else 1 - p, 1 - a, None if y is None else 1 - y, n) for g, c, p, a, y, n in given_rows
    ]
    for one, other in zip(assessed(given_rows).values(), assessed(turned).values(), strict=True):
        for name, value in one.figures.items():
            assert other.figures[name] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), name


def test_an_analyst_who_always_says_the_base_rate_is_not_distinguishable_from_it():
    found = assessed_alone(forecasts(*[(0.3, 1)] * 30, *[(0.3, 0)] * 70), reference=0.3)
    assert found.brier_difference == found.skill == 0
    assert found.verdict == "not distinguishable from the base rate (30%)"


def test_skill_does_not_exist_against_a_reference_that_is_never_wrong():
    found = assessed_alone(forecasts(*[(0.9, 1)] * 12), reference=1.0)
    assert (found.reference_brier, found.skill) == (0, None)
    assert found.verdict.endswith("the base rate (100%)")


@pytest.mark.parametrize("reference", [-0.1, 1.000001])
def test_a_reference_is_a_probability(reference):
    with pytest.raises(ValueError, match=f"reference of {reference}"):
        assessed_alone(SHARP, reference=reference)


@pytest.mark.parametrize(("always", "coin", "disaster"), [(0.5, 0, 0.75), (0.3, -0.24, 0.91), (0.9, -0.56, 0.99)])
def test_difference_imagines_a_coin_flip_and_a_disaster_at_the_ends_of_the_reference(always, coin, disaster):
    assert difference_frame(always) == pytest.approx((coin, disaster, -1, 1))


def test_figures_are_flat_numbers_under_the_names_of_their_measures():
    found = assessed_alone(SHARP, level=0.95, reference=0.3).figures
    assert found["brier"] == pytest.approx(0.09)
    assert found["brier_low"] < 0.09 < found["brier_high"]
    assert (found["level"], found["reference"], found["confidence"]) == (0.95, 0.3, "unclear")
    assert found["verdict"] == "better than the base rate (30%)"
    for name in ("hit_rate", "brier", "brier_difference", "confidence_gap"):
        assert {name, f"{name}_low", f"{name}_high"} <= set(found)
    assert assessed_alone(()).figures["reference"] is None


@pytest.mark.parametrize(
    ("held", "options", "text"),
    [
        (
            BOASTFUL,
            {},
            (
                "Brier 0.41 (90% interval 0.31-0.53; 0 is perfect, 0.25 is always saying 50%). "
                "40 claims from 40 episodes. "
                "Said 90% on average when right 50% of the time (overconfident; 40 claims)."
            ),
        ),
        (
            BASHFUL,
            {"level": 0.95, "reference": 0.3},
            (
                "Brier 0.16 (95% interval 0.14-0.22; 0 is perfect, 0.49 is the base rate (30%)). "
                "40 claims from 40 episodes. "
                "Said 60% on average when right 100% of the time (underconfident; 40 claims)."
            ),
        ),
        (
            forecasts((0.9, 1), apart=False),
            {},
            (
                "Brier 0.01 (90% interval 0.00-1.00; 0 is perfect, 0.25 is always saying 50%). 1 claim from 1 episode. "
                "Calibration: too few claims to say."
            ),
        ),
        (
            [row(None, 1), row(None, 0)],
            {},
            "No Brier score: 2 resolved claims, none with a probability. Calibration: too few claims to say.",
        ),
        (
            (),
            {},
            "No Brier score: 0 resolved claims, none with a probability. Calibration: too few claims to say.",
        ),
    ],
)
def test_sentences(held, options, text):
    assert assessed_alone(held, **options).sentence == text


def test_sentences_come_apart():
    found = assessed_alone(VAGUE)
    assert found.score_sentence.startswith("Brier 0.24 (90% interval ")
    assert "over- or underconfidence unclear; 20 claims" in found.confidence_sentence
