"""A whole ledger as JSON lines, and back: a head, every entry with the bytes that were hashed, and an end."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from ledger.claimfiles.jsonl import parse_line
from ledger.claimfiles.rows import text_lines
from ledger.errors import ImportRejected, Problem, quoted
from ledger.journal.chain import FORMAT, genesis
from ledger.journal.entries import Kept, identity, leaving
from ledger.journal.location import Location
from ledger.journal.reader import Reader

if TYPE_CHECKING:
    from ledger.journal.transfer import Transferred


FILE_FORMAT = "ledger-journal-1"
_FAMILY = "ledger-journal-"
ENTRY = ("seq", "id", "kind", "subject", "recorded_at", "actor", "digest", "hash", "salt", "body")
"""What is told of an entry; of a redacted one salt and body are null."""
_HEAD = ("format", "chain", "ledger")
_END = ("end", "entries", "hash")
_MAY_BE_NULL = frozenset({"salt", "body"})
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode

Row = tuple[Any, ...]


def head_line(chain: str, ledger: str) -> str:
    """The first line: what the file is, how its chain is made, and which ledger it is of."""
    return _encode(dict(zip(_HEAD, (FILE_FORMAT, chain, ledger), strict=True))) + "\n"


def entry_line(row: Row) -> str:
    """One entry, its values in the order of ``ENTRY``."""
    return _encode(dict(zip(ENTRY, row, strict=True))) + "\n"


def end_line(entries: int, head: str) -> str:
    """The last line: how many entries there were, and the hash of the last."""
    return _encode(dict(zip(_END, (FILE_FORMAT, entries, head), strict=True))) + "\n"


def is_journal(first_line: str) -> bool:
    """Whether a file that begins so is a journal, of this version or another."""
    try:
        table = parse_line(first_line)
    except ValueError:
        return False
    return str(table.get("format", "")).startswith(_FAMILY)


@dataclass(frozen=True)
class Head:
    """What the first line says."""

    chain: str
    ledger: str


class JournalFile:
    """A journal as it is read; after the last entry ``count`` and ``hash`` are what its end says."""

    def __init__(self, stream: BinaryIO, source: str) -> None:
        """Read the first line.

        Raises:
            ImportRejected: it is not the head of a journal of this version.
        """
        self._lines = enumerate(text_lines(stream, source), start=1)
        self.source = source
        self.count, self.hash = 0, ""
        number, line = next(self._lines, (1, ""))
        table = self._table(number, line)
        if table.get("format") != FILE_FORMAT:
            if str(table.get("format", "")).startswith(_FAMILY):
                raise self.fault(
                    number, f"is a journal of another version ({quoted(str(table['format']))}); update the program"
                )
            raise self.fault(number, "is not the head of a journal")
        self._exact(number, line, table, _HEAD)
        self.head = Head(str(table["chain"]), str(table["ledger"]))

    def fault(self, line: int, message: str) -> ImportRejected:
        """A fault of the file, to be raised: what is broken in one place is good in none."""
        return ImportRejected([Problem(self.source, line, "", message)])

    def entries(self) -> Iterator[tuple[int, Row]]:
        """Every entry with its line, in the order of ``ENTRY``.

        Raises:
            ImportRejected: a line is not as Ledger writes it; the file was cut off, or goes on after its end.
        """
        last = 1
        for number, line in self._lines:
            last = number
            table = self._table(number, line)
            if "end" in table:
                self._exact(number, line, table, _END)
                if table["end"] != FILE_FORMAT:
                    raise self.fault(number, "is the end of another kind of file")
                self.count, self.hash = table["entries"], table["hash"]
                break
            self._exact(number, line, table, ENTRY)
            yield number, tuple(table[name] for name in ENTRY)
        else:
            raise self.fault(last, "is the last line; the file was cut off: its end is missing")
        more = next(self._lines, None)
        if more is not None:
            raise self.fault(more[0], "stands after the end of the journal")

    def _table(self, number: int, line: str) -> dict[str, Any]:
        try:
            table = json.loads(line)
        except (ValueError, RecursionError):
            table = None
        if not isinstance(table, dict):
            raise self.fault(number, "is not a line of a journal")
        return table

    def _exact(self, number: int, line: str, table: Mapping[str, Any], names: tuple[str, ...]) -> None:
        """Refuse a line that does not hold just what it must, or is written in any other way."""
        sound = tuple(table) == names and all(
            type(value) is (int if name in {"seq", "entries"} else str) or (value is None and name in _MAY_BE_NULL)
            for name, value in table.items()
        )
        if not sound or _encode(table) + "\n" != line or (table.get("salt") is None) != (table.get("body") is None):
            raise self.fault(number, "is not as Ledger writes it: the file was changed or damaged")


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
