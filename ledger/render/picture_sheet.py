"""The sheet of a picture: measured in inches from its lower left corner, title above, notes below, a key between.

Nothing is placed by guesswork: text is measured, and the sheet grows by the lines that it needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Any

from ledger.render.chart import Bounded, Chart, exists, known
from ledger.render.picture_text import Lettering
from ledger.render.ticks import lines_apart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 7.0
"""Of every picture."""

MARGIN = 0.2
SMALL, NORMAL, LARGE = 9.0, 9.5, 12.0
"""Sizes of letters, in points: labels, keys, the title."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito, Color Universal Design (2008), without the yellow that is too pale for a line."""

MARKS = "os^DvPX"
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)))
GREY, PALE = "#555555", "#dddddd"
SHADE = 0.16
"""How much a band covers what is behind it."""

LINE = 0.19
"""From one line of small text to the next."""

_TITLE_LINE = 0.24
_SAMPLE = 0.38  # the sample before an entry of the key
_BETWEEN = 0.3  # two entries of the key
_ABOVE_NOTES = 0.12
_TICK = 3.0  # points


def look(i: int) -> dict[str, Any]:
    """How a series is drawn: no two of the first four share a colour, a dash or a mark."""
    return {
        "color": COLOURS[i % len(COLOURS)],
        "linestyle": DASHES[i % len(DASHES)],
        "marker": MARKS[i % len(MARKS)],
        "linewidth": 1.6,
        "markersize": 5.5,
        "markeredgecolor": "white",
        "markeredgewidth": 0.6,
    }


def plain(colour: str, dash: Any = "-") -> dict[str, Any]:  # noqa: ANN401 - what matplotlib takes
    """How a line without marks is drawn."""
    return {"color": colour, "linestyle": dash, "linewidth": 1.2}


def shade(axes: "Axes", band: Sequence[Bounded], colour: str, alpha: float = SHADE) -> None:
    """Fill a band; a gap stays one, and a lone interval is a bar."""
    there = [known(b.low, b.high) for b in band]
    lows, highs = (
        [end if exists(end) else nan for end in ends] for ends in ([b.low for b in band], [b.high for b in band])
    )
    axes.fill_between([b.x for b in band], lows, highs, where=there, color=colour, alpha=alpha, linewidth=0.8)
    for i, b in enumerate(band):
        if there[i] and not any(there[max(i - 1, 0) : i]) and not any(there[i + 1 : i + 2]):
            axes.vlines(b.x, lows[i], highs[i], color=colour, alpha=2 * SHADE, linewidth=5)


@dataclass(frozen=True)
class Entry:
    """An entry of the key: how the thing looks, and a text, fit to be shown, that says what it is."""

    said: str
    line: dict[str, Any] = field(default_factory=dict)
    fill: dict[str, Any] = field(default_factory=dict)


class Sheet:
    """A figure with its title and notes, and room for the rest between them."""

    def __init__(self, chart: Chart, letters: Lettering, room: float) -> None:
        """Make a sheet with ``room`` inches of height between the title and the notes."""
        from matplotlib.figure import Figure

        self.letters = letters
        wide = WIDTH - 2 * MARGIN
        head = letters.fold(letters(chart.title), LARGE, wide, bold=True) if chart.title else []
        foot = [line for note in chart.notes for line in letters.fold(letters(note), SMALL, wide)]
        self.floor = MARGIN + len(foot) * LINE + (_ABOVE_NOTES if foot else 0.0)
        self.ceiling = self.floor + room
        self.height = self.ceiling + len(head) * _TITLE_LINE + MARGIN
        self.figure: Figure = Figure(figsize=(WIDTH, self.height), facecolor="white")
        for i, line in enumerate(head):
            self.text(MARGIN, self.height - MARGIN - i * _TITLE_LINE, line, size=LARGE, weight="bold", va="top")
        for i, line in enumerate(foot):
            self.text(MARGIN, self.floor - _ABOVE_NOTES - i * LINE, line, color=GREY, va="top")

    def text(self, x: float, y: float, text: str, **look: Any) -> None:  # noqa: ANN401 - what matplotlib takes
        """Write a text that has been made fit to be shown."""
        self.figure.text(x / WIDTH, y / self.height, text, **({"size": SMALL} | look))

    def axes(self, x: float, y: float, width: float, height: float, **shared: Any) -> "Axes":  # noqa: ANN401
        """Axes with a light grid and no box; the place is that of the lower left corner."""
        place = (x / WIDTH, y / self.height, width / WIDTH, height / self.height)
        axes = self.figure.add_axes(place, **shared)
        axes.grid(visible=True, color=PALE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(GREY)
        axes.tick_params(labelsize=SMALL, color=GREY, length=_TICK)
        return axes

    def sample(self, x: float, y: float, entry: Entry) -> None:
        """Draw the look of an entry of the key, its middle at the height of a line of text."""
        from matplotlib.lines import Line2D
        from matplotlib.patches import Rectangle

        if entry.fill:
            corner, size = (x / WIDTH, (y - 0.055) / self.height), (0.3 / WIDTH, 0.11 / self.height)
            self.figure.add_artist(Rectangle(corner, *size, linewidth=0, **entry.fill))
        if entry.line:
            places = [x / WIDTH, (x + 0.15) / WIDTH, (x + 0.3) / WIDTH], [y / self.height] * 3
            self.figure.add_artist(Line2D(*places, markevery=[1], **entry.line))

    def key(self, entries: Sequence[Entry], x: float, y: float, right: float) -> float:
        """Set the entries side by side, and in further lines where they would pass the right end.

        Returns:
            The height of the middle of the last line.
        """
        at = x
        for entry in entries:
            lead = _SAMPLE if entry.line or entry.fill else 0.0
            text = self.letters.cut(entry.said, SMALL, right - x - lead)
            size = lead + self.letters.width(text, SMALL)
            if at > x and at + size > right:
                at, y = x, y - LINE
            self.sample(at, y, entry)
            self.text(at + lead, y, text, va="center_baseline")
            at += size + _BETWEEN
        return y

    def spread(self, labels: Sequence[tuple[float, str]], left: float, width: float, most: int) -> list[int] | None:
        """The line in which each label stands under its place (a share of the width), or None when they do not fit."""
        spans = []
        for share, text in labels:
            half = self.letters.width(text, SMALL) / 2 + 0.03
            middle = left + share * width
            spans.append((middle - half, middle + half))
        return lines_apart(spans, most)


def every(
    sheet: Sheet, labels: Sequence[tuple[float, str]], left: float, width: float, most: int
) -> tuple[int, list[int]]:
    """How many labels to go on by so that they fit (1 shows all), and the line of each that is shown."""
    for step in range(1, len(labels) + 1):
        lines = sheet.spread(labels[::step], left, width, most)
        if lines is not None:
            return step, lines
    return max(len(labels), 1), [0]
