"""Kill writers and look at what they leave: ``PYTHONPATH=.:tests python killing.py WHAT PATH_OR_URL [COUNT] [SEED]``.

The parent pays for the imports once and forks its victims; a victim writes what it was told is recorded to a pipe
that outlives it. It is killed with SIGKILL, either at a random moment or just before its n-th statement (the commit
counts as one), which is deterministic and meets the moments that matter. One JSON object says what was found.

Not run inside pytest, whose workers have threads: a fork would copy a locked lock sooner or later.
"""

import json
import os
import random
import select
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sample
from sqlalchemy import Engine, create_engine, event

from ledger.errors import LedgerError
from ledger.journal import schema
from ledger.journal.location import Location, locate
from ledger.journal.reader import reading
from ledger.journal.schema import create, upgrade
from ledger.journal.verify import verify
from ledger.journal.writer import writing

Acknowledge = Callable[[str], None]
Work = Callable[[Acknowledge], None]
BULK = 40
STATEMENTS = 40
"""About as many as an upgrade has."""
ENOUGH = 500
"""More statements than any work here has: the end of a placed series that never ends by itself."""


@dataclass
class Tally:
    """What a series of kills came to. ``lost`` and ``broken`` must be empty, ``landed`` should not be small."""

    kills: int = 0
    landed: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)


@dataclass
class Victim:
    pid: int
    pipe: int

    def wait_for_word(self) -> None:
        select.select([self.pipe], [], [], 30)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def bury(self) -> tuple[list[str], bool]:
        """What it had acknowledged, and whether it was killed before its work was done."""
        heard = b""
        while chunk := os.read(self.pipe, 65_536):
            heard += chunk
        os.close(self.pipe)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
            raise RuntimeError("the victim failed by itself")
        return heard.decode().split(), os.WIFSIGNALED(status)


def victim(work: Work) -> Victim:
    readable, writable = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writable)
        return Victim(pid, readable)
    try:
        os.close(readable)
        work(lambda name: void(os.write(writable, f"{name}\n".encode())))
    except BaseException as error:  # noqa: BLE001 - whatever it was, the parent must hear of it
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        os._exit(1)
    os._exit(0)


def void(_: object) -> None:
    pass


def dying_at(statement: int, work: Work) -> Work:
    """The same work, ended by SIGKILL just before its n-th statement or commit."""

    def doomed(acknowledge: Acknowledge) -> None:
        left = [statement]

        def count(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
        work(acknowledge)

    return doomed


def at_random(work: Work, kills: int, chance: random.Random, longest: float, *, after_word: bool) -> Iterator[Victim]:
    for _ in range(kills):
        doomed = victim(work)
        if after_word:
            doomed.wait_for_word()
        time.sleep(chance.uniform(0.0, longest))
        doomed.kill()
        yield doomed


def at_statements(work: Work, step: int) -> Iterator[Victim]:
    """At the first statement, and then at each so many further on."""
    for statement in range(1, ENOUGH, step):
        yield victim(dying_at(statement, work))


def appending(location: Location, times: int) -> Work:
    def work(acknowledge: Acknowledge) -> None:
        for _ in range(times):
            body = sample.analyst(sample.new_id())
            with writing(location) as writer:
                writer.add(body)
            acknowledge(body.id)

    return work


def appending_wrongly(location: Location) -> Work:
    """The broken control: it says "recorded" before the commit."""

    def work(acknowledge: Acknowledge) -> None:
        for _ in range(2):
            body = sample.analyst(sample.new_id())
            with writing(location) as writer:
                writer.add(body)
                writer.rows("SELECT 1")
                acknowledge(body.id)

    return work


def bulk(location: Location) -> Work:
    def work(acknowledge: Acknowledge) -> None:
        who = sample.analyst(sample.new_id())
        with writing(location) as writer:
            writer.add(who)
            for number in range(BULK):
                what = sample.question(f"{who.id} {number}")
                writer.add(what)
                writer.add(sample.claim(who, what))
        acknowledge(who.id)

    return work


def examine(location: Location, tally: Tally, acknowledged: list[str]) -> None:
    """Everything acknowledged is there, everything is whole, and a bulk is there to the last record or not at all."""
    with reading(location) as reader:
        present = {row["id"] for row in reader.rows("SELECT id FROM analyst")}
        parts = reader.rows("SELECT analyst_id, COUNT(*) AS n FROM claim GROUP BY analyst_id")
    tally.lost += [name for name in acknowledged if name not in present]
    tally.broken += [f"{row['analyst_id']} has {row['n']} claims" for row in parts if row["n"] != BULK]
    tally.broken += [finding.message for finding in verify(location).findings]


def series(location: Location, victims: Iterator[Victim], *, until_survived: bool = False) -> Tally:
    tally = Tally()
    for doomed in victims:
        acknowledged, killed = doomed.bury()
        tally.kills += 1
        tally.landed += killed
        tally.acknowledged += len(acknowledged)
        examine(location, tally, acknowledged)
        if until_survived and not killed:
            break
    return tally


def kill_while_adding(address: str, kills: int, chance: random.Random) -> Tally:
    location = locate(address)
    work = appending(location, ENOUGH)
    return series(location, at_random(work, kills, chance, 0.12, after_word=True))


def kill_at_statements_of_adding(address: str, step: int, _chance: random.Random) -> Tally:
    location = locate(address)
    return series(location, at_statements(appending(location, 2), step), until_survived=True)


def kill_at_statements_of_adding_wrongly(address: str, step: int, _chance: random.Random) -> Tally:
    location = locate(address)
    return series(location, at_statements(appending_wrongly(location), step), until_survived=True)


def kill_while_loading(address: str, kills: int, chance: random.Random) -> Tally:
    location = locate(address)
    return series(location, at_random(bulk(location), kills, chance, 0.12, after_word=False))


def creating(path: Path) -> Work:
    def work(acknowledge: Acknowledge) -> None:
        acknowledge(create(Location(path=path)))

    return work


def kill_while_making(address: str, kills: int, chance: random.Random) -> Tally:
    """Each in a folder of its own: afterwards there is no ledger, or a good one that takes records."""
    tally = Tally()
    with tempfile.TemporaryDirectory(dir=address) as folder:
        made = [Path(folder) / str(number) / "new.db" for number in range(kills)]
        for number, path in enumerate(made):
            work = creating(path)
            doomed = victim(work if number % 2 else dying_at(1 + number * 2, work))
            if number % 2:
                time.sleep(chance.uniform(0.0, 0.25))
                doomed.kill()
            acknowledged, killed = doomed.bury()
            tally.kills += 1
            tally.landed += killed
            tally.states["made" if path.exists() else "none"] += 1
            tally.lost += acknowledged if not path.exists() else []
            if path.exists():
                tally.broken += [finding.message for finding in verify(Location(path=path)).findings]
            else:
                create(Location(path=path))
            with writing(Location(path=path)) as writer:
                writer.add(sample.analyst())
    return tally


def state(path: Path) -> str:
    """Everything a revision makes, so that anything between old and new is a third state."""
    with closing(sqlite3.connect(path)) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        journal = connection.execute("SELECT * FROM entry JOIN entry_body USING (seq) ORDER BY seq").fetchall()
    return repr((revision, version, tables, journal))


def upgrading(path: Path) -> Work:
    def work(acknowledge: Acknowledge) -> None:
        upgrade(Location(path=path))
        acknowledge("upgraded")

    return work


def upgrading_wrongly(path: Path) -> Work:
    """The broken control: the same revisions on the engine everybody makes."""

    def work(acknowledge: Acknowledge) -> None:
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            schema._upgrade(connection, Location(path=path))
        acknowledge("upgraded")

    return work


def kill_while_upgrading(address: str, kills: int, chance: random.Random) -> Tally:
    """An old ledger, upgraded by a release that has one revision more: before each statement, then at random."""
    return _upgrades(Path(address), upgrading, kills, chance)


def kill_while_upgrading_wrongly(address: str, kills: int, chance: random.Random) -> Tally:
    return _upgrades(Path(address), upgrading_wrongly, kills, chance)


def _upgrades(old: Path, how: Callable[[Path], Work], kills: int, chance: random.Random) -> Tally:
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        finished = _copy(old, Path(folder) / "finished.db")
        victim(how(finished)).bury()
        names = {state(old): "old", state(finished): "new"}
        for number in range(1, kills + 1):
            path = _copy(old, Path(folder) / f"{number}.db")
            placed = number * STATEMENTS // (kills // 2) if number <= kills // 2 else 0
            doomed = victim(dying_at(placed, how(path)))
            if not placed:
                time.sleep(chance.uniform(0.0, 0.15))
                doomed.kill()
            acknowledged, killed = doomed.bury()
            tally.kills += 1
            tally.landed += killed
            found = names.get(state(path), "between")
            tally.states[found] += 1
            tally.broken += [f"{number}: between"] if found == "between" else []
            tally.lost += acknowledged if found != "new" else []
            if how is upgrading:
                upgrade(Location(path=path))
                tally.broken += [finding.message for finding in verify(Location(path=path)).findings]
    return tally


def _copy(old: Path, new: Path) -> Path:
    new.write_bytes(old.read_bytes())
    return new


SERIES: dict[str, Callable[[str, int, random.Random], Tally]] = {
    function.__name__.removeprefix("kill_"): function
    for function in (
        kill_while_adding,
        kill_at_statements_of_adding,
        kill_at_statements_of_adding_wrongly,
        kill_while_loading,
        kill_while_making,
        kill_while_upgrading,
        kill_while_upgrading_wrongly,
    )
}


def main(what: str, address: str, kills: str = "0", seed: str = "1") -> None:
    try:
        tally = SERIES[what](address, int(kills), random.Random(int(seed)))
    except LedgerError as error:
        raise SystemExit(f"a kill left what cannot be opened: {error}") from error
    print(json.dumps(tally.__dict__))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
