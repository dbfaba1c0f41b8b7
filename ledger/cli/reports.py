"""The summary."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices
from ledger.cli.filters import filtered
from ledger.cli.options import GIVEN
from ledger.cli.tables import TableOptions, file_among, refuse_elsewhere, tabled

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()

UNRESOLVED = "bounds"


@app.command()
@filtered("analyst", "topic", "kind", "since", "until", "show", "attribution", "text", "prospective")
@tabled("maps", "sets", "skip_bad", "policy")
def summary(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE] ANALYST",
            help="Only these: names, their beginnings, or a3; without one: everybody. A forecast table (CSV, JSONL, "
            "Parquet) is looked at in place of the ledger.",
            show_default=False,
            autocompletion=analysts,
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by", help=f"What to group by: {options.DIMENSIONS}.", autocompletion=choices(options.DIMENSIONS)
        ),
    ] = "analyst",
    filters: "Filters" = GIVEN,
    table: TableOptions = GIVEN,
    reading: options.Reading = "coded",
    reference: options.Reference = None,
    details: Annotated[
        bool, typer.Option("--details", help="Also what is counted and not scored, how sure people were, and why.")
    ] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Beside it: the Brier score against the others' on the same questions.")
    ] = False,
    difficulty: Annotated[
        bool, typer.Option("--difficulty", help="Beside it: the score adjusted for the difficulty of the questions.")
    ] = False,
    shrunk: Annotated[
        bool,
        typer.Option("--shrunk", help="Beside it: shrunken scores (empirical Bayes), with tiers; sorts by them."),
    ] = False,
    unresolved: Annotated[
        str | None,
        typer.Option(
            "--unresolved",
            help="bounds: what scores could come to, however what is overdue turns out.",
            autocompletion=choices(UNRESOLVED),
        ),
    ] = None,
    as_of: options.AsOf = None,
) -> None:
    """Print accuracy by analyst, or by another grouping, with how far the numbers carry.

    Example: ledger summary --by topic --as-of 2026-06-30; of a file: ledger summary forecasts.csv --policy last
    """
    from ledger.cli.display import show as show_display
    from ledger.cli.reader import opened
    from ledger.reports.options import read_reading
    from ledger.reports.summary import SummaryOptions, summary_display, summary_of_file

    file, people = file_among(names)
    filters = replace(filters, analysts=tuple(people))
    asked = SummaryOptions(
        by, filters, read_reading(reading), reference, details, peers, difficulty, shrunk, unresolved
    )
    if file is not None:
        from ledger.reports.eligible import file_source, read_file_policy

        refuse_elsewhere({f"--{name}": True for name in asked.extras} | {"--as-of": as_of}, file=True)
        everybody = [*people, *([filters.analyst] if filters.analyst else ())]
        with file_source(file, table.rows(filters), read_file_policy(table.policy), everybody) as source:
            show_display(summary_of_file(source, asked))
        return
    table.need_a_file()
    with opened(as_of) as reader:
        if asked.extras:
            from ledger.reports.summary_extras import with_extras

            show_display(summary_display(reader, asked, with_extras))
        else:
            show_display(summary_display(reader, asked))
