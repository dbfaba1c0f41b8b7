"""Scores of a forecast table: a file's, or the ledger's own claims as one.

A file is read in the background from the first moment on, while what scores it is still being loaded.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices
from ledger.cli.options import GIVEN, filtered
from ledger.cli.tables import TableOptions, refuse_elsewhere, tabled

if TYPE_CHECKING:
    from ledger.forecasts.scores import Ask
    from ledger.query.listing import Filters

app = LedgerTyper()

BY = "analyst, topic, cluster, question"
POLICIES = "each, first, last, time"


@app.command()
@filtered("analyst", "topic", "since", "until", "prospective")
@tabled("maps", "sets", "skip_bad")
def score(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, JSONL or Parquet; a row is a forecast, or an option or quantile of one. None: the ledger.",
            show_default=False,
        ),
    ] = None,
    table: TableOptions = GIVEN,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help=f"What to group by: {BY}; several with commas. Else analyst.",
            autocompletion=choices(BY),
            show_default=False,
        ),
    ] = None,
    per: Annotated[str | None, typer.Option("--per", help="question: one row an analyst and question.")] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy",
            help=f"Which forecasts count: {POLICIES}. Else each for a file, first for a ledger.",
            autocompletion=choices(POLICIES),
        ),
    ] = None,
    at_lead: Annotated[
        str | None, typer.Option("--at-lead", help="What stood so long before the question ended: 30d, 12h.")
    ] = None,
    gjo_compat: Annotated[
        bool, typer.Option("--gjo-compat", help="Average over the days on whose end a forecast stood, as GJ Open does.")
    ] = False,
    measures: Annotated[
        str | None,
        typer.Option("--measures", help=f"Names with commas, or all; see docs/measures.md.{options.added('measures')}"),
    ] = None,
    level: Annotated[float, typer.Option("--level", help="Of the intervals.")] = 0.90,
    log_floor: Annotated[
        float | None,
        typer.Option(
            "--log-floor", help="Least probability of what happened in log, baseline and peer scores: 0.001. Else none."
        ),
    ] = None,
    reference: options.Reference = None,
    reading: options.Reading = "coded",
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Intervals also where the table has millions of rows.")
    ] = False,
    filters: "Filters" = GIVEN,
    scale: Annotated[
        str | None,
        typer.Option(
            "--scale", help=f"Read a ledger's phrases on this scale: {options.SCALES}. Else as they were coded."
        ),
    ] = None,
    as_of: options.AsOf = None,
) -> None:
    """Score a table of forecasts by every school: Brier, log, calibration, discrimination, peers, over time.

    Example: ledger score forecasts.csv --map question=date --set analyst=EMOS --measures brier,mcb,dsc,unc
    """

    def chosen(default_policy: str) -> "Ask":
        from ledger.reports.score import read_options

        return read_options(
            by=by or "analyst",
            per=per,
            policy=policy,
            at_lead=at_lead,
            gjo_compat=gjo_compat,
            measures=measures,
            level=level,
            log_floor=log_floor,
            reference=reference,
            reading=reading,
            intervals=intervals,
            default=default_policy,
        )

    if file is None:
        from ledger.cli.display import show
        from ledger.cli.opening import to_read
        from ledger.reports.score import score_claims

        table.need_a_file()
        asked = chosen("first")
        with to_read(as_of) as reader:
            show(score_claims(reader, asked, filters, scale))
        return
    from ledger.forecasts.prefetch import begin

    refuse_elsewhere({"--scale": scale, "--as-of": as_of}, file=True)
    rows = table.rows(filters)
    with begin(file, rows) as early:  # and what follows is loaded meanwhile
        from ledger.cli.display import show
        from ledger.reports.score import file_scores_display

        asked = chosen("each")
        with _progress() as progress:
            display = file_scores_display(early, asked, rows, progress)
        show(display)


@contextmanager
def _progress() -> Iterator[Callable[[float], None] | None]:
    """Tell on a terminal how far a long file is; say nothing anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    shown, step, last = False, 1, 0.0

    def tell(percentage: float) -> None:
        nonlocal shown, step, last
        step, last, shown = step + (percentage < last), percentage, True
        sys.stderr.write(f"\rreading and counting, step {step}: {percentage:3.0f} %")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write("\r" + " " * 44 + "\r")
