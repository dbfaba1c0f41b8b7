"""The journal entry by entry, with the bytes that were hashed: on its way out of a ledger, and as it comes back."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ledger.errors import StorageError
from ledger.journal.chain import genesis
from ledger.journal.projector import REDACTION
from ledger.journal.reader import Reader
from ledger.journal.verify import entry_fault

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
ENTRIES = (
    "SELECT e.seq, e.id, e.kind, e.subject, e.recorded_at, e.actor, e.digest, e.hash, b.salt, b.body "
    "FROM entry e LEFT JOIN entry_body b ON b.seq = e.seq WHERE e.seq > :after AND e.seq <= :until ORDER BY e.seq"
)
"""Every entry after one place and up to another, as a ``Kept``."""


class BrokenJournal(StorageError):
    """The journal is not whole, so it is not passed on."""

    def __init__(self, message: str) -> None:
        super().__init__(f"The journal cannot be passed on: {message}.", "See: ledger verify")


class Kept(NamedTuple):
    """An entry as it is kept; of a redacted one salt and body are None."""

    seq: int
    id: str
    kind: str
    subject: str
    recorded_at: str
    actor: str
    digest: str
    hash: str
    salt: str | None
    body: str | None


class _Everything:
    def __contains__(self, _: object) -> bool:
        return True


class Chain:
    """Follows a journal: each entry must fit the one before, and every body that is gone be accounted for."""

    def __init__(self, head: str, seq: int = 0) -> None:
        """Begin before the first entry, with what it builds on; or behind entry ``seq``, whose hash ``head`` is."""
        self.seq = seq
        self.head = head
        self._time = ""
        self._gone: dict[str, int] = {}

    def fault(self, entry: Kept) -> str:
        """What is wrong with the next entry; "" if nothing, and then it is the last."""
        found = entry_fault(entry, self.seq + 1, self.head, self._time, _Everything())
        if not found and not _INSTANT.fullmatch(entry.recorded_at):
            found = f"entry {entry.seq} was recorded at no instant"
        if found:
            return found
        self.seq, self.head, self._time = entry.seq, entry.hash, entry.recorded_at
        if entry.body is None:
            self._gone[entry.id] = entry.seq
        if entry.kind == REDACTION:
            self._gone.pop(entry.subject, None)
        return ""

    @property
    def unexplained(self) -> int:
        """The first entry whose body is gone though no entry up to here redacts it; 0 if there is none."""
        return min(self._gone.values(), default=0)


def identity(reader: Reader) -> str:
    """The identifier of a ledger.

    Raises:
        BrokenJournal: it is gone.
    """
    found = reader.journal.rows("SELECT value FROM ledger_meta WHERE key = 'ledger_id'")
    if not found:
        raise BrokenJournal("the ledger's identifier is gone")
    return str(found[0]["value"])


def leaving(reader: Reader) -> Iterator[Kept]:
    """The entries of a ledger up to the moment it was opened at, each checked before it goes.

    Raises:
        BrokenJournal: one of them was changed, or is missing.
    """
    chain = Chain(genesis(identity(reader)))
    bound: dict[str, Any] = {"after": 0, "until": reader.as_of.entry}
    with reader.journal.stream(ENTRIES, bound) as rows:
        for row in rows:
            entry = Kept(*row)
            fault = chain.fault(entry)
            if fault:
                raise BrokenJournal(fault)
            yield entry
    if chain.unexplained:
        raise BrokenJournal(f"the body of entry {chain.unexplained} is gone, and no redaction by then says why")
