"""SubRip files as they are written in the world, by the standard's own habits and by nobody's."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

import pytest
from reader_kit import raw, read, said, spoken

from ledger.documents import subrip
from ledger.documents.page import Person

# As the podcast namespace asks for it: short lines, and a name where another begins to speak.
TALK = """1
00:00:00,000 --> 00:00:02,760
Ann Lee: The harvest will be
large this year, and

2
00:00:02,760 --> 00:00:06,090
the price of grain will not
rise. Bob has a question.

3
00:00:06,100 --> 00:00:08,000
Bob Ray: By how much:
two or three?

4
00:00:08,000 --> 00:00:09,000
Ann Lee: Two.
"""


def srt(*cues: str) -> str:
    return "\n\n".join(f"{number}\n{each}" for number, each in enumerate(cues, 1)) + "\n"


def cue(words: str, begun: str = "00:00:01,000", until: str = "00:00:02,000") -> str:
    return f"{begun} --> {until}\n{words}"


def test_short_lines_are_put_together_and_names_carry_on():
    page = read(subrip, TALK)
    assert page.text == (
        "The harvest will be large this year, and the price of grain will not rise. Bob has a question.\n"
        "By how much: two or three?\nTwo."
    )
    assert said(page)[:2] == [
        ("Ann Lee", "The harvest will be large this year, and", 0, 2_760),
        ("Ann Lee", "the price of grain will not rise. Bob has a question.", 2_760, 6_090),
    ]
    assert page.people == (Person("Ann Lee"), Person("Bob Ray"))
    assert page.warnings == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\n\n"])
def test_line_ends_and_what_stands_at_the_beginning_change_nothing(end, mark):
    assert read(subrip, (mark + TALK).replace("\n", end)) == read(subrip, TALK)


@pytest.mark.parametrize(
    ("begun", "until", "times"),
    [
        ("00:00:02,720", "00:00:05,000", (2_720, 5_000)),
        ("00:00:02.720", "00:00:05.000", (2_720, 5_000)),
        ("0:00:02,72", "0:00:05", (2_720, 5_000)),
        ("00:02,720", "00:05,000", (2_720, 5_000)),
        ("1:00:00,5", "1:00:01,5", (3_600_500, 3_601_500)),
    ],
)
def test_times_are_read_however_they_are_written(begun, until, times):
    page = read(subrip, srt(cue("Said.", begun, f"{until} X1:40 X2:600 Y1:20 Y2:50")))
    assert said(page) == [("", "Said.", *times)]


@pytest.mark.parametrize(
    ("begun", "until"),
    [("00:00:05,000", "00:00:04,000"), ("-00:00:01,000", "00:00:02,000"), ("00:61:00,000", "00:62:00,000"), ("", "")],
)
def test_a_time_that_cannot_be_is_kept_out_and_its_words_are_not(begun, until):
    page = read(subrip, srt(cue("One."), cue("Two.", begun, until), cue("Three.")))
    assert page.text == "One. Two. Three."
    assert [words for _, words in spoken(page)] == ["One.", "Three."]
    assert "bad_times=1" in page.warnings


def test_numbers_may_be_missing():
    assert read(subrip, "\n\n".join((cue("One."), cue("Two."), cue("1984.")))).text == "One. Two. 1984."


def test_numbers_may_begin_at_nought():
    text = "\n\n".join(f"{number}\n{each}" for number, each in enumerate((cue("One"), cue("two"), cue("three."))))
    assert read(subrip, f"{text}\n\n0\n{cue('Four.')}").text == "One two three. Four."
    assert read(subrip, text.replace("\n\n", "\n")).text == "One two three."


def test_blank_lines_may_be_missing():
    text = srt(cue("One"), cue("two"), cue("three.")).replace("\n\n", "\n")
    assert read(subrip, text).text == "One two three."


def test_numbers_may_have_signs_around_them_that_nobody_sees():
    assert read(subrip, f"1\x1f\n{cue('One')}\n2\u3000\n{cue('two.')}\n").text == "One two."


def test_a_number_that_is_said_is_no_number_of_a_cue():
    text = f"1\n{cue('Orwell wrote')}\n1984\n2\n{cue('in')}\n1948\n{cue('on an island.')}\n"
    assert read(subrip, text).text == "Orwell wrote 1984 in 1948 on an island."


def test_a_blank_line_within_a_cue_loses_nothing():
    assert read(subrip, srt(cue("One\n \ntwo\n\nthree"), cue("four."))).text == "One two three four."
    assert read(subrip, f"{cue('One')}\n\ntwo\n{cue('three.')}\n").text == "One two three."


def test_an_arrow_may_be_said():
    assert read(subrip, srt(cue("Press A --> B"), cue("and 5 --> go"))).text == "Press A --> B and 5 --> go"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ('<font color="#ffff00">It</font> <i>rose</i> <B>fast</B>.', "It rose fast."),
        ("{\\an8}It rose{\\i0}.", "It rose."),
        ("It rose<br>and<br />fell\\Nagain", "It rose and fell again"),
        ("Five &lt; six &amp; more", "Five < six & more"),
        ("<laughs> AT&T, a < b", "<laughs> AT&T, a < b"),
        ("- Will it?\n- It will.", "- Will it? - It will."),
    ],
)
def test_tags_go_and_words_stay(written, read_as):
    assert read(subrip, srt(cue(written))).text == read_as


def test_two_speakers_in_a_cue():
    page = read(subrip, srt(cue("Ann: Will it?\nBob: It will."), cue("Ann: When?\nBob: Soon.", "0:02", "0:03")))
    assert spoken(page) == [("Ann", "Will it?"), ("Bob", "It will."), ("Ann", "When?"), ("Bob", "Soon.")]
    assert page.warnings == ()


def test_a_talk_by_one_person_has_his_name_once():
    page = read(subrip, srt(cue("Ann: It will rise."), cue("And fall again.")))
    assert spoken(page) == [("Ann", "It will rise."), ("Ann", "And fall again.")]


def test_a_name_that_comes_once_among_others_that_come_back_is_a_speakers():
    page = read(
        subrip,
        srt(cue("Ann: One."), cue("Bob: Two."), cue("Ann: Three."), cue("Carl Q. Meyer: Four.")),
    )
    assert [speaker for speaker, _ in spoken(page)] == ["Ann", "Bob", "Ann", "Carl Q. Meyer"]


def test_but_not_in_the_middle_of_a_sentence():
    page = read(subrip, srt(cue("Ann: Read the book called"), cue("Grain Markets: A History."), cue("Ann: So.")))
    assert page.text == "Read the book called Grain Markets: A History. So."


def test_where_a_talk_opens_with_a_name_one_word_is_enough_for_others():
    page = read(subrip, srt(cue("Ann: Will it?"), cue("Bob: It will. Look:"), cue("Tomorrow: more."), cue("Look: so.")))
    assert spoken(page) == [
        ("Ann", "Will it?"),
        ("Bob", "It will. Look:"),
        ("Bob", "Tomorrow: more."),
        ("Bob", "Look: so."),
    ]


@pytest.mark.parametrize("words", [
    "Remember: it will rise.", "note: this", "One thing is sure: it rises", "http://example.org", "At 10:30 we met",
    "Warning: wet",
])  # fmt: skip
def test_other_colons_name_nobody(words):
    page = read(subrip, srt(cue("It is so."), cue(words)))
    assert page.text == f"It is so. {words}"
    assert page.people == ()
    assert "no_speakers" in page.warnings


@pytest.mark.parametrize(
    "name", ["DR. LEE", "Ann O’Brien-Smith", "Vincent van der Berg", "主持人", "Lee Jae-myung", "Speaker 1", "J.K."]
)
def test_names_of_many_shapes(name):
    page = read(subrip, srt(cue(f"{name}: One."), cue("Two."), cue(f"{name}: Three.")))
    assert {speaker for speaker, _ in spoken(page)} == {name}


def test_rolling_captions_are_said_once():
    lines = ["the price of grain", "will rise next year", "and then fall"]
    shown = [lines[0], "\n".join(lines[:2]), "\n".join(lines[1:])]
    page = read(subrip, srt(*(cue(each, f"00:00:0{n},000", f"00:00:0{n + 1},000") for n, each in enumerate(shown))))
    assert page.text == " ".join(lines)


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        (TALK, "a", True), ("\ufeff" + TALK, "a.txt", True), (cue("Hi"), "a", True),
        ("\r\n1\r\n" + cue("Hi"), "a", True),
        ("An opening line\n" + TALK, "a.srt", True), ("An opening line\n" + TALK, "a.txt", False),
        ("Words.", "a.srt", False),
        ("12:30 Lunch", "a", False), ("1\n2\n3\n", "a", False),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_first_lines_or_its_name(text, name, known):
    assert subrip.KIND.recognises(raw(text, name)) is known


def test_what_stands_before_the_first_cue_is_left_out():
    assert read(subrip, "An opening line\n\n" + TALK).text == read(subrip, TALK).text


def test_a_name_before_every_cue_parts_no_paragraphs():
    page = read(subrip, srt(cue("Ann: It will rise, and"), cue("Ann: then fall."), cue("Ann: So.")))
    assert page.text == "It will rise, and then fall. So."
