"""Reports that are drawn: how well calibrated analysts are, and how a score went over time."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices

app = LedgerTyper()

SPANS = "quarter, year"


@app.command()
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
    topic: options.Topic = None,
    kind: options.Kind = None,
    since: options.Since = None,
    until: options.Until = None,
    show: options.Show = None,
    prospective: options.Prospective = False,
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
    from ledger.cli.output import show as show_report
    from ledger.cli.reader import opened
    from ledger.query.listing import Filters
    from ledger.reports.calibration import SEED, CalibrationOptions
    from ledger.reports.calibration import calibration as calibrate
    from ledger.reports.options import read_reading

    check_plot(plot)
    asked = CalibrationOptions(read_reading(reading), scale, level, draws, SEED if seed is None else seed)
    filters = Filters(None, topic, kind, None, since, until, show, prospective=prospective)
    with opened(as_of) as reader:
        show_report(calibrate(reader, names or [], filters, asked), plot)


@app.command()
def trend(
    analyst: Annotated[str, typer.Argument(help="Name or a3.", show_default=False, autocompletion=analysts)],
    by: Annotated[
        str, typer.Option("--by", help=f"Of the deadline: {SPANS}.", autocompletion=choices(SPANS))
    ] = "quarter",
    measure: options.Measured = "brier",
    log_floor: options.LogFloor = None,
    topic: options.Topic = None,
    kind: options.Kind = None,
    since: options.Since = None,
    until: options.Until = None,
    show: options.Show = None,
    prospective: options.Prospective = False,
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
    from ledger.cli.output import show as show_report
    from ledger.cli.reader import opened
    from ledger.query.listing import Filters
    from ledger.reports.options import read_reading
    from ledger.reports.trend import TrendOptions
    from ledger.reports.trend import trend as follow

    check_plot(plot)
    asked = TrendOptions(by, measure, read_reading(reading), scale, level, log_floor)
    filters = Filters(None, topic, kind, None, since, until, show, prospective=prospective)
    with opened(as_of) as reader:
        show_report(follow(reader, analyst, filters, asked), plot)
