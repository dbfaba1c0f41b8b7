r"""Charts as pictures: PNG and SVG, drawn by matplotlib, which is loaded only when a picture is made.

The same chart gives the same bytes. A picture appears whole under its name or not at all. Whatever a colour says is
said by a mark, a dash or a word as well.

matplotlib places everything (its constrained layout), and the sheet grows until the axes have their height. It breaks
lines at spaces alone, and none in a key; so texts are folded here, by the widths that it measures. A letter that no
font here has is shown as an escape such as ``\u{8d75}`` where letters become dots (PNG). Where text stays text (SVG)
it is kept, as whoever looks at it may have the font.
"""

import io
import logging
import os
import unicodedata
import uuid
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.errors import InputError
from ledger.render.chart import (
    Axis,
    Bars,
    Bounded,
    Chart,
    Ends,
    Label,
    Plot,
    Reference,
    Series,
    all_exist,
    alone,
    exists,
    shown_count,
    thinned,
)
from ledger.render.width import cut, fold_lines
from ledger.text.escape import one_line, safe_term

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend

_DPI = 150
_POINTS = 72  # to an inch
_WIDTH, _TALL, _EMPTY = 7.0, 3.4, 0.6
"""Inches: of every picture, of axes that are not square, of a picture with nothing to draw."""

_SPACIOUS = 40.0  # the height of a sheet before it is known how high it has to be: as many lines as anybody writes
_MARGIN = 0.15  # left and right
_EDGE, _GAP = 0.1, 0.05  # over and under everything, over and under each axes
_ACROSS = _WIDTH - 2 * _MARGIN
_SAMPLE = 0.45  # before an entry of the key, with the room around it
_Y_LINES = 2  # of the name of the y axis
_BESIDE, _OVER = 1.75, 5.2  # room for a text of the key: beside the axes, over them
_BARS = (0.18, 0.1)  # the height of a lone histogram and of one of several, as a share of that of the axes
_SMALL, _NORMAL, _LARGE = 9.0, 9.5, 12.0
"""Sizes of letters, in points: labels and keys, names of axes, the title."""

_LINE = 13.5  # points from a line of labels to the next
_LABEL, _NAME, _SHORT = 16, 48, 24  # columns that the label of a place, a name, and a name in a sentence may take
_LABEL_ROWS = 4  # labels that collide give way downwards, this often
_APART = 0.06  # inches between two labels
_THIN = 1.2  # points
_UNDER = 6.5  # points from the axis to its labels
_PASSES = 4  # of the layout, at most
_NOTHING = 1e-3  # of the grid, for a key that takes its room from the margin
_NEAREST = 4  # marks cover lines, and lines the rest
_PARTS = (8, 6)  # of the axis across and of that upwards
_SPARE = 0.02  # of an axis, beyond what it shows

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito, Color Universal Design (2008), without the yellow that is too pale for a line."""

_MARKS = "os^DvPX"
_DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 2, 1, 2)))
_LEVEL, _SLOPED = (0, (4, 3)), (0, (1, 2))  # dashes of lines to compare with
_GREY, _PALE = "#555555", "#dddddd"
_SHADE = 0.16  # how much a band covers what is behind it

_LETTER = 0.5  # of the size: about as wide as a letter is

_FAMILY = "DejaVu Sans"  # travels with matplotlib, so it is everywhere

_OTHERS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
    "Hiragino Sans GB", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Arial Unicode MS", "Noto Sans CJK JP",
    "Noto Sans JP", "Yu Gothic", "Hiragino Sans", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic",
    "Apple SD Gothic Neo", "Noto Sans", "Noto Sans Devanagari", "Noto Sans Thai", "Droid Sans Fallback", "Unifont",
)  # fmt: skip
"""Fonts with many letters, tried in this order for what the first one lacks."""

_RC = {
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "text.usetex": False,
    "axes.formatter.use_mathtext": False,
    "svg.hashsalt": "claim-ledger",  # or the identifiers in it differ each time
    "svg.fonttype": "none",  # text stays text: it can be searched and read aloud
    "figure.dpi": _DPI,
    "font.size": _SMALL,
    "xtick.labelsize": _SMALL,
    "ytick.labelsize": _SMALL,
    "axes.titlesize": _SMALL,
    "legend.fontsize": _SMALL,
    "legend.title_fontsize": _SMALL,
    "figure.labelsize": _SMALL,
    "axes.labelsize": _NORMAL,
    "figure.titlesize": _LARGE,
    "figure.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlecolor": _GREY,
    "axes.titlepad": 3.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _GREY,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": _PALE,
    "grid.linewidth": 0.6,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "xtick.labelcolor": "black",
    "ytick.labelcolor": "black",
    "xtick.major.size": 3.0,
    "ytick.major.size": 3.0,
    "legend.frameon": False,
    "legend.borderpad": 0.0,
    "legend.borderaxespad": 0.0,
    "lines.linewidth": 1.6,
    "lines.markersize": 5.5,
    "lines.markeredgecolor": "white",
    "lines.markeredgewidth": 0.6,
    "scatter.edgecolors": "white",
}


class PlottingNotInstalled(InputError):
    """Pictures need matplotlib, which is an extra."""

    def __init__(self) -> None:
        super().__init__("Pictures need matplotlib, which is not installed.", 'pip install "claim-ledger[plot]"')


class UnknownPicture(InputError):
    """The name of the file does not say which kind of picture it shall be."""

    def __init__(self, path: Path) -> None:
        kinds = " or ".join(KINDS)
        super().__init__(f"{path} does not say which kind of picture it is.", f"Give it a name that ends in {kinds}.")


class PictureNotWritten(InputError):
    """The picture cannot be put where it was wanted."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}.", "Name another file.")


@dataclass(frozen=True)
class PictureKind:
    """A kind of picture: what matplotlib calls it, what is said in it of itself, whether text stays text in it."""

    name: str
    metadata: dict[str, None]
    keeps_text: bool


KINDS: dict[str, PictureKind] = {
    ".png": PictureKind("png", {"Software": None}, keeps_text=False),
    ".svg": PictureKind("svg", {"Date": None, "Creator": None}, keeps_text=True),
}
"""The kinds of picture by the end of a file's name."""


def save(chart: Chart, path: Path) -> None:
    """Draw a chart into a file, replacing what is there; the end of its name says which kind of picture.

    A chart without a point becomes a picture of the sentence that says so.

    Raises:
        UnknownPicture: the name ends in something else.
        PlottingNotInstalled: matplotlib is missing.
        PictureNotWritten: the file cannot be written; what was there before is untouched.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UnknownPicture(path)
    content = picture(chart, kind)
    try:
        _write_whole(path, content)
    except (OSError, ValueError) as error:  # a ValueError is a name that no file can have
        raise PictureNotWritten(path, getattr(error, "strerror", None) or str(error)) from error


def picture(chart: Chart, kind: PictureKind) -> bytes:
    """The picture itself.

    Raises:
        PlottingNotInstalled: matplotlib is missing.
    """
    target, metadata = io.BytesIO(), dict(kind.metadata)
    with drawn(chart, keeps_text=kind.keeps_text) as figure:
        from matplotlib.transforms import Bbox

        sheet = Bbox.from_extents(0.0, -_EDGE, _WIDTH, figure.get_figheight() + _EDGE)
        figure.savefig(target, format=kind.name, dpi=_DPI, metadata=metadata, bbox_inches=sheet)
    return target.getvalue()


@contextmanager
def drawn(chart: Chart, *, keeps_text: bool) -> Iterator["Figure"]:
    """The chart as a figure of matplotlib, laid out; our settings of matplotlib hold as long as the context.

    A chart without a point is the sentence that says so.

    Args:
        chart: what to draw.
        keeps_text: whether text stays text in the picture, so that no letter has to be replaced.

    Raises:
        PlottingNotInstalled: matplotlib is missing.
    """
    with _quiet():
        try:
            import matplotlib.style
            from matplotlib.figure import Figure
            from matplotlib.layout_engine import ConstrainedLayoutEngine
        except ImportError as error:
            raise PlottingNotInstalled from error
        letters = Lettering(chart, keeps_text=keeps_text)
        rc: dict[str, Any] = {**_RC, "font.family": letters.families}
        with matplotlib.style.context(["default", rc]):  # whatever users have set for pictures of their own
            layout = ConstrainedLayoutEngine(w_pad=_MARGIN, h_pad=_GAP, wspace=0.0, hspace=0.0)
            figure = Figure((_WIDTH, _SPACIOUS), layout=layout)
            edge: dict[str, Any] = {"x": _MARGIN / _WIDTH, "ha": "left"}
            if chart.title:
                title = letters.fold(chart.title, _LARGE, _ACROSS, bold=True)
                figure.suptitle(title, **edge)
            if chart.notes:
                notes = "\n".join(letters.fold(note, _SMALL, _ACROSS) for note in chart.notes)
                figure.supxlabel(notes, color=_GREY, **edge)
            if chart.drawable:
                _draw(figure, chart.plot(lambda name: cut(name, _SHORT)), letters)
            else:
                axes = figure.add_subplot()
                axes.set(xticks=[], yticks=[])
                axes.set_axis_off()
                axes.text(0, 1, letters.fold(chart.nothing, _NORMAL, _ACROSS), size=_NORMAL, va="top")
                _grow(figure, axes, _EMPTY)
            yield figure


def _draw(figure: "Figure", plot: Plot, letters: "Lettering") -> None:
    """Draw a plot: the key in a place of its own, beside the axes where they are square and else over them."""
    figure.set_figheight(_SPACIOUS + len(plot.series))
    bars = [_BARS[len(plot.series) > 1]] * len(plot.bars)
    if plot.square:
        grid = figure.add_gridspec(1 + len(bars), 2, width_ratios=(1, _NOTHING), height_ratios=(1, *bars))
        key, places = grid[:, 1], [grid[row, 0] for row in range(1 + len(bars))]
    else:
        grid = figure.add_gridspec(2 + len(bars), 1, height_ratios=(_NOTHING, 1, *bars))
        key, places = grid[0, 0], [grid[1 + row, 0] for row in range(1 + len(bars))]
    axes = figure.add_subplot(places[0])
    legend = _key(figure.add_subplot(key), plot, letters)
    lowest = _fill(axes, plot, letters)
    for counts, place in zip(plot.bars, places[1:], strict=True):
        lowest.tick_params(labelbottom=False)
        lowest = figure.add_subplot(place, sharex=axes)
        _histogram(lowest, counts, _COLOURS[counts.series % len(_COLOURS)], plot.x(1))
    figure.align_ylabels()
    _lay_out(figure)  # so that it is known how much room there is for labels
    _name_places(lowest, plot, letters)
    if plot.square:
        _grow(figure, axes, None, 1 + sum(bars), legend)
    else:
        _grow(figure, axes, _TALL, 1 + sum(bars))


def _grow(
    figure: "Figure", axes: "Axes", tall: float | None, share: float = 1.0, beside: "Legend | None" = None
) -> None:
    """Make the sheet as high as it has to be for axes so many inches tall, or as tall as wide; then fix the layout.

    Args:
        figure: the sheet, higher than it has to be.
        axes: those that get the height.
        tall: inches; None makes them square.
        share: how much higher than these axes all are together.
        beside: the key that may need more height than the axes.
    """
    _lay_out(figure)
    box = axes.get_window_extent()
    wanted = box.width if tall is None else tall * _DPI
    more = max(beside.get_window_extent().height - wanted * share, 0.0) if beside else 0.0
    for _ in range(_PASSES):
        figure.set_figheight(figure.get_figheight() + ((wanted - box.height) * share + more) / _DPI)
        _lay_out(figure)
        box, more = axes.get_window_extent(), 0.0
        wanted = box.width if tall is None else wanted
        if abs(wanted - box.height) < 1:
            break
    figure.set_layout_engine("none")


def _lay_out(figure: "Figure") -> None:
    """Let matplotlib place everything, without drawing it."""
    if engine := figure.get_layout_engine():
        engine.execute(figure)


def _beyond(axis: Axis) -> Ends:
    spare = (axis.high - axis.low) * _SPARE or 0.5
    return axis.low - spare, axis.high + spare


def _fill(axes: "Axes", plot: Plot, letters: "Lettering") -> "Axes":
    """Draw everything over the axes."""
    x, y = plot.x(_PARTS[0]), plot.y(_PARTS[1])
    axes.set(xlim=_beyond(x), ylim=_beyond(y))
    axes.set_yticks(y.ticks, y.labels)
    axes.set_ylabel(letters.fold(plot.y_title, _NORMAL, _TALL, most=_Y_LINES))
    if plot.rows:
        axes.grid(visible=False, axis="x")
    for line in plot.references:
        across = axes.get_xlim() if line.left == line.right else (x.low, x.high)
        axes.plot(across, (line.left, line.right), **_plain(line))
    bands = sum(bool(series.band) for series in plot.series)
    for look, series in zip(_looks(plot), plot.series, strict=True):
        _shade(axes, series.band, look["color"], _SHADE / (2 if bands > 1 else 1))
        for at, ends in series.intervals:
            axes.vlines(at, *ends, color=look["color"], linewidth=_THIN)
        _line(axes, series, look)
    if plot.sides:
        above = letters.fold(f"▲ above zero: {plot.sides[0]}", _SMALL, _OVER)
        axes.set_title(above)
    return axes


def _looks(plot: Plot) -> list[dict[str, Any]]:
    """How each series is drawn: no two of the first four share a colour, a dash or a mark."""
    looks, lines = [], 0
    for i, series in enumerate(plot.series):
        looks.append(
            {
                "color": _COLOURS[i % len(_COLOURS)],
                "linestyle": _DASHES[lines % len(_DASHES)] if series.line else "",
                "marker": _MARKS[i % len(_MARKS)] if series.marks else "",
            }
        )
        lines += series.line
    return looks


def _plain(line: Reference) -> dict[str, Any]:
    """How a line to compare with is drawn."""
    return {"color": _GREY, "linestyle": _LEVEL if line.left == line.right else _SLOPED, "linewidth": _THIN}


def _line(axes: "Axes", series: Series, look: dict[str, Any]) -> None:
    """The line, and its marks, whose area grows with the weight behind them; a point between gaps has a mark anyway."""
    xs = [x for x, _ in series.points]
    ys = [y if exists(y) else nan for _, y in series.points]
    if series.marks and not series.weights:
        axes.plot(xs, ys, **look, zorder=_NEAREST)
        return
    lone = alone([exists(y) for _, y in series.points])
    axes.plot(xs, ys, **look | {"marker": "" if series.marks else "o"}, markevery=lone, zorder=_NEAREST - 1)
    if series.marks:
        most = max(series.weights, default=0.0) or 1.0
        sizes = [14 + 46 * weight / most for weight in series.weights]
        axes.scatter(xs, ys, sizes, look["color"], marker=look["marker"], linewidths=0.6, zorder=_NEAREST)


def _shade(axes: "Axes", band: Sequence[Bounded], colour: str, alpha: float) -> None:
    """Fill a band; a gap stays one, and a lone interval is a bar."""
    there = [all_exist(b.low, b.high) for b in band]
    lows = [b.low if exists(b.low) else nan for b in band]
    highs = [b.high if exists(b.high) else nan for b in band]
    axes.fill_between([b.x for b in band], lows, highs, where=there, color=colour, alpha=alpha, linewidth=0.8)
    for i in alone(there):
        axes.vlines(band[i].x, lows[i], highs[i], color=colour, alpha=2 * _SHADE, linewidth=5)


def _histogram(axes: "Axes", bars: Bars, colour: str, x: Axis) -> None:
    """Counts on the x axis of the plot above."""
    most, wide = max(bars.counts), (x.high - x.low) / len(bars.counts)
    axes.set(xlim=_beyond(x), ylim=(0, most * 1.08))
    middles = [x.low + (i + 0.5) * wide for i in range(len(bars.counts))]
    axes.bar(middles, bars.counts, width=wide * 0.88, color=colour, alpha=0.75)
    axes.set_yticks([most], [shown_count(most)])
    axes.grid(visible=False, axis="y")
    axes.set_ylabel("n", rotation=0, ha="right", va="center")


def _key(axes: "Axes", plot: Plot, letters: "Lettering") -> "Legend":
    """The key: what each thing drawn is, and nothing that is not drawn."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    axes.set(xticks=[], yticks=[])
    axes.set_axis_off()
    entries: list[tuple[Any, str]] = []
    fills = []
    for look, series in zip(_looks(plot), plot.series, strict=True):
        line = Line2D([], [], **look | ({"linestyle": "-", "linewidth": _THIN} if series.intervals else {}))
        fill = Patch(color=look["color"], alpha=2 * _SHADE, linewidth=0)
        name = cut(series.name, _NAME) if series.told else series.name
        told = ", ".join(filter(None, (name, series.told, series.interval)))
        entries.append(((fill, line) if series.band and series.interval else line, told))
        fills += [fill] if series.band else []
    if plot.band:
        grey = Patch(color=_GREY, alpha=2 * _SHADE, linewidth=0)
        entries.append((fills[0] if len(fills) == 1 else grey, plot.band))
    entries += [(Line2D([], [], **_plain(line)), line.name) for line in plot.references if line.name]
    if any(series.weights for series in plot.series):
        entries.append((Line2D([], [], linestyle=""), "A mark grows with the n behind it."))
    room = _BESIDE if plot.square else _OVER
    half = room / 2 - _SAMPLE
    columns = 1 if plot.square or any(letters.width(letters(told), _SMALL) > half for _, told in entries) else 2
    whose = [f"{cut(plot.whose[0], _NAME)}, {plot.whose[1]}"] if plot.whose else []
    return axes.legend(
        [sample for sample, _ in entries],
        [letters.fold(told, _SMALL, room) for _, told in entries],
        title="\n".join(letters.fold(line, _SMALL, room) for line in (*whose, *plot.remarks)) or None,
        loc="upper left" if plot.square else "lower left",
        alignment="left",
        ncols=columns,
    )


def _name_places(axes: "Axes", plot: Plot, letters: "Lettering") -> None:
    """Write what stands under the axes: a label at every tick that has room for one, and lines of words under that."""
    x = plot.x(_PARTS[0])
    low, high = axes.get_xlim()
    room = axes.get_window_extent().width / _DPI
    look: dict[str, Any] = {"textcoords": "offset points", "va": "top", "annotation_clip": False}

    def fit(labels: Sequence[Label]) -> list[Label]:
        return [(place, letters(cut(text, _LABEL))) for place, text in labels]

    def spans(labels: Sequence[Label]) -> list[Ends]:
        halves = [(letters.width(text, _SMALL) + _APART) / 2 for _, text in labels]
        middles = [(place - low) / (high - low) * room for place, _ in labels]
        return [(middle - half, middle + half) for middle, half in zip(middles, halves, strict=True)]

    ticks = fit(x.labelled())
    step, _ = thinned(spans(ticks), 1)
    axes.set_xticks(x.ticks, ["" if i % step else text for i, (_, text) in enumerate(ticks)])
    below = 1
    for row in plot.rows:
        labels = fit(row.labels)
        step, lines = thinned(spans(labels), _LABEL_ROWS if row.needs_all else 1)
        colour = _GREY if row.head else "black"
        for (place, text), line in zip(labels[::step], lines, strict=True):
            at = (0, -_UNDER - (below + line) * _LINE)
            axes.annotate(text, (place, 0), at, ("data", "axes fraction"), ha="center", color=colour, **look)
        corner = (-_UNDER, -_UNDER - below * _LINE)
        axes.annotate(row.head, (0, 0), corner, "axes fraction", ha="right", color=colour, **look)
        below += max(lines, default=0) + 1
    if plot.sides:
        under = letters.fold(f"▼ below zero: {plot.sides[1]}", _SMALL, _OVER)
        axes.annotate(under, (0, 0), (0, -_UNDER - below * _LINE), "axes fraction", ha="left", color=_GREY, **look)
        below += 1 + under.count("\n")
    axes.set_xlabel(letters.fold(plot.x_title, _NORMAL, room), labelpad=4 + (below - 1) * _LINE)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib from telling people about its caches and about letters that a font lacks."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph ")
            yield
    finally:
        logger.setLevel(level)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file beside the target and then give it the name."""
    making = path.parent / f".making-{uuid.uuid4().hex}"
    try:
        with making.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


def said(value: object) -> Iterator[str]:
    """Every text in a chart, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from (text for part in fields(value) for text in said(getattr(value, part.name)))
    elif isinstance(value, Sequence):
        yield from (text for part in value for text in said(part))


def shown(text: str) -> str:
    """The text on one line, without a character that a picture could not show as itself: XML takes all that is left."""
    return "".join(map(_visible, safe_term(one_line(text))))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else _escape(character)


def _escape(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


@cache
def _letters_of(family: str) -> frozenset[int]:
    """The letters that a family has, thin and bold; none when it is not installed."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    found = []
    for weight in ("normal", "bold"):
        try:
            place = findfont(FontProperties(family=family, weight=weight), fallback_to_default=False)
        except ValueError:
            return frozenset()
        found.append(frozenset(get_font(place).get_charmap()))
    return found[0] & found[1]


def families_for(texts: Iterable[str]) -> tuple[list[str], frozenset[str]]:
    """The fonts that the texts need, and the letters that none of them has."""
    lacking = frozenset("".join(texts))
    chosen = []
    for family in (_FAMILY, *_OTHERS):
        left = frozenset(c for c in lacking if ord(c) not in _letters_of(family)) if lacking else lacking
        if family == _FAMILY or left < lacking:
            chosen.append(family)
        lacking = left
    return chosen, lacking


class Lettering:
    """How the texts of one chart are set: called with a text, it gives the text as it can be shown.

    Sizes are in points, room in inches.
    """

    def __init__(self, chart: object, *, keeps_text: bool) -> None:
        """Choose the fonts.

        Args:
            chart: everything whose texts will be shown.
            keeps_text: whether text stays text in the picture, so that no letter has to be replaced.
        """
        self.families, lacking = families_for(map(shown, said(chart)))
        self._replaced = {} if keeps_text else {ord(c): _escape(c) for c in lacking}

    def __call__(self, text: str) -> str:
        """The text as it can be shown."""
        return shown(text).translate(self._replaced)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a shown text is, in inches."""
        from matplotlib.font_manager import FontProperties
        from matplotlib.textpath import text_to_path

        font = FontProperties(family=self.families, size=size, weight="bold" if bold else "normal")
        points, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
        return float(points) / _POINTS

    def fold(self, text: str, size: float, room: float, *, bold: bool = False, most: int | None = None) -> str:
        """The text, fit to be shown, in lines that fit the room; what is more than so many lines is cut."""
        visible = self(text)
        columns = int(room * _POINTS / (size * _LETTER))
        lines = fold_lines(visible, columns)
        while columns > 2 and any(self.width(line, size, bold=bold) > room for line in lines):  # noqa: PLR2004
            columns = columns * 9 // 10
            lines = fold_lines(visible, columns)
        kept = lines[:most]
        return "\n".join(kept) + ("…" if len(kept) < len(lines) else "")
