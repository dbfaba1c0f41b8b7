"""Opening the ledger for a command that records. What writes is loaded when a ledger is opened, not before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ledger.cli.app import settings
from ledger.model.days import today

__all__ = ["opened", "today"]

if TYPE_CHECKING:
    from ledger.journal.writer import Writer


@contextmanager
def opened(*, keep: bool = True) -> Iterator["Writer"]:
    """One transaction on the ledger in use; with ``keep`` false a rehearsal, of which nothing stays."""
    from ledger.journal.writer import writing

    with writing(settings().location, keep=keep) as writer:
        yield writer
