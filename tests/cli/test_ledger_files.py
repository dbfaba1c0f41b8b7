"""What stands where the ledger should be: nothing, something else, an older or a newer one."""

import os
import shutil
import sqlite3
import stat

import pytest
from cli_kit import Cli

COMMANDS = {
    "list": ["list"],
    "show": ["show", "1"],
    "summary": ["summary"],
    "as of": ["summary", "--as-of", "2026-01-01"],
    "due": ["due"],
    "log": ["log"],
    "add": ["add", "It rains", "--analyst", "Ann", "--on", "2026-01-10"],
    "resolve": ["resolve", "1", "true", "--on", "2026-01-10", "--evidence", "x"],
    "seed": ["seed"],
    "analyst add": ["analyst", "add", "Ann"],
    "verify": ["verify"],
    "upgrade": ["upgrade"],
}
each_command = pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)


def refused(done, code, *phrases):
    assert (done.code, done.out) == (code, ""), done
    for phrase in phrases:
        assert phrase in done.err
    assert "Traceback" not in done.err


@each_command
def test_where_no_ledger_is_the_way_to_one_is_named(nothing, words, db_path):
    refused(nothing.run(*words), 3, f"There is no ledger at {db_path}", "ledger init")
    assert not db_path.exists()


def test_a_backup_of_nothing_leaves_nothing(nothing, tmp_path):
    refused(nothing.run("backup", tmp_path / "copy.db"), 3, "ledger init")
    assert not (tmp_path / "copy.db").exists()


def foreign(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()


MAKERS = {
    "a folder": lambda path: path.mkdir(),
    "an empty file": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("Dear diary,\n"),
    "another program's database": foreign,
    "a file cut off": lambda path: path.write_bytes(b"SQLite format 3\0"),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize(
    "words", [*COMMANDS.values(), ["init"], ["backup", "copy.db"]], ids=[*COMMANDS, "init", "backup"]
)
def test_what_is_no_ledger_is_left_alone(nothing, db_path, make, words, monkeypatch):
    monkeypatch.chdir(db_path.parent)
    make(db_path)
    before = db_path.read_bytes() if db_path.is_file() else None
    refused(nothing.run(*words), 4 if words == ["init"] else 5, str(db_path))
    assert (db_path.read_bytes() if db_path.is_file() else None) == before
    assert not db_path.with_name("copy.db").exists()


def with_version(path, number):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={number}")
    connection.commit()
    connection.close()


@each_command
def test_a_newer_ledger_asks_for_a_newer_program(cli, db_path, words):
    with_version(db_path, 9999)
    refused(cli.run(*words), 5, "Update the program")


@pytest.mark.parametrize("words", [words for name, words in COMMANDS.items() if name != "upgrade"])
def test_an_older_ledger_names_the_exact_command(cli, db_path, words):
    with_version(db_path, 0)
    refused(cli.run(*words), 5, f"ledger --db {db_path} upgrade")


def test_a_second_init_changes_nothing(seeded, db_path):
    before = db_path.read_bytes()
    refused(seeded.run("init"), 4, str(db_path))
    assert db_path.read_bytes() == before


def test_only_its_owner_may_read_a_ledger_and_its_backup(nothing, db_path, tmp_path):
    old = os.umask(0o022)
    try:
        nothing.ok("init")
        nothing.ok("backup", tmp_path / "copy.db")
    finally:
        os.umask(old)
    for path in (db_path, tmp_path / "copy.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_is_the_same_ledger(seeded, tmp_path):
    copy = tmp_path / "copy.db"
    seeded.ok("backup", copy)
    assert seeded.json("--db", copy, "summary") == seeded.json("summary")
    assert seeded.json("--db", copy, "verify")["ok"] is True


def test_a_backup_never_takes_the_place_of_a_file(seeded, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    refused(seeded.run("backup", tmp_path / "notes.txt"), 4, "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("target", ["no/such/folder/copy.db", "x" * 300])
def test_a_backup_that_cannot_be_made_is_a_sentence(seeded, tmp_path, target):
    done = seeded.run("backup", tmp_path / target)
    assert done.code in {2, 5}
    assert (done.out, len(done.err.splitlines())) == ("", 2)


@pytest.mark.parametrize("words", [["list"], ["init"]], ids=" ".join)
def test_a_name_too_long_for_a_file_is_a_sentence(nothing, tmp_path, words):
    done = nothing.run("--db", tmp_path / ("x" * 300), *words)
    assert done.code in {2, 3, 5}
    assert done.out == ""
    assert done.err


def test_init_in_a_folder_that_is_not_there_makes_it_or_says_so(nothing, tmp_path):
    done = nothing.run("--db", tmp_path / "new" / "ledger.db", "init")
    assert done.code in {0, 2, 5}
    assert bool(done.err) == bool(done.code)


def test_the_option_before_or_after_the_command_names_the_ledger(nothing, tmp_path):
    nothing.ok("--db", tmp_path / "one.db", "init")
    nothing.ok("add", "It rains", "--analyst", "Ann", "--on", "2026-01-10", "--db", tmp_path / "one.db")
    assert len(nothing.rows("--db", tmp_path / "one.db", "list")) == 1
    assert len(nothing.rows("list", "--db", f"sqlite:///{tmp_path}/one.db")) == 1
    refused(nothing.run("list"), 3, "ledger init")


def test_without_any_name_the_ledger_is_in_the_users_data_folder(nothing, tmp_path, monkeypatch):
    monkeypatch.delenv("LEDGER_DB")
    nothing.ok("init")
    assert (tmp_path / "home" / "data" / "ledger" / "ledger.db").is_file()
    assert nothing.rows("list") == []


@pytest.mark.parametrize(
    "address",
    ["postgresql://user:hunter2@127.0.0.1:1/none", "postgresql://127.0.0.1:1/none?user=u&password=hunter2",
     "postgresql+psycopg://user:hunter2@127.0.0.1:1/none", "mysql://user:hunter2@h/x",
     "postgresql://user:hunt@hunter2@127.0.0.1:1/x", "postgresql://user:hunter2@/none?host=/nowhere",
     "postgresql://user:hunter2%40x@127.0.0.1:1/none"],
)  # fmt: skip
@pytest.mark.parametrize(
    "words", [["list"], ["analyst", "add", "Ann"], ["init"], ["verify"], ["upgrade"]], ids=" ".join
)
def test_a_password_is_never_shown(nothing, address, words):
    done = nothing.run("--db", address, *words)
    assert done.code in {2, 5}
    assert done.out == ""
    assert "hunter2" not in done.err
    assert "hunt@" not in done.err


def test_a_read_only_ledger_can_be_read(seed_file, tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = folder / "ledger.db"
    shutil.copyfile(seed_file, path)
    path.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert len(Cli().rows("--db", path, "list")) == 46
    finally:
        folder.chmod(0o700)


def test_verify_ends_with_1_and_names_what_was_edited_behind_its_back(seeded, db_path):
    connection = sqlite3.connect(db_path)
    connection.execute("UPDATE question SET verdict = 'true' WHERE number = 3")
    connection.commit()
    connection.close()
    done = seeded.run("verify")
    assert done.code == 1
    assert "question" in done.out
    found = seeded.run("verify", "--format", "json").whole
    assert found["ok"] is False
    assert found["rows"]
