"""A plain table is handed to tabulate as one row of many lines; what is drawn is the same as row by row."""

import effort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.render.formats import render
from ledger.render.report import Column, Report

CELLS = st.sampled_from(["", " ", "a", "12", "-", "富士", "a富", "two  words", "1e5", "\u202e", "line\nbreak", "é"])


def drawn(rows, *, row_by_row):
    """The table; a column that may fold, though nothing makes it, has every row drawn as one."""
    columns = [
        Column("a", "A", wrap=row_by_row),
        Column("b", "Head", align="right"),
        Column("c", "C", flexible=True),
    ]
    return render(Report(rows, columns), "table", width=30)


@settings(max_examples=effort.examples(200))
@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS, "c": CELLS}), min_size=1, max_size=30))
def test_many_lines_draw_as_many_rows(rows):
    by_lines, by_rows = (drawn(rows, row_by_row=choice).splitlines() for choice in (False, True))
    assert [line.rstrip() for line in by_lines] == [line.rstrip() for line in by_rows]


@pytest.mark.parametrize("count", [1, 2, 1_000])
def test_every_row_has_its_line(count):
    rows = [{"a": str(n), "b": "", "c": "富士"} for n in range(count)]
    lines = drawn(rows, row_by_row=False).splitlines()
    assert [line.split()[0] for line in lines[2:]] == [str(n) for n in range(count)]
