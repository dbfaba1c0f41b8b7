import re
import subprocess
import sys
from dataclasses import replace

import pytest
import tabulate
from hypothesis import given
from hypothesis import strategies as st
from render_samples import EMPTY, ORDINARY, POISONED, ROWS, controls

from ledger.render.formats import render
from ledger.render.report import Column, Report
from ledger.render.tables import FAMILIES, TONES
from ledger.render.width import display_width

NAMES = sorted(FAMILIES)
SCREENS = [name for name, family in FAMILIES.items() if family.terminal]
MARKUP = [name for name, family in FAMILIES.items() if not family.terminal and name not in {"rst", "tsv"}]


def test_every_format_of_tabulate_is_served_and_no_other():
    assert tabulate.tabulate_formats == NAMES


def test_a_table_for_people():
    assert render(ORDINARY, "table") == (
        "Accuracy\n"
        "\n"
        "Analyst  n   Brier  Hits\n"
        "-------  -  ------  ----\n"
        "Zhao     8  0.1235   7/8\n"
        "Smith    0       -     -\n"
        "-------  -  ------  ----\n"
        "Total    8  0.1235\n"
        "\n"
        "Phrases are read on one scale.\n"
        "As of entry 12, recorded 2026-01-02T03:04:05Z, hash abababababab.\n"
    )


def test_markdown_aligns_figures_and_makes_paragraphs():
    assert render(ORDINARY, "md") == (
        "Accuracy\n"
        "\n"
        "| Analyst | n |  Brier | Hits |\n"
        "|:--------|--:|-------:|-----:|\n"
        "| Zhao    | 8 | 0.1235 |  7/8 |\n"
        "| Smith   | 0 |      - |    - |\n"
        "| Total   | 8 | 0.1235 |      |\n"
        "\n"
        "Phrases are read on one scale.\n"
        "\n"
        "As of entry 12, recorded 2026-01-02T03:04:05Z, hash abababababab.\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_report_says_so(name):
    text = render(EMPTY, name)
    assert ("No claims yet." in text) == (name != "tsv")
    assert text.endswith("\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_row_and_the_total_are_drawn(name):
    text = render(ORDINARY, name)
    assert [word for word in re.findall(r"\w+", text) if word in {"Zhao", "Smith", "Total"}] == [
        "Zhao",
        "Smith",
        "Total",
    ]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", NAMES)
def test_poison_shows_no_control_character(name):
    text = render(POISONED, name)
    assert not controls(text, allowed="\n\t" if name == "tsv" else "\n")


@pytest.mark.parametrize("name", NAMES)
def test_poison_adds_and_hides_no_row(name):
    def lines(report: Report) -> int:
        return len(render(report, name).splitlines())

    tame = replace(POISONED, rows=[{**row, "analyst": "x"} for row in POISONED.rows])
    assert lines(POISONED) == lines(tame)


@pytest.mark.parametrize("name", NAMES)
def test_text_that_looks_like_a_number_stays_as_it_is(name):
    words = re.findall(r"[\w.]+", render(POISONED, name))
    assert "1e5" in words
    assert "0015" in words


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("colour", [False, True])
def test_wide_characters_are_aligned(name, colour):
    names = ["中国经济", "plain text", "a\uff0cb", "赵"]
    rows = [{"a": text, "b": text} for text in names]
    columns = (
        Column("a", "分析师"),
        Column("b", "b", align="right", tone=lambda _: "good"),
        Column("end", "END", lambda _: "END"),
    )
    text = re.sub(r"\x1b\[\d+m", "", render(Report(rows, columns), name, colour=colour))
    assert "\0" not in text
    places = {display_width(line.split("END")[0]) for line in text.splitlines() if "END" in line}
    assert len(places) == 1


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("filler", ["word ", "中国"])
def test_a_table_fits_the_terminal(name, filler):
    rows = [{"a": filler * 40, "b": filler * 3, "n": 12}, {"a": "x", "b": "y", "n": 3}]
    columns = (Column("a", "A", flexible=True), Column("n", "n", align="right"), Column("b", "Bee", flexible=True))
    text = render(Report(rows, columns, total={"n": 15}), name, width=60)
    widths = [display_width(line) for line in text.splitlines()]
    assert 55 <= max(widths) <= 60
    assert text.count("…") == 1  # the widest column alone gives way
    assert "…" not in render(Report(rows, columns), name)


@pytest.mark.parametrize("name", MARKUP)
def test_only_screens_are_cut_or_coloured(name):
    report = replace(POISONED, columns=(Column("analyst", "A", flexible=True, tone=lambda _: "bad"),))
    assert render(report, name, width=20, colour=True) == render(report, name)


def test_a_column_that_may_not_be_cut_is_not():
    report = Report([{"a": "x" * 50}], (Column("a", "A"),))
    assert "x" * 50 in render(report, "table", width=20)


def test_colour_is_put_round_escaped_text_and_moves_nothing():
    columns = (Column("a", "A", tone=lambda row: row["role"]), Column("b", "B"))
    rows = [{"a": "\x1b[1m", "b": "1", "role": "bad"}, {"a": "x", "b": "2", "role": ""}]
    text = render(Report(rows, columns, total={"b": "3"}), "table", colour=True)
    assert f"\x1b[{TONES['bad']}m\\u{{1b}}[1m\x1b[0m" in text
    assert text.count("\x1b") == 2
    assert re.sub(r"\x1b\[\d+m", "", text) == render(Report(rows, columns, total={"b": "3"}), "table")


def test_notes_are_folded_to_the_terminal():
    report = replace(ORDINARY, notes=["word " * 30])
    assert max(map(len, render(report, "table", width=40).splitlines())) <= 40


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "-"),
        (True, "yes"),
        (False, "no"),
        (["a", 1], "a, 1"),
        ({"a": None}, "a: -"),
        (float("nan"), "-"),
        (3, "3"),
        ("", ""),
    ],
)
def test_a_value_is_written_for_people_without_being_told_how(value, shown):
    text = render(Report([{"a": value, "b": "|"}], (Column("a", "A"), Column("b", "B"))), "tsv")
    assert text == f"A\tB\n{shown}\t|\n"


def test_a_missing_key_is_a_dash_and_none_from_show_too():
    columns = (Column("a", "A"), Column("b", "B", lambda _: None))
    assert render(Report([{}], columns), "tsv") == "A\tB\n-\t-\n"


def test_a_total_shows_only_the_figures_it_has():
    columns = (Column("a", "A"), Column("b", "B", lambda row: str(row["b"])), Column("c", "C"))
    report = Report([{"a": "x", "b": 1, "c": 2}], columns, total={"c": None})
    assert render(report, "tsv") == "A\tB\tC\nx\t1\t2\nTotal\t\t-\n"


@pytest.mark.parametrize(
    ("as_of", "sentence"),
    [
        (None, ""),
        ({}, ""),
        ({"entry": None}, ""),
        ({"entry": 0}, "As of entry 0."),
        ({"entry": 3, "hash": "f" * 64}, "As of entry 3, hash ffffffffffff."),
    ],
)
def test_a_report_says_as_of_when_it_speaks(as_of, sentence):
    text = render(replace(ORDINARY, as_of=as_of, notes=(), title="", total=None), "table")
    assert text.split("\n\n")[1:] == ([f"{sentence}\n"] if sentence else [])


@given(st.lists(st.text(max_size=10), min_size=1, max_size=4), st.sampled_from(NAMES))
def test_no_text_whatever_reaches_a_screen_raw(texts, name):
    report = Report([{"a": text} for text in texts], (Column("a", "A", flexible=True),), notes=texts)
    assert not controls(render(report, name, width=30), allowed="\n\t" if name == "tsv" else "\n")


def test_importing_render_costs_no_tabulate_and_no_csv():
    code = "import sys, ledger.render; print(sorted({'tabulate', 'csv', 'json', 'difflib', 'html'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_rows_are_left_as_they_were():
    before = [dict(row) for row in ROWS]
    for name in NAMES:
        render(ORDINARY, name, width=40, colour=True)
    assert [dict(row) for row in ROWS] == before
