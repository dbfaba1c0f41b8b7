"""WebVTT as it is written in the world: every word once, with its time and its voice."""

import pytest
from reader_kit import raw, read, said, spoken

from ledger.documents import webvtt
from ledger.documents.page import Person
from ledger.text.passages import Mark, Section

HOSTS = """WEBVTT

00:00:00.000 --> 00:00:05.000
<v Ann Lee>The harvest will be large this year.

00:00:05.000 --> 00:00:10.000
<v Bob Ray>How large? I ask because
the price

00:00:10.000 --> 00:00:12.500
<v Bob Ray>has hardly moved.
"""


def vtt(*cues: str, header: str = "WEBVTT") -> str:
    return "\n\n".join((header, *cues)) + "\n"


def cue(words: str, begun: str = "00:01.000", until: str = "00:02.000", settings: str = "") -> str:
    return f"{begun} --> {until}{settings}\n{words}"


def test_cues_of_one_voice_make_a_paragraph_and_stay_known_as_stretches_of_it():
    page = read(webvtt, HOSTS)
    assert page.text == ("The harvest will be large this year.\nHow large? I ask because the price has hardly moved.")
    assert said(page) == [
        ("Ann Lee", "The harvest will be large this year.", 0, 5_000),
        ("Bob Ray", "How large? I ask because the price", 5_000, 10_000),
        ("Bob Ray", "has hardly moved.", 10_000, 12_500),
    ]
    assert page.sections == (Section("transcript", 0, len(page.text)),)
    assert page.people == (Person("Ann Lee"), Person("Bob Ray"))
    assert page.warnings == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_at_the_beginning_change_nothing(end, mark):
    assert read(webvtt, mark + HOSTS.replace("\n", end)) == read(webvtt, HOSTS)


@pytest.mark.parametrize(
    ("begun", "until", "times"),
    [
        ("0:00:02.720", "0:00:05.000", (2_720, 5_000)),
        ("00:02.720", "00:05.000", (2_720, 5_000)),
        ("2:05", "2:06", (125_000, 126_000)),
        ("00:00:02,720", "00:00:05,000", (2_720, 5_000)),
        ("100:00:00.000", "100:00:01.000", (360_000_000, 360_001_000)),
        ("00:00:02.7", "00:00:05.12345", (2_700, 5_123)),
        ("00:01.000", "00:01.000", (1_000, 1_000)),
    ],
)
def test_times_are_read_however_they_are_written(begun, until, times):
    page = read(webvtt, vtt(cue("Said.", begun, until)))
    assert said(page) == [("", "Said.", *times)]
    assert page.warnings == ("no_speakers",)


@pytest.mark.parametrize(
    ("begun", "until"),
    [
        ("00:05.000", "00:04.000"), ("-00:01.000", "00:02.000"), ("00:61.000", "00:62.000"), ("5", "6"),
        ("00:00:00:01", "00:00:00:02"), ("2000:00:00.000", "2000:00:01.000"), ("a", "b"), ("", ""),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_kept_out_and_its_words_are_not(begun, until):
    page = read(
        webvtt, vtt(cue("Said first."), cue("Said now.", begun, until), cue("Said last.", "00:07.000", "00:08.000"))
    )
    assert page.text == "Said first. Said now. Said last."
    assert [words for _, words, *_ in said(page)] == ["Said first.", "Said last."]
    assert "bad_times=1" in page.warnings


def test_a_voice_without_a_time_is_still_marked():
    page = read(webvtt, vtt(cue("<v Ann>Said.", "00:05.000", "00:04.000")))
    assert page.marks == (Mark(0, 5, None, None, "Ann"),)


def test_a_voice_goes_on_until_the_next():
    page = read(webvtt, vtt(cue("<v Ann>One.</v>"), cue("Two."), cue("Three, <v Bob>four."), cue("five.")))
    assert spoken(page) == [("Ann", "One."), ("Ann", "Two."), ("Ann", "Three,"), ("Bob", "four."), ("Bob", "five.")]
    assert page.text == "One. Two. Three,\nfour. five."


@pytest.mark.parametrize(
    ("tag", "voice"),
    [
        ("<v Ann Lee>", "Ann Lee"), ("<v.loud Ann Lee>", "Ann Lee"), ("<v.loud.far  Ann \t Lee >", "Ann Lee"),
        ("<V Ann>", "Ann"), ("<v Ann &amp; Bob>", "Ann & Bob"), ("<v O'Brien, K.>", "O'Brien, K."),
        ("<v 冯张>", "冯张"),
        ("<v Ann: host>", "Ann: host"),
    ],
)  # fmt: skip
def test_voices_with_classes_entities_and_any_letters(tag, voice):
    assert spoken(read(webvtt, vtt(cue(f"{tag}Said.</v>")))) == [(voice, "Said.")]


def test_a_voice_without_a_name_changes_nothing():
    assert spoken(read(webvtt, vtt(cue("<v Ann>One."), cue("<v>Two."), cue("<v.loud>Three.")))) == [
        ("Ann", "One."), ("Ann", "Two."), ("Ann", "Three."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("<i>It</i> <b.x>rose</b> <c.yellow.bg_blue>fast</c>.", "It rose fast."),
        ("<lang en-GB>Colour</lang> <ruby>\u6f22<rt>kan</rt></ruby>", "Colour \u6f22kan"),
        ("Five &lt; six &amp;&nbsp;more&#8212;&#x201C;so&#x201D;&lrm;", "Five < six & more\u2014\u201cso\u201d\u200e"),
        ("It<00:00:01.500><c> rose</c><00:00:01.700><c> fast</c>", "It rose fast"),
        ("a < b and c > d", "a < b and c > d"),
        ("AT&T & R&D; Q&A &unknown; &amp", "AT&T & R&D; Q&A &unknown; &amp"),
        ("No &#0;&#xD800;&#x110000; harm", "No \ufffd\ufffd\ufffd harm"),
        ("an un-\nbroken re-\nsult", "an un- broken re- sult"),
        ("<i>over\ntwo</i> lines", "over two lines"),
        ("left <open", "left <open"),
    ],
)
def test_tags_go_and_entities_are_read(written, read_as):
    assert read(webvtt, vtt(cue(written))).text == read_as


def test_what_is_not_shown_is_not_read():
    page = read(webvtt, vtt(
        "NOTE\nA comment over\ntwo lines", "STYLE\n::cue { color: red }", "REGION\nid:fred\nwidth:40%",
        "NOTE one line", "intro\n" + cue("Said.", settings=" align:start position:0% line:-1"), "NOTE\tlast",
        header="WEBVTT - A title\nKind: captions\nLanguage: en-us\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000",
    ))  # fmt: skip
    assert page.text == "Said."
    assert page.language == page.sections[0].language == "en-US"
    assert page.warnings == ("no_speakers",)


@pytest.mark.parametrize("line", ["NOTEBOOKS are dear.", "STYLE is all.", "REGIONAL news.", "NOTES."])
def test_words_that_begin_like_a_comment_are_said(line):
    assert read(webvtt, vtt(cue(line))).text == line


def test_a_comment_begins_after_a_blank_line_and_nowhere_else():
    assert read(webvtt, vtt(cue("Take\nNOTE of this\nSTYLE\nplease."))).text == "Take NOTE of this STYLE please."


def test_segments_put_together_into_one_file():
    head = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000"
    page = read(webvtt, f"{head}\n\n{cue('One.')}\n\n{head}\n\n{cue('Two.', '00:02.000', '00:03.000')}\n")
    assert page.text == "One. Two."


def test_blank_lines_that_are_missing_or_too_many():
    first, second, third = cue("One"), cue("two", "00:02.000", "00:03.000"), cue("three.", "00:03.000", "00:04.000")
    page = read(webvtt, f"WEBVTT\n{first}\n{second}\n\n\n\n7\n{third}")
    assert page.text == "One two three."
    assert len(page.marks) == 3


def test_words_after_a_blank_line_belong_to_the_cue_before():
    assert read(webvtt, vtt(cue("One\n\ntwo"), "name of a cue\n" + cue("three."))).text == "One two three."


def test_a_line_of_white_space_is_part_of_its_cue():
    page = read(webvtt, vtt(cue(" \nGood<00:00:01.100><c> morning</c>", settings=" align:start position:0%")))
    assert page.text == "Good morning"


def rolling(*lines: str) -> str:
    """The automatic captions of a video: each line built up word by word, held, and then shown above the next."""
    cues, before = [], " "
    for number, line in enumerate(lines):
        begun, held = 2_000 * number, 2_000 * number + 1_990
        times = [f"00:{place // 60_000:02}:{place / 1_000 % 60:06.3f}" for place in (begun, held, begun + 2_000)]
        first, *others = line.split(" ")
        built = first + "".join(f"<{times[0]}><c> {word}</c>" for word in others)
        cues.append(cue(f"{before}\n{built}", times[0], times[1], " align:start position:0%"))
        cues.append(cue(f"{line}\n ", times[1], times[2], " align:start position:0%"))
        before = line
    return vtt(*cues, header="WEBVTT\nKind: captions\nLanguage: en")


def test_rolling_captions_are_said_once():
    page = read(webvtt, rolling("the price of grain", "will rise next year", "and then fall"))
    assert page.text == "the price of grain will rise next year and then fall"
    assert [(words, begun) for _, words, begun, _ in said(page)] == [
        ("the price of grain", 0), ("will rise next year", 2_000), ("and then fall", 4_000),
    ]  # fmt: skip
    assert "rolling_captions=5" in page.warnings


def test_what_is_said_twice_in_rolling_captions_is_said_twice():
    assert read(webvtt, rolling("no no", "no no", "we will not")).text == "no no no no we will not"


def test_a_line_that_comes_again_after_a_while_is_said_again():
    text = rolling("the price of grain", "will rise next year", "and then fall")
    page = read(webvtt, text + "\n" + cue("and then fall", "00:30.000", "00:32.000") + "\n")
    assert page.text.count("and then fall") == 2


def test_a_single_repeat_does_not_make_captions_roll():
    assert read(webvtt, vtt(cue("No."), cue("No.", "00:02.000", "00:03.000"))).text == "No. No."


def test_captions_that_grow_are_said_once():
    grown = [cue("It will", "00:01.000", "00:02.000"), cue("It will rise", "00:02.000", "00:03.000"),
             cue("It will rise soon", "00:03.000", "00:04.000")]  # fmt: skip
    assert read(webvtt, vtt(*grown)).text == "It will rise soon"


def test_three_lines_that_scroll_are_said_once():
    lines = ["one two", "three four", "five six", "seven eight", "nine ten"]
    shown = [lines[max(0, n - 2) : n + 1] for n in range(5)]
    page = read(
        webvtt, vtt(*(cue("\n".join(each), f"00:0{n}.000", f"00:0{n + 1}.000") for n, each in enumerate(shown)))
    )
    assert page.text == " ".join(lines)


def test_where_nothing_rolls_a_repeat_is_a_repeat():
    words = ["One.", "No.", "No.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven."]
    cues = [cue(each, f"00:{n:02}.000", f"00:{n + 1:02}.000") for n, each in enumerate(words)]
    page = read(webvtt, vtt(*cues))
    assert page.text == " ".join(words)
    assert page.warnings == ("no_speakers",)


def test_the_same_words_at_the_same_times_are_said_once():
    page = read(webvtt, vtt(cue("Said."), cue("Said."), cue("Then this.", "00:02.000", "00:03.000")))
    assert page.text == "Said. Then this."
    assert "duplicate_cues=1" in page.warnings


def test_names_before_a_colon_and_signs_of_a_new_speaker():
    page = read(webvtt, vtt(
        cue("ANN: One."), cue("&gt;&gt; BOB: Two,\nand three."), cue(">> Four."), cue(">> ANN: Five."),
        cue("BOB: Six."),
    ))  # fmt: skip
    assert spoken(page) == [
        ("ANN", "One."),
        ("BOB", "Two, and three."),
        ("", "Four."),
        ("ANN", "Five."),
        ("BOB", "Six."),
    ]
    assert page.text == "One.\nTwo, and three.\nFour.\nFive.\nSix."


def test_voices_and_names_before_a_colon_may_be_mixed():
    """As in the example of the podcast namespace itself."""
    page = read(webvtt, vtt(
        cue("<v Ann> One."), cue("Bob: Two."), cue("and three."), cue("<v Ann> Four:"), cue("so. <v Carl> Five."),
        cue("Bob: Six."),
    ))  # fmt: skip
    assert spoken(page) == [
        ("Ann", "One."), ("Bob", "Two."), ("Bob", "and three."), ("Ann", "Four:"), ("Ann", "so."), ("Carl", "Five."),
        ("Bob", "Six."),
    ]  # fmt: skip


def test_a_voice_may_run_over_a_line():
    assert spoken(read(webvtt, vtt(cue("<v.loud\nAnn\nLee>One,\ntwo.")))) == [("Ann Lee", "One, two.")]


def test_labels_are_speakers_and_nobodys_names():
    page = read(webvtt, vtt(cue("<v Speaker 1>One."), cue("<v SPEAKER_02>Two."), cue("<v Ann>Three.")))
    assert [speaker for speaker, _ in spoken(page)] == ["Speaker 1", "SPEAKER_02", "Ann"]
    assert page.people == (Person("Ann"),)
    assert "unnamed_speakers=2" in page.warnings


def test_times_that_overlap_or_go_back_are_counted():
    page = read(webvtt, vtt(
        cue("One.", "00:01.000", "00:03.000"), cue("Two.", "00:02.000", "00:04.000"),
        cue("Three.", "00:01.000", "00:02.000"),
    ))  # fmt: skip
    assert page.text == "One. Two. Three."
    assert {"overlapping_cues=1", "unordered_cues=1"} <= set(page.warnings)


def test_cues_that_begin_together_overlap():
    page = read(webvtt, vtt(cue("One."), cue("Two.", "00:01.000", "00:03.000")))
    assert "overlapping_cues=1" in page.warnings


def test_a_long_pause_begins_a_paragraph_where_a_sentence_ends_and_a_longer_one_anywhere():
    page = read(webvtt, vtt(
        cue("One.", "00:01.000", "00:02.000"), cue("Two and", "00:04.000", "00:05.000"),
        cue("three.", "00:07.000", "00:08.000"), cue("Four and", "00:08.000", "00:09.000"),
        cue("five.", "00:30.000", "00:31.000"),
    ))  # fmt: skip
    assert page.text == "One.\nTwo and three. Four and\nfive."


def test_a_paragraph_of_a_sensible_length_ends_with_its_sentence():
    sentences = [f"The {n}th of many sentences is this one." for n in range(60)]
    cues = [
        cue(each, f"{n // 60:02}:{n % 60:02}.000", f"{n // 60:02}:{n % 60:02}.900") for n, each in enumerate(sentences)
    ]
    lines = read(webvtt, vtt(*cues)).text.split("\n")
    assert " ".join(lines).split(" ") == " ".join(sentences).split(" ")
    assert all(600 <= len(line) <= 700 for line in lines[:-1])
    assert all(line.endswith(".") for line in lines)


def every_second(words: list[str], step: int = 1) -> list[str]:
    places = [f"{n // 60:02}:{n % 60:02}" for n in range(0, len(words) * step, step)]
    return [cue(each, f"{place}.000", f"{place}.900") for each, place in zip(words, places, strict=True)]


def test_a_sentence_without_end_is_parted_in_the_end():
    ended = "It ends here and now. " * 20
    lines = read(webvtt, vtt(*every_second([ended, *(f"and goes on and on {n}" for n in range(400))]))).text.split("\n")
    assert [len(line) // 100 for line in lines] == [30, 30, 30, 4]


def test_words_without_marks_are_parted_too():
    lines = read(webvtt, vtt(*every_second([f"and so it goes on {n}" for n in range(90)], 2))).text.split("\n")
    assert len(lines) > 4
    assert all(400 <= len(line) <= 450 for line in lines[:-1])


def test_no_space_comes_between_han_nor_before_a_mark():
    assert read(
        webvtt, vtt(cue("今天我们\n讨论"), cue("朝鲜。"), cue("It rose"), cue(", they say"), cue("!"))
    ).text == ("今天我们讨论朝鲜。 It rose, they say!")


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        ("WEBVTT\n\n", "a", True), ("\ufeffWEBVTT", "a", True), ("\n\nWEBVTT\n", "a", True),
        ("WEBVTT - title", "a.txt", True),
        ("00:01.000 --> 00:02.000\nHi\n", "a.vtt", True), ("00:01.000 --> 00:02.000\nHi\n", "a.txt", False),
        ("Plain words.", "a.vtt", False), ("The WEBVTT format", "a.txt", False),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_first_line_or_its_name(text, name, known):
    assert webvtt.KIND.recognises(raw(text, name)) is known


def test_a_missing_header_is_told():
    page = read(webvtt, "1\n00:01.000 --> 00:02.000\nSaid.\n", "a.vtt")
    assert (page.text, page.warnings) == ("Said.", ("no_header", "no_speakers"))


@pytest.mark.parametrize(
    "text", ["WEBVTT", "WEBVTT\n\n", "WEBVTT\n\nNOTE nothing\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"]
)
def test_a_file_without_words_says_so(text):
    page = read(webvtt, text)
    assert (page.text, page.sections, page.marks, page.warnings) == ("", (), (), ("no_text",))
