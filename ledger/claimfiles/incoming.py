"""Files from which claims, or a whole ledger, are taken: opened, and known for what they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO

from ledger.claimfiles.claim_files import STANDARD, ClaimFormat, Format, beginning, find_format, look_again, open_file
from ledger.claimfiles.rows import ClaimRow
from ledger.errors import InputError


class NotOneByOne(InputError):
    """A journal of which some entries were to be left out."""

    def __init__(self) -> None:
        super().__init__(
            "A journal is taken whole or not at all.", "Leave --skip-bad out; for single claims, export them as jsonl."
        )


@dataclass(frozen=True)
class Incoming:
    """A file that is open: ``name`` is what faults call it."""

    format: Format
    stream: BinaryIO
    name: str

    @property
    def is_journal(self) -> bool:
        """Whether it holds a whole ledger instead of a list of claims."""
        return not isinstance(self.format, ClaimFormat)

    def rows(self) -> Iterator[ClaimRow]:
        """The claims of the file.

        Raises:
            NotOneByOne: it holds none, but a journal.
        """
        if not isinstance(self.format, ClaimFormat):
            raise NotOneByOne
        return self.format.read(self.stream, self.name)


@contextmanager
def incoming(path: str, format_name: str | None, standard: BufferedReader) -> Iterator[Incoming]:
    """Open a file, or standard input where that is its name.

    Args:
        path: the file; ``-`` for what comes through ``standard``.
        format_name: its format, where its name does not say.
        standard: standard input.

    Raises:
        UnknownClaimFormat, UnknownKind, NoSuchFile, UnreadableClaims: as they say.
    """
    piped = path == STANDARD
    stream = standard if piped else open_file(path)
    try:
        found = find_format(format_name, path)
        kind = look_again(found, beginning(stream, path))
        yield Incoming(kind, stream, "standard input" if piped else path)
    finally:
        if not piped:
            stream.close()
