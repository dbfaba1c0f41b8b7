"""What holds on either database: the same contract runs on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

import effort
import pytest
import sample
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from ledger.errors import LedgerError
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.schema import LedgerExists, create
from ledger.journal.verify import verify
from ledger.journal.writer import UnsafeCommit, new_id, writing

SLOW = settings(max_examples=effort.examples(15), deadline=None, suppress_health_check=list(HealthCheck))


def entries(location: Location) -> list[dict[str, Any]]:
    with reading(location) as reader:
        return reader.rows("SELECT * FROM entry ORDER BY seq")


def test_the_tables_are_what_the_journal_makes(location: Location) -> None:
    with writing(location) as writer:
        sample.one_of_each(writer)
    found = sample.tables(location)
    assert found == sample.replay(location)
    assert {table: len(rows) for table, rows in found.items()} == {
        "analyst": 1,
        "episode": 1,
        "document": 1,
        "document_part": 1,
        "question": 1,
        "claim": 1,
        "resolution": 3,
        "review": 2,
        "question_topic": 2,
        "analyst_alias": 1,
    }
    assert sample.findings(location) == []


def test_numbers_follow_the_order_of_the_journal_across_transactions(location: Location) -> None:
    sample.fill(location, 3)
    assert sample.numbers(location) == {
        "analyst": [1, 2, 3],
        "episode": [],
        "document": [],
        "document_part": [],
        "question": [1, 2, 3],
        "claim": [1, 2, 3],
        "resolution": [],
        "review": [],
    }
    with writing(location) as writer:
        assert writer.add(sample.analyst("Fourth")) == 4
        assert writer.add(sample.analyst("Fifth")) == 5


def test_lists_of_any_text_are_held_against_the_journal_in_one_order(location: Location) -> None:
    topics = ["b", "B", "it's", '"', "\\", "\x7f", "ä", "赵", "😀", "\u202e", "~", "-", sample.HOSTILE]
    with writing(location) as writer:
        for number in range(3):
            writer.add(sample.question(f"Statement {number}", topics=topics))
    assert len(sample.tables(location)["question_topic"]) == 3 * len(topics)
    assert sample.findings(location) == []


def test_a_change_replaces_the_lists_of_a_record(location: Location) -> None:
    first = sample.question(topics=["old", "kept"])
    with writing(location) as writer:
        writer.add(first)
    with writing(location) as writer:
        writer.change(first.model_copy(update={"topics": ["kept", "new"]}), "amended")
    assert sorted(row["topic"] for row in sample.tables(location)["question_topic"]) == ["kept", "new"]
    with writing(location) as writer:
        writer.change(first.model_copy(update={"topics": []}), "amended")
    assert sample.tables(location)["question_topic"] == []
    assert sample.findings(location) == []


def test_the_newest_verdict_is_in_force_and_a_condition_has_its_own(location: Location) -> None:
    what = sample.question(condition="Talks go on")
    with writing(location) as writer:
        writer.add(what)
        writer.add(sample.resolution(what, "true"))
    with writing(location) as writer:
        writer.add(sample.resolution(what, "partial", fraction=250_000, resolved_on="2019-03-01"))
        writer.add(sample.resolution(what, "void", target="condition", resolved_on="2019-03-02"))
    (row,) = sample.tables(location)["question"]
    assert (row["verdict"], row["verdict_fraction"], row["verdict_on"]) == ("partial", 250_000, "2019-03-01")
    assert (row["condition_verdict"], row["condition_on"]) == ("void", "2019-03-02")
    with writing(location) as writer:
        writer.add(sample.resolution(what, "open", resolved_on=None))
    (row,) = sample.tables(location)["question"]
    assert (row["verdict"], row["verdict_fraction"], row["verdict_on"]) == ("open", None, None)
    assert row["condition_verdict"] == "void"
    assert sample.findings(location) == []


@pytest.mark.parametrize(("action", "moves"), [("recoded", True), ("amended", False), ("withdrawn", False)])
def test_only_recoding_moves_the_instant_a_claim_counts_from(location: Location, action: str, moves: bool) -> None:
    who, what = sample.analyst(), sample.question()
    said = sample.claim(who, what)
    with writing(location, now=lambda: sample.START) as writer:
        for body in (who, what, said):
            writer.add(body)
    with writing(location, now=lambda: sample.START + timedelta(days=1)) as writer:
        writer.change(said.model_copy(update={"note": "read again"}), action)
    (row,) = sample.tables(location)["claim"]
    assert row["recorded_at"][:10] == ("2026-01-02" if moves else "2026-01-01")
    assert row["note"] == "read again"
    assert row["entry"] == 4
    assert sample.findings(location) == []


def test_names_can_change_hands_within_a_transaction_and_across(location: Location) -> None:
    first, second = sample.analyst("Bob"), sample.analyst("Carl")

    def named(body: Any, name: str) -> Any:
        return body.model_copy(update={"name": name, "match_key": name.casefold()})

    with writing(location) as writer:
        writer.add(first)
        writer.add(second)
        writer.change(named(first, "Robert"), "renamed")
        writer.add(sample.analyst("Bob"))
        writer.change(named(second, "Charles"), "renamed")
        writer.change(named(first, "Carl"), "renamed")
    with writing(location) as writer:
        writer.change(named(second, "Robert"), "renamed")
    assert sorted(row["name"] for row in sample.tables(location)["analyst"]) == ["Bob", "Carl", "Robert"]
    assert sample.findings(location) == []


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["amy", "bea", "cat", "dee", "eve", "fay"]), st.booleans()),
        max_size=30,
    )
)
@SLOW
def test_any_history_of_renaming_replays_to_the_tables(tmp_path_factory: Any, steps: list[Any]) -> None:
    location = Location(path=tmp_path_factory.mktemp("names") / "ledger.db")
    create(location)
    people = [sample.analyst(f"person {n}") for n in range(5)]
    held = {person.id: person.match_key for person in people}
    transactions: list[list[tuple[Any, str]]] = [[]]
    for which, name, ends in steps:
        person = people[which]
        if name in held.values():
            continue
        held[person.id] = name
        transactions[-1].append((person, name))
        if ends:
            transactions.append([])
    with writing(location) as writer:
        for person in people:
            writer.add(person)
    for transaction in filter(None, transactions):
        with writing(location) as writer:
            for person, name in transaction:
                writer.change(person.model_copy(update={"name": name, "match_key": name}), "renamed")
    assert {row["id"]: row["match_key"] for row in sample.tables(location)["analyst"]} == held
    assert sample.findings(location) == []


def test_what_fails_inside_the_block_leaves_nothing_behind(location: Location) -> None:
    sample.fill(location, 1)
    before = entries(location), sample.tables(location)

    def fail() -> None:
        with writing(location) as writer:
            sample.one_of_each(writer)
            assert len(writer.rows("SELECT seq FROM entry")) == 15
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (entries(location), sample.tables(location)) == before


def test_what_the_database_refuses_leaves_nothing_behind(location: Location) -> None:
    sample.fill(location, 1)
    before = entries(location)

    def repeat() -> None:
        with writing(location) as writer:
            writer.add(sample.analyst("New"))
            writer.add(sample.analyst("Analyst 0"))

    with pytest.raises(LedgerError, match="refused"):
        repeat()
    assert entries(location) == before
    assert sample.findings(location) == []


def test_queries_inside_a_transaction_see_what_it_has_recorded(location: Location) -> None:
    with writing(location) as writer:
        writer.add(sample.analyst("One"))
        assert writer.rows("SELECT number FROM analyst WHERE name = :name", name="One") == [{"number": 1}]


def test_a_transaction_that_records_nothing_changes_nothing(location: Location) -> None:
    with writing(location):
        pass
    assert entries(location) == []
    assert verify(location).head == ""


def test_time_in_the_record_never_runs_backwards(location: Location) -> None:
    clock = [sample.START + timedelta(seconds=step) for step in (0, 5, -3600, 7, -2, 6)]
    for moment in clock:
        with writing(location, now=lambda moment=moment: moment) as writer:
            writer.add(sample.analyst(new_id()))
    times = [row["recorded_at"] for row in entries(location)]
    assert times == sorted(times)
    assert times[1] == times[2] == "2026-01-01T00:00:05.000000Z"
    assert times[3] == times[4] == times[5] == "2026-01-01T00:00:07.000000Z"
    assert sample.findings(location) == []


def test_the_clock_of_the_machine_is_read_in_universal_time(location: Location) -> None:
    with time_machine.travel("2026-03-29T01:30:00+13:00", tick=False), writing(location) as writer:
        writer.add(sample.analyst())
    assert entries(location)[0]["recorded_at"] == "2026-03-28T12:30:00.000000Z"


def test_as_of_shows_the_record_as_it_stood(location: Location) -> None:
    sample.fill(location, 3)
    noon = sample.START + timedelta(days=1, hours=12)
    assert len(sample.tables(location, noon)["claim"]) == 2
    with reading(location, noon) as reader:
        assert reader.as_of.entry == 6
        assert reader.as_of.today == "2026-01-02"
        assert not reader.as_of.provisional
        assert reader.as_of.hash == entries(location)[5]["hash"]
    with reading(location, sample.START - timedelta(days=1)) as reader:
        assert (reader.as_of.entry, reader.as_of.hash) == (0, "")
    with reading(location, sample.START + timedelta(days=2)) as reader:
        assert reader.as_of.entry == 9
        assert reader.as_of.provisional  # one more may still be recorded within that instant
    with reading(location) as reader:
        assert reader.as_of.entry == 9
        assert reader.as_of.provisional


@pytest.mark.parametrize("seed", range(2))
def test_a_final_report_on_the_past_stays_the_same_while_the_ledger_grows(sqlite_ledger: Location, seed: int) -> None:
    """Two runs of 100 reports, under clocks that step back by up to an hour."""
    steps = [(index * 7919 + seed * 104729) % 7200 - 3600 for index in range(120)]

    def grow(indexes: range) -> None:
        for index in indexes:
            moment = sample.START + timedelta(seconds=60 * index + steps[index])
            with writing(sqlite_ledger, now=lambda moment=moment: moment) as writer:
                who, what = sample.analyst(new_id()), sample.question(new_id())
                for body in (who, what, sample.claim(who, what)):
                    writer.add(body)

    def report(moment: datetime) -> tuple[Any, Any]:
        with reading(sqlite_ledger, moment) as reader:
            rows = reader.rows("SELECT number, entry, recorded_at, point FROM claim ORDER BY number")
            return rows, reader.as_of

    grow(range(60))
    newest = datetime.fromisoformat(entries(sqlite_ledger)[-1]["recorded_at"])
    instants = [sample.START + (newest - sample.START) * index / 101 for index in range(1, 101)]
    before = [report(moment) for moment in instants]
    assert not any(standing.provisional for _, standing in before)
    grow(range(60, 120))
    assert [report(moment) for moment in instants] == before
    for rows, standing in before:
        assert [row["entry"] for row in rows] == list(range(3, standing.entry + 1, 3))


def test_without_the_guard_on_time_a_report_on_the_past_would_have_changed() -> None:
    """The control: the same clock, unguarded, puts entries into a period that was already reported on."""
    steps = [(index * 7919) % 7200 - 3600 for index in range(120)]
    clock = [60 * index + steps[index] for index in range(120)]
    until = max(clock[:60]) - 1
    assert [second for second in clock[60:] if second <= until]


@pytest.mark.parametrize("text", [sample.HOSTILE, "\u202e", "e\u0301", "😀" * 50, "a\r\nb\tc", "'\"\\%", "\x7f\x85"])
def test_text_comes_back_as_it_was_said(location: Location, text: str) -> None:
    body = sample.analyst("Name", note=f"|{text}|")
    with writing(location) as writer:
        writer.add(body)
    assert sample.tables(location)["analyst"][0]["note"] == body.note
    assert sample.findings(location) == []


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "\udfff"])
@pytest.mark.parametrize("field", ["note", "name"])
def test_text_no_database_can_keep_is_refused_before_it_gets_there(text: str, field: str) -> None:
    with pytest.raises(LedgerError, match="cannot be stored"):
        sample.analyst(**{"name": "Name", "match_key": "name", field: text})


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_text_inside_lists_is_refused_as_well(text: str) -> None:
    with pytest.raises(LedgerError, match="cannot be stored"):
        sample.question(topics=["good", text])
    with pytest.raises(LedgerError, match="cannot be stored"):
        sample.analyst(aliases=[{"name": text, "match_key": "x"}])
    with pytest.raises(LedgerError, match="cannot be stored"):
        sample.episode(people=[{"name": "x", "role": text}])


def test_the_name_of_the_writer_is_refused_if_it_cannot_be_stored(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_ACTOR", "\udc80")  # what a name that is not UTF-8 looks like in the environment
    with pytest.raises(LedgerError, match="actor"), writing(location):
        pass
    monkeypatch.setenv("LEDGER_ACTOR", "Zoë")
    with writing(location) as writer:
        writer.add(sample.analyst())
    assert entries(location)[0]["actor"] == "Zoë"


@pytest.mark.parametrize("target", ["entry_body", "entry"])
def test_a_byte_changed_between_memory_and_disk_stops_the_commit(location: Location, target: str) -> None:
    """A stand-in for bad memory or a bad driver: one value is altered on its way to the database."""
    sample.fill(location, 1)
    before = entries(location)

    def damage(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> tuple[str, Any]:
        if not statement.startswith(f"INSERT INTO {target} "):
            return statement, values

        def altered(row: Any) -> Any:
            if isinstance(row, dict):
                return {key: _flip(value) for key, value in row.items()}
            return tuple(map(_flip, row))

        return statement, [altered(row) for row in values] if many else altered(values)

    def _flip(value: Any) -> Any:
        return value.replace("tester", "Tester").replace("Analyst 7", "Analyst 5") if isinstance(value, str) else value

    event.listen(Engine, "before_cursor_execute", damage, retval=True)
    try:
        with pytest.raises(UnsafeCommit, match="Entry 4 read back different"), writing(location) as writer:
            writer.add(sample.analyst("Analyst 7"))
    finally:
        event.remove(Engine, "before_cursor_execute", damage)
    assert entries(location) == before


def test_an_entry_that_never_arrived_stops_the_commit(location: Location) -> None:
    """A driver that says yes and does nothing."""

    def lose(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> tuple[str, Any]:
        if statement.startswith("INSERT INTO entry_body "):
            return "SELECT 1", [{}] if isinstance(values, list) and isinstance(values[0], dict) else ()
        return statement, values

    event.listen(Engine, "before_cursor_execute", lose, retval=True)
    try:
        with pytest.raises(LedgerError), writing(location) as writer:
            writer.add(sample.analyst())
    finally:
        event.remove(Engine, "before_cursor_execute", lose)
    assert entries(location) == []


def test_a_large_transaction_is_sent_in_parts_and_kept_whole(
    location: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.journal.writer.FLUSH_AT", 7)
    who = sample.analyst()
    with writing(location) as writer:
        writer.add(who)
        for number in range(20):
            what = sample.question(f"Statement {number}", topics=[str(number % 3)])
            writer.add(what)
            writer.add(sample.claim(who, what))
            writer.change(what.model_copy(update={"topics": ["again"]}), "amended")
            writer.add(sample.resolution(what))
    assert sample.tables(location) == sample.replay(location)
    assert len(entries(location)) == 81
    assert sample.findings(location) == []


def test_making_a_ledger_where_one_stands_is_refused(location: Location) -> None:
    sample.fill(location, 1)
    before = entries(location)
    with pytest.raises(LedgerExists):
        create(location)
    assert entries(location) == before


@pytest.mark.postgres
def test_the_same_records_leave_the_same_bodies_and_rows_on_both_databases(
    sqlite_ledger: Location, postgres_ledger: Location
) -> None:
    who, what = (
        sample.analyst("Zürich 北京", note=sample.HOSTILE),
        sample.question("\u202e59.0", topics=["b", "B", "ä"]),
    )
    said = sample.claim(who, what, quote=sample.HOSTILE * 50, denies=True)
    records = [who, what, said, sample.resolution(what, evidence=["x"])]
    for location in (sqlite_ledger, postgres_ledger):
        with writing(location, now=lambda: sample.START) as writer:
            for body in records:
                writer.add(body)
            writer.change(said.model_copy(update={"low": 0, "point": 5, "high": 1_000_000}), "recoded")
    assert sample.bodies(sqlite_ledger) == sample.bodies(postgres_ledger)
    assert sample.tables(sqlite_ledger) == sample.tables(postgres_ledger)
    assert verify(sqlite_ledger).entries == verify(postgres_ledger).entries == 5


def test_text_sorts_by_code_point_on_both_databases(location: Location) -> None:
    names = ["b", "B", "a-b", "ab", "a b", "ä", "Z", "赵", "😀", "~"]
    with writing(location) as writer:
        for name in names:
            writer.add(sample.analyst(name, match_key=name))
    with reading(location) as reader:
        assert [row["name"] for row in reader.rows("SELECT name FROM analyst ORDER BY name")] == sorted(names)
        found = reader.rows("SELECT name FROM analyst WHERE name LIKE '%-b' AND name <> :other", other="ab")
    assert found == [{"name": "a-b"}]


def test_instants_without_a_zone_mean_nothing_to_the_record(location: Location) -> None:
    """``stamp`` reads a naive clock as local time, so the writer's own clock is aware."""
    with writing(location) as writer:
        assert writer.recorded_at.endswith("Z")
        assert abs(datetime.fromisoformat(writer.recorded_at) - datetime.now(UTC)) < timedelta(hours=1)
