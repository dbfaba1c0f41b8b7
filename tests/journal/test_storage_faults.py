"""What goes wrong around a ledger ends in a sentence, and never in a lost, broken or silently emptied record."""

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import sample

from ledger.errors import LedgerError, StorageError
from ledger.journal import engine, identity
from ledger.journal.backup import NoBackupHere, copy_database
from ledger.journal.database_errors import DiskFailed, DiskFull, LedgerBusy, RefusedByLedger, Unreachable
from ledger.journal.identity import NotALedger
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.schema import create
from ledger.journal.verify import verify
from ledger.journal.writer import writing

UNPRIVILEGED = "nobody"


@pytest.fixture
def ledger(sqlite_ledger: Location) -> Location:
    sample.fill(sqlite_ledger, 3)
    return sqlite_ledger


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "WAIT", 0.2)
    monkeypatch.setattr(engine, "WAIT", 0.2)


def path_of(location: Location) -> Path:
    assert location.path is not None
    return location.path


def add(location: Location, name: str = "New") -> None:
    with writing(location) as writer:
        writer.add(sample.analyst(name))


# Who may look.


def test_whatever_is_made_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        location = Location(path=tmp_path / "made" / "ledger.db")
        create(location)
        add(location)
        copy_database(location, tmp_path / "made" / "copy.db")
    finally:
        os.umask(before)
    made = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "made").iterdir()}
    assert {"ledger.db", "copy.db"} <= set(made)
    assert set(made.values()) == {0o600}


# A folder or a file that may not be written.


@pytest.fixture
def public(ledger: Location) -> Iterator[Path]:
    """A copy of the ledger in a folder that anybody may enter."""
    folder = Path("/tmp") / f"ledger-test-{os.getpid()}-{random.SystemRandom().randrange(10**9)}"
    folder.mkdir(mode=0o755)
    shutil.copy(path_of(ledger), folder / "ledger.db")
    (folder / "ledger.db").chmod(0o644)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


AS_SOMEBODY_ELSE = """
import os, pwd, sys, tempfile, sample
from pathlib import Path
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.schema import create
from ledger.journal.writer import writing

with tempfile.TemporaryDirectory() as folder:  # everything that is imported on the way is imported while it may be
    create(Location(path=Path(folder) / "l.db"))
    with writing(Location(path=Path(folder) / "l.db")) as writer:
        writer.add(sample.analyst())
if os.geteuid() == 0:  # to root no right is refused
    somebody = pwd.getpwnam(sys.argv[3])
    os.setgroups([])
    os.setgid(somebody.pw_gid)
    os.setuid(somebody.pw_uid)
location = Location(path=Path(sys.argv[2]))
try:
    if sys.argv[1] == "read":
        with reading(location) as reader:
            print(reader.rows("SELECT COUNT(*) AS n FROM claim"))
    elif sys.argv[1] == "write":
        with writing(location, actor="x") as writer:
            number = writer.add(sample.analyst("Somebody else"))
        print(number)
    else:
        create(location)
except Exception as error:
    print(type(error).__name__, error)
"""


def as_somebody_else(verb: str, path: Path) -> str:
    """What a user without rights of his own is told."""
    done = subprocess.run(
        [sys.executable, "-c", AS_SOMEBODY_ELSE, verb, str(path), UNPRIVILEGED],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_a_ledger_in_a_folder_of_somebody_else_can_be_read_and_not_written(public: Path) -> None:
    public.chmod(0o555)
    (public / "ledger.db").chmod(0o444)
    before = (public / "ledger.db").read_bytes()
    assert as_somebody_else("read", public / "ledger.db") == "[{'n': 3}]\n"
    said = as_somebody_else("write", public / "ledger.db")
    assert said.startswith(f"NotWritable {public / 'ledger.db'} cannot be written; nothing was recorded.")
    said = as_somebody_else("make", public / "another.db")
    assert said.startswith(f"StorageError {public / 'another.db'} cannot be made: Permission denied.")
    assert (public / "ledger.db").read_bytes() == before
    assert [path.name for path in public.iterdir()] == ["ledger.db"]


def test_a_writable_ledger_in_a_folder_that_is_not_says_so(public: Path) -> None:
    """The journal cannot be made, so nothing may be written, whatever the file's own rights say."""
    public.chmod(0o555)
    (public / "ledger.db").chmod(0o666)
    said = as_somebody_else("write", public / "ledger.db")
    assert said.startswith(f"NotWritable {public / 'ledger.db'} cannot be written; nothing was recorded.")


def test_a_ledger_that_may_not_be_looked_at_is_a_sentence_too(public: Path) -> None:
    (public / "ledger.db").chmod(0o600)
    said = as_somebody_else("read", public / "ledger.db")
    assert said.startswith(f"Unreadable {public / 'ledger.db'} cannot be read: Permission denied.")
    public.chmod(0o700)
    said = as_somebody_else("read", public / "ledger.db")
    assert said.startswith(f"Unreadable {public / 'ledger.db'} cannot be read: Permission denied.")


def test_with_rights_the_same_file_is_written(public: Path) -> None:
    """The control: nothing but the rights stood in the way."""
    public.chmod(0o777)
    (public / "ledger.db").chmod(0o666)
    assert as_somebody_else("write", public / "ledger.db") == "4\n"


# A disk that is full or fails.


def test_a_full_disk_records_nothing_and_leaves_the_ledger_readable(
    ledger: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = verify(ledger).head
    with closing(sqlite3.connect(path_of(ledger))) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    with monkeypatch.context() as full:
        full.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, f"max_page_count={pages}"))
        with pytest.raises(DiskFull, match="The disk is full; nothing was recorded"):
            sample.fill_more(ledger, 2000)
        assert verify(ledger).head == head
        assert sample.findings(ledger) == []
    add(ledger)
    assert verify(ledger).entries == 10


LIMITED = """
import resource, signal, sys, sample
from pathlib import Path
from ledger.journal.location import Location
from ledger.journal.writer import writing
path = Path(sys.argv[1])
limit = path.stat().st_size + int(sys.argv[2])
with writing(Location(path=path)) as writer:  # everything is imported before the limit is set
    pass
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with writing(Location(path=path)) as writer:
        for number in range(200):
            writer.add(sample.analyst(f"New {number}", note="x" * 1000))
    print("recorded")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("room", [-100_000, 0, 5_000, 50_000, 100_000])
def test_a_write_the_system_refuses_half_way_records_nothing(ledger: Location, room: int) -> None:
    """A quota, in effect: real writes to the real file fail, first at the start, then further and further on."""
    head = verify(ledger).head
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path_of(ledger)), str(room)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.startswith((DiskFailed.__name__, DiskFull.__name__)), done.stdout + done.stderr
    assert "nothing was recorded" in done.stdout
    assert sample.findings(ledger) == []
    assert verify(ledger).head == head
    add(ledger)


def test_with_room_enough_the_same_records_are_taken(ledger: Location) -> None:
    """The control of the quota."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path_of(ledger)), "10000000"], capture_output=True, check=False, timeout=60
    )
    assert done.stdout == b"recorded\n"
    assert verify(ledger).entries == 209
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != path_of(ledger).stat().st_size


# Somebody else is writing.


@contextmanager
def held(location: Location) -> Iterator[None]:
    """Another writer in the middle of its transaction."""
    if location.path is None:
        with psycopg.connect(location.conninfo) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [identity.LOCK])
            yield
        return
    with closing(sqlite3.connect(location.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.usefixtures("impatient")
def test_a_writer_who_waits_too_long_is_told_who_is_in_the_way_and_readers_go_on(location: Location) -> None:
    sample.fill(location, 1)
    with held(location):
        with pytest.raises(LedgerBusy, match="is in use by another writer; nothing was recorded"):
            add(location)
        assert len(sample.tables(location)["claim"]) == 1
    add(location)
    assert sample.findings(location) == []


@pytest.mark.usefixtures("impatient")
def test_a_reader_in_the_way_of_a_commit_costs_the_writer_not_the_record(ledger: Location) -> None:
    """In SQLite a commit waits for those who read."""
    with reading(ledger) as reader:
        assert reader.rows("SELECT COUNT(*) AS n FROM claim") == [{"n": 3}]
        with pytest.raises(LedgerBusy):
            add(ledger)
        assert reader.rows("SELECT COUNT(*) AS n FROM analyst") == [{"n": 3}]
    add(ledger)
    assert verify(ledger).entries == 10
    assert sample.findings(ledger) == []


@pytest.mark.postgres
@pytest.mark.parametrize("default", ["serializable", "repeatable read"])
def test_writers_that_wait_for_each_other_read_the_head_after_the_lock_whatever_the_server_prefers(
    postgres_ledger: Location, default: str
) -> None:
    """With a snapshot from before the wait the second would take the first one's place in the chain."""
    with psycopg.connect(postgres_ledger.conninfo, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation TO '{default}'")
    code = (
        "import sys, sample\n"
        "from ledger.journal.location import locate\n"
        "from ledger.journal.writer import writing\n"
        "print('ready', flush=True)\n"
        "with writing(locate(sys.argv[1])) as writer:\n"
        "    print(writer.add(sample.analyst('Second')))\n"
    )
    with writing(postgres_ledger) as writer:
        second = subprocess.Popen(
            [sys.executable, "-c", code, postgres_ledger.url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        waiting = "SELECT COUNT(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while writer.rows(waiting)[0]["n"] == 0 and second.poll() is None:
            pass
        writer.add(sample.analyst("First"))
    said, complaint = second.communicate(timeout=60)
    assert said.split() == ["ready", "2"], complaint
    assert sample.findings(postgres_ledger) == []


# A file that was damaged.


def test_a_file_cut_off_anywhere_is_never_called_whole(ledger: Location) -> None:
    whole = path_of(ledger).read_bytes()
    chance = random.Random(1)
    cuts = [0, 1, 15, 16, 60, 99, 100, 4096, 8192, len(whole) - 4096, len(whole) - 1]
    for cut in [*cuts, *(chance.randrange(len(whole)) for _ in range(89))]:
        path_of(ledger).write_bytes(whole[:cut])
        try:
            findings: object = verify(ledger).findings
        except StorageError as error:
            findings = error.message
        assert findings, f"cut at {cut}"
        if cut <= len(whole) - 4096:  # of a page cut in two SQLite takes the rest for zeros
            with pytest.raises(LedgerError):
                add(ledger)
            assert path_of(ledger).read_bytes() == whole[:cut]
    path_of(ledger).write_bytes(whole)
    assert sample.findings(ledger) == []


def test_no_damage_to_the_file_changes_the_record_unseen(ledger: Location) -> None:
    """200 damages of 1 to 64 bytes where the file holds something: found, or every entry and row is what it was."""
    whole = path_of(ledger).read_bytes()
    used = [place for place, byte in enumerate(whole) if byte]
    before = sample.bodies(ledger), sample.tables(ledger)
    chance = random.Random(7)
    found = harmless = 0
    for _ in range(200):
        start, size = chance.choice(used), chance.choice([1, 1, 1, 8, 64])
        noise = chance.randbytes(min(size, len(whole) - start))
        path_of(ledger).write_bytes(whole[:start] + noise + whole[start + len(noise) :])
        try:
            findings: object = verify(ledger).findings
        except StorageError as error:
            findings = error.message
        if findings:
            found += 1
        else:
            assert (sample.bodies(ledger), sample.tables(ledger)) == before
            harmless += 1
    assert found + harmless == 200
    assert found > 100


# A server that cannot be reached, and what may be said of it.

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://user:{SECRET}@127.0.0.1:1/db",
        f"postgresql://user:{SECRET}%40{SECRET}@127.0.0.1:1/db",
        f"postgresql://user:a%40{SECRET}%2F{SECRET}@127.0.0.1:1/db",
        f"postgresql://user@127.0.0.1:1/db?password={SECRET}",
        f"postgresql://user@127.0.0.1:1/db?connect_timeout=1&PASSWORD={SECRET}",
        f"postgresql://user@127.0.0.1:1/db?sslpassword={SECRET}&password={SECRET}",
        f"postgresql://user:{SECRET}@/db?host=/nowhere",
        f"postgresql://user:x%zz{SECRET}@127.0.0.1:1/db",
        f"postgresql://user:a/{SECRET}@127.0.0.1:1/db",
        f"postgresql://user:{SECRET}@127.0.0.1:port/db",
        f"postgresql://user:a@{SECRET}@127.0.0.1:1/db",
        f"postgresql://user@127.0.0.1:1/db?password=a@{SECRET}&connect_timeout=nonsense",
    ],
)
@pytest.mark.parametrize("verb", ["reading", "writing", "verify", "create"])
def test_no_error_tells_the_password(address: str, verb: str) -> None:
    location = Location(url=address.replace("postgresql://", "postgresql+psycopg://"))

    def attempt() -> None:
        if verb == "reading":
            with reading(location):
                pass
        elif verb == "writing":
            with writing(location):
                pass
        else:
            {"verify": verify, "create": create}[verb](location)

    with pytest.raises(LedgerError) as caught:
        attempt()
    assert SECRET not in str(caught.value)
    assert "postgresql+psycopg://user" in str(caught.value)


@pytest.mark.postgres
def test_a_refused_record_is_not_quoted_in_the_error(postgres_ledger: Location) -> None:
    """PostgreSQL's second line quotes the row; what it says must not pass for another kind of fault either."""
    who = sample.analyst("disk is full, database is locked")
    with writing(postgres_ledger) as writer:
        writer.add(who)
    with pytest.raises(RefusedByLedger) as caught:
        add(postgres_ledger, who.name)
    assert "locked" not in str(caught.value)


@pytest.mark.postgres
def test_a_database_that_is_not_there_and_a_role_without_rights_are_sentences(postgres_ledger: Location) -> None:
    missing = Location(url=postgres_ledger.url.replace("/test_", "/no_such_"))
    with pytest.raises(Unreachable, match="does not exist"):
        verify(missing)
    with psycopg.connect(postgres_ledger.conninfo, autocommit=True) as connection:
        role = f"reader_{connection.info.dbname}"
        connection.execute(f'CREATE ROLE "{role}" LOGIN')
        try:
            other = Location(url=postgres_ledger.url.replace("postgres@", f"{role}@"))
            with pytest.raises(Unreachable, match="permission denied"), writing(other):
                pass
            connection.execute(f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{role}"')
            assert verify(other).findings == ()
            with pytest.raises(Unreachable, match="permission denied"):
                add(other)
        finally:
            connection.execute(f'DROP OWNED BY "{role}"')
            connection.execute(f'DROP ROLE "{role}"')


# Copies.


def test_a_copy_is_the_ledger_even_while_a_writer_is_at_work(ledger: Location, tmp_path: Path) -> None:
    head = verify(ledger).head
    with held(ledger):
        copy_database(ledger, tmp_path / "copy.db")
    assert verify(Location(path=tmp_path / "copy.db")).head == head
    assert sample.findings(Location(path=tmp_path / "copy.db")) == []


def test_a_copy_that_fails_leaves_nothing_behind(ledger: Location, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    path_of(ledger).write_bytes(path_of(ledger).read_bytes()[:5000])
    with pytest.raises(LedgerError):
        copy_database(ledger, folder / "copy.db")
    assert list(folder.iterdir()) == []
    with pytest.raises(LedgerError, match="cannot be made"):
        copy_database(ledger, tmp_path / "no" / "such" / "folder.db")


@pytest.mark.postgres
def test_a_server_has_tools_of_its_own_for_copies(postgres_ledger: Location, tmp_path: Path) -> None:
    with pytest.raises(NoBackupHere, match="pg_dump"):
        copy_database(postgres_ledger, tmp_path / "copy.db")


def test_a_ledger_emptied_by_accident_is_not_made_anew(ledger: Location) -> None:
    path_of(ledger).write_bytes(b"")
    attempts: list[Callable[[], object]] = [lambda: add(ledger), lambda: verify(ledger), lambda: create(ledger)]
    for attempt in attempts:
        with pytest.raises(LedgerError):
            attempt()
    with pytest.raises(NotALedger, match="an empty file, not a ledger; it has not been touched"):
        add(ledger)
    assert path_of(ledger).read_bytes() == b""
