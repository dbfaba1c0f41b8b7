import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_samples import EMPTY, ORDINARY, POISONED, ROWS, controls

from ledger.render.formats import render
from ledger.render.report import Report

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
ROW_LISTS = st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=4), max_size=4)


def test_a_report_is_one_object():
    assert json.loads(render(ORDINARY, "json")) == {
        "settings": {"policy": "first"},
        "rows": list(ROWS),
        "total": {"n": 8, "brier": 0.123456789},
        "as_of": {"entry": 12, "recorded_at": "2026-01-02T03:04:05Z", "hash": "ab" * 32},
    }


def test_what_a_report_has_not_is_not_there():
    assert render(EMPTY, "json") == '{\n  "rows": []\n}\n'


@pytest.mark.parametrize("name", ["ndjson", "jsonl"])
def test_lines_are_rows(name):
    assert [json.loads(line) for line in render(ORDINARY, name).splitlines()] == list(ROWS)
    assert render(EMPTY, name) == ""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("赵 é", '"赵 é"'),
        ("\x1b\x7f\x9b", '"\\u001b\\u007f\\u009b"'),
        ("\u202e\u200b\u2028", '"\\u202e\\u200b\\u2028"'),
        ("\U000e0041", '"\\udb40\\udc41"'),
        ("\ud800", '"\\ud800"'),
        ('a"\\\n', '"a\\"\\\\\\n"'),
    ],
)
def test_letters_are_written_as_they_are_and_unseen_characters_escaped(text, written):
    assert render(Report([{"a": text}], ()), "ndjson") == f'{{"a": {written}}}\n'


@given(ROW_LISTS)
def test_rows_come_back_equal_and_show_no_control_character(rows):
    report = Report(rows, (), extra={"k": rows})
    for text in (render(report, "json"), render(report, "ndjson")):
        assert not controls(text)
    assert json.loads(render(report, "json")) == {"k": rows, "rows": rows}
    assert [json.loads(line) for line in render(report, "ndjson").splitlines()] == rows


def test_poison_comes_back_equal():
    text = render(POISONED, "json")
    assert not controls(text)
    assert json.loads(text) == {**POISONED.extra, "rows": list(POISONED.rows)}


def test_a_number_that_is_not_finite_is_null():
    rows = [{"a": float("nan"), "b": [float("inf"), 1.5], "c": {"d": float("-inf")}}]
    assert json.loads(render(Report(rows, ()), "ndjson")) == {"a": None, "b": [None, 1.5], "c": {"d": None}}


@pytest.mark.parametrize("key", ["rows", "total", "as_of"])
def test_an_extra_key_may_not_hide_the_report(key):
    with pytest.raises(ValueError, match=key):
        Report((), (), extra={key: 1})
