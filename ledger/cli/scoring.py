"""Scores of a forecast table: a file's, or the ledger's own claims as one."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices

app = LedgerTyper()

BY = "analyst, topic, cluster, question"
POLICIES = "each, first, last, time"


@app.command()
def score(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="CSV, JSONL or Parquet; a row is a forecast, or an option or quantile of one. None: the ledger.",
            show_default=False,
        ),
    ] = None,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="NAME=COLUMN: take a column by another name; again for more.")
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE: one value for all rows; again for more.")
    ] = None,
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
        str | None, typer.Option("--measures", help="Names with commas, or all; see docs/measures.md.")
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
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out rows with faults, and say how many.")] = False,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Intervals also where the table has millions of rows.")
    ] = False,
    analyst: options.Analyst = None,
    topic: options.Topic = None,
    since: options.Since = None,
    until: options.Until = None,
    scale: Annotated[
        str | None,
        typer.Option(
            "--scale", help=f"Read a ledger's phrases on this scale: {options.SCALES}. Else as they were coded."
        ),
    ] = None,
    prospective: options.Prospective = False,
    as_of: options.AsOf = None,
) -> None:
    """Score a table of forecasts by every school: Brier, log, calibration, discrimination, peers, over time.

    Example: ledger score forecasts.csv --map question=date --set analyst=EMOS --measures brier,mcb,dsc,unc
    """
    from ledger.cli.ask import refuse_elsewhere, scored_file, scored_ledger

    asked = {
        "by": by or "analyst", "per": per, "policy": policy, "at_lead": at_lead, "gjo_compat": gjo_compat,
        "measures": measures, "level": level, "log_floor": log_floor, "reference": reference, "reading": reading,
        "intervals": intervals,
    }  # fmt: skip
    claims_only = {"--as-of": as_of, "--scale": scale, "--prospective": prospective}
    file_only = {"--map": maps, "--set": sets, "--skip-bad": skip_bad}
    refuse_elsewhere(file, claims_only if file else file_only)
    if file is None:
        scored_ledger(asked, (analyst, topic, since, until), as_of, scale, prospective=prospective)
        return
    rows = (maps or (), sets or (), skip_bad, analyst, topic, since, until, str(datetime.now(UTC).date()))
    scored_file(file, asked, rows)
