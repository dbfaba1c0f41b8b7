"""Keep a small ledger of this release's schema for ever, as text: run once a revision, ``python make.py``.

A dump that is there already is never written again: it is what that release left on people's disks.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]

import sample  # noqa: E402

from ledger.journal.identity import APPLICATION_ID, HEAD  # noqa: E402
from ledger.journal.location import Location  # noqa: E402
from ledger.journal.schema import create  # noqa: E402
from ledger.journal.verify import verify  # noqa: E402
from ledger.journal.writer import writing  # noqa: E402


def main() -> None:
    target = HERE / f"{HEAD}.sql"
    with tempfile.TemporaryDirectory() as folder, target.open("x", encoding="utf-8") as file:
        location = Location(path=Path(folder) / "old.db")
        create(location)
        with writing(location, actor="curator", now=lambda: sample.START) as writer:
            sample.one_of_each(writer)
        sample.fill(location, 3)
        file.write(f"-- head {verify(location).head}\n")
        with closing(sqlite3.connect(str(location.path))) as connection:
            file.writelines(f"{line}\n" for line in connection.iterdump())
        file.write(f"PRAGMA application_id={APPLICATION_ID};\nPRAGMA user_version={int(HEAD)};\n")


if __name__ == "__main__":
    main()
