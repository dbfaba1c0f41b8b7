"""Reports that are drawn: how well calibrated analysts are, and how a score went over time."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices
from ledger.cli.filters import ALL, filtered

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()

SPANS = "quarter, year"


@app.command()
@filtered("topic", "kind", "since", "until", "show", "prospective")
def calibration(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ANALYST",
            help="Names or a3, a curve each. Without one: all together.",
            show_default=False,
            autocompletion=analysts,
        ),
    ] = None,
    filters: "Filters" = ALL,
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

    Example: ledger calibration "Feng Zhang" --plot curve.svg
    """
    from ledger.cli.charts import check_plot
    from ledger.cli.display import show
    from ledger.cli.reader import opened
    from ledger.reports.calibration import SEED, CalibrationOptions
    from ledger.reports.calibration import calibration as calibrate
    from ledger.reports.options import read_reading

    check_plot(plot)
    asked = CalibrationOptions(read_reading(reading), scale, level, draws, SEED if seed is None else seed)
    with opened(as_of) as reader:
        show(calibrate(reader, names or [], filters, asked), plot)


@app.command()
@filtered("topic", "kind", "since", "until", "show", "prospective")
def trend(
    analyst: Annotated[str, typer.Argument(help="Name or a3.", show_default=False, autocompletion=analysts)],
    by: Annotated[
        str, typer.Option("--by", help=f"Of the deadline: {SPANS}.", autocompletion=choices(SPANS))
    ] = "quarter",
    measure: options.Measured = "brier",
    log_floor: options.LogFloor = None,
    filters: "Filters" = ALL,
    reading: options.Reading = "coded",
    scale: options.ReadOn = None,
    level: Annotated[float, typer.Option("--level", help="Of the intervals.")] = 0.90,
    plot: options.Plot = None,
    as_of: options.AsOf = None,
) -> None:
    """Show an analyst's score by quarter or year of deadline, and all up to then; a change only if a test finds one.

    Example: ledger trend "Feng Zhang" --by year --plot trend.png
    """
    from ledger.cli.charts import check_plot
    from ledger.cli.display import show
    from ledger.cli.reader import opened
    from ledger.reports.options import read_reading
    from ledger.reports.trend import TrendOptions
    from ledger.reports.trend import trend as follow

    check_plot(plot)
    asked = TrendOptions(by, measure, read_reading(reading), scale, level, log_floor)
    with opened(as_of) as reader:
        show(follow(reader, analyst, filters, asked), plot)
