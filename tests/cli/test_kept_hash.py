"""A hash kept elsewhere is the only thing that shows that the end of a journal was cut off."""

import json
import sqlite3

import pytest
from cli_kit import Cli, copy_ledger


@pytest.fixture
def seeded(seed_file, db_path):
    copy_ledger(seed_file, db_path)
    return db_path


def last_hash(run, path):
    return json.loads(run("--db", str(path), "verify", "--format", "json").stdout)["hash"]


def cut_the_end_off(path):
    """Take the newest entry out as somebody who owns the file can: guards off, rows gone, guards back."""
    connection = sqlite3.connect(path)
    guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    last = connection.execute("SELECT MAX(seq) FROM entry").fetchone()[0]
    connection.execute("DELETE FROM resolution WHERE entry = ?", [last])
    connection.execute("DELETE FROM claim WHERE entry = ?", [last])
    connection.execute("DELETE FROM entry_body WHERE seq = ?", [last])
    connection.execute("DELETE FROM entry WHERE seq = ?", [last])
    for _, sql in guards:
        connection.execute(sql)
    connection.commit()
    connection.close()


def test_a_kept_hash_is_still_found_after_more_was_recorded(run, seeded):
    kept = last_hash(run, seeded)
    added = run("--db", str(seeded), "add", "It rains", "--analyst", "Ada", "--on", "2026-01-01", "--by", "2026-02-01")
    assert added.returncode == 0
    assert run("--db", str(seeded), "verify", "--against", kept).returncode == 0
    assert run("--db", str(seeded), "verify", "--against", kept[:12].upper()).returncode == 0


def test_a_cut_end_is_silent_alone_and_found_against_a_kept_hash(run, seeded):
    run("--db", str(seeded), "add", "It rains", "--analyst", "Ada", "--on", "2026-01-01", "--by", "2026-02-01")
    kept = last_hash(run, seeded)
    cut_the_end_off(seeded)
    assert run("--db", str(seeded), "verify").returncode == 0
    found = run("--db", str(seeded), "verify", "--against", kept)
    assert found.returncode == 1
    assert "kept" in found.stdout
    assert kept in found.stdout


@pytest.mark.parametrize("words", ["", "zzz", "abc", "0" * 65, "\x1b[31m"])
def test_what_is_not_a_hash_is_refused(seeded, words):
    found = Cli().run("--db", str(seeded), "verify", "--against", words)
    assert found.code == 2
    assert "not a hash" in found.err
