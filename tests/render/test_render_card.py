import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_samples import controls

from ledger.render.tables import render_card
from ledger.render.width import display_width


def test_labels_are_aligned_and_long_values_folded():
    fields = [("Analyst", "Zhao"), ("Quote", "one two three four five six seven"), ("When", "")]
    assert render_card(fields, 31) == (
        "Analyst:  Zhao\nQuote:    one two three four\n          five six seven\nWhen:     -\n"
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ([], ""),
        ([("a", "x\ny\n\nz")], "a:  x\n    y\n\n    z\n"),
        ([("人", "赵"), ("abc", "d")], "人:   赵\nabc:  d\n"),
        ([("a\x1b", "\x1b[31m\u202e")], "a\\u{1b}:  \\u{1b}[31m\\u{202e}\n"),
    ],
)
def test_a_card_without_a_width_folds_nothing(fields, text):
    assert render_card(fields) == text


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=60)), max_size=4), st.integers(70, 90))
def test_a_card_fits_and_shows_no_control_character(fields, width):
    text = render_card(fields, width)
    assert not controls(text)
    assert all(display_width(line) <= width for line in text.split("\n"))
