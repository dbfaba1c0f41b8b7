"""Import and export as a user meets them: in a terminal, in a pipe, with good files and with all the wrong ones."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
from cli_kit import Cli

from ledger.claimfiles import registry
from ledger.cli.bulk import CLAIM_FORMATS, FORMATS
from ledger.model.fields import COLUMNS

HOSTILE = (
    "=cmd()|' /C calc'!A0 \x1b[31mred\x1b]0;t\x07 \x9b2J \x7f \u202e59.0 \u200b\u2028 \U000e0041 [x] <script>;\nend"
)
each_format = pytest.mark.parametrize("name", CLAIM_FORMATS.split(", "))
HEAD = "analyst,statement,stated_on,likelihood\n"
GOOD = "Ann,It rains,2026-01-10,60%\n"


def dangerous(text: str, allowed: str = "\n") -> set[str]:
    """The characters a terminal obeys or hides."""
    return {c for c in text if c not in allowed and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the files of a test are."""
    found = tmp_path / "files"
    found.mkdir()
    monkeypatch.chdir(found)
    return found


def write(name, text):
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def shown(cli):
    """What a listing shows, but for when it was recorded."""
    rows = cli.rows("list")
    return [
        {name: value for name, value in row.items() if name not in {"recorded_at", "retrospective"}} for row in rows
    ]


def refused(done, code, *phrases):
    assert (done.code, done.out) == (code, ""), done
    for phrase in phrases:
        assert phrase in done.err
    assert "Traceback" not in done.err
    assert not dangerous(done.err)


@pytest.mark.usefixtures("folder")
class TestImport:
    @each_format
    def test_the_example_is_printed_and_can_be_imported_as_it_stands(self, cli, name):
        example = cli.ok("import", "--template", name)
        assert example.err == ""
        write(f"claims.{name}", example.out)
        done = cli.json("import", f"claims.{name}")["rows"]
        counts = {"claims": 3, "known": 0, "resolutions": 2, "skipped": 0}
        assert done == [{"file": f"claims.{name}", "format": name, **counts, "dry_run": False}]
        again = cli.ok("import", f"claims.{name}")
        assert again.out == "Recorded:       0 claims, 0 verdicts\nThere already:  3 claims\nNothing new.\n"

    def test_the_example_in_toml_explains_every_field(self, cli):
        text = cli.ok("import", "--template", "toml").out
        for line in text.splitlines():
            assert line == "" or line.startswith(("#", "[")) or " = " in line
        assert tomllib.loads(text)["claim"][0]["statement"]
        assert text.count("# ") >= 40

    def test_a_rehearsal_says_what_would_happen_and_stores_nothing(self, cli):
        write("claims.csv", HEAD + GOOD)
        done = cli.ok("import", "claims.csv", "--dry-run")
        assert done.out == "Would record:  1 claim, 0 verdicts\nNothing was stored: this was a rehearsal.\n"
        assert cli.rows("list") == []
        assert cli.rows("import", "claims.csv", "--dry-run")[0]["dry_run"] is True

    def test_every_fault_is_told_with_its_line_and_nothing_is_stored(self, cli):
        write("claims.csv", HEAD + GOOD + "Bob,It snows,01/05/19,60\n,It hails,2026-01-10\n")
        done = cli.run("import", "claims.csv")
        told = (
            "claims.csv:3: stated_on: '01/05/19' has",
            "claims.csv:3: likelihood: '60' alone",
            "claims.csv:4: has 3",
        )
        refused(done, 2, "3 faults found, nothing stored:", *told, "--skip-bad")
        assert cli.rows("list") == []

    def test_what_is_left_out_is_told_and_counted(self, cli):
        write("claims.csv", HEAD + GOOD + "Bob,It snows,2026-01-10,60\n")
        done = cli.ok("import", "claims.csv", "--skip-bad")
        assert done.out == "Recorded:  1 claim, 0 verdicts\nLeft out:  1 claim with faults\nSee: ledger list\n"
        assert done.err.startswith("left out: claims.csv:3: likelihood: '60' alone")
        assert cli.rows("import", "claims.csv", "--skip-bad") == [
            {"file": "claims.csv", "format": "csv", "claims": 0, "known": 1, "resolutions": 0, "skipped": 1,
             "dry_run": False}]  # fmt: skip

    def test_a_known_key_that_says_something_else_is_a_fault(self, cli):
        write("claims.csv", "key," + HEAD + "k1," + GOOD)
        cli.ok("import", "claims.csv")
        write("claims.csv", "key," + HEAD + "k1," + GOOD.replace("60%", "70%"))
        refused(cli.run("import", "claims.csv"), 2, "claims.csv:2: likelihood: is '70%' here and '60%' in claim 1")
        assert cli.claim(1)["likelihood"] == "60%"

    def test_the_files_of_the_seeds_can_be_imported(self, cli):
        for path in sorted((Path(__file__).parents[2] / "seeds").glob("*.toml")):
            cli.ok("import", path)
        assert len(cli.rows("list")) == 46
        assert cli.json("seed")["rows"] == [{"claims": 0, "resolutions": 0, "known": 46}]

    @pytest.mark.parametrize(
        ("name", "content", "code", "phrase"),
        [
            ("none.csv", None, 3, "There is no file 'none.csv'"),
            ("page.txt", "x", 2, "The format of 'page.txt' is not known"),
            ("empty.csv", "", 2, "no first line with the names of its columns"),
            ("head.csv", "Ann,It rains,2026\n", 2, "its first line must name its columns"),
            ("zip.csv", b"PK\x03\x04\x00\xff", 2, "it is not text"),
            ("zip.jsonl", b"PK\x03\x04\x00\xff", 2, "it is not text"),
            ("latin.csv", b"statement\nZ\xfcrich\n", 2, "latin.csv:2: character 2 is not UTF-8"),
            ("wide.csv", "statement\n".encode("utf-16"), 2, "it is UTF-16"),
            ("two.csv", "statement,made on,probability\n", 2, "made_on: is not a field; did you mean stated_on?"),
            ("no.jsonl", "[]", 2, "no.jsonl:1: is not a JSON object"),
            ("no.toml", "[[claim]]\nkey = \n", 2, "no.toml:2: cannot be read: Invalid value"),
            ("no.journal", "{}", 2, "no.journal:1: is not the head of a journal"),
            ("no.journal", "", 2, "no.journal:1: is not a line of a journal"),
        ],
    )  # fmt: skip
    def test_a_wrong_file_is_told_in_a_sentence(self, cli, name, content, code, phrase):
        if content is not None:
            write(name, content)
        refused(cli.run("import", name), code, phrase)

    @pytest.mark.parametrize("name", ["empty.jsonl", "empty.toml", "head.csv"])
    def test_a_file_without_claims_says_so(self, cli, name):
        write(name, HEAD if name == "head.csv" else "")
        assert cli.ok("import", name).out.endswith("The file holds no claims.\n")

    @pytest.mark.parametrize(
        ("words", "code", "phrase"),
        [
            ([], 2, "Name the file to import, or - for standard input."),
            (["."], 2, "it is a folder"),
            (["x.csv", "--as", "pdf"], 3, "There is no file 'x.csv'"),
            (["-"], 2, "say --as with one of: csv, jsonl, toml, journal."),
            (["-", "--as", "pdf"], 2, "--as 'pdf' is not known"),
            (["--template", "journal"], 2, "--template 'journal' is not known"),
            (["x.csv", "--template", "csv"], 2, "--template prints an example and imports nothing."),
        ],
    )
    def test_a_wrong_command_is_told_in_a_sentence(self, cli, words, code, phrase):
        refused(cli.run("import", *words), code, phrase)

    def test_claims_need_a_ledger_and_the_way_to_one_is_named(self, nothing, db_path):
        write("claims.csv", HEAD + GOOD)
        refused(nothing.run("import", "claims.csv"), 3, "ledger init")
        assert not db_path.exists()


@pytest.mark.usefixtures("folder")
class TestExport:
    @each_format
    def test_a_ledger_comes_back_from_any_format_as_it_was(self, seeded, name):
        before = shown(seeded)
        seeded.ok("export", f"all.{name}")
        copy = Cli()
        copy.ok("--db", "copy.db", "init")
        done = copy.ok("--db", "copy.db", "import", f"all.{name}", "--format", "json").rows[0]
        assert (done["claims"], done["resolutions"]) == (46, 42)
        rows = copy.ok("--db", "copy.db", "list", "--format", "json").rows
        assert [{key: value for key, value in row.items() if key not in {"recorded_at", "retrospective"}}
                for row in rows] == before  # fmt: skip
        copy.ok("--db", "copy.db", "verify")

    @each_format
    def test_a_file_is_for_its_owner_and_is_replaced_only_when_asked(self, seeded, folder, name):
        done = seeded.ok("export", f"all.{name}")
        assert done.out == f"Exported:  46 claims\nFile:      all.{name}\nRead it back with: ledger import all.{name}\n"
        assert stat.S_IMODE(Path(f"all.{name}").stat().st_mode) == 0o600
        assert seeded.ok("export", "-", "--as", name).out == Path(f"all.{name}").read_text(encoding="utf-8")
        write(f"all.{name}", "mine")
        refused(seeded.run("export", f"all.{name}"), 4, f"all.{name} is there already", "--force")
        assert Path(f"all.{name}").read_text() == "mine"
        assert seeded.rows("export", f"all.{name}", "--force") == [
            {"file": f"all.{name}", "format": name, "claims": 46}
        ]
        assert [path.name for path in folder.iterdir()] == [f"all.{name}"]

    def test_only_what_passes_the_filters_is_exported(self, seeded):
        for words in (["--analyst", "Feng Zhang"], ["--state", "scored", "--since", "2024"], ["--text", "missile"]):
            wanted = [row["key"] for row in seeded.rows("list", *words)]
            table = csv.DictReader(io.StringIO(seeded.ok("export", "-", "--as", "csv", *words).out, newline=""))
            assert [row["key"] for row in table] == wanted

    def test_a_past_moment_is_exported(self, cli):
        cli.add("It rains", "--likelihood", "60%")
        later = Cli("2026-08-01")
        later.ok("amend", "1", "--likelihood", "70%")
        for moment, said in (("2026-07-15", "60%"), ("2026-08-02", "70%")):
            (line,) = later.ok("export", "-", "--as", "jsonl", "--as-of", moment).out.splitlines()
            assert json.loads(line)["likelihood"] == said

    def test_an_empty_ledger_gives_an_empty_file(self, cli):
        assert cli.ok("export", "-", "--as", "csv").out.splitlines() == [",".join(COLUMNS)]
        assert cli.ok("export", "-", "--as", "jsonl").out == ""
        assert cli.ok("export", "-", "--as", "toml").err == "0 claims exported.\n"

    def test_hostile_text_is_kept_and_drives_no_terminal_and_no_sheet(self, cli):
        texts = ("--analyst", f"A {HOSTILE}", "--quote", HOSTILE, "--topic", HOSTILE, "--key", f"k {HOSTILE}")
        cli.ok("add", HOSTILE, "--on", "2026-01-10", "--new-analyst", *texts)
        for name in FORMATS.split(", "):
            done = cli.ok("export", "-", "--as", name)
            assert name == "csv" or not dangerous(done.out), name
            assert not dangerous(done.err)
            write(f"x.{name}", done.out)
        sheet = list(csv.reader(io.StringIO(Path("x.csv").read_bytes().decode(), newline="")))
        assert all(cell[:1] not in set("=+-@\t\r\n") for row in sheet for cell in row)
        before = shown(cli)
        for name in CLAIM_FORMATS.split(", "):
            cli.ok("--db", f"{name}.db", "init")
            cli.ok("--db", f"{name}.db", "import", f"x.{name}")
            assert cli.ok("--db", f"{name}.db", "list", "--format", "json").rows[0]["quote"] == before[0]["quote"]
            assert not dangerous(cli.run("import", f"x.{name}").out)

    def test_a_fault_in_hostile_text_is_shown_and_not_obeyed(self, cli):
        rows = [{"analyst": HOSTILE, "statement": "x", "stated_on": HOSTILE, "likelihood": HOSTILE, HOSTILE: 1},
                {"analyst": "Ann", "question": HOSTILE, "revises": HOSTILE, "stated_on": "2026-01-10"}]  # fmt: skip
        write("x.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        refused(cli.run("import", "x.jsonl"), 2, "x.jsonl:1: stated_on: ", "x.jsonl:2: revises: ")
        skipped = cli.ok("import", "x.jsonl", "--skip-bad")
        assert not dangerous(skipped.err)

    @pytest.mark.parametrize(
        ("words", "code", "phrase"),
        [
            ([], 2, "Name a file such as claims.csv, or say --as with one of: csv, jsonl, toml, journal."),
            (["x.pdf"], 2, "The format of 'x.pdf' is not known"),
            (["x.csv", "--analyst", "Nobody"], 3, "There is no analyst 'Nobody'"),
            (["nowhere/x.csv"], 2, "nowhere/x.csv cannot be made: No such file or directory."),
            (["x.journal", "--kind", "prediction"], 2, "A journal is the whole ledger."),
            (["link.csv", "--force"], 4, "link.csv is a link; it has not been touched."),
            (["folder.csv", "--force"], 4, "folder.csv is no plain file; it has not been touched."),
        ],
    )
    def test_a_wrong_command_is_told_in_a_sentence_and_leaves_nothing(self, seeded, folder, words, code, phrase):
        write("target", "mine")
        Path("link.csv").symlink_to("target")
        Path("folder.csv").mkdir()
        refused(seeded.run("export", *words), code, phrase)
        assert Path("target").read_text() == "mine"
        assert {path.name for path in folder.iterdir()} == {"target", "link.csv", "folder.csv"}

    def test_the_ledger_itself_is_never_replaced(self, seeded, db_path):
        refused(seeded.run("export", db_path, "--as", "csv", "--force"), 4, "is the ledger itself")
        seeded.ok("verify")


@pytest.mark.usefixtures("folder")
class TestJournal:
    def test_a_whole_ledger_goes_into_a_file_and_is_made_again_from_it(self, seeded):
        seeded.ok("amend", "1", "--likelihood", "70%")
        done = seeded.ok("export", "all.journal")
        head = seeded.head()
        assert head in done.out
        made = seeded.ok("--db", "copy.db", "import", "all.journal", "--format", "json").rows[0]
        assert (made["created"], made["added"], made["hash"]) == (True, made["entries"], head)
        for command in (["list"], ["summary"], ["log"], ["show", "1"]):
            words = [*command, "--format", "json"]
            assert seeded.ok("--db", "copy.db", *words).out == seeded.ok(*words).out
        seeded.ok("--db", "copy.db", "verify", "--against", head)

    def test_it_is_known_for_what_it_is_under_any_name(self, seeded):
        seeded.ok("export", "all.jsonl", "--as", "journal")
        assert seeded.ok("--db", "copy.db", "import", "all.jsonl", "--format", "json").rows[0]["format"] == "journal"

    def test_a_ledger_is_taken_further_and_the_same_changes_nothing(self, seeded):
        seeded.ok("export", "early.journal")
        seeded.add("It rains")
        seeded.ok("export", "late.journal")
        seeded.ok("--db", "copy.db", "import", "early.journal")
        told = seeded.ok("--db", "copy.db", "import", "late.journal").out
        assert "Recorded:    3 entries of" in told
        assert "Recorded:    nothing new" in seeded.ok("--db", "copy.db", "import", "late.journal").out
        assert "Recorded:    nothing new" in seeded.ok("--db", "copy.db", "import", "early.journal").out

    def test_another_ledger_or_another_way_is_refused(self, seeded):
        seeded.ok("export", "all.journal")
        seeded.ok("--db", "empty.db", "init")
        refused(seeded.run("--db", "empty.db", "import", "all.journal"), 4, "is another", "It is empty, but")
        seeded.ok("--db", "copy.db", "import", "all.journal")
        for words in ([], ["--db", "copy.db"]):
            seeded.ok(*words, "add", "It rains", "--analyst", "Ann", "--new-analyst", "--on", "2026-01-10")
        seeded.ok("export", "more.journal")
        refused(seeded.run("--db", "copy.db", "import", "more.journal"), 4, "went different ways: entry")

    def test_a_damaged_one_makes_nothing(self, seeded):
        seeded.ok("export", "all.journal")
        lines = Path("all.journal").read_text().splitlines(keepends=True)
        write("cut.journal", "".join(lines[:-1]))
        write("bad.journal", "".join([*lines[:9], lines[9].replace("a", "b", 1), *lines[10:]]))
        refused(
            seeded.run("--db", "copy.db", "import", "cut.journal"), 2, f"cut.journal:{len(lines) - 1}: is the last line"
        )
        refused(seeded.run("--db", "copy.db", "import", "bad.journal"), 2, "bad.journal:10: ")
        assert not Path("copy.db").exists()

    def test_a_rehearsal_makes_nothing(self, seeded):
        seeded.ok("export", "all.journal")
        done = seeded.ok("--db", "copy.db", "import", "all.journal", "--dry-run")
        assert "Would record:" in done.out
        assert not Path("copy.db").exists()

    def test_entries_cannot_be_left_out(self, seeded):
        seeded.ok("export", "all.journal")
        refused(seeded.run("--db", "copy.db", "import", "all.journal", "--skip-bad"), 2, "taken whole or not at all")

    @pytest.mark.usefixtures("seeded")
    def test_a_past_moment_is_a_whole_journal(self):
        later = Cli("2026-08-01")
        later.add("It rains")
        later.ok("export", "then.journal", "--as-of", "2026-07-15")
        made = later.ok("--db", "copy.db", "import", "then.journal", "--format", "json").rows[0]
        later.ok("--db", "copy.db", "verify")
        assert made["added"] == later.json("log")["as_of"]["entry"] - 3


class TestInAProcess:
    @pytest.mark.usefixtures("seeded")
    def test_a_ledger_is_piped_into_another(self, run):
        env = {"PYTHONIOENCODING": "ascii"}
        out = run("export", "--as", "jsonl", env=env)
        assert out.returncode == 0
        assert out.stderr == "46 claims exported.\n"
        run("--db", "copy.db", "init")
        done = run("--db", "copy.db", "import", "-", "--as", "jsonl", input=out.stdout)
        assert done.stdout.startswith("Recorded:  46 claims")

    def test_a_journal_is_piped_into_a_new_ledger(self, run, seeded, tmp_path):
        command = f'"{sys.executable}" -m ledger'
        piped = f"{command} export --as journal | {command} --db piped.db import - --as journal"
        done = subprocess.run(piped, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert run("--db", tmp_path / "piped.db", "verify", "--against", seeded.head()).returncode == 0

    @pytest.mark.usefixtures("seeded")
    def test_a_reader_that_has_seen_enough_is_no_error(self, tmp_path):
        piped = f'"{sys.executable}" -m ledger export --as journal | head -n 1 | grep -c ledger-journal-1'
        done = subprocess.run(piped, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.stdout == "1\n"
        assert "Traceback" not in done.stderr

    @pytest.mark.usefixtures("cli")
    def test_a_named_pipe_is_read_like_a_file(self, run, tmp_path):
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        feeder = subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'w').write({HEAD + GOOD!r})"])
        done = run("import", pipe, "--as", "csv")
        feeder.wait()
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Recorded:  1 claim")

    @pytest.mark.usefixtures("seeded")
    def test_exporting_loads_nothing_that_writes(self):
        code = "import sys; from ledger.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
        for name in FORMATS.split(", "):
            done = subprocess.run([sys.executable, "-c", code, "export", "--as", name], capture_output=True, text=True,
                                  check=True)  # fmt: skip
            assert not set(done.stderr.split()) & {"sqlmodel", "sqlalchemy", "alembic", "ledger.model.records"}, name


def test_the_formats_in_help_are_the_formats_there_are():
    assert FORMATS.split(", ") == list(registry.FORMATS)
    assert CLAIM_FORMATS.split(", ") == list(registry.claim_formats())
