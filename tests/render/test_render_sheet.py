import csv
import io

import effort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from render_samples import EMPTY, ORDINARY, POISON, POISONED

from ledger.render.formats import render
from ledger.render.machine import guard_shown
from ledger.render.report import Column, Report
from ledger.text.escape import guard, unguard

TEXT = st.text(alphabet=st.characters(), max_size=12) | st.text(
    alphabet="=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'\",; a", max_size=6
)


def read_back_csv(text):
    """Every cell as the text that was written, guards taken off."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{unguard(key): unguard(cell) for key, cell in row.items()} for row in rows]


@pytest.mark.parametrize(
    "text", ["=cmd()", "+1", "-1", "@SUM", "\tx", "\rx", "\nx", "\uff1dx", "\uff0bx", "\uff0dx", "\uff20x", "'", "'=x"]
)
def test_text_that_starts_like_a_formula_is_guarded_and_comes_back(text):
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "plain", " =x", "1e5", "0015", "'tis", "don't"])
def test_other_text_reads_back_as_it_stands(text):
    assert unguard(guard(text)) == text
    assert unguard(text) == text


@pytest.mark.parametrize(
    ("shown", "guarded"),
    [("-", "-"), ("+0.12", "+0.12"), ("-5%", "-5%"), ("-1+cmd()", "'-1+cmd()"), ("=1", "'=1"), ("--", "'--")],
)
def test_figures_written_for_people_are_exempt(shown, guarded):
    assert guard_shown(shown) == guarded


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (-0.25, "-0.25"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-7, "-7"),
        (True, "true"),
        (False, "false"),
        (float("nan"), ""),
        (float("-inf"), ""),
        ([1, "a"], '[1, "a"]'),
        ({"a": None, "赵": 1.5}, '{"a": null, "赵": 1.5}'),
        ("-0.25", "'-0.25"),
        ("\x1b[31m", "\x1b[31m"),
    ],
)
def test_a_value_is_written_in_full(value, cell):
    text = render(Report([{"a": 1, "b": value}], ()), "csv")
    assert next(csv.reader(io.StringIO(text.split("\n", 1)[1], newline=""))) == ["1", cell]


def test_columns_are_the_keys_of_all_rows_in_the_order_first_seen():
    text = render(Report([{"b": 1}, {"a": 2, "b": 3}], ()), "csv")
    assert text == "b,a\n1,\n3,2\n"


def test_an_empty_report_still_has_its_heads():
    assert render(EMPTY, "csv") == "analyst,n,brier,hits\n"


def test_an_ordinary_report_is_exact():
    assert render(ORDINARY, "csv") == (
        'analyst,n,brier,hits,topics\nZhao,8,0.123456789,7,"[""oil"", ""trade""]"\nSmith,0,,0,[]\n'
    )


def test_poison_comes_back_exact():
    assert [row["analyst"] for row in read_back_csv(render(POISONED, "csv"))] == list(POISON)
    assert all(row[row["analyst"]] == row["analyst"] for row in read_back_csv(render(POISONED, "csv")))


CELL = TEXT | st.none()


@settings(max_examples=effort.examples(2000), deadline=None)
@given(st.lists(TEXT, min_size=2, max_size=2, unique=True), st.lists(st.tuples(CELL, CELL), min_size=1, max_size=2))
def test_every_row_of_text_comes_back_exact(keys, cells):
    rows = [dict(zip(keys, pair, strict=True)) for pair in cells]
    expected = [{key: text or "" for key, text in row.items()} for row in rows]
    assert read_back_csv(render(Report(rows, ()), "csv")) == expected


@given(st.lists(CELL, min_size=1, max_size=4))
def test_a_single_column_loses_no_row(cells):
    text = render(Report([{"only": cell} for cell in cells], ()), "csv")
    assert read_back_csv(text) == [{"only": cell or ""} for cell in cells]


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_numbers_come_back_exact_and_unguarded(x):
    (row,) = read_back_csv(render(Report([{"x": x, "y": "text"}], ()), "csv"))
    assert type(x)(row["x"]) == x


def test_tab_separated_text_keeps_one_line_a_row_and_is_guarded():
    text = render(Report([{"a": "=x\ty\nz", "b": -0.5}], (Column("a", "A"), Column("b", "+B"))), "tsv")
    assert text == "A\t'+B\n'=x\\u{9}y\\u{a}z\t-0.5\n"
