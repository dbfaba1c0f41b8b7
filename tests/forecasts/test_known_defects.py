"""Defects seen in other programs, each shown not to be here. What they do is named beside each test."""

from itertools import pairwise

import pytest

from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import score_file
from ledger.scoring.cells import cells_of
from ledger.scoring.recalibration import curve

from .table_kit import ask, figure, on, scored, write_csv


def said(who, name, p, outcome, **more):
    return {"analyst": who, "question": name, "probability": p, "outcome": outcome, **more}


def test_no_probability_falls_between_two_bins():
    """Fatebook's calibration loses every forecast of 15 % and 35 % at the float bounds of its bins."""
    every = [number / 100 for number in range(101)]
    found = curve(cells_of([0] * 101, every, [0] * 101).steps)
    assert found.p.tolist() == every
    assert found.n.sum() == 101


@pytest.mark.parametrize("policy", ["first", "last", "time"])
def test_revisions_are_no_independent_trials(tmp_path, policy):
    """PredictionBook averages over every response; Metaculus' band counts every revision as one trial."""
    rows = [on("q", "A", when, 0.6) for when in range(9)] + [on("r", "A", 0, 0.9, outcome=0)]
    found = scored(tmp_path, rows, policy=policy, measures="brier")
    assert figure(found, "scored") == 2
    assert figure(found, "brier") == pytest.approx((0.16 + 0.81) / 2)


def test_the_interval_does_not_narrow_with_revisions(tmp_path):
    """Nine rows on one question say no more than one, even where each is a trial: they resolve together."""
    rows = [said("A", "q", 0.6, 1)] * 9 + [said("B", "q", 0.6, 1)]
    found = scored(tmp_path, rows, measures="brier")
    widths = [row["brier_high"] - row["brier_low"] for row in found.rows]
    assert widths[0] == pytest.approx(widths[1], abs=0.05)


def test_what_is_open_is_not_wrong(tmp_path):
    """PredictionBook counts a verdict taken back as wrong in one place and by the older verdict in another."""
    found = scored(tmp_path, [said("A", "q", 0.9, ""), said("A", "r", 0.9, 1)], measures="brier,hit_rate")
    assert (figure(found, "hit_rate"), figure(found, "scored"), figure(found, "open")) == (1, 1, 1)


def test_nobody_has_a_score_without_a_forecast_that_is_settled(tmp_path):
    """PredictionBook gives a user without data the score 1."""
    found = scored(tmp_path, [said("A", "q", 0.9, "")], measures="all")
    named = {name: value for name, value in found.rows[0].items() if value is not None}
    assert set(named) <= {
        "analyst", "forecasts", "questions", "late", "scored", "open", "partial", "void", "ambiguous", "unresolvable",
        "log_infinite", "baseline_infinite", "hit_rate_n", "hit_rate_ties", "peer_shared", "peer_brier_shared",
        "relative_shared", "peer_infinite", "difficulty_component", "difficulty_linking", "expected", "occurred",
    }  # fmt: skip


def test_partly_is_no_total_loss(tmp_path):
    """PunditTracker's yield counts "kinda" as a loss, as if the claim had failed."""
    found = scored(tmp_path, [said("A", "q", 0.9, 0.5), said("A", "r", 0.9, 1)], measures="hit_rate")
    assert (figure(found, "hit_rate"), figure(found, "partial")) == (1, 1)


def test_every_question_that_came_about_in_part_is_counted(tmp_path):
    rows = [said("A", f"q{n}", 0.5, outcome) for n, outcome in enumerate((0.4, 0.3, "partial", 1))]
    path = write_csv(tmp_path / "t.csv", rows)
    found, table = score_file(path, ask(measures="brier"), FileAsk())
    assert (table["questions"], table["states"]["partial"], found.total["questions"]) == (4, 3, 4)


def test_ones_slip_takes_no_figure_from_another(tmp_path):
    """One analyst with a row too many loses the intervals that take forecasts one by one; the others keep theirs."""
    rows = [said("A", f"q{n}", 0.7, 1) for n in range(6)] + [said("B", "q0", 0.6, 1)] * 2
    found = scored(tmp_path, rows, measures="hit_rate")
    assert figure(found, "hit_rate_low", analyst="A") is not None
    assert figure(found, "hit_rate_low", analyst="B") is None


def test_two_alike_differences_are_no_certainty(tmp_path):
    """Student's t over two clusters would be clear of zero; below five there is no interval beside others."""
    rows = [said(who, f"q{n}", p, 1) for who, p in (("A", 0.9), ("B", 0.6)) for n in range(6)]
    assert figure(scored(tmp_path, rows[:4] + rows[6:10], measures="peer_brier"), "peer_brier_low", analyst="A") is None
    assert figure(scored(tmp_path, rows, measures="peer_brier"), "peer_brier_low", analyst="A") is not None


def test_one_right_of_one_does_not_lead(tmp_path):
    """PunditTracker's table is led by whoever was right once; here order is by name, and one says next to nothing."""
    rows = [said("Zoe", "easy", 0.99, 1)] + [said("Ann", f"q{n}", 0.8, int(n % 5 != 0)) for n in range(40)]
    found = scored(tmp_path, rows, measures="brier")
    assert [row["analyst"] for row in found.rows] == ["Ann", "Zoe"]
    assert (figure(found, "brier_low", analyst="Zoe"), figure(found, "brier_high", analyst="Zoe")) == (0, 1)


def test_alone_there_is_nothing_to_be_relative_to(tmp_path):
    """Fatebook's relative score of a single forecaster is null in one place and 0 in another."""
    found = scored(tmp_path, [said("A", "q", 0.9, 1)], measures="relative,peer_brier,peer")
    assert figure(found, "relative") is None
    assert figure(found, "peer_brier") is None
    assert (figure(found, "peer"), figure(found, "peer_shared")) == (0, 0)


def test_when_the_last_one_goes_nobody_stands(tmp_path):
    """Metaculus' geometric mean forgets that the number of forecasters can fall from one to none."""
    rows = [on("q", "A", 0, 0.9, withdrawn=2), on("q", "B", 4, 0.2), on("q", "C", 6, 0.4)]
    found = scored(tmp_path, rows, policy="time", measures="peer,baseline")
    assert figure(found, "peer", analyst="A") == 0
    assert figure(found, "peer", analyst="B") == pytest.approx(-figure(found, "peer", analyst="C"))
    assert figure(found, "coverage", analyst="A") == pytest.approx(0.2)


def test_a_forecast_after_the_answer_is_known_does_not_leak_in(tmp_path):
    """Metaculus #2282: forecasts after resolution were scored."""
    rows = [on("q", "A", 0, 0.3, resolved=5), on("q", "A", 6, 0.99, resolved=5)]
    for policy in ("each", "first", "last", "time"):
        found = scored(tmp_path, rows, policy=policy, measures="brier")
        assert (figure(found, "late"), figure(found, "scored")) == (1, 1)
        assert figure(found, "brier") >= 0.25


def test_resolving_early_does_not_pay_for_boldness(tmp_path):
    """Without the declared window, 99 % on a question that resolves early is worth as much as for all of it."""
    full, early = (
        figure(scored(tmp_path, [on("q", "A", 0, 0.99, resolved=end)], policy="time", measures="baseline"), "baseline")
        for end in (10, 2)
    )
    assert early == pytest.approx(full / 5)


def test_skill_is_a_ratio_of_means(tmp_path):
    """The mean of ratios is dominated by easy questions and says next to nothing about skill."""
    rows = [said("A", "q", 0.9, 1), said("A", "r", 0.4, 0), said("A", "s", 0.2, 1)]
    found = scored(tmp_path, rows, measures="skill", reference="30%")
    own, theirs = (0.01 + 0.16 + 0.64) / 3, (0.49 + 0.09 + 0.49) / 3
    assert figure(found, "skill") == pytest.approx(1 - own / theirs)


def test_both_forms_of_the_brier_score_have_their_own_name(tmp_path):
    """A .30 on Good Judgment Open is a .15 here; which is which must be said."""
    found = scored(tmp_path, [said("A", "q", 0.7, 1)], measures="brier,brier2")
    assert figure(found, "brier2") == 2 * figure(found, "brier") == pytest.approx(0.18)


def test_no_clip_is_silent(tmp_path):
    """Others clip to 0.1 % or to 1e-6 and do not say so."""
    rows = [said("A", "q", 0, 1), said("A", "r", 1, 1)]
    found = scored(tmp_path, rows, measures="log")
    assert (figure(found, "log"), figure(found, "log_infinite")) == (None, 1)
    floors = [figure(scored(tmp_path, rows, measures="log", log_floor=floor), "log") for floor in (0.01, 0.001, 0.0001)]
    assert all(first < second for first, second in pairwise(floors))


def test_withdrawing_does_not_erase(tmp_path):
    """What stood is scored for as long as it stood; under the first and each policies it stays a forecast."""
    rows = [on("q", "A", 0, 0.1, withdrawn=5)]
    assert figure(scored(tmp_path, rows, policy="first", measures="brier"), "brier") == pytest.approx(0.81)
    assert figure(scored(tmp_path, rows, policy="last", measures="brier"), "scored") == 0
    timed = scored(tmp_path, rows, policy="time", measures="brier")
    assert figure(timed, "brier") == pytest.approx(0.5 * 0.81 + 0.5 * 0.25)
