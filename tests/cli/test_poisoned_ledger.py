"""A ledger full of hostile text: it is kept as said, and nothing of it reaches a terminal, a page or a sheet alive."""

import csv
import io
import itertools
import json
import unicodedata
from pathlib import Path

import pytest
from cli_kit import Cli, copy_ledger
from tabulate import tabulate_formats

from ledger.render.formats import FORMATS as OUTPUT_FORMATS
from ledger.text.escape import guard, unguard

POISON = (
    "=cmd()|' /C calc'!A0 \x1b[31mred\x1b]0;title\x07\x1b]8;;http://evil\x07\x1b]52;c;ZXZpbA==\x07 \x9b2J \x08\x08\x7f"
    " \u202e59.0\u202c \u200b\u2066\U000e0041\ufeff\u2028 [bold]x[/bold] [/red] <script>alert(1)</script> <b onclick=x>"
    " | pipe `tick` *star* _under_ [a](javascript:alert(1)) \\input{/etc/passwd} $x$ {{7*7}} {color:red}"
    " %s %(a)s \\u{1b}\nsecond line\ttab\r\nthird \u5bcc\u58eb \U0001f600"
)
PERSON = POISON.replace("=", "")
STATEMENT = f"S {POISON}"
FIELDS = {"quote": "Q", "note": "N", "criteria": "C", "if": "I", "topic": "T", "key": "K", "cluster": "L"}
READERS = {
    "list": ["list"],
    "list of open claims": ["list", "--state", "open"],
    "show claim": ["show", "1"],
    "show question": ["show", "q1"],
    "show episode": ["show", "e1"],
    "show analyst": ["show", "a1"],
    "show by key": ["show", f"K {POISON}".strip()],
    "find": ["find", "script"],
    "due": ["due"],
    "log": ["log"],
    "log of a claim": ["log", "1"],
    "summary": ["summary"],
    **{f"summary by {by}": ["summary", "--by", by] for by in ("topic", "show", "year", "kind")},
    "summary filtered": ["summary", "--topic", f"T {POISON}"],
    "as of": ["list", "--as-of", "2026-07-01"],
    "analyst list": ["analyst", "list"],
    "analyst show": ["analyst", "show", f"A {POISON}"],
    "episode list": ["episode", "list"],
    "episode show": ["episode", "show", f"V {POISON}"],
    "question list": ["question", "list"],
    "verify": ["verify"],
    "seed": ["seed"],
}
MACHINE = {"csv", "json", "ndjson", "jsonl"}
FORMATS = list(OUTPUT_FORMATS)
BIDI = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def dangerous(text: str, allowed: str = "\n") -> set[str]:
    """The characters a terminal obeys or hides."""
    return {c for c in text if c not in allowed and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


@pytest.fixture(scope="session")
def poisoned_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poisoned") / "ledger.db"
    cli = Cli()
    texts = [part for name, letter in FIELDS.items() for part in (f"--{name}", f"{letter} {POISON}")]
    for command in (
        ["init"],
        ["episode", "add", "--show", f"W {POISON}", "--title", f"V {POISON}", "--published", "2026-01-10",
         "--url", f"javascript:{POISON}", "--language", "en\x1b[1m", "--note", f"M {POISON}", "--key", f"E {POISON}",
         "--person", f"P {PERSON}=R {PERSON}"],
        ["add", STATEMENT, "--analyst", f"A {POISON}", "--episode", "e1", "--likelihood", "80%", *texts],
        ["add", f"D {POISON}", "--analyst", f"A {POISON}", "--on", "2026-01-11"],
        ["resolve", "1", "partial=0.4", "--on", "2026-06-01", "--reason", f"Y {POISON}", "--evidence", f"X {POISON}",
         "--by", f"J {POISON}", "--note", f"Z {POISON}"],
        ["analyst", "alias", "a1", f"B {POISON}"],
        ["withdraw", "1", "--on", "2026-06-01", "--note", f"G {POISON}"],
        ["amend", "2", "--exclude", f"H {POISON}"],
        ["add", f"O {POISON}", "--analyst", f"A {POISON}", "--on", "2026-01-11"],
    ):  # fmt: skip
        cli.ok("--db", path, *command, env={"LEDGER_ACTOR": f"F {POISON}"})
    return path


@pytest.fixture
def poisoned(poisoned_file, db_path):
    copy_ledger(poisoned_file, db_path)
    return Cli()


def test_the_formats_are_all_there():
    # tsv of the world: what tabulate calls unsafehtml and latex_raw may be left out or made safe, not passed through
    assert {"table", "json", "csv", "md", "ndjson"} <= set(FORMATS)
    assert set(tabulate_formats) - {"latex_raw", "unsafehtml"} <= set(FORMATS)


@pytest.mark.long("fuzz", sample=9)
@pytest.mark.parametrize("command", READERS.values(), ids=READERS)
def test_nothing_a_terminal_obeys_comes_out_of_any_format(poisoned, command):
    for name in FORMATS:
        done = poisoned.run(*command, "--format", name)
        assert done.code == 0, (name, done.err)
        assert not dangerous(done.err), name
        if name != "csv":
            assert not dangerous(done.out, "\n\t" if name == "tsv" else "\n"), name
        assert not BIDI & set(done.err), name


MARKUP = {"html", "unsafehtml", "md", "github", "jira", "mediawiki", "textile", "asciidoc", "orgtbl", "moinmoin"}
MARKUP |= {"youtrack", "colon_grid", "pipe"}


@pytest.mark.parametrize("name", sorted(MARKUP & set(FORMATS)))
def test_no_mark_up_comes_out_of_a_mark_up_format(poisoned, name):
    out = poisoned.ok("list", "--format", name).out
    assert "<script" not in out
    assert "<b onclick" not in out
    assert "[a](javascript:" not in out or name in {"html", "unsafehtml"}  # where it is only text


@pytest.mark.parametrize("name", sorted(set(FORMATS) & {"latex", "latex_raw", "latex_booktabs", "latex_longtable"}))
def test_no_command_comes_out_of_latex(poisoned, name):
    assert "\\input{" not in poisoned.ok("list", "--format", name).out


def test_a_table_row_is_one_line_whatever_was_said(poisoned):
    for name in ("md", "github", "tsv", "orgtbl"):
        out = poisoned.ok("list", "--format", name).out
        assert sum(line.count("O ") > 0 and "second line" in line for line in out.splitlines()) >= 1, name


def test_json_gives_back_exactly_what_was_said(poisoned):
    row = poisoned.rows("list")[0]
    said = POISON  # already in normal form C
    assert unicodedata.normalize("NFC", said) == said
    assert row["statement"] == STATEMENT
    assert row["quote"] == f"Q {said}"
    assert row["key"] == f"K {said}"
    assert row["condition"] == f"I {said}"
    assert row["topics"] == [f"T {said}"]
    assert row["analyst"] == f"A {said}"
    assert row["show"] == f"W {said}"
    page = poisoned.json("show", 1)
    assert page["rows"][0]["criteria"] == f"C {said}"
    assert page["verdicts"][0]["reason"] == f"Y {said}"
    assert page["verdicts"][0]["evidence"] == [f"X {said}"]
    assert page["verdicts"][0]["judged_by"] == f"J {said}"
    assert page["history"][0]["actor"] == f"F {said}"
    episode = poisoned.json("show", "e1")["rows"][0]
    assert (episode["title"], episode["url"]) == (f"V {said}", f"javascript:{said}")
    assert episode["people"] == [{"name": f"P {PERSON}", "role": f"R {PERSON}"}]
    assert poisoned.rows("analyst", "list")[0]["aliases"] == [f"B {said}"]


def test_ndjson_gives_back_exactly_what_was_said(poisoned):
    rows = [json.loads(line) for line in poisoned.ok("list", "--format", "ndjson").out.splitlines()]
    assert [row["statement"] for row in rows] == [STATEMENT, f"D {POISON}", f"O {POISON}"]


def test_csv_gives_back_exactly_what_was_said_behind_its_guard(cli):
    risky = [f"{sign}1+1" for sign in "=+-@\uff1d\uff0b\uff0d\uff20'"] + ["'quoted'", "=cmd()|' /C calc'!A0"]
    for text in risky:
        cli.ok("add", "--analyst", "Ann", "--on", "2026-01-10", "--quote", f'{text}\nand\rmore, "so"', "--", text)
    rows = list(csv.DictReader(io.StringIO(cli.ok("list", "--format", "csv").out, newline="")))
    assert [unguard(row["statement"]) for row in rows] == risky
    assert [unguard(row["quote"]) for row in rows] == [f'{text}\nand\rmore, "so"' for text in risky]
    for row in rows:
        assert row["statement"].startswith("'")
        assert row["statement"] == guard(unguard(row["statement"]))
    assert all(not row["number"].startswith("'") for row in rows)


def test_an_answer_to_a_write_is_as_clean_as_a_report(poisoned):
    texts = [part for name, letter in FIELDS.items() if name != "key" for part in (f"--{name}", f"{letter} {POISON}")]
    for name in ("table", "json", "md", "csv"):
        for command in (
            ["add", f"{name} {POISON}", "--analyst", f"A {POISON}", "--on", "2026-01-12", *texts],
            ["resolve", "3", "void", "--on", "2026-06-01", "--reason", POISON, "--by", POISON],
            ["question", "amend", "q3", "--note", f"{name} {POISON}"],
            ["amend", "3", "--note", f"{name} {POISON}"],
            ["analyst", "add", f"{name} {POISON}", "--new-analyst"],
            ["episode", "add", "--show", f"{name} {POISON}", "--title", POISON],
        ):
            done = poisoned.ok(*command, "--format", name)
            assert not dangerous(done.err)
            assert name == "csv" or not dangerous(done.out)


@pytest.mark.parametrize(
    "command",
    [["show", POISON], ["list", "--analyst", POISON], ["list", "--kind", POISON], ["list", "--state", POISON],
     ["list", "--since", POISON], ["list", "--as-of", POISON], ["list", "--format", POISON],
     ["summary", "--by", POISON], ["due", "--within", POISON], ["log", "--last", POISON],
     ["resolve", "1", POISON], ["resolve", POISON, "true"],
     ["add", "x", "--analyst", "A", "--on", POISON], ["add", "x", "--analyst", "A", "--likelihood", POISON],
     ["add", "x", "--analyst", "A", "--on", "2026-01-10", "--scale", POISON], ["--db", POISON, "list"],
     ["--db", f"mysql://{POISON}", "list"], ["backup", f"/nowhere/{POISON}"], [POISON], ["list", f"--{POISON}"],
     ["show", "1", POISON], ["add", "x", "--analyst", f"A {POISON}!", "--on", "2026-01-10"],
     ["analyst", "merge", POISON, "--undo"], ["analyst", POISON]],
    ids=itertools.count(),
)  # fmt: skip
def test_an_error_about_hostile_text_is_clean(poisoned, command):
    done = poisoned.run(*command)
    assert done.code in {2, 3, 4, 5}
    assert done.out == ""
    assert done.err
    assert not dangerous(done.err), dangerous(done.err)


def test_the_name_of_a_ledger_file_is_shown_escaped(nothing, tmp_path):
    path = tmp_path / "a\x1b[31m\u202eb.db"
    made = nothing.ok("--db", path, "init")
    assert path.exists()
    assert not dangerous(made.out)
    assert "\\u{1b}[31m\\u{202e}b.db" in made.out
    backup = nothing.ok("--db", path, "backup", tmp_path / "c\x1b[0m.db")
    assert not dangerous(backup.out)
    again = nothing.run("--db", path, "init")
    assert again.code in {4, 5}
    assert not dangerous(again.err)
