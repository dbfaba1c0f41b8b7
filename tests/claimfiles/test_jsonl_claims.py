"""Claims as JSON lines: everything a format can hold, and nothing JSON lets through that a ledger must not."""

import json
from contextlib import suppress
from unittest.mock import patch

import pytest
from format_kit import ROWS, SOURCE, faults, hidden, rows_of, stated
from hypothesis import given
from hypothesis import strategies as st

from ledger.claimfiles import jsonl
from ledger.claimfiles.jsonl import parse_line, read_jsonl, write_jsonl
from ledger.claimfiles.rows import UnreadableClaims
from ledger.errors import ImportRejected
from ledger.model.fields import EPISODE_FIELDS, FIELDS, RESOLUTION_FIELDS


def read(text):
    return rows_of(read_jsonl, text)


def fault(line):
    (told,) = faults(read(f"{line}\n"))
    return told.removeprefix(f"{SOURCE}:1: ")


@given(st.lists(ROWS, max_size=3))
def test_what_is_written_is_read_back(rows):
    assert stated(read("".join(write_jsonl(rows)))) == stated(rows)


@given(st.lists(ROWS, max_size=3))
def test_a_line_is_a_claim_and_shows_nothing_hidden(rows):
    text = "".join(write_jsonl(rows))
    assert text.count("\n") == len(rows)
    assert not hidden(text)
    assert [json.loads(line) for line in text.splitlines()] == [_plain(row) for row in rows]


def _plain(row):
    """A claim as any reader of JSON sees it."""
    table = dict(row.claim)
    if row.episode:
        table["episode"] = dict(row.episode)
    if row.resolutions:
        table["resolution"] = list(row.resolutions)
    return json.loads(json.dumps(table))


def test_without_the_escapes_hidden_characters_would_come_out():
    """The control: the check above sees a bidi character that is written raw."""
    (row,) = read('{"quote": "\\u202e"}')
    with patch.object(jsonl, "escape_hidden", lambda text, _: text):
        assert hidden("".join(write_jsonl([row]))) == {"\u202e"}


def test_a_number_is_what_was_written():
    (row,) = read('{"statement": "x", "likelihood": 0.10, "at": 750, "deadline": 2019}')
    assert row.claim == {"statement": "x", "likelihood": "0.10", "at": "750", "deadline": "2019"}


def test_empty_lines_are_none_and_null_is_nothing():
    rows = read('\ufeff{"statement": "x", "quote": null, "episode": null, "resolution": null}\r\n\r\n  \n{"key": "y"}')
    assert [(row.line, dict(row.claim), row.episode) for row in rows] == [
        (1, {"statement": "x"}, None),
        (4, {"key": "y"}, None),
    ]


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"statement": NaN}', "holds NaN, which is not a number"),
        ('{"at": -Infinity}', "holds -Infinity, which is not a number"),
        (f'{{"at": {"9" * 5000}}}', "holds a number of 5000 characters"),
        ('{"key": "a", "key": "b"}', "says 'key' twice"),
        ('{"episode": {"show": "a", "show": "b"}}', "says 'show' twice"),
        (f'{{"statement": {DEEP}}}', "is nested too deeply"),
        ('{"a":' * 21 + "1" + "}" * 21, "is nested too deeply"),
        ('{"statement": "x"', "is not JSON: expecting ',' delimiter (character 18)"),
        ("statement", "is not JSON: expecting value (character 1)"),
        ('{"statement": "x"} {}', "is not JSON: extra data (character 20)"),
        ("[1, 2]", "is not a JSON object: a line holds one claim, {...}"),
        ('"x"', "is not a JSON object: a line holds one claim, {...}"),
        ('{"statement": "a\tb"}', "is not JSON: invalid control character at (character 17)"),
        ('{"statement": 5}', "statement: must be text, not a number ('5')"),
        ('{"statement": ["x"]}', "statement: must be text, not a list"),
        ('{"denies": "yes"}', "denies: must be true or false, not text ('yes')"),
        ('{"topics": "a; b"}', "topics: must be a list of texts, not text ('a; b')"),
        ('{"topics": [1]}', "topics: must be a list of texts, not a list"),
        ('{"episode": "e2"}', "episode: must be a table of fields, not text ('e2')"),
        ('{"episode": {"people": [{"name": "Ann"}]}}',
         "episode.people: must be a list of people, each with a name and a role, not a list"),
        ('{"resolution": {"outcome": "true"}}', "resolution: must be a list of tables, one a verdict"),
        ('{"resolution": [{"outcome": true}]}', "resolution.outcome: must be text, not true or false"),
        ('{"probability": 0.6}', "probability: is not a field; did you mean likelihood?"),
        ('{"statment": "x"}', "statment: is not a field; did you mean statement?"),
        ('{"episode": {"podcast": "x"}}', "episode.podcast: is not a field; did you mean show?"),
        ('{"resolution": [{"verdict": "x"}]}', "resolution.verdict: is not a field; did you mean outcome?"),
        ('{"zzzz": 1}', "zzzz: is not a field"),
    ],
    ids=str,
)  # fmt: skip
def test_what_no_claim_can_hold_is_refused_with_its_line(line, said):
    assert fault(line) == said


def test_plain_json_would_let_them_through():
    """The control: the reader of the standard library takes a key twice, NaN and any number of digits."""
    assert json.loads('{"key": "a", "key": "b"}') == {"key": "b"}
    assert json.loads("[NaN, 1e400]")[1] == float("inf")


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
NAMES = st.sampled_from([*FIELDS, "episode", "resolution", "x"])
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)


@given(JSON)
def test_any_json_gives_claims_or_faults_and_never_breaks(value):
    (row,) = read(json.dumps(value))
    known = {*FIELDS, "episode", "resolution"}
    assert bool(row.faults) or (isinstance(value, dict) and set(value) <= known)


@given(st.binary(max_size=60))
def test_any_bytes_give_claims_or_faults_and_never_break(data):
    with suppress(ImportRejected, UnreadableClaims):
        assert all(row.line for row in read(data))


def test_every_fault_of_a_line_is_named_and_all_lines_are_read():
    rows = read('{"statement": 5, "denies": 1, "x": 2}\n{"statement": "y"}\n{"topics": 3}')
    assert faults(rows) == [
        f"{SOURCE}:1: statement: must be text, not a number ('5')",
        f"{SOURCE}:1: denies: must be true or false, not a number ('1')",
        f"{SOURCE}:1: x: is not a field",
        f"{SOURCE}:3: topics: must be a list of texts, not a number ('3')",
    ]
    assert rows[1].claim == {"statement": "y"}


def test_a_deep_bracket_inside_a_text_is_only_text():
    assert parse_line(json.dumps({"quote": "[{" * 50, "note": '"[[' * 50}))["quote"] == "[{" * 50


@pytest.mark.parametrize("known", [FIELDS, EPISODE_FIELDS, RESOLUTION_FIELDS])
def test_every_field_is_explained_with_an_example_and_its_advice_leads_somewhere(known):
    for name, field in known.items():
        assert field.name == name
        assert field.help[0].isalnum() or field.help[0] == "`"
        assert field.help.endswith(".")
        assert field.example or field.example is False
        assert not set(field.like) & set(known), name
    likes = [like for field in known.values() for like in field.like]
    assert len(set(likes)) == len(likes)
