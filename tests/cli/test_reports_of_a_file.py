"""``summary``, ``calibration`` and ``trend`` of a forecast table in place of the ledger."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from cli_kit import Cli, command, copy_ledger
from curve_ledgers import calibrated, learning, made

from ledger.cli.options import FILTERS
from ledger.cli.tables import OPTIONS as TABLE_OPTIONS
from ledger.cli.tables import POLICIES, SUFFIXES
from ledger.forecasts.files import FORMATS
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.query.listing import Filters
from ledger.reports.claim_table import NAMES, claim_table
from ledger.reports.eligible import FILE_POLICIES

TIMES = {name for name in NAMES if name.endswith("_at")}
BRIER = ("brier", "brier_low", "brier_high")
FIGURES = (*BRIER, "hit_rate", "confidence_gap", "confidence_gap_low", "confidence_gap_high")
DATED = "analyst,question,probability,outcome,closes_at"


def instant(microseconds):
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).isoformat()


def exported(ledger, path):
    """A ledger's own claims as a forecast table."""
    with reading(Location(path=ledger)) as reader, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        for row in claim_table(reader, Filters()).rows:
            known = {name: row[name] for name in NAMES if row[name] is not None}
            values = {name: instant(value) if name in TIMES else value for name, value in known.items()}
            writer.writerow([values.get(name, "") for name in NAMES])
    return path


@pytest.fixture(scope="module")
def both_files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    ledger = made(folder / "ledger.db", Ann=calibrated(), Cy=learning())
    return ledger, exported(ledger, folder / "own.csv")


@pytest.fixture
def both(both_files, db_path):
    """A ledger of Ann, who is calibrated, and Cy, who learns; and the same as a file."""
    copy_ledger(both_files[0], db_path)
    return Cli(), both_files[1]


def write(path, *rows, heads="analyst,question,probability,outcome"):
    path.write_text("\n".join([heads, *rows, ""]), encoding="utf-8")
    return path


def alike(one, other, names):
    for name in names:
        assert other[name] == (pytest.approx(one[name], abs=1e-12) if isinstance(one[name], float) else one[name]), name


class TestSummary:
    def test_gives_the_figures_of_the_ledger_whose_claims_the_file_holds(self, both):
        cli, file = both
        own = {row["analyst"]: row for row in cli.rows("summary")}
        for policy in FILE_POLICIES:  # one forecast on each question: every policy counts it
            whole = cli.json("summary", file, "--policy", policy)
            assert [row["analyst"] for row in whole["rows"]] == list(own)
            for row in whole["rows"]:
                alike(own[row["analyst"]], row, [*FIGURES, "skill", "stated", "judged", "right", "ties", "verdict"])
                alike(own[row["analyst"]], row, ["claims", "scored", "scored_clusters", "true", "false", "open"])
            alike(cli.json("summary")["total"], whole["total"], [*BRIER, "scored", "clusters"])
        assert whole["settings"]["policy"] == "last"
        assert whole["table"]["file"] == "own.csv"

    def test_gives_the_figures_of_score(self, nothing, tmp_path):
        rows = [f"{who},q{n % 7},{p / 20},{n % 7 % 2},c{n % 7 // 2},t{n % 2}" for n, p in enumerate(range(20))
                for who in ("A", "B")]  # fmt: skip
        file = write(tmp_path / "t.csv", *rows, heads="analyst,question,probability,outcome,cluster,topic")
        measures = ("--measures", "brier,skill,difference,stated,confidence_gap,hit_rate")
        for options in ((), ("--reference", "30%"), ("--by", "topic")):
            found, scores = nothing.json("summary", file, *options), nothing.json("score", file, *options, *measures)
            for ours, theirs in zip([*found["rows"], found["total"]], [*scores["rows"], scores["total"]], strict=True):
                alike(theirs, ours, [*FIGURES, "hit_rate_low", "skill", "stated", "scored", "questions", "late"])
                assert ours["brier_difference"] == pytest.approx(theirs["difference"], abs=1e-12)

    def test_names_narrow_it_in_whatever_case(self, both):
        cli, file = both
        assert [row["analyst"] for row in cli.rows("summary", file, "cy")] == ["Cy"]
        assert cli.json("summary", file, "--analyst", "Cy")["total"] == cli.json("summary", file, "Cy")["total"]
        assert "There is no analyst 'Dan'." in cli.run("summary", file, "Dan").err

    def test_shows_people_one_table_and_more_when_asked(self, both):
        cli, file = both
        told = cli.ok("summary", file).out
        assert [line.split()[:2] for line in told.splitlines()[:1]] == [["Analyst", "Forecasts"]]
        assert "Policy each: every row is a trial of its own" in told
        assert "episode" not in told
        more = cli.ok("summary", file, "--details").out
        assert "How sure" in more
        assert "Hedged" not in more
        assert cli.ok("summary", file, "--format", "csv").out.splitlines()[0].startswith("analyst,claims")

    @pytest.mark.parametrize("option", ["--peers", "--difficulty", "--shrunk"])
    def test_what_only_a_ledger_has_is_refused(self, both, option):
        cli, file = both
        done = cli.run("summary", file, option)
        assert (done.code, done.out) == (2, "")
        assert f"{option} is about a ledger's claims." in done.err

    def test_other_groupings_are_refused(self, both):
        cli, file = both
        assert "Choose one of: analyst, topic." in cli.run("summary", file, "--by", "show").err


class TestCalibration:
    def test_gives_the_figures_of_the_ledger_whose_claims_the_file_holds(self, both):
        cli, file = both
        for names in ((), ("Ann",), ("Ann", "Cy")):
            own, theirs = cli.json("calibration", *names)["rows"], cli.json("calibration", file, *names)["rows"]
            for one, other in zip(own, theirs, strict=True):
                assert {**other, "retrospective": one["retrospective"]} == {
                    name: pytest.approx(value, abs=1e-12, nan_ok=True) if isinstance(value, float) else value
                    for name, value in one.items()
                }
        told = cli.ok("calibration", file, "Ann").out
        assert "150 forecasts" in told
        assert "claims" not in told

    def test_says_that_a_question_was_answered_twice(self, nothing, tmp_path):
        file = write(tmp_path / "t.csv", *(f"A,q{n // 2},0.{1 + n % 9},{n // 2 % 2}" for n in range(120)))
        (row,) = nothing.json("calibration", file, "A")["rows"]
        assert (row["shared"], row["mcb_p"]) == (True, None)


class TestTrend:
    def test_gives_the_figures_of_the_ledger_whose_claims_the_file_holds(self, both):
        cli, file = both
        for analyst, by in (("Ann", "quarter"), ("Cy", "year")):
            own, theirs = (cli.json("trend", *where, analyst, "--by", by) for where in ((), (file,)))
            assert len(own["rows"]) == len(theirs["rows"]) > 1
            for one, other in zip(own["rows"], theirs["rows"], strict=True):
                alike(one, other, one)
            alike(own["trend"], theirs["trend"], set(own["trend"]) - {"sentence"})
        assert "cluster" in theirs["trend"]["sentence"]

    def test_goes_by_closing_and_where_a_table_says_nothing_of_it_by_resolution(self, nothing, tmp_path):
        heads = "analyst,question,probability,outcome,resolved_at"
        rows = ("A,q,0.8,1,2020-05-01", "A,r,0.7,0,2021-02-01", "A,s,0.6,,")
        file = write(tmp_path / "t.csv", *rows, heads=heads)
        found = nothing.json("trend", file, "--by", "year")
        assert [(row["period"], row["n"]) for row in found["rows"]] == [("2020", 1), ("2021", 1)]
        assert found["analyst"] == "A"
        closing = write(tmp_path / "c.csv", *(f"{row},2019-12-31" for row in rows), heads=f"{heads},closes_at")
        closed = nothing.json("trend", closing, "--by", "year")["rows"]
        assert [(row["period"], row["n"], row["open"]) for row in closed] == [("2019", 2, 1)]
        assert "in which the question closed (closes_at)" in nothing.ok("trend", closing).out

    def test_needs_a_day_and_one_name(self, nothing, tmp_path):
        undated = write(tmp_path / "t.csv", "A,q,0.8,1")
        assert "A trend needs the column closes_at." in nothing.run("trend", undated).err
        two = write(tmp_path / "u.csv", "A,q,0.8,1,2020-01-01", "B,q,0.8,1,2020-01-01",
                    heads=DATED)  # fmt: skip
        done = nothing.run("trend", two)
        assert (done.code, done.out) == (2, "")
        assert "u.csv has forecasts of 'A', 'B'." in done.err
        assert nothing.json("trend", two, "b")["analyst"] == "B"
        assert "A trend is of one analyst, not of 2." in nothing.run("trend", two, "A", "B").err


COMMANDS = ("summary", "calibration", "trend")
each_command = pytest.mark.parametrize("name", COMMANDS)


@each_command
class TestAnyOfThem:
    def arguments(self, name, file):
        return (name, file, *(("A",) if name == "trend" else ()))

    def test_an_empty_table_has_nothing_to_show(self, name, nothing, tmp_path):
        file = write(tmp_path / "t.csv", heads=DATED)
        done = nothing.run(name, file)
        assert done.code == (2 if name == "trend" else 0)
        assert "t.csv has no forecast." in done.out + done.err

    def test_every_fault_is_named_with_its_row_as_score_does(self, name, nothing, tmp_path):
        file = write(tmp_path / "t.csv", "A,q,1.5,1", "A,r,0.5,maybe", "A,s,,1", "A,t,0.5,1",
                     heads="analyst,question,probability,outcome")  # fmt: skip
        options = ("--set", "closes_at=2020-01-01")
        told = nothing.run("score", file, *options)
        done = nothing.run(*self.arguments(name, file), *options)
        assert (done.code, done.out, done.err) == (told.code, "", told.err)
        assert [f"row {row} (line {row + 1})" in done.err for row in (1, 2, 3, 4)] == [True, True, True, False]
        sound = (*self.arguments(name, file), *options, "--skip-bad")
        assert nothing.json(*sound)["table"]["skipped"] == 3
        assert "3 of 4 rows left out for a fault." in nothing.ok(*sound).out

    def test_a_column_can_be_taken_by_another_name(self, name, nothing, tmp_path):
        file = write(tmp_path / "t.csv", "q,0.5,1,2020-01-01", heads="id,probability,outcome,closes_at")
        options = ("--map", "question=id", "--set", "analyst=A")
        found = nothing.json(*self.arguments(name, file), *options)
        assert found["table"]["set"] == {"analyst": "A"}
        assert found["total" if name != "calibration" else "rows"]

    @pytest.mark.parametrize(("file", "code"), [("none.csv", 3), ("none.parquet", 3), ("notes.txt", 2)])
    def test_a_wrong_file_is_refused(self, name, nothing, tmp_path, file, code):
        (tmp_path / "notes.txt").write_text("nothing of the kind\n", encoding="utf-8")
        done = nothing.run(*self.arguments(name, tmp_path / file))
        told = nothing.run("score", tmp_path / file)
        assert (done.code, done.out, done.err) == (code, "", told.err)

    def test_forecasts_of_another_form_are_refused(self, name, nothing, tmp_path):
        file = write(tmp_path / "t.csv", "A,q,0.5,3,3", heads="analyst,question,quantile,value,observed")
        done = nothing.run(*self.arguments(name, file))
        assert (done.code, done.out) == (2, "")
        assert "Score it with: ledger score t.csv" in done.err

    @pytest.mark.parametrize(
        "option", [("--as-of", "2020-01-01"), ("--kind", "prediction"), ("--show", "x"), ("--prospective",)]
    )
    def test_options_about_a_ledger_are_refused(self, name, nothing, tmp_path, option):
        file = write(tmp_path / "t.csv", "A,q,0.5,1,2020-01-01", heads=DATED)
        done = nothing.run(*self.arguments(name, file), *option)
        assert (done.code, done.out) == (2, "")
        assert f"{option[0]} is about a ledger's claims." in done.err

    @pytest.mark.parametrize("option", [("--map", "question=x"), ("--skip-bad",), ("--policy", "last")])
    def test_options_about_a_file_are_refused_without_one(self, name, seeded, option):
        done = seeded.run(name, "Feng Zhang", *option)
        assert (done.code, done.out) == (2, "")
        assert f"{option[0]} is about a file of forecasts." in done.err

    def test_two_files_are_refused(self, name, nothing):
        assert "A report is about one file of forecasts." in nothing.run(name, "a.csv", "b.csv").err

    def test_an_unknown_policy_is_refused(self, name, nothing, tmp_path):
        file = write(tmp_path / "t.csv", "A,q,0.5,1,2020-01-01", heads=DATED)
        assert "Choose one of: each, first, last." in nothing.run(*self.arguments(name, file), "--policy", "time").err

    def test_needs_no_ledger_and_loads_none(self, name, tmp_path):
        file = write(tmp_path / "t.csv", "A,q,0.5,1,2020-01-01", heads=DATED)
        line = ["-m", "ledger", "--db", tmp_path / "none.db", *self.arguments(name, file), "--format", "json"]
        done = subprocess.run([sys.executable, *map(str, line)], capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["table"]["rows"] == 1
        assert not (tmp_path / "none.db").exists()


def test_what_a_table_ends_in_is_what_the_formats_say():
    assert tuple(suffix for format_ in FORMATS.values() for suffix in format_.suffixes) == SUFFIXES
    assert tuple(POLICIES.split(", ")) == FILE_POLICIES


def test_options_that_several_commands_have_are_one_declaration():
    """The same option says the same wherever it filters claims or is about a file."""
    declared = {name: annotation.__metadata__[0] for name, annotation in FILTERS.items()}
    declared |= {name: annotation.__metadata__[0] for name, (annotation, _) in TABLE_OPTIONS.items()}
    helps = {(option.param_decls or [option.default])[0]: option.help for option in declared.values()}
    reports = {"list", "export", "summary", "calibration", "trend", "compare", "score", "readings"}
    for name in reports:
        for parameter in command().commands[name].params:
            flag = parameter.opts[0]
            if flag in helps and (name, flag) not in {("compare", "--policy"), ("score", "--policy")}:
                assert parameter.help == helps[flag], (name, flag)
