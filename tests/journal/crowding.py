"""Let many processes write at once: ``PYTHONPATH=.:tests python crowding.py HOW PATH_OR_URL PROCESSES APPENDS``.

``HOW`` is ``ledger`` (this program) or ``naive`` (what everybody writes first: read the head, insert the next, on
an engine with default settings). Each process says what it was told is recorded; one JSON object comes out.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable

import sample
from killing import Acknowledge, victim
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from ledger.journal.location import locate
from ledger.journal.writer import writing

NAIVE_TABLE = "CREATE TABLE naive (seq INTEGER, id TEXT, previous TEXT, hash TEXT)"


def ledger(address: str, appends: int, acknowledge: Acknowledge) -> None:
    location = locate(address)
    for _ in range(appends):
        body = sample.analyst(sample.new_id())
        with writing(location) as writer:
            writer.add(body)
        acknowledge(body.id)


def naive(address: str, appends: int, acknowledge: Acknowledge) -> None:
    location = locate(address)
    engine = create_engine(location.url or f"sqlite:///{location.path}")
    for _ in range(appends):
        name = sample.new_id()
        try:
            with engine.begin() as connection:
                row = connection.execute(text("SELECT seq, hash FROM naive ORDER BY seq DESC LIMIT 1")).first()
                seq, previous = row or (0, "")
                time.sleep(0.001)  # as long as hashing and a second table would take
                values = {"s": seq + 1, "i": name, "p": previous, "h": hashlib.sha256(name.encode()).hexdigest()}
                connection.execute(text("INSERT INTO naive VALUES (:s, :i, :p, :h)"), values)
        except DBAPIError:
            continue
        acknowledge(name)


WRITERS: dict[str, Callable[[str, int, Acknowledge], None]] = {"ledger": ledger, "naive": naive}


def main(how: str, address: str, processes: str, appends: str) -> None:
    write = WRITERS[how]
    crowd = [victim(lambda acknowledge: write(address, int(appends), acknowledge)) for _ in range(int(processes))]
    acknowledged = [name for member in crowd for name in member.bury()[0]]
    print(json.dumps(acknowledged))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
