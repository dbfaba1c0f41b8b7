"""Changes somebody else will want, made to a copy of the program in the one place each should cost, and then used.

``program`` copies what is shipped, makes the edits and runs the real command line of the copy,
each command in a process of its own.
"""

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import releases
from forked import Mother

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
class Added:
    """A file that somebody adds."""

    path: str
    text: str

    def make(self, root: Path) -> None:
        """Write it into a copy."""
        (root / self.path).write_text(self.text, encoding="utf-8")


@dataclass(frozen=True)
class Program:
    """A copy of the program; its ledger and the files it writes are in ``folder``."""

    folder: Path
    root: Path
    mother: Mother

    def run(self, *args: object) -> subprocess.CompletedProcess[str]:
        """Run a command of the copy."""
        env = {**os.environ, "PYTHONPATH": str(self.root), "LEDGER_DB": str(self.folder / "ledger.db")}
        return self.mother.run(*args, cwd=self.folder, env=env)

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
def libraries() -> Iterator[Mother]:
    """What the copies have in common, loaded once."""
    made = Mother()
    yield made
    made.close()


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory, libraries: Mother) -> Callable[..., Callable[[Path], Program]]:
    """A copy of the program with some edits, made once for all tests that want the same."""

    @cache
    def make(*edits: Edit) -> Callable[[Path], Program]:
        root = tmp_path_factory.mktemp("copy")
        for name in SHIPPED:
            if (ROOT / name).is_dir():
                shutil.copytree(
                    ROOT / name, root / name, ignore=shutil.ignore_patterns("*.pyc.*")
                )  # with what is compiled: only what is edited is compiled anew
            else:
                shutil.copy(ROOT / name, root / name)
        for edit in edits:
            edit.make(root)
        return lambda folder: Program(folder, root, libraries)

    return make


@pytest.fixture
def program(copied: Callable[..., Callable[[Path], Program]], tmp_path: Path) -> Callable[..., Program]:
    """A program with some edits, in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    return lambda *edits: copied(*edits)(folder)


DISPUTED = Edit(
    "ledger/model/vocabulary.py",
    at='    OPEN = "open", OutcomeFacts(',
    new='    DISPUTED = "disputed", OutcomeFacts("the parties tell it differently", "Disp.", -6)\n',
)


@pytest.fixture(scope="session")
def disputed_ledger(copied, tmp_path_factory):
    """A ledger of four claims made by a program that knows one more outcome: true, disputed, open, void."""
    copy = copied(DISPUTED)(tmp_path_factory.mktemp("disputed"))
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
    assert "Disp." in disputing.ok("summary", "--details")


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


@dataclass(frozen=True)
class Fingerprinted:
    """The fingerprint of a new revision, entered in a copy as whoever adds one does."""

    def make(self, root: Path) -> None:
        """Make a ledger with the copy, and enter what it looks like."""
        releases.know(root, "sqlite", str(root / "fresh.db"))


FIELD = (
    Edit(
        "ledger/model/fields.py",
        at='    Field("until", "Where in',
        new="""    Field("venue", "Before whom it was said.", "a hearing of the finance committee", like=("audience",),
          kept=Keeps.TEXT, limit=NAME_LIMIT, public=True, label="Venue",
          option=_everywhere("--venue", "Before whom it was said.")),
""",
    ),
    Added(
        f"migrations/versions/{releases.NEXT}_venues.py",
        f"""from alembic import op

revision = "{releases.NEXT}"
down_revision = "{releases.HEAD}"


def upgrade() -> None:
    op.execute("ALTER TABLE claim ADD COLUMN venue TEXT")
""",
    ),
    Edit("ledger/journal/identity.py", at=f'HEAD = "{releases.HEAD}"', new=f'HEAD = "{releases.NEXT}"', instead=True),
    Fingerprinted(),
)
"""Its declaration, and a revision with its number and its fingerprint."""
RAIN = ("--analyst", "Ann", "--on", "2026-01-10", "--by", "2026-02-01", "--criteria", "The gauge shows it.")


@pytest.fixture
def placing(program, forked):
    """A program whose claims have a venue, on a ledger that was made without one and is brought up to it."""
    copy = program(*FIELD)
    where = ("--db", copy.folder / "ledger.db")
    for command in (("init",), ("add", "It rains", *RAIN)):
        assert forked(*where, *command).returncode == 0
    assert "upgrade" in copy.run("list").stderr
    copy.ok("upgrade")
    return copy


def test_a_new_field_of_a_claim_is_said_changed_and_shown(placing):
    assert placing.json("list")["rows"][0]["venue"] is None
    said = placing.json("add", "It snows", *RAIN, "--venue", "the council")["rows"][0]
    assert said["venue"] == "the council"
    assert placing.json("amend", 1, "--venue", "the press")["rows"][0]["amended"] == ["venue"]
    assert [row["venue"] for row in placing.json("list")["rows"]] == ["the press", "the council"]
    assert "venue" in placing.ok("list", "--format", "csv").splitlines()[0].split(",")
    assert "Venue:       the press" in placing.ok("show", 1)
    assert 'amended claim 1: venue none -> "the press"' in placing.ok("log", 1, "--format", "csv").replace('""', '"')
    assert placing.json("amend", 1, "--venue", "")["rows"][0]["venue"] is None
    assert placing.json("revise", 2, "--on", "2026-01-20", "--likelihood", "70%")["rows"][0]["venue"] is None
    assert "venue is longer than 500" in placing.run("amend", 1, "--venue", "x" * 501).stderr
    for command in ("add", "amend", "revise"):
        assert "Before whom it was said." in placing.ok(command, "--help")
    placing.ok("verify")


@pytest.mark.parametrize("kind", ["csv", "jsonl", "toml"])
def test_a_new_field_of_a_claim_goes_out_in_a_file_and_comes_back(placing, kind):
    placing.ok("add", "It snows", *RAIN, "--venue", "the council", "--key", "k1")
    placing.ok("export", f"all.{kind}")
    other = ("--db", placing.folder / "other.db")
    placing.ok(*other, "init")
    placing.ok(*other, "import", f"all.{kind}")
    assert [row["venue"] for row in placing.json(*other, "list")["rows"]] == [None, "the council"]
    assert placing.json(*other, "import", f"all.{kind}")["rows"][0]["known"] == 2
    placing.ok(*other, "amend", "k1", "--venue", "the press")
    told = placing.json(*other, "import", f"all.{kind}")
    assert told["rows"][0]["known"] == 2  # the file is no more than older
    assert "a hearing of the finance committee" in placing.ok("import", "--template", kind)


def test_what_is_wrong_with_a_new_field_is_told_by_its_name(placing):
    claims = placing.folder / "claims.jsonl"
    said = {"key": "k1", "analyst": "Ann", "statement": "It hails", "stated_on": "2026-01-11"}
    claims.write_text(json.dumps({**said, "venue": "the council"}), encoding="utf-8")
    placing.ok("import", claims)
    for more, fault in (
        ({"venue": "the press"}, "venue: is 'the press' here and 'the council' in claim 2"),
        ({"key": "k2", "venue": "x" * 501}, "venue: is longer than 500 characters"),
        ({"key": "k2", "venue": 7}, "venue: must be text, not a number"),
        ({"key": "k2", "audience": "all"}, "audience: is not a field; did you mean venue?"),
    ):
        claims.write_text(json.dumps({**said, **more}), encoding="utf-8")
        done = placing.run("import", claims)
        assert (done.returncode, fault in done.stderr) == (2, True), done.stderr


KIND_OF_PAGE = (
    Added(
        "ledger/documents/minutes.py",
        '''"""Minutes of meetings: %MINUTES and a day, then the words as anybody writes them."""

from dataclasses import replace

from ledger.documents.kinds import PageKind
from ledger.documents.plain import read as read_plain


def read(raw, on):
    """Read minutes; the day stands in their first line."""
    return replace(read_plain(raw, on), kind=KIND.name, published_on=raw.text[9:19], show="Minutes", title="A meeting")


KIND = PageKind("minutes", "Minutes of a meeting", lambda raw: raw.text.startswith("%MINUTES "), read)
''',
    ),
    Edit("ledger/documents/kinds.py", at='"goodpods", "podquest",', new='"minutes", '),
)
"""One module, and its name in the list."""


def test_a_new_kind_of_page_is_known_wherever_pages_are(program):
    copy = program(*KIND_OF_PAGE)
    said = "%MINUTES 2026-01-10\n\nAnn Lee: I think the council will vote in June. It will probably rain.\n"
    (copy.folder / "a.txt").write_text(said, encoding="utf-8")
    copy.ok("init")
    (row,) = copy.json("episode", "import", "a.txt")["rows"]
    assert (row["page_kind"], row["show"], row["published_on"]) == ("minutes", "Minutes", "2026-01-10")
    assert "minutes" in copy.ok("show", "d1")
    assert "the council will vote in June" in copy.ok("episode", "read", "d1")
    assert any("vote in June" in found["sentence"] for found in copy.json("episode", "suggest", "d1")["rows"])
    copy.ok("add", "The council votes in June", "--analyst", "Ann Lee", "--episode", "e1", "--by", "2026-06-30",
            "--quote", "the council will vote in June", "--criteria", "The council's minutes.")  # fmt: skip
    assert copy.run("check").returncode == 0
    assert copy.json("coverage", "e1")["rows"]


MEASURE = Edit(
    "ledger/scoring/measures/discrimination.py",
    at='@measure(\n    "hit_rate",',
    new='''@measure(
    "boldness",
    title="Boldness",
    formula="mean distance of p from 1/2",
    orientation="neither",
    range=(0.0, 0.5),
    against="0 is always saying 50%",
    reference="a test, 2026",
)
def boldness(case: Case) -> Figures:
    """How far from one half forecasts are on average."""
    cells = case.cells
    return {"": divided(cells.sum(cells.n * np.abs(cells.p - 0.5)), cells.count)}


''',
)


def test_a_new_measure_is_given_wherever_measures_are_asked_for(program):
    copy = program(MEASURE)
    rows = "analyst,question,probability,outcome\nA,q,0.9,1\nA,r,0.7,0\nB,q,0.5,1\n"
    (copy.folder / "t.csv").write_text(rows, encoding="utf-8")
    found = {row["analyst"]: row["boldness"] for row in copy.json("score", "t.csv", "--measures", "boldness")["rows"]}
    assert found == {"A": pytest.approx(0.3), "B": 0.0}
    assert "boldness" in copy.json("score", "t.csv", "--measures", "all")["total"]
    assert "Boldness: 0 is always saying 50%." in copy.ok("score", "t.csv", "--measures", "brier,boldness")
    copy.ok("init")
    copy.ok("add", "Rain", "--analyst", "Ann", "--on", "2026-01-10", "--by", "2026-02-01", "--likelihood", "80%",
            "--criteria", "The gauge shows it.")  # fmt: skip
    copy.ok("resolve", "q1", "true", "--on", "2026-02-01", "--evidence", "https://example.org/1")
    assert copy.json("score", "--measures", "boldness")["total"]["boldness"] == pytest.approx(0.3)


INTERVAL = (
    Edit(
        "ledger/scoring/intervals.py",
        at="def _quantiles(",
        new='''@interval_method("tenth", title="A tenth either way", reference="a test, 2026")
def tenth(clusters: Clusters, _frame: Frame) -> Spread:
    """The plain mean, and a root of the variance of a tenth over Student's t."""
    mean = divided(clusters.sum(clusters.total), clusters.weight)
    return Spread(mean, (0.1 / t_quantile(0.9, 7)) ** 2 + 0 * mean, 7 + 0 * mean)


''',
    ),
    Edit("ledger/scoring/intervals.py", at='DEFAULT_METHOD = "plus-two"', new='DEFAULT_METHOD = "tenth"', instead=True),
)
"""A method, and that it is the one of bounded scores: every interval of one is then the mean -+ 0.1."""


def test_a_new_interval_method_is_used_by_every_command_that_prints_the_interval_of_a_score(program):
    copy = program(*INTERVAL)
    rows = [("q1", 0.6, 1), ("q2", 0.7, 0), ("q3", 0.4, 1), ("q4", 0.4, 0)]
    mean = sum((p - y) ** 2 for _, p, y in rows) / 4
    text = "analyst,question,probability,outcome\n" + "".join(f"Ann,{q},{p},{y}\n" for q, p, y in rows)
    (copy.folder / "t.csv").write_text(text, encoding="utf-8")
    copy.ok("init")
    for q, p, y in rows:
        copy.ok("add", f"Rain on {q}", "--analyst", "Ann", "--on", "2026-01-10", "--by", "2026-02-01",
                "--likelihood", f"{p:.0%}", "--criteria", "The gauge shows it.")  # fmt: skip
        copy.ok("resolve", q, "true" if y else "false", "--on", "2026-02-01", "--evidence", "https://example.org/1")
    found = {
        "summary": copy.json("summary")["rows"][0],
        "analyst show": copy.json("analyst", "show", "Ann")["total"],
        "score": copy.json("score")["rows"][0],
        "score FILE": copy.json("score", "t.csv")["rows"][0],
        "trend": copy.json("trend", "Ann")["total"],
        "calibration": copy.json("calibration")["rows"][0],
    }
    for command, row in found.items():
        assert row["brier"] == pytest.approx(mean), command
        ends = (row["brier_low"], row["brier_high"])
        assert ends == pytest.approx((mean - 0.1, mean + 0.1)), command
    gap = found["summary"]["confidence_gap"]
    for command in ("summary", "calibration"):
        assert found[command]["confidence_gap_low"] == pytest.approx(gap - 0.1), command


FORMAT = Edit(
    "ledger/render/formats.py",
    at='    Format("md", ',
    new="""    Format(
        "keys", "the keys of the rows, a line each",
        lambda report, _width, _colour: "\\n".join(sorted({key for row in report.rows for key in row})), Contents.DATA,
    ),
""",
)


def test_a_new_output_format_is_written_by_every_command(program):
    copy = program(FORMAT)
    copy.ok("init")
    added = copy.ok("add", "Rain", "--analyst", "Ann", "--on", "2026-01-10", "--by", "2026-02-01",
                    "--criteria", "The gauge shows it.", "--format", "keys")  # fmt: skip
    assert {"number", "analyst"} <= set(added.split())
    for line in ("list", "show 1", "due", "summary", "log", "analyst list", "question list", "score", "calibration"):
        keys = copy.ok(*line.split(), "--format", "keys").split("\n")
        assert keys == sorted(keys) or keys[-1] == "", line
        assert all(key.replace("_", "").isalnum() for key in keys if key), line
