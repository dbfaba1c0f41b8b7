"""Claims in the format of the seeds: with the line of every fault, and all of them at once."""

import tomllib
from pathlib import Path

import pytest
from format_kit import HOSTILE, ROWS, SOURCE, faults, hidden, rows_of, stated
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.claimfiles.registry import claim_formats, template, template_rows
from ledger.claimfiles.rows import ClaimRow, UnreadableClaims
from ledger.claimfiles.toml import read_toml, tables_of, write_toml
from ledger.errors import ImportRejected

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.toml"))
FILE = """# a comment with [[claim]] in it
[episode]
show = "Skies"
title = "Clouds"
published_on = 2026-01-10

[[claim]]
analyst = "Ann"
statement = \"\"\"
[[claim]]
It rains\"\"\"
topics = [
    "[[claim]]",
    "weather",
]

[[claim.resolution]]
outcome = "true"
on = "2026-06-01"

[[claim]] # the second
analyst = "Bob"
at = 750
likelihood = 0.60
"""


def read(text):
    return rows_of(read_toml, text)


@given(st.lists(ROWS, max_size=3))
def test_what_is_written_is_read_back(rows):
    text = "".join(write_toml(rows))
    assert stated(read(text)) == stated(rows)
    assert not hidden(text)


@given(st.lists(ROWS, max_size=3))
def test_what_is_written_is_toml_to_any_reader(rows):
    table = tomllib.loads("".join(write_toml(rows)))
    found = [{name: value for name, value in claim.items() if name not in {"episode", "resolution"}}
             for claim in table.get("claim", [])]  # fmt: skip
    wanted = [{name: _plain(value) for name, value in row.claim.items()} for row in rows]
    assert found == wanted


def _plain(value):
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_the_seeds_are_read_as_the_standard_reader_reads_them(path):
    text = path.read_text(encoding="utf-8")
    whole = tomllib.loads(text)
    rows = read(text)
    assert faults(rows) == []
    for row, claim in zip(rows, whole["claim"], strict=True):
        wanted = {name: _listed(value) for name, value in claim.items() if name != "resolution"}
        assert dict(row.claim) == wanted
        assert [dict(verdict) for verdict in row.resolutions] == [
            {name: _listed(value) for name, value in verdict.items()} for verdict in claim.get("resolution", [])
        ]
        assert dict(row.episode) == {name: _listed(value) for name, value in whole["episode"].items()}
        assert text.splitlines()[row.line - 1] == "[[claim]]"


def _listed(value):
    return tuple(value) if isinstance(value, list) else value


def test_lines_are_those_of_the_file():
    first, second = read(FILE)
    lines = FILE.splitlines()
    assert (lines[first.line - 1], lines[second.line - 1]) == ("[[claim]]", "[[claim]] # the second")
    assert lines[first.line_of(("topics",)) - 1] == "topics = ["
    assert lines[first.line_of(("resolution", 0, "on")) - 1] == 'on = "2026-06-01"'
    assert lines[first.line_of(("resolution", 0, "evidence")) - 1] == "[[claim.resolution]]"
    assert lines[first.line_of(("episode", "title")) - 1] == 'title = "Clouds"'
    assert first.line_of(("quote",)) == first.line
    assert first.claim["statement"] == "[[claim]]\nIt rains"
    assert first.episode == second.episode == {"show": "Skies", "title": "Clouds", "published_on": "2026-01-10"}
    assert second.claim == {"analyst": "Bob", "at": "750", "likelihood": "0.60"}


def test_a_claim_can_have_an_episode_of_its_own_and_the_head_may_stand_anywhere():
    rows = read('[[claim]]\nkey = "a"\n[claim.episode]\nshow = "Own"\n[[claim]]\nkey = "b"\n[episode]\nshow = "All"\n')
    assert [row.episode for row in rows] == [{"show": "Own"}, {"show": "All"}]
    assert rows[0].line_of(("episode", "title")) == 3


def test_what_looks_like_a_header_inside_a_list_is_none():
    (row,) = read("[[claim]]\ntopics = [\n['a']\n]\nnote = 'n'\n")
    assert faults([row]) == [f"{SOURCE}:2: topics: must be a list of texts, not a list"]
    assert row.claim == {"note": "n"}


def test_claims_may_be_a_list_written_out():
    rows = read('claim = [{ key = "a" }, { key = "b", resolution = [{ outcome = "true" }] }]')
    assert stated(rows) == [({"key": "a"}, None, []), ({"key": "b"}, None, [{"outcome": "true"}])]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[claim]]\nkey = 'a'\nquote = \n[[claim]]\nkey = 'b'\nkey = 'c'\n[[claim]]\nkey = 'd'",
         ["3: cannot be read: Invalid value (character 9)",
          "6: cannot be read: Cannot overwrite a value (character 10)"]),
        ("[[claim]]\ntopics = ['a',\n", ["1: cannot be read: Invalid value (at its end)"]),
        ("[claim]\nkey = 'a'", ["1: claim: is one of several: write [[claim]], in two brackets"]),
        ("[[claim]]\nstatement = 5\ncolour = 'red'", ["2: statement: must be text, not a number",
                                                       "3: colour: is not a field"]),
        ("claim = [1]", ["1: claim: must be a table of fields"]),
        ("[[claim]]\n[claim.episode]\npodcast = 'x'", ["3: episode.podcast: is not a field; did you mean show?"]),
        ("[[claim]]\n[[claim.resolution]]\n\nverdict = 'true'",
         ["4: resolution.verdict: is not a field; did you mean outcome?"]),
        ("[[claim]]\ntopics = " + "[" * 2_000 + "]" * 2_000, ["1: is nested too deeply"]),
    ],
)  # fmt: skip
def test_a_fault_of_a_claim_is_told_with_its_line_and_the_rest_is_read(text, told):
    assert faults(read(text)) == [f"{SOURCE}:{line}" for line in told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = 'x'\n[[claim]]\nkey = 'a'", "1: title: does not belong here"),
        ("[author]\nname = 'x'\n", "1: author: does not belong here"),
        ("\n[[episode]]\nshow = 'x'\n", "2: episode: does not belong here"),
        ("[episode\nshow = 'x'\n", "1: cannot be read"),
        ("[episode]\nshow = 'x'\n[episode]\nshow = 'y'\n", "3: episode: is there twice"),
        ("[episode]\npodcast = 'x'\n", "2: episode.podcast: is not a field; did you mean show?"),
        ("[episode]\nshow = 1\n", "2: episode.show: must be text"),
    ],
)
def test_what_is_wrong_beside_the_claims_is_fatal(text, told):
    rows = read(text)
    assert [row.fatal for row in rows if row.faults] == [True]
    assert faults(rows)[0].startswith(f"{SOURCE}:{told}")


@given(st.text(alphabet="[]{}'\"#=\n\\ab.claimepsod", max_size=60))
@example('"""' * 3 + "\n[[claim]]")
@example("'''\n[[claim]]\n'''\n[[claim]]\nkey='a'")
def test_any_text_gives_claims_or_faults_and_never_breaks(text):
    rows = read(text)
    assert "".join(part.text for part in tables_of(text)) == text
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    if set(whole) <= {"claim"} and isinstance(whole.get("claim", []), list):
        assert len([row for row in rows if not row.fatal]) == len(whole.get("claim", []))


def test_a_file_that_is_no_text_or_too_large_is_refused(monkeypatch):
    with pytest.raises(UnreadableClaims, match="it is not text"):
        read(b"\x00")
    with pytest.raises(ImportRejected, match="character 4 is not UTF-8"):
        read(b"# Z\xfcrich")
    monkeypatch.setattr("ledger.claimfiles.rows.WHOLE_LIMIT", 100)
    with pytest.raises(UnreadableClaims, match="larger than"):
        read("#" * 99 + "\n#\n")


def test_a_shared_episode_stands_at_the_head_and_others_under_their_claims():
    one, two = {"show": "A"}, {"show": "B"}
    shared = "".join(write_toml([ClaimRow("", 0, {"key": key}, one) for key in "xy"]))
    assert shared == '[episode]\nshow = "A"\n\n[[claim]]\nkey = "x"\n\n[[claim]]\nkey = "y"\n'
    apart = "".join(write_toml([ClaimRow("", 0, {"key": "x"}, one), ClaimRow("", 0, {"key": "y"}, two)]))
    assert apart.count("[claim.episode]") == 2
    assert "[episode]" not in apart


def test_hostile_text_is_one_line_and_comes_back():
    text = "".join(write_toml([ClaimRow("", 0, {"quote": HOSTILE})]))
    assert text.count("\n") == 2
    assert read(text)[0].claim == {"quote": HOSTILE}


@pytest.mark.parametrize("name", claim_formats())
def test_the_example_of_a_format_is_read_back(name):
    rows = rows_of(claim_formats()[name].read, template(name))
    assert faults(rows) == []
    wanted = [{name: value for name, value in row.claim.items() if value is not False} for row in template_rows()]
    assert [{name: value for name, value in row.claim.items() if value is not False} for row in rows] == wanted
