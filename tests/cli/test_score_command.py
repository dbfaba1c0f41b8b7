"""The command ``score``: what other people's scripts call, to the letter, on a file and on a ledger's claims."""

import csv
import io
import json

import pytest

HEAD = "analyst,question,probability,outcome,stated_at,opens_at,closes_at,resolved_at,topic\n"
TABLE = (
    HEAD
    + """\
Ann,q1,0.9,true,2020-01-01,2020-01-01,2020-01-11,,war
Ann,q2,0.2,no,2020-01-02,2020-01-01,2020-01-11,,trade
Ann,q1,0.6,true,2020-01-06,2020-01-01,2020-01-11,,war
Bo,q1,0.5,true,2020-01-01,2020-01-01,2020-01-11,,war
Bo,q3,0.7,,2020-01-01,2020-01-01,2020-01-11,,
Bo,q4,0.7,void,2020-01-01,2020-01-01,2020-01-11,,
Bo,q2,1,no,2020-02-02,2020-01-01,2020-01-11,,trade
"""
)


@pytest.fixture
def run(forked):
    return forked


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def answer(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestJson:
    def test_has_the_keys_that_scripts_rely_on(self, run, table):
        found = answer(run("score", table, "--format", "json"))
        assert list(found)[:3] == ["table", "policy", "settings"]
        assert (found["policy"], found["table"]["rows"], found["table"]["questions"]) == ("each", 7, 4)
        first = found["rows"][0]
        assert (first["analyst"], first["forecasts"], first["questions"], first["scored"]) == ("Ann", 3, 2, 3)
        assert first["brier"] == pytest.approx((0.01 + 0.04 + 0.16) / 3)
        assert first["brier_low"] < first["brier"] < first["brier_high"]
        assert found["total"]["questions"] == 4
        assert {"log", "mcb", "dsc", "unc", "auc", "hit_rate"} <= set(first)

    def test_per_question_has_a_row_for_each_analyst_and_question(self, run, table):
        found = answer(
            run("score", table, "--per", "question", "--policy", "time", "--measures", "brier,baseline", "-f", "json")
        )
        rows = {(row["analyst"], row["question"]): row for row in found["rows"]}
        assert rows["Ann", "q1"]["coverage"] == 1
        assert rows["Ann", "q1"]["brier"] == pytest.approx(0.5 * 0.01 + 0.5 * 0.16)
        assert rows["Ann", "q2"]["coverage"] == pytest.approx(0.9)
        assert (rows["Bo", "q3"]["brier"], rows["Bo", "q3"]["open"]) == (None, 1)
        assert (rows["Bo", "q2"]["brier"], rows["Bo", "q2"]["late"]) == (None, 1)

    @pytest.mark.parametrize(("policy", "brier"), [
        ("each", (0.01 + 0.04 + 0.16) / 3), ("first", (0.01 + 0.04) / 2), ("last", (0.16 + 0.04) / 2),
        ("time", (0.5 * 0.01 + 0.5 * 0.16 + 0.9 * 0.04 + 0.1 * 0.25) / 2),
    ])  # fmt: skip
    def test_each_policy_counts_what_it_says(self, run, table, policy, brier):
        found = answer(run("score", table, "--policy", policy, "--measures", "brier", "-f", "json"))
        assert found["policy"] == policy
        assert found["rows"][0]["brier"] == pytest.approx(brier, abs=1e-12)

    def test_groups_are_what_was_asked_for(self, run, table):
        found = answer(run("score", table, "--by", "topic", "-f", "json"))
        assert [row["topic"] for row in found["rows"]] == ["(no topic)", "trade", "war"]
        both = answer(run("score", table, "--by", "topic,analyst", "-f", "json"))
        assert {(row["topic"], row["analyst"]) for row in both["rows"]} >= {("war", "Ann"), ("war", "Bo")}

    def test_filters_narrow_rows_and_total(self, run, table):
        one = answer(run("score", table, "--analyst", "Bo", "-f", "json"))
        assert [row["analyst"] for row in one["rows"]] == ["Bo"]
        assert one["total"]["forecasts"] == 4
        assert answer(run("score", table, "--topic", "trade", "-f", "json"))["total"]["forecasts"] == 2
        some = answer(run("score", table, "--since", "2020-01-02", "--until", "2020-01-31", "-f", "json"))
        assert some["total"]["forecasts"] == 2

    def test_a_filter_leaves_the_company_whole(self, run, table):
        whole = answer(run("score", table, "--policy", "first", "--measures", "peer", "-f", "json"))
        one = answer(run("score", table, "--policy", "first", "--measures", "peer", "--analyst", "Bo", "-f", "json"))
        assert one["rows"][0]["peer"] == whole["rows"][1]["peer"] != 0

    def test_the_same_numbers_come_as_csv_in_full_precision(self, run, table):
        rows = list(csv.DictReader(io.StringIO(run("score", table, "-f", "csv").stdout)))
        expected = answer(run("score", table, "-f", "json"))["rows"]
        assert [float(row["brier"]) for row in rows] == [row["brier"] for row in expected]
        assert rows[1]["log_low"] == ""


class TestForPeople:
    def test_the_table_says_what_it_means(self, run, table):
        done = run("score", table, env={"COLUMNS": "100"})
        assert done.returncode == 0
        for words in (
            "Ann",
            "0.25 is always saying 50%",
            "Policy each",
            "Counted and not scored: 1 open, 1 void",
            "1 row was stated when the question had closed",
            "several rows on one question",
        ):
            assert words in done.stdout
        assert done.stderr == ""

    @pytest.mark.parametrize("width", [60, 80, 100, 200])
    def test_no_line_of_the_table_is_wider_than_the_terminal(self, run, table, width):
        done = run("score", table, "--measures", "all", env={"COLUMNS": str(width)})
        lines = [line for line in done.stdout.splitlines() if line.startswith(("-", "Analyst", "Ann", "Bo", "All"))]
        assert lines
        assert max(map(len, lines)) <= width

    def test_infinite_scores_are_said_with_how_many(self, run, tmp_path):
        path = tmp_path / "t.csv"
        path.write_text("analyst,question,probability,outcome\nA,q,1,0\nA,r,1,0\nA,s,0.5,1\n", encoding="utf-8")
        assert "infinite (2 rows)" in run("score", path, "--measures", "log").stdout
        done = run("score", path, "--measures", "log", "--log-floor", "0.001")
        assert "infinite (" not in done.stdout
        assert "Log floor: what happened is given at least 0.001" in done.stdout

    def test_too_few_is_said_and_which_reading_and_reference(self, run, table):
        done = run(
            "score", table, "--reading", "strict", "--reference", "30%", "--measures", "skill", "--policy", "last"
        )
        for words in ("Too few to judge by: every row with n below 10.", "Reading of partial outcomes: strict",
                      "Reference: always saying 30.0%"):  # fmt: skip
            assert words in done.stdout

    def test_nothing_to_score_explains_no_column(self, run, tmp_path):
        path = tmp_path / "t.csv"
        path.write_text("analyst,question,probability,outcome\n", encoding="utf-8")
        assert run("score", path).stdout == "No forecast to score.\n"

    def test_what_does_not_stand_is_counted(self, run, table):
        done = run("score", table, "--at-lead", "10d", "--measures", "brier")
        assert "Nothing stood that this policy counts for 1 analyst-question pair." in done.stdout

    def test_columns_that_are_not_used_are_named(self, run, tmp_path):
        path = tmp_path / "t.csv"
        path.write_text("analyst,question,probability,outcome,mood,colour\nA,q,1,1,x,y\n", encoding="utf-8")
        assert "Columns not used: mood, colour." in run("score", path).stdout

    def test_hostile_names_drive_no_terminal_and_no_spreadsheet(self, run, tmp_path):
        path = tmp_path / "t.csv"
        path.write_text(
            'analyst,question,probability,outcome\n"\x1b[31mred",q,0.5,1\n=cmd(),q,0.6,1\n', encoding="utf-8"
        )
        done = run("score", path)
        assert "\x1b" not in done.stdout
        assert "\\u{1b}[31mred" in done.stdout
        assert "'=cmd()" in run("score", path, "-f", "csv").stdout

    @pytest.mark.parametrize("format_", ["md", "html", "latex", "tsv", "ndjson", "grid"])
    def test_every_format_is_written(self, run, table, format_):
        done = run("score", table, "-f", format_)
        assert done.returncode == 0
        assert "Ann" in done.stdout


BAD = {
    "a measure": (("--measures", "bryer"), 2, "brier"),
    "a policy": (("--policy", "newest"), 2, "each, first, last, time"),
    "a key": (("--by", "mood"), 2, "analyst, topic, cluster, question"),
    "a per": (("--per", "analyst"), 2, "question"),
    "a map": (("--map", "x=y"), 2, "not a column of a forecast table"),
    "a column": (("--map", "cluster=event"), 2, "not a column of the table"),
    "a level": (("--level", "2"), 2, "--level 2 is not between 0 and 1"),
    "a floor": (("--log-floor", "0.9"), 2, "--log-floor 0.9 is not between 0 and 0.5"),
    "a lead": (("--at-lead", "soon"), 2, "Write 30d, 2w or 12h"),
    "two policies": (("--policy", "first", "--at-lead", "3d"), 2, "Give one of them"),
    "a reading": (("--reading", "kind"), 2, "charitable"),
    "a reference": (("--reference", "60"), 2, "60%"),
    "a spot": (("--measures", "spot_peer"), 2, "spot_at"),
    "two rows": (("--per", "question", "--by", "topic"), 2, "--by topic,analyst,question"),
    "a moment": (("--as-of", "2019-01-01"), 2, "--as-of is about a ledger's claims"),
    "a scale": (("--scale", "kent"), 2, "--scale is about a ledger's claims"),
    "what was recorded": (("--prospective",), 2, "--prospective is about a ledger's claims"),
    "no measure": (("--measures", ""), 2, "is not a measure"),
    "a lead without an end": (("--at-lead", "3d", "--map", "closes_at=nothing"), 2, "not a column of the table"),
    "an analyst": (("--analyst", "Anne"), 3, "Ann"),
    "a topic": (("--topic", "wars"), 3, "war"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_followed_is_a_sentence_with_advice(run, table, what):
    words, code, told = BAD[what]
    done = run("score", table, *words)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


class TestLedger:
    """Without a file the ledger's own claims are the table."""

    @pytest.mark.parametrize("option", [("--map", "question=x"), ("--set", "analyst=x"), ("--skip-bad",)])
    def test_options_about_a_file_are_refused(self, seeded, option):
        done = seeded.run("score", *option)
        assert done.code == 2
        assert f"{option[0]} is about a file of forecasts." in done.err

    def test_says_how_many_were_recorded_afterwards(self, seeded):
        assert "recorded after being settled; --prospective leaves such out." in seeded.ok("score").out
        whole = seeded.json("score")
        assert whole["table"]["retrospective"] == whole["table"]["rows"] - whole["total"]["open"]

    def test_gives_the_figures_of_the_summary(self, seeded):
        found = {row["analyst"]: row for row in seeded.rows("score")}
        for row in seeded.rows("summary"):
            if row["scored"]:
                ours = found[row["analyst"]]
                assert ours["scored"] == row["scored"]
                assert ours["brier"] == pytest.approx(row["brier"], abs=1e-12)
                assert ours["brier_low"] == pytest.approx(row["brier_low"], abs=1e-9)
                assert ours["brier_high"] == pytest.approx(row["brier_high"], abs=1e-9)
        assert round(found["Tong Zhao"]["brier"], 4) == 0.1231
        assert round(found["Feng Zhang"]["brier"], 4) == 0.0604

    def test_says_what_is_no_row_of_the_table(self, seeded):
        told = seeded.ok("score").out
        assert "Not in the table: " in told
        assert "hedges" in told
        assert "As of entry" in told

    def test_a_verdict_taken_back_takes_its_score_back(self, cli):
        cli.add("It rains", "--likelihood", "80%", "--by", "2026-05-01")
        cli.resolve(1, "false")
        assert cli.rows("score")[0]["brier"] == pytest.approx(0.64)
        cli.resolve(1, "true")
        row = cli.rows("score")[0]
        assert (row["brier"], row["scored"]) == (pytest.approx(0.04), 1)
        cli.ok("resolve", 1, "--reopen", "--reason", "too early")
        row = cli.rows("score")[0]
        assert (row["brier"], row["scored"], row["open"]) == (None, 0, 1)

    def test_a_change_of_mind_stands_from_its_day_under_time(self, cli):
        cli.add("It rains", "--likelihood", "80%", "--by", "2026-01-19", on="2026-01-10")
        cli.ok("revise", 1, "--likelihood", "40%", "--on", "2026-01-15")
        cli.resolve(1, "false", on="2026-02-01")
        assert cli.rows("score")[0]["brier"] == pytest.approx(0.64)
        assert cli.rows("score", "--policy", "last")[0]["brier"] == pytest.approx(0.16)
        timed = cli.rows("score", "--policy", "time")[0]
        assert timed["brier"] == pytest.approx(0.5 * 0.64 + 0.5 * 0.16)

    def test_a_claim_withdrawn_stops_standing(self, cli):
        cli.add("It rains", "--likelihood", "80%", "--by", "2026-01-19", on="2026-01-10")
        cli.ok("withdraw", 1, "--on", "2026-01-15")
        cli.resolve(1, "true", on="2026-02-01")
        timed = cli.rows("score", "--policy", "time")[0]
        assert timed["coverage"] == pytest.approx(0.5)
        assert timed["brier"] == pytest.approx(0.5 * 0.04 + 0.5 * 0.25)
        assert cli.rows("score")[0]["brier"] == pytest.approx(0.04)

    def test_phrases_can_be_read_on_another_scale(self, cli):
        cli.add("It rains", "--likelihood", "likely", "--by", "2026-05-01")
        cli.add("It snows", "--likelihood", "70%", "--by", "2026-05-01")
        for number in (1, 2):
            cli.resolve(number, "true")
        briers = {scale: cli.rows("score", "--scale", scale)[0]["brier"] for scale in ("icd203", "survey")}
        assert briers["icd203"] == pytest.approx(((1 - 0.675) ** 2 + 0.09) / 2)
        assert briers["survey"] == pytest.approx(((1 - 0.75) ** 2 + 0.09) / 2)

    def test_a_claim_counts_under_each_topic_and_once_in_all(self, cli):
        for who, p in (("Ann", "80%"), ("Bo", "60%")):
            cli.add("It rains", "--likelihood", p, "--by", "2026-05-01", analyst=who)
        cli.ok("question", "link", "q1", "2")
        cli.ok("question", "amend", "q1", "--topic", "rain", "--topic", "weather")
        cli.resolve(1, "true")
        found = cli.json("score", "--by", "topic", "--measures", "brier,peer_brier")
        assert [(row["topic"], row["scored"]) for row in found["rows"]] == [("rain", 2), ("weather", 2)]
        assert all(row["brier"] == pytest.approx((0.04 + 0.16) / 2) for row in [*found["rows"], found["total"]])
        assert (found["total"]["scored"], found["total"]["questions"]) == (2, 1)
        assert [row["peer_brier_shared"] for row in found["rows"]] == [2, 2]

    def test_one_analyst_keeps_his_company(self, cli):
        for who, p in (("Ann", "80%"), ("Bo", "60%")):
            cli.add("It rains", "--likelihood", p, "--by", "2026-05-01", analyst=who)
        cli.ok("question", "link", "q1", "2")
        cli.resolve(1, "true")
        rows = cli.rows("score", "--analyst", "ann", "--measures", "peer_brier")
        assert [(row["analyst"], row["peer_brier"]) for row in rows] == [("Ann", pytest.approx(0.12))]
        assert cli.json("score", "--analyst", "Ann")["total"]["scored"] == 1

    def test_speaks_of_an_earlier_moment_as_well(self, seeded):
        before = seeded.json("score", "--as-of", "2020-01-01")
        assert before["rows"] == []
        assert before["as_of"]["entry"] == 0

    def test_an_empty_ledger_is_no_error(self, cli):
        assert "No forecast" in cli.ok("score").out
        assert cli.json("score")["rows"] == []

    def test_no_ledger_is_said(self, nothing):
        done = nothing.run("score")
        assert done.code == 3
        assert "ledger init" in done.err
