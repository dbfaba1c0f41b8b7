import unicodedata

import pytest
from chart_samples import CHINESE, DRAWABLE, EMPTY, LONG, calibration, compare, curve, trend
from hypothesis import given
from hypothesis import strategies as st
from render_samples import POISON, controls

from ledger.render.chart import (
    Bounded,
    CalibrationChart,
    Chart,
    CompareChart,
    Curve,
    CurvePoint,
    Lead,
    Period,
    TrendChart,
    between,
    covering,
    lines_apart,
    shown_count,
    two_lines,
)
from ledger.render.terminal_chart import NARROWEST, Canvas, Pen, draw
from ledger.render.width import display_width


def widths(text):
    return [display_width(line) for line in text.splitlines()]


@pytest.mark.parametrize("width", [NARROWEST, 60, 80, 120])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("name", DRAWABLE)
def test_every_line_fits_the_width(name, width, unicode):
    text = draw(DRAWABLE[name], width, unicode=unicode)
    assert max(widths(text)) <= width
    assert text.endswith("\n")


@pytest.mark.parametrize("name", DRAWABLE)
def test_without_unicode_all_is_ascii(name):
    assert draw(DRAWABLE[name], unicode=False).isascii()


@pytest.mark.parametrize("name", DRAWABLE)
def test_colour_adds_codes_and_changes_nothing_else(name):
    plain, coloured = draw(DRAWABLE[name]), draw(DRAWABLE[name], colour=True)
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    codes = ("\x1b[0m", "\x1b[1m", "\x1b[2m", *(f"\x1b[{code}m" for code in range(30, 38)))
    for code in codes:
        coloured = coloured.replace(code, "")
    assert [line.rstrip() for line in coloured.split("\n")] == plain.split("\n")


@pytest.mark.parametrize("name", EMPTY)
def test_a_chart_without_a_point_is_a_sentence(name):
    text = draw(EMPTY[name])
    assert EMPTY[name].nothing in text
    assert "│" not in text


@pytest.mark.parametrize("poison", [*POISON, "\ufffe", "a\u202eb" * 40])
@pytest.mark.parametrize("unicode", [True, False])
def test_a_hostile_name_is_shown_and_never_obeyed(poison, unicode):
    for chart in (
        calibration(poison, poison, title=poison, notes=[poison], band_label=poison),
        trend(2, poison, measure=poison, reference_label=poison, interval_label=poison),
        TrendChart("Zhao", [Period(poison, 3, 0.2)]),
        compare(9, poison, poison, measure=poison, unit=poison),
    ):
        text = draw(chart, 80, unicode=unicode)
        assert not controls(text)
        assert max(widths(text)) <= 80


@given(st.text(max_size=40), st.integers(NARROWEST, 130), st.integers(5, 50), st.booleans())
def test_any_name_fits_any_width(name, width, height, unicode):
    text = draw(calibration(name, "Zhao", title=name), width, height, unicode=unicode)
    assert not controls(text)
    assert max(widths(text)) <= width


_figure = st.none() | st.floats(0, 1) | st.just(float("nan"))


@given(st.lists(st.builds(Lead, st.integers(1, 9), _figure, _figure, _figure), max_size=5), st.integers(40, 90))
def test_any_figures_can_be_drawn(leads, width):
    periods = [Period(f"2024-Q{lead.n}", lead.n, lead.difference, lead.low, lead.high, lead.high) for lead in leads]
    points = tuple(CurvePoint(lead.n / 10, lead.difference) for lead in leads)
    band = tuple(Bounded(lead.n / 10, lead.low, lead.high) for lead in leads)
    for chart in (
        CompareChart("Zhao", "Li", leads),
        TrendChart("Zhao", periods),
        CalibrationChart((Curve("Zhao", 5, points, band, [lead.n for lead in leads]),)),
    ):
        assert max(widths(draw(chart, width))) <= width


@pytest.mark.parametrize("name", ["one curve", "eight quarters", "ahead"])
@pytest.mark.parametrize("height", [22, 30, 50])
def test_a_drawing_fills_the_height_that_it_is_given(name, height):
    assert height - 2 <= len(draw(DRAWABLE[name], 80, height).splitlines()) <= height


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("one curve", "Zhao  n 198"),
        ("one curve", "MCB 0.018 (p 0.12)."),
        ("one curve", "90% consistency band"),
        ("three curves", f"{CHINESE}  n 198"),
        ("one point", "n 1"),
        ("a curve without points", "Li  n 0, no curve"),
        ("eight quarters", "Zhao  n 47"),
        ("eight quarters", "0.25: always saying 50%"),
        ("eight quarters", "2019"),
        ("ahead", "n 34."),
        ("ahead", "▲ Li is better"),
        ("ahead", "▼ Zhao is better"),
        ("one shared question", "In the end: difference -0.200, no interval, n 1"),
        ("one curve", "⡀⠄⠂⠁ the diagonal: calibrated, true as often as said"),
        ("three curves", "     The 90% consistency band is drawn for one analyst alone."),
        ("eight quarters", "⠤⠤⠤ all up to then; ░ is its 95% interval"),
        ("two hundred periods", "● the period alone\n"),
        ("ahead", "░░░ its 95% interval\n"),
    ],
)
def test_a_drawing_says_whose_it_is_and_how_many(name, said):
    assert said in draw(DRAWABLE[name])


def test_an_interval_of_the_end_alone_is_named_so():
    leads = [Lead(n, 0.1, *((0.0, 0.2) if n > 8 else ())) for n in range(1, 10)]
    assert "░░░ its 95% interval, at the end alone" in draw(CompareChart("Zhao", "Li", leads))
    later = [Lead(n, 0.1, *((0.0, 0.2) if n > 4 else ())) for n in range(1, 10)]
    assert "░░░ its 95% interval, from 5 shared questions on" in draw(CompareChart("Zhao", "Li", later))


@pytest.mark.parametrize("name", ["two hundred periods", "long labels", "one quarter"])
def test_the_key_names_nothing_that_is_not_drawn(name):
    text = draw(DRAWABLE[name])
    assert ("all up to then" in text) is ("⠤⠤" in text)
    assert ("interval" in text) is (name == "one quarter")


def test_where_higher_is_better_the_sides_change():
    text = draw(compare(lower_is_better=False))
    assert "▲ Zhao is better" in text
    assert "▼ Li is better" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_period_has_its_n(width):
    text = draw(DRAWABLE["twenty quarters"], width)
    numbers = [word for word in text.split() if word.isdigit()]
    assert {str((i + 3) * 100) for i in range(20) if i != 2} <= set(numbers)


def test_a_period_without_data_leaves_a_gap():
    gap = [Period("a", 2, 0.5), Period("b"), Period("c", 2, 0.5)]
    assert draw(TrendChart("Zhao", gap)).count("●") == 3  # two, and one in the key
    so_far = [Period("a", 2, so_far=0.1), Period("b", 2, so_far=0.1), Period("c"), Period("d", so_far=0.1)]
    line = next(line for line in draw(TrendChart("Zhao", so_far)).split("\n") if "⣀⣀" in line or "⠤⠤⠤⠤" in line)
    assert not line.rstrip().endswith("⠤⠤⠤⠤")


def test_several_curves_can_be_told_apart_without_colour():
    text = draw(calibration("Zhao", "Li", "Wu"))
    assert all(f"\n  {mark}" in text for mark in "●△■")


def test_a_histogram_shows_the_smallest_count_and_no_zero():
    counts = (1, 0, 1000)
    lines = draw(CalibrationChart((Curve("Zhao", 1001, curve().points, (), counts),))).split("\n")
    top = next(i for i, line in enumerate(lines) if line.strip().startswith("1000"))
    lowest = lines[top + 2][6:]
    assert lowest.startswith("▁" * 20)
    assert lowest.strip("▁█").strip() == ""
    assert " " * 20 in lowest


def test_a_narrow_terminal_gets_a_sentence():
    text = draw(DRAWABLE["one curve"], 20)
    assert "32" in text
    assert max(widths(text)) <= 20


def test_a_chart_that_nobody_draws_is_a_fault_of_the_program():
    class Unknown(Chart):
        drawable = True

    with pytest.raises(TypeError, match="Unknown"):
        draw(Unknown())


def test_every_chart_is_tried_on_both_media():
    ours = {found for found in Chart.__subclasses__() if found.__module__ == "ledger.render.chart"}
    assert len(ours) > 2
    assert ours == {type(chart) for chart in DRAWABLE.values()} == {type(chart) for chart in EMPTY.values()}


@pytest.mark.parametrize("unicode", [True, False])
def test_a_count_of_any_length_fits_beside_its_histogram(unicode):
    counts = (12345678, 1)
    curves = tuple(Curve(name, 1, (CurvePoint(0.5, 0.5),), (), counts) for name in ("Zhao", "Li"))
    text = draw(CalibrationChart(curves), unicode=unicode)
    assert text.count("12345678") == 2
    assert max(widths(text)) <= 80


def test_wide_letters_do_not_move_what_stands_beside_them():
    line = next(line for line in draw(calibration(CHINESE)).split("\n") if CHINESE in line)
    assert unicodedata.east_asian_width(CHINESE[0]) == "W"
    assert line == f"  ●⠤⠤⠤ {CHINESE}  n 198"


def test_a_name_too_long_is_cut_before_its_n_is():
    line = next(line for line in draw(calibration(LONG), 60).split("\n") if "An analyst" in line)
    assert line.endswith("…  n 198")


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.0, 1.0], (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        ([0.1, 0.5], (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        ([-0.1, 0.1], (-0.1, -0.05, 0.0, 0.05, 0.1)),
        ([0.3], (0.0, 0.1, 0.2, 0.3)),
        ([0.0], (-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6)),
        ([90.0, 100.0], (90.0, 92.0, 94.0, 96.0, 98.0, 100.0)),
    ],
)
def test_ticks_stand_at_round_figures(values, ticks):
    assert covering(values).ticks == pytest.approx(ticks)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9), st.integers(1, 12))
def test_an_axis_covers_every_value(values, parts):
    axis = covering(values, parts)
    slack = 1e-6 * max(1.0, *map(abs, values))
    assert axis.low - slack <= min(values)
    assert max(values) <= axis.high + slack
    assert len(axis.ticks) <= parts + 3


@pytest.mark.parametrize(
    ("ends", "ticks"), [((1, 1), (1,)), ((1, 2), (1, 2)), ((1, 34), (10, 20, 30)), ((1, 400), (100, 200, 300, 400))]
)
def test_counts_have_whole_ticks(ends, ticks):
    assert between(*ends, 4) == ticks


def test_labels_that_collide_give_way_downwards():
    assert lines_apart([(0, 3), (2, 5), (4, 7)], 2) == [0, 1, 0]
    assert lines_apart([(0, 3), (1, 4), (2, 5)], 2) is None


@pytest.mark.parametrize(
    ("labels", "lines"),
    [
        (["2024-Q3", "2024-Q4", "2025-Q1"], [("Q3", "2024"), ("Q4", ""), ("Q1", "2025")]),
        (["2024-11", "2025-01"], [("11", "2024"), ("01", "2025")]),
        (["2024", "2025"], [("2024", ""), ("2025", "")]),
        (["2024-Q3", "later"], [("2024-Q3", ""), ("later", "")]),
    ],
)
def test_a_period_is_named_in_two_lines(labels, lines):
    assert two_lines(labels) == lines


@pytest.mark.parametrize(("n", "text"), [(198, "198"), (198.0, "198"), (2.5, "2.5"), (float("nan"), "-")])
def test_a_count_is_whole_where_it_can_be(n, text):
    assert shown_count(n) == text


def test_a_curve_covers_a_shade_and_a_mark_covers_both():
    canvas = Canvas(4, 1, (0.0, 1.0), (0.0, 1.0))
    canvas.mark(0.0, 0.5, "o")
    canvas.curve([(0.0, 0.0), (0.4, 0.0)], Pen(4))
    canvas.shade([Bounded(0.0, 0.0, 1.0), Bounded(1.0, 0.0, 1.0)], "#")
    assert canvas.lines(colour=False) == ["o⣀##"]


def test_what_lies_outside_is_not_drawn():
    canvas = Canvas(3, 2, (0.0, 1.0), (0.0, 1.0))
    canvas.mark(5.0, 0.5, "o")
    canvas.mark(0.5, -1e300, "o")
    canvas.level(2.0, "-")
    canvas.upright(0.5, (3.0, 4.0), "|")
    assert canvas.lines(colour=False) == ["   ", "   "]
