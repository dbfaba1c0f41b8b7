"""What only looks waits for nobody: it works while another program holds the write lock."""

import sqlite3
import tempfile
from contextlib import closing

import psycopg
import pytest
from cli_kit import Cli

from ledger.journal import engine
from ledger.journal.identity import LOCK

TALK = "Ann: It will rain tomorrow. It may snow.\n\nBob: I doubt that it will.\n"
CLAIMS = "analyst,stated_on,statement,likelihood,key\nBob,2026-02-01,It hails,70%,k1\nBob,2026-02-01,It thaws,20%,k2\n"
FEED = (
    '<rss version="2.0"><channel><title>Skies</title><item><title>Clouds</title><guid>1</guid>'
    "<pubDate>Sat, 10 Jan 2026 12:00:00 GMT</pubDate><description>It may snow.</description></item></channel></rss>"
)
LOOKS = [
    ["check", "--dry-run"],
    ["check", "e1", "--dry-run"],
    ["import", "claims.csv", "--dry-run"],
    ["import", "all.journal", "--dry-run"],
    ["export", "--as", "csv", "-"],
    ["export", "--as", "journal", "-"],
    ["verify"],
    ["upgrade"],
    ["list"],
    ["show", "1"],
    ["show", "d1"],
    ["log"],
    ["due"],
    ["summary"],
    ["score"],
    ["calibration"],
    ["coverage"],
    ["episode", "read", "d1"],
    ["episode", "suggest", "d1"],
    ["episode", "speakers", "d1"],
    ["episode", "glossary", "e1"],
    ["episode", "import", "feed.xml"],
]
each_look = pytest.mark.parametrize("words", LOOKS, ids=" ".join)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, db_path):
    """A ledger's address on either database, and how somebody else takes its write lock."""
    if request.param == "sqlite":
        return str(db_path), lambda: _holding_file(db_path)
    location = request.getfixturevalue("postgres_database")
    return location.url, lambda: _holding_server(location.conninfo)


def _holding_file(path):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return closing(connection)


def _holding_server(conninfo):
    connection = psycopg.connect(conninfo)
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    return closing(connection)


@pytest.fixture
def held(database, tmp_path, monkeypatch):
    """A ledger with a document and a quote, whose write lock is held; a writer gives up at once."""
    address, hold = database
    monkeypatch.setenv("LEDGER_DB", address)
    monkeypatch.chdir(tmp_path)
    cli = Cli()
    for name, text in (("talk.txt", TALK), ("claims.csv", CLAIMS), ("feed.xml", FEED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    cli.ok("init")
    cli.ok("add", "It snows", "--analyst", "Ann", "--on", "2026-01-10", "--show", "Skies", "--title", "Talk",
           "--quote", "It may snow")  # fmt: skip
    cli.ok("episode", "import", "talk.txt", "--episode", "e1")
    cli.ok("export", "all.journal")
    monkeypatch.setattr(engine, "WAIT", 0.2)
    with hold():
        yield cli


@each_look
def test_a_command_that_only_looks_works_beside_a_writer(held, words):
    done = held.run(*words, "--format", "json") if words[0] != "export" else held.run(*words)
    assert done.code == 0, done.err
    assert done.out


def test_the_lock_stops_a_command_that_records(held):
    for words in (["check"], ["import", "claims.csv"], ["episode", "import", "feed.xml", "--all"]):
        done = held.run(*words)
        assert done.code == 5, done.out
        assert done.out == ""


def test_lint_looks_beside_a_writer_too(held):
    assert held.run("lint").code == 1


def test_what_is_told_beside_a_writer_is_right_and_nothing_is_stored(held):
    before = held.rows("log")
    foretold = held.rows("import", "claims.csv", "--dry-run")
    assert foretold[0]["claims"] == 2
    checked = held.rows("check", "--dry-run")
    assert [row["state"] for row in checked] == ["anchored"]
    assert held.rows("log") == before


class TestWithoutAnotherWriter:
    @pytest.fixture
    def free(self, database, tmp_path, monkeypatch):
        monkeypatch.setenv("LEDGER_DB", database[0])
        monkeypatch.chdir(tmp_path)
        (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
        cli = Cli()
        cli.ok("init")
        return cli

    def test_a_rehearsal_of_claims_says_what_the_import_says_and_stores_nothing(self, free):
        for expected in (2, 0):
            before = free.rows("log")
            foretold = free.rows("import", "claims.csv", "--dry-run")[0]
            assert free.rows("log") == before
            came = free.rows("import", "claims.csv")[0]
            assert foretold == {**came, "dry_run": True}
            assert came["claims"] == expected
        assert free.ok("verify").code == 0

    def test_a_rehearsal_finds_the_faults_that_the_import_finds(self, free, tmp_path):
        (tmp_path / "claims.csv").write_text(CLAIMS.replace("70%", "170%").replace("k2", "k1"), encoding="utf-8")
        foretold, came = (free.run("import", "claims.csv", *more) for more in (["--dry-run"], []))
        assert (foretold.code, foretold.err) == (came.code, came.err)
        assert came.code == 2

    def test_a_rehearsal_where_no_ledger_is_says_so_in_its_own_name(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
        done = Cli().run("--db", "nowhere.db", "import", "claims.csv", "--dry-run")
        assert done.code == 3
        assert "There is no ledger at nowhere.db" in done.err


def test_a_rehearsal_of_a_journal_says_what_the_import_says_and_stores_nothing(database, tmp_path, monkeypatch):
    monkeypatch.setenv("LEDGER_DB", database[0])
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    cli, elsewhere = Cli(), ["--db", "elsewhere.db"]
    cli.ok(*elsewhere, "init")
    cli.ok(*elsewhere, "analyst", "add", "Ann")
    cli.ok(*elsewhere, "export", "early.journal")
    cli.ok(*elsewhere, "import", "claims.csv")
    cli.ok(*elsewhere, "export", "late.journal")
    cli.ok("import", "early.journal")
    before = cli.rows("log")
    foretold = cli.rows("import", "late.journal", "--dry-run")[0]
    assert cli.rows("log") == before
    came = cli.rows("import", "late.journal")[0]
    assert foretold == {**came, "dry_run": True}
    assert came["added"] == len(cli.rows("log")) - len(before) > 0


def test_a_rehearsal_on_an_altered_ledger_names_that_ledger(cli, db_path, tmp_path):
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    with closing(sqlite3.connect(db_path)) as connection:
        connection.execute("CREATE TABLE planted (a)")
    done = cli.run("import", tmp_path / "claims.csv", "--dry-run")
    assert done.code == 5
    assert str(db_path) in done.err


def test_a_rehearsal_leaves_no_copy_behind(cli, tmp_path, monkeypatch):
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    cli.ok("import", tmp_path / "claims.csv", "--dry-run")
    (tmp_path / "claims.csv").write_text(CLAIMS.replace("70%", "170%"), encoding="utf-8")
    assert cli.run("import", tmp_path / "claims.csv", "--dry-run").code == 2
    assert list(folder.iterdir()) == []
