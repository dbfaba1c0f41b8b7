"""Charts on the way out, for every command that draws: ``check_plot`` before any work, ``draw_or_save`` with the chart.

``notes_on_claims`` are the sentences that such a report owes its readers about the claims behind it.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ledger.cli.app import settings
from ledger.cli.output import colours, say, terminal_width, write
from ledger.model.vocabulary import UNSCORED
from ledger.render.chart import Chart
from ledger.render.picture import KINDS, PictureNotWritten, PlottingNotInstalled, UnknownPicture, save
from ledger.render.terminal_chart import draw
from ledger.reports import counted

WIDTH = 80
"""Columns of a drawing where nobody says how many there are."""
HEIGHT = 24
_SIGNS = "⠤█░┄●…"
_UNSCORED = {
    **{outcome.value: outcome.value for outcome in UNSCORED},
    "late": "said when it was settled or past its deadline",
}


def check_plot(plot: Path | None) -> None:
    """Refuse a picture that cannot be made before anything is worked out for it.

    Raises:
        UnknownPicture: the name says of no kind of picture.
        PlottingNotInstalled: matplotlib is missing.
        PictureNotWritten: there is no such folder.
    """
    if plot is None:
        return
    if plot.suffix.lower() not in KINDS:
        raise UnknownPicture(plot)
    if find_spec("matplotlib") is None:
        raise PlottingNotInstalled
    if not plot.parent.is_dir():
        raise PictureNotWritten(plot, f"there is no folder {plot.parent}")
    if plot.is_dir():
        raise PictureNotWritten(plot, "it is a folder")


def draw_or_save(chart: Chart, plot: Path | None) -> None:
    """Draw a chart on the terminal where the format is ``table``, and into the file that --plot names.

    The notes of the chart go into the picture alone: on a terminal the report says them under its table. A chart
    without a point is drawn nowhere.

    Raises:
        PictureNotWritten: the file cannot be written.
    """
    if not chart.drawable:
        if plot is not None:
            say(f"No picture is made. {chart.nothing}")
        return
    if plot is not None:
        save(chart, plot)
        say(f"Drawn into {plot}")
    if settings().format == "table":
        shown = replace(chart, notes=())
        drawing = draw(shown, terminal_width() or WIDTH, HEIGHT, colour=colours(), unicode=speaks_unicode())
        write(f"{drawing}\n")


def speaks_unicode() -> bool:
    """Whether what a drawing is made of can be written where standard output goes."""
    try:
        _SIGNS.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def note_on_reading(asked: Mapping[str, Any]) -> str:
    """Which claims count, and how partial outcomes and phrases are read; ``asked`` are the settings of a report."""
    scale = f" All phrases are read on the scale {asked['scale']}." if asked["scale"] else ""
    return f"The first statement on a question counts; reading of partial outcomes: {asked['reading']}.{scale}"


def notes_on_claims(row: Mapping[str, Any], about: str = "") -> Iterator[str]:
    """What was counted and not scored, what was scored with hindsight, and what is no forecast.

    Args:
        row: ``n``, counts under the names of the outcomes, ``late``, ``retrospective``, ``left_out`` (by reason).
        about: whose claims they are, where several are spoken of.
    """
    whose = f"{about}: " if about else ""
    unscored = [f"{row[state]} {words}" for state, words in _UNSCORED.items() if row[state]]
    if unscored:
        yield f"{whose}Counted and not scored: {', '.join(unscored)}."
    if row["retrospective"]:
        told = counted.recorded_late(row["retrospective"], row["n"])
        yield f"{whose}{told}; --prospective leaves {'it' if row['retrospective'] == 1 else 'them'} out."
    if row["left_out"]:
        yield f"{whose}No forecasts: {counted.no_forecasts(row['left_out'])}."


def recorded_late(row: Mapping[str, Any], about: str = "") -> Iterator[str]:
    """What was scored with hindsight, as a picture says it, which travels without the command that made it."""
    if row["retrospective"]:
        yield f"{f'{about}: ' if about else ''}{counted.recorded_late(row['retrospective'], row['n'])}."
