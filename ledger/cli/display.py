"""What a report gives to be shown, printed: tables, sentences and charts for people, one document for programs."""

import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.cli.app import settings
from ledger.cli.output import (
    PAGE_WIDTH,
    colours,
    emit,
    emit_wide,
    say,
    several_tables,
    single_table,
    terminal_width,
    write,
)
from ledger.render.report import Display, Part, Report
from ledger.render.width import fold_lines
from ledger.text.escape import safe_term

if TYPE_CHECKING:
    from ledger.render.chart import Chart

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
    from ledger.render.picture import KINDS, PictureNotWritten, PlottingNotInstalled, UnknownPicture

    if plot.suffix.lower() not in KINDS:
        raise UnknownPicture(plot)
    if find_spec("matplotlib") is None:
        raise PlottingNotInstalled
    if not plot.parent.is_dir():
        raise PictureNotWritten(plot, f"there is no folder {plot.parent}")
    if plot.is_dir():
        raise PictureNotWritten(plot, "it is a folder")


def show(display: Display, plot: Path | None = None) -> None:
    """Print what a report gives to be shown, in the format asked for; its charts go into the file ``plot`` too.

    Raises:
        PictureNotWritten: the file cannot be written.
    """
    for part in display.before:
        _show_part(part, display, plot)
    if plot is not None and display.undrawn:
        say(f"No picture is made: {display.undrawn}.")
    if single_table() and display.single is not None:
        emit(display.single)
    elif several_tables() and display.page is not None:
        emit_wide(display.page, display.keys)
    elif display.fitted:
        emit(display.report, PAGE_WIDTH)
    else:
        emit_wide(display.report, display.keys)


def _show_part(part: Part, display: Display, plot: Path | None) -> None:
    """A table or a sentence for people alone; a chart also for whoever asked for a picture."""
    if not isinstance(part, Report | str):
        _draw_or_save(part, plot)
    elif several_tables() and display.report.rows:
        if isinstance(part, Report):
            emit_wide(part, display.keys)
            write("\n")
        else:
            write("".join(f"{line}\n" for line in fold_lines(safe_term(part), terminal_width())))


def _draw_or_save(chart: "Chart", plot: Path | None) -> None:
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
        from ledger.render.picture import save

        save(chart, plot)
        say(f"Drawn into {plot}")
    if settings().format == "table":
        from ledger.render.terminal_chart import draw

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
