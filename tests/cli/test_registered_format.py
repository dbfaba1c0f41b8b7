"""An output format is one entry of the registry: a new one works in every command without another line of code."""

import io
import json
from contextlib import redirect_stdout

import pytest
from cli_kit import command
from curve_ledgers import calibrated, learning, made
from test_output_formats import NARROW, WRITES

from ledger.render.formats import FORMATS, Contents, Format
from ledger.render.machine import json_text

NAME = "exchange"
READS = [
    *NARROW.values(),
    ["summary", "--peers", "--difficulty", "--shrunk", "--unresolved", "bounds"],
    ["score"],
    ["score", "--by", "topic"],
    ["calibration"],
    ["trend", "a5"],
    ["compare", "a5", "a1"],
    ["readings"],
    ["coverage"],
    ["list", "--text", "xyzzy"],
]
each_read = pytest.mark.parametrize("words", READS, ids=" ".join)
FINDINGS = ["lint"]


def on_one_line(report, _width, _colour):
    """A document is one line, so that documents can be counted."""
    return json_text({"rows": list(report.rows), "columns": [column.key for column in report.columns]})


@pytest.fixture
def register(monkeypatch):
    """Put a format into the registry, as whoever adds one does."""

    def put(format_):
        monkeypatch.setitem(FORMATS, format_.name, format_)

    return put


@pytest.fixture
def machine(register):
    register(Format(NAME, "one line for programs", on_one_line, Contents.DATA))


@pytest.fixture
def sheet(register):
    register(Format(NAME, "one line for people", on_one_line, Contents.TABLE))


def only_document(text):
    """What the one document holds; it is a failure that there are several, or anything beside it."""
    assert text.count("\n") == 1, text
    return json.loads(text)


@pytest.mark.usefixtures("machine")
class TestForPrograms:
    @each_read
    def test_every_reading_command_writes_one_document_with_the_rows_of_json(self, seeded, words):
        done = seeded.ok(*words, "--format", NAME)
        assert done.err == ""
        assert only_document(done.out)["rows"] == seeded.rows(*words)

    def test_what_ends_with_findings_is_one_document_too(self, seeded):
        done = seeded.run(*FINDINGS, "--format", NAME)
        assert done.code == 1
        assert only_document(done.out)["rows"] == seeded.run(*FINDINGS, "--format", "json").rows

    def test_the_demo_writes_one_document(self, nothing):
        assert only_document(nothing.ok("demo", "--format", NAME).out)["rows"]

    @pytest.mark.parametrize("claims", [calibrated, learning], ids=lambda function: function.__name__)
    @pytest.mark.parametrize("words", [["calibration"], ["trend", "Ann"]], ids=" ".join)
    def test_a_report_that_is_drawn_for_people_is_not_drawn(self, nothing, db_path, claims, words):
        made(db_path, Ann=claims())
        assert only_document(nothing.ok(*words, "--format", NAME).out)["rows"] == nothing.rows(*words)

    def test_every_command_that_records_answers_with_one_document(self, nothing, tmp_path):
        for words in [*WRITES, ["backup", str(tmp_path / "copy.db")]]:
            only_document(nothing.ok(*words, "--format", NAME).out)

    def test_the_answer_of_resolve_has_its_row_and_says_the_rest_elsewhere(self, cli):
        cli.add("It rains", "--by", "2026-05-01")
        done = cli.ok("resolve", 1, "true", "--on", "2026-06-01", "--evidence", "x", "--format", NAME)
        assert [row["outcome"] for row in only_document(done.out)["rows"]] == ["true"]

    def test_documents_and_their_suggestions_are_one_document(self, cli, tmp_path):
        page = tmp_path / "talk.txt"
        page.write_text("Ann: It will rain tomorrow. It may snow.\n\nBob: I doubt that it will.\n", encoding="utf-8")
        words = ["--show", "Skies", "--title", "Clouds", "--published", "2026-01-10"]
        only_document(cli.ok("episode", "import", page, *words, "--format", NAME).out)
        for read in ("suggest", "speakers", "glossary", "read"):
            found = only_document(cli.ok("episode", read, "e1", "--format", NAME).out)
            assert found["rows"] == cli.rows("episode", read, "e1")
        cli.ok("add", "It snows", "--episode", "e1", "--analyst", "Ann", "--quote", "It may snow")
        assert only_document(cli.ok("check", "--format", NAME).out)["rows"] == cli.rows("check")


@pytest.mark.usefixtures("sheet")
class TestOneTableForPeople:
    @each_read
    def test_every_reading_command_writes_one_table(self, seeded, words):
        assert only_document(seeded.ok(*words, "--format", NAME).out)["columns"]

    def test_every_command_that_records_answers_with_one_table(self, nothing, tmp_path):
        for words in [*WRITES, ["backup", str(tmp_path / "copy.db")]]:
            only_document(nothing.ok(*words, "--format", NAME).out)


@each_read
def test_a_page_for_people_has_the_tables_of_every_other_page(seeded, register, words):
    register(Format(NAME, "Markdown by another name", FORMATS["md"].write))
    assert seeded.ok(*words, "--format", NAME).out == seeded.ok(*words, "--format", "md").out


class Screen(io.StringIO):
    """Standard output that somebody looks at."""

    def isatty(self):
        return True


@pytest.mark.parametrize("raw", [True, False])
def test_text_as_it_stands_is_escaped_where_somebody_looks_and_nowhere_else(cli, register, raw):
    cli.add("It rains \x9b31m red")
    register(Format(NAME, "as it stands", lambda report, _width, _colour: report.rows[0]["statement"], raw=raw))
    assert "\x9b" in cli.ok("list", "--format", NAME).out
    screen = Screen()
    with redirect_stdout(screen), pytest.raises(SystemExit):
        command().main(["list", "--format", NAME], prog_name="ledger")
    assert ("\\u{9b}" in screen.getvalue()) == raw


def test_tabs_part_the_cells_on_a_terminal_too(cli):
    cli.add("It rains")
    screen = Screen()
    with redirect_stdout(screen), pytest.raises(SystemExit):
        command().main(["list", "--format", "tsv"], prog_name="ledger")
    assert "\t" in screen.getvalue()
    assert "\\u{9}" not in screen.getvalue()


def test_a_format_says_what_it_is_for():
    told = {name: (format_.contents, format_.raw) for name, format_ in FORMATS.items()}
    assert {name for name, (contents, _) in told.items() if contents is Contents.DATA} == {
        "json", "csv", "ndjson", "jsonl",
    }  # fmt: skip
    assert {name for name, (contents, _) in told.items() if contents is Contents.TABLE} == {"tsv"}
    assert {name for name, (_, raw) in told.items() if raw} == {"csv"}
