"""JSON transcripts and chapters: the standard's, those of the programs people use, and what none of them may hold."""

# ruff: noqa: RUF001 - digits of other scripts are what is tested

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_kit import raw, read, said, spoken

from ledger.documents import chapters_json, transcript_json
from ledger.documents.chapters_json import NoChapters
from ledger.documents.page import Chapter, Person
from ledger.documents.transcript_json import SHAPES, UnknownShape
from ledger.model.instants import LATEST_MS, read_clock, read_milliseconds, read_seconds
from ledger.text.clean import UnstorableText
from ledger.text.strict_json import DEEPEST, BadJson, read_json


def segments(*pieces: dict, **more: object) -> str:
    return json.dumps({"version": "1.0.0", "segments": list(pieces), **more}, ensure_ascii=False)


def piece(body: str, begun: object = 0, until: object = 1, speaker: str = "Ann") -> dict:
    return {"speaker": speaker, "startTime": begun, "endTime": until, "body": body}


def test_a_word_a_segment_becomes_running_text():
    words = ("It", "will", "rise", ",", "they", "say", ".", "By", "how", "much", "?")
    page = read(transcript_json, segments(*(piece(word, n / 2, n / 2 + 0.25) for n, word in enumerate(words))))
    assert page.text == "It will rise, they say. By how much?"
    assert said(page)[1] == ("Ann", "will", 500, 750)
    assert page.people == (Person("Ann"),)
    assert page.warnings == ()


def test_segments_of_speakers_are_paragraphs():
    page = read(transcript_json, segments(
        piece("It will rise.\n"), piece("By how much?", 1, 2, "Bob Ray"), piece("Two in\na hundred.", 2.5, 3),
        piece("Or three.", 3, 4),
    ))  # fmt: skip
    assert page.text == "It will rise.\nBy how much?\nTwo in a hundred. Or three."


def test_a_speaker_that_is_not_named_is_not_the_one_before():
    page = read(transcript_json, segments(piece("One."), piece("Two.", 1, 2, "")))
    assert spoken(page) == [("Ann", "One."), ("", "Two.")]


@pytest.mark.parametrize(
    ("begun", "until", "times"),
    [
        (0.5, 2, (500, 2_000)), ("0.5", "2", (500, 2_000)), ("00:00:00.500", "00:00:02,000", (500, 2_000)),
        (1, None, (1_000, None)), (1, "soon", (1_000, None)), (2.0005, 2.001, (2_001, 2_001)), (0, 0, (0, 0)),
    ],
)  # fmt: skip
def test_times_are_seconds_however_they_are_written(begun, until, times):
    assert said(read(transcript_json, segments(piece("Said.", begun, until)))) == [("Ann", "Said.", *times)]


@pytest.mark.parametrize(("begun", "until"), [
    (-1, 2), (3, 2), ("soon", 2), (True, 2), (1e300, 2e300),
    (10**30, 10**31), ([1], 2), ({}, 2), ("1e5", 2), (LATEST_MS, LATEST_MS),
])  # fmt: skip
def test_a_time_that_cannot_be_is_kept_out_and_its_words_are_not(begun, until):
    page = read(transcript_json, segments(piece("One."), piece("Two.", begun, until)))
    assert said(page) == [("Ann", "One.", 0, 1_000), ("Ann", "Two.", None, None)]
    assert page.warnings == ("bad_times=1",)


def test_what_is_no_segment_is_counted_and_left_out():
    page = read(
        transcript_json, segments(piece("One."), "Two.", {"speaker": "Bob"}, {"body": 5}, {"body": None}, None, [])
    )
    assert page.text == "One."
    assert page.warnings == ("bad_segments=5",)


SHAPED = {
    "Whisper": {"text": " One. Two.", "language": "en", "segments": [
        {"id": 0, "start": 0.5, "end": 1.5, "text": " One.", "words": [{"word": " One.", "start": 0.5, "end": 1.5}]},
        {"id": 1, "start": 2, "end": 3.25, "text": " Two."}]},
    "whisper.cpp": {"result": {"language": "en"}, "transcription": [
        {"timestamps": {"from": "00:00:00,500"}, "offsets": {"from": 500, "to": 1500}, "text": " One."},
        {"timestamps": {"from": "00:00:02,000"}, "offsets": {"from": 2000, "to": 3250}, "text": " Two."}]},
    "AssemblyAI": {"text": "One. Two.", "language_code": "en", "utterances": [
        {"speaker": "A", "start": 500, "end": 1500, "text": "One."},
        {"speaker": "B", "start": 2000, "end": 3250, "text": "Two."}]},
    "Deepgram": {"metadata": {}, "results": {"channels": [], "utterances": [
        {"speaker": 0, "start": 0.5, "end": 1.5, "transcript": "One."},
        {"speaker": 1, "start": 2, "end": 3.25, "transcript": "Two."}]}},
    "AWS": {"jobName": "a", "results": {"transcripts": [{"transcript": "One. Two."}], "audio_segments": [
        {"id": 0, "transcript": "One.", "start_time": "0.5", "end_time": "1.5", "speaker_label": "spk_0", "items": [0]},
        {"id": 1, "transcript": "Two.", "start_time": "2.0", "end_time": "3.25", "speaker_label": "spk_1"}]}},
    "YouTube json3": {"events": [
        {"tStartMs": 0, "dDurationMs": 9000, "id": 1, "wpWinPosId": 1},
        {"tStartMs": 500, "dDurationMs": 1000, "segs": [{"utf8": "On"}, {"utf8": "e.", "tOffsetMs": 100}]},
        {"tStartMs": 1500, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 2000, "dDurationMs": 1250, "segs": [{"utf8": "Two."}]}]},
    "Podlove": [
        {"start": "00:00:00.500", "start_ms": 500, "end_ms": 1500, "speaker": "Ann", "text": "One."},
        {"start": "00:00:02.000", "start_ms": 2000, "end_ms": 3250, "speaker": "Bob", "text": "Two."}],
    "a list of captions": [
        {"text": "One.", "start": 0.5, "duration": 1}, {"text": "Two.", "start": 2, "duration": 1.25}],
    "a list of Whisper's segments": [
        {"text": "One.", "start": 0.5, "end": 1.5, "speaker": "SPEAKER_00"}, {"text": "Two.", "start": 2, "end": 3.25}],
    "a list of Podcasting 2.0 segments": [piece("One.", 0.5, 1.5), piece("Two.", 2, 3.25)],
    "Podcasting 2.0": {"version": "1.0.0", "segments": [piece("One.", 0.5, 1.5), piece("Two.", 2, 3.25)]},
}  # fmt: skip


@pytest.mark.parametrize("title", [shape.title for shape in SHAPES])
def test_every_shape_is_read(title):
    text = json.dumps(SHAPED[title], indent=1)
    assert transcript_json.KIND.recognises(raw(text))
    page = read(transcript_json, text)
    assert [mark[1:] for mark in said(page)] == [("One.", 500, 1_500), ("Two.", 2_000, 3_250)]


def test_numbers_and_letters_for_speakers_become_labels():
    assert [speaker for speaker, _ in spoken(read(transcript_json, json.dumps(SHAPED["Deepgram"])))] == [
        "Speaker 0",
        "Speaker 1",
    ]
    page = read(transcript_json, json.dumps(SHAPED["AssemblyAI"]))
    assert [speaker for speaker, _ in spoken(page)] == ["Speaker A", "Speaker B"]
    assert (page.people, page.language, page.warnings) == ((), "en", ("unnamed_speakers=2",))


@pytest.mark.parametrize(("speaker", "told"), [
    ({"name": "Ann Lee"}, "Ann Lee"), ({"id": "S1"}, "S1"), ({}, ""), (None, ""), (True, ""), (1.5, ""), (10**9, ""),
    ([], ""),
    (3, "Speaker 3"), ("b", "Speaker b"), (" Ann\nLee ", "Ann Lee"),
])  # fmt: skip
def test_speakers_however_they_are_given(speaker, told):
    page = read(transcript_json, segments({"startTime": 0, "body": "One.", "speaker": speaker}))
    assert spoken(page) == [(told, "One.")]


@pytest.mark.parametrize(("printed", "language"), [
    ("en", "en"), ("en_us", "en-US"), ("ZH-hans", "zh-Hans"), ("english", ""), ("", ""), (5, ""), (None, ""),
    ("x" * 99, ""),
])  # fmt: skip
def test_a_language_is_taken_if_it_is_a_tag(printed, language):
    assert read(transcript_json, segments(piece("One."), language=printed)).language == language


def test_segments_without_times_are_read_too():
    page = read(transcript_json, segments({"text": "One."}, {"text": "Two."}))
    assert (page.text, page.warnings) == ("One. Two.", ("no_speakers", "no_times"))


@pytest.mark.parametrize("text", [
    "{}", "[]", '{"segments": []}', '{"segments": {}}', '{"a": 1}', '[{"a": 1}]', '{"segments": [{"speaker": "Ann"}]}',
    '{"segments": [1, 2]}', '{"results": {"utterances": null}}',
])  # fmt: skip
def test_json_of_no_known_shape_is_refused(text):
    with pytest.raises(UnknownShape, match="is JSON, but no transcript that is known"):
        read(transcript_json, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1\n"b": 2}', "in line 2, column 1"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": -Infinity}', "-Infinity is no number"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "the key 'c' comes twice"),
        ("[" * (DEEPEST + 1), f"nested more than {DEEPEST} deep in line 1"),
        ('{"a":\n' * 5_000, f"nested more than {DEEPEST} deep in line {DEEPEST + 1}"),
        ('{"a": ' + "9" * 5_000 + "}", "has 5000 digits"),
        ('{"a": 0.' + "9" * 5_000 + "}", "has 5002 digits"),
        ('{"a": "\n"}', "invalid control character"),
        ("", "in line 1"),
        ('{"a": "', "unterminated string"),
    ],
)
def test_what_is_no_strict_json_is_refused_with_its_place(text, why):
    with pytest.raises(BadJson, match=why):
        read_json(text, "a.json")


def test_as_deep_as_allowed_is_read_and_brackets_in_text_do_not_count():
    assert read_json("[" * DEEPEST + "]" * DEEPEST, "a.json") != []
    many = "[{" * 500
    assert read_json(json.dumps({"a": many, '\\"[[' + many: "\\" + many}), "a.json")["a"] == many


def test_a_reader_without_the_guard_against_depth_is_caught():
    with pytest.raises(RecursionError):
        json.loads("[" * 100_000)


@pytest.mark.parametrize("key", ["body", "speaker"])
@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800"])
def test_signs_that_cannot_be_stored_are_refused(key, escape):
    text = segments({"body": "x", "speaker": "x", "startTime": 0, key: "HERE"}).replace("HERE", f"a{escape}b")
    with pytest.raises(UnstorableText):
        read(transcript_json, text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (segments(piece("One.")), True), ('\ufeff \n{\n "a": 1}', True), ("{}", True), ("[]", True),
        ('[ {"text": "a"}]', True),
        ("[Music] Good morning", False), ("[00:01:02] Ann: Hi", False), ("{ashes} to ashes", False), ("Plain", False),
        ('{"version": "1.2.0", "chapters": [{"startTime": 0}]}', False),
        ('{"text": "a", "chapters": [{"start": 0}], "utterances": [{"text": "a"}]}', True),
    ],
)  # fmt: skip
def test_json_is_known_by_how_it_begins(text, known):
    assert transcript_json.KIND.recognises(raw(text)) is known


# Chapters


def chapters(*entries: object, **more: object) -> str:
    return json.dumps({"version": "1.2.0", "chapters": list(entries), **more})


def test_chapters_have_titles_and_times_and_no_text():
    page = read(chapters_json, chapters(
        {"startTime": 0, "title": "The harvest"}, {"startTime": 61.5, "endTime": 90, "title": " Prices\nand more "},
        {"startTime": 70, "toc": False, "img": "https://example.org/a.png"},
        {"startTime": 90, "toc": True, "url": "https://example.org"},
        title="Grain in a Dry Year", podcastName="Grain and Bread", author="Ann Lee", description="On grain.",
    ))  # fmt: skip
    assert page.chapters == (
        Chapter("The harvest", from_ms=0), Chapter("Prices and more", from_ms=61_500, until_ms=90_000),
        Chapter(from_ms=90_000),
    )  # fmt: skip
    assert (page.text, page.sections, page.title, page.show) == ("", (), "Grain in a Dry Year", "Grain and Bread")
    assert (page.description, page.people) == ("On grain.", (Person("Ann Lee", "author"),))
    assert page.warnings == ("no_text", "hidden_chapters=1")


def test_chapters_with_times_that_cannot_be_are_kept_without_them():
    page = read(
        chapters_json,
        chapters({"title": "A"}, {"startTime": -1, "title": "B"}, {"startTime": 5, "endTime": 4, "title": "C"}, 7),
    )
    assert page.chapters == (Chapter("A"), Chapter("B"), Chapter("C", from_ms=5_000))
    assert "bad_times=2" in page.warnings


@pytest.mark.parametrize("text", ['{"chapters": {}}', "[]", '{"chapter": []}'])
def test_without_a_list_of_chapters_the_file_is_refused(text):
    with pytest.raises(NoChapters):
        read(chapters_json, text)


def test_chapters_with_signs_that_cannot_be_stored_are_refused():
    with pytest.raises(UnstorableText):
        read(chapters_json, chapters({"startTime": 0, "title": "a\0"}))


@pytest.mark.parametrize(
    "text", [chapters({"startTime": 0}), chapters({"title": "A"}), '{"author": "A",\n"chapters" : []}']
)
def test_chapters_are_known_by_their_list(text):
    assert chapters_json.KIND.recognises(raw(text))
    assert not transcript_json.KIND.recognises(raw(text))


# Times


@given(st.integers(0, LATEST_MS))
def test_every_time_can_be_written_by_the_clock_and_read_again(milliseconds):
    seconds, part = divmod(milliseconds, 1_000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    assert read_clock(f"{hour}:{minute:02}:{second:02}.{part:03}") == milliseconds
    assert read_clock(f"{hour:02}:{minute:02}:{second:02},{part:03}") == milliseconds
    assert read_seconds(milliseconds / 1_000) == read_milliseconds(milliseconds) == milliseconds


@pytest.mark.parametrize(
    "text",
    ["", "5", "5.5", "1:2:3:4", "1:60", "1:60:00", "-1:00", "+1:00", "1:00.", "1 :00", "١:٠٠", "1:00:00.1234567890"],
)
def test_what_is_no_time_by_the_clock_is_none(text):
    assert read_clock(text) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.001, True, None, [], "", "1e5", "0x10", 10**400])
def test_what_is_no_number_of_seconds_is_none(value):
    assert read_seconds(value) is None
