"""Changes somebody else will want, made to a copy of the program in the one place each should cost, and then used.

``program`` copies what is shipped, makes the edits and runs the real command line of the copy in processes of its own.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ("ledger", "migrations", "seeds", "pyproject.toml")


@dataclass(frozen=True)
class Edit:
    """A change to one file: ``new`` is put before ``at``, which stands there once; or takes its place."""

    path: str
    at: str
    new: str
    instead: bool = False

    def make(self, root: Path) -> None:
        """Carry it out in a copy."""
        file = root / self.path
        text = file.read_text(encoding="utf-8")
        assert text.count(self.at) == 1, f"{self.at!r} stands {text.count(self.at)} times in {self.path}"
        file.write_text(text.replace(self.at, self.new + ("" if self.instead else self.at)), encoding="utf-8")


@dataclass(frozen=True)
class Program:
    """A copy of the program; its ledger and the files it writes are in ``folder``."""

    root: Path
    folder: Path

    def run(self, *args: object) -> subprocess.CompletedProcess[str]:
        """Run a command of the copy."""
        return subprocess.run(
            [sys.executable, "-m", "ledger", *map(str, args)],
            env={**os.environ, "PYTHONPATH": str(self.root), "LEDGER_DB": str(self.folder / "ledger.db")},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def ok(self, *args: object) -> str:
        """What a command that goes well prints."""
        done = self.run(*args)
        assert done.returncode == 0, f"{args} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    def json(self, *args: object) -> dict[str, Any]:
        """The object that a listing or a report is for machines."""
        found: dict[str, Any] = json.loads(self.ok(*args, "--format", "json"))
        return found


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A copy of the program with some edits, made once for all tests that want the same."""

    @cache
    def make(*edits: Edit) -> Path:
        root = tmp_path_factory.mktemp("copy")
        for name in SHIPPED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, root / name)
        for edit in edits:
            edit.make(root)
        return root

    return make


@pytest.fixture
def program(copied: Callable[..., Path], tmp_path: Path) -> Callable[..., Program]:
    """A program with some edits, in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    return lambda *edits: Program(copied(*edits), folder)


DISPUTED = Edit(
    "ledger/model/vocabulary.py",
    at='    OPEN = "open", OutcomeFacts(',
    new='    DISPUTED = "disputed", OutcomeFacts("the parties tell it differently", "Disp.", -6)\n',
)


@pytest.fixture(scope="session")
def disputed_ledger(copied, tmp_path_factory):
    """A ledger of four claims made by a program that knows one more outcome: true, disputed, open, void."""
    copy = Program(copied(DISPUTED), tmp_path_factory.mktemp("disputed"))
    copy.ok("init")
    for number, due in enumerate(("2030-01-01", None, None, "2030-01-01"), start=1):
        copy.ok("add", f"It will rain on day {number}", "--analyst", "Ann", "--on", "2026-01-10",
                "--likelihood", "80%", *(("--by", due) if due else ()),
                "--criteria", "The gauge shows it.")  # fmt: skip
    copy.ok("resolve", 1, "true", "--on", "2026-02-01", "--evidence", "https://example.org/1")
    copy.ok("resolve", 2, "disputed", "--on", "2026-02-02", "--reason", "Two gauges disagree.")
    copy.ok("resolve", 4, "void", "--on", "2026-02-02", "--reason", "The day was called off.")
    return copy.folder / "ledger.db"


@pytest.fixture
def disputing(program, disputed_ledger):
    """That program, on a ledger of its own that says the same."""
    copy = program(DISPUTED)
    shutil.copyfile(disputed_ledger, copy.folder / "ledger.db")
    return copy


def test_a_copy_of_the_program_is_what_runs(program):
    copy = program(Edit("ledger/version.py", at="__version__ = ", new='__version__ = "0.0.copy"  # ', instead=True))
    assert copy.ok("--version") == "ledger 0.0.copy\n"


def test_an_edit_that_finds_no_place_is_a_failure(program):
    with pytest.raises(AssertionError, match="0 times"):
        program(Edit("ledger/model/vocabulary.py", at="no such line", new=""))


def test_a_new_outcome_is_recorded_as_its_facts_say(disputing):
    refused = disputing.run("resolve", 3, "disputed", "--on", "2026-02-02")
    assert (refused.returncode, "--reason" in refused.stderr) == (2, True)
    hint = disputing.run("resolve", 3, "nonsense", "--on", "2026-02-02").stderr
    assert "disputed" in hint
    for command in (("resolve", "--help"), ("list", "--help")):
        assert "disputed" in disputing.ok(*command)
    answer = disputing.json("resolve", 3, "disputed", "--on", "2026-02-03", "--reason", "Nobody agrees.")["rows"][0]
    assert answer["outcome"] == "disputed"
    disputing.ok("resolve", 3, "--reopen", "--reason", "Too early.")


def test_a_new_outcome_can_be_the_verdict_on_a_condition(disputing):
    disputing.ok("question", "amend", "q3", "--if", "It is winter.")
    words = ("--on", "2026-02-02", "--reason", "Nobody agrees.")
    done = disputing.json("resolve", 3, "disputed", "--condition", *words)["rows"][0]
    assert (done["target"], done["outcome"]) == ("condition", "disputed")
    assert disputing.json("show", 3)["rows"][0]["outcome"] == "open"


def test_a_new_outcome_is_listed_and_shown(disputing):
    (row,) = disputing.json("list", "--state", "disputed")["rows"]
    assert (row["number"], row["outcome"], row["state"], row["standing"]) == (2, "disputed", "disputed", "disputed")
    assert {row["number"] for row in disputing.json("list", "--state", "resolved")["rows"]} == {1, 2, 4}
    assert "disputed on 2026-02-02 (not scored: the parties tell it differently)" in disputing.ok("show", 2)
    assert "disputed" in disputing.ok("show", "q2")
    assert [row["outcome"] for row in disputing.json("question", "list")["rows"]] == [
        "true", "disputed", "open", "void"
    ]  # fmt: skip
    assert [row["question"] for row in disputing.json("due")["rows"]] == [3]


def test_a_new_outcome_is_counted_and_never_scored(disputing):
    for reading in ("coded", "strict", "charitable", "fraction"):
        total = disputing.json("summary", "--reading", reading)["total"]
        assert (total["disputed"], total["void"], total["true"], total["open"]) == (1, 1, 1, 1)
        assert (total["judged"], total["resolved_of_due"]) == (1, 3)
        assert total["brier"] == pytest.approx(0.04)
    assert "Disp." in disputing.ok("summary")


def test_a_new_outcome_is_no_trial_of_any_report(disputing):
    found = disputing.json("score")["total"]
    assert (found["scored"], found["disputed"], found["open"], found["void"]) == (1, 1, 1, 1)
    assert found["brier"] == pytest.approx(0.04)
    assert "1 open, 1 void, 1 disputed" in disputing.run("score").stderr + disputing.ok("score")
    for command in (("calibration",), ("trend", "Ann"), ("readings",)):
        assert disputing.run(*command).returncode == 0
    assert disputing.json("calibration")["rows"][0]["disputed"] == 1


def test_a_new_outcome_is_read_from_a_forecast_table(disputing):
    table = disputing.folder / "t.csv"
    table.write_text("analyst,question,probability,outcome\nA,q,0.8,1\nA,r,0.8,Disputed\n", encoding="utf-8")
    found = disputing.json("score", table)["total"]
    assert (found["scored"], found["disputed"]) == (1, 1)
    assert found["brier"] == pytest.approx(0.04)
    numbers = disputing.folder / "n.csv"
    numbers.write_text("analyst,question,quantile,value,observed\nA,q,0.5,2,3\nA,r,0.5,2,disputed\n", encoding="utf-8")
    found = disputing.json("score", numbers)["total"]
    assert (found["scored"], found["disputed"]) == (1, 1)
    table.write_text("analyst,question,probability,outcome\nA,q,0.8,nonsense\n", encoding="utf-8")
    refused = disputing.run("score", table)
    assert refused.returncode == 2
    assert "disputed" in refused.stderr


@pytest.mark.parametrize("kind", ["csv", "jsonl", "toml"])
def test_a_new_outcome_goes_out_in_a_file_and_comes_back(disputing, kind):
    disputing.ok("export", f"all.{kind}")
    assert "disputed" in (disputing.folder / f"all.{kind}").read_text(encoding="utf-8")
    other = ("--db", disputing.folder / "other.db")
    disputing.ok(*other, "init")
    disputing.ok(*other, "import", f"all.{kind}")
    figures = [disputing.json(*where, "summary")["rows"] for where in ((), other)]
    assert figures[0] == figures[1]
    if kind == "csv":
        with (disputing.folder / "all.csv").open(encoding="utf-8", newline="") as file:
            assert [row["outcome"] for row in csv.DictReader(file)] == ["true", "disputed", "", "void"]


def test_lint_takes_a_new_outcome_for_settled(disputing):
    done = disputing.run("lint", "--format", "json")
    assert [(row["rule"], row["claim"]) for row in json.loads(done.stdout)["rows"]] == [("no-deadline", 3)]
    assert done.returncode == 1


def test_a_ledger_with_an_outcome_of_another_program_is_read_by_none_that_does_not_know_it(disputing, run):
    """What the changed program has recorded is a word this one does not know."""
    for command in ("list", "summary", "score", "calibration", "lint", "question list"):
        done = run("--db", disputing.folder / "ledger.db", *command.split())
        assert done.returncode == 5, done.stdout
        assert "'disputed'" in done.stderr
