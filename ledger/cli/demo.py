"""A tour on a throwaway ledger."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from ledger.cli.app import settings
from ledger.cli.display import show
from ledger.cli.output import terminal_width, write
from ledger.curation.seeding import seed
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.schema import create
from ledger.journal.writer import writing
from ledger.render.width import fold_lines
from ledger.reports.analyst import analyst_page, in_a_sentence
from ledger.reports.summary import SummaryOptions, summary_display

ANALYST = "Tong Zhao"
NEXT = "Yours: ledger init; ledger seed; then ledger add, due, show 1, verify. See: ledger --help"
_WIDTH = 100  # where nobody says how wide the page is


def show_demo() -> None:
    """Seed a ledger in a temporary folder, print its summary and one analyst in words, and throw it away."""
    with tempfile.TemporaryDirectory(prefix="ledger-demo-") as folder:
        location = Location(path=Path(folder) / "demo.db")
        create(location)
        with writing(location, actor="demo") as writer:
            seed(writer, datetime.now(UTC).date())
        with reading(location) as reader:
            show(summary_display(reader, SummaryOptions()))
            if settings().format == "table":
                page = analyst_page(reader, ANALYST)
                for told in (in_a_sentence(page), NEXT):
                    write("".join(f"{line}\n" for line in ["", *fold_lines(told, terminal_width() or _WIDTH)]))
