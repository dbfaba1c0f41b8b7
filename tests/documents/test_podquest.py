"""Transcript pages of PodQuest saved as text: what people said, and what a machine made of it, kept apart."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents import goodpods, podquest
from ledger.documents.kinds import ReadOn
from ledger.documents.page import Answer, Chapter, Page, Person, Raw
from ledger.text.paragraphs import passages

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "episodes"
TODAY = ReadOn(today="2026-11-22")
TITLE = "Grain and War: A Talk with Dr. Ann Lee"
HEAD = f"cover of episode {TITLE}\n\n{TITLE}\n\n2024/12/19\nlogo of podcast GrainPower\n\nGrainPower\n"
PEOPLE = "\nPeople\nB\nBob Ray\nA\nAnn Lee\n"
TOPICS = "Topics\nBob Ray: 我们谈谈粮食价格。明年价格会上涨吗? Ann Lee: 价格将上涨。 但涨幅有限。\n"
INSIGHTS = """
Deep Dive

Key Insights

Why have prices risen?

Prices have risen because of the war, which has closed the ports. They could rise further.

Will they fall?

They may fall when the ports are open again.
"""
CHAPTERS = """
Chapters
This chapter explores the price of grain and what the war has done to it.
  • The ports are closed.
  • Prices have risen by half.
"""
SAID = """
I'm Bob Ray, and this is the podcast on grain. With us is Dr. Ann Lee, and I think that we will

have a good talk about it. What will the price be? I think that it will rise to ten

Then it may fall again.
"""
TAB = "\nShownotes Transcript\n"
LANGUAGES = "\nTranslations:\n中文\n"
WHOLE = HEAD + PEOPLE + TOPICS + INSIGHTS + CHAPTERS + TAB + LANGUAGES + SAID


def raw(text: str, name: str = "page.txt") -> Raw:
    return Raw(name, text, "utf-8", text.encode())


def read(text: str, on: ReadOn = TODAY) -> Page:
    assert podquest.KIND.recognises(raw(text))
    return podquest.KIND.read(raw(text), on)


def stood(found: Page) -> list[tuple[str, str, bool, str]]:
    """Each section's kind and language, whether a machine made it, and what stands in it."""
    return [(s.kind, s.language, s.derived, found.text[s.start : s.end]) for s in found.sections]


def test_every_field_of_a_page_is_found():
    found = read(WHOLE)
    assert (found.kind, found.text, found.title, found.show) == ("podquest", WHOLE, TITLE, "GrainPower")
    assert (found.published_on, found.date_words, found.date_order) == ("2024-12-19", "2024/12/19", "ymd")
    assert found.people == (Person("Bob Ray", "", "Bob Ray"), Person("Ann Lee", "", "Ann Lee"))
    assert stood(found) == [
        ("topics", "zh", True, TOPICS.split("\n")[1]),
        ("insights", "en", True, INSIGHTS.split("Key Insights")[1].strip()),
        ("chapters", "en", True, CHAPTERS.split("Chapters")[1].strip()),
        ("transcript", "en", False, SAID.strip()),
    ]
    assert found.answers == (
        Answer("Why have prices risen?",
               "Prices have risen because of the war, which has closed the ports. They could rise further."),
        Answer("Will they fall?", "They may fall when the ports are open again."),
    )  # fmt: skip
    assert found.chapters == (
        Chapter(summary="This chapter explores the price of grain and what the war has done to it.",
                bullets=("The ports are closed.", "Prices have risen by half.")),
    )  # fmt: skip
    assert found.language == "en"
    assert found.warnings == (
        "no_source_url", "no_speakers", "no_times", "machine_sections=3", "unjoined_cuts=2",
    )  # fmt: skip
    assert (found.duration_s, found.description, found.source_url, found.neighbours, found.marks) == (
        None, "", "", (), (),
    )  # fmt: skip


def test_what_a_machine_wrote_and_what_was_said_come_out_as_sentences():
    found = read(WHOLE)
    laid = passages(found.text, found.sections)
    by_kind = [(found.sections[sentence.section].kind, sentence.text) for sentence in laid.sentences]
    assert [text for kind, text in by_kind if kind == "topics"] == [
        "Bob Ray: 我们谈谈粮食价格。", "明年价格会上涨吗?", "Ann Lee: 价格将上涨。", "但涨幅有限。",
    ]  # fmt: skip
    assert [text for kind, text in by_kind if kind == "insights"][:2] == [
        "Why have prices risen?", "Prices have risen because of the war, which has closed the ports.",
    ]  # fmt: skip
    assert [text for kind, text in by_kind if kind == "chapters"][1:] == [
        "• The ports are closed.", "• Prices have risen by half.",
    ]  # fmt: skip
    assert [text for kind, text in by_kind if kind == "transcript"] == [
        "I'm Bob Ray, and this is the podcast on grain.",
        "With us is Dr. Ann Lee, and I think that we will have a good talk about it.",
        "What will the price be?",
        "I think that it will rise to ten Then it may fall again.",
    ]


@pytest.mark.parametrize(
    ("text", "kinds", "machine"),
    [
        (HEAD + TAB + SAID, ["transcript"], []),
        (HEAD + PEOPLE + TAB + LANGUAGES + SAID, ["transcript"], []),
        (HEAD + CHAPTERS + TAB + SAID, ["chapters", "transcript"], ["machine_sections=1"]),
        (HEAD + PEOPLE + TOPICS + "\nDeep Dive\n" + CHAPTERS + TAB + SAID, ["topics", "chapters", "transcript"],
         ["machine_sections=2"]),
        (HEAD + PEOPLE + INSIGHTS + TAB + SAID, ["insights", "transcript"], ["machine_sections=1"]),
        (HEAD + PEOPLE + TOPICS, ["topics"], ["machine_sections=1"]),
        (HEAD, [], []),
    ],
)  # fmt: skip
def test_any_part_may_be_missing(text, kinds, machine):
    found = read(text)
    assert [section.kind for section in found.sections] == kinds
    assert [warning for warning in found.warnings if warning.startswith("machine")] == machine
    assert (found.title, found.show, found.published_on) == (TITLE, "GrainPower", "2024-12-19")


def test_a_banner_and_a_menu_of_the_site_belong_to_no_section():
    banner = "We're sunsetting PodQuest on 2025-07-28. Thank you for your support!\nExport Podcast Subscriptions\n"
    found = read(banner + HEAD + "\nAI Deep Dive AI Chapters Transcript" + PEOPLE + TOPICS + CHAPTERS + TAB + SAID)
    assert (found.title, found.show, found.published_on) == (TITLE, "GrainPower", "2024-12-19")
    assert [person.name for person in found.people] == ["Bob Ray", "Ann Lee"]
    assert [section.kind for section in found.sections] == ["topics", "chapters", "transcript"]


def test_many_people_with_and_without_initials():
    found = read(HEAD + "\nPeople\n周恒星\n大卫\nE\nEmma Moe\n小丹尼\nTopics\n周恒星: 价格将上涨。\n" + TAB + SAID)
    assert [person.name for person in found.people] == ["周恒星", "大卫", "Emma Moe", "小丹尼"]


def test_topics_may_have_several_lines_and_other_languages():
    found = read(HEAD + PEOPLE + "Topics\nBob Ray: We talk about the price of grain and what it will do.\n"
                 "Ann Lee: It will rise, and then it will fall.\n" + TAB + SAID)  # fmt: skip
    assert stood(found)[0][:3] == ("topics", "en", True)
    assert stood(found)[0][3].count("\n") == 1


def test_chapters_may_be_many_with_titles_and_times():
    chapters = """
Chapters
00:00 Opening
The host tells of the price of grain.
  • It is high.
1:02:30
The guest tells of the war.
  • It goes on.
  • It will not end.

What is next
The two of them look ahead.
"""
    assert read(HEAD + chapters + TAB + SAID).chapters == (
        Chapter("Opening", "The host tells of the price of grain.", ("It is high.",), 0),
        Chapter("", "The guest tells of the war.", ("It goes on.", "It will not end."), 3_750_000),
        Chapter("What is next", "The two of them look ahead."),
    )


def test_an_answer_may_have_several_paragraphs_and_a_chinese_question():
    insights = "\nDeep Dive\n\nKey Insights\n\n价格为什么上涨?\n\n因为战争。\n\n港口关闭。\n\n会下降吗？\n\n会。\n"
    assert read(HEAD + insights + TAB + SAID).answers == (
        Answer("价格为什么上涨?", "因为战争。\n港口关闭。"), Answer("会下降吗？", "会。"),
    )  # fmt: skip


def test_notes_with_addresses_are_no_transcript():
    notes = "\nAnn Lee tells of the price of grain and of what it will do.\n\nRead on: https://example.org/grain\n"
    found = read(HEAD + CHAPTERS + TAB + notes)
    assert [section.kind for section in found.sections] == ["chapters", "description"]
    assert (
        found.description
        == "Ann Lee tells of the price of grain and of what it will do.\nRead on: https://example.org/grain"
    )
    assert "no_transcript" in found.warnings
    assert not any(warning.startswith("unjoined") for warning in found.warnings)


def test_what_is_offered_in_other_languages_is_a_transcript():
    found = read(HEAD + TAB + LANGUAGES + SAID + "\nGo to https://example.org/grain to read more.\n")
    assert [section.kind for section in found.sections] == ["transcript"]


def test_a_title_may_read_like_a_part():
    found = read(WHOLE.replace(TITLE, "Topics"))
    assert (found.title, found.published_on) == ("Topics", "2024-12-19")
    assert [section.kind for section in found.sections] == ["topics", "insights", "chapters", "transcript"]


def test_the_languages_on_offer_are_no_speech():
    for languages in ("\nTranslations:\n中文\n日本語\n", "\nTranslations: 中文\n", "\nTranslations:\n"):
        found = read(HEAD + TAB + languages + SAID)
        assert stood(found) == [("transcript", "en", False, SAID.strip())]


def test_words_of_the_talk_that_look_like_a_part_are_speech():
    found = read(HEAD + TAB + SAID + "\nChapters\n\nTopics\n\nPeople\n")
    assert [section.kind for section in found.sections] == ["transcript"]
    assert found.text[: found.sections[0].end].endswith("People")


def test_an_address_in_the_text_is_taken():
    address = "https://podquest.app/s/p/4580606/e/grain-and-war_ab3e2/transcript"
    found = read(f"{address}\n{HEAD}{TAB}{SAID}")
    assert (found.source_url, found.show_id, found.episode_id) == (address, "4580606", "ab3e2")
    assert "no_source_url" not in found.warnings


def test_a_date_with_two_readings_is_kept_as_printed():
    found = read(HEAD.replace("2024/12/19", "01/05/2019") + TAB + SAID)
    assert (found.published_on, found.date_words) == ("", "01/05/2019")
    assert "date_ambiguous" in found.warnings
    assert read(HEAD.replace("2024/12/19\n", "") + TAB + SAID).warnings[-1] == "no_date"


def test_line_ends_of_another_system_change_nothing():
    plain, other = read(WHOLE), read(WHOLE.replace("\n", "\r\n"))
    assert [(*rest, text.replace("\r\n", "\n")) for *rest, text in stood(other)] == [
        (*rest, text) for *rest, text in stood(plain)
    ]
    assert (other.answers, other.chapters, other.people, other.warnings) == (
        plain.answers, plain.chapters, plain.people, plain.warnings,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        "A talk.\n\nTopics\n\nShownotes Transcript",
        "cover of episode X",
        "logo of podcast Y",
        "WEBVTT\n\n",
    ],
)
def test_other_files_are_not_taken_for_such_a_page(text):
    assert not podquest.KIND.recognises(raw(text))


@given(st.lists(st.sampled_from(
    ["", "People", "Topics", "Deep Dive", "Key Insights", "Chapters", "Shownotes Transcript", "Translations:", "中文",
     "B", "Bob Ray", "Will it?", "  • It will.", "It will and", "12:30", "2024/12/19", "cover of episode X",
     "Bob: 好。", "X"]
), max_size=30), st.sampled_from(["\n", "\r\n"]))  # fmt: skip
def test_any_page_near_that_shape_is_read_with_places_that_hold(lines, end):
    text = end.join(lines)
    found = podquest.KIND.read(raw(text), TODAY)
    places = [place for section in found.sections for place in (section.start, section.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert found.text == text
    passages(found.text, found.sections)


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data lies beside a development checkout only")
def test_the_saved_page_is_read_as_its_anatomy_says():
    data = (DATA / "001_338334296546e3ca.txt").read_bytes()
    source = Raw("001_338334296546e3ca.txt", data.decode(), "utf-8", data)
    assert podquest.KIND.recognises(source)
    assert not goodpods.KIND.recognises(source)
    found = podquest.KIND.read(source, TODAY)
    assert (found.show, found.published_on, found.date_words, found.date_order) == (
        "ChinaPower", "2024-12-19", "2024/12/19", "ymd",
    )  # fmt: skip
    assert found.title.endswith("Dr. Feng Zhang")
    assert [person.name for person in found.people] == ["Bonnie Lin", "Feng Zhang"]
    assert [(section.kind, section.language, section.derived) for section in found.sections] == [
        ("topics", "zh", True), ("insights", "en", True), ("chapters", "en", True), ("transcript", "en", False),
    ]  # fmt: skip
    assert len(found.answers) == 7
    assert [len(chapter.bullets) for chapter in found.chapters] == [3]
    assert found.warnings == (
        "no_source_url", "no_speakers", "no_times", "machine_sections=3", "unjoined_cuts=33",
    )  # fmt: skip
    laid = passages(found.text, found.sections)
    said = [paragraph for paragraph in laid.paragraphs if found.sections[paragraph.section].kind == "transcript"]
    assert len(said) == 93
    assert not found.text[: found.sections[3].start].strip().endswith(("transcript", "well"))
