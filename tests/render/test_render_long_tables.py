"""A long plain table is drawn without tabulate, to the same letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_samples import COLUMNS, POISON, ROWS

from ledger.render import Column, Report, render, tables

TEXTS = st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), min_size=1, max_size=6)


def both(monkeypatch, report, width=None):
    monkeypatch.setattr(tables, "LONG", len(report.rows))
    drawn_by_tabulate = render(report, "table", width=width)
    monkeypatch.setattr(tables, "LONG", len(report.rows) - 1)
    return drawn_by_tabulate, render(report, "table", width=width)


@pytest.mark.parametrize("width", [None, 60, 30])
def test_as_tabulate_draws_it(monkeypatch, width):
    first, second = both(monkeypatch, Report(ROWS, COLUMNS, notes=["Said below."]), width)
    assert first == second


def test_poison_and_wide_letters(monkeypatch):
    rows = [{"a": text, "b": f"赵{text}"} for text in (*POISON, "", "ไทย", "مُحَمَّد", "x" * 70)]
    columns = [Column("a", "A", align="right"), Column("b", "一个 head", flexible=True)]
    first, second = both(monkeypatch, Report(rows, columns), 60)
    assert first == second


@given(TEXTS)
def test_any_text(texts):
    report = Report([{"a": a, "b": b} for a, b in texts], [Column("a", "A"), Column("b", "Bee", align="right")])
    with pytest.MonkeyPatch.context() as monkeypatch:
        first, second = both(monkeypatch, report)
    assert first == second


def test_a_long_table_needs_no_tabulate(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "tabulate", None)
    rows = [{"a": str(n)} for n in range(tables.LONG + 1)]
    assert render(Report(rows, [Column("a", "A")]), "table").splitlines()[2] == "0"
