"""Claims in CSV: flat, guarded against spreadsheets, and read back exactly."""

import csv
import io
from unittest.mock import patch

import pytest
from format_kit import HOSTILE, ROWS, SOURCE, STORED, faults, rows_of, stated
from hypothesis import given
from hypothesis import strategies as st

from ledger.claimfiles import csv as cells
from ledger.claimfiles import csv as csv_claims
from ledger.claimfiles.csv import (
    guard,
    join_list,
    join_people,
    read_csv,
    read_flag,
    split_list,
    split_people,
    unguard,
    write_claims_csv,
)
from ledger.claimfiles.rows import ClaimRow, UnreadableClaims
from ledger.errors import ImportRejected
from ledger.model.fields import COLUMNS

HEAD = "analyst,statement,stated_on"


def read(text):
    return rows_of(read_csv, text)


def written(*rows):
    return "".join(write_claims_csv(rows))


def flat(row):
    """What CSV can hold of a claim: of the verdicts the newest, without their keys."""
    newest = {verdict["target"]: verdict for verdict in row.resolutions if verdict["target"]}
    held = [{name: value for name, value in newest[target].items() if name != "key"}
            for target in ("condition", "question") if target in newest]  # fmt: skip
    return ClaimRow(SOURCE, 0, row.claim, row.episode, held)


@given(st.lists(ROWS, max_size=3))
def test_what_is_written_is_read_back(rows):
    assert stated(read(written(*rows))) == stated(map(flat, rows))


@given(st.lists(ROWS, min_size=1, max_size=2), st.sampled_from(";\t"))
def test_other_delimiters_a_mark_and_the_line_ends_of_windows_are_taken(rows, delimiter):
    out = io.StringIO(newline="")
    table = csv.reader(io.StringIO(written(*rows), newline=""))
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    assert stated(read("\ufeff" + out.getvalue())) == stated(map(flat, rows))


@given(STORED)
def test_no_cell_is_a_formula_and_every_one_is_what_was_said(text):
    (_, cell), *_ = zip(*csv.reader(io.StringIO(written(ClaimRow("", 0, {"key": text})), newline="")), strict=True)
    assert cell[:1] not in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
    assert unguard(cell) == text


def test_without_the_guard_a_formula_would_come_out():
    """The control: the check above sees a cell that is not guarded."""
    with patch.object(csv_claims, "guard", str):
        assert "\n=cmd()" in written(ClaimRow("", 0, {"key": "=cmd()"}))


@given(st.text(max_size=5) | st.text("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'x", max_size=5))
def test_what_is_guarded_comes_back(text):
    assert unguard(guard(text)) == text


@given(st.lists(STORED, max_size=4))
def test_a_list_in_one_cell_comes_back(items):
    assert split_list(join_list(items)) == tuple(items)


@given(st.lists(st.fixed_dictionaries({"name": STORED, "role": STORED}), max_size=3))
def test_people_in_one_cell_come_back(people):
    assert split_people(join_people(people)) == tuple(people)


def test_a_list_without_the_way_back_would_lose_its_semicolons():
    """The control: an item with a semicolon in it falls apart where nothing is escaped."""
    with patch.object(cells, "_escape", lambda text, _: text):
        assert split_list(join_list(["a;b"])) == ("a", "b")


@pytest.mark.parametrize(("cell", "items"), [("", ()), (" ; ;", ()), ("a;b", ("a", "b")), (" a ;\nb ", ("a", "b")),
                                             ("C:\\x; y", ("C:\\x", "y")), ("a\\;b", ("a;b",))])  # fmt: skip
def test_lists_are_read_as_people_write_them(cell, items):
    assert split_list(cell) == items


@pytest.mark.parametrize(("cell", "flag"), [("yes", True), ("TRUE", True), ("1", True), ("No", False), ("0", False)])
def test_flags_are_read_as_people_write_them(cell, flag):
    assert read_flag(cell) is flag


def test_columns_are_found_in_any_order_and_spelling():
    rows = read("Stated on,ANALYST, statement \n2019-01-17,Ann,It rains\n")
    assert stated(rows) == [({"stated_on": "2019-01-17", "analyst": "Ann", "statement": "It rains"}, None, [])]


def test_a_row_begins_on_the_line_where_its_first_cell_does():
    rows = read(f'{HEAD}\n"Ann","two\nlines",2019\n\n,,\nBob,one,2019\n')
    assert [row.line for row in rows] == [2, 6]


def test_the_parts_of_a_claim_are_told_by_their_columns():
    (row,) = read("statement,episode_show,outcome,resolved_on,condition_outcome,evidence\nx,S,true,2019,false,a; b\n")
    assert row.claim == {"statement": "x"}
    assert row.episode == {"show": "S"}
    assert list(row.resolutions) == [
        {"target": "condition", "outcome": "false"},
        {"target": "question", "outcome": "true", "on": "2019", "evidence": ("a", "b")},
    ]
    assert [row.name_of(spot) for spot in [("statement",), ("episode", "show"), ("resolution", 0, "on"),
                                           ("resolution", 1, "on")]] == [
        "statement", "episode_show", "condition_resolved_on", "resolved_on"]  # fmt: skip


@pytest.mark.parametrize("word", ["open", "Open", "OPEN"])
def test_a_question_that_is_open_has_no_verdict(word):
    (row,) = read(f"statement,outcome\nx,{word}\n")
    assert list(row.resolutions) == []


def test_a_verdict_that_was_taken_back_is_none():
    back = ClaimRow("", 0, {"statement": "x"}, None, [{"outcome": "true"}, {"outcome": "open", "reason": "a slip"}])
    assert stated(read(written(back))) == [({"statement": "x"}, None, [])]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a,b", "has 2 cells; the first line names 3"),
        ("a", "has 1 cell; the first line names 3"),
        ("a,b,c,d", "has 4 cells; the first line names 3"),
        ('"a"x,b,c', "text after a closing quotation mark"),
        ('a,"b,c', "a quotation mark opens in this row and is never closed"),
        ("a\rb,c,d", "a carriage return alone"),
    ],
)
def test_a_row_that_cannot_be_cut_is_named_and_the_rest_is_read(line, fault):
    rows = read(f"{HEAD}\nAnn,x,2019\n{line}\n" if line.startswith('a,"') else f"{HEAD}\n{line}\nAnn,x,2019\n")
    bad = 3 if line.startswith('a,"') else 2
    (told,) = faults(rows)
    assert told.startswith(f"{SOURCE}:{bad}: ")
    assert fault in told
    assert [dict(row.claim) for row in rows if row.claim] == [{"analyst": "Ann", "statement": "x", "stated_on": "2019"}]


def test_every_cell_that_says_no_sense_is_named():
    (row,) = read("statement,denies,episode_people,hedge\nx,perhaps,Ann,maybe\n")
    assert faults([row]) == [
        f"{SOURCE}:2: denies: 'perhaps' is neither yes nor no",
        f"{SOURCE}:2: episode_people: 'Ann' is not NAME=ROLE",
        f"{SOURCE}:2: hedge: 'maybe' is neither yes nor no",
    ]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("statement,probability", "probability: is not a field; did you mean likelihood?"),
        ("statement,dead line", "dead_line: is not a field; did you mean deadline?"),
        ("statement,episode_titel", "episode_titel: is not a field; did you mean episode_title?"),
        ("statement,zzzz", "zzzz: is not a field"),
        ("statement,", "column 2: has no name"),
        ("statement,Statement", "statement: is there twice"),
    ],
)
def test_a_column_that_is_not_known_is_refused_with_the_nearest(head, fault):
    with pytest.raises(ImportRejected) as caught:
        read(f"{head}\nx,y\n")
    assert [str(problem) for problem in caught.value.problems] == [f"{SOURCE}:1: {fault}"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no first line with the names of its columns"),
        (b"\n\n", "no first line with the names of its columns"),
        (b"Ann,It rains,2019\n", "names none that is known"),
        (b"PK\x03\x04\x00\x00", "it is not text"),
        ("analyst,statement\n".encode("utf-16"), "it is UTF-16, not UTF-8"),
    ],
)
def test_what_is_no_table_is_refused_at_once(data, why):
    with pytest.raises(UnreadableClaims, match=why):
        read(data)


def test_a_line_that_is_not_utf8_is_named():
    with pytest.raises(ImportRejected, match=rf"{SOURCE}:3: character 2 is not UTF-8"):
        read(b"statement\nx\nZ\xfcrich\n")


def test_a_line_longer_than_any_claim_is_refused_and_not_kept(monkeypatch):
    monkeypatch.setattr("ledger.claimfiles.rows.LINE_LIMIT", 1_000)
    with pytest.raises(ImportRejected, match=f"{SOURCE}:2: is longer than"):
        read("statement\n" + "x" * 1_001)
    assert len(read("statement\n" + "x" * 999)) == 1


def test_a_long_quote_fits_into_a_cell():
    quote = HOSTILE * 1_000
    assert read(written(ClaimRow("", 0, {"quote": quote.strip()})))[0].claim == {"quote": quote.strip()}


def test_every_column_is_written_and_none_is_unknown():
    (head,) = csv.reader(io.StringIO(written()))
    assert head == list(COLUMNS)
    assert len(set(head)) == len(head)
    assert read(written()) == []
