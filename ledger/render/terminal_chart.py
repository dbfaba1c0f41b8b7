"""Charts as text for a terminal: no colour is needed to read one, and every line fits the width.

A drawing is a function registered with ``panel`` for its class of chart.
"""

from collections.abc import Sequence
from functools import singledispatch

from ledger.render.canvas import CURVE, REFERENCE, Canvas, Pen
from ledger.render.chart import (
    CalibrationChart,
    Chart,
    CompareChart,
    Curve,
    TrendChart,
    count,
    exists,
    known,
    two_lines,
)
from ledger.render.report import number, percent, signed
from ledger.render.terminal_frame import ASCII, UNICODE, Frame, Paper, framed
from ledger.render.ticks import Axis, between, covering
from ledger.render.width import display_width

NARROWEST = 32
"""Columns below which nothing legible fits."""

_FEWEST_ROWS = 8


def draw(chart: Chart, width: int = 80, height: int = 24, *, colour: bool = False, unicode: bool = True) -> str:
    """Draw a chart as text that ends in a newline.

    Args:
        chart: what to draw.
        width: columns; no line is longer. At least ``NARROWEST``, else a sentence says so.
        height: lines to fill; more are used when the notes and the key leave too little for the drawing.
        colour: whether to use colours (SGR). They repeat what the marks say already.
        unicode: whether braille, blocks and letters beyond ASCII can be shown.
    """
    paper = Paper(max(width, 2), height, colour, UNICODE if unicode else ASCII)
    if width < NARROWEST:
        lines = paper.prose([f"A chart needs {NARROWEST} columns; here are {width}."])
    else:
        head, notes = paper.prose([chart.title]), paper.prose(chart.notes)
        room = height - len(head) - len(notes) - bool(head) - bool(notes)
        drawn = panel(chart, paper, room) if chart.drawable else paper.prose([chart.nothing])
        blocks = [[paper.paint(line, "strong") for line in head], drawn, notes]
        lines = "\n\n".join("\n".join(block) for block in blocks if block).split("\n")
    return "".join(f"{line.rstrip()}\n" for line in lines)


@singledispatch
def panel(chart: Chart, paper: Paper, room: int) -> list[str]:
    """The lines of a drawing between title and notes: one function for each class of chart.

    Raises:
        TypeError: nobody has registered a drawing for the class.
    """
    raise TypeError(f"no drawing of {type(chart).__name__} in {room} lines of {paper.width}")


_PENS = (
    Pen(CURVE, "first", "."),
    Pen(CURVE, "second", "-", on=4, off=3),
    Pen(CURVE, "third", "~", on=1, off=2),
    Pen(CURVE, "fourth", "'", on=7, off=2),
)
_SAMPLES = ("⠤⠤⠤", "⠤ ⠤", "⠄⠄⠄", "⠤⠤⠄")
"""How the dashes of each pen look in the key."""

_DIAGONAL = Pen(REFERENCE, "dim", "/", on=1, off=1)


def _sign(paper: Paper, i: int) -> tuple[str, Pen, str]:
    """The mark and the pen of a series, and how both look in the key."""
    mark, pen = paper.signs.marks[i % len(paper.signs.marks)], _PENS[i % len(_PENS)]
    return mark, pen, mark + (_SAMPLES[i % len(_SAMPLES)] if paper.signs.braille else pen.ascii * 3)


@panel.register(CalibrationChart)
def _calibration(chart: CalibrationChart, paper: Paper, room: int) -> list[str]:
    curves, bars = chart.curves, [curve for curve in chart.curves if any(curve.counts)]
    alone = len(curves) == 1
    key = _calibration_key(chart, paper, alone=alone)
    rows = max(room - 4 - len(key) - (3 if alone else 1) * bool(bars) * len(bars), _FEWEST_ROWS)
    frame = framed(paper, _shares(rows, 4), (0.0, 1.0), rows, percent)
    frame.canvas.curve([(0.0, 0.0), (1.0, 1.0)], _DIAGONAL)
    if alone:
        frame.canvas.shade(curves[0].band, paper.signs.shade, "dim")
    for i, curve in enumerate(curves):
        mark, pen, _ = _sign(paper, i)
        _draw_curve(frame.canvas, curve.known(), pen, mark, 3 if alone else 7)
    labels = [(tick, percent(tick)) for tick in _shares(frame.canvas.columns, 7).ticks]
    lines = [
        f"{'':{frame.gutter}}  share that came true",
        *frame.lines(labels),
        *frame.under(labels, all_of_them=False),
    ]
    for i, curve in enumerate(curves):
        lines += _histogram(frame, curve, 3 if alone else 1, "" if alone else _sign(paper, i)[0])
    return [*lines, *frame.under([(0.5, "stated probability")]), *key]


def _shares(cells: int, apart: int) -> Axis:
    """An axis from 0 to 100% with ticks at least so many cells apart."""
    steps = next((n for n in (10, 4, 2) if cells >= n * apart), 1)
    return Axis(0.0, 1.0, tuple(i / steps for i in range(steps + 1)), 2)


def _draw_curve(canvas: Canvas, points: Sequence[tuple[float, float]], pen: Pen, mark: str, apart: int) -> None:
    """Draw a curve with marks at least so many columns apart, so that its dashes can be seen between them."""
    canvas.curve(points, pen)
    last = -apart
    for x, y in points:
        if canvas.column(x) - last >= apart:
            last = canvas.column(x)
            canvas.mark(x, y, mark, pen.tone)


def _calibration_key(chart: CalibrationChart, paper: Paper, *, alone: bool) -> list[str]:
    signs = paper.signs
    key = []
    for i, curve in enumerate(chart.curves):
        _, pen, sample = _sign(paper, i)
        said = f"n {count(curve.n)}" + ("" if curve.known() else ", no curve")
        key.append(paper.key(sample, pen.tone, curve.analyst, said))
    if any(curve.band for curve in chart.curves):
        told = chart.band_label if alone else f"The {chart.band_label} is drawn for one analyst alone."
        key.append(paper.key(signs.shade * 4 if alone else " " * 4, "dim", told))
    sample = "⡀⠄⠂⠁" if signs.braille else "////"
    key.append(paper.key(sample, "dim", "the diagonal: calibrated, true as often as said"))
    return key


def _histogram(frame: Frame, curve: Curve, rows: int, mark: str) -> list[str]:
    """How often each probability was stated, under the axis: bars of so many lines, the highest count beside them."""
    if not any(curve.counts):
        return []
    heights = _heights(curve.counts, frame.canvas.columns)
    levels = frame.paper.signs.levels
    parts = len(levels) - 1
    most = max(heights)
    heads = [f"{mark}{count(most)}", *[""] * (rows - 1)]
    lines = []
    for row, head in enumerate(heads):
        filled = [_parts(height / most, rows, parts) - (rows - 1 - row) * parts for height in heights]
        bars = "".join(levels[min(max(part, 0), parts)] for part in filled)
        lines.append(f"{head:>{frame.gutter}} {frame.paper.paint(bars, 'dim')}")
    return lines


def _parts(share: float, rows: int, parts: int) -> int:
    """How much of a bar is filled: nothing only where there is nothing."""
    return max(round(share * rows * parts), 1) if share > 0 else 0


def _heights(counts: Sequence[float], columns: int) -> list[float]:
    """The counts spread over the columns: a bin as wide as its share of the axis, or several bins to a column."""
    if len(counts) <= columns:
        return [counts[min(c * len(counts) // (columns - 1), len(counts) - 1)] for c in range(columns)]
    heights = [0.0] * columns
    for i, n in enumerate(counts):
        heights[i * columns // len(counts)] += n
    return heights


@panel.register(TrendChart)
def _trend(chart: TrendChart, paper: Paper, room: int) -> list[str]:
    heads = two_lines([period.label for period in chart.periods])
    name = f"{paper.cut(chart.analyst, paper.width // 3)}  n {count(chart.n)}"
    key = _trend_key(chart, paper)
    rows = max(room - 6 - len(key), _FEWEST_ROWS)
    axis = covering(chart.reach(), rows // 3)
    frame = framed(paper, axis, (0.0, float(len(heads))), rows, lambda tick: number(tick, axis.digits))
    _draw_trend(chart, frame.canvas, paper)
    room_left = frame.canvas.columns - display_width(name) - 2
    middles = [i + 0.5 for i in range(len(heads))]
    first, second = ([(x, pair[line]) for x, pair in zip(middles, heads, strict=True)] for line in (0, 1))
    years = [(x, text) for x, text in second if text]
    return [
        f"{'':{frame.gutter}} {name}  {paper.cut(chart.measure, room_left)}",
        *frame.lines(first),
        *frame.under(first, all_of_them=False),
        *(frame.under(years, all_of_them=False) if years else []),
        *frame.under([(x, count(p.n)) for x, p in zip(middles, chart.periods, strict=True)], "n"),
        *key,
    ]


def _trend_key(chart: TrendChart, paper: Paper) -> list[str]:
    """The key, without what this chart has nothing of."""
    signs, line = paper.signs, chart.line()
    alone, until = (
        f"; {sign} is its {chart.interval_label}" if there else ""
        for sign, there in (
            (signs.interval, chart.has_intervals),
            (signs.shade, any(known(b.low, b.high) for b in line)),
        )
    )
    key = []
    if any(exists(period.score) for period in chart.periods):
        key.append(paper.key(signs.marks[0], "first", f"the period alone{alone}"))
    if line:
        key.append(paper.key(_sign(paper, 0)[2][1:], "second", f"all up to then{until}"))
    if exists(chart.reference):
        key.append(paper.key(signs.reference * 3, "dim", f"{number(chart.reference)}: {chart.reference_label}"))
    return key


def _draw_trend(chart: TrendChart, canvas: Canvas, paper: Paper) -> None:
    signs = paper.signs
    if exists(chart.reference):
        canvas.level(chart.reference, signs.reference, "dim")
    canvas.shade(chart.line(), signs.shade, "dim")
    canvas.curve([(b.x, b.middle) for b in chart.line()], Pen(CURVE, "second"))
    for b in chart.by_period():
        if exists(b.middle):
            if exists(b.low) and exists(b.high):
                canvas.upright(b.x, (b.low, b.high), signs.interval, "first")
            canvas.mark(b.x, b.middle, signs.marks[0], "first")


@panel.register(CompareChart)
def _compare(chart: CompareChart, paper: Paper, room: int) -> list[str]:
    signs, line = paper.signs, chart.line()
    key = _compare_key(chart, paper)
    rows = max(room - 5 - len(key), _FEWEST_ROWS)
    axis = covering(chart.reach(), rows // 3)
    ends = (min(b.x for b in line), max(b.x for b in line))
    frame = framed(paper, axis, ends, rows, lambda tick: signed(tick, axis.digits))
    frame.canvas.level(0.0, signs.reference, "dim")
    frame.canvas.shade(line, signs.shade, "dim")
    frame.canvas.curve([(b.x, b.middle) for b in line], _PENS[0])
    if len(line) == 1:
        frame.canvas.mark(line[0].x, line[0].middle or 0.0, signs.marks[0], "first")
    labels = [(float(n), str(n)) for n in between(*ends, frame.canvas.columns // 8)]
    return [
        paper.key(f"{'':{frame.gutter - 2}}{signs.above}", "", f"{_fair(paper, chart.better_above)} is better"),
        *frame.lines(labels),
        *frame.under(labels, all_of_them=False),
        paper.key(f"{'':{frame.gutter - 2}}{signs.below}", "", f"{_fair(paper, chart.better_below)} is better"),
        *frame.under([(sum(ends) / 2, chart.unit)]),
        *key,
    ]


def _fair(paper: Paper, name: str) -> str:
    """A name cut so that two of them and the words around them fit a line."""
    return paper.cut(name, max((paper.width - 40) // 2, 6))


def _compare_key(chart: CompareChart, paper: Paper) -> list[str]:
    first, second = (_fair(paper, name) for name in (chart.first, chart.second))
    banded = chart.banded()
    return [
        paper.key(_sign(paper, 0)[2][1:], "first", f"{chart.measure} of {first} minus {second}, mean so far"),
        *([paper.key(paper.signs.shade * 3, "dim", banded)] if banded else []),
        *paper.prose([f"  In the end: {chart.in_the_end()}, n {count(chart.n)}."]),
    ]
