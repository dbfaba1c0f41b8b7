"""Each scoring rule is what it says, and proper."""

from fractions import Fraction

import pytest
from hypothesis import given

from ledger.scoring.cells import HALF, PPM
from ledger.scoring.rules import BRIER, RULES

from .builders import cells, forecasts, ppm, row

GRID = range(0, PPM + 1, PPM // 20)

# Hand-computed: (rule, p, y, score). Brier: competitors' parity vectors and the scoringrules documentation.
VALUES = [
    ("brier", 0.9, 1, "0.01"),
    ("brier", 0.9, 0, "0.81"),
    ("brier", 0.7, 1, "0.09"),
    ("brier", 0.7, 0, "0.49"),
    ("brier", 0.2, 1, "0.64"),
    ("brier", 0.2, 0, "0.04"),
    ("brier", 0.5, 1, "0.25"),
    ("brier", 0.5, 0, "0.25"),
    ("brier", 0, 1, "1"),
    ("brier", 1, 1, "0"),
    ("brier", 0.7, 0.4, "0.09"),
]


@pytest.mark.parametrize(("name", "p", "y", "score"), VALUES)
def test_a_rule_gives_its_hand_computed_value(name, p, y, score):
    assert RULES[name].score(round(p * PPM), round(y * PPM)) == Fraction(score)


def test_every_rule_has_a_hand_computed_value():
    assert {name for name, *_ in VALUES} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
class TestEveryRule:
    def test_says_what_it_is(self, rule):
        assert RULES[rule.name] is rule
        assert all((rule.title, rule.formula, rule.reference))
        assert any(character.isdigit() for character in rule.reference), "a reference has a year"
        assert rule.unit >= 1

    def test_is_strictly_proper(self, rule):
        """Whatever one believes, saying it is the only best thing to say."""
        sign = 1 if rule.orientation == "lower is better" else -1
        for belief in GRID:
            expected = {p: sign * (belief * rule.cost(p, PPM) + (PPM - belief) * rule.cost(p, 0)) for p in GRID}
            best = min(expected.values())
            assert [p for p in GRID if expected[p] == best] == [belief]

    def test_keeps_to_its_range_and_reaches_both_ends(self, rule):
        scores = [rule.score(p, y) for p in GRID for y in (0, PPM)]
        best, worst = rule.range
        assert (min(scores), max(scores)) == tuple(sorted(rule.range))
        assert rule.score(PPM, PPM) == rule.score(0, 0) == best
        assert rule.score(PPM, 0) == rule.score(0, PPM) == worst

    def test_does_not_depend_on_how_the_question_is_put(self, rule):
        assert all(rule.cost(p, y) == rule.cost(PPM - p, PPM - y) for p in GRID for y in (0, PPM))

    def test_imagines_a_coin_flip_and_a_disaster(self, rule):
        assert rule.frame.imagined == (rule.score(HALF, PPM), rule.score(PPM, 0))
        assert (rule.frame.low, rule.frame.high) == tuple(sorted(rule.range))

    def test_has_no_mean_without_forecasts(self, rule):
        assert rule.mean(()) is None
        assert rule.mean(cells([row(None, 1)])) is None


@given(ppm, ppm)
def test_denying_is_the_same_as_asserting_the_opposite(p, y):
    assert BRIER.cost(p, y) == BRIER.cost(PPM - p, PPM - y)


def test_brier_of_the_documented_example_of_scikit_learn():
    assert BRIER.mean(forecasts((0.1, 0), (0.9, 1), (0.8, 1), (0.3, 0))) == Fraction("0.0375")


def test_mean_is_exact_where_floats_are_not():
    held = cells([row(0.1, 0, count=10**15), row(0.3, 1)])
    assert BRIER.mean(held) == (10**15 * Fraction("0.01") + Fraction("0.49")) / (10**15 + 1)
