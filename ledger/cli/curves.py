"""Reports that are drawn: how well calibrated analysts are, and how a score went over time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    from ledger.reports.eligible import Source

app = LedgerTyper()

SPANS = "quarter, year"


@app.command()
@filtered("topic", "kind", "since", "until", "show", "prospective")
@tabled("maps", "sets", "skip_bad", "policy")
def calibration(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE] ANALYST",
            help="Names or a3, a curve each; without one: all together. A forecast table (CSV, JSONL, Parquet) is "
            "looked at in place of the ledger.",
            show_default=False,
            autocompletion=analysts,
        ),
    ] = None,
    filters: "Filters" = GIVEN,
    table: TableOptions = GIVEN,
    reading: options.Reading = "coded",
    scale: options.ReadOn = None,
    level: Annotated[float, typer.Option("--level", help="Of the band and the intervals.")] = 0.90,
    draws: Annotated[int, typer.Option("--draws", help="Chance analysts that the band is made from.")] = 1000,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Of the draws. Else always the same.")] = None,
    plot: options.Plot = None,
    as_of: options.AsOf = None,
) -> None:
    """Draw how often what was said came true, by how sure it was said, with what chance alone would show.

    A curve needs 100 settled forecasts, 5 of them true and 5 false; below that the command says how many are missing.

    Example: ledger calibration "Feng Zhang" --plot curve.svg; of a file: ledger calibration forecasts.csv --policy last
    """
    from ledger.cli.charts import check_plot
    from ledger.cli.display import show
    from ledger.reports.calibration import SEED, CalibrationOptions
    from ledger.reports.calibration import calibration as calibrate
    from ledger.reports.options import read_reading

    check_plot(plot)
    asked = CalibrationOptions(read_reading(reading), level, draws, SEED if seed is None else seed)
    file, people = file_among(names)
    with _source(file, filters, table, scale, as_of) as source:
        show(calibrate(source, people, asked), plot)


@app.command()
@filtered("topic", "kind", "since", "until", "show", "prospective")
@tabled("maps", "sets", "skip_bad", "policy")
def trend(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="[FILE] ANALYST",
            help="Name or a3. A forecast table (CSV, JSONL, Parquet) is looked at in place of the ledger.",
            show_default=False,
            autocompletion=analysts,
        ),
    ],
    by: Annotated[
        str, typer.Option("--by", help=f"Of the deadline: {SPANS}.", autocompletion=choices(SPANS))
    ] = "quarter",
    measure: options.Measured = "brier",
    log_floor: options.LogFloor = None,
    filters: "Filters" = GIVEN,
    table: TableOptions = GIVEN,
    reading: options.Reading = "coded",
    scale: options.ReadOn = None,
    level: Annotated[float, typer.Option("--level", help="Of the intervals.")] = 0.90,
    plot: options.Plot = None,
    as_of: options.AsOf = None,
) -> None:
    """Show an analyst's score by quarter or year of deadline, and all up to then; a change only if a test finds one.

    Example: ledger trend "Feng Zhang" --by year --plot trend.png; of a file: ledger trend forecasts.csv Ann
    """
    from ledger.cli.charts import check_plot
    from ledger.cli.display import show
    from ledger.reports.options import read_reading
    from ledger.reports.trend import TrendOptions, read_one
    from ledger.reports.trend import trend as follow

    check_plot(plot)
    asked = TrendOptions(by, measure, read_reading(reading), level, log_floor)
    file, people = file_among(names)
    analyst = read_one(people)
    with _source(file, filters, table, scale, as_of, dated="A trend") as source:
        show(follow(source, analyst, asked), plot)


@contextmanager
def _source(
    file: Path | None, filters: "Filters", table: TableOptions, scale: str | None, as_of: str | None, dated: str = ""
) -> Iterator["Source"]:
    """The ledger, or a file in its place."""
    from ledger.cli.reader import opened
    from ledger.reports.eligible import LedgerSource, file_source, read_file_policy

    if file is None:
        table.need_a_file()
        with opened(as_of) as reader:
            yield LedgerSource(reader, filters, scale)
        return
    refuse_elsewhere({"--scale": scale, "--as-of": as_of}, file=True)
    with file_source(file, table.rows(filters), read_file_policy(table.policy), dated=dated) as source:
        yield source
