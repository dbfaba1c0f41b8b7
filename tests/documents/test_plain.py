"""Plain text stays as it is; what its lines begin with says who speaks and when."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_kit import raw, read, said, spoken

from ledger.documents import plain
from ledger.documents.page import Person
from ledger.documents.plain import is_wrapped
from ledger.documents.turns import is_unnamed, prefix
from ledger.text.passages import Mark, Section

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "episodes"
PROSE = (
    "The harvest will be large this year, and the price of grain will not rise before the next vote is held. Few "
    "expect anything else, although a drought in the south could still change what the markets think of it. "
)
TALK = """Grain in a Dry Year

Ann Lee: Good morning. Will it rise?

Bob Ray: It will.
By two percent, I think.

And then it will fall.

Ann Lee: When?
Bob Ray: In May: no later.
"""


def test_the_text_is_the_files_own_to_the_last_sign():
    text = "\n  One \t line.\r\n\r\nTwo\u2028three\r four\x0c\n\n\n"
    page = read(plain, text)
    assert page.text == text
    assert page.sections == (Section("transcript", 0, len(text)),)
    assert page.warnings == ("no_speakers", "no_times")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ufeff", "\ufeff\n"])
def test_a_file_without_words_says_so(text):
    page = read(plain, text)
    assert (page.sections, page.marks, page.warnings) == ((), (), ("no_text",))


def test_the_mark_of_a_byte_order_is_in_the_text_and_in_no_section():
    page = plain.KIND.read(raw("\ufeffWords.".encode("utf-16-le")), None)
    assert page.text == "\ufeffWords."
    assert page.sections == (Section("transcript", 1, 7),)


def test_names_that_come_back_are_speakers():
    page = read(plain, TALK)
    assert spoken(page) == [
        ("Ann Lee", "Good morning. Will it rise?"),
        ("Bob Ray", "It will.\nBy two percent, I think.\n\nAnd then it will fall."),
        ("Ann Lee", "When?"),
        ("Bob Ray", "In May: no later."),
    ]
    assert page.people == (Person("Ann Lee"), Person("Bob Ray"))
    assert page.warnings == ("no_times",)


@pytest.mark.parametrize("text", [
    "Host: Ann Lee\nGuest: Bob Ray\nDate: 6 May 2024\n\nA talk.", "Note: one.\nNote: two.\nNote: three.",
    "The price: two. So: three.",
    "He said:\nIt will.\nShe said:\nIt will not.", "Ann Lee: It will.",
    "Sources: a, b\nhttp://example.org\nhttp://example.org/b",
    "10:30 Lunch\n9:15 Opening", "Chapter 1: One\nIt is so.",
    "Grain Prices: They rose.\nBread Prices: They fell.\nOat Prices: They held.",
    "我们今天要在这里讨论的问题：一。\n大家在这里都想知道的事情：二。\n" * 3,
    "Opening  9:00\nCoffee Break  10:30\nGrain Prices\nLunch  12:00\nCoffee Break  15:30\nEnd  17:00",
    "Trap: one.\nTrap: two.\nTrap: three.",
    "Default: null\nType: Boolean\n\nDefault: 5\nType: Number\n\nDefault: x\nType: y",
    "Exception: one.\nReturns: two.\n" + "A line.\n" * 200 + "Exception: three.\nReturns: four.",
    "We agreed that: it will\nWe agreed that: it will not",
])  # fmt: skip
def test_other_colons_name_nobody(text):
    page = read(plain, text)
    assert (page.marks, page.people) == ((), ())


@pytest.mark.parametrize("written", [
    "{}: One.", "**{}:** One.", "**{}**: One.", "__{}__: One.", "- {}: One.", "> {}: One.", "  {} : One.",
    "{} (Grain Institute): One.",
    "{} [host]: One.", "{}：One.", "{}:\nOne.",
])  # fmt: skip
@pytest.mark.parametrize(
    "name", ["Ann Lee", "DR. ANN LEE", "Ann O’Brien-Smith", "Vincent van der Berg", "冯张", "A. L.", "Элина"]
)
def test_names_in_the_ways_people_write_them(name, written):
    text = f"{written.format(name)}\n\nBob: Two.\n\n{written.format(name)}\n\nBob: Two.\n"
    assert spoken(read(plain, text)) == [(name, "One."), ("Bob", "Two.")] * 2


def test_a_name_before_han_needs_no_space():
    assert spoken(read(plain, "冯张:会的。\n主持人:谢谢。\n冯张:不客气。\n主持人:好。")) == [
        ("冯张", "会的。"), ("主持人", "谢谢。"), ("冯张", "不客气。"), ("主持人", "好。"),
    ]  # fmt: skip


def test_one_who_speaks_once_among_others_is_a_speaker():
    text = "Ann: One.\nBob: Two.\nAnn: Three.\nCarl Q. Meyer: Four.\nBob: Five.\nWhat matters: six.\n"
    assert [speaker for speaker, _ in spoken(read(plain, text))] == ["Ann", "Bob", "Ann", "Carl Q. Meyer", "Bob"]


def test_times_at_the_beginnings_of_lines():
    page = read(plain, "Intro\n[00:00:05] One.\nTwo.\n\n[00:12:34] Three.\n[1:00:00.5] Four.\n")
    assert said(page) == [
        ("", "One.\nTwo.", 5_000, None),
        ("", "Three.", 754_000, None),
        ("", "Four.", 3_600_500, None),
    ]
    assert page.warnings == ("no_speakers",)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[00:01] Ann: One.\n[00:02] Bob: Two.\n[00:03] Ann: Three.\n[00:04] Four.\n[00:05] Bob: Five.",
         [("Ann", "One.", 1_000), ("Bob", "Two.", 2_000), ("Ann", "Three.", 3_000), ("Ann", "Four.", 4_000), ("Bob",
         "Five.", 5_000)]),
        ("Ann (00:01): One.\nBob (00:02):\nTwo.\nAnn [00:03]: Three.\nBob (00:04): Four.",
         [("Ann", "One.", 1_000), ("Bob", "Two.", 2_000), ("Ann", "Three.", 3_000), ("Bob", "Four.", 4_000)]),
        ("Ann  Lee  0:01\nOne.\n\nBob Ray  0:02\nTwo.\n\nAnn Lee  1:00:03\nThree.\nFour.\n",
         [("Ann Lee", "One.", 1_000), ("Bob Ray", "Two.", 2_000), ("Ann Lee", "Three.\nFour.", 3_603_000)]),
        ("Ann Lee  0:01\nOne.\n\nAnn Lee  0:09\nTwo.\n", [("Ann Lee", "One.", 1_000), ("Ann Lee", "Two.", 9_000)]),
        ("0:01\nOne.\n0:02\nTwo.\n0:03\nThree.", [("", "One.", 1_000), ("", "Two.", 2_000), ("", "Three.", 3_000)]),
        ("00:00 Opening\n01:30 - Prices\n12:00 \u2013 The vote", [("", "Opening", 0), ("", "Prices", 90_000), ("",
        "The vote", 720_000)]),
        ("[00:01][Ann] One.\n[00:02][SPEAKER_01]\tTwo.\n[00:03][Ann] Three.\n[00:04] [Music] la\n[00:05] [Music] la",
         [("Ann", "One.", 1_000), ("SPEAKER_01", "Two.", 2_000), ("Ann", "Three.", 3_000), ("Ann", "[Music] la", 4_000),
          ("Ann", "[Music] la", 5_000)]),
        ("(0:01) One.\n(0:02) Two.\n(0:03) Three.", [("", "One.", 1_000), ("", "Two.", 2_000), ("", "Three.", 3_000)]),
    ],
)  # fmt: skip
def test_times_and_names_in_the_ways_programs_write_them(text, marks):
    assert [mark[:3] for mark in said(read(plain, text))] == marks


def test_a_span_of_time_has_both_its_ends():
    page = read(plain, "[00:00.000 --> 00:05.000]  One.\n[00:05.000 --> 00:04.000]  Two.\n")
    assert said(page) == [("", "One.", 0, 5_000), ("", "Two.", 5_000, None)]


@pytest.mark.parametrize("text", [
    "10:30 Lunch\n12:00 Talk", "12:00 Talk\n9:00 Doors\n23:00 End\n8:00 Again\n7:00 Again", "[5] A note\n[6] Another",
    "10:30am we met",
    "[12:30:99] no", "1:2 two to one",
])  # fmt: skip
def test_other_numbers_are_no_times(text):
    assert read(plain, text).marks == ()


@pytest.mark.parametrize("width", [40, 65, 72, 80, 100])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_broken_by_width_are_seen(width, end):
    paragraphs = [fill(PROSE * times, width) for times in (1, 3, 2)]
    text = "\n\n".join(paragraphs).replace("\n", end)
    assert is_wrapped(text)
    assert read(plain, text).sections == (Section("transcript", 0, len(text), wrapped=True),)


def test_han_broken_by_width_is_seen():
    line = "今天我们讨论朝鲜问题和粮食价格" * 3
    assert is_wrapped("\n".join([line[:40]] * 6 + [line[:9]]))
    assert not is_wrapped("\n".join(line[:length] for length in (40, 12, 33, 7, 25, 38, 15)))


@pytest.mark.parametrize("text", [
    TALK, PROSE, "\n".join([PROSE] * 9), "\n\n".join([PROSE] * 9), "One.\nTwo.\nThree.\nFour.\nFive.",
    "A line\nand another",
    "\n".join(f"- item {n} {'x' * (n * 7 % 50)}" for n in range(30)),
    "\n".join("Ann: " + PROSE[: n * 13 % 90] for n in range(1, 30)),
    "\n".join(f"It is {'so ' * (n * 17 % 30)}clear." for n in range(1, 30)), "Roses are red\nViolets are blue\n" * 9,
    "",
    "\n".join(f"This is sentence number {n} of them." for n in range(1, 30)), "Grain\nRye\nWheat\nOats\nBarley\n" * 9,
])  # fmt: skip
def test_other_lines_are_paragraphs(text):
    assert not is_wrapped(text)


def test_lines_broken_by_hand_are_seen():
    words = (PROSE * 6).split()
    lines, line = [], ""
    for number, word in enumerate(words):
        if len(line) + len(word) > 60 + number * 7 % 13:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    assert is_wrapped("\n".join(lines))


def test_one_long_address_does_not_hide_the_width():
    text = fill(PROSE * 5, 72) + "\n" + "https://example.org/" + "x" * 200 + "\n" + fill(PROSE * 5, 72)
    assert is_wrapped(text)


def test_turns_of_wrapped_lines_are_seen_as_wrapped():
    text = "\n".join(fill(f"{name}: {PROSE * 2}", 70) for name in ("Ann", "Bob", "Ann", "Bob"))
    assert is_wrapped(text)
    assert [mark.speaker for mark in read(plain, text).marks] == ["Ann", "Bob", "Ann", "Bob"]


@pytest.mark.parametrize("label", [
    "Speaker 1", "SPEAKER_00", "Unknown Speaker", "Host", "Q", "A", "Interviewer", "Male Voice", "Audience Member 2",
    "Speaker A", "spk_3",
    "Moderator",
])  # fmt: skip
def test_labels_are_nobodys_names(label):
    assert is_unnamed(label)


@pytest.mark.parametrize(
    "name", ["Ann", "Manu", "Alla", "Mana Host", "Guest Smith", "Annette Q", "Hosta", "Bothe", "Ann Speaker", "冯张"]
)
def test_names_are_no_labels(name):
    assert not is_unnamed(name)


@pytest.mark.parametrize("line", [
    "", ":", "Ann", "Ann:x", "ann: one", "Ann lee: one", "1: one", "Ann: ".rjust(500), "A" * 500 + ": x", "Ann*: x",
    "Ann " * 9 + ": x", "**Ann: x", "Of The: x", "The Van der: x",
])  # fmt: skip
def test_what_is_no_name_before_a_colon(line):
    assert prefix(line) is None


@given(st.text())
def test_the_text_is_never_changed(text):
    text = "".join(sign for sign in text if sign != "\0" and not "\ud800" <= sign <= "\udfff")
    assert read(plain, text).text == text


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data lies beside a development checkout only")
def test_real_pages_are_read_as_plain_text_too():
    for path in sorted(DATA.glob("*.txt")):
        page = read(plain, path.read_bytes(), path.name)
        assert not page.sections[0].wrapped
        assert page.marks == ()


def test_a_mark_is_what_the_contract_says():
    assert read(plain, "[0:01] One.").marks == (Mark(7, 11, 1_000),)
