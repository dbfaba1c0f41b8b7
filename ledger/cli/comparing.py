"""Two analysts held against each other on the questions both answered."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices
from ledger.cli.filters import ALL, filtered
from ledger.errors import InputError

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()

POLICIES = "each, first, last"
NAMED = "Name or a3; in a file the name."


class FileOnly(InputError):
    """An option that is about a file where no file is named."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} is about a file of forecasts.", "Name it: --file forecasts.csv")


class LedgerOnly(InputError):
    """An option about a ledger's claims beside a file."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} is about a ledger's claims and does not go with --file.", "Leave one of them out.")


def _refuse_with_file(given: Mapping[str, object]) -> None:
    """Refuse options that a file has nothing for.

    Raises:
        LedgerOnly: one of them has a value.
    """
    for option, value in given.items():
        if value not in {None, False}:
            raise LedgerOnly(option)


@app.command()
@filtered("topic", "kind", "since", "until", "show", "attribution", "text", "prospective")
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help=NAMED, show_default=False, autocompletion=analysts)],
    b: Annotated[str, typer.Argument(metavar="B", help=NAMED, show_default=False, autocompletion=analysts)],
    file: Annotated[
        Path | None, typer.Option("--file", help="A forecast table, as for ledger score. Else the ledger's claims.")
    ] = None,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="NAME=COLUMN of the file: take a column by another name.")
    ] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="NAME=VALUE: one value for all rows.")] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out rows of the file with faults.")] = False,
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
    filters: "Filters" = ALL,
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
    from ledger.forecasts.prefetch import FileAsk
    from ledger.reports.compare import CompareOptions, compare_claims, compare_file, read_compare_policy
    from ledger.reports.options import read_reading

    check_plot(plot)
    chosen = read_compare_policy(policy, in_file=file is not None)
    asked = CompareOptions(measure, chosen, read_reading(reading), scale, level, log_floor, sequential)
    if file is None:
        if maps or sets or skip_bad:
            raise FileOnly("--map" if maps else "--set" if sets else "--skip-bad")
        with opened(as_of) as reader:
            show(compare_claims(reader, (a, b), filters, asked), plot)
        return
    _refuse_with_file(
        {"--kind": filters.kind, "--show": filters.show, "--attribution": filters.attribution,
         "--text": filters.text, "--scale": scale, "--prospective": filters.prospective, "--as-of": as_of}
    )  # fmt: skip
    today = str(datetime.now(UTC).date())
    rows = FileAsk(maps or (), sets or (), skip_bad, None, filters.topic, filters.since, filters.until, today=today)
    show(compare_file(file, (a, b), rows, asked), plot)
