"""Scores of a forecast table: a file's, or the ledger's own claims as one.

A file is read in the background from the first moment on, while what scores it is still being loaded.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices
from ledger.errors import InputError

if TYPE_CHECKING:
    from ledger.forecasts.scores import Ask

app = LedgerTyper()

BY = "analyst, topic, cluster, question"
POLICIES = "each, first, last, time"


class OptionElsewhere(InputError):
    """An option that means nothing for what is scored."""

    def __init__(self, option: str, *, file: bool) -> None:
        what = "a ledger's claims" if file else "a file of forecasts"
        super().__init__(f"{option} is about {what}.", "Leave it out, or name no file." if file else "Name the file.")


def _refuse_elsewhere(file: Path | None, given: Mapping[str, object]) -> None:
    """Refuse options that have a value and mean nothing here, so that none is passed over in silence.

    Raises:
        OptionElsewhere: the first of them.
    """
    for option, value in given.items():
        if value:
            raise OptionElsewhere(option, file=file is not None)


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

    claims_only = {"--as-of": as_of, "--scale": scale, "--prospective": prospective}
    file_only = {"--map": maps, "--set": sets, "--skip-bad": skip_bad}
    _refuse_elsewhere(file, claims_only if file else file_only)
    if file is None:
        from ledger.cli.display import show
        from ledger.cli.reader import opened
        from ledger.query.listing import Filters
        from ledger.reports.score import score_claims

        asked = chosen("first")
        filters = Filters(analyst, topic, since=since, until=until, prospective=prospective)
        with opened(as_of) as reader:
            show(score_claims(reader, asked, filters, scale))
        return
    from ledger.forecasts.prefetch import FileAsk, begin

    rows = FileAsk(maps or (), sets or (), skip_bad, analyst, topic, since, until, str(datetime.now(UTC).date()))
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
