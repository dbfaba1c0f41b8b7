"""``ledger compare``: two analysts on the questions both answered, in the ledger or in a file."""

import csv
import io
import json
import re
from datetime import date, timedelta
from math import ceil, prod
from typing import NamedTuple

import numpy as np
import pytest
import sample
from cli_kit import Cli
from scipy import stats

from ledger.cli.reports import POLICIES
from ledger.journal.location import Location
from ledger.journal.schema import create
from ledger.journal.writer import writing
from ledger.render.width import display_width
from ledger.reports.compare import IN_FILE
from ledger.scoring.sequential import OVERLAP

DUE = date(2021, 1, 1)
GAP = "difference -0.047, 90% interval -0.089 to -0.004"
MANY = "On the 12 questions both answered (from 6 episodes), "


class Asked(NamedTuple):
    """A question, what each said of it in per cent (None: nothing), what came of it, and its episode."""

    ann: int | None
    bo: int | None
    outcome: str | None
    episode: int


SURE = [Asked(90, 70, "true", episode) for episode in (0, 0, 1, 1, 2, 2, 3, 3)]
MIXED = [Asked(90, 70, "true", 4), Asked(40, 20, "false", 4), Asked(90, 70, "true", 5), Asked(40, 20, "false", 5)]
TWELVE = [*SURE, *MIXED]
"""Brier of Ann .01 or .16, of Bo .09 or .04: differences of -.08 ten times and +.12 twice. By hand:

their mean is -.56 / 12; the sums of the episodes have -.0667 four times and +.1333 twice too much, so that
se^2 = 6/5 * .0533 / 144 = .000444, half the interval t(5) se = 2.015048 * .0210819; questions apart have s^2 / 12 =
.0666667 / 11 / 12 = .000505.
"""


def made(path, asked):
    """A ledger of Ann Lee and Bo Chen, each question settled the day it was due, a day after the one before."""
    location = Location(path=path)
    create(location)
    with writing(location) as writer:
        people = sample.analyst("Ann Lee"), sample.analyst("Bo Chen")
        for who in people:
            writer.add(who)
        for number, question in enumerate(asked):
            due = str(DUE + timedelta(days=number))
            what = sample.question(f"Statement {number}", deadline=due)
            writer.add(what)
            for who, percent in zip(people, (question.ann, question.bo), strict=True):
                if percent is not None:
                    words = {"point": percent * 10_000, "words": f"{percent}%", "cluster": f"e{question.episode}"}
                    writer.add(sample.claim(who, what, stated_on="2020-05-06", **words))
            if question.outcome is not None:
                writer.add(sample.resolution(what, question.outcome, resolved_on=due))
    return Cli()


def flat(answer):
    """What was said, without the breaks of its lines."""
    return " ".join(answer.out.split())


def compare(cli, *args):
    return cli.rows("compare", "Ann Lee", "Bo Chen", *args)[0]


@pytest.fixture
def twelve(db_path):
    return made(db_path, TWELVE)


def written(tmp_path, rows, head="analyst,question,probability,outcome"):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


def test_the_seeds_have_too_few_shared_questions(seeded):
    told = seeded.ok("compare", "Tong Zhao", "Feng Zhang").out
    assert "too few shared questions to compare (0; 10 in 5 episodes are needed)." in told
    row = seeded.rows("compare", "Tong Zhao", "Feng Zhang")[0]
    assert (row["shared"], row["verdict"], row["difference"]) == (0, "too few", None)
    assert (row["a_settled"], row["b_settled"]) == (8, 9)


def test_twelve_questions_of_six_episodes_by_hand(twelve):
    row = compare(twelve)
    assert (row["shared"], row["clusters"], row["a_settled"], row["b_settled"]) == (12, 6, 12, 12)
    assert (row["a_score"], row["b_score"]) == pytest.approx((0.42 / 12, 0.98 / 12), abs=1e-12)
    error = (6 / 5 * (4 * (0.2 / 3) ** 2 + 2 * (0.4 / 3) ** 2)) ** 0.5 / 12
    mean, half = -0.56 / 12, stats.t.ppf(0.95, 5) * error
    assert (row["difference"], row["difference_low"], row["difference_high"]) == pytest.approx(
        (mean, mean - half, mean + half), abs=1e-12
    )
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(0.56 / 12 / error, 5), abs=1e-12)
    assert row["design_effect"] == pytest.approx(error**2 / (0.2 / 3 / 11 / 12), abs=1e-12)
    wanted = (stats.norm.ppf(0.95) + stats.norm.ppf(0.8)) ** 2  # the design effect is under 1 and taken as 1
    assert row["needed"] == ceil(wanted * 12 * (0.2 / 3 / 11 / 12) / mean**2)
    assert row["verdict"] == "A better"


def test_the_verdict_is_said_with_the_interval_of_the_gap(twelve):
    answer = twelve.ok("compare", "Ann Lee", "Bo Chen")
    told = f"Ann Lee's Brier is 0.047 lower than Bo Chen's ({GAP}): Ann Lee is better."
    assert MANY + told in flat(answer)
    assert re.search(r"Ann Lee +12 +12 +0\.0350\nBo Chen +12 +12 +0\.0817\n", answer.out)
    assert f"In the end: {GAP}, n 12." in flat(answer)
    undecided = flat(twelve.ok("compare", "Ann Lee", "Bo Chen", "--level", "0.95"))
    assert "(difference -0.047, 95% interval -0.101 to +0.008): undecided. About 22 shared questions" in undecided
    assert "22 shared questions would settle a gap of this size (with 80% power)." in undecided


def test_the_order_of_arguments_turns_the_signs(twelve):
    here, there = compare(twelve), twelve.rows("compare", "Bo Chen", "a1")[0]
    assert (there["a"], there["b"], there["verdict"]) == ("Bo Chen", "Ann Lee", "B better")
    assert (there["a_score"], there["b_score"]) == (here["b_score"], here["a_score"])
    ends = ("difference", "difference_low", "difference_high")
    assert [there[end] for end in ends] == [-here[end] for end in (ends[0], ends[2], ends[1])]
    same = ("shared", "clusters", "p_value", "design_effect", "needed")
    assert [there[name] for name in same] == [here[name] for name in same]
    told = flat(twelve.ok("compare", "Bo Chen", "Ann Lee"))
    assert (
        "Bo Chen's Brier is 0.047 higher than Ann Lee's (difference +0.047, 90% interval +0.004 to +0.089): Ann" in told
    )


def test_the_order_of_arguments_turns_the_evidence(twelve):
    here, there = compare(twelve, "--sequential"), twelve.rows("compare", "Bo Chen", "Ann Lee", "--sequential")[0]
    assert (there["e_a"], there["e_b"]) == (here["e_b"], here["e_a"])


ADDED = [
    Asked(5, None, "true", 0),
    Asked(None, 99, "false", 6),
    Asked(1, 99, None, 1),
    *(Asked(1, 99, outcome, 7) for outcome in ("void", "ambiguous", "unresolvable")),
]


def test_what_one_alone_answered_or_nothing_settled_changes_nothing(twelve, tmp_path, monkeypatch):
    before = compare(twelve, "--sequential")
    path = tmp_path / "more.db"
    more = made(path, [*TWELVE, *ADDED])
    after = more.rows("--db", path, "compare", "Ann Lee", "Bo Chen", "--sequential")[0]
    assert (after.pop("a_settled"), after.pop("b_settled")) == (13, 13)
    assert after == {name: value for name, value in before.items() if not name.endswith("_settled")}
    told = more.ok("--db", path, "compare", "Ann Lee", "Bo Chen").out
    assert "Counted and not scored: 2 open, 2 void, 2 ambiguous, 2 unresolvable." in told


def test_the_questions_are_listed_for_machines(twelve):
    whole = twelve.json("compare", "Ann Lee", "Bo Chen")
    assert len(whole["questions"]) == 12
    assert whole["questions"][9] == {
        "question": "q10", "settled": "2021-01-10", "cluster": 4, "outcome": 0.0,
        "difference": pytest.approx(0.12), "a_probability": 0.4, "a_score": pytest.approx(0.16), "a_forecasts": 1,
        "b_probability": 0.2, "b_score": pytest.approx(0.04), "b_forecasts": 1,
    }  # fmt: skip
    assert [row["shared"] for row in whole["running"]] == [2, 4, 6, 8, 10, 12]
    end = whole["running"][-1]
    assert (end["difference"], end["difference_low"]) == pytest.approx(
        (whole["rows"][0]["difference"], whole["rows"][0]["difference_low"])
    )


def test_evidence_by_hand(twelve):
    """r = (p + q) / 2 = .8 or .3, the bet at three quarters of the way: see Henzi & Ziegel (2022)."""
    row = compare(twelve, "--sequential")
    true, false = 0.875 / 0.8, (1 - 0.375) / (1 - 0.3)
    assert row["e_a"] == pytest.approx(true**4 * ((true + false) / 2) ** 2, abs=1e-12)
    true, false = 0.725 / 0.8, (1 - 0.225) / (1 - 0.3)
    assert row["e_b"] == pytest.approx(true**4 * ((true + false) / 2) ** 2, abs=1e-12)
    assert (row["sequential_verdict"], row["settled_at"], row["settled_after"]) == ("undecided", None, None)
    told = flat(twelve.ok("compare", "Ann Lee", "Bo Chen", "--sequential"))
    assert "settled at 40: 1.41 that Ann Lee is better, 0.68 that Bo Chen is: undecided so far." in told
    assert OVERLAP in told
    assert "e_a" not in compare(twelve)


def test_evidence_settles_at_the_threshold_and_what_follows_changes_nothing(db_path):
    """Ann says 90%, Bo 10%, and it comes true: r = .5 and each episode multiplies by .8 / .5 until 40 at the 8th."""
    asked = [Asked(90, 10, "true", episode) for episode in range(12)] + [
        Asked(99, 1, "false", 98),
        Asked(99, 1, "false", 99),
    ]
    row = compare(made(db_path, asked), "--sequential")
    assert row["e_a"] < 40
    assert (row["sequential_verdict"], row["settled_at"], row["settled_after"]) == ("A better", "2021-01-08", 8)
    told = flat(Cli().ok("compare", "Bo Chen", "Ann Lee", "--sequential"))
    assert "Ann Lee is better, settled after 8 shared questions (2021-01-08)." in told
    assert prod([1.6] * 8) > 40 > prod([1.6] * 7)


def test_ten_questions_in_five_episodes_are_enough_and_one_less_is_not(db_path, tmp_path):
    ten = [*TWELVE[:2], *TWELVE[4:]]
    assert compare(made(db_path, ten))["verdict"] == "undecided"
    for name, asked, have in (
        ("nine", ten[:9], "9 in 5 episodes"),
        ("four", TWELVE[:8] * 2, "16 in 4 episodes"),
        ("one", TWELVE[:1], "1 in 1 episode"),
    ):
        path = tmp_path / f"{name}.db"
        less = made(path, asked)
        row = less.rows("--db", path, "compare", "Ann Lee", "Bo Chen", "--sequential")[0]
        assert (row["verdict"], row["sequential_verdict"]) == ("too few", "too few")
        assert row["difference"] is not None
        answer = less.ok("--db", path, "compare", "Ann Lee", "Bo Chen", "--plot", tmp_path / "no.png")
        assert f"too few shared questions to compare ({have}; 10 in 5 episodes are needed)" in answer.out
        assert "is better" not in answer.out
        assert "undecided" not in answer.out
        assert "No picture is made: too few" in answer.err
        assert not (tmp_path / "no.png").exists()


def test_episodes_that_either_connects_count_as_one(cli):
    """Ann spoke of two questions at a time, Bo of the second of these and the next."""
    for number in range(12):
        for name, episode in (("Ann", number // 2), ("Bo", (number + 1) // 2)):
            ref = ["--question", f"q{number + 1}"] if name == "Bo" else [f"Statement {number}", "--by", "2026-03-01"]
            cli.rows("add", *ref, "--analyst", name, "--on", "2026-01-10", "--new-analyst", "--likelihood", "80%",
                     "--cluster", f"{name} {episode}")  # fmt: skip
        cli.resolve(f"q{number + 1}", on="2026-03-01")
    row = cli.rows("compare", "Ann", "Bo")[0]
    assert (row["shared"], row["clusters"], row["verdict"]) == (12, 1, "too few")
    told = cli.ok("compare", "Ann", "Bo").out
    assert "(12 in 1 episode; 10 in 5 episodes are needed)" in told
    assert "Questions that one episode of either analyst connects, directly or in turn, count as one episode." in told
    assert "24 of 24 scored claims were recorded after they were settled; --prospective leaves them out." in told
    assert cli.rows("compare", "Ann", "Bo", "--prospective")[0]["shared"] == 0


def test_no_spread_is_no_verdict(db_path):
    cli = made(db_path, [Asked(90, 70, "true", episode) for episode in range(10)])
    row = compare(cli)
    assert (row["difference"], row["difference_low"], row["verdict"]) == (pytest.approx(-0.08), None, "undecided")
    told = flat(cli.ok("compare", "Ann Lee", "Bo Chen"))
    assert (
        "0.080 lower than Bo Chen's (difference -0.080, no interval: the differences show no spread): undecided."
        in told
    )


def test_who_says_the_same_scores_the_same(db_path):
    cli = made(db_path, [Asked(70, 70, ("true", "false")[episode % 2], episode) for episode in range(10)])
    assert "Ann Lee's Brier is the same as Bo Chen's" in cli.ok("compare", "Ann Lee", "Bo Chen").out


def test_partial_outcomes_count_only_on_request(db_path):
    cli = made(db_path, [*TWELVE, Asked(90, 10, "partial", 8)])
    assert compare(cli)["shared"] == 12
    strict, charitable = (compare(cli, "--reading", how) for how in ("strict", "charitable"))
    assert (strict["shared"], charitable["shared"]) == (13, 13)
    assert strict["a_score"] == pytest.approx((0.42 + 0.81) / 13)
    assert charitable["a_score"] == pytest.approx((0.42 + 0.01) / 13)


def test_a_higher_score_is_the_better_one_where_the_rule_says_so(twelve):
    row = compare(twelve, "--measure", "baseline", "--level", "0.5")
    assert row["difference"] > 0
    assert row["verdict"] == "A better"
    told = twelve.ok("compare", "Ann Lee", "Bo Chen", "--measure", "baseline", "--level", "0.5").out
    assert re.search(r"Ann Lee's\s+baseline\s+score\s+is\s+\d+\.\d\s+higher", told)


def test_measures_that_only_differ_in_scale_agree(twelve):
    once, twice = compare(twelve), compare(twelve, "--measure", "brier2")
    assert twice["difference"] == pytest.approx(2 * once["difference"])
    assert twice["p_value"] == pytest.approx(once["p_value"])
    log, points = compare(twelve, "--measure", "log"), compare(twelve, "--measure", "baseline")
    assert points["difference"] == pytest.approx(-100 * log["difference"] / np.log(2))


def test_a_certainty_that_fails_has_no_log_score_without_a_floor(db_path):
    cli = made(db_path, [*TWELVE, Asked(100, 60, "false", 6)])
    row = compare(cli, "--measure", "log")
    assert (row["verdict"], row["a_infinite"], row["b_infinite"], row["a_score"]) == ("infinite score", 1, 0, None)
    assert row["difference"] is None
    told = flat(cli.ok("compare", "Ann Lee", "Bo Chen", "--measure", "log"))
    assert "Ann Lee has 1 infinite score: what was certain did not happen. With --log-floor 0.001" in told
    assert "infinite (1)" in told
    assert compare(cli, "--measure", "log", "--log-floor", "0.001")["difference"] > 0
    refused = cli.run("compare", "Ann Lee", "Bo Chen", "--measure", "log", "--sequential")
    assert (refused.code, refused.out) == (2, "")
    assert "no odds for a probability of 0 or 1" in refused.err
    assert "--log-floor" in refused.err
    floored = compare(cli, "--measure", "log", "--sequential", "--log-floor", "0.001")
    assert floored["e_b"] > floored["e_a"]


def test_a_change_of_mind_counts_under_last(cli):
    for number in range(1, 3):
        cli.add(f"Statement {number}", "--likelihood", "60%", "--by", "2026-03-01", analyst="Ann")
        cli.add(None, "--question", f"q{number}", "--likelihood", "50%", analyst="Bo")
        cli.add(None, "--question", f"q{number}", "--likelihood", "90%", analyst="Ann", on="2026-02-01")
        cli.resolve(f"q{number}", on="2026-03-01")
    first, last = (cli.rows("compare", "Ann", "Bo", "--policy", policy)[0] for policy in ("first", "last"))
    assert (first["a_score"], last["a_score"]) == pytest.approx((0.16, 0.01))
    assert first["b_score"] == last["b_score"] == 0.25


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("Ann Lee", "a1"), 2, "'Ann Lee' and 'a1' are the same analyst."),
        (("Ann Lee", "Bo Chan"), 3, "There is no analyst 'Bo Chan'.\nDid you mean: Bo Chen?"),
        (("Ann Lee", "Bo Chen", "--measure", "bier"), 2, "--measure 'bier' is not known."),
        (("Ann Lee", "Bo Chen", "--policy", "each"), 2, "Choose one of: first, last."),
        (("Ann Lee", "Bo Chen", "--level", "90"), 2, "--level 90 is not between 0 and 1."),
        (("Ann Lee", "Bo Chen", "--log-floor", "0.7"), 2, "--log-floor 0.7 is not between 0 and 0.5."),
        (("Ann Lee", "Bo Chen", "--sequential", "--measure", "spherical"), 2, "Give --measure brier or --measure log."),
        (("Ann Lee", "Bo Chen", "--map", "question=q"), 2, "--map is about a file of forecasts."),
        (("Ann Lee", "Bo Chen", "--skip-bad"), 2, "--skip-bad is about a file of forecasts."),
        (("Ann Lee", "Bo Chen", "--scale", "nota"), 2, "nota"),
        (("Ann Lee", "Bo Chen", "--plot", "gap.gif"), 2, "Give it a name that ends in .png or .svg."),
        (("Ann Lee", "Bo Chen", "--file", "none.csv"), 3, "There is no file 'none.csv'."),
        (("Ann Lee", "Bo Chen", "--file", "none.csv", "--kind", "prediction"), 2, "--kind is about a ledger's claims"),
        (("Ann Lee", "Bo Chen", "--file", "none.csv", "--prospective"), 2, "--prospective is about a ledger's claims"),
    ],
)
def test_what_cannot_be_compared_is_refused(twelve, args, code, said):
    answer = twelve.run("compare", *args)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_an_empty_ledger_has_no_analysts(cli):
    answer = cli.run("compare", "Ann", "Bo")
    assert (answer.code, answer.out) == (3, "")


def chance_table(n=40, seed=8):
    """Two analysts and a third, each question alone."""
    rng = np.random.default_rng(seed)
    p, q, y = rng.uniform(0, 1, n).round(3), rng.uniform(0, 1, n).round(3), rng.integers(0, 2, n)
    rows = [row for i in range(n) for row in (("Cy", f"q{i}", 0.5, y[i]), ("Ann", f"q{i}", p[i], y[i]))]
    return p, q, y, [*rows, *(("Bo", f"q{i}", q[i], y[i]) for i in reversed(range(n)))]


def test_a_file_whose_questions_stand_alone_gives_the_paired_t_test(tmp_path):
    p, q, y, rows = chance_table()
    path = written(tmp_path, rows)
    row = Cli().rows("compare", "Ann", "Bo", "--file", path)[0]
    theirs = stats.ttest_rel((p - y) ** 2, (q - y) ** 2)
    interval = theirs.confidence_interval(0.9)
    assert row["p_value"] == pytest.approx(theirs.pvalue, abs=1e-12)
    assert (row["difference_low"], row["difference_high"]) == pytest.approx((interval.low, interval.high), abs=1e-12)
    assert (row["shared"], row["clusters"], row["design_effect"]) == (40, 40, pytest.approx(1))
    told = Cli().ok("compare", "Ann", "Bo", "--file", path).out
    assert "(from 40 clusters)" in told
    assert "The file has no column cluster: every question stands alone." in told


def test_a_ledger_and_its_file_agree(twelve, tmp_path):
    rows = [
        (name, f"s{i}", percent / 100, asked.outcome, f"e{asked.episode}", DUE + timedelta(days=i))
        for i, asked in enumerate(TWELVE)
        for name, percent in (("Ann Lee", asked.ann), ("Bo Chen", asked.bo))
    ]
    path = written(tmp_path, rows[::-1], "analyst,question,probability,outcome,cluster,resolved_at")
    assert compare(Cli(), "--file", path, "--sequential") == compare(twelve, "--sequential")


def test_a_file_without_dates_goes_in_its_own_order_and_says_so(tmp_path):
    rows = [(name, f"q{99 - i}", p, 1 if i < 6 else 0) for i in range(12) for name, p in (("Ann", 0.97), ("Bo", 0.03))]
    path = written(tmp_path, rows)
    whole = Cli().json("compare", "Ann", "Bo", "--file", path, "--sequential")
    assert whole["settings"]["order"] == "file"
    assert [row["question"] for row in whole["questions"]] == [f"q{99 - i}" for i in range(12)]
    (row,) = whole["rows"]
    assert (row["sequential_verdict"], row["settled_at"]) == ("undecided", None)
    told = Cli().ok("compare", "Ann", "Bo", "--file", path, "--sequential").out
    assert "in the order of the file, which has no dates of resolution" in told
    assert "Ann and Bo on the same questions, in the order of the file" in told


def test_questions_without_a_date_come_last_and_are_counted(tmp_path):
    rows = [
        (name, f"q{i}", p, i % 2, "" if i < 2 else f"2020-01-{30 - i}")
        for i in range(12)
        for name, p in (("Ann", 0.6 + i / 100), ("Bo", 0.3))
    ]
    path = written(tmp_path, rows, "analyst,question,probability,outcome,closes_at")
    whole = Cli().json("compare", "Ann", "Bo", "--file", path, "--sequential")
    assert [row["question"] for row in whole["questions"]] == [*(f"q{i}" for i in range(11, 1, -1)), "q0", "q1"]
    told = Cli().ok("compare", "Ann", "Bo", "--file", path, "--sequential").out
    assert "2 shared questions without a date of resolution come last." in told


def test_several_rows_on_a_question_are_one_under_each_and_have_no_evidence(tmp_path):
    rows = [
        (name, f"q{i}", p, i % 2, day)
        for i in range(12)
        for name, p, day in (("Ann", 0.6, "2020-01-01"), ("Ann", 0.8, "2020-02-01"), ("Bo", i / 20, "2020-01-01"))
    ]
    path = written(tmp_path, rows, "analyst,question,probability,outcome,stated_at")
    each, first, last = (
        Cli().rows("compare", "ann", "Bo", "--file", path, "--policy", policy)[0]
        for policy in ("each", "first", "last")
    )
    assert (each["shared"], each["a_settled"], each["b_settled"]) == (12, 24, 12)
    assert each["a_score"] == pytest.approx((first["a_score"] + last["a_score"]) / 2)
    assert (first["a_score"], last["a_score"]) == pytest.approx(((0.16 + 0.36) / 2, (0.04 + 0.64) / 2))
    told = Cli().ok("compare", "Ann", "Bo", "--file", path).out
    assert "Several forecasts of an analyst on a question count as one, the mean of their scores." in told
    refused = Cli().run("compare", "Ann", "Bo", "--file", path, "--sequential")
    assert (refused.code, refused.out) == (2, "")
    assert "--policy first or --policy last" in refused.err
    assert Cli().rows("compare", "Ann", "Bo", "--file", path, "--sequential", "--policy", "last")[0]["e_a"] > 0


def test_a_file_is_read_by_the_same_options_as_score_reads_it(tmp_path):
    _, _, _, rows = chance_table(12)
    path = written(tmp_path, [(*row, "x", 2) for row in rows], "who,question,p,outcome,topic,weight")
    options = ("--map", "analyst=who", "--map", "probability=p")
    assert Cli().rows("compare", "Ann", "Bo", "--file", path, *options)[0]["shared"] == 12
    told = Cli().ok("compare", "Ann", "Bo", "--file", path, *options, "--topic", "x").out
    assert "Weights are not used: every shared question counts once." in told
    unmapped = Cli().run("compare", "Ann", "Bo", "--file", path)
    assert (unmapped.code, unmapped.out) == (2, "")
    assert "needs the columns" in unmapped.err


def test_names_of_a_file_are_found_or_refused_as_those_of_a_ledger(tmp_path):
    _, _, _, rows = chance_table(12)
    path = written(tmp_path, [("Ann Lee" if name == "Ann" else name, *rest) for name, *rest in rows])
    same = Cli().run("compare", "Ann Lee", "ann lee", "--file", path)
    assert (same.code, "are the same analyst" in same.err) == (2, True)
    near = Cli().run("compare", "An Lee", "Bo", "--file", path)
    assert (near.code, "Did you mean: Ann Lee?" in near.err) == (3, True)


def test_a_file_with_faults_is_refused_or_told(tmp_path):
    _, _, _, rows = chance_table(12)
    path = written(tmp_path, [*rows, ("Ann", "q99", 7, 1)])
    refused = Cli().run("compare", "Ann", "Bo", "--file", path)
    assert (refused.code, "not a probability" in refused.err) == (2, True)
    told = Cli().ok("compare", "Ann", "Bo", "--file", path, "--skip-bad").out
    assert "1 of 37 rows left out for a fault." in told


def test_a_table_of_options_is_not_compared(tmp_path):
    path = written(tmp_path, [("Ann", "q", "x", 1, 1)], "analyst,question,option,probability,outcome")
    answer = Cli().run("compare", "Ann", "Bo", "--file", path)
    assert (answer.code, answer.out) == (2, "")
    assert "ledger score table.csv" in answer.err


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_it_fits_the_terminal(twelve, columns):
    answer = twelve.ok("compare", "Ann Lee", "Bo Chen", "--sequential", env={"COLUMNS": str(columns)})
    lines = answer.out.splitlines()
    assert max(map(display_width, lines)) <= columns
    assert "Ann Lee and Bo Chen on the same questions, in order of resolution" in flat(answer)
    assert "n 12." in flat(answer)


@pytest.mark.parametrize("form", ["csv", "ndjson", "jsonl", "tsv"])
def test_formats_for_machines_are_the_row_and_nothing_else(twelve, form):
    answer = twelve.ok("compare", "Ann Lee", "Bo Chen", "-f", form)
    row = compare(twelve)
    if form in {"csv", "tsv"}:
        (found,) = csv.DictReader(io.StringIO(answer.out), delimiter="," if form == "csv" else "\t")
        assert list(found) == list(row)
        assert float(found["difference"]) == pytest.approx(row["difference"])
    else:
        assert json.loads(answer.out) == row
    assert answer.err == ""


@pytest.mark.parametrize("form", ["md", "html", "grid"])
def test_formats_for_people_have_a_row_an_analyst_and_no_drawing(twelve, form):
    told = twelve.ok("compare", "Ann Lee", "Bo Chen", "-f", form).out
    assert "0.0350" in told
    assert "0.0817" in told
    assert not set(told) & set("⠤░┄")


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_a_picture_is_written_beside_the_answer(twelve, tmp_path, ending, start):
    target = tmp_path / f"gap.{ending}"
    answer = twelve.ok("compare", "Ann Lee", "Bo Chen", "--plot", target, "-f", "json")
    assert answer.rows[0]["shared"] == 12
    assert str(target) in answer.err
    assert target.read_bytes().startswith(start)
    if ending == "svg":
        told = target.read_text(encoding="utf-8")
        assert "n 12" in told
        assert "above zero: Bo Chen is better" in told
        assert f"in the end: {GAP}, n 12" in told
        assert "its 90% interval, from 10 shared questions on" in told
        assert "24 of 24 scored claims were recorded after they were settled." in told
        assert "As of entry 50, recorded " in told


def test_a_picture_of_a_file_speaks_of_no_entry(tmp_path):
    path = written(tmp_path, chance_table()[-1])
    Cli().ok("compare", "Ann", "Bo", "--file", path, "--plot", tmp_path / "gap.svg")
    assert "As of" not in (tmp_path / "gap.svg").read_text(encoding="utf-8")


def test_a_design_effect_is_told_where_claims_hang_together_and_not_where_it_is_noise(db_path, tmp_path):
    told = flat(made(db_path, TWELVE).ok("compare", "Ann Lee", "Bo Chen"))
    assert "Design effect" not in told
    path = tmp_path / "together.db"
    asked = [Asked(90, 70, ("true", "false")[episode % 2], episode) for episode in range(6) for _ in range(4)]
    told = flat(made(path, asked).ok("--db", path, "compare", "Ann Lee", "Bo Chen"))
    assert "Design effect 4.60: the 24 questions tell as much as 5 that have nothing to do with each other." in told


def test_small_p_values_are_only_said_to_be_so(db_path):
    asked = [Asked(90, 60 + episode % 3, "true", episode) for episode in range(12)]
    assert "Interval and p < 0.001 are Student's t" in flat(made(db_path, asked).ok("compare", "Ann Lee", "Bo Chen"))


def test_a_hostile_name_is_shown_and_does_nothing(tmp_path):
    _, _, _, rows = chance_table(12)
    name = "\u202eA\x1b[31m$x$"
    path = written(tmp_path, [(name if who == "Ann" else who, *rest) for who, *rest in rows])
    answer = Cli().ok("compare", name, "Bo", "--file", path, "--plot", tmp_path / "gap.png")
    assert not {"\u202e", "\x1b"} & set(answer.out + answer.err)
    assert Cli().rows("compare", name, "Bo", "--file", path)[0]["a"] == name


def test_the_help_names_every_policy():
    assert POLICIES.split(", ") == list(IN_FILE)
