"""Each listing and report in each format, and nothing else on standard output."""

import csv
import io
import json
import unicodedata

import pytest

from ledger.render.formats import FORMATS
from ledger.text.escape import unguard

LISTINGS = {
    "list": ["list"],
    "find": ["find", "north korea"],
    "due": ["due"],
    "log": ["log"],
    "summary": ["summary"],
    "summary by topic": ["summary", "--by", "topic"],
    "analyst list": ["analyst", "list"],
    "episode list": ["episode", "list"],
    "question list": ["question", "list"],
    "analyst show": ["analyst", "show", "Feng Zhang"],
    "show claim": ["show", "15"],
    "show question": ["show", "q15"],
    "show episode": ["show", "e1"],
}
ONE_LINE_EACH = {"plain", "simple", "tsv"}
each_listing = pytest.mark.parametrize("command", LISTINGS.values(), ids=LISTINGS)


def width(line):
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))


def as_cell(value):
    """What CSV writes for a value of JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, bool | list | dict) else repr(value)


@each_listing
def test_json_is_one_object_with_its_rows_and_the_entry_it_speaks_of(seeded, command):
    whole = seeded.json(*command)
    assert isinstance(whole["rows"], list)
    assert whole["rows"]
    assert whole["as_of"]["entry"] == len(seeded.rows("log"))
    assert len(whole["as_of"]["hash"]) == 64


@each_listing
def test_csv_says_the_same_as_json(seeded, command):
    rows = seeded.rows(*command)
    cells = list(csv.DictReader(io.StringIO(seeded.ok(*command, "--format", "csv").out, newline="")))
    assert [list(row) for row in cells] == [list(row) for row in rows]
    for row, line in zip(rows, cells, strict=True):
        assert {name: unguard(cell) for name, cell in line.items()} == {n: as_cell(value) for n, value in row.items()}


@each_listing
@pytest.mark.parametrize("name", ["ndjson", "jsonl"])
def test_ndjson_is_the_rows_one_a_line(seeded, command, name):
    lines = seeded.ok(*command, "--format", name).out.splitlines()
    assert [json.loads(line) for line in lines] == seeded.rows(*command)


@each_listing
def test_every_format_prints_something_and_nothing_on_standard_error(seeded, command):
    for name in list(FORMATS):
        done = seeded.ok(*command, "--format", name)
        assert done.out.endswith("\n"), name
        assert done.err == "", name


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"json", "csv", "ndjson", "jsonl"}))
def test_a_format_for_people_names_every_analyst(seeded, name):
    out = seeded.ok("summary", "--format", name).out
    assert "Tong Zhao" in out
    assert "Feng Zhang" in out


@pytest.mark.parametrize("option", ["--format", "-f"])
def test_the_format_can_be_given_by_either_option(cli, option):
    assert cli.ok("list", option, "json").whole["rows"] == []


def test_a_format_no_table_has_can_say_that_nothing_is_there(cli):
    for name in list(FORMATS):
        for command in ("list", "due", "summary", "log"):
            done = cli.ok(command, "--format", name)
            assert done.err == ""
    assert "ledger add" in cli.ok("list").out
    assert cli.rows("list") == []


def test_numbers_in_json_have_full_precision(cli):
    cli.add("It rains", "--likelihood", "2/3")
    cli.add("It snows", "--likelihood", "12.3456%")
    assert [row["probability"] for row in cli.rows("list")] == [0.666667, 0.123456]
    cli.resolve(1)
    assert cli.figures()["brier"] == pytest.approx((1 - 0.666667) ** 2, rel=1e-12)


def test_a_figure_stands_under_its_name_and_its_interval_beside_it(seeded):
    row = seeded.figures("Feng Zhang")
    for name in ("brier", "hit_rate", "confidence_gap", "brier_difference"):
        assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"], name
    assert row["hit_rate"] == 8 / 9


def test_a_figure_that_does_not_exist_is_null_and_a_dash(seeded):
    row = seeded.figures("Graham Allison")
    assert (row["brier"], row["brier_low"], row["hit_rate"]) == (None, None, None)
    assert "nan" not in seeded.ok("summary").out.lower()


def test_a_claim_in_json_has_what_the_record_has(cli):
    cli.ok("add", "It rains", "--analyst", "Ann", "--show", "Skies", "--title", "Clouds", "--published", "2026-01-10",
           "--quote", "rain it will", "--at", "1:02:03", "--kind", "assessment", "--attribution", "reported",
           "--denies", "--likelihood", "55-80%", "--by", "2026-12-31", "--topic", "b", "--topic", "a", "--topic", "b",
           "--key", "k")  # fmt: skip
    row = cli.claim(1)
    expected = {
        "number": 1, "key": "k", "analyst": "Ann", "stated_on": "2026-01-10", "statement": "It rains", "denies": True,
        "kind": "assessment", "attribution": "reported", "source": "range", "probability": 0.675,
        "probability_low": 0.55, "probability_high": 0.8, "deadline": "2026-12-31", "state": "open", "standing": "open",
        "question": 1, "episode": 1, "show": "Skies", "quote": "rain it will", "topics": ["a", "b"], "fraction": None,
        "retrospective": False, "withdrawn_on": None, "resolved_on": None, "condition": None,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert "1:02:03" in cli.ok("show", 1).out


WRITES = [
    ["init"],
    ["add", "It rains", "--analyst", "Ann", "--on", "2026-01-10", "--if", "it is wet"],
    ["revise", "1", "--on", "2026-01-11", "--likelihood", "70%"],
    ["withdraw", "2", "--on", "2026-01-12"],
    ["amend", "1", "--likelihood", "60%"],
    ["resolve", "1", "true", "--on", "2026-06-01", "--evidence", "x"],
    ["resolve", "1", "--reopen", "--reason", "r"],
    ["analyst", "add", "Zoe"],
    ["analyst", "alias", "Zoe", "Z."],
    ["analyst", "merge", "Zoe", "Ann"],
    ["analyst", "merge", "Zoe", "--undo"],
    ["episode", "add", "--show", "S", "--title", "T"],
    ["question", "amend", "q1", "--criteria", "c"],
    ["add", "It pours", "--analyst", "Ann", "--on", "2026-01-10"],
    ["question", "link", "q1", "3"],
    ["seed"],
    ["verify"],
    ["upgrade"],
]


@pytest.mark.parametrize("name", ["table", "json", "csv", "ndjson", "md"])
def test_every_command_that_records_answers_in_every_format(nothing, name, tmp_path):
    for command in [*WRITES, ["backup", str(tmp_path / "copy.db")]]:
        done = nothing.ok(*command, "--format", name)
        assert done.out or (name, command) == ("ndjson", ["verify"])
        if name == "json":
            assert len(done.rows) <= 1
        if name == "table":
            assert done.err == ""


def test_hints_never_mix_with_what_a_machine_reads(cli):
    done = cli.ok("add", "It rains and snows", "--analyst", "Ann", "--on", "2026-01-10", "--format", "json")
    assert done.rows[0]["hints"].keys() >= {"no-deadline", "compound"}
    assert "hint: no deadline" in done.err


NARROW = {**LISTINGS, "show analyst": ["show", "a2"], "list of one": ["list", "--analyst", "Tong Zhao"],
          "due overdue": ["due", "--as-of", "2030-01-01"], "verify": ["verify"]}  # fmt: skip


@pytest.mark.parametrize("command", NARROW.values(), ids=NARROW)
@pytest.mark.parametrize("columns", [80, 100])
def test_no_line_is_wider_than_columns(seeded, command, columns):
    out = seeded.ok(*command, env={"COLUMNS": str(columns)}).out
    assert max(map(width, out.splitlines())) <= columns


def test_without_columns_nothing_is_cut(seeded):
    long = max((row["statement"] for row in seeded.rows("list")), key=len)
    assert long in seeded.ok("list", env={"COLUMNS": ""}).out


def test_the_filters_of_a_list_can_be_combined(seeded):
    rows = seeded.rows("list", "--analyst", "Feng Zhang", "--state", "scored", "--kind", "prediction")
    assert rows
    assert {(row["analyst"], row["standing"], row["kind"]) for row in rows} == {("Feng Zhang", "scored", "prediction")}


@pytest.mark.parametrize(
    ("state", "n"),
    [("open", 7), ("overdue", 0), ("resolved", 39), ("true", 19), ("false", 7), ("partial", 1), ("void", 3),
     ("ambiguous", 4), ("scored", 18)],
)  # fmt: skip
def test_every_state_can_be_asked_for(seeded, state, n):
    assert len(seeded.rows("list", "--state", state)) == n


@pytest.mark.parametrize("words", ["beijing", "BEIJING", "\uff22eijing", "Beijing Washington", "washington beijing"])
def test_find_takes_no_notice_of_case_width_or_order(seeded, words):
    rows = seeded.rows("find", words)
    assert rows
    assert rows == seeded.rows("list", "--text", words)
    for row in rows:
        assert "beijing" in seeded.ok("show", row["number"], env={"COLUMNS": ""}).out.casefold()


def test_find_of_what_is_nowhere_is_empty_and_no_error(seeded):
    assert seeded.rows("find", "xyzzy") == []


class TestDue:
    @pytest.fixture
    def dated(self, cli):
        for statement, by in (
            ("a", "2026-06-30"),
            ("b", "2026-07-01"),
            ("c", "2026-07-31"),
            ("d", "2026-08-01"),
            ("e", None),
        ):
            cli.add(f"It rains {statement}", *(["--by", by] if by else []))
        return cli

    def test_it_sorts_by_deadline_and_says_how_soon(self, dated):
        rows = dated.rows("due")
        assert [row["when"] for row in rows] == ["overdue", "soon", "soon", "later", "no deadline"]
        assert [row["days"] for row in rows] == [-1, 0, 30, 31, None]

    def test_it_can_be_narrowed(self, dated):
        assert [row["question"] for row in dated.rows("due", "--overdue")] == [1]
        assert [row["question"] for row in dated.rows("due", "--within", "31d")] == [1, 2, 3, 4]
        assert [row["question"] for row in dated.rows("due", "--within", "1w")] == [1, 2]

    def test_it_names_a_wish_never(self, dated):
        dated.add("It should rain", "--kind", "normative", "--by", "2026-06-01")
        assert len(dated.rows("due")) == 5
