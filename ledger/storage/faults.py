"""What a database says when it cannot, as sentences for people."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.errors import StorageError
from ledger.storage.location import Location, redact


class LedgerBusy(StorageError):
    """Somebody else holds the write lock."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is in use by another writer; nothing was recorded.", "Try again in a moment.")


class DiskFull(StorageError):
    """There is no room left."""

    def __init__(self, place: str) -> None:
        super().__init__(f"The disk is full; nothing was recorded in {place}.", "Make room and try again.")


class NotWritable(StorageError):
    """The file or its folder may not be written."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} cannot be written; nothing was recorded.",
            "Reading works; to write, check the permissions of the file and of its folder.",
        )


class DamagedLedger(StorageError):
    """The database itself is broken."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(
            f"{place} is damaged: {detail}.",
            "Restore a backup (ledger backup makes them); the damaged file has not been touched.",
        )


class Unreachable(StorageError):
    """The database cannot be opened at all."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(
            f"{place} cannot be opened: {detail}", "Check the address, and that the server or file is there."
        )


class RefusedByLedger(StorageError):
    """A guard inside the database said no."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place} refused the change: {detail}", "Nothing was recorded. Run: ledger verify")


class MissingDriver(StorageError):
    """PostgreSQL was asked for without the extra that speaks to it."""

    def __init__(self) -> None:
        super().__init__(
            "The PostgreSQL driver is not installed.", 'Install it with: pip install "claim-ledger[postgres]"'
        )


_BY_PLACE = (
    (re.compile(r"locked|lock timeout|deadlock", re.IGNORECASE), LedgerBusy),
    (re.compile(r"disk is full|disk full|No space left", re.IGNORECASE), DiskFull),
    (re.compile(r"readonly|read-only|permission denied", re.IGNORECASE), NotWritable),
)
_BY_DETAIL = (
    (re.compile(r"malformed|not a database|corrupt|disk I/O", re.IGNORECASE), DamagedLedger),
    (re.compile(r"unable to open|connect|does not exist|no such", re.IGNORECASE), Unreachable),
)


def _fault(location: Location, text: str) -> StorageError:
    place = str(location)
    for pattern, by_place in _BY_PLACE:
        if pattern.search(text):
            return by_place(place)
    detail = redact(text.strip().splitlines()[0] if text.strip() else "no reason given")
    for pattern, by_detail in _BY_DETAIL:
        if pattern.search(text):
            return by_detail(place, detail)
    return RefusedByLedger(place, detail)


@contextmanager
def translated(location: Location) -> Iterator[None]:
    """Turn what a driver raises into a sentence; everything else passes.

    Neither SQLAlchemy nor a PostgreSQL driver is imported to recognise their errors.
    """
    try:
        yield
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        if isinstance(cause, sqlite3.Error) or type(cause).__module__.startswith("psycopg"):
            raise _fault(location, str(cause)) from error
        raise
