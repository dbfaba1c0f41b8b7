"""Charts on the way out, for every command that draws: ``check_plot`` before any work, then ``draw_or_save``."""

import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from ledger.cli.app import settings
from ledger.cli.output import colours, say, terminal_width, write
from ledger.render.chart import Chart
from ledger.render.picture import KINDS, PictureNotWritten, PlottingNotInstalled, UnknownPicture, save
from ledger.render.terminal_chart import draw

WIDTH = 80
"""Columns of a drawing where nobody says how many there are."""
HEIGHT = 24
_SIGNS = "⠤█░┄●…"


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
