"""Commands on a whole ledger: init, seed, demo, verify, backup, upgrade."""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.app import LedgerTyper, settings

app = LedgerTyper()


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
    from ledger.cli.output import answer
    from ledger.cli.writer import opened, today
    from ledger.curation.seeding import seed as load

    with opened() as writer:
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
    from ledger.cli.demo import show_demo

    show_demo()


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
    from ledger.cli.proof import print_proof

    print_proof(against)


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
