import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.render.report import brier, interval, number, p_value, percent, ratio, show_difference, signed

NAN = float("nan")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (brier(0.12312), "0.1231"),
        (brier(0), "0.0000"),
        (brier(None), "-"),
        (brier(NAN), "-"),
        (number(0.369), "0.37"),
        (number(-0.001), "0.00"),
        (number(float("inf")), "-"),
        (percent(0.875), "88%"),
        (percent(0.875, 1), "87.5%"),
        (percent(1), "100%"),
        (percent(0), "0%"),
        (percent(0.996), ">99%"),
        (percent(0.9996, 1), ">99.9%"),
        (percent(0.004), "<1%"),
        (percent(0.0004, 1), "<0.1%"),
        (percent(1.5), "150%"),
        (percent(None), "-"),
        (ratio(7, 8), "7/8"),
        (ratio(0, 8), "0/8"),
        (ratio(0, 0), "-"),
        (ratio(None, 8), "-"),
        (signed(0.12), "+0.12"),
        (signed(-0.12), "-0.12"),
        (signed(0), "0.00"),
        (signed(-0.001), "0.00"),
        (signed(0.001), "0.00"),
        (signed(None), "-"),
        (interval(0.05, 0.37), "[0.05, 0.37]"),
        (interval(0.05, 0.37, percent), "[5%, 37%]"),
        (p_value(0.3194), "0.319"),
        (p_value(0.001), "0.001"),
        (p_value(0.0009996), "< 0.001"),
        (p_value(0), "< 0.001"),
        (p_value(1), "1.000"),
        (p_value(None), "-"),
        (p_value(NAN), "-"),
        (show_difference(-0.0467, -0.0891, 0.0042, "90% interval"), "difference -0.047, 90% interval -0.089 to +0.004"),
        (show_difference(12.34, 1.26, 24, "90% interval", 1), "difference +12.3, 90% interval +1.3 to +24.0"),
        (show_difference(-0.0467, None, None, "90% interval"), "difference -0.047, no interval"),
        (interval(None, 0.37), "-"),
        (interval(0.05, None), "-"),
    ],
)
def test_figures_are_written_as_people_read_them(written, expected):
    assert written == expected


@given(st.floats(0, 1))
def test_a_share_is_never_rounded_into_certainty(share):
    assert (percent(share) == "100%") == (share == 1)
    assert (percent(share) == "0%") == (share == 0)
