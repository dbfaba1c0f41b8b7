"""A tour on a throwaway ledger."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from ledger.cli.app import settings
from ledger.cli.output import write
from ledger.cli.reports import print_analyst, print_summary
from ledger.curation.seeding import seed
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.schema import create
from ledger.journal.writer import writing
from ledger.query.listing import Filters

ANALYST = "Tong Zhao"
NEXT = """
Try next, on a ledger of your own:
  ledger init                          make it
  ledger seed                          load these claims
  ledger add                           record a claim; what is missing is asked for
  ledger due                           what is to be settled
  ledger show 1                        one claim with its history
  ledger log                           who changed what, when
  ledger verify                        prove that nothing was altered
"""


def show_demo() -> None:
    """Seed a ledger in a temporary folder, print its summary and one analyst's page, and throw it away."""
    with tempfile.TemporaryDirectory(prefix="ledger-demo-") as folder:
        location = Location(path=Path(folder) / "demo.db")
        create(location)
        with writing(location, actor="demo") as writer:
            seed(writer, datetime.now(UTC).date())
        with reading(location) as reader:
            print_summary(reader, "analyst", Filters(), "coded")
            if settings().format == "table":
                write("\n")
                print_analyst(reader, ANALYST)
                write(NEXT)
