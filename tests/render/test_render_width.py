import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.render.width import cut, display_width, fit, fold_lines, pad

TEXT = st.text(alphabet=st.sampled_from("ab 中国\uff0cé e\u0301ไท\u0e31ย…"), max_size=40)


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("中国", 4), ("e\u0301", 1), ("", 0), ("\uff371", 3), ("…", 1)]
)
def test_wide_characters_take_two_columns_and_marks_none(text, width):
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("中国经济", 8, "中国经济"),
        ("中国经济", 7, "中国经…"),
        ("中国经济", 6, "中国…"),
        ("ae\u0301bc", 3, "ae\u0301…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_text_ends_in_an_ellipsis(text, width, expected):
    assert cut(text, width) == expected


@given(TEXT, st.integers(0, 30))
def test_a_cut_text_fits(text, width):
    assert display_width(cut(text, width)) <= width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("short", None, ["short"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("中国经济将", 4, ["中国", "经济", "将"]),
        ("see 中国经济", 8, ["see", "中国经济"]),
        ("", 5, [""]),
    ],
)
def test_a_long_text_is_folded_at_spaces_where_there_are_any(text, width, lines):
    assert fold_lines(text, width) == lines


@given(TEXT, st.integers(2, 30))
def test_folding_fits_and_loses_no_letter(text, width):
    lines = fold_lines(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("natural", "floors", "room", "widths"),
    [
        ([10, 20, 5], [10, 8, 5], 40, [10, 20, 5]),
        ([10, 20, 5], [10, 8, 5], 30, [10, 15, 5]),
        ([30, 20, 5], [8, 8, 5], 35, [15, 15, 5]),
        ([30, 20, 5], [8, 8, 5], 10, [8, 8, 5]),
        ([30, 20, 5], [8, 8, 5], -3, [30, 20, 5]),
        ([], [], 10, []),
    ],
)
def test_the_widest_columns_give_way_first(natural, floors, room, widths):
    assert fit(natural, floors, room) == widths


def test_padding_counts_columns():
    assert pad("中国", 6) == "中国  "
