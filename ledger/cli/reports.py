"""The reports: the summary, calibration, trends, two analysts held side by side, and how far words sway scores."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import analysts, choices
from ledger.cli.options import GIVEN, filtered
from ledger.cli.tables import POLICIES, TableOptions, file_among, refuse_elsewhere, tabled

if TYPE_CHECKING:
    from ledger.query.listing import Filters
    from ledger.reports.eligible import Source

app = LedgerTyper()

UNRESOLVED = "bounds"
SPANS = "quarter, year"
VERBAL_RULES = "midpoint, interval"
NAMED = "Name or a3; in a file the name."


@app.command()
@filtered("analyst", "topic", "kind", "since", "until", "show", "attribution", "text", "prospective")
@tabled("maps", "sets", "skip_bad", "policy")
def summary(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE] ANALYST",
            help="Only these: names, their beginnings, or a3; without one: everybody. A forecast table (CSV, JSONL, "
            "Parquet) is looked at in place of the ledger.",
            show_default=False,
            autocompletion=analysts,
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(
            "--by", help=f"What to group by: {options.DIMENSIONS}.", autocompletion=choices(options.DIMENSIONS)
        ),
    ] = "analyst",
    filters: "Filters" = GIVEN,
    table: TableOptions = GIVEN,
    reading: options.Reading = "coded",
    reference: options.Reference = None,
    details: Annotated[
        bool, typer.Option("--details", help="Also what is counted and not scored, how sure people were, and why.")
    ] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Beside it: the Brier score against the others' on the same questions.")
    ] = False,
    difficulty: Annotated[
        bool, typer.Option("--difficulty", help="Beside it: the score adjusted for the difficulty of the questions.")
    ] = False,
    shrunk: Annotated[
        bool,
        typer.Option("--shrunk", help="Beside it: shrunken scores (empirical Bayes), with tiers; sorts by them."),
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

    Example: ledger summary --by topic --as-of 2026-06-30; of a file: ledger summary forecasts.csv --policy last
    """
    from ledger.cli.display import show as show_display
    from ledger.cli.opening import to_read
    from ledger.reports.options import read_reading
    from ledger.reports.summary import SummaryOptions, summary_display, summary_of_file

    file, people = file_among(names)
    filters = replace(filters, analysts=tuple(people))
    asked = SummaryOptions(
        by, filters, read_reading(reading), reference, details, peers, difficulty, shrunk, unresolved
    )
    if file is not None:
        from ledger.reports.eligible import file_source, read_file_policy

        refuse_elsewhere({f"--{name}": True for name in asked.extras} | {"--as-of": as_of}, file=True)
        everybody = [*people, *([filters.analyst] if filters.analyst else ())]
        with file_source(file, table.rows(filters), read_file_policy(table.policy), everybody) as source:
            show_display(summary_of_file(source, asked))
        return
    table.need_a_file()
    with to_read(as_of) as reader:
        if asked.extras:
            from ledger.reports.summary_extras import with_extras

            show_display(summary_display(reader, asked, with_extras))
        else:
            show_display(summary_display(reader, asked))


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
    from ledger.cli.display import check_plot, show
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
    from ledger.cli.display import check_plot, show
    from ledger.reports.options import read_reading
    from ledger.reports.trend import TrendOptions, read_one
    from ledger.reports.trend import trend as follow

    check_plot(plot)
    asked = TrendOptions(by, measure, read_reading(reading), level, log_floor)
    file, people = file_among(names)
    analyst = read_one(people)
    with _source(file, filters, table, scale, as_of, dated="A trend") as source:
        show(follow(source, analyst, asked), plot)


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
    from ledger.cli.display import check_plot, show
    from ledger.cli.opening import to_read
    from ledger.reports.compare import CompareOptions, compare_claims, compare_file, read_compare_policy
    from ledger.reports.options import read_reading

    check_plot(plot)
    chosen = read_compare_policy(policy, in_file=file is not None)
    asked = CompareOptions(measure, chosen, read_reading(reading), scale, level, log_floor, sequential)
    if file is None:
        table.need_a_file()
        with to_read(as_of) as reader:
            show(compare_claims(reader, (a, b), filters, asked), plot)
        return
    refuse_elsewhere({"--scale": scale, "--as-of": as_of}, file=True)
    show(compare_file(file, (a, b), table.rows(filters), asked), plot)


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
            autocompletion=choices(VERBAL_RULES),
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
    from ledger.cli.opening import to_read
    from ledger.reports.options import read_reading
    from ledger.reports.verbal_sensitivity import VerbalOptions, read_bare, verbal_sensitivity

    asked = VerbalOptions(read_reading(reading), verbal_rule, include_hedges, read_bare(bare))
    with to_read(as_of) as reader:
        show(verbal_sensitivity(reader, filters, asked))


@contextmanager
def _source(
    file: Path | None, filters: "Filters", table: TableOptions, scale: str | None, as_of: str | None, dated: str = ""
) -> Iterator["Source"]:
    """The ledger, or a file in its place."""
    from ledger.cli.opening import to_read
    from ledger.reports.eligible import LedgerSource, file_source, read_file_policy

    if file is None:
        table.need_a_file()
        with to_read(as_of) as reader:
            yield LedgerSource(reader, filters, scale)
        return
    refuse_elsewhere({"--scale": scale, "--as-of": as_of}, file=True)
    with file_source(file, table.rows(filters), read_file_policy(table.policy), dated=dated) as source:
        yield source
