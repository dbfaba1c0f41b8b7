"""A whole ledger as a file, and back: every entry with its hash, so that the copy is the same ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from ledger.claimfiles.journal_lines import JournalFile, end_line, entry_line, head_line
from ledger.journal.chain import FORMAT, genesis
from ledger.journal.entries import Kept, identity, leaving
from ledger.journal.location import Location
from ledger.journal.reader import Reader

if TYPE_CHECKING:
    from ledger.journal.transfer import Transferred


@dataclass
class JournalExport:
    """A ledger on its way out, up to the moment it was opened at; counted as it goes."""

    reader: Reader
    entries: int = 0

    def __post_init__(self) -> None:
        """Find out which ledger it is."""
        self.ledger_id = identity(self.reader)
        self.head = genesis(self.ledger_id)

    def lines(self) -> Iterator[str]:
        """The lines of the file.

        Raises:
            BrokenJournal: the ledger's own journal is not whole.
        """
        yield head_line(FORMAT, self.ledger_id)
        for entry in leaving(self.reader):
            self.entries, self.head = entry.seq, entry.hash
            yield entry_line(entry)
        yield end_line(self.entries, self.head)


def import_journal(location: Location, stream: BinaryIO, source: str, *, keep: bool = True) -> "Transferred":
    """Make the ledger of a journal where there is none, or take the same ledger further.

    Args:
        location: where the ledger is, or is to be.
        stream: the file.
        source: what faults call it.
        keep: or else do it all, and leave everything as it was.

    Raises:
        ImportRejected: the file was changed, damaged or cut off; nothing is stored.
        OtherLedger, Diverged, RedactsHere: the ledger there is not one that the journal can take further.
    """
    from ledger.journal.transfer import transfer

    file = JournalFile(stream, source)
    if file.head.chain != FORMAT:
        raise file.fault(
            1, f"is of a journal that is chained in a way this version does not know ({file.head.chain!a})"
        )
    return transfer(location, file.head.ledger, _entries(file), file.fault, keep=keep)


def _entries(file: JournalFile) -> Iterator[tuple[int, Kept]]:
    """The entries of a file, and then whether they are as many as its end says, and end where it says."""
    line, count, head = 1, 0, genesis(file.head.ledger)
    for line, row in file.entries():
        entry = Kept(*row)
        count, head = count + 1, entry.hash
        yield line, entry
    if (file.count, file.hash) != (count, head):
        said = f"says {file.count} entries, the last with the hash {file.hash[:12]!a}"
        raise file.fault(line + 1, f"{said}; before it are {count}, the last with {head[:12]!a}")
