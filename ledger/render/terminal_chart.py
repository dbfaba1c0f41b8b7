"""Charts as text for a terminal: no colour is needed to read one, and every line fits the width.

Lines are of braille dots (two by four to a character); where braille cannot be shown, of one character a cell. What
is nearer to the reader covers what is behind it, whatever is drawn first: a shade, a reference line, an interval, a
curve, a mark.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeVar

from ledger.render.chart import (
    Axis,
    Bars,
    Bounded,
    Chart,
    Ends,
    Label,
    Plot,
    Point,
    Reference,
    Scale,
    Series,
    all_exist,
    alone,
    exists,
    shown_count,
    thinned,
)
from ledger.render.tables import TONES
from ledger.render.width import cut, display_width, fold_lines, pad
from ledger.text.escape import one_line, safe_term

SHADE, REFERENCE, INTERVAL, CURVE, MARK = range(1, 6)
"""What covers what: the higher the nearer."""

CODES = TONES | {"first": "36", "second": "35", "third": "33", "fourth": "34"}
"""The role of a colour and its code (SGR): those of tables, and one for each series."""

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BLANK = 0x2800

_COLUMNS_A_TICK = 7  # of the x axis, at least
_LABEL_ROWS = 4  # labels that collide give way downwards, this often

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Pen:
    """How a line is drawn: what it covers, its colour, the character where there is no braille, and its dashes."""

    rank: int
    tone: str = ""
    ascii: str = "."
    on: int = 1
    off: int = 0

    def draws(self, step: int) -> bool:
        """Whether the dot at this step of the way is drawn."""
        return step % (self.on + self.off) < self.on


@dataclass
class _Cell:
    rank: int = 0
    char: str = " "
    bits: int = 0
    tone: str = ""


def coloured(text: str, tone: str) -> str:
    """The text in the colour of a role."""
    return f"\x1b[{CODES[tone]}m{text}\x1b[0m" if tone and text.strip() else text


@dataclass
class Canvas:
    """A grid of ``columns`` by ``rows`` characters over the given ends of both axes."""

    columns: int
    rows: int
    x: Ends
    y: Ends
    braille: bool = True
    _cells: list[list[_Cell]] = field(init=False)

    def __post_init__(self) -> None:
        """Start with an empty grid."""
        self._cells = [[_Cell() for _ in range(self.columns)] for _ in range(self.rows)]

    def column(self, x: float) -> int:
        """The column of a value of the x axis, which may lie outside."""
        return _place(x, self.x, self.columns * 2) // 2

    def row(self, y: float) -> int:
        """The row of a value of the y axis, counted from above; it may lie outside."""
        return (self.rows * 4 - 1 - _place(y, self.y, self.rows * 4)) // 4

    def put(self, column: int, row: int, char: str, rank: int, tone: str = "") -> None:
        """Set one character, unless what is there is nearer, or the place is outside."""
        if 0 <= column < self.columns and 0 <= row < self.rows and rank >= self._cells[row][column].rank:
            self._cells[row][column] = _Cell(rank, char, 0, tone)

    def mark(self, x: float, y: float, char: str, tone: str = "") -> None:
        """Set a mark at a point."""
        self.put(self.column(x), self.row(y), char, MARK, tone)

    def upright(self, x: float, ends: Ends, char: str, tone: str = "") -> None:
        """Draw an interval as an upright line."""
        for row in range(self.row(ends[1]), self.row(ends[0]) + 1):
            self.put(self.column(x), row, char, INTERVAL, tone)

    def level(self, y: float, char: str, tone: str = "") -> None:
        """Draw a reference line from side to side."""
        for column in range(self.columns):
            self.put(column, self.row(y), char, REFERENCE, tone)

    def shade(self, band: Sequence[Bounded], char: str, tone: str = "") -> None:
        """Fill between the ends of a band; where an end does not exist there is a gap."""
        for run in _runs(band, lambda b: all_exist(b.low, b.high)):
            for column, ends in _across(self, [(b.x, (b.low or 0.0, b.high or 0.0)) for b in run]):
                for row in range(self.row(max(ends)), self.row(min(ends)) + 1):
                    self.put(column, row, char, SHADE, tone)

    def curve(self, points: Sequence[Point], pen: Pen) -> None:
        """Join the points; one that does not exist leaves a gap."""
        step = 0
        for run in _runs(points, lambda point: exists(point[1])):
            places = [self._dot_place(x, y or 0.0) for x, y in run]
            for start, end in pairwise(places):
                step = self._segment(start, end, pen, step)
            if len(places) == 1:
                self._dot(*places[0], pen)

    def _dot_place(self, x: float, y: float) -> tuple[int, int]:
        return _place(x, self.x, self.columns * 2), self.rows * 4 - 1 - _place(y, self.y, self.rows * 4)

    def _segment(self, start: tuple[int, int], end: tuple[int, int], pen: Pen, step: int) -> int:
        """Draw a straight line of dots; the dashes go on where the last segment stopped."""
        length = max(abs(end[0] - start[0]), abs(end[1] - start[1]))
        for i in range(length + 1):
            if pen.draws(step + i):
                share = i / length if length else 0.0
                across, down = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
                self._dot(across, down, pen)
        return step + length

    def _dot(self, across: int, down: int, pen: Pen) -> None:
        column, row = across // 2, down // 4
        if not self.braille:
            self.put(column, row, pen.ascii, pen.rank, pen.tone)
            return
        if not (0 <= column < self.columns and 0 <= row < self.rows):
            return
        cell = self._cells[row][column]
        if pen.rank >= cell.rank:
            before = cell.bits if cell.rank == pen.rank else 0
            bits = before | _BITS[across % 2][down % 4]
            self._cells[row][column] = _Cell(pen.rank, chr(_BLANK + bits), bits, pen.tone)

    def lines(self, *, colour: bool) -> list[str]:
        """The rows from top to bottom, as wide as the grid."""
        return ["".join(_painted(row, colour=colour)) for row in self._cells]


def _painted(row: Sequence[_Cell], *, colour: bool) -> Iterator[str]:
    for tone, cells in groupby(row, lambda cell: cell.tone):
        text = "".join(cell.char for cell in cells)
        yield coloured(text, tone) if colour else text


def _place(value: float, ends: Ends, dots: int) -> int:
    """The dot of a value; far outside is just outside, so that nobody draws for ever."""
    low, high = ends
    share = (value - low) / (high - low) if high > low else 0.5
    return round(min(max(share, -1.0), 2.0) * (dots - 1))


def _runs(items: Sequence[_Item], is_there: Callable[[_Item], bool]) -> Iterator[list[_Item]]:
    """The stretches without a gap."""
    return (list(run) for there, run in groupby(items, is_there) if there)


def _across(canvas: Canvas, band: Sequence[tuple[float, Ends]]) -> Iterator[tuple[int, Ends]]:
    """Every column that a band touches, with its ends there."""
    if len(band) == 1:
        yield canvas.column(band[0][0]), band[0][1]
    for (left, at_left), (right, at_right) in pairwise(band):
        first, last = canvas.column(left), canvas.column(right)
        for column in range(first, last + 1):
            share = (column - first) / (last - first) if last > first else 0.0
            yield column, (_mixed(at_left[0], at_right[0], share), _mixed(at_left[1], at_right[1], share))


def _mixed(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


@dataclass(frozen=True)
class Signs:
    """The characters that a drawing is made of."""

    braille: bool
    upright: str
    level: str
    corner: str
    left_tick: str
    lower_tick: str
    shade: str
    reference: str
    interval: str
    marks: str
    levels: str
    above: str
    below: str


UNICODE = Signs(True, "│", "─", "└", "┤", "┬", "░", "┄", "│", "●△■◇▲○◆□", " ▁▂▃▄▅▆▇█", "▲", "▼")
ASCII = Signs(False, "|", "-", "+", "+", "+", ":", "-", "|", "ox*#@%&$", " .:#", "^", "v")


@dataclass(frozen=True)
class Paper:
    """What a drawing is drawn on: its width, what can be shown there, and how outside text gets onto it."""

    width: int
    colour: bool
    signs: Signs

    def text(self, said: str) -> str:
        """Outside text, fit for a terminal, on one line."""
        shown = safe_term(one_line(said))
        return shown if self.signs.braille else "".join(c if c.isascii() else f"\\u{{{ord(c):x}}}" for c in shown)

    def cut(self, said: str, room: int) -> str:
        """Outside text, cut to the room."""
        short = cut(self.text(said), room)
        return short if self.signs.braille else short.replace("…", "~")

    def prose(self, sentences: Sequence[str]) -> list[str]:
        """Sentences, folded."""
        return [line for sentence in sentences if sentence for line in fold_lines(self.text(sentence), self.width)]

    def paint(self, text: str, tone: str) -> str:
        """The text in a colour, where there is colour."""
        return coloured(text, tone) if self.colour else text

    def key(self, sign: str, tone: str, name: str, rest: str = "") -> str:
        """A line of the key: the sign, what it stands for (cut before the rest of the line is), and a figure."""
        tail = f"  {rest}" if rest else ""
        room = self.width - display_width(sign) - 3 - display_width(tail)
        return f"  {self.paint(sign, tone)} {self.cut(name, room)}{tail}"


@dataclass(frozen=True)
class PlotFrame:
    """A canvas between its axes."""

    paper: Paper
    canvas: Canvas
    x: Axis
    y: Axis

    def lines(self) -> list[str]:
        """The drawing with its y axis on the left and its x axis below, and the labels of both."""
        canvas, signs = self.canvas, self.paper.signs
        by_row = {canvas.row(value): label for value, label in self.y.labelled()}
        drawn = [
            f"{self.beside(by_row.get(row, ''))}{signs.left_tick if row in by_row else signs.upright}{text}"
            for row, text in enumerate(canvas.lines(colour=self.paper.colour))
        ]
        ticks = {canvas.column(value) for value in self.x.ticks}
        axis = "".join(signs.lower_tick if c in ticks else signs.level for c in range(canvas.columns))
        return [*drawn, f"{self.beside('')}{signs.corner}{axis}", *self.under(self.x.labelled())]

    @property
    def gutter(self) -> int:
        """The columns left of the y axis."""
        return self.paper.width - self.canvas.columns - 1

    def under(self, labels: Sequence[Label], head: str = "", *, needs_all: bool = False) -> list[str]:
        """Labels under their places of the x axis; where they collide every second, third ... is shown.

        Those of which all are needed give way downwards first, into a few lines.
        """
        columns = self.canvas.columns
        texts = [self.paper.cut(text, columns) for _, text in labels]
        starts = [
            min(max(self.canvas.column(x) - display_width(text) // 2, 0), columns - display_width(text))
            for (x, _), text in zip(labels, texts, strict=True)
        ]
        spans = [(start, start + display_width(text)) for start, text in zip(starts, texts, strict=True)]
        step, rows = thinned(spans, _LABEL_ROWS if needs_all else 1)
        lines = [""] * (max(rows, default=0) + 1)
        for row, start, text in zip(rows, starts[::step], texts[::step], strict=True):
            lines[row] = pad(lines[row], start) + text
        heads = [head, *[""] * (len(lines) - 1)]
        return [f"{self.beside(start)} {line}" for start, line in zip(heads, lines, strict=True)]

    def beside(self, text: str) -> str:
        """A text in the columns left of the y axis."""
        return f"{text:>{self.gutter}}"


def framed(paper: Paper, x: Scale, y: Axis, rows: int, beside: Sequence[str] = ()) -> PlotFrame:
    """A frame around an empty canvas, with as many ticks across as there is room for.

    ``beside`` is what will stand left of the y axis, apart from the labels of its ticks.
    """
    columns = paper.width - max(map(len, (*y.labels, *beside))) - 2
    across = x(columns // _COLUMNS_A_TICK)
    canvas = Canvas(columns, rows, (across.low, across.high), (y.low, y.high), paper.signs.braille)
    return PlotFrame(paper, canvas, across, y)


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
