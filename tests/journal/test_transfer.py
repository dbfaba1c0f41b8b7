"""A whole ledger as a journal in a file: the copy is the same ledger, and a file that is not whole makes none."""

import io
import itertools
import json
import shutil
import sqlite3
import stat
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import effort
import postgres
import pytest
import sample
from hypothesis import HealthCheck, given, settings
from random_ledger import HISTORIES, live
from sqlalchemy import text

from ledger.claimfiles import journal as journal_lines
from ledger.claimfiles.journal import JournalExport, JournalFile, import_journal
from ledger.errors import ImportRejected, LedgerError
from ledger.journal import transfer
from ledger.journal.chain import FORMAT, Metadata, canonical, digest_of, genesis, link
from ledger.journal.entries import BrokenJournal, Chain, Kept
from ledger.journal.location import Location, locate
from ledger.journal.reader import reading
from ledger.journal.schema import create, upgrade
from ledger.journal.transfer import Diverged, OtherLedger, RedactsHere
from ledger.journal.verify import verify
from ledger.journal.writer import UnsafeCommit, locked, new_id, writing

SLOW = settings(max_examples=effort.examples(30), suppress_health_check=list(HealthCheck))
ASSETS = Path(__file__).parents[1] / "upgrade_assets"
INSTANT = "2026-01-01T00:00:00.000000Z"


def exported(location: Location, as_of: datetime | None = None) -> str:
    with reading(location, as_of) as reader:
        return "".join(JournalExport(reader).lines())


def bring(location: Location, journal: str, **options: Any) -> transfer.Transferred:
    return import_journal(location, io.BytesIO(journal.encode()), "file", **options)


def entries(location: Location) -> tuple[list[Any], list[Any]]:
    """Every byte of the journal."""
    with reading(location) as reader:
        return tuple(reader.rows(f"SELECT * FROM {table} ORDER BY seq") for table in ("entry", "entry_body"))  # type: ignore[return-value]


def same(one: Location, other: Location) -> bool:
    """Whether two ledgers are one: journal, tables, and proof."""
    assert sample.findings(other) == []
    return entries(one) == entries(other) and sample.tables(one) == sample.tables(other)


@pytest.fixture(params=["file", pytest.param("database", marks=pytest.mark.postgres)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Location]:
    """A place where no ledger is yet."""
    if request.param == "file":
        yield Location(path=tmp_path / "deep" / "copy.db")
        return
    url = request.getfixturevalue("postgres_url")
    name = f"test_{uuid.uuid4().hex}"
    yield locate(postgres.database(url, name))
    postgres.drop(url, name)


@pytest.fixture
def ledger(sqlite_ledger: Location) -> Location:
    """One of everything, in two transactions."""
    with writing(sqlite_ledger, actor="Zo\u00eb", now=lambda: sample.START) as writer:
        sample.one_of_each(writer)
    with writing(sqlite_ledger) as writer:
        writer.add(sample.analyst("Second", aliases=[]))
    return sqlite_ledger


def there(location: Location) -> bool:
    return location.path is not None and location.path.exists()


class TestTheWayThere:
    def test_the_copy_is_the_same_ledger(self, location: Location, target: Location) -> None:
        with writing(location) as writer:
            sample.one_of_each(writer)
        sample.fill(location, 2)
        done = bring(target, exported(location))
        assert (done.created, done.entries, done.added) == (True, 18, 18)
        assert same(location, target)
        assert done.head == verify(location).head == verify(target).head

    def test_an_empty_ledger_has_an_identifier_to_pass_on(self, sqlite_ledger: Location, target: Location) -> None:
        journal = exported(sqlite_ledger)
        done = bring(target, journal)
        assert (done.created, done.entries, done.added) == (True, 0, 0)
        assert done.ledger_id in journal
        assert exported(target) == journal
        with writing(sqlite_ledger) as writer:
            writer.add(sample.analyst())
        assert bring(target, exported(sqlite_ledger)).added == 1
        assert same(sqlite_ledger, target)

    def test_the_same_again_changes_nothing_and_more_takes_it_further(self, ledger: Location, target: Location) -> None:
        early = exported(ledger, datetime(2026, 1, 2, tzinfo=UTC))
        assert bring(target, early).added == 12
        assert bring(target, early).added == 0
        assert bring(target, exported(ledger)).added == 1
        assert same(ledger, target)
        assert (bring(target, early).entries, bring(target, early).added) == (12, 0)
        assert same(ledger, target)

    def test_who_goes_on_writing_in_the_copy_writes_the_next_entry(self, ledger: Location, target: Location) -> None:
        bring(target, exported(ledger))
        with writing(target) as writer:
            assert writer.add(sample.analyst("Third")) == 3
        assert sample.findings(target) == []
        assert bring(ledger, exported(target)).added == 1
        assert same(target, ledger)

    def test_a_rehearsal_leaves_everything_as_it_was(self, ledger: Location, target: Location) -> None:
        assert bring(target, exported(ledger), keep=False).added == 13
        assert not there(target)
        early = exported(ledger, datetime(2026, 1, 2, tzinfo=UTC))
        bring(target, early)
        assert bring(target, exported(ledger), keep=False).added == 1
        assert exported(target) == early

    def test_a_file_of_a_ledger_is_for_its_owner_alone(self, ledger: Location, tmp_path: Path) -> None:
        path = tmp_path / "copy.db"
        bring(Location(path=path), exported(ledger))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not [name for name in tmp_path.iterdir() if name.name.startswith(".making")]

    def test_entries_are_sent_in_many_batches(self, target: Location, ledger: Location) -> None:
        with writing(ledger) as writer:
            bob, carl = sample.analyst("Bob"), sample.analyst("Carl")
            writer.add(bob)
            writer.add(carl)
            writer.change(bob.model_copy(update={"name": "Rob", "match_key": "rob"}), "amended")
            writer.change(carl.model_copy(update={"name": "Bob", "match_key": "bob"}), "amended")
        sample.fill_more(ledger, 20)
        with patch.object(transfer, "FLUSH_AT", 7), patch.object(transfer, "_AT_ONCE", 4):
            bring(target, exported(ledger))
            assert same(ledger, target)
            sample.fill_more(ledger, 0)
            bring(target, exported(ledger))

    def test_names_that_changed_hands_in_one_transaction_do_so_again(self, target: Location, ledger: Location) -> None:
        with writing(ledger) as writer:
            bob = sample.analyst("Bob")
            writer.add(bob)
            writer.change(bob.model_copy(update={"name": "Rob", "match_key": "rob"}), "amended")
            writer.add(sample.analyst("Bob"))
        bring(target, exported(ledger))
        assert same(ledger, target)

    def test_a_ledger_that_began_under_an_earlier_release_travels(self, target: Location, tmp_path: Path) -> None:
        old = tmp_path / "old.db"
        with closing(sqlite3.connect(old)) as file:
            file.executescript((ASSETS / "0001.sql").read_text(encoding="utf-8"))
        upgrade(Location(path=old))
        bring(target, exported(Location(path=old)))
        assert same(Location(path=old), target)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Location]:
    """New ledgers, copied from one."""
    folder = tmp_path_factory.mktemp("ledgers")
    model = folder / "model.db"
    create(Location(path=model))
    numbers = itertools.count()

    def make() -> Location:
        path = folder / f"{next(numbers)}.db"
        shutil.copyfile(model, path)
        return Location(path=path)

    return make


@given(steps=HISTORIES)
@SLOW
def test_any_ledger_is_the_same_after_its_journey_in_one_go_or_two(fresh: Callable[[], Location], steps: Any) -> None:
    first, second, third = fresh(), fresh(), fresh()
    live(first, steps)
    for path in (second.path, third.path):
        assert path is not None
        path.unlink()
    bring(second, exported(first))
    bring(third, exported(first, datetime(2026, 3, 1, tzinfo=UTC)))
    bring(third, exported(first))
    assert same(first, second)
    assert same(first, third)
    assert exported(second) == exported(first)


def checked(journal: bytes) -> None:
    """All that is looked at on the way in, without a database."""
    file = JournalFile(io.BytesIO(journal), "file")
    if file.head.chain != FORMAT:
        raise file.fault(1, "another chain")
    chain, count = Chain(genesis(file.head.ledger)), 0
    for line, row in file.entries():
        count += 1
        fault = chain.fault(Kept(*row))
        if fault:
            raise file.fault(line, fault)
    if (file.count, file.hash) != (count, chain.head):
        raise file.fault(count + 2, "another end")


def unseen(journal: bytes, masks: tuple[int, ...]) -> list[int]:
    """The places of a file where a byte can be changed with nobody noticing."""
    found = []
    for place, mask in itertools.product(range(len(journal)), masks):
        changed = bytearray(journal)
        changed[place] ^= mask
        try:
            checked(bytes(changed))
        except (LedgerError, KeyError):
            continue
        found.append(place)
    return found


@pytest.fixture
def small(sqlite_ledger: Location) -> bytes:
    with writing(sqlite_ledger, now=lambda: sample.START) as writer:
        writer.add(sample.analyst("Zo\u00eb \u202e"))
        writer.add(sample.analyst("B"))
    return exported(sqlite_ledger).encode()


class TestDamage:
    def test_a_changed_byte_is_noticed_wherever_it_is(self, small: bytes) -> None:
        checked(small)
        assert unseen(small, (0x01, 0x20)) == []

    def test_without_looking_at_the_letters_some_would_not_be(self, small: bytes) -> None:
        """The control: JSON may be written in many ways, and hashes see only what it says."""
        with patch.object(JournalFile, "_exact", lambda *_: None):
            assert unseen(small, (0x20,)) != []

    def test_a_file_that_was_cut_off_is_noticed_wherever_that_was(self, small: bytes) -> None:
        for size in range(len(small)):
            with pytest.raises(LedgerError):
                checked(small[:size])

    @pytest.mark.parametrize(
        ("change", "line"),
        [
            (lambda lines: lines[:2] + lines[3:], 3),
            (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], 3),
            (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3),
            (lambda lines: lines[:-1], 14),
            (lambda lines: [*lines, lines[-1]], 16),
            (lambda lines: [lines[0], lines[-1]], 2),
            (lambda lines: [*lines[:5], lines[5].replace("statement", "statemant"), *lines[6:]], 6),
            (lambda lines: [*lines[:5], lines[5].replace(":", ": ", 1), *lines[6:]], 6),
            (lambda lines: [*lines[:5], "\n", *lines[5:]], 6),
            (lambda lines: [lines[0].replace("ledger-chain-1", "ledger-chain-2"), *lines[1:]], 1),
            (lambda lines: [lines[0].replace("ledger-journal-1", "ledger-journal-2"), *lines[1:]], 1),
            (lambda lines: [lines[0].replace('"ledger":"0', '"ledger":"1'), *lines[1:]], 2),
        ],
    )  # fmt: skip
    def test_a_fault_has_its_line_and_nothing_is_stored(
        self, ledger: Location, target: Location, change: Callable[[list[str]], list[str]], line: int
    ) -> None:
        journal = exported(ledger)
        broken = "".join(change(journal.splitlines(keepends=True)))
        assert broken != journal
        with pytest.raises(ImportRejected) as caught:
            bring(target, broken)
        assert [problem.line for problem in caught.value.problems] == [line]
        assert not there(target)
        assert target.path is None or not list(target.path.parent.glob("*"))
        early = exported(ledger, datetime(2026, 1, 2, tzinfo=UTC))
        bring(target, early)
        with pytest.raises(LedgerError):
            bring(target, broken)
        assert exported(target) == early

    def test_what_was_changed_on_the_way_to_the_disk_is_noticed(self, ledger: Location, target: Location) -> None:
        insert = transfer.Copier._insert

        def altered(self: Any, table: str, rows: Any) -> None:
            if table == "entry_body":
                rows = [{**row, "body": row["body"].replace("Zhao", "Zhap")} for row in rows]
            insert(self, table, rows)

        with patch.object(transfer.Copier, "_insert", altered), pytest.raises(UnsafeCommit):
            bring(target, exported(ledger))
        assert not there(target)

    def test_a_ledger_that_is_not_whole_is_not_passed_on(self, ledger: Location) -> None:
        with closing(sqlite3.connect(str(ledger.path))) as file:
            file.execute("DROP TRIGGER entry_body_no_update")
            file.execute("UPDATE entry_body SET body = REPLACE(body, 'Zhao', 'Zhap') WHERE seq = 1")
            file.commit()
        with pytest.raises(BrokenJournal, match="the body of entry 1 was changed"):
            exported(ledger)


class TestOthers:
    def test_another_ledger_is_left_alone(self, ledger: Location, location: Location, tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        create(Location(path=other))
        for found in (location if location.path is None else Location(path=other),):
            before = exported(found)
            with pytest.raises(OtherLedger, match="It is empty, but has its own identifier"):
                bring(found, exported(ledger))
            assert exported(found) == before

    def test_a_ledger_that_went_another_way_is_left_alone(self, ledger: Location, target: Location) -> None:
        bring(target, exported(ledger))
        for place, name in ((ledger, "Here"), (target, "There")):
            with writing(place) as writer:
                writer.add(sample.analyst(name))
        before = exported(target)
        with pytest.raises(Diverged, match="entry 14 is not the same"):
            bring(target, exported(ledger))
        assert exported(target) == before

    @pytest.mark.parametrize("make", [lambda path: path.write_text("Dear diary"), lambda path: path.mkdir()])
    def test_what_is_no_ledger_is_left_alone(
        self, ledger: Location, tmp_path: Path, make: Callable[[Path], None]
    ) -> None:
        place = tmp_path / "diary"
        make(place)
        with pytest.raises(LedgerError, match="not a ledger"):
            bring(Location(path=place), exported(ledger))


def redact(location: Location, seq: int) -> None:
    """Take a body out, as a court would have it: the entry that says so first."""
    with locked(location) as connection:
        (last, head, subject), *_ = connection.execute(
            text("SELECT e.seq, e.hash, r.id FROM entry e, entry r WHERE r.seq = :seq ORDER BY e.seq DESC LIMIT 1"),
            {"seq": seq},
        ).fetchall()
        metadata = Metadata(new_id(), "entry.redacted", subject, "2027-01-01T00:00:00.000000Z", "court")
        salt, body = "cd" * 16, canonical({"reason": "court order"})
        digest = digest_of(salt, body)
        values = {
            "seq": last + 1,
            **metadata._asdict(),
            "digest": digest,
            "hash": link(last + 1, head, metadata, digest),
        }
        names = ", ".join(values)
        holes = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"INSERT INTO entry ({names}) VALUES ({holes})"), values)
        connection.execute(text("INSERT INTO entry_body VALUES (:seq, :salt, :body)"),
                           {"seq": last + 1, "salt": salt, "body": body})  # fmt: skip
        connection.execute(text("DELETE FROM entry_body WHERE seq = :seq"), {"seq": seq})


class TestRedaction:
    @pytest.fixture
    def redacted(self, location: Location) -> Location:
        """A claim coded twice, the first recoding of which is gone."""
        with writing(location) as writer:
            who, what = sample.analyst(), sample.question()
            said = sample.claim(who, what)
            for body in (who, what, said):
                writer.add(body)
            for point in (650_000, 700_000):
                writer.change(said.model_copy(update={"point": point}), "amended")
        redact(location, 4)
        assert sample.findings(location) == []
        return location

    def test_what_was_taken_out_stays_out(self, redacted: Location, target: Location) -> None:
        assert bring(target, exported(redacted)).entries == 6
        assert same(redacted, target)
        assert "650000" not in exported(target)
        assert verify(target).redacted == 1

    def test_what_is_gone_without_a_word_is_a_fault(self, redacted: Location, target: Location) -> None:
        lines = exported(redacted).splitlines(keepends=True)
        with reading(redacted) as reader:
            head = reader.rows("SELECT hash FROM entry WHERE seq = 5")[0]["hash"]
        with pytest.raises(ImportRejected) as caught:
            bring(target, "".join([*lines[:6], journal_lines.end_line(5, head)]))
        assert str(caught.value.problems[0]) == "file:5: the body of entry 4 is gone, and no redaction says why"
        with pytest.raises(BrokenJournal, match="no redaction by then"):
            exported(redacted, datetime(2026, 12, 31, tzinfo=UTC))

    def test_what_is_held_here_is_not_dropped_unseen(self, ledger: Location, target: Location) -> None:
        bring(target, exported(ledger))
        redact(ledger, 7)
        before = exported(target)
        with pytest.raises(RedactsHere, match="Entry 14 of the journal redacts"):
            bring(target, exported(ledger))
        assert exported(target) == before


def forged(*written: tuple[str, str, str]) -> Iterator[str]:
    """A journal whose chain is sound, of any entries: kind, subject and body."""
    ledger, salt = new_id(), "00" * 16
    head = genesis(ledger)
    yield journal_lines.head_line(FORMAT, ledger)
    for seq, (kind, subject, body) in enumerate(written, start=1):
        metadata = Metadata(new_id(), kind, subject, INSTANT, "forger")
        digest = digest_of(salt, body)
        head = link(seq, head, metadata, digest)
        yield journal_lines.entry_line((seq, *metadata, digest, head, salt, body))
    yield journal_lines.end_line(len(written), head)


def body(values: dict[str, Any]) -> str:
    return canonical(values)


ANN = sample.analyst("Ann").model_dump(mode="json")
RAIN = sample.question("It rains").model_dump(mode="json")
LOST = {**sample.claim(sample.analyst(), sample.question()).model_dump(mode="json")}
FORGERIES = {
    "a kind from the future": [("forecast.added", "x", "{}")],
    "no kind": [("analyst", ANN["id"], body(ANN))],
    "a field from the future": [("analyst.added", ANN["id"], body({**ANN, "mood": "sunny"}))],
    "a field that is SQL": [("analyst.added", ANN["id"], body({**ANN, "x) VALUES (1); DROP TABLE claim; --": 1}))],
    "a body of another record": [("analyst.added", "x", body(ANN))],
    "a body of no record": [("analyst.added", ANN["id"], "[]")],
    "a body that is no JSON": [("analyst.added", ANN["id"], "{")],
    "a body that is too deep": [("analyst.added", ANN["id"], "[" * 100_000)],
    "a body that lacks its name": [("analyst.added", ANN["id"], body({"id": ANN["id"]}))],
    "a NUL": [("analyst.added", ANN["id"], body({**ANN, "name": "a\0b"}))],
    "a word that is not one of its list": [("question.added", RAIN["id"], body(RAIN)),
                                           ("claim.added", LOST["id"], body({**LOST, "kind": "guess"}))],
    "the same record twice": [("analyst.added", ANN["id"], body(ANN))] * 2,
    "a name twice": [("analyst.added", ANN["id"], body(ANN)), ("analyst.added", "x", body({**ANN, "id": "x"}))],
    "a claim of nobody on nothing": [("claim.added", LOST["id"], body(LOST))],
    "a day that is none": [("question.added", RAIN["id"], body({**RAIN, "deadline": "soon"}))],
}  # fmt: skip


@pytest.mark.parametrize("written", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_journal_with_a_sound_chain_makes_no_ledger(target: Location, written: Any) -> None:
    with pytest.raises(LedgerError) as caught:
        bring(target, "".join(forged(*written)))
    assert caught.value.exit_code in {2, 5}
    assert "Traceback" not in str(caught.value)
    assert not there(target)


def test_a_journal_that_is_not_forged_passes_the_same_way(target: Location) -> None:
    """The control: the forger's hand makes ledgers where nothing is wrong with what he writes."""
    done = bring(
        target, "".join(forged(("analyst.added", ANN["id"], body(ANN)), ("question.added", RAIN["id"], body(RAIN))))
    )
    assert (done.created, done.added) == (True, 2)
    assert sample.findings(target) == []


@pytest.mark.parametrize("instant", ["x" * 27, "2026-01-01T00:00:00.000000+"])
def test_an_entry_of_no_instant_is_refused(target: Location, instant: str) -> None:
    with patch(f"{__name__}.INSTANT", instant), pytest.raises(ImportRejected, match="recorded at no instant"):
        bring(target, "".join(forged(("analyst.added", ANN["id"], body(ANN)))))


def test_every_line_is_json_and_the_body_is_what_was_hashed(ledger: Location) -> None:
    head, *lines, end = map(json.loads, exported(ledger).splitlines())
    assert (head["format"], end["entries"], end["hash"]) == ("ledger-journal-1", len(lines), lines[-1]["hash"])
    for line in lines:
        assert digest_of(line["salt"], line["body"]) == line["digest"]
        assert canonical(json.loads(line["body"])) == line["body"]
