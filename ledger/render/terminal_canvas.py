"""The paper of a terminal drawing: its signs, a grid of characters to draw on, and the axes around that.

Lines are of braille dots (two by four to a character); where braille cannot be shown, of one character a cell. What
is nearer to the reader covers what is behind it, whatever is drawn first: a shade, a reference line, an interval, a
curve, a mark.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeVar

from ledger.render.chart import Axis, Bounded, Ends, Label, Point, Scale, all_exist, exists, thinned
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
