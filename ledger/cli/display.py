"""What a report gives to be shown, printed: tables, sentences and charts for people, one document for programs."""

from pathlib import Path

from ledger.cli.output import PAGE_WIDTH, emit, emit_wide, say, several_tables, single_table, terminal_width, write
from ledger.render.report import Display, Part, Report
from ledger.render.width import fold_lines
from ledger.text.escape import safe_term


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
        from ledger.cli.charts import draw_or_save

        draw_or_save(part, plot)
    elif several_tables() and display.report.rows:
        if isinstance(part, Report):
            emit_wide(part, display.keys)
            write("\n")
        else:
            write("".join(f"{line}\n" for line in fold_lines(safe_term(part), terminal_width())))
