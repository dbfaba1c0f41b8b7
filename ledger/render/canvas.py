"""A grid of characters to draw on: lines in braille dots (two by four to a character), marks, bars and shades.

What is nearer to the reader covers what is behind it, whatever is drawn first: a shade, a reference line, an
interval, a curve, a mark. Where braille cannot be shown, a line is made of one character a cell.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeVar

from ledger.render.chart import Bounded, exists, known
from ledger.render.tables import TONES

SHADE, REFERENCE, INTERVAL, CURVE, MARK = range(1, 6)
"""What covers what: the higher the nearer."""

CODES = TONES | {"first": "36", "second": "35", "third": "33", "fourth": "34"}
"""The role of a colour and its code (SGR): those of tables, and one for each series."""

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
_BLANK = 0x2800

Ends = tuple[float, float]
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
        for run in _runs(band, lambda b: known(b.low, b.high)):
            for column, ends in _across(self, [(b.x, (b.low or 0.0, b.high or 0.0)) for b in run]):
                for row in range(self.row(max(ends)), self.row(min(ends)) + 1):
                    self.put(column, row, char, SHADE, tone)

    def curve(self, points: Sequence[tuple[float, float | None]], pen: Pen) -> None:
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
