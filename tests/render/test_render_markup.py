import re
from dataclasses import replace
from html import unescape as unescape_html

import pytest
from render_samples import POISON, POISONED

from ledger.render.formats import render
from ledger.render.report import Column, Report
from ledger.render.tables import FAMILIES
from ledger.text.escape import one_line, safe_term

MARKUP = [name for name, family in FAMILIES.items() if not family.terminal and name not in {"rst", "tsv"}]


@pytest.mark.parametrize("name", MARKUP)
@pytest.mark.parametrize("raw", ["<script", "He<b>ad"])
def test_no_tag_is_ever_raw(name, raw):
    assert raw not in render(POISONED, name)


WIKIS = "jira youtrack asciidoc mediawiki moinmoin textile"
LATEX = "latex latex_booktabs latex_longtable latex_raw"


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("| pipe || two |", f"github pipe orgtbl rst {WIKIS}"),
        ("[[w]]", f"github pipe orgtbl {WIKIS}"),
        ("[a](javascript:x)", f"github pipe orgtbl rst {WIKIS}"),
        ("*a*", f"github pipe orgtbl rst {WIKIS}"),
        ("`c`", "github pipe rst asciidoc mediawiki moinmoin textile"),
        ("{{t}}", f"orgtbl {LATEX} {WIKIS}"),
        ("'''q", "asciidoc mediawiki moinmoin textile"),
        (" \\input{", f"github pipe orgtbl rst {LATEX} {WIKIS}"),
        ("\n.. include::", "rst"),
        ("$x$", f"github pipe orgtbl {LATEX}"),
    ],
)
def test_no_sign_is_raw_where_it_has_a_meaning(raw, names):
    for name in names.split():
        assert raw not in render(POISONED, name), name
        assert raw.strip() in render(replace(POISONED, title="", notes=()), "plain")


@pytest.mark.parametrize("name", ["html", "unsafehtml"])
def test_html_is_escaped_once_and_reads_back(name):
    cells = re.findall(r"<td>(.*?)</td>", render(POISONED, name))[::2]
    assert [unescape_html(cell).rstrip() for cell in cells] == [safe_term(one_line(text)).rstrip() for text in POISON]


def test_raw_latex_is_escaped_as_latex_is():
    def words(name: str) -> list[str]:
        return render(POISONED, name).split()

    assert words("latex_raw") == words("latex")


@pytest.mark.parametrize("name", ["latex", "latex_booktabs", "latex_longtable", "latex_raw"])
@pytest.mark.parametrize("text", ["[2em] x", "* x"])
def test_a_latex_row_is_no_argument_of_the_row_break_before_it(name, text):
    report = Report([{"a": text}], (Column("a", "A"),))
    assert f"\n {{}}{text}" in render(report, name)


@pytest.mark.parametrize("text", ["a|b", "\\", "a\\|b", "|", "\\|"])
def test_a_markdown_cell_holds_any_pipe(text):
    row = render(Report([{"a": text}], (Column("a", "A"),)), "md").splitlines()[2]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 2
