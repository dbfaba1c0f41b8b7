"""The summary."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices

app = LedgerTyper()

UNRESOLVED = "bounds"


@app.command()
def summary(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ANALYST",
            help="Only these: names, their beginnings, or a3. Without one: everybody.",
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
    analyst: options.Analyst = None,
    topic: options.Topic = None,
    kind: options.Kind = None,
    since: options.Since = None,
    until: options.Until = None,
    show: options.Show = None,
    attribution: options.Level = None,
    text: options.Text = None,
    prospective: options.Prospective = False,
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

    Example: ledger summary --by topic --as-of 2026-06-30
    """
    from ledger.cli.display import show as show_display
    from ledger.cli.reader import opened
    from ledger.query.listing import Filters
    from ledger.reports.options import read_reading
    from ledger.reports.summary import SummaryOptions, summary_display

    only = tuple(names or ())
    filters = Filters(analyst, topic, kind, None, since, until, show, attribution, text, prospective, only)
    asked = SummaryOptions(
        by, filters, read_reading(reading), reference, details, peers, difficulty, shrunk, unresolved
    )
    with opened(as_of) as reader:
        if asked.extras:
            from ledger.reports.summary_extras import with_extras  # NumPy is theirs alone

            show_display(summary_display(reader, asked, with_extras))
        else:
            show_display(summary_display(reader, asked))
