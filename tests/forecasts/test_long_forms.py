"""Tables of options and of quantiles, from a file to the answer of the command: published values, policies, faults."""

import csv
import io
import json
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from math import log

import duckdb
import numpy as np
import pytest
import scoringrules
from typer.main import get_command

from ledger.cli import app
from ledger.errors import LedgerError
from ledger.forecasts.columns import FORMS
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import score_file
from ledger.scoring.cells import Cells
from ledger.scoring.intervals import UNBOUNDED, Frame, intervals

from .table_kit import ask, day, figure, scored, write_csv

NEAR = 1e-12


@cache
def command():
    """The command tree, built once."""
    return get_command(app)


def run(path, *args):
    """What ``ledger score`` ends with and writes."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = command().main(["score", str(path), *args], prog_name="ledger") or 0
        except SystemExit as end:
            code = end.code or 0
    return int(code), out.getvalue(), err.getvalue()


def answer(folder, rows, *args):
    """The object that the command writes for these rows."""
    code, out, err = run(write_csv(folder / "table.csv", rows), *args, "--format", "json")
    assert code == 0, err
    return json.loads(out)


def over(question, probabilities, true=None, analyst="A", **more):
    """A forecast over options named 0, 1, 2: the rows, with ``true`` the one that came about (None: open)."""
    return [
        {"analyst": analyst, "question": question, "option": str(place), "probability": repr(float(p)),
         "outcome": "" if true is None else ("yes" if place == true else "no"), "option_order": place + 1, **more}
        for place, p in enumerate(probabilities)
    ]  # fmt: skip


def states(question, quantiles, observed="", analyst="A", **more):
    """A forecast of a number: the rows, of a dictionary from levels to values."""
    return [
        {"analyst": analyst, "question": question, "quantile": level, "value": value, "observed": observed, **more}
        for level, value in quantiles.items()
    ]


def between(question, share, low, high, observed, **more):
    """A central interval."""
    ends = {round((1 - share) / 2, 6): low, round((1 + share) / 2, 6): high}
    return states(question, ends, observed, **more)


def many(*forecasts):
    """Rows of several forecasts."""
    return [row for rows in forecasts for row in rows]


# Form, rows, measure, value, tolerance, source.
PUBLISHED = [
    ("options", many(over("a", [0.8, 0.1, 0.1], 0), over("b", [0.2, 0.7, 0.1], 1), over("c", [0.2, 0.2, 0.6], 2)),
     "brier2", 0.146, 1e-3, "scikit-learn, brier_score_loss: 0.146, from 0 to 2"),
    *(
        ("options", over("a", [p, 1 - p], 0), "brier2", value, NEAR, "predictionscorer README and tests")
        for p, value in [(0.4, 0.72), (0.65, 0.245), (0.2, 1.28), (0.5, 0.5), (0.8, 0.08), (0, 2)]
    ),
    ("options", over("a", [0.25, 0.25, 0.30, 0.20], 1), "ordered_brier", 0.2350, NEAR, "predictionscorer README"),
    ("options", over("a", [0.1, 0.2, 0.3, 0.4], 2), "rps", 0.26, NEAR, "scoringrules, rps_score"),
    ("options", over("a", [0.999, 0.001], 0), "baseline", 99.86, 5e-3, "Metaculus scores FAQ: best"),
    ("options", over("a", [0.999, 0.001], 1), "baseline", -896.58, 5e-3, "Metaculus scores FAQ: worst"),
    ("options", over("a", [0.001, 0.993, *[0.001] * 6], 0), "baseline", -232, 0.5, "Metaculus FAQ: eight options"),
    *(
        ("quantiles", between("a", 0.5, low, high, x), "interval_50", value, NEAR, "scoringrules, interval_score")
        for low, high, x, value in [(0, 0.4, 0.1, 0.4), (0.1, 0.3, 0.2, 0.2), (0.2, 0.5, 0.3, 0.3)]
    ),
    *(
        ("quantiles", between("a", 0.8, low, high, x), "interval_80", value, NEAR, "nci/scores test data")
        for low, high, x, value in [(10, 20, 12, 10), (15, 25, 14, 20), (21, 30, 32, 29)]
    ),
    ("quantiles", states("a", {0.2: 0.5}, 0.3), "pinball", 0.16, NEAR, "scoringrules, quantile_score"),
]  # fmt: skip


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda case: f"{case[2]} {case[3]}")
def test_the_command_gives_the_published_value(tmp_path, published):
    form, rows, name, value, tolerance, source = published
    whole = answer(tmp_path, rows, "--measures", name)
    assert whole["table"]["form"] == form
    assert whole["rows"][0][name] == pytest.approx(value, abs=tolerance), source
    assert whole["total"][name] == whole["rows"][0][name]


def test_log_is_the_published_mean(tmp_path):
    """scikit-learn, log_loss: .21616 for .9, .9, .8, .65."""
    rows = many(*(over(str(n), [p, 1 - p], 0) for n, p in enumerate((0.9, 0.9, 0.8, 0.65))))
    assert answer(tmp_path, rows, "--measures", "log")["rows"][0]["log"] == pytest.approx(0.21616, abs=5e-6)


@pytest.fixture
def shuffled():
    """Forecasts of two analysts over four options and of numbers, the rows in no order."""
    random = np.random.default_rng(20200101)
    odds = random.dirichlet(np.ones(4), (60, 2))
    came = random.integers(4, size=60)
    values = np.sort(random.normal(50, 20, (60, 2, 7)), axis=2)
    seen = random.normal(50, 20, 60)
    levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    options = many(*(over(str(q), odds[q, a], came[q], "AB"[a]) for q in range(60) for a in (0, 1)))
    numbers = many(*(
        states(str(q), dict(zip(levels, map(repr, values[q, a].tolist()), strict=True)), repr(float(seen[q])), who)
        for q in range(60) for a, who in enumerate("AB")
    ))  # fmt: skip
    random.shuffle(options)
    random.shuffle(numbers)
    return {"options": options, "odds": odds, "came": came, "numbers": numbers, "values": values, "seen": seen,
            "levels": levels}  # fmt: skip


def test_options_score_as_scoringrules_does(tmp_path, shuffled):
    options, odds, came = shuffled["options"], shuffled["odds"], shuffled["came"]
    found = scored(tmp_path, options, measures="rps,brier2,log", by="analyst,question")
    theirs = scoringrules.rps_score(np.repeat(came + 1, 2), odds.reshape(-1, 4))
    for place, value in enumerate(theirs):
        q, a = divmod(place, 2)
        assert figure(found, "rps", analyst="AB"[a], question=str(q)) == pytest.approx(value, abs=NEAR)
        truth = np.eye(4)[came[q]]
        brier = ((odds[q, a] - truth) ** 2).sum()
        assert figure(found, "brier2", analyst="AB"[a], question=str(q)) == pytest.approx(brier, abs=NEAR)
        lost = -log(odds[q, a, came[q]])
        assert figure(found, "log", analyst="AB"[a], question=str(q)) == pytest.approx(lost, abs=1e-11)


def test_quantiles_score_as_scoringrules_does(tmp_path, shuffled):
    numbers, values, seen, levels = (shuffled[name] for name in ("numbers", "values", "seen", "levels"))
    whole = answer(tmp_path, numbers, "--measures", "crps,wis,pinball,interval,coverage")
    low, high, alpha = values[..., [2, 1, 0]], values[..., [4, 5, 6]], np.array([0.5, 0.2, 0.1])
    for a, row in enumerate(whole["rows"]):
        crps = scoringrules.crps_quantile(seen, values[:, a], np.array(levels))
        assert row["crps"] == pytest.approx(crps.mean(), abs=1e-11)
        median = values[:, a, 3]
        # Its numpy version weighs the median m where the formula has |x - m|.
        wis = scoringrules.weighted_interval_score(seen, median, low[:, a], high[:, a], alpha, w_median=0.0)
        assert row["wis"] == pytest.approx((wis + np.abs(seen - median) / 2 / 3.5).mean(), abs=1e-11)
        pinball = scoringrules.quantile_score(seen[:, None], values[:, a], np.array(levels))
        assert row["pinball"] == pytest.approx(pinball.mean(), abs=1e-11)
        for place, share in enumerate((50, 80, 90)):
            winkler = scoringrules.interval_score(seen, low[:, a, place], high[:, a, place], alpha[place])
            assert row[f"interval_{share}"] == pytest.approx(winkler.mean(), abs=1e-10)
            inside = (low[:, a, place] <= seen) & (seen <= high[:, a, place])
            assert row[f"coverage_{share}"] == pytest.approx(inside.mean(), abs=NEAR)


def test_the_order_of_the_rows_shows_in_no_digit(tmp_path, shuffled):
    for rows in (shuffled["options"], shuffled["numbers"]):
        assert scored(tmp_path, rows, measures="all").rows == scored(tmp_path, rows[::-1], measures="all").rows


def test_two_options_are_a_forecast_of_yes_or_no(tmp_path):
    """Figures and intervals of the binary form come out again, with clusters and weights."""
    random = np.random.default_rng(7)
    told = [(str(n), float(p), int(y), f"c{n % 9}", int(w)) for n, (p, y, w) in enumerate(
        zip(random.uniform(0.05, 0.95, 40), random.integers(2, size=40), random.integers(1, 4, size=40), strict=True)
    )]  # fmt: skip
    binary = [
        {"analyst": who, "question": name, "probability": repr(p if who == "A" else 1 - p), "outcome": y,
         "cluster": bundle, "weight": w}
        for name, p, y, bundle, w in told for who in "AB"
    ]  # fmt: skip
    options = many(*(
        over(row["question"], [float(row["probability"]), 1 - float(row["probability"])], 1 - int(row["outcome"]),
             row["analyst"], cluster=row["cluster"], weight=row["weight"])
        for row in binary
    ))  # fmt: skip
    names = {name: name for name in ("brier", "brier2", "log", "spherical", "baseline", "peer")}
    ours = scored(tmp_path, options, measures=",".join(names.values()))
    theirs = scored(tmp_path, binary, measures=",".join(names))
    for mine, row in zip([*ours.rows, ours.total], [*theirs.rows, theirs.total], strict=True):
        for name, own in names.items():
            for suffix in ("", "_low", "_high"):
                if row.get(f"{name}{suffix}") is not None:
                    assert mine[f"{own}{suffix}"] == pytest.approx(row[f"{name}{suffix}"], abs=1e-9), (name, suffix)
    assert ours.rows[0]["spherical_low"] is not None


def test_the_interval_of_a_score_without_a_worst_is_students_t_over_clusters(tmp_path):
    scores, bundles = [3.0, 1.0, 2.0, 7.0, 4.0], ["x", "x", "y", "z", "z"]
    rows = many(*(states(str(n), {0.5: 0}, x, cluster=bundles[n]) for n, x in enumerate(scores)))
    row = scored(tmp_path, rows, measures="wis", level=0.8).rows[0]
    cluster = np.array([0, 0, 1, 2, 2])
    cells = Cells(np.zeros(5, int), np.ones(5), np.ones(5), np.ones(5), np.ones(5, int), 1, cluster)
    low, high = intervals(cells, np.array(scores), "t", 0.8, frame=UNBOUNDED)
    assert row["wis"] == pytest.approx(3.4, abs=NEAR)
    assert (row["wis_low"], row["wis_high"]) == pytest.approx((max(0.0, low[0]), high[0]), abs=NEAR)


def test_the_interval_of_a_score_with_a_worst_imagines_equal_odds_and_that_worst(tmp_path):
    """Three options: equal odds cost (5 + 2 + 5)/27 on average, the far end 2; a share, one and nothing."""
    odds = [[0.5, 0.3, 0.2], [0.1, 0.1, 0.8], [0.3, 0.4, 0.3]]
    row = scored(tmp_path, many(*(over(str(n), p, 0) for n, p in enumerate(odds))), measures="rps", level=0.8).rows[0]
    scores = np.array([(p[0] - 1) ** 2 + (p[0] + p[1] - 1) ** 2 for p in odds])
    frame = Frame(4 / 9, 2.0, 0.0, 2.0)
    assert (row["rps_low"], row["rps_high"]) == pytest.approx(plus_two(scores, 0.8, frame), abs=1e-9)
    rows = many(*(between(str(n), 0.8, 0, 1, x) for n, x in enumerate((0, 1, 1.1, 0.5))))
    row = scored(tmp_path, rows, measures="coverage", level=0.8).rows[0]
    frame = Frame(1.0, 0.0, 0.0, 1.0)
    assert row["coverage_80"] == 0.75
    found = plus_two(np.array([1.0, 1, 0, 1]), 0.8, frame)
    assert (row["coverage_80_low"], row["coverage_80_high"]) == pytest.approx(found, abs=NEAR)


def plus_two(scores, level, frame):
    """The interval of scores that stand alone."""
    n = scores.size
    cells = Cells(np.zeros(n, int), np.ones(n), np.ones(n), np.ones(n), np.ones(n, int), 1, np.arange(n))
    low, high = intervals(cells, scores, "plus-two", level, frame=frame)
    return low[0], high[0]


def test_an_answer_says_what_a_column_of_outcomes_says(tmp_path):
    by_outcome = many(over("a", [0.2, 0.8], 1), over("b", [0.5, 0.5]), over("c", [0.3, 0.7], 0))
    came = {"a": "1", "b": "", "c": "0"}
    by_answer = [{**row, "answer": came[row["question"]]} for row in by_outcome]
    for row in by_answer:
        del row["outcome"]
    assert scored(tmp_path, by_answer).rows == scored(tmp_path, by_outcome).rows


@pytest.mark.parametrize("word", ["void", "Ambiguous", "unresolvable", ""])
def test_what_is_not_settled_is_counted_and_not_scored(tmp_path, word):
    open_options = [{**row, "outcome": word} for row in over("b", [0.9, 0.1])]
    rows = {"options": many(over("a", [0.5, 0.5], 0), open_options),
            "quantiles": many(states("a", {0.5: 1}, 3), states("b", {0.5: 100}, word))}  # fmt: skip
    for form, told in rows.items():
        row = scored(tmp_path, told).rows[0]
        assert (row["forecasts"], row["scored"], row[word.lower() or "open"]) == (2, 1, 1), form
        assert row["brier" if form == "options" else "wis"] == {"options": 0.25, "quantiles": 2}[form]


def test_nothing_settled_gives_counts_and_no_figure(tmp_path):
    rows = [{name: row[name] for name in row if name != "outcome"} for row in over("a", [0.5, 0.5])]
    whole = answer(tmp_path, rows, "--measures", "all")
    assert whole["rows"][0]["open"] == 1
    assert whole["rows"][0]["brier2"] is None
    assert whole["total"]["peer"] is None


def revised(**more):
    """The same analyst three times on a question, the last time when it had closed."""
    times = [(0, [0.5, 0.5]), (4, [0.8, 0.2]), (12, [1, 0])]
    return many(*(over("a", odds, 0, stated_at=day(when), closes_at=day(10), **more) for when, odds in times))


@pytest.mark.parametrize(
    ("asked", "n", "brier"),
    [
        ({"policy": "each"}, 2, 0.29),
        ({"policy": "first"}, 1, 0.5),
        ({"policy": "last"}, 1, 0.08),
        ({"at_lead": "7d"}, 1, 0.5),
    ],
)
def test_policies_choose_among_forecasts_of_several_rows(tmp_path, asked, n, brier):
    found = scored(tmp_path, revised(), measures="brier2", **asked)
    assert (found.rows[0]["scored"], found.rows[0]["late"]) == (n, 1)
    assert found.rows[0]["brier2"] == pytest.approx(brier, abs=NEAR)


def test_a_withdrawn_forecast_stands_no_longer(tmp_path):
    rows = over("a", [0.5, 0.5], 0, stated_at=day(0), withdrawn_at=day(5), closes_at=day(10))
    assert scored(tmp_path, rows, policy="last").rows[0]["scored"] == 0
    assert scored(tmp_path, rows, policy="first").rows[0]["scored"] == 1


def test_filters_and_groups(tmp_path):
    rows = many(over("a", [0.5, 0.5], 0, topic="war", stated_at="2020-01-01"),
                over("b", [0.9, 0.1], 0, topic="trade", stated_at="2020-02-01"),
                over("a", [0.1, 0.9], 0, "B", topic="war", stated_at="2020-03-01"),
                over("c", [0.1, 0.9], topic="war", stated_at="2020-03-01", analyst="B"))  # fmt: skip
    assert [row["topic"] for row in scored(tmp_path, rows, by="topic").rows] == ["trade", "war"]
    assert [row["question"] for row in scored(tmp_path, rows, per="question").rows] == ["a", "b", "a", "c"]
    for given, n in ((FileAsk(topic="war"), 2), (FileAsk(since="2020-02"), 2), (FileAsk(until="2020-01"), 1)):
        assert scored(tmp_path, rows, given).total["scored"] == n
    alone = scored(tmp_path, rows, FileAsk(analyst="a"), measures="peer")
    assert [row["analyst"] for row in alone.rows] == ["A"]
    assert alone.rows[0]["peer"] == pytest.approx(100 * log(0.5 / 0.1) / 2)
    assert alone.total["questions"] == 2
    alone = scored(tmp_path, rows, FileAsk(analyst="A"), by="topic")
    assert [(row["topic"], row["forecasts"], row["scored"], row["open"]) for row in alone.rows] == [
        ("trade", 1, 1, 0), ("war", 1, 1, 0)
    ]  # fmt: skip


def test_peer_scores_of_a_question_add_up_to_nothing(tmp_path):
    rows = many(*(over("a", [p, 1 - p, 0], 0, who) for who, p in zip("ABC", (0.1, 0.5, 0.9), strict=True)))
    found = [row["peer"] for row in scored(tmp_path, rows, measures="peer").rows]
    assert found == pytest.approx([-190.333, 51.083, 139.251], abs=1e-3)  # Metaculus test_score_math.py
    assert sum(found) == pytest.approx(0, abs=1e-9)


def test_a_certainty_that_was_wrong_is_infinite_unless_there_is_a_floor(tmp_path):
    rows = many(over("a", [0, 1], 0), over("b", [0.5, 0.5], 0))
    row = scored(tmp_path, rows, measures="log,baseline,brier2").rows[0]
    assert (row["log"], row["log_infinite"], row["baseline"], row["baseline_infinite"]) == (None, 1, None, 1)
    floored = scored(tmp_path, rows, measures="log,brier2", log_floor=0.01).rows[0]
    assert floored["log"] == pytest.approx((log(100) + log(2)) / 2, abs=NEAR)
    assert floored["brier2"] == row["brier2"] == 1.25
    beside = many(rows, over("a", [0.5, 0.5], 0, "B"))
    assert scored(tmp_path, beside, measures="peer").rows[0]["peer"] is None
    peer = scored(tmp_path, beside, measures="peer", log_floor=0.01).rows[0]["peer"]
    assert peer == pytest.approx(100 * log(0.01 / 0.5) / 2, abs=1e-9)
    write_csv(tmp_path / "table.csv", rows)
    assert run(tmp_path / "table.csv", "--measures", "log")[1].count("infinite (1 forecast)") == 2


def test_a_group_has_a_figure_only_if_all_its_forecasts_have_the_score(tmp_path):
    rows = many(states("a", {0.1: 1, 0.5: 2, 0.9: 3}, 2), states("b", {0.1: 1, 0.9: 3}, 2),
                states("a", {0.5: 2}, 2, "B"))  # fmt: skip
    first, second = scored(tmp_path, rows, measures="all").rows
    assert (first["wis"], first["coverage_80"], second["wis"], second["coverage_80"]) == (None, 1, 0, None)
    assert first["crps"] == pytest.approx((2 * 0.2 / 3 + 0.2) / 2, abs=NEAR)
    assert "median in every forecast" in run(tmp_path / "table.csv")[1]


def test_some_questions_may_have_an_order_and_others_none(tmp_path):
    loose = [{**row, "option_order": ""} for row in over("b", [0.5, 0.5], 0)]
    rows = many(over("a", [0.1, 0.2, 0.7], 0), loose)
    found = scored(tmp_path, rows, measures="rps,brier2", per="question")
    assert figure(found, "rps", question="a") == pytest.approx(0.81 + 0.49)
    assert figure(found, "rps", question="b") is None
    assert figure(found, "brier2", question="b") == 0.5


def test_shares_of_what_came_about_are_scored_where_fractions_are(tmp_path):
    rows = [{**row, "outcome": share} for row, share in zip(over("a", [0.5, 0.3, 0.2]), (0.5, 0.5, 0), strict=True)]
    assert scored(tmp_path, rows).rows[0]["partial"] == 1
    row = scored(tmp_path, rows, reading="fraction", measures="brier2,log").rows[0]
    assert row["brier2"] == pytest.approx(0 + 0.04 + 0.04, abs=NEAR)
    assert row["log"] == pytest.approx(-(log(0.5) + log(0.3)) / 2, abs=NEAR)


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_every_kind_of_file_gives_the_same_digits(tmp_path, shuffled, kind):
    for name in ("options", "numbers"):
        path = write_csv(tmp_path / f"{name}.csv", shuffled[name])
        other = tmp_path / f"{name}.{kind}"
        how = "FORMAT json" if kind == "jsonl" else "FORMAT parquet"
        duckdb.sql(f"COPY (SELECT * FROM read_csv('{path}')) TO '{other}' ({how})")
        asked = ask(measures="all", log_floor=0.01)
        assert score_file(other, asked, FileAsk())[0].rows == score_file(path, asked, FileAsk())[0].rows


def test_typed_columns_say_what_cells_say(tmp_path):
    path = tmp_path / "t.parquet"
    duckdb.sql(f"""COPY (SELECT 'A' AS analyst, q AS question, o AS option, 0.5::FLOAT AS probability, o = 1 AS outcome,
                   o + 1 AS option_order FROM range(3) t(q), range(2) u(o)) TO '{path}'""")
    assert score_file(path, ask(measures="brier2"), FileAsk())[0].rows[0]["brier2"] == 0.5
    duckdb.sql(f"""COPY (SELECT 'A' AS analyst, q AS question, 0.5 AS quantile, 4 AS value,
                   CASE q WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN NULL ELSE 7 END AS observed FROM range(3) t(q))
                   TO '{path}'""")
    row = score_file(path, ask(measures="wis"), FileAsk())[0].rows[0]
    assert (row["open"], row["scored"], row["wis"]) == (2, 1, 3)


def test_options_that_are_numbers_are_found_in_answers_that_are_not_whole(tmp_path):
    path = tmp_path / "t.parquet"
    duckdb.sql(f"""COPY (SELECT 'A' AS analyst, q AS question, o AS option, 0.5 AS probability,
                   CASE q WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN NULL ELSE 1.0 END AS answer
                   FROM range(3) t(q), range(2) u(o)) TO '{path}'""")
    row = score_file(path, ask(measures="brier2"), FileAsk())[0].rows[0]
    assert (row["open"], row["scored"], row["brier2"]) == (2, 1, 0.5)


def test_columns_go_by_other_names_and_values_may_be_the_same_for_all(tmp_path):
    rows = [{"target": row["question"], "output_type_id": row["quantile"], "value": row["value"], "y": row["observed"]}
            for row in states("a", {0.25: 1, 0.5: 2, 0.75: 4}, 6)]  # fmt: skip
    maps = ["--map", "question=target", "--map", "quantile=output_type_id", "--map", "observed=y"]
    whole = answer(tmp_path, rows, *maps, "--set", "analyst=Baseline")
    assert whole["rows"][0]["analyst"] == "Baseline"
    assert whole["rows"][0]["wis"] == pytest.approx((4 / 2 + 0.25 * (3 + 4 * 2)) / 1.5, abs=NEAR)
    assert whole["table"]["columns"]["quantile"] == "output_type_id"


BAD_OPTIONS = [
    (over("a", [0.5, 0.4], 0), "row 1 (line 2) to row 2 (line 3), 'A' on 'a': the probabilities sum to 0.9, not to 1"),
    (over("a", [1], 0), "row 1 (line 2), 'A' on 'a': there is only one option"),
    (many(over("a", [0.5, 0.5], 0), over("a", [0.5, 0.5], 0)[:1]),
     "row 1 (line 2) to row 3 (line 4), 'A' on 'a': the option '0' stands more than once"),
    ([{**row, "outcome": "yes"} for row in over("a", [0.5, 0.5])],
     "question 'a', outcome: says of 2 options that they came about, where one can: '0' in row 1, '1' in row 2"),
    ([{**row, "outcome": "no"} for row in over("a", [0.5, 0.5])],
     "question 'a', outcome: says of no option that it came about: '0' in row 1, '1' in row 2"),
    (many(over("a", [0.5, 0.5], 0)[:1], over("a", [0.5, 0.5])[1:]),
     "question 'a', outcome: is settled for some options only: 'yes' for '0' in row 1, empty for '1' in row 2"),
    (many(over("a", [0.5, 0.5], 0), over("a", [0.5, 0.5], 1, "B")),
     "question 'a', option '0', outcome: is 'yes' in row 1, 'no' in row 3"),
    ([{**row, "option_order": n} for row, n in zip(over("a", [0.5, 0.5], 0), (1, 3), strict=True)],
     "'A' on 'a': rank 2 is missing"),
    ([{**row, "option_order": n} for row, n in zip(over("a", [0.5, 0.5], 0), (1, ""), strict=True)],
     "question 'a', option_order: is missing for '1' in row 2"),
    ([{**row, "option_order": "1.5"} for row in over("a", [0.5, 0.5], 0)],
     "row 1 (line 2), option_order: '1.5' is not a whole number from 1"),
    ([{**row, "option": ""} for row in over("a", [0.5, 0.5], 0)], "row 1 (line 2), option: is missing"),
    ([{**row, "probability": "1.2"} for row in over("a", [0.5, 0.5], 0)],
     "row 2 (line 3), probability: '1.2' is not a probability between 0 and 1"),
    ([{**row, "weight": n} for n, row in enumerate(over("a", [0.5, 0.5], 0), 1)],
     "'A' on 'a', weight: is '1' in row 1, '2' in row 2"),
    ([{**row, "answer": "z"} for row in over("a", [0.5, 0.5])], "question 'a', answer: 'z' is none of the options"),
    ([{**row, "answer": row["option"]} for row in over("a", [0.5, 0.5])],
     "question 'a', answer: is '0' in row 1, '1' in row 2"),
]  # fmt: skip
BAD_QUANTILES = [
    (states("a", {0.1: 5, 0.5: 4}, 1), "the value falls from 5 at level 0.1 to 4 at level 0.5"),
    (states("a", {"0.5": 5, "0.50": 6}, 1), "row 1 (line 2) to row 2 (line 3), 'A' on 'a': level 0.5 stands twice"),
    (states("a", {1: 5}, 1), "row 1 (line 2), quantile: '1' is not a probability strictly between 0 and 1"),
    (states("a", {0.5: "inf"}, 1), "row 1 (line 2), value: 'inf' is not a number"),
    (states("a", {0.5: 5}, "lots"), "observed: 'lots' is not a number, void, ambiguous, unresolvable, or empty"),
    (many(states("a", {0.5: 5}, 1), states("a", {0.5: 5}, 2, "B")),
     "question 'a', observed: is '1' in row 1, '2' in row 2"),
    (many(states("a", {0.5: 5}, 1), states("a", {0.5: 5}, "", "B")),
     "question 'a', observed: is '1' in row 1, empty in row 2"),
    (many(states("a", {0.5: 5}, 1, closes_at="2020-01-01"), states("a", {0.5: 5}, 1, "B", closes_at="")),
     "question 'a', closes_at: is '2020-01-01' in row 1, empty in row 2"),
    (many(states("a", {0.5: 5}, "void"), states("a", {0.5: 5}, "ambiguous", "B")),
     "question 'a', observed: is 'void' in row 1, 'ambiguous' in row 2"),
    (many(states("a", {0.5: 5}, "void"), states("a", {0.5: 5}, "", "B")),
     "question 'a', observed: is 'void' in row 1, empty in row 2"),
]  # fmt: skip


def without(rows, *names):
    """Rows without some columns."""
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


@pytest.mark.parametrize(("rows", "message"), [*BAD_OPTIONS, *BAD_QUANTILES])
def test_a_fault_is_named_with_its_rows_and_can_be_left_out(tmp_path, rows, message):
    rows = without(rows, "outcome") if "answer" in rows[0] else rows
    sound = over("sound", [0.3, 0.7], 1) if "option" in rows[0] else states("sound", {0.5: 5}, 6)
    sound = [{**row, "answer": "1"} for row in without(sound, "outcome")] if "answer" in rows[0] else sound
    sound = [{**row, "weight": 1} for row in sound] if "weight" in rows[0] else sound
    path = write_csv(tmp_path / "table.csv", [*rows, *sound])
    code, out, err = run(path)
    assert (code, out) == (2, "")
    assert message in err
    code, out, _ = run(path, "--skip-bad", "--format", "json", "--measures", "brier2" if "option" in rows[0] else "wis")
    whole = json.loads(out)
    alone = answer(tmp_path, sound, "--measures", "brier2" if "option" in rows[0] else "wis")
    assert (code, whole["rows"], whole["total"]) == (0, alone["rows"], alone["total"])
    assert whole["table"]["skipped"] == len(rows)


def test_a_forecast_without_the_option_that_came_about_leaves_the_others_be(tmp_path):
    rows = many(over("a", [0.5, 0.5, 0], 0), without(over("a", [0, 0.5, 0.5], 0, "B")[1:], "option_order"))
    rows = without(rows, "option_order")
    _, _, err = run(write_csv(tmp_path / "table.csv", rows))
    assert err.splitlines()[1:2] == ["table.csv: row 4 (line 5) to row 5 (line 6), 'B' on 'a': no option is true"]
    whole = answer(tmp_path, rows, "--skip-bad")
    assert [row["analyst"] for row in whole["rows"]] == ["A"]
    assert (whole["table"]["rows"], whole["table"]["skipped"]) == (5, 2)


def test_what_follows_from_options_that_disagree_is_not_told(tmp_path):
    rows = many(over("a", [0.5, 0.5], 0), [{**row, "outcome": ""} for row in over("a", [0.2, 0.8], 0, "B")[1:]])
    _, _, err = run(write_csv(tmp_path / "table.csv", rows))
    assert err.splitlines()[:2] == [
        "1 fault found, nothing scored:",
        "table.csv: question 'a', option '1', outcome: is 'no' in row 2, empty in row 3",
    ]


def test_all_faults_are_told_at_once(tmp_path):
    first = {"outcome": "", "option_order": ""}
    rows = many(
        *(
            [{**row, "question": f"q{n}", **first} for row in told]
            for n, (told, _) in zip("cba", BAD_OPTIONS, strict=False)
        )
    )
    code, _, err = run(write_csv(tmp_path / "table.csv", rows))
    assert code == 2
    assert err.startswith("3 faults found, nothing scored:\n")
    assert [line.split(":")[1][:7] for line in err.splitlines()[1:4]] == [" row 1 ", " row 3 ", " row 4 "]
    assert "--skip-bad" in err


def test_a_row_that_cannot_be_cut_into_cells_keeps_the_numbers_of_the_others(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "analyst,question,option,probability,outcome\nA,a,x\nA,b,x,0.5,yes\nA,b,y,0.6,no\n", encoding="utf-8"
    )
    _, _, err = run(path)
    assert "row 1 (line 2): has fewer cells" in err
    assert "row 2 (line 3) to row 3 (line 4), 'A' on 'b': the probabilities sum to 1.1" in err


def test_a_fault_of_one_row_is_not_told_again_of_its_question(tmp_path):
    rows = over("a", [0.5, 0.5], 0)
    rows[0]["probability"] = "half"
    _, _, err = run(write_csv(tmp_path / "table.csv", rows))
    assert err.startswith("1 fault found")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--policy", "time"], "--policy time is not for a table of options"),
        (["--gjo-compat"], "--gjo-compat is not for a table of options"),
        (["--reference", "0.3"], "--reference is not for a table of options"),
        (["--reading", "strict"], "--reading strict is not for a table of options"),
        (["--policy", "first"], "--policy first needs the column stated_at"),
        (["--measures", "crps"], "'crps' is not a measure of this table of options"),
        (["--measures", "rps"], "rps needs the column option_order"),
        (["--map", "observed=outcome"], "'observed' is not a column of a table of options"),
    ],
)
def test_what_has_no_meaning_here_is_refused_in_a_sentence(tmp_path, args, told):
    path = write_csv(tmp_path / "table.csv", without(over("a", [0.5, 0.5], 0), "option_order"))
    code, out, err = run(path, *args)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_a_table_says_in_one_way_what_came_about(tmp_path):
    rows = [{**row, "answer": "0"} for row in over("a", [0.5, 0.5], 0)]
    with pytest.raises(LedgerError, match="both columns, outcome and answer"):
        scored(tmp_path, rows)


def test_missing_columns_are_named_for_the_form(tmp_path):
    code, _, err = run(write_csv(tmp_path / "table.csv", without(over("a", [0.5, 0.5], 0), "probability")))
    assert code == 2
    assert err.startswith("A table of options needs the column probability.")


def test_a_measure_of_another_form_is_none_of_a_forecast_of_yes_or_no(tmp_path):
    rows = [{"analyst": "A", "question": "a", "probability": 0.5, "outcome": 1}]
    assert answer(tmp_path, rows)["table"]["form"] == "binary"
    code, _, err = run(tmp_path / "table.csv", "--measures", "crps")
    assert (code, err.split(".")[0]) == (2, "'crps' is not a measure")


@pytest.mark.parametrize("form", ["options", "quantiles"])
def test_every_format_says_the_same(tmp_path, form):
    rows = {"options": over("a", [0.5, 0.5], 0), "quantiles": states("a", {0.1: 1, 0.5: 2, 0.9: 1234.5}, 2)}[form]
    path = write_csv(tmp_path / "table.csv", rows)
    whole = json.loads(run(path, "--format", "json")[1])
    (line,) = csv.DictReader(io.StringIO(run(path, "--format", "csv")[1]))
    assert {name: value or None for name, value in line.items()} == {
        name: None if value is None else str(value) for name, value in whole["rows"][0].items()
    }
    for kind in ("table", "md"):
        code, out, _ = run(path, "--format", kind)
        assert code == 0
        assert form.capitalize() + ": " in out
        assert all(len(text) <= 120 for text in out.splitlines() if kind == "table")


def test_each_measure_is_offered_by_all_and_by_its_own_name(tmp_path):
    tables = {"options": over("a", [0.2, 0.3, 0.5], 0), "quantiles": states("a", {0.1: 1, 0.5: 2, 0.9: 3}, 2)}
    for form, rows in tables.items():
        names = answer(tmp_path, rows, "--measures", "all")["settings"]["measures"]
        assert {"options": "ordered_brier", "quantiles": "coverage_80"}[form] in names
        for name in names:
            assert list(answer(tmp_path, rows, "--measures", name)["settings"]["measures"]) == [name]


def test_every_form_is_known_by_columns_that_no_other_has():
    marked = [form for form in FORMS.values() if form.marks]
    for form in marked:
        others = [other for other in FORMS.values() if other is not form]
        assert all(not set(form.marks) & set(other.columns) for other in others)
        assert set(form.marks) <= set(form.columns)
    assert [form.name for form in FORMS.values() if not form.marks] == ["binary"]
