"""Commands that look: list, show, find, due, log."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper, settings
from ledger.cli.options import GIVEN, filtered

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()


@app.command("list")
@filtered("analyst", "topic", "kind", "state", "since", "until", "show", "attribution", "text")
def list_(filters: "Filters" = GIVEN, as_of: options.AsOf = None) -> None:
    """List claims, in the order they were recorded.

    Example: ledger list --analyst "Tong Zhao" --state open
    """
    _list(filters, as_of)


@app.command()
def find(
    text: Annotated[
        str, typer.Argument(help="Words; all must stand in the claim, its quote, criteria, note or names.")
    ],
    as_of: options.AsOf = None,
) -> None:
    """Find claims by their words, whatever the case or the form of the letters.

    Example: ledger find "nuclear test"
    """
    from ledger.query.listing import Filters

    _list(Filters(text=text), as_of)


def _list(filters: "Filters", as_of: str | None) -> None:
    from ledger.cli.opening import to_read
    from ledger.cli.output import emit
    from ledger.query.listing import Filters, list_briefly, list_claims
    from ledger.reports.listings import CLAIMS, NO_CLAIMS, listing

    with to_read(as_of) as reader:
        rows = (list_briefly if settings().format == "table" else list_claims)(reader, filters)
        empty = NO_CLAIMS if filters == Filters() else "No claim passes these filters."
        emit(listing(reader, rows, CLAIMS, empty=empty))


@app.command()
def show(
    ref: Annotated[
        str, typer.Argument(help="A claim (12), question (q7), episode (e2), document (d4), analyst (a3) or key.")
    ],
    as_of: options.AsOf = None,
) -> None:
    """Show one claim whole: what was said, the question, every verdict, and every entry of its history.

    Example: ledger show 12
    """
    from ledger.cli.cards import show_record
    from ledger.cli.opening import to_read
    from ledger.reports.records import record_page

    with to_read(as_of) as reader:
        show_record(record_page(reader, ref))


@app.command()
def due(
    within: Annotated[
        str | None, typer.Option("--within", help="Only what is overdue or due so soon: 30d, 6w, 3m.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    as_of: options.AsOf = None,
) -> None:
    """List open questions by deadline: overdue, soon (30 days), later, without a deadline.

    Example: ledger due --within 30d
    """
    from ledger.cli.opening import to_read
    from ledger.cli.output import emit
    from ledger.query.listing import due as due_questions
    from ledger.reports.listings import DUE, listing

    with to_read(as_of) as reader:
        rows = due_questions(reader, within=within, overdue=overdue)
        notes = ["Settle one with: ledger resolve qNUMBER OUTCOME --on DATE --evidence URL"] if rows else []
        emit(listing(reader, rows, DUE, empty="Nothing is due.", notes=notes))


@app.command()
def log(
    ref: Annotated[
        str | None, typer.Argument(help="A claim (12), question (q7), episode (e2), document (d4) or analyst (a3).")
    ] = None,
    last: Annotated[int | None, typer.Option("--last", min=1, help="Only so many of the newest entries.")] = None,
    as_of: options.AsOf = None,
) -> None:
    """Show who changed what, and when: every entry of the journal, or of one record, in words.

    Example: ledger log 12
    """
    from ledger.cli.opening import to_read
    from ledger.cli.output import emit
    from ledger.query.history import history
    from ledger.reports.listings import LOG, listing

    with to_read(as_of) as reader:
        empty = "Nothing was recorded by then." if as_of else "The journal is empty."
        emit(listing(reader, history(reader, ref, last), LOG, empty=empty))
