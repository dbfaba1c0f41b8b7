"""Opening the ledger for a command: to read it, now or as of a moment, or to record.

What writes is loaded when a ledger is opened to record, not before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from ledger.cli.app import settings

if TYPE_CHECKING:
    from ledger.journal.reader import Reader
    from ledger.journal.writer import Writer


@contextmanager
def to_read(as_of: str | None = None) -> Iterator["Reader"]:
    """The ledger as it is, or as it stood at the moment ``--as-of`` names."""
    from ledger.journal.reader import reading

    moment: datetime | None = None
    if as_of is not None:
        from ledger.model.instants import read_instant

        moment = read_instant(as_of, "as-of")
    with reading(settings().location, moment) as reader:
        yield reader


@contextmanager
def to_record(*, keep: bool = True) -> Iterator["Writer"]:
    """One transaction on the ledger in use; with ``keep`` false a rehearsal, of which nothing stays."""
    from ledger.journal.writer import writing

    with writing(settings().location, keep=keep) as writer:
        yield writer
