"""The answer of verify."""

from collections.abc import Sequence

import typer

from ledger.cli.app import settings
from ledger.cli.output import answer, emit
from ledger.render import Column, Report
from ledger.storage.verify import CHECKS, Finding, verify

FINDINGS = (
    Column("check", "Check"),
    Column("entry", "Entry", lambda row: str(row["entry"]) if row["entry"] else None, align="right"),
    Column("message", "Found", flexible=True),
)


def print_proof() -> None:
    """Run every check; end with exit code 1 if one of them found something."""
    proof = verify(settings().location)
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
    note = "A chain cannot show that its end was cut off: keep the last hash elsewhere and compare."
    answer(counts, fields, [note])


def _rows(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [{"check": f.check, "entry": f.entry or None, "message": f.message} for f in findings]
