"""Files that are written for others: whole or not at all, for their owner alone, never over others unless asked."""

import os
from collections.abc import Iterable
from pathlib import Path

from ledger.claimfiles.claim_files import STANDARD, ClaimFormat, find_format
from ledger.claimfiles.journals import JournalExport
from ledger.errors import ConflictError, InputError
from ledger.journal.files import made_whole
from ledger.journal.location import Location
from ledger.journal.reader import Reader
from ledger.query.exporting import ClaimExport
from ledger.query.listing import Filters

__all__ = ["STANDARD", "ClaimExport", "JournalExport", "outgoing", "write_whole"]


class FileThere(ConflictError):
    """Something has the name."""

    def __init__(self, path: Path) -> None:
        plain = path.is_file() and not path.is_symlink()
        what = "is there already" if plain else "is a link" if path.is_symlink() else "is no plain file"
        hint = "Name another file, or replace it with --force." if plain else "Name another file."
        super().__init__(f"{path} {what}; it has not been touched.", hint)


class OwnLedger(ConflictError):
    """The name is the ledger's own."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is the ledger itself; it has not been touched.", "Name another file.")


class NotWritten(InputError):
    """The system does not let the file be made."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be made: {why}.", "Name another file.")


class WholeOnly(InputError):
    """A journal of which only some claims were wanted."""

    def __init__(self) -> None:
        super().__init__("A journal is the whole ledger.", "Leave the filters out, or export claims: --as jsonl")


def outgoing(reader: Reader, path: str, format_name: str | None, filters: Filters) -> ClaimExport | JournalExport:
    """What is to be written to a file: the claims that pass the filters, or the whole ledger.

    Raises:
        UnknownClaimFormat, UnknownKind, WholeOnly: as they say.
    """
    found = find_format(format_name, path)
    if isinstance(found, ClaimFormat):
        return ClaimExport(reader, filters, found)
    if filters != Filters():
        raise WholeOnly
    return JournalExport(reader)


def write_whole(path: Path, pieces: Iterable[str], *, replace: bool, ledger: Location) -> None:
    """Write a file in UTF-8 that is there whole when this returns, and only then.

    Args:
        path: its name.
        pieces: its text; an error they raise leaves everything as it was.
        replace: take the place of a file of that name.
        ledger: the ledger in use, which is never replaced.

    Raises:
        FileThere, OwnLedger, NotWritten: as they say.
    """
    if ledger.path is not None and path.exists() and path.samefile(ledger.path):
        raise OwnLedger(path)
    try:
        with made_whole(path, replace=replace) as making, making.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise FileThere(path) from error
    except OSError as error:
        raise NotWritten(path, error.strerror or str(error)) from error
