"""What stands between the title and the notes of a picture: one function for each class of chart.

Everything that a colour says is said by a mark, a dash or a word as well.
"""

from collections.abc import Sequence
from functools import singledispatch
from math import nan
from typing import TYPE_CHECKING

from ledger.render.chart import (
    Bounded,
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
from ledger.render.picture_sheet import (
    COLOURS,
    GREY,
    LINE,
    MARGIN,
    NORMAL,
    SHADE,
    SMALL,
    WIDTH,
    Entry,
    Sheet,
    every,
    look,
    plain,
    shade,
)
from ledger.render.picture_text import Lettering
from ledger.render.report import number, percent, signed
from ledger.render.ticks import between, covering

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LEFT = 0.8  # room for the labels of the y axis
_RIGHT = WIDTH - MARGIN
_SQUARE = 3.5  # the side of the reliability diagram
_BESIDE = _LEFT + _SQUARE + 0.3
_BARS = 0.62  # the height of a histogram of its own, and of one among several
_BARS_EACH = 0.34
_GAP = 0.1
_UNDER = 0.5  # tick labels and the name of the x axis
_PLOT = 4.35  # room for the other charts with their key
_N_LINES = 4  # lines over which the n of periods may be spread
_NAME = 3.6  # the most that a name may take of the key
_INDENT = 0.4
_UNBROKEN = "\xa0"  # a space at which no line is broken
_FEW = 40  # points that can each have a mark


def compose(chart: Chart, letters: Lettering) -> "Figure":
    """The whole figure; a chart without a point is the sentence that says so."""
    if chart.drawable:
        return body(chart, letters)
    sheet = Sheet(chart, letters, 1.2)
    for i, line in enumerate(letters.fold(chart.nothing, NORMAL, WIDTH - 2 * MARGIN)):
        sheet.text(MARGIN, sheet.ceiling - 0.5 - i * LINE, line, size=NORMAL)
    return sheet.figure


@singledispatch
def body(chart: Chart, letters: Lettering) -> "Figure":
    """Draw a chart that has something to show.

    Raises:
        TypeError: nobody has registered a drawing for the class.
    """
    raise TypeError(f"no picture of {type(chart).__name__} in {letters.families}")


def _gapped(line: Sequence[Bounded]) -> tuple[list[float], list[float]]:
    return [b.x for b in line], [b.middle if exists(b.middle) else nan for b in line]


@body.register(CalibrationChart)
def _calibration(chart: CalibrationChart, letters: Lettering) -> "Figure":
    bars = [(i, curve) for i, curve in enumerate(chart.curves) if any(curve.counts)]
    each = _BARS if len(chart.curves) == 1 else _BARS_EACH
    entries = _calibration_key(chart, letters)
    side = [(entry, letters.fold(entry.said, SMALL, _RIGHT - _BESIDE - _INDENT)) for entry in entries]
    below = _UNDER + len(bars) * (each + _GAP)
    tall = sum(len(lines) * LINE + 0.08 for _, lines in side)
    sheet = Sheet(chart, letters, max(below + _SQUARE, tall) + 0.15)
    foot = sheet.ceiling - _SQUARE - 0.1
    axes = sheet.axes(_LEFT, foot, _SQUARE, _SQUARE)
    _shares(axes)
    axes.plot([0, 1], [0, 1], **plain(GREY, (0, (1, 2))))
    for i, curve in enumerate(chart.curves):
        alone = len(chart.curves) == 1
        shade(axes, curve.band, GREY if alone else COLOURS[i % len(COLOURS)], SHADE if alone else SHADE / 2)
        _draw_curve(axes, curve, i)
    for place, (i, curve) in enumerate(bars, 1):
        axes.tick_params(labelbottom=False)
        axes = _histogram(sheet, curve, i, foot - place * (each + _GAP), each)
    axes.set_xlabel("stated probability", size=NORMAL)
    _beside(sheet, side)
    return sheet.figure


def _shares(axes: "Axes") -> None:
    ticks = [i / 10 for i in range(0, 11, 2)]
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    axes.set_xticks(ticks, [percent(tick) for tick in ticks])
    axes.set_yticks(ticks, [percent(tick) for tick in ticks])
    axes.set_ylabel("share that came true", size=NORMAL)


def _draw_curve(axes: "Axes", curve: Curve, i: int) -> None:
    """The curve, and at each stated probability a mark whose area grows with the n behind it."""
    style = look(i)
    points = curve.known()
    axes.plot([x for x, _ in points], [y for _, y in points], **style | {"marker": ""})
    there = [point for point in curve.points if known(point.probability, point.share, point.n)]
    most = max((point.n for point in there), default=0.0) or 1.0
    axes.scatter(
        [point.probability for point in there],
        [point.share if exists(point.share) else nan for point in there],
        s=[14 + 46 * max(point.n, 0.0) / most for point in there],
        marker=style["marker"],
        color=style["color"],
        edgecolors="white",
        linewidths=0.6,
        zorder=3,
        clip_on=False,
    )


def _histogram(sheet: Sheet, curve: Curve, i: int, foot: float, height: float) -> "Axes":
    """How often each probability was stated, on the x axis of the curve."""
    axes = sheet.axes(_LEFT, foot, _SQUARE, height)
    _shares(axes)
    wide, most = 1 / len(curve.counts), max(curve.counts)
    middles = [(k + 0.5) * wide for k in range(len(curve.counts))]
    axes.bar(middles, curve.counts, width=wide * 0.88, color=COLOURS[i % len(COLOURS)], alpha=0.75)
    axes.set(ylim=(0, most * 1.08), ylabel="")
    axes.set_yticks([0, most], ["0" if height == _BARS else "", count(most)])
    axes.grid(visible=False, axis="y")
    axes.text(-0.155, 0.5, "n", transform=axes.transAxes, size=NORMAL, ha="center", va="center")
    return axes


def _calibration_key(chart: CalibrationChart, letters: Lettering) -> list[Entry]:
    entries = []
    for i, curve in enumerate(chart.curves):
        name = letters.cut(letters(curve.analyst), SMALL, _NAME)
        said = f"{name}, n{_UNBROKEN}{count(curve.n)}"
        entries.append(Entry(said if curve.known() else f"{said}, no curve", look(i)))
    if any(curve.band for curve in chart.curves):
        entries.append(Entry(letters(chart.band_label), fill={"color": GREY, "alpha": 2 * SHADE}))
    entries.append(Entry("calibrated: true as often as said", plain(GREY, (0, (1, 2)))))
    return [*entries, Entry("A mark grows with the n behind it.")]


def _beside(sheet: Sheet, side: Sequence[tuple[Entry, list[str]]]) -> None:
    """The key beside the diagram, an entry under the other, each folded."""
    y = sheet.ceiling - 0.2
    for entry, lines in side:
        sheet.sample(_BESIDE, y, entry)
        for line in lines:
            indent = _INDENT if entry.line or entry.fill else 0.0
            sheet.text(_BESIDE + indent, y, line.replace(_UNBROKEN, " "), va="center_baseline")
            y -= LINE
        y -= 0.08


def _keyed(sheet: Sheet, entries: Sequence[Entry], below: float, above: float = 0.0) -> "Axes":
    """The key under the title and wide axes under the key, with room above them and for labels below them."""
    last = sheet.key(entries, MARGIN, sheet.ceiling - 0.1, _RIGHT)
    foot = sheet.floor + below
    return sheet.axes(_LEFT, foot, _RIGHT - _LEFT, last - 0.22 - above - foot)


@body.register(TrendChart)
def _trend(chart: TrendChart, letters: Lettering) -> "Figure":
    sheet = Sheet(chart, letters, _PLOT)
    heads = two_lines([letters.cut(letters(period.label), SMALL, 1.2) for period in chart.periods])
    width, slots = _RIGHT - _LEFT, len(heads)
    places = [(i + 0.5) / slots for i in range(slots)]
    numbers = [(place, count(period.n)) for place, period in zip(places, chart.periods, strict=True)]
    step, lines = every(sheet, numbers, _LEFT, width, _N_LINES)
    axes = _keyed(sheet, _trend_key(chart, letters), 0.12 + 2 * LINE + (max(lines, default=0) + 1) * LINE)
    foot = axes.get_position().y0 * sheet.height
    _trend_axes(axes, chart, letters)
    named = [(place, head) for place, (head, _) in zip(places, heads, strict=True)]
    thin, _ = every(sheet, named, _LEFT, width, 1)
    for place, head in named[::thin]:
        sheet.text(_LEFT + place * width, foot - 0.07, head, ha="center", va="top")
    years = [(place, year) for place, (_, year) in zip(places, heads, strict=True) if year]
    for place, year in years[:: every(sheet, years, _LEFT, width, 1)[0]]:
        sheet.text(_LEFT + place * width, foot - 0.07 - LINE, year, ha="center", va="top", weight="bold")
    top = foot - 0.1 - (2 if years else 1) * LINE
    sheet.text(_LEFT - 0.25, top, "n", ha="right", va="top", color=GREY)
    for (place, n), line in zip(numbers[::step], lines, strict=True):
        sheet.text(_LEFT + place * width, top - line * LINE, n, ha="center", va="top", color=GREY)
    return sheet.figure


def _trend_axes(axes: "Axes", chart: TrendChart, letters: Lettering) -> None:
    """The figures of a trend: the reference, all up to each period with its band, each period with its interval."""
    scale, slots = covering(chart.reach(), 6), len(chart.periods)
    axes.set(xlim=(0, slots), ylim=(scale.low, scale.high))
    axes.set_yticks(scale.ticks, [number(tick, scale.digits) for tick in scale.ticks])
    axes.set_xticks([i + 0.5 for i in range(slots)], [""] * slots)
    axes.grid(visible=False, axis="x")
    axes.set_ylabel(letters(chart.measure), size=NORMAL)
    if exists(chart.reference):
        axes.axhline(chart.reference, **plain(GREY, (0, (4, 3))))
    shade(axes, chart.line(), COLOURS[1])
    axes.plot(*_gapped(chart.line()), **look(1) | {"linestyle": "-", "marker": ""}, zorder=3)
    for b in chart.by_period():
        if exists(b.middle) and exists(b.low) and exists(b.high):
            axes.vlines(b.x, b.low, b.high, color=COLOURS[0], linewidth=1.2)
    axes.plot(*_gapped(chart.by_period()), **look(0) | {"linestyle": ""}, zorder=4, clip_on=False)


def _trend_key(chart: TrendChart, letters: Lettering) -> list[Entry]:
    """The key, without what this chart has nothing of."""
    entries = [Entry(f"{letters.cut(letters(chart.analyst), SMALL, _NAME)}, n {count(chart.n)}")]
    if chart.has_intervals:
        said = f"the period alone, {letters(chart.interval_label)}"
        entries.append(Entry(said, look(0) | {"linestyle": "-", "linewidth": 1.2}))
    elif any(exists(period.score) for period in chart.periods):
        entries.append(Entry("the period alone", look(0) | {"linestyle": ""}))
    if chart.line():
        entries.append(Entry("all up to then", look(1) | {"linestyle": "-", "marker": ""}))
    if any(known(b.low, b.high) for b in chart.line()):
        entries.append(Entry(f"its {letters(chart.interval_label)}", fill={"color": COLOURS[1], "alpha": 2 * SHADE}))
    if exists(chart.reference):
        said = f"{number(chart.reference)}: {letters(chart.reference_label)}"
        entries.append(Entry(said, plain(GREY, (0, (4, 3)))))
    return entries


@body.register(CompareChart)
def _compare(chart: CompareChart, letters: Lettering) -> "Figure":
    sheet, line = Sheet(chart, letters, _PLOT), chart.line()
    axes = _keyed(sheet, _compare_key(chart, letters), 0.8, above=LINE)
    low, high = min(b.x for b in line), max(b.x for b in line)
    scale, spare = covering(chart.reach(), 6), max((high - low) * 0.02, 0.5 if high == low else 0.0)
    axes.set(xlim=(low - spare, high + spare), ylim=(scale.low, scale.high))
    axes.set_yticks(scale.ticks, [signed(tick, scale.digits) for tick in scale.ticks])
    ticks = between(low, high, 8)
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.axhline(0.0, **plain(GREY, (0, (4, 3))))
    shade(axes, line, COLOURS[0])
    axes.plot(*_gapped(line), **look(0) | {"marker": "o" if len(line) <= _FEW else ""}, zorder=3, clip_on=False)
    axes.set_ylabel(f"difference in {letters(chart.measure)}", size=NORMAL)
    axes.set_xlabel(letters(chart.unit), size=NORMAL)
    place = axes.get_position()
    for sign, name, y in (
        ("▲ above zero", chart.better_above, place.y1 * sheet.height + 0.08),
        ("▼ below zero", chart.better_below, place.y0 * sheet.height - 0.7),
    ):
        told = letters.cut(letters(name), SMALL, 3.2)
        sheet.text(_LEFT, y, f"{sign}: {told} is better", color=GREY)
    return sheet.figure


def _compare_key(chart: CompareChart, letters: Lettering) -> list[Entry]:
    first, second = (letters.cut(letters(name), SMALL, 1.7) for name in (chart.first, chart.second))
    entries = [Entry(f"{letters(chart.measure)} of {first} minus {second}, mean so far", look(0) | {"marker": ""})]
    if banded := chart.banded():
        entries.append(Entry(letters(banded), fill={"color": COLOURS[0], "alpha": 2 * SHADE}))
    return [*entries, Entry(f"in the end: {letters(chart.in_the_end())}, n {count(chart.n)}")]
