"""Reports: the summary, and one analyst's page."""

from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices

app = LedgerTyper()

UNRESOLVED = "bounds"


@app.command()
def summary(
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
    peers: Annotated[
        bool, typer.Option("--peers", help="Beside it: the Brier score against the others' on the same questions.")
    ] = False,
    difficulty: Annotated[
        bool, typer.Option("--difficulty", help="Beside it: the score with the difficulty of the questions taken out.")
    ] = False,
    shrunk: Annotated[
        bool,
        typer.Option(
            "--shrunk", help="Beside it: scores drawn together by how little is known, with tiers; sorts by it."
        ),
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
    from ledger.cli.reader import opened
    from ledger.query.listing import Filters

    more = None
    if peers or difficulty or shrunk or unresolved is not None:
        from ledger.reports.summary_extras import More

        more = More(by, peers, difficulty, shrunk, unresolved)
    filters = Filters(analyst, topic, kind, None, since, until, show, attribution, text, prospective)
    with opened(as_of) as reader:
        print_summary(reader, by, filters, reading, reference, more)


def print_summary(
    reader: Any,  # noqa: ANN401 - Reader and Filters are loaded late
    by: str,
    filters: Any,  # noqa: ANN401
    reading: str,
    reference: str | None = None,
    more: Any = None,  # noqa: ANN401 - More loads numpy, which nobody else needs
) -> None:
    """Print the scores and, for people, what was counted beside them and what else was asked for."""
    from ledger.cli.output import emit, several_tables, single_table, write
    from ledger.cli.scores import one_table, scores_report, side_reports
    from ledger.reports.options import read_reading
    from ledger.reports.summary import summary as summarise

    found = summarise(reader, by=by, filters=filters, reading=read_reading(reading), reference=reference)
    if more is not None:
        from ledger.cli.more_scores import more_columns, print_more
        from ledger.reports.summary_extras import extend

        found = extend(reader, found, filters, more)
    if single_table():
        emit(one_table(found, more_columns(more) if more is not None else ()))
        return
    if several_tables() and found.rows:
        for report in side_reports(found):
            emit(report)
            write("\n")
        if more is not None:
            print_more(found, more)
    emit(scores_report(reader, found))


def print_analyst(reader: Any, name: str, reading: str = "coded") -> None:  # noqa: ANN401 - Reader is loaded late
    """Print one analyst's figures and the whole record."""
    from ledger.cli.analyst_page import show_page
    from ledger.reports.options import read_reading

    show_page(reader, name, read_reading(reading))
