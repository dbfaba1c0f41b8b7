"""Two analysts held against each other on the questions both answered."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices
from ledger.cli.filters import filtered
from ledger.cli.options import GIVEN
from ledger.cli.tables import POLICIES, TableOptions, refuse_elsewhere, tabled

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()

NAMED = "Name or a3; in a file the name."


@app.command()
@filtered("topic", "kind", "since", "until", "show", "attribution", "text", "prospective")
@tabled("maps", "sets", "skip_bad")
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help=NAMED, show_default=False, autocompletion=analysts)],
    b: Annotated[str, typer.Argument(metavar="B", help=NAMED, show_default=False, autocompletion=analysts)],
    file: Annotated[
        Path | None, typer.Option("--file", help="A forecast table, as for ledger score. Else the ledger's claims.")
    ] = None,
    table: TableOptions = GIVEN,
    measure: options.Measured = "brier",
    level: Annotated[float, typer.Option("--level", help="Of the interval, and so of the verdict.")] = 0.90,
    log_floor: options.LogFloor = None,
    sequential: Annotated[
        bool, typer.Option("--sequential", help="Evidence that may be looked at after every resolution; brier, log.")
    ] = False,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            help=f"Which forecasts count: {POLICIES}. Else each for a file, first for a ledger.",
            autocompletion=choices(POLICIES),
        ),
    ] = None,
    filters: "Filters" = GIVEN,
    reading: options.Reading = "coded",
    scale: options.ReadOn = None,
    plot: options.Plot = None,
    as_of: options.AsOf = None,
) -> None:
    """Compare two analysts on the questions both answered: the gap, how sure it is, and what would settle it.

    A verdict needs 10 shared questions that are settled, in 5 episodes; below that the command says how many there are.

    Example: ledger compare "Tong Zhao" "Feng Zhang" --sequential --plot gap.png
    """
    from ledger.cli.charts import check_plot
    from ledger.cli.display import show
    from ledger.cli.reader import opened
    from ledger.reports.compare import CompareOptions, compare_claims, compare_file, read_compare_policy
    from ledger.reports.options import read_reading

    check_plot(plot)
    chosen = read_compare_policy(policy, in_file=file is not None)
    asked = CompareOptions(measure, chosen, read_reading(reading), scale, level, log_floor, sequential)
    if file is None:
        table.need_a_file()
        with opened(as_of) as reader:
            show(compare_claims(reader, (a, b), filters, asked), plot)
        return
    refuse_elsewhere({"--scale": scale, "--as-of": as_of}, file=True)
    show(compare_file(file, (a, b), table.rows(filters), asked), plot)
