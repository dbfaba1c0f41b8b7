"""Opening the ledger for a command that records."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from ledger.cli.app import settings
from ledger.journal.writer import Writer, default_actor, writing

__all__ = ["default_actor", "opened", "today"]


@contextmanager
def opened(*, keep: bool = True) -> Iterator[Writer]:
    """One transaction on the ledger in use; with ``keep`` false a rehearsal, of which nothing stays."""
    with writing(settings().location, keep=keep) as writer:
        yield writer


def today() -> date:
    """The day it is where the curator is: what was said this morning in Tokyo is not in the future."""
    return datetime.now().astimezone().date()
