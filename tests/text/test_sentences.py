"""Sentences: where they end, that every place holds, what it costs, and how many a careful coder's are found."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from growth import grows_straight
from hypothesis import given
from hypothesis import strategies as st
from passage_kit import read, whole

from ledger.documents.kinds import ReadOn
from ledger.documents.page import Raw
from ledger.text.paragraphs import passages
from ledger.text.passages import Mark, Passages, Section

DATA = Path(__file__).parents[2].parent / "shared" / "data"


def one_line(*expected: str) -> None:
    """A line made of these sentences is split into them and nothing else."""
    assert read(" ".join(expected), "description") == list(expected)


# Splitting a line


@pytest.mark.parametrize(
    "sentences",
    [
        ("The vote is on Monday.", "It will be close."),
        ("Will it hold?", "Yes!", "I think so."),
        ("Dr. Feng Zhang is a scholar.", "He met Mr. Li and Gen. Mark Milley."),
        ("Prof. Wang spoke first.", "Then Sen. Smith and Lt. Gov. Jones answered."),
        ("They met in St. Petersburg.", "Nothing was signed."),
        ("John F. Kennedy said so.", "George W. Bush did not.", "J. R. R. Tolkien wrote books."),
        ("It was written by A. Smith of the fund.", "Nobody read it."),
        ("The U.S. President will veto it.", "The U.N. Security Council will not act."),
        ("It depends on the U.S.", "The Senate will decide."),
        ("That would anger the U.K.", "But it will happen."),
        ("Prices rose 3.5 percent.", "In 2024 they fell 0.2."),
        ("See No. 5 and p. 12 of vol. 3.", "The answer is no.", "Then they left."),
        ("It starts at 5 a.m. on Monday.", "It ends at 6 p.m.", "They all leave then."),
        ("The deadline is Jan. 17.", "It was in January.", "Nobody met it."),
        ("Use tariffs, e.g. Section 301, or quotas, i.e. limits.", "Either works."),
        ("In Roe v. Wade it held.", "China vs. India is next."),
        ("Acme Inc. Chief Lee left.", "He founded Foo Corp.", "It failed."),
        ("They sell fruit, grain, etc.", "China buys it."),
        ("So do I.", "China will too."),
        ("That was in World War II.", "Then came peace."),
        ("They want to do...", "The policy has failed."),
        ("I... I think it will.", "We... we hope so."),
        ("And so… nothing came of it.", "Nothing at all."),
        ("He asked for a town “made for all.”", "This would allow more."),
        ('They spoke of "free grain."', "And they meant it."),
        ("(It will not last.)", "It may, though."),
        ("“Will it last?”", "Nobody knows."),
        ("“Is it over?” he asked.", "It was."),
        ("The report (see below.) is late.", "It will come."),
        ("Visit www.example.com or write to a.b@example.org.", "Thank you."),
        ("Apple will sell it.", "iPhone sales will rise."),
        ("1. The first point stands.", "2. The second does not."),
        ("Really?!", "Yes...!", "Well."),
        ("Growth is 2.", "Then it falls to 1."),
        ("It is $5bn.", "$6bn would be better."),
        ("— It will rain.", "— It will not."),
        ("¿Will it?", "¡It will!"),
        ("He has a Ph.D. in law.", "She has none."),
        ("Kim et al. (2015) found it.", "Others did not."),
        ("• Prices fall", "• Wages rise"),
        ("He waited . . .", "Then he left."),
        ("Is it the U.S.?", "China says so."),
        ("It took ten sec.", "China waited."),
    ],
    ids=lambda sentences: sentences[0],
)
def test_a_line_is_split_where_its_sentences_end(sentences):
    one_line(*sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("价格会上涨吗?港口何时开放?农民怎么办?", ["价格会上涨吗?", "港口何时开放?", "农民怎么办?"]),
        ("局势将恶化。各方会谈！结果如何？", ["局势将恶化。", "各方会谈！", "结果如何？"]),
        ("他们说“价格”和“港口”。情况不好。", ["他们说“价格”和“港口”。", "情况不好。"]),
        ("他说：“会好的。”然后走了。", ["他说：“会好的。”", "然后走了。"]),
        ("“会吗？”，他问。不会。", ["“会吗？”，他问。", "不会。"]),
        ("增长3.5%.明年下降2.1%。", ["增长3.5%.", "明年下降2.1%。"]),
        ("增长放缓.明年下降。", ["增长放缓.", "明年下降。"]),
        ("参见example.com网站。好!Good!", ["参见example.com网站。", "好!", "Good!"]),
        ("参见新华.com网站。", ["参见新华.com网站。"]),
        ("他说……然后走了。", ["他说……然后走了。"]),
        ("结束。 Bonnie Lin: 关系恶化。", ["结束。", "Bonnie Lin: 关系恶化。"]),
        ("これは本です。あれは?はい。", ["これは本です。", "あれは?", "はい。"]),
        ("यह अच्छा है। वह नहीं।", ["यह अच्छा है।", "वह नहीं।"]),
    ],
)
def test_other_scripts_end_a_sentence_without_a_space(text, expected):
    assert read(text, "topics") == expected


def test_a_lost_space_is_seen_where_a_word_ends_in_small_letters():
    assert read("It ended in peace.The talks go on.", "description") == ["It ended in peace.", "The talks go on."]
    assert read("We use Node.js and System.Text here.", "description") == ["We use Node.js and System.Text here."]


def test_a_text_all_in_small_letters_is_split_all_the_same():
    text = (
        "so i think it will hold. but maybe not.\nwe will see dr. wang. the u.s. and china agree on this. it is late."
    )
    assert read(text) == [
        "so i think it will hold.", "but maybe not.", "we will see dr. wang.",
        "the u.s. and china agree on this.", "it is late.",
    ]  # fmt: skip
    assert [paragraph.continues for paragraph in passages(text, whole(text)).paragraphs] == [False, False]


def test_a_few_small_letters_after_a_mark_are_no_habit():
    said = "“Will it hold?” he asked."
    expected = [said, "Yes.", said, "No.", said, "We will see.", "It is late.", "Go home."]
    assert read(" ".join(expected)) == expected


def test_a_name_with_what_it_says_stays_one_sentence():
    text = "Ann Lee: It will rain. It may not. Bob Ray: It will not."
    assert read(text, "topics") == ["Ann Lee: It will rain.", "It may not.", "Bob Ray: It will not."]


# What holds for every text

WORDS = st.sampled_from(
    [
        "the", "The", "Dr.", "U.S.", "e.g.", "No.", "5", "3.5", "A.", "I", "I.", "end.", "end?", "end!", "end...", "…",
        ".", "?!", "“We", "said.”", "(see", "it.)", "iPhone", "Kennedy", "John", "•", "—", "中国。", "中国?是",
        "a.m.", "1.", "www.a.org", "policy.The", "x.”", "etc.", "vs.", "\u200b", "Zhang:", "and", "what", "will",
        "“", "”", "'", "*",
    ]
)  # fmt: skip
SPACES = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\t", "\u3000", "\u2028", "\xa0"])
TEXTS = st.lists(st.tuples(WORDS, SPACES), max_size=60).map(lambda pairs: "".join(w + s for w, s in pairs))
KINDS = st.sampled_from(["transcript", "description", "topics"])


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[str, list[Section], list[Mark]]:
    """A text with sections in order, gaps between them, and who speaks in parts of it."""
    text = draw(TEXTS | st.text(max_size=80))
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    if len(places) % 2:
        places.append(len(text))
    sections = [
        Section(draw(KINDS), start, end, derived=draw(st.booleans()), wrapped=draw(st.booleans()))
        for start, end in zip(places[::2], places[1::2], strict=True)
    ]
    turns = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    return text, sections, [Mark(turn, turn, speaker=draw(st.sampled_from(["A", "B"]))) for turn in turns]


def labelled(text: str, sections: Sequence[Section], marks: Sequence[Mark]) -> set[int]:
    """The signs that may be in no sentence: whole lines outside every mark, up to one, that end in a colon or hold a
    time; told apart from the program's own way of telling."""
    within = {n for mark in marks for n in range(mark.start, mark.end)}
    found: set[int] = set()
    for mark, section in ((mark, section) for mark in marks for section in sections):
        end = mark.start if section.start <= mark.start <= section.end else section.start
        while end > section.start and end - 1 not in within:
            lines = text[section.start : end].rstrip().splitlines(keepends=True)
            line = lines[-1] if lines else ""
            ends = re.search(r"[:\uff1a][\s*_>-]*$|\d:\d\d", line)
            end = section.start + sum(map(len, lines[:-1])) if ends else section.start
            found |= {n for n in range(end, mark.start) if n not in within} if ends else set()
    return found


def check(text: str, sections: Sequence[Section], marks: Sequence[Mark], found: Passages) -> None:
    """Every promise of a lay-out that needs no example."""
    spans = [(s.start, s.end) for s in found.sentences]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert [s.number for s in found.sentences] == list(range(1, len(spans) + 1))
    assert [p.number for p in found.paragraphs] == list(range(1, len(found.paragraphs) + 1))
    covered = set()
    for sentence in found.sentences:
        section, paragraph = sections[sentence.section], found.paragraphs[sentence.paragraph - 1]
        assert section.start <= sentence.start < sentence.end <= section.end
        assert paragraph.start <= sentence.start < paragraph.end
        assert sentence.joined == (sentence.end > paragraph.end)
        assert sentence.text == " ".join(text[sentence.start : sentence.end].split())
        assert not text[sentence.start].isspace()
        assert not text[sentence.end - 1].isspace()
        covered |= set(range(sentence.start, sentence.end))
    inside = {n for section in sections for n in range(section.start, section.end)}
    assert covered <= inside
    assert all(text[n].isspace() for n in inside - covered - labelled(text, sections, marks))
    for sentence in found.sentences:
        if sentence.same_as is not None:
            assert sentence.same_as < sentence.number
            assert found.sentences[sentence.same_as - 1].text == sentence.text


@given(laid_out())
def test_every_sign_of_a_section_is_in_exactly_one_sentence(example):
    text, sections, marks = example
    check(text, sections, marks, passages(text, sections, marks))


NAMES = st.sampled_from(["Ann Lee", "Bo", "Dr. Wu", "Speaker 1", "\u738b\u6bc5"])
FORMS = st.sampled_from(["{}: ", "{}:\n", "**{}:** ", "{} (0:37): ", "{}  0:37\n", "[00:01:02] {}: ", "[0:12]\n{}: "])
TURNS = st.lists(st.tuples(NAMES, FORMS, st.lists(WORDS, min_size=1, max_size=9)), min_size=1, max_size=6)


@given(TURNS, st.sampled_from(["\n", "\n\n", "\r\n"]), st.booleans())
def test_what_names_the_speaker_is_in_no_sentence_and_all_else_is(turns, parted, wrapped):
    text, marks = "", []
    for name, form, words in turns:
        text += parted + form.format(name)
        marks.append(Mark(len(text), len(text) + len(" ".join(words)), speaker=name))
        text += " ".join(words)
    sections = whole(text, wrapped=wrapped)
    found = passages(text, sections, marks)
    check(text, sections, marks, found)
    covered = {n for s in found.sentences for n in range(s.start, s.end) if not text[n].isspace()}
    assert covered == {n for m in marks for n in range(m.start, m.end) if not text[n].isspace()}


@pytest.mark.parametrize(
    ("label", "speaker", "kept"),
    [
        ("Ann Lee: ", "Ann Lee", False), ("ANN: ", "Ann Lee", False), ("Ann (Fund for Trade): ", "Ann", False),
        ("Ann van Dam: ", "Ann van Dam", False), ("Ann Lee  0:37\n", "Ann Lee", False), ("[0:37]\n", "", False),
        ("[00:00.000 --> 00:05.000]\n", "", False), ("[00:01][Ann] ", "Ann", False), ("\u738b\uff1a", "\u738b", False),
        ("Ann Lee: ", "", True), ("Ann Lee\n", "Ann Lee", True), ("They said this: ", "Ann", True),
        ("Well. Ann: ", "Ann", True), ("[applause] ", "Ann", True),
        ("Take this: Ann: ", "Ann", True), (": ", "Ann", True),
    ],
)  # fmt: skip
def test_only_a_label_right_before_a_mark_is_in_no_sentence(label, speaker, kept):
    text = f"It rained.\n{label}It will rain."
    found = passages(text, whole(text), [Mark(text.index("It will"), len(text), speaker=speaker)])
    assert ("".join(label.split()) in "".join("".join(s.text for s in found.sentences).split())) is kept
    assert [s.number for s in found.sentences] == list(range(1, len(found.sentences) + 1))


def test_a_label_within_a_mark_is_part_of_what_is_said():
    text = "Bo: I quote.\nAnn Lee: It will rain."
    marks = [Mark(4, text.index("It will"), speaker="Bo"), Mark(text.index("It will"), len(text), speaker="Ann Lee")]
    assert "Ann Lee:" in [s.text for s in passages(text, whole(text), marks).sentences]


def test_no_sentence_runs_over_a_label():
    text = "Ann:\nWell and\nBo  0:12\nthen it rained.\nBo:\nand it snowed."
    marks = [Mark(text.index(said), text.index(said) + 5, speaker=who)
             for said, who in (("Well", "Ann"), ("then", "Bo"), ("and it", "Bo"))]  # fmt: skip
    assert [s.text for s in passages(text, whole(text), marks).sentences] == [
        "Well and", "then it rained.", "and it snowed.",
    ]  # fmt: skip


def test_labels_of_marks_cost_no_more_than_they_are_long():
    def lay_out(size: int) -> None:
        text = "Ann: a.\n0:12\n" * (size // 8)
        marks = [Mark(n, n + 2, speaker="Ann") for n in range(5, len(text), 13)]
        passages(text, whole(text), marks)

    assert grows_straight(lay_out, 4_000)


# Lines may not be moved in a list: there the first word of a line says that it is an item.
BLOCKS = st.lists(
    st.lists(WORDS, min_size=1, max_size=25).filter(lambda words: words[0] not in {"1.", "•", "*"}),
    min_size=1,
    max_size=4,
)


@given(
    BLOCKS,
    st.lists(st.sampled_from([" ", "\n", "\r\n", "\n  ", "  "]), min_size=1, max_size=30),
    KINDS,
)
def test_the_width_of_a_wrapped_section_changes_no_sentence(blocks, spaces, kind):
    once = "\n\n".join(" ".join(words) for words in blocks)
    again = ""
    for number, words in enumerate(blocks):
        again += "\n\n" if number else ""
        again += "".join(word + spaces[place % len(spaces)] for place, word in enumerate(words)).rstrip()
    assert read(once, kind, wrapped=True) == read(again, kind, wrapped=True)


@given(TEXTS, KINDS)
def test_a_text_is_laid_out_the_same_every_time(text, kind):
    assert passages(text, whole(text, kind)) == passages(text, whole(text, kind))


# Cost

NASTY: dict[str, Callable[[int], str]] = {
    "no full stop": lambda n: "word " * n,
    "full stops only": lambda n: "." * n,
    "spaced full stops": lambda n: ". " * n,
    "initials": lambda n: "A. " * n,
    "numbers": lambda n: "1. " * n,
    "acronyms": lambda n: "U.S. " * n,
    "one word": lambda n: "a" * n,
    "spaces": lambda n: " " * n + "a",
    "spaces after a stop": lambda n: "a." + " " * n + "B",
    "closing quotes": lambda n: "a.\"')" * n,
    "quotes only": lambda n: '"' * n,
    "opening brackets": lambda n: "a. " + "(" * n,
    "bullets": lambda n: " •" * n,
    "ellipses": lambda n: "I... " * n,
    "short lines": lambda n: "a\n" * n,
    "blank lines": lambda n: "\r\n" * n,
    "cut lines": lambda n: "We went and\nsaid that. " * (n // 8),
    "lines without a mark": lambda n: "We went and. \n" + "Then we and\n" * (n // 8),
    "the same line": lambda n: "It will rain.\n" * (n // 8),
    "colons": lambda n: "A:" * n,
    "questions": lambda n: "and so but " * n + "\nWhat",
    "Han": lambda n: "中国?" * n,
    "prose": lambda n: "The talks go on for now. In the U.S. Dr. Lee said it will end. " * (n // 16),
}
BY_LINES = ["spaces", "short lines", "blank lines", "cut lines", "the same line", "prose"]


@pytest.mark.long("growth", sample=4)
@pytest.mark.parametrize(
    ("name", "kind", "wrapped"),
    [(name, "transcript", False) for name in NASTY]
    + [(name, kind, True) for name in BY_LINES for kind in ("transcript", "description")],
)
def test_the_cost_grows_with_the_text_and_no_faster(name, kind, wrapped):
    def lay_out(size: int) -> None:
        text = NASTY[name](size)
        passages(text, whole(text, kind, wrapped=wrapped))

    assert grows_straight(lay_out, 4_000)


def test_a_cost_that_grows_faster_is_seen():
    def look_back(size: int) -> int:
        text = NASTY["acronyms"](size)
        return sum(character == "." for place in range(0, len(text), 400) for character in text[:place])

    assert not grows_straight(look_back, 4_000)


# Against sentences that a careful coder split by hand

SECTIONS = {"previous_episode": "previous", "next_episode": "next", "topics_zh": "topics", "key_insights": "insights"}


@cache
def found_by_hand() -> dict[str, tuple[list[str], set[str]]]:
    """For each section of the coder's: the sentences it must have, and those that are found there."""
    from ledger.documents import goodpods, podquest

    kinds = {"000_5288255dd77e0506.txt": goodpods.KIND, "001_338334296546e3ca.txt": podquest.KIND}
    found = {}
    for name, kind in kinds.items():
        data = (DATA / "episodes" / name).read_bytes()
        page = kind.read(Raw(name, data.decode(), "utf-8", data), ReadOn())
        laid_text = passages(page.text, page.sections)
        for sentence in laid_text.sentences:
            found.setdefault((name, page.sections[sentence.section].kind), set()).add(sentence.text)
    wanted = defaultdict(list)
    with (DATA / "candidates_train.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            section = SECTIONS.get(row["section"], row["section"])
            wanted[row["seed_file"], section].append(" ".join(row["sentence"].split()))
    return {f"{section} of {name}": (rows, found[name, section]) for (name, section), rows in wanted.items()}


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data lies beside a development checkout only")
def test_the_sentences_a_coder_split_by_hand_are_found():
    by_hand = found_by_hand()
    assert len(by_hand) == 7
    missed = {name: [row for row in rows if row not in found] for name, (rows, found) in by_hand.items()}
    assert {name: rows for name, rows in missed.items() if len(rows) > 0.03 * len(by_hand[name][0])} == {}


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data lies beside a development checkout only")
def test_a_splitter_that_only_looks_for_full_stops_does_not_find_them():
    missed = 0
    for rows, found in found_by_hand().values():
        naive = {f"{piece.strip()}." for sentence in found for piece in sentence.split(". ")}
        missed += sum(row not in naive for row in rows)
    assert missed > 0.03 * sum(len(rows) for rows, _ in found_by_hand().values())
