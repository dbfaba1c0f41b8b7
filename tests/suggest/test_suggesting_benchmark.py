"""The harness that measures the suggestions: it finds sentences again, counts right, and needs no page to run."""

import json

import pytest
from suggest_kit import harness

from ledger.text.passages import Said

ROWS = [
    {"sentence": "I'm Ann Bell, and this is the Harbour podcast.", "label": "meta", "speaker": "Ann Bell (host)"},
    {"sentence": "Dr. Cole, will the crane fall?", "label": "question", "speaker": "Ann Bell (host)"},
    {"sentence": "The crane will \u201cfall\u201d before the winter.", "label": "forecast", "speaker": "Ben Cole"},
    {"sentence": "It was built in 1961.", "label": "fact", "speaker": "Ben Cole"},
    {"sentence": "Your article says so.", "label": "meta", "speaker": "Ann Bell (host)"},
    {"sentence": "What happens then?", "label": "question", "speaker": "Ann Bell (host)"},
    {"sentence": "\u6e2f\u53e3\u660e\u5e74\u4f1a\u5173\u95ed\u3002", "label": "forecast", "speaker": "Ben Cole"},
    {"sentence": "The port will close.", "label": "forecast", "section": "key_insights", "speaker": "none",
    "derived": True},
]  # fmt: skip


def rows(page="talk.txt"):
    base = {"seed_file": page, "section": "transcript", "derived": False}
    return [{**base, **row, "should_surface": row["label"] == "forecast"} for row in ROWS]


def test_rows_of_a_page_that_is_not_there_are_their_own_text(tmp_path):
    benchmark = harness()
    judged = benchmark.judge(rows(), tmp_path)
    assert [one.matched for one in judged] == [True] * len(ROWS)
    assert [one.said.role for one in judged] == ["host", "host", "guest", "guest", "host", "host", "guest", "machine"]
    assert [one.score >= 3 for one in judged] == [one.wanted for one in judged]
    groups = {group.name: group for group in benchmark.groups(judged)}
    assert set(groups) == {"said", "said, en", "said, zh", "machine, en"}
    assert groups["said"].precision(3) == groups["said"].recall(benchmark.FIRST, 3) == (2, 2)
    assert groups["said"].speakers() == (7, 7)


def test_a_page_that_is_there_is_read_as_the_program_reads_it(tmp_path):
    page = " ".join(row["sentence"] for row in rows()[:6]).replace("\u201cfall\u201d", '"fall"')
    (tmp_path / "talk.txt").write_text(page + " They left.", encoding="utf-8")
    judged = harness().judge(rows()[:6], tmp_path)
    assert [one.matched for one in judged] == [True] * 6
    assert judged[2].score >= 3


def test_a_sentence_that_is_nowhere_is_missed_and_said_to_be(tmp_path):
    (tmp_path / "talk.txt").write_text("They left.", encoding="utf-8")
    benchmark = harness()
    judged = benchmark.judge(rows()[2:3], tmp_path)
    assert [(one.matched, one.score >= -99) for one in judged] == [(False, False)]
    assert any(line.startswith("not found") for line in benchmark.misses(judged))


def test_sentences_cut_otherwise_are_found_by_their_words(tmp_path):
    benchmark = harness()
    find = benchmark._finder(benchmark._of_rows(rows())[1].sentences)
    assert find("the CRANE will fall before the winter") == [3]
    assert find("It was built in 1961. Your article says so.") == [4, 5]
    assert find("before the winter") == [3]
    assert find("nothing of the kind") == []


@pytest.mark.parametrize(
    ("label", "said", "right"),
    [
        ("Ann Bell (host)", Said("Anne Bell", "", "host"), True), ("Ann Bell (host)", Said("Ben Cole", "",
        "guest"), False),
        ("Ann Bell (host)", Said("Cy Dunn", "", "host"), False), ("Ann Bell (host)", Said("", "", "host"), True),
        ("Ben Cole (narrated)", Said("Ben Cole", "", "guest"), True), ("Ben Cole (narrated)", Said("", "",
        "narrator"), False),
        ("narrator", Said("", "", "narrator"), True), ("narrator", Said("Ben Cole", "", "guest"), False),
    ],
)  # fmt: skip
def test_a_speaker_is_right_by_role_and_last_name(label, said, right):
    benchmark = harness()
    assert benchmark.right_speaker(benchmark.Judged({"speaker": label, "derived": False}, 0, said)) is right


def test_the_table_and_the_misses_are_printed(tmp_path, capsys):
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    assert harness().main([str(path), "--episodes", str(tmp_path), "--misses"]) == 0
    printed = capsys.readouterr().out
    assert "en 2, zh 1, icd203" in printed
    assert "2/2 1.00" in printed
    assert "speakers right, transcript" in printed
