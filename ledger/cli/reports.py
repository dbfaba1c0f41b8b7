"""Reports: the summary, and one analyst's page."""

from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper, settings
from ledger.cli.complete import choices

app = LedgerTyper()


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
    as_of: options.AsOf = None,
) -> None:
    """Print accuracy by analyst, or by another grouping, with how far the numbers carry.

    Example: ledger summary --by topic --as-of 2026-06-30
    """
    from ledger.cli.reader import opened
    from ledger.services.listing import Filters

    filters = Filters(analyst, topic, kind, None, since, until, show, attribution, text, prospective)
    with opened(as_of) as reader:
        print_summary(reader, by, filters, reading, reference)


def print_summary(
    reader: Any,  # noqa: ANN401 - Reader and Filters are loaded late
    by: str,
    filters: Any,  # noqa: ANN401
    reading: str,
    reference: str | None = None,
) -> None:
    """Print the scores and, for people, what was counted beside them."""
    from ledger.cli.output import emit, for_people, write
    from ledger.cli.scores import one_table, scores_report, side_reports
    from ledger.services.reporting import read_reading
    from ledger.services.reporting import summary as summarise

    found = summarise(reader, by=by, filters=filters, reading=read_reading(reading), reference=reference)
    if settings().format == "tsv":
        emit(one_table(found))
        return
    if for_people() and found.rows:
        for report in side_reports(found):
            emit(report)
            write("\n")
    emit(scores_report(reader, found))


def print_analyst(reader: Any, name: str, reading: str = "coded") -> None:  # noqa: ANN401 - Reader is loaded late
    """Print one analyst's figures and the whole record."""
    from ledger.cli.analyst_page import show_page
    from ledger.services.reporting import read_reading

    show_page(reader, name, read_reading(reading))
