"""The answer of verify."""

import re
from collections.abc import Sequence

import typer

from ledger.cli.app import settings
from ledger.cli.output import answer, emit
from ledger.errors import InputError, quoted
from ledger.journal.verify import CHECKS, Damage, verify
from ledger.render import Column, Report

ADVICE = (
    "A chain cannot show that its end was cut off: keep the last hash elsewhere, "
    "and hold the ledger against it with: ledger verify --against HASH"
)
FINDINGS = (
    Column("check", "Check"),
    Column("entry", "Entry", lambda row: str(row["entry"]) if row["entry"] else None, align="right"),
    Column("message", "Found", flexible=True, wrap=True),
)


_HASH = re.compile(r"[0-9a-f]{12,64}")


def print_proof(against: str | None) -> None:
    """Run every check; end with exit code 1 if one of them found something."""
    if against is not None and not _HASH.fullmatch(against.strip().lower()):
        raise InputError(
            f"--against {quoted(against)} is not a hash.", "Give at least its first 12 digits, as a report prints them."
        )
    proof = verify(settings().location, against.strip().lower() if against else None)
    counts = {"entries": proof.entries, "redacted": proof.redacted, "hash": proof.head, "ok": not proof.findings}
    if proof.findings:
        emit(Report(_rows(proof.findings), FINDINGS, extra=counts))
        raise typer.Exit(1)
    if settings().format != "table":
        emit(Report([], FINDINGS, extra=counts))
        return
    redacted = f", {proof.redacted} redacted" if proof.redacted else ""
    fields = [
        ("Verified", f"{proof.entries} entries{redacted}; {', '.join(CHECKS)}: nothing wrong"),
        ("Last hash", proof.head or "none: the journal is empty"),
    ]
    answer(counts, fields, [f"It still holds the entry with the hash {against}." if against else ADVICE])


def _rows(findings: Sequence[Damage]) -> list[dict[str, object]]:
    return [{"check": f.check, "entry": f.entry or None, "message": f.message} for f in findings]
