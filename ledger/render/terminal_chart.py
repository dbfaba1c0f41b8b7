"""Charts as text for a terminal: no colour is needed to read one, and every line fits the width."""

from collections.abc import Iterator, Sequence

from ledger.render.chart import Bars, Chart, Plot, Reference, Series, alone, exists, shown_count
from ledger.render.terminal_canvas import ASCII, CURVE, REFERENCE, UNICODE, Paper, Pen, PlotFrame, framed
from ledger.render.width import cut, display_width

NARROWEST = 32
"""Columns below which nothing legible fits."""

_FEWEST_ROWS = 8
_ROWS_A_TICK = 3
_TONES = ("first", "second", "third", "fourth")
_DASHES = ((".", 1, 0, "⠤⠤⠤"), ("-", 4, 3, "⠤ ⠤"), ("~", 1, 2, "⠄⠄⠄"), ("'", 7, 2, "⠤⠤⠄"))
"""Of lines, so that each can be told from the others: without braille, dots drawn and left out, and in the key."""

_SAMPLE = 4  # columns of the key
_MARKS_APART = (3, 7)  # columns on a lone line and on one of several, so that the dashes between them can be seen
_BAR_ROWS = (3, 1)  # of a lone histogram and of one of several


def draw(chart: Chart, width: int = 80, height: int = 24, *, colour: bool = False, unicode: bool = True) -> str:
    """Draw a chart as text that ends in a newline.

    Args:
        chart: what to draw.
        width: columns; no line is longer. At least ``NARROWEST``, else a sentence says so.
        height: lines to fill; more are used when the notes and the key leave too little for the drawing.
        colour: whether to use colours (SGR). They repeat what the marks say already.
        unicode: whether braille, blocks and letters beyond ASCII can be shown.
    """
    paper = Paper(max(width, 2), colour, UNICODE if unicode else ASCII)
    if width < NARROWEST:
        lines = paper.prose([f"A chart needs {NARROWEST} columns; here are {width}."])
    else:
        head, notes = paper.prose([chart.title]), paper.prose(chart.notes)
        room = height - len(head) - len(notes) - bool(head) - bool(notes)
        drawn = _filling(chart, paper, room) if chart.drawable else paper.prose([chart.nothing])
        blocks = [[paper.paint(line, "strong") for line in head], drawn, notes]
        lines = "\n\n".join("\n".join(block) for block in blocks if block).split("\n")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _filling(chart: Chart, paper: Paper, room: int) -> list[str]:
    """The lines between title and notes, as many as there is room for, or as many as are needed."""

    def short(name: str) -> str:
        """A name cut so that two of them and the words around them fit a line."""
        told = cut(name, max((paper.width - 40) // 2, 6))
        return told if told == name or paper.signs.braille else f"{told[:-1]}~"

    plot = chart.plot(short)
    around = len(_panel(plot, paper, _FEWEST_ROWS)) - _FEWEST_ROWS
    return _panel(plot, paper, max(room - around, _FEWEST_ROWS))


def _panel(plot: Plot, paper: Paper, rows: int) -> list[str]:
    """The drawing over so many rows, what stands above and under it, and the key."""
    several = len(plot.series) > 1
    heads = [
        (paper.signs.marks[bars.series % len(paper.signs.marks)] if several else "") + shown_count(max(bars.counts))
        for bars in plot.bars
    ]
    frame = framed(paper, plot.x, plot.y((rows - 1) // _ROWS_A_TICK), rows, heads)
    _fill(frame, plot)
    lines = [*_above(frame, plot), *frame.lines()]
    for row in plot.rows:
        lines += frame.under(row.labels, row.head, needs_all=row.needs_all)
    for bars, head in zip(plot.bars, heads, strict=True):
        lines += _histogram(frame, bars, head, _BAR_ROWS[several])
    if plot.sides:
        lines.append(_side(frame, paper.signs.below, plot.sides[1]))
    if plot.x_title:
        lines += frame.under([(sum(frame.canvas.x) / 2, plot.x_title)])
    return [*lines, *_key(plot, paper)]


def _fill(frame: PlotFrame, plot: Plot) -> None:
    """Draw everything onto the canvas; it knows what covers what."""
    canvas, signs = frame.canvas, frame.paper.signs
    for line in plot.references:
        if line.left == line.right:
            canvas.level(line.left, signs.reference, "dim")
        else:
            canvas.curve([(canvas.x[0], line.left), (canvas.x[1], line.right)], Pen(REFERENCE, "dim", "/", on=1, off=1))
    if _bands(plot) == 1:
        for series in plot.series:
            canvas.shade(series.band, signs.shade, "dim")
    for (mark, pen, _), series in zip(_looks(plot, frame.paper), plot.series, strict=True):
        if series.line:
            canvas.curve(series.points, pen)
        for x, ends in series.intervals:
            canvas.upright(x, ends, signs.interval, pen.tone)
        for x, y in _marked(frame, series, _MARKS_APART[len(plot.series) > 1]):
            canvas.mark(x, y, mark, pen.tone)


def _bands(plot: Plot) -> int:
    """How many bands there are: two that cross cannot be told apart here."""
    return sum(bool(series.band) for series in plot.series)


def _marked(frame: PlotFrame, series: Series, apart: int) -> Iterator[tuple[float, float]]:
    """The points of a series that get a mark."""
    there = [exists(y) for _, y in series.points]
    lone = alone(there)
    last = -apart
    for i, (x, y) in enumerate(series.points):
        column = frame.canvas.column(x)
        if exists(y) and (i in lone or (series.marks and (not series.line or column - last >= apart))):
            last = column
            yield x, y


def _looks(plot: Plot, paper: Paper) -> list[tuple[str, Pen, str]]:
    """The mark and the pen of each series, and how both look in the key."""
    looks, lines = [], 0
    for i, series in enumerate(plot.series):
        letter, on, off, sample = _DASHES[lines % len(_DASHES)]
        mark = paper.signs.marks[i % len(paper.signs.marks)]
        pen = Pen(CURVE, _TONES[i % len(_TONES)], letter, on, off)
        dashes = sample if paper.signs.braille else letter * len(sample)
        looks.append((mark, pen, (mark if series.marks else "") + (dashes if series.line else "")))
        lines += series.line
    return looks


def _above(frame: PlotFrame, plot: Plot) -> list[str]:
    """The line above the drawing: what it means to lie there, or whose it is and what the y axis shows."""
    paper = frame.paper
    if plot.sides:
        return [_side(frame, paper.signs.above, plot.sides[0])]
    whose = f"{paper.cut(plot.whose[0], paper.width // 3)}  {plot.whose[1]}  " if plot.whose else ""
    room = frame.canvas.columns - display_width(whose)
    return [f"{frame.beside('')} {whose}{paper.cut(plot.y_title, room)}"]


def _side(frame: PlotFrame, sign: str, told: str) -> str:
    return frame.paper.key(f"{'':{frame.gutter - 2}}{sign}", "", told)


def _key(plot: Plot, paper: Paper) -> list[str]:
    """What each thing drawn is; nothing that is not drawn."""
    signs, dim = paper.signs, "dim"
    entries = []
    for (_, pen, sample), series in zip(_looks(plot, paper), plot.series, strict=True):
        sign = signs.interval if series.intervals else signs.shade
        interval = f"; {sign} is its {series.interval}" if series.interval else ""
        entries.append((sample, pen.tone, series.name + interval, series.told))
    if plot.band:
        one = _bands(plot) == 1
        entries.append((signs.shade * _SAMPLE if one else "", dim, plot.band if one else plot.one_band, ""))
    entries += [(_sample(line, paper), dim, line.name, "") for line in plot.references if line.name]
    key = [paper.key(f"{sample:>{_SAMPLE}}", tone, name, told) for sample, tone, name, told in entries]
    return [*key, *paper.prose([f"  {remark[:1].upper()}{remark[1:]}." for remark in plot.remarks])]


def _sample(line: Reference, paper: Paper) -> str:
    """How a line to compare with looks in the key."""
    if line.left == line.right:
        return paper.signs.reference * (_SAMPLE - 1)
    return "⡀⠄⠂⠁" if paper.signs.braille else "/" * _SAMPLE


def _histogram(frame: PlotFrame, bars: Bars, head: str, rows: int) -> list[str]:
    """Bars of so many lines under the axis, and their head beside them: the highest count."""
    heights = _heights(bars.counts, frame.canvas.columns)
    levels = frame.paper.signs.levels
    parts = len(levels) - 1
    most = max(heights)
    lines = []
    for row, start in enumerate([head, *[""] * (rows - 1)]):
        filled = [_parts(height / most, rows, parts) - (rows - 1 - row) * parts for height in heights]
        drawn = "".join(levels[min(max(part, 0), parts)] for part in filled)
        lines.append(f"{frame.beside(start)} {frame.paper.paint(drawn, 'dim')}")
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
