"""What a database says when it cannot, as sentences for people."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ledger.errors import StorageError
from ledger.journal.location import Location


class LedgerBusy(StorageError):
    """Somebody else holds the write lock."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is in use by another writer; nothing was recorded.", "Try again in a moment.")


class DiskFull(StorageError):
    """There is no room left."""

    def __init__(self, place: str) -> None:
        super().__init__(f"The disk is full; nothing was recorded in {place}.", "Make room and try again.")


class DiskFailed(StorageError):
    """The system did not carry a read or a write out."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(
            f"The disk did not do what {place} asked of it ({detail}); nothing was recorded.",
            "Check the disk, its quota and its connection, then run: ledger verify",
        )


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
            f"{place} cannot be opened: {detail}", "Check the address, that the server is there, and your rights on it."
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


# A file was looked at before SQLite opened it, so what SQLite is "unable to open" is the journal it wants to make.
_BY_PLACE = (
    (re.compile(r"is locked|lock timeout|deadlock", re.IGNORECASE), LedgerBusy),
    (re.compile(r"disk is full|disk full|No space left", re.IGNORECASE), DiskFull),
    (re.compile(r"readonly|read-only|unable to open database file", re.IGNORECASE), NotWritable),
)
_BY_DETAIL = (
    (re.compile(r"disk I/O", re.IGNORECASE), DiskFailed),
    (re.compile(r"malformed|not a database|corrupt|could not decode", re.IGNORECASE), DamagedLedger),
    (re.compile(r"connect|does not exist|no such|permission denied|resolve host|invalid", re.IGNORECASE), Unreachable),
)
_DETAIL_LIMIT = 200


def _fault(location: Location, text: str) -> StorageError:
    """Only the first line is looked at: those after it may quote the record."""
    place = str(location)
    line = (text.strip().splitlines() or ["no reason given"])[0]
    for pattern, by_place in _BY_PLACE:
        if pattern.search(line):
            return by_place(place)
    detail = location.redact(line)[:_DETAIL_LIMIT]
    for pattern, by_detail in _BY_DETAIL:
        if pattern.search(line):
            return by_detail(place, detail)
    return RefusedByLedger(place, detail)


def driver_error(error: BaseException) -> BaseException | None:
    """What a database driver raised, if ``error`` is that or carries it.

    Neither SQLAlchemy nor a PostgreSQL driver is imported to recognise their errors.
    """
    cause: BaseException = getattr(error, "orig", None) or error
    return cause if isinstance(cause, sqlite3.Error) or type(cause).__module__.startswith("psycopg") else None


@contextmanager
def translated(location: Location) -> Iterator[None]:
    """Turn what a driver raises into a sentence; everything else passes."""
    try:
        yield
    except Exception as error:
        cause = driver_error(error)
        if cause is None:
            raise
        raise _fault(location, str(cause)) from error
