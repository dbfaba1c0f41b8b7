"""The report on words: how far scores hang on what "likely" is read as."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices

app = LedgerTyper()

RULES = "midpoint, interval"


@app.command()
def readings(
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
    verbal_rule: Annotated[
        str,
        typer.Option(
            "--verbal-rule",
            help="How a phrase is scored on a scale: midpoint (its number), interval (proper for words that lie side "
            "by side).",
            autocompletion=choices(RULES),
        ),
    ] = "midpoint",
    include_hedges: Annotated[
        bool, typer.Option("--include-hedges", help="Also the bounds with settled hedges among the words.")
    ] = False,
    bare: Annotated[
        str | None,
        typer.Option("--bare", help="Also the score with flat assertions read as this probability: 97%."),
    ] = None,
    as_of: options.AsOf = None,
) -> None:
    """Print how far scores hang on how words are read: on every scale, and anywhere within their bands.

    Example: ledger readings --include-hedges --bare 97%
    """
    from ledger.cli.output import show as show_report
    from ledger.cli.reader import opened
    from ledger.query.listing import Filters
    from ledger.reports.options import read_reading
    from ledger.reports.verbal_sensitivity import VerbalOptions, read_bare, verbal_sensitivity

    asked = VerbalOptions(read_reading(reading), verbal_rule, include_hedges, read_bare(bare))
    filters = Filters(analyst, topic, kind, None, since, until, show, attribution, text, prospective)
    with opened(as_of) as reader:
        show_report(verbal_sensitivity(reader, filters, asked))
