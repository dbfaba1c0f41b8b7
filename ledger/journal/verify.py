"""Proof that the record is whole: each check is a function that returns what it found wrong.

Hashes see a changed byte, not a tail that was cut off: for that, keep the last entry's hash somewhere else and
compare it. The database's own check sees broken pages, which hashes need not meet. So all of them run.
"""

import sqlite3
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.errors import StorageError
from ledger.journal.chain import Metadata, digest_of, genesis, link
from ledger.journal.database_errors import driver_error, translated
from ledger.journal.fingerprint import expected, fingerprint
from ledger.journal.identity import HEAD
from ledger.journal.location import Location
from ledger.journal.projector import PROJECTED, REDACTION, TABLES
from ledger.journal.reader import Reader, UnreadableEntry, connect, replayed

SHOWN = 20
"""Findings listed for one check; the rest are counted."""
_WORDS_SHOWN = 200


@dataclass(frozen=True)
class Damage:
    """Something wrong: by which check, at which entry (0: none in particular), in words."""

    check: str
    entry: int
    message: str


@dataclass(frozen=True)
class Proof:
    """What ``verify`` saw."""

    entries: int
    redacted: int
    head: str
    findings: tuple[Damage, ...]


Row = tuple[Any, ...]
Check = Callable[[Reader, Location], list[Damage]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Enter a function in the list of checks, under the name its findings carry."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


@check("file")
def check_file(reader: Reader, location: Location) -> list[Damage]:
    """Ask SQLite whether its pages hold together and its indexes say what its tables say."""
    if location.path is None:
        return []
    _, rows = reader.tuples(f"PRAGMA integrity_check({SHOWN})")
    findings = [Damage("file", 0, str(row[0])) for row in rows if row[0] != "ok"]
    query = "SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size"
    if location.path.stat().st_size < reader.rows(query)[0]["size"]:  # what is missing of a last page reads as zeros
        findings.append(Damage("file", 0, "the file was cut off: it is shorter than its header says"))
    return findings


@check("schema")
def check_schema(reader: Reader, location: Location) -> list[Damage]:
    """Hold every table, index, trigger and function against the release's own."""
    found = fingerprint(lambda sql: reader.tuples(sql)[1], location.dialect)
    if found == expected(HEAD, location.dialect):
        return []
    return [Damage("schema", 0, "the tables or guards are not those of this release: something was altered or dropped")]


@check("chain")
def check_chain(reader: Reader, location: Location) -> list[Damage]:  # noqa: ARG001 - one signature for all
    """Hash every body and every entry again, in order; the first that does not fit is named."""
    try:
        return _chain(reader)
    except sqlite3.OperationalError:  # text that is no text: say in which entry
        reader.accept_broken_text()
        return _chain(reader) or [Damage("chain", 0, "the journal holds text that is not UTF-8")]


def _chain(reader: Reader) -> list[Damage]:
    redacted = {row["subject"] for row in reader.rows("SELECT subject FROM entry WHERE kind = :kind", kind=REDACTION)}
    identifiers = reader.rows("SELECT value FROM ledger_meta WHERE key = 'ledger_id'")
    if not identifiers:
        return [Damage("chain", 0, "the ledger's identifier is gone")]
    head, time = genesis(identifiers[0]["value"]), ""
    query = (
        "SELECT e.seq, e.id, e.kind, e.subject, e.recorded_at, e.actor, e.digest, e.hash, b.salt, b.body "
        "FROM entry e LEFT JOIN entry_body b ON b.seq = e.seq ORDER BY e.seq"
    )
    with reader.stream(query) as rows:
        for place, row in enumerate(rows, start=1):
            fault = entry_fault(row, place, head, time, redacted)
            if fault:
                return [Damage("chain", place, fault)]
            head, time = row[7], row[4]
    return []


def entry_fault(row: Sequence[Any], place: int, head: str, time: str, redacted: Container[str]) -> str:
    """What is wrong with an entry, held against its place, the hash and the instant of the one before; "" if nothing.

    ``row`` holds place, identifier, kind, subject, instant, actor, digest, hash, salt and body; of a body that is gone
    both are None, and its identifier must be among the ``redacted``.
    """
    seq, identifier, kind, subject, recorded_at, actor, digest, found, salt, body = row
    try:
        faults = (
            (seq != place, f"entry {place} is missing"),
            (
                body is None and identifier not in redacted,
                f"the body of entry {place} is gone, and no redaction says why",
            ),
            (body is not None and digest_of(salt, body) != digest, f"the body of entry {place} was changed"),
            (
                link(place, head, Metadata(identifier, kind, subject, recorded_at, actor), digest) != found,
                f"entry {place} was changed, or one before it was taken out",
            ),
            (recorded_at < time, f"entry {place} claims to be older than the one before"),
        )
    except (ValueError, AttributeError, TypeError):
        return f"entry {place} was changed: it holds what the journal never writes"
    return next((message for wrong, message in faults if wrong), "")


@check("tables")
def check_tables(reader: Reader, location: Location) -> list[Damage]:
    """Replay the journal and hold every row of every table against it."""
    try:
        model = replayed(reader, location)
    except UnreadableEntry as error:
        return [Damage("tables", error.seq, error.message)]
    except StorageError as error:
        return [Damage("tables", 0, error.message)]
    try:
        return [finding for table in PROJECTED for finding in _compare(table, reader, model)]
    finally:
        model.close()


def _compare(table: str, reader: Reader, model: Reader) -> list[Damage]:
    columns, _ = model.tuples(f"SELECT * FROM {table} LIMIT 0")
    keys, describe = (["id"], _difference) if table in TABLES else (columns, _stray)
    places = [columns.index(name) for name in keys]
    query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(keys)}"
    with model.stream(query) as wanted, reader.stream(query) as found:
        pairs = _paired(wanted, found, lambda row: tuple(str(row[place]) for place in places))
        findings = [describe(table, columns, want, have) for want, have in pairs if want != have]
    return sorted(findings, key=lambda finding: finding.entry)


def _paired(
    wanted: Iterator[Sequence[Any]], found: Iterator[Sequence[Any]], key: Callable[[Sequence[Any]], tuple[str, ...]]
) -> Iterator[tuple[Row | None, Row | None]]:
    """Walk two sorted lists of rows side by side; what only one of them has stands beside nothing."""
    want, have = next(wanted, None), next(found, None)
    while want is not None or have is not None:
        ahead = have is None or (want is not None and key(want) < key(have))
        behind = want is None or (have is not None and key(have) < key(want))
        yield (None if behind or want is None else tuple(want)), (None if ahead or have is None else tuple(have))
        want = want if behind else next(wanted, None)
        have = have if ahead else next(found, None)


def _stray(table: str, columns: list[str], want: Row | None, have: Row | None) -> Damage:
    row = dict(zip(columns, want or have or (), strict=True))
    return Damage("tables", 0, f"{table}: {row} is only in the {'journal' if have is None else 'table'}")


def _difference(table: str, columns: list[str], want: Row | None, have: Row | None) -> Damage:
    known = dict(zip(columns, want or have or (), strict=True))
    name, entry = f"{table} {known['number']}", int(known["entry"])
    if want is None:
        return Damage("tables", entry, f"{name} is in the table but not in the journal")
    if have is None:
        return Damage("tables", entry, f"{name} is in the journal (entry {entry}) but not in the table")
    differing = ", ".join(c for c, w, h in zip(columns, want, have, strict=True) if w != h)
    return Damage("tables", entry, f"{name} is not what the journal says (entry {entry}): {differing}")


def check_kept(reader: Reader, kept: str) -> list[Damage]:
    """Look for the entry whose hash, or its beginning, was kept elsewhere: the only sight of an end cut off."""
    if reader.rows("SELECT seq FROM entry WHERE SUBSTR(hash, 1, :digits) = :kept", digits=len(kept), kept=kept):
        return []
    return [Damage("kept", 0, f"no entry has the hash {kept}: its end was cut off, or all of it was rewritten")]


def verify(location: Location, kept: str | None = None) -> Proof:
    """Run every check on a ledger and gather what they found; nothing is repaired.

    Args:
        location: where the ledger is.
        kept: a hash (or at least its first 12 digits) that was kept elsewhere and must still be one of an entry.

    Raises:
        NoLedger, NotALedger, OlderLedger, NewerLedger: there is nothing to check.
    """
    with translated(location):
        reader = connect(location)
        try:
            return _run(reader, location, kept)
        finally:
            reader.close()


def _run(reader: Reader, location: Location, kept: str | None) -> Proof:
    findings: list[Damage] = []
    checks = dict(CHECKS)
    if kept is not None:
        checks["kept"] = lambda found, _: check_kept(found, kept)
    for name, run in checks.items():
        found = _attempt(name, run, reader, location)
        findings.extend(found[:SHOWN])
        if len(found) > SHOWN:
            findings.append(Damage(name, 0, f"and {len(found) - SHOWN} more"))
    return _proof(reader, findings)


def _attempt(name: str, run: Check, reader: Reader, location: Location) -> list[Damage]:
    """Run one check; that it cannot be run is a finding too."""
    try:
        with reader.attempt():
            return run(reader, location)
    except Exception as error:
        cause = driver_error(error)
        if cause is None:
            raise
        return [Damage(name, 0, f"the database cannot be read: {str(cause)[:_WORDS_SHOWN]}")]


def _proof(reader: Reader, findings: list[Damage]) -> Proof:
    try:
        with reader.attempt():
            entries = reader.rows("SELECT COUNT(*) AS n FROM entry")[0]["n"]
            redacted = reader.rows("SELECT COUNT(*) AS n FROM entry WHERE kind = :kind", kind=REDACTION)[0]["n"]
            head = reader.rows("SELECT hash FROM entry ORDER BY seq DESC LIMIT 1")
    except Exception as error:
        if driver_error(error) is None:
            raise
        return Proof(0, 0, "", tuple(findings))
    return Proof(entries, redacted, head[0]["hash"] if head else "", tuple(findings))
