"""The paper of a terminal drawing: the signs it is made of, outside text made fit for it, and axes with labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ledger.render.canvas import Canvas, Ends, coloured
from ledger.render.ticks import Axis, lines_apart
from ledger.render.width import cut, display_width, fold, pad
from ledger.text.escape import one_line, safe_term

_LABEL_ROWS = 4  # labels that collide give way downwards, this often

Label = tuple[float, str]
"""A place of an axis and what is written there."""


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
    curve: str


UNICODE = Signs(True, "│", "─", "└", "┤", "┬", "░", "┄", "│", "●△■◇▲○◆□", " ▁▂▃▄▅▆▇█", "▲", "▼", "⠤⠤")
ASCII = Signs(False, "|", "-", "+", "+", "+", ":", "-", "|", "ox*#@%&$", " .:#", "^", "v", "..")


@dataclass(frozen=True)
class Paper:
    """What a drawing is drawn on: its size, what can be shown there, and how outside text gets onto it."""

    width: int
    height: int
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
        return [line for sentence in sentences if sentence for line in fold(self.text(sentence), self.width)]

    def paint(self, text: str, tone: str) -> str:
        """The text in a colour, where there is colour."""
        return coloured(text, tone) if self.colour else text

    def key(self, sign: str, tone: str, name: str, rest: str = "") -> str:
        """A line of the key: the sign, what it stands for (cut before the rest of the line is), and a figure."""
        tail = f"  {rest}" if rest else ""
        room = self.width - display_width(sign) - 3 - display_width(tail)
        return f"  {self.paint(sign, tone)} {self.cut(name, room)}{tail}"


@dataclass(frozen=True)
class Frame:
    """A canvas between its axes."""

    paper: Paper
    canvas: Canvas
    y_labels: Sequence[Label]

    def lines(self, ticked: Sequence[Label]) -> list[str]:
        """The drawing with its y axis on the left and its x axis below, a tick at each of these places."""
        canvas, signs = self.canvas, self.paper.signs
        by_row = {canvas.row(value): label for value, label in self.y_labels}
        gutter = self.gutter
        drawn = [
            f"{by_row.get(row, ''):>{gutter}}{signs.left_tick if row in by_row else signs.upright}{text}"
            for row, text in enumerate(canvas.lines(colour=self.paper.colour))
        ]
        ticks = {canvas.column(value) for value, _ in ticked}
        axis = "".join(signs.lower_tick if c in ticks else signs.level for c in range(canvas.columns))
        return [*drawn, f"{'':{gutter}}{signs.corner}{axis}"]

    @property
    def gutter(self) -> int:
        """The columns left of the y axis."""
        return self.paper.width - self.canvas.columns - 1

    def under(self, labels: Sequence[Label], head: str = "", *, all_of_them: bool = True) -> list[str]:
        """Labels under their places of the x axis, in as many lines as they need to stand apart.

        Where that is too many lines, or ``all_of_them`` is not asked for, every second, third ... is shown.
        """
        placed = [(self.canvas.column(x), self.paper.cut(text, self.canvas.columns)) for x, text in labels]
        lines = next(
            found
            for every in range(1, len(placed) + 2)
            if (found := _staggered(placed[::every], self.canvas.columns, _LABEL_ROWS if all_of_them else 1))
        )
        heads = [f"{head:>{self.gutter}} ", *[" " * (self.gutter + 1)] * len(lines)]
        return [start + line for start, line in zip(heads, lines, strict=False)]


def _staggered(placed: Sequence[tuple[int, str]], columns: int, most: int) -> list[str]:
    """The labels centred under their columns, in at most so many lines; no line at all when they do not fit."""
    spans = []
    for column, text in placed:
        size = display_width(text)
        start = min(max(column - size // 2, 0), columns - size)
        spans.append((start, start + size))
    taken = lines_apart(spans, most)
    if taken is None:
        return []
    lines = [""] * (max(taken, default=0) + 1)
    for line, (start, _), (_, text) in zip(taken, spans, placed, strict=True):
        lines[line] = pad(lines[line], start) + text
    return lines


def framed(paper: Paper, axis: Axis, x: Ends, rows: int, write: Callable[[float], str]) -> Frame:
    """A frame around an empty canvas, its y axis labelled."""
    labels = [(tick, write(tick)) for tick in axis.ticks]
    gutter = max(len(label) for _, label in labels) + 1
    canvas = Canvas(paper.width - gutter - 1, rows, x, (axis.low, axis.high), paper.signs.braille)
    return Frame(paper, canvas, labels)
