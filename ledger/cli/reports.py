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
    as_of: options.AsOf = None,
) -> None:
    """Print accuracy by analyst, or by another grouping, with how far the numbers carry.

    Example: ledger summary --by topic --as-of 2026-06-30
    """
    from ledger.services.listing import Filters

    filters = Filters(analyst, topic, kind, None, since, until, show, attribution, text, prospective)
    _summary(by, filters, reading, as_of)


def _summary(by: str, filters: Any, reading: str, as_of: str | None) -> None:  # noqa: ANN401 - Filters is loaded late
    from ledger.cli.reader import opened

    with opened(as_of) as reader:
        print_summary(reader, by, filters, reading)


def print_summary(reader: Any, by: str, filters: Any, reading: str) -> None:  # noqa: ANN401 - loaded late
    """Print the scores and, for people, what was counted beside them."""
    from ledger.cli.output import emit, write
    from ledger.cli.scores import counts_report, scores_report
    from ledger.services.reporting import read_reading
    from ledger.services.reporting import summary as summarise

    found = summarise(reader, by=by, filters=filters, reading=read_reading(reading))
    if settings().format == "table" and found.rows:
        emit(counts_report(found))
        write("\n")
    emit(scores_report(reader, found))


def print_analyst(reader: Any, name: str, reading: str = "coded") -> None:  # noqa: ANN401 - Reader is loaded late
    """Print one analyst's figures and the whole record."""
    from ledger.cli.analyst_page import show_page
    from ledger.services.reporting import read_reading

    show_page(reader, name, read_reading(reading))
