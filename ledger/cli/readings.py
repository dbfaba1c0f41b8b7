"""The report on words: how far scores hang on what "likely" is read as."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices
from ledger.cli.filters import filtered
from ledger.cli.options import GIVEN

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()

RULES = "midpoint, interval"


@app.command()
@filtered("analyst", "topic", "kind", "since", "until", "show", "attribution", "text", "prospective")
def readings(
    filters: "Filters" = GIVEN,
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
    from ledger.cli.display import show
    from ledger.cli.reader import opened
    from ledger.reports.options import read_reading
    from ledger.reports.verbal_sensitivity import VerbalOptions, read_bare, verbal_sensitivity

    asked = VerbalOptions(read_reading(reading), verbal_rule, include_hedges, read_bare(bare))
    with opened(as_of) as reader:
        show(verbal_sensitivity(reader, filters, asked))
