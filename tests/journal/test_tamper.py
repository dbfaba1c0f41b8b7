"""Whoever changes the file behind Ledger's back is found out, and the first entry that does not fit is named."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import sample

from ledger.journal.chain import Metadata, digest_of, genesis, link
from ledger.journal.fingerprint import AlteredSchema
from ledger.journal.location import Location
from ledger.journal.projector import TABLES
from ledger.journal.reader import reading
from ledger.journal.verify import Proof, verify
from ledger.journal.writer import BrokenHead, writing

GUARDS = ("entry_no_update", "entry_no_delete", "entry_next", "entry_body_no_update", "entry_body_no_delete")


@pytest.fixture
def ledger(sqlite_ledger: Location) -> Location:
    """Nine entries in three transactions."""
    sample.fill(sqlite_ledger, 3)
    assert sample.findings(sqlite_ledger) == []
    return sqlite_ledger


def path_of(location: Location) -> Path:
    assert location.path is not None
    return location.path


@contextmanager
def behind_its_back(location: Location, *, guarded: bool = False) -> Iterator[sqlite3.Connection]:
    """Another program's connection; without guards it takes the triggers away and puts them back unchanged."""
    with closing(sqlite3.connect(path_of(location), isolation_level=None)) as connection:
        guards = []
        if not guarded:
            guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, definition in guards:
            connection.execute(definition)


def chain_entry(proof: Proof) -> int:
    """The entry the chain check names."""
    found = [finding.entry for finding in proof.findings if finding.check == "chain"]
    assert len(found) == 1, proof.findings
    return found[0]


def test_taking_the_guards_away_and_putting_them_back_alone_is_no_finding(ledger: Location) -> None:
    """The control of every attack below: the harness itself changes nothing that is found."""
    with behind_its_back(ledger):
        pass
    assert sample.findings(ledger) == []


COLUMNS = [
    *(("entry", column) for column in ("id", "kind", "subject", "recorded_at", "actor", "digest", "hash")),
    *(("entry_body", column) for column in ("salt", "body")),
]


@pytest.mark.long("faults", sample=4)
@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t}.{c}" for t, c in COLUMNS])
def test_every_flip_of_one_bit_is_found_and_its_entry_named(ledger: Location, table: str, column: str) -> None:
    """A seeded sample of flips in each column, set back after each: 200 in bodies, 60 in each other column."""
    chosen = random.Random(f"{table}.{column}")
    with closing(sqlite3.connect(path_of(ledger), isolation_level=None)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        flips = 200 if column == "body" else 60
        found = 0
        for _ in range(flips):
            seq = chosen.randint(1, 9)
            (value,) = connection.execute(
                f"SELECT CAST({column} AS BLOB) FROM {table} WHERE seq = ?", (seq,)
            ).fetchone()
            flipped = bytearray(value)
            flipped[chosen.randrange(len(flipped))] ^= 1 << chosen.randrange(8)
            _put(connection, table, column, seq, bytes(flipped))
            with reading_checks(ledger) as first:
                assert first == seq, (seq, bytes(flipped))
                found += 1
            _put(connection, table, column, seq, value)
        for _, definition in guards:
            connection.execute(definition)
    assert found == flips
    assert sample.findings(ledger) == []


@contextmanager
def reading_checks(location: Location) -> Iterator[int]:
    """Only the check of the chain, which is quick enough to run hundreds of times."""
    from ledger.journal.reader import connect
    from ledger.journal.verify import check_chain

    reader = connect(location)
    try:
        findings = check_chain(reader, location)
    finally:
        reader.close()
    yield findings[0].entry if findings else 0


def _put(connection: sqlite3.Connection, table: str, column: str, seq: int, value: bytes) -> None:
    connection.execute(f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE seq = ?", (value, seq))


def test_a_flip_into_bytes_that_are_no_text_is_named_and_shown_as_damage(ledger: Location) -> None:
    with behind_its_back(ledger) as connection:
        _put(connection, "entry_body", "body", 5, b'{"a":"\xff\xfe"}')
    proof = verify(ledger)
    assert chain_entry(proof) == 5
    assert proof.entries == 9


@pytest.mark.parametrize("seq", [1, 5, 8])
def test_an_entry_taken_out_of_the_middle_is_found(ledger: Location, seq: int) -> None:
    with behind_its_back(ledger) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM entry_body WHERE seq = ?", (seq,))
        connection.execute("DELETE FROM entry WHERE seq = ?", (seq,))
    assert chain_entry(verify(ledger)) == seq


def test_a_body_taken_out_without_a_redaction_is_found(ledger: Location) -> None:
    with behind_its_back(ledger) as connection:
        connection.execute("DELETE FROM entry_body WHERE seq = 4")
    assert chain_entry(verify(ledger)) == 4


def test_entries_that_changed_places_are_found(ledger: Location) -> None:
    with behind_its_back(ledger) as connection:
        for old, new in ((4, 104), (5, 4), (104, 5)):
            connection.execute("UPDATE entry SET seq = ? WHERE seq = ?", (new, old))
            connection.execute("UPDATE entry_body SET seq = ? WHERE seq = ?", (new, old))
    assert chain_entry(verify(ledger)) == 4


def test_an_entry_put_in_from_another_ledger_is_found(ledger: Location, tmp_path: Path) -> None:
    """Even one whose own hash is right: it builds on another past."""
    with behind_its_back(ledger) as connection:
        metadata = Metadata("new-id", "analyst.added", "nobody", "2027-01-01T00:00:00.000000Z", "mallory")
        salt, body = "ab" * 16, json.dumps({"id": "nobody"})
        digest = digest_of(salt, body)
        forged = link(10, genesis("another ledger"), metadata, digest)
        connection.execute("INSERT INTO entry VALUES (10, ?, ?, ?, ?, ?, ?, ?)", (*metadata, digest, forged))
        connection.execute("INSERT INTO entry_body VALUES (10, ?, ?)", (salt, body))
    assert chain_entry(verify(ledger)) == 10


def test_a_ledger_given_another_identity_is_found(ledger: Location) -> None:
    with behind_its_back(ledger) as connection:
        connection.execute("UPDATE ledger_meta SET value = 'another' WHERE key = 'ledger_id'")
    assert chain_entry(verify(ledger)) == 1
    with behind_its_back(ledger) as connection:
        connection.execute("DELETE FROM ledger_meta")
    assert "identifier is gone" in " ".join(sample.findings(ledger))


@pytest.mark.parametrize("count", [1, 3, 9])
def test_a_tail_cut_off_without_a_trace_passes_and_only_a_hash_kept_elsewhere_shows_it(
    ledger: Location, count: int
) -> None:
    """The limit of any hash chain, stated: what is left is a shorter, honest ledger."""
    kept_elsewhere = verify(ledger).head
    last = 9 - count
    with behind_its_back(ledger) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        for table in ("claim", "question", "analyst"):
            if table == "question":
                connection.execute(
                    "DELETE FROM question_topic WHERE question_id IN (SELECT id FROM question WHERE entry > ?)", (last,)
                )
            connection.execute(f"DELETE FROM {table} WHERE entry > ?", (last,))
        for table in ("entry_body", "entry"):
            connection.execute(f"DELETE FROM {table} WHERE seq > ?", (last,))
    proof = verify(ledger)
    assert proof.findings == ()
    assert proof.head != kept_elsewhere


def test_a_tail_cut_off_carelessly_leaves_rows_the_journal_does_not_know(ledger: Location) -> None:
    with behind_its_back(ledger) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM entry_body WHERE seq = 9")
        connection.execute("DELETE FROM entry WHERE seq = 9")
    assert "tables: 9: claim 3 is in the table but not in the journal" in sample.findings(ledger)


NEXT = "'id', 'analyst.added', 's', '2027-01-01T00:00:00.000000Z', 'm', 'd', 'h'"
REFUSED = {
    "update": "UPDATE entry SET actor = 'mallory' WHERE seq = 2",
    "update or replace": "UPDATE OR REPLACE entry SET seq = 3 WHERE seq = 2",
    "delete": "DELETE FROM entry WHERE seq = 9",
    "replace": f"REPLACE INTO entry VALUES (9, {NEXT})",
    "replace by id": f"INSERT OR REPLACE INTO entry SELECT 10, id, {NEXT[6:]} FROM entry WHERE seq = 9",
    "upsert": f"INSERT INTO entry VALUES (9, {NEXT}) ON CONFLICT (seq) DO UPDATE SET actor = 'mallory'",
    "insert or ignore": f"INSERT OR IGNORE INTO entry VALUES (12, {NEXT})",
    "insert a past": f"INSERT INTO entry VALUES (0, {NEXT})",
    "insert without a place": f"INSERT INTO entry (id, kind, subject, recorded_at, actor, digest, hash) SELECT {NEXT}",
    "body update": "UPDATE entry_body SET body = '{}' WHERE seq = 2",
    "body delete": "DELETE FROM entry_body WHERE seq = 2",
    "body replace": "REPLACE INTO entry_body VALUES (2, 'aa', '{}')",
    "body upsert": "INSERT INTO entry_body VALUES (2, 'aa', '{}') ON CONFLICT (seq) DO UPDATE SET body = '{}'",
    "meta update": "UPDATE ledger_meta SET value = 'x'",
    "meta delete": "DELETE FROM ledger_meta",
    "meta replace": "REPLACE INTO ledger_meta VALUES ('ledger_id', 'x')",
}


@pytest.mark.parametrize("recursive", [False, True])
@pytest.mark.parametrize("attack", REFUSED)
def test_the_file_itself_refuses_every_statement_that_rewrites_the_journal(
    ledger: Location, attack: str, recursive: bool
) -> None:
    with behind_its_back(ledger, guarded=True) as connection:
        connection.execute(f"PRAGMA recursive_triggers={recursive}")
        before = connection.execute("SELECT * FROM entry JOIN entry_body USING (seq)").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match=r"only grows|ledger says of itself"):
            connection.execute(REFUSED[attack])
        assert connection.execute("SELECT * FROM entry JOIN entry_body USING (seq)").fetchall() == before
    assert sample.findings(ledger) == []


def test_without_its_guards_the_file_would_take_them(ledger: Location) -> None:
    """The control: each attack is one that SQLite itself would carry out."""
    with behind_its_back(ledger) as connection:
        for attack, statement in REFUSED.items():
            connection.execute("BEGIN")
            if attack != "insert a past":  # a CHECK refuses that one as well
                assert connection.execute(statement).rowcount >= 1, attack
            connection.execute("ROLLBACK")


def test_a_redacted_body_may_go_and_is_counted_as_redacted(ledger: Location) -> None:
    with behind_its_back(ledger, guarded=True) as connection:
        identifier, head = connection.execute(
            "SELECT (SELECT id FROM entry WHERE seq = 2), hash FROM entry WHERE seq = 9"
        ).fetchone()
        metadata = Metadata("redaction", "entry.redacted", identifier, "2027-01-01T00:00:00.000000Z", "court")
        salt, body = "cd" * 16, '{"reason":"court order"}'
        digest = digest_of(salt, body)
        entry = (10, *metadata, digest, link(10, head, metadata, digest))
        connection.execute(f"INSERT INTO entry VALUES ({', '.join('?' * 8)})", entry)
        connection.execute("INSERT INTO entry_body VALUES (10, ?, ?)", (salt, body))
        connection.execute("DELETE FROM entry_body WHERE seq = 2")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM entry_body WHERE seq = 3")
    proof = verify(ledger)
    assert (proof.entries, proof.redacted) == (10, 1)
    assert [finding for finding in proof.findings if finding.check == "chain"] == []


SCHEMA_ATTACKS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "dropped guard": lambda c: c.execute("DROP TRIGGER entry_no_update"),
    "planted guard": lambda c: c.execute(
        "CREATE TRIGGER planted AFTER INSERT ON claim BEGIN DELETE FROM claim WHERE id <> NEW.id; END"
    ),
    "planted view": lambda c: c.execute("CREATE VIEW v AS SELECT 1"),
    "planted table": lambda c: c.execute("CREATE TABLE x (a)"),
    "dropped index": lambda c: c.execute("DROP INDEX claim_question_id_index"),
    "added column": lambda c: c.execute("ALTER TABLE claim ADD COLUMN x TEXT"),
    "hollowed guard": lambda c: _rewrite_schema(c, "entry_no_update", "'the journal only grows", "'the journal"),
    "loosened check": lambda c: _rewrite_schema(c, "claim", "BETWEEN 0 AND 1000000", "BETWEEN 0 AND 9999999"),
}


def _rewrite_schema(connection: sqlite3.Connection, name: str, old: str, new: str) -> None:
    connection.execute("PRAGMA writable_schema=ON")
    changed = connection.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?", (old, new, name))
    assert changed.rowcount == 1
    connection.execute("PRAGMA writable_schema=OFF")


@pytest.mark.parametrize("attack", SCHEMA_ATTACKS)
def test_a_file_with_other_guards_is_never_written_to(ledger: Location, attack: str) -> None:
    with behind_its_back(ledger, guarded=True) as connection:
        SCHEMA_ATTACKS[attack](connection)
    before = path_of(ledger).read_bytes()
    with pytest.raises(AlteredSchema), writing(ledger) as writer:
        writer.add(sample.analyst("New"))
    assert path_of(ledger).read_bytes() == before
    assert [finding.check for finding in verify(ledger).findings] == ["schema"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET hash = 'nonsense' WHERE seq = 9",
        "UPDATE entry SET hash = upper(hash) WHERE seq = 9",
        "UPDATE entry SET recorded_at = '9999-01-01T00:00:00.000000Z' WHERE seq = 9",
        "UPDATE entry_body SET body = '{}' WHERE seq = 9",
        "UPDATE entry_body SET salt = '' WHERE seq = 9",
        "UPDATE entry SET hash = digest WHERE seq = 8",
        "DELETE FROM ledger_meta",
    ],
)
def test_nothing_is_built_on_a_newest_entry_that_does_not_fit(ledger: Location, damage: str) -> None:
    with behind_its_back(ledger) as connection:
        connection.execute(damage)
    before = path_of(ledger).read_bytes()
    with pytest.raises(BrokenHead, match="nothing was recorded"), writing(ledger) as writer:
        writer.add(sample.analyst("New"))
    assert path_of(ledger).read_bytes() == before


PROJECTION_EDITS = {
    "UPDATE claim SET point = 999999 WHERE number = 2": "claim 2 is not what the journal says (entry 6): point",
    "DELETE FROM claim WHERE number = 2": "claim 2 is in the journal (entry 6) but not in the table",
    "UPDATE question SET verdict = 'true' WHERE number = 1": (
        "question 1 is not what the journal says (entry 2): verdict"
    ),
    "UPDATE analyst SET number = 7 WHERE number = 3": "analyst 3 is not what the journal says (entry 7): number",
    "UPDATE claim SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE number = 1": (
        "claim 1 is not what the journal says (entry 3): recorded_at"
    ),
    "INSERT INTO question_topic SELECT id, 'planted' FROM question WHERE number = 1": "planted",
    "DELETE FROM question_topic WHERE topic = 'topic 0'": "topic 0",
    "INSERT INTO analyst_alias SELECT id, 'x', 'planted' FROM analyst WHERE number = 1": "planted",
}


@pytest.mark.parametrize("edit", PROJECTION_EDITS)
def test_an_edit_of_the_tables_people_query_is_named(ledger: Location, edit: str) -> None:
    with behind_its_back(ledger, guarded=True) as connection:
        assert connection.execute(edit).rowcount == 1
    (finding,) = verify(ledger).findings
    assert finding.check == "tables"
    assert PROJECTION_EDITS[edit] in finding.message


def test_many_findings_are_listed_in_part_and_counted(ledger: Location) -> None:
    sample.fill_more(ledger, 30)
    with behind_its_back(ledger, guarded=True) as connection:
        connection.execute("UPDATE analyst SET note = 'planted'")
    found = sample.findings(ledger)
    assert len(found) == 21
    assert found[-1] == "tables: 0: and 13 more"


HOSTILE_BODIES = {
    "no JSON": "nonsense",
    "a list": "[]",
    "a number": "1e999",
    "deep": "[" * 100_000,
    "unknown column": '{"id": "x", "nonsense": 1}',
    "SQL in a name": '{"id": "x", "name = \'\' --": 1}',
    "huge number": '{"id": "x", "low": 99999999999999999999999}',
    "half a surrogate": '{"id": "x", "name": "\\ud800"}',
    "missing": "{}",
}


@pytest.mark.parametrize(
    "kind", ["analyst.added", "resolution.added", "claim.recoded", "question.amended", "no.such", "x"]
)
@pytest.mark.parametrize("body", HOSTILE_BODIES.values(), ids=HOSTILE_BODIES)
def test_a_hostile_body_with_right_hashes_is_a_finding_and_never_a_crash(
    ledger: Location, kind: str, body: str
) -> None:
    with behind_its_back(ledger, guarded=True) as connection:
        (head,) = connection.execute("SELECT hash FROM entry WHERE seq = 9").fetchone()
        metadata = Metadata("hostile", kind, "x", "2027-01-01T00:00:00.000000Z", "mallory")
        digest = digest_of("ef" * 16, body)
        entry = (10, *metadata, digest, link(10, head, metadata, digest))
        connection.execute(f"INSERT INTO entry VALUES ({', '.join('?' * 8)})", entry)
        connection.execute("INSERT INTO entry_body VALUES (10, ?, ?)", ("ef" * 16, body))
    found = verify(ledger).findings
    assert all(finding.check == "tables" for finding in found)
    assert found or kind in {"no.such", "x"} or body == "{}" or kind in {"claim.recoded", "question.amended"}


@pytest.mark.postgres
class TestPostgresql:
    @pytest.fixture
    def owner(self, postgres_ledger: Location) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        sample.fill(postgres_ledger, 3)
        with psycopg.connect(postgres_ledger.conninfo, autocommit=True) as connection:
            yield connection

    ATTACKS = (
        "UPDATE entry SET actor = 'mallory' WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 9",
        "TRUNCATE entry CASCADE",
        "TRUNCATE entry_body",
        f"INSERT INTO entry VALUES (12, {NEXT})",
        f"INSERT INTO entry VALUES (12, {NEXT}) ON CONFLICT DO NOTHING",
        f"INSERT INTO entry VALUES (9, {NEXT}) ON CONFLICT (seq) DO UPDATE SET actor = 'mallory'",
        "UPDATE entry_body SET body = '{}' WHERE seq = 2",
        "DELETE FROM entry_body WHERE seq = 2",
        "INSERT INTO entry_body VALUES (2, 'aa', '{}') ON CONFLICT (seq) DO UPDATE SET body = '{}'",
        "UPDATE ledger_meta SET value = 'x'",
        "DELETE FROM ledger_meta",
        "TRUNCATE ledger_meta",
    )

    @pytest.mark.parametrize("attack", ATTACKS)
    def test_the_database_refuses_every_statement_that_rewrites_the_journal(
        self, postgres_ledger: Location, owner: psycopg.Connection[tuple[object, ...]], attack: str
    ) -> None:
        with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
            owner.execute(attack)
        assert sample.findings(postgres_ledger) == []

    SCHEMA = (
        "DROP TRIGGER entry_no_change ON entry",
        "ALTER TABLE entry DISABLE TRIGGER entry_no_change",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
        "CREATE RULE planted AS ON INSERT TO claim DO ALSO DELETE FROM analyst",
        "ALTER TABLE entry SET UNLOGGED",
        "ALTER TABLE claim ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE claim DROP CONSTRAINT claim_point_range",
        "ALTER TABLE claim ALTER COLUMN note SET DEFAULT 'x'",
        "DROP INDEX claim_question_id_index",
        "CREATE TABLE heir () INHERITS (entry)",
    )

    @pytest.mark.parametrize("attack", SCHEMA)
    def test_a_database_with_other_guards_is_never_written_to(
        self, postgres_ledger: Location, owner: psycopg.Connection[tuple[object, ...]], attack: str
    ) -> None:
        if "UNLOGGED" in attack:  # the table that refers to it has to go first
            owner.execute("ALTER TABLE entry_body DROP CONSTRAINT entry_body_seq_known")
            for table in TABLES:
                owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_entry_known")
        owner.execute(attack)
        with pytest.raises(AlteredSchema), writing(postgres_ledger) as writer:
            writer.add(sample.analyst("New"))
        assert [finding.check for finding in verify(postgres_ledger).findings] == ["schema"]

    def test_things_of_others_beside_the_ledger_are_none_of_its_business(
        self, postgres_ledger: Location, owner: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        owner.execute("CREATE TABLE somebody_elses (id integer PRIMARY KEY, n text DEFAULT 'x')")
        owner.execute("CREATE VIEW theirs AS SELECT * FROM somebody_elses")
        with writing(postgres_ledger) as writer:
            writer.add(sample.analyst("New"))
        assert sample.findings(postgres_ledger) == []

    def test_a_changed_body_is_found_and_a_lost_table_is_a_finding(
        self, postgres_ledger: Location, owner: psycopg.Connection[tuple[object, ...]]
    ) -> None:
        owner.execute("ALTER TABLE entry_body DISABLE TRIGGER USER")
        owner.execute("UPDATE entry_body SET body = replace(body, 'quote 1', 'quote 2') WHERE seq = 6")
        owner.execute("ALTER TABLE entry_body ENABLE TRIGGER USER")
        assert chain_entry(verify(postgres_ledger)) == 6
        owner.execute("DROP TABLE question_topic")
        found = verify(postgres_ledger)
        assert [finding.check for finding in found.findings] == ["schema", "chain", "tables"]
        assert found.entries == 9


def test_a_reader_never_writes(ledger: Location) -> None:
    with reading(ledger) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection.execute("DELETE FROM claim")
