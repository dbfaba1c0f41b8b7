"""Commands on a whole ledger: init, seed, demo, verify, backup, upgrade."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.app import LedgerTyper, settings
from ledger.errors import InputError, quoted
from ledger.render.report import Column

app = LedgerTyper()

IN_THE_DEMO = "Tong Zhao"
NEXT = "Yours: ledger init; ledger seed; then ledger add, due, show 1, verify. See: ledger --help"
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


@app.command()
def init() -> None:
    """Make a new, empty ledger.

    Example: ledger --db claims.db init
    """
    from ledger.cli.output import answer
    from ledger.journal.schema import create

    location = settings().location
    ledger_id = create(location)
    answer(
        {"ledger": str(location), "id": ledger_id},
        [("Ledger", str(location)), ("Identifier", ledger_id)],
        ["Record a claim with: ledger add. Load the shipped ones with: ledger seed"],
    )


@app.command()
def seed() -> None:
    """Load the shipped claims of two podcast episodes; a second time changes nothing.

    Example: ledger seed
    """
    from ledger.cli.opening import to_record
    from ledger.cli.output import answer
    from ledger.curation.seeding import seed as load
    from ledger.model.days import today

    with to_record() as writer:
        done = load(writer, today())
    answer(
        {"claims": done.claims, "resolutions": done.resolutions, "known": done.known},
        [("Recorded", f"{done.claims} claims, {done.resolutions} verdicts"), ("There already", f"{done.known} claims")],
        ["See: ledger summary"] if done.claims else ["Nothing new."],
    )


@app.command()
def demo() -> None:
    """Show what Ledger does on a throwaway ledger of the shipped claims.

    Example: ledger demo
    """
    from ledger.cli.display import show
    from ledger.cli.output import PAGE_WIDTH, terminal_width, write
    from ledger.curation.seeding import seed as load
    from ledger.journal.location import Location
    from ledger.journal.reader import reading
    from ledger.journal.schema import create
    from ledger.journal.writer import writing
    from ledger.render.width import fold_lines
    from ledger.reports.analyst import analyst_page, in_a_sentence
    from ledger.reports.summary import SummaryOptions, summary_display

    with tempfile.TemporaryDirectory(prefix="ledger-demo-") as folder:
        location = Location(path=Path(folder) / "demo.db")
        create(location)
        with writing(location, actor="demo") as writer:
            load(writer, datetime.now(UTC).date())
        with reading(location) as reader:
            show(summary_display(reader, SummaryOptions()))
            if settings().format == "table":
                page = analyst_page(reader, IN_THE_DEMO)
                for told in (in_a_sentence(page), NEXT):
                    write("".join(f"{line}\n" for line in ["", *fold_lines(told, terminal_width() or PAGE_WIDTH)]))


@app.command()
def verify(
    against: Annotated[
        str | None,
        typer.Option("--against", help="A hash printed earlier and kept elsewhere: is that entry still there?"),
    ] = None,
) -> None:
    """Prove that nothing recorded was changed: file, schema, hash chain, and tables against a replay. Exit 1 if not.

    Example: ledger verify --against 7d67e3890605
    """
    from ledger.cli.output import answer, emit
    from ledger.journal.verify import CHECKS
    from ledger.journal.verify import verify as prove
    from ledger.render.report import Report

    if against is not None and not _HASH.fullmatch(against.strip().lower()):
        raise InputError(
            f"--against {quoted(against)} is not a hash.", "Give at least its first 12 digits, as a report prints them."
        )
    proof = prove(settings().location, against.strip().lower() if against else None)
    counts = {"entries": proof.entries, "redacted": proof.redacted, "hash": proof.head, "ok": not proof.findings}
    if proof.findings or settings().format != "table":
        rows = [{"check": one.check, "entry": one.entry or None, "message": one.message} for one in proof.findings]
        emit(Report(rows, FINDINGS, extra=counts))
        if proof.findings:
            raise typer.Exit(1)
        return
    redacted = f", {proof.redacted} redacted" if proof.redacted else ""
    fields = [
        ("Verified", f"{proof.entries} entries{redacted}; {', '.join(CHECKS)}: nothing wrong"),
        ("Last hash", proof.head or "none: the journal is empty"),
    ]
    answer(counts, fields, [f"It still holds the entry with the hash {against}." if against else ADVICE])


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")]) -> None:
    """Copy the ledger to a file, whole, even while somebody writes.

    Example: ledger backup claims-2026-11-22.db
    """
    from ledger.cli.output import answer
    from ledger.journal.backup import copy_database

    copy_database(settings().location, target)
    answer({"backup": str(target), "bytes": target.stat().st_size}, [("Backup", str(target))])


@app.command()
def upgrade() -> None:
    """Bring a ledger made by an earlier version up to this one, after a backup; all or nothing.

    Example: ledger --db claims.db upgrade
    """
    from ledger.cli.output import answer
    from ledger.journal.schema import upgrade as bring_up

    before, after, saved = bring_up(settings().location)
    told = f"from schema {before} to {after}" if before != after else f"schema {after} is the newest; nothing to do"
    answer(
        {"before": before, "after": after, "backup": saved or None},
        [("Upgrade", told), ("Backup", saved)],
    )
