"""Opening the ledger for a command that reads, now or as of a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ledger.cli.app import settings
from ledger.journal.reader import Reader, reading


@contextmanager
def opened(as_of: str | None = None) -> Iterator[Reader]:
    """The ledger as it is, or as it stood at the moment ``--as-of`` names."""
    moment: datetime | None = None
    if as_of is not None:
        from ledger.model.instants import read_instant

        moment = read_instant(as_of, "as-of")
    with reading(settings().location, moment) as reader:
        yield reader
