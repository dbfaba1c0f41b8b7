"""``ledger trend``: a score by period of deadline, all up to then, and nothing said of a change that no test finds."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from cli_kit import Cli, copy_ledger
from curve_ledgers import FIRST_DEADLINE, Said, calibrated, learning, made

from ledger.cli.options import RULES
from ledger.cli.reports import SPANS
from ledger.render.width import display_width
from ledger.reports.trend import SPANS as KNOWN_SPANS
from ledger.scoring.measures.rules import RULES as KNOWN_RULES

FORMATS = ["table", "json", "csv", "md", "ndjson", "tsv", "html", "grid"]
TREND_WORDS = re.compile(r"improv|worsen|deteriorat|getting better|getting worse|trend(?!s?\b.*help)", re.IGNORECASE)


@pytest.fixture(scope="module")
def trend_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("trends") / "ledger.db"
    return made(path, Ann=calibrated(), Cy=learning())


@pytest.fixture
def trends(trend_file, db_path):
    """Ann is calibrated and stays so; Cy learns."""
    copy_ledger(trend_file, db_path)
    return Cli()


def scored(cli, analyst):
    """Deadline, probability and outcome of every claim that is scored, straight from the listing."""
    rows = [row for row in cli.rows("list", "--analyst", analyst) if row["standing"] == "scored" and row["probability"]]
    return [
        (row["deadline"], 1 - row["probability"] if row["denies"] else row["probability"], row["outcome"] == "true")
        for row in rows
    ]


def quarter(day):
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def brier(claims):
    return sum((p - true) ** 2 for _, p, true in claims) / len(claims)


@pytest.mark.parametrize(("analyst", "n", "score"), [("Feng Zhang", 9, 0.0604), ("Tong Zhao", 8, 0.1231)])
@pytest.mark.parametrize("by", ["quarter", "year"])
def test_rows_of_the_seeds_are_those_of_their_claims(seeded, analyst, n, score, by):
    period = {"quarter": quarter, "year": lambda day: day[:4]}[by]
    claims = [claim for claim in scored(seeded, analyst) if claim[0]]
    whole = seeded.json("trend", analyst, "--by", by)
    for row in whole["rows"]:
        alone = [claim for claim in claims if period(claim[0]) == row["period"]]
        until = [claim for claim in claims if period(claim[0]) <= row["period"]]
        assert row["n"] == len(alone)
        assert row["brier"] == (pytest.approx(brier(alone), abs=1e-12) if alone else None)
        assert row["right"] == sum((p > 0.5) == true for _, p, true in alone)
        assert (row["n_so_far"], row["brier_so_far"]) == (len(until), pytest.approx(brier(until), abs=1e-12))
    assert (whole["total"]["n"], round(whole["total"]["brier"], 4)) == (n, score)
    assert whole["rows"][-1]["brier_so_far"] == pytest.approx(whole["total"]["brier"], abs=1e-12)


def test_intervals_are_those_of_a_score(seeded):
    """The last cumulative score has the interval that ``score`` gives to all."""
    row = seeded.rows("trend", "Feng Zhang")[-1]
    found = next(row for row in seeded.rows("score") if row["analyst"] == "Feng Zhang")
    assert (row["brier_so_far_low"], row["brier_so_far_high"]) == (found["brier_low"], found["brier_high"])
    assert seeded.json("trend", "Feng Zhang")["total"]["clusters"] == 5


def test_too_few_forecasts_say_nothing_of_a_change(seeded):
    told = seeded.ok("trend", "Tong Zhao").out
    assert "Too few to say whether it changed (8 forecasts in 2 episodes; 10 in 5 episodes are needed)." in told
    assert seeded.json("trend", "Tong Zhao")["trend"]["change"] == "too few"
    assert not TREND_WORDS.search(told)


def test_a_change_that_a_test_finds_is_told_with_its_p_value(trends):
    whole = trends.json("trend", "Cy")
    found = whole["trend"]
    assert (found["change"], found["n"], found["clusters"], found["level"]) == ("improving", 60, 20, 0.95)
    assert found["high"] < 0
    assert found["p_value"] < 0.05
    told = trends.ok("trend", "Cy").out
    assert re.search(
        r"^Improving: Brier -0\.06\d* a year, 95% interval .*, p < 0\.001; 60 forecasts from 20", told, re.MULTILINE
    )


def test_a_change_is_tested_at_one_level_and_says_so(trends, tmp_path):
    said = "The change is tested at 5%, whatever --level says."
    for level in (0.9, 0.8):
        assert said in trends.ok("trend", "Ann", "--level", level).out
    trends.ok("trend", "Ann", "--plot", tmp_path / "a.svg")
    assert said in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_what_is_not_tested_has_no_level_of_a_test(seeded):
    assert "is tested at" not in seeded.ok("trend", "Tong Zhao").out


def test_machines_get_the_sentence_too(trends):
    assert trends.json("trend", "Cy")["trend"]["sentence"].startswith("Improving: Brier -0.06")


def test_a_change_that_chance_explains_is_not_told(trends):
    found = trends.json("trend", "Ann")["trend"]
    assert (found["change"], found["n"]) == ("undecided", 150)
    assert found["p_value"] > 0.05
    assert found["low"] < 0 < found["high"]
    told = trends.ok("trend", "Ann").out
    assert "No change can be told from chance (Brier " in told
    assert not TREND_WORDS.search(told)


def test_a_higher_score_is_the_better_one_where_the_rule_says_so(trends):
    found = trends.json("trend", "Cy", "--measure", "baseline")["trend"]
    assert (found["change"], found["per_year"] > 0) == ("improving", True)
    assert "higher is better" in trends.ok("trend", "Cy", "--measure", "baseline").out


def test_who_gets_worse_is_told_so(db_path):
    said = [Said(95 - number, 1.0, number // 3, FIRST_DEADLINE + timedelta(days=20 * number)) for number in range(40)]
    made(db_path, Ed=said)
    assert Cli().json("trend", "Ed")["trend"]["change"] == "worsening"
    assert "Worsening: Brier +" in Cli().ok("trend", "Ed").out


def test_forecasts_all_due_at_one_time_cannot_be_tested(db_path):
    made(db_path, Ed=[Said(60 + number, 1.0, number) for number in range(20)])
    whole = Cli().json("trend", "Ed")
    assert (whole["trend"]["change"], whole["trend"]["p_value"], len(whole["rows"])) == ("untestable", None, 1)
    assert "Whether it changed cannot be tested" in Cli().ok("trend", "Ed").out


def test_periods_without_a_forecast_are_gaps_and_the_line_goes_on(db_path):
    made(db_path, Ed=[Said(70, 1.0, 1, date(2021, 3, 31)), Said(80, 0.0, 2, date(2021, 10, 1))])
    rows = Cli().rows("trend", "Ed")
    assert [row["period"] for row in rows] == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]
    gap = rows[1]
    assert (gap["n"], gap["clusters"], gap["judged"]) == (0, 0, 0)
    assert all(gap[name] is None for name in ("brier", "brier_low", "brier_high", "hit_rate", "hit_rate_low"))
    assert (gap["n_so_far"], gap["brier_so_far"]) == (1, pytest.approx(0.09))
    assert set(gap) == set(rows[0])


def test_a_long_gap_is_one_line_for_people_and_whole_for_machines(db_path):
    made(db_path, Ed=[Said(70, 1.0, 1, date(2021, 3, 31)), Said(80, 0.0, 2, date(2031, 10, 1))])
    for form in ("table", "md", "html", "grid", "tsv"):
        told = Cli().ok("trend", "Ed", "-f", form).out.split("Too few")[0]
        assert "2021-Q2 to 2031-Q3" in told
        assert not re.search(r"20(2[2-9]|30)-Q", told.partition("Due")[2])
    assert len(Cli().rows("trend", "Ed")) == 44


def test_what_has_no_deadline_stands_last_and_outside_of_the_line(db_path):
    made(db_path, Ed=[Said(70, 1.0, 1), Said(80, 0.0, 2, None)])
    whole = Cli().json("trend", "Ed")
    dated, undated = whole["rows"]
    assert (undated["period"], undated["n"], undated["brier"]) == ("no deadline", 1, pytest.approx(0.64))
    assert (undated["brier_so_far"], undated["n_so_far"]) == (None, None)
    assert (dated["n_so_far"], dated["brier_so_far"]) == (1, pytest.approx(0.09))
    assert (whole["total"]["n"], whole["trend"]["n"]) == (2, 1)
    told = Cli().ok("trend", "Ed").out
    assert "What has no deadline is in the total and in no period." in told
    assert "Ed  n 1" in told


def test_an_analyst_without_any_deadline_is_not_drawn(db_path, tmp_path):
    made(db_path, Ed=[Said(80, 0.0, 2, None)])
    done = Cli().ok("trend", "Ed", "--plot", tmp_path / "a.png")
    assert [line.split()[:3] for line in done.out.splitlines() if line.startswith("no deadline")] == [
        ["no", "deadline", "1"]
    ]
    assert "No picture is made." in done.err
    assert not (tmp_path / "a.png").exists()


def test_claims_still_open_stand_beside_what_is_scored(cli):
    first = cli.add("It rains", "--likelihood", "80%", "--by", "2026-05-01")["number"]
    cli.add("It snows", "--likelihood", "80%", "--by", "2026-06-01")
    cli.resolve(first, on="2026-04-01")
    assert [(row["period"], row["n"], row["open"]) for row in cli.rows("trend", "Ann")] == [("2026-Q2", 1, 1)]
    assert "those settled early are no fair sample" in cli.ok("trend", "Ann").out


@pytest.mark.parametrize("measure", KNOWN_RULES)
def test_every_rule_can_be_followed(trends, measure):
    whole = trends.json("trend", "Ann", "--measure", measure, "--by", "year")
    found = trends.json("score", "--analyst", "Ann", "--measures", measure)["rows"][0]
    assert whole["rows"][-1][f"{measure}_so_far"] == pytest.approx(found[measure], abs=1e-12)
    assert whole["trend"]["change"] == "undecided"


def test_a_score_without_end_has_no_interval_until_there_is_a_floor(db_path):
    surprised = [
        Said(100, float(number > 0), number, FIRST_DEADLINE + timedelta(days=30 * number)) for number in range(12)
    ]
    made(db_path, Ed=surprised)
    cli = Cli()
    first = cli.rows("trend", "Ed", "--measure", "log")[0]
    assert (first["log"], first["log_infinite"], first["log_low"]) == (None, 1, None)
    told = cli.ok("trend", "Ed", "--measure", "log").out
    assert "infinite (1)" in told
    assert "cannot be tested" in told
    assert "--log-floor 0.001 gives it one" in told
    floored = cli.rows("trend", "Ed", "--measure", "log", "--log-floor", "0.01")[0]
    assert floored["log_low"] < floored["log"] < floored["log_high"]


def test_the_choices_of_the_help_are_those_there_are():
    assert RULES.split(", ") == list(KNOWN_RULES)
    assert SPANS.split(", ") == list(KNOWN_SPANS)


def test_filters_narrow_what_is_counted(seeded):
    assert seeded.rows("trend", "Feng Zhang", "--prospective") == []
    assert (
        "Feng Zhang has no settled forecast with a probability."
        in seeded.ok("trend", "Feng Zhang", "--until", "2010").out
    )
    early = seeded.json("trend", "Feng Zhang", "--until", "2024-12-31")["total"]["n"]
    late = seeded.json("trend", "Feng Zhang", "--since", "2025")["total"]["n"]
    assert early + late == 9


def test_an_earlier_ledger_has_fewer_forecasts(seeded):
    seeded.today = "2026-08-01"
    seeded.add("It rains", "--by", "2026-07-20", "--likelihood", "80%", analyst="Feng Zhang", on="2026-07-10")
    seeded.resolve(seeded.rows("list", "--analyst", "Feng Zhang")[-1]["number"], on="2026-07-20")
    assert seeded.rows("trend", "Feng Zhang")[-1]["period"] == "2026-Q3"
    before = seeded.json("trend", "Feng Zhang", "--as-of", "2026-07-02")
    assert (before["rows"][-1]["period"], before["total"]["n"], before["as_of"]["today"]) == (
        "2025-Q4",
        9,
        "2026-07-02",
    )


@pytest.mark.parametrize("word", FORMATS)
@pytest.mark.parametrize("analyst", ["Feng Zhang", "Tong Zhao"])
def test_every_format_is_written(seeded, word, analyst):
    done = seeded.ok("trend", analyst, "--format", word)
    assert done.out.endswith("\n")
    assert done.err == ""
    assert ("all up to then" in done.out) is (word == "table")


def test_json_csv_and_lines_say_the_same(seeded):
    rows = seeded.rows("trend", "Tong Zhao")
    lines = seeded.ok("trend", "Tong Zhao", "--format", "ndjson").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    cells = list(csv.DictReader(io.StringIO(seeded.ok("trend", "Tong Zhao", "--format", "csv").out)))
    assert [cell["brier"] and float(cell["brier"]) for cell in cells] == [
        "" if row["brier"] is None else row["brier"] for row in rows
    ]


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("by", ["quarter", "year"])
def test_no_line_is_wider_than_the_terminal(trends, columns, by):
    told = trends.ok("trend", "Ann", "--by", by, env={"COLUMNS": str(columns)}).out
    assert max(display_width(line) for line in told.splitlines()) <= columns


def test_one_year_without_an_interval_has_neither_line_nor_interval_in_its_key(db_path, tmp_path):
    made(db_path, Ed=[Said(60, 1.0, number) for number in range(12)])
    told = Cli().ok("trend", "Ed", "--measure", "log", "--by", "year", "--plot", tmp_path / "a.svg").out
    assert "the period alone\n" in told
    picture = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for text in (told.partition("Due")[0], picture):
        assert "all up to then" not in text
        assert "90% interval" not in text


def test_the_drawing_says_n_the_measure_and_what_it_is_held_against(trends):
    told = trends.ok("trend", "Ann").out
    assert told.startswith("Brier score of Ann by quarter of deadline\n")
    assert all(words in told for words in ("Ann  n 150", "lower is better", "0.25: always saying 50%", "90% interval"))


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_picture_is_written_and_the_same_each_time(trends, tmp_path, suffix):
    path, again = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    done = trends.ok("trend", "Cy", "--plot", path, "--format", "json")
    trends.ok("trend", "Cy", "--plot", again)
    assert path.read_bytes() == again.read_bytes()
    assert (done.err, len(done.rows)) == (f"Drawn into {path}\n", 14)
    if suffix == "svg":
        assert all(words in path.read_text(encoding="utf-8") for words in ("Cy, n 60", "2021", "Improving: Brier"))
        told = path.read_text(encoding="utf-8")
        assert "60 of 60 scored claims were recorded after they were settled." in told
        assert "As of entry " in told


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["Feng Zang"], 3, "Did you mean: Feng Zhang?"),
        (["Feng Zhang", "--by", "month"], 2, "--by 'month' is not known."),
        (["Feng Zhang", "--measure", "mcb"], 2, "--measure 'mcb' is not known."),
        (["Feng Zhang", "--level", "0"], 2, "--level 0 is not between 0 and 1"),
        (["Feng Zhang", "--log-floor", "0.5"], 2, "--log-floor 0.5 is not between"),
        (["Feng Zhang", "--plot", "trend.jpeg"], 2, "ends in .png or .svg"),
        (["Feng Zhang", "--plot", "nowhere/at/all/trend.svg"], 2, "there is no folder"),
        (["Feng Zhang", "--scale", "nobody"], 2, "No likelihood scale is called 'nobody'"),
        (["Feng Zhang", "--as-of", "2020-01-01"], 3, "There is no analyst"),
        ([], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(seeded, options, code, words):
    done = seeded.run("trend", *options)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_an_empty_ledger_has_no_analyst(cli):
    done = cli.run("trend", "Ann")
    assert (done.code, done.err) == (3, "There is no analyst 'Ann'.\nSee: ledger analyst list\n")
