"""Pages of Goodpods saved as text: every field found by its place and shape, whatever the show."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents import goodpods, podquest
from ledger.documents.kinds import ReadOn
from ledger.documents.page import Neighbour, Page, Person, Raw
from ledger.text.paragraphs import passages

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "episodes"
TODAY = ReadOn(today="2026-11-22")
BADGE = (
    '<a href="https://goodpods.com/podcasts/{show}/{episode}"> <img src="https://storage.example/badge.svg" '
    'alt="listen to {title} on goodpods" style="width: 225px" /> </a>'
)
END = """If you like this episode you’ll love
Episode Comments
Generate a badge
Get a badge for your website that links back to this episode
{badge}
Copy"""
FIRST = "Ann Lee looks at what the vote will mean for the price of grain. It will rise, she says."
SECOND = "On this episode of the Grain and Bread podcast, Bob Ray spoke with Ann Lee, a fellow at the Grain Institute."


def raw(text: str, name: str = "page.txt") -> Raw:
    return Raw(name, text, "utf-8", text.encode())


def page(
    *body: str,
    title: str = "What the Vote Means",
    dated: str = "01/17/19 • 43 min",
    before: tuple[str, ...] = ("",),
    show: str = "grain-and-bread-1234",
    episode: str = "what-the-vote-means-5678",
    end: str | None = None,
) -> str:
    """A page of the shape that the site's pages have when they are saved as text."""
    badge = BADGE.format(show=show, episode=episode, title=title.lower())
    return "\n".join([*before, title, dated, *body, END.format(badge=badge) if end is None else end])


def read(text: str, on: ReadOn = TODAY) -> Page:
    assert goodpods.KIND.recognises(raw(text))
    return goodpods.KIND.read(raw(text), on)


def stood(found: Page) -> list[tuple[str, str]]:
    """Each section's kind and what stands in it."""
    return [(section.kind, found.text[section.start : section.end]) for section in found.sections]


def test_every_field_of_a_page_is_found():
    text = page(FIRST, SECOND, FIRST, SECOND, "Previous Episode", "", "Old Bread", "Of old bread. It was good.",
                "Next Episode", "", "New Bread", "Of new bread.")  # fmt: skip
    found = read(text)
    assert (found.kind, found.text) == ("goodpods", text)
    assert (found.title, found.show) == ("What the Vote Means", "Grain and Bread")
    assert (found.published_on, found.date_words, found.date_order) == ("2019-01-17", "01/17/19", "mdy")
    assert found.duration_s == 43 * 60
    assert found.description == f"{FIRST}\n{SECOND}"
    assert (found.show_slug, found.show_id, found.episode_id) == ("grain-and-bread", "1234", "5678")
    assert found.source_url == "https://goodpods.com/podcasts/grain-and-bread-1234/what-the-vote-means-5678"
    assert found.language == "en"
    assert found.people == (Person("Bob Ray", "host", "Bob Ray"), Person("Ann Lee", "guest", "Ann Lee"))
    assert found.neighbours == (
        Neighbour("previous", "Old Bread", "Of old bread. It was good."),
        Neighbour("next", "New Bread", "Of new bread."),
    )
    assert stood(found) == [
        ("description", f"{FIRST}\n{SECOND}\n{FIRST}\n{SECOND}"),
        ("previous", "Old Bread\nOf old bread. It was good."),
        ("next", "New Bread\nOf new bread."),
    ]
    assert not any(section.derived for section in found.sections)
    assert found.warnings == (
        "duplicate_paragraphs=2", "no_speakers", "no_times", "date_two_digit_year", "podcast_name_inferred",
    )  # fmt: skip
    assert (found.audio_url, found.marks, found.chapters, found.answers) == ("", (), (), ())


def test_the_copy_of_the_description_is_seen_as_a_copy():
    found = read(page(FIRST, SECOND, FIRST, SECOND))
    laid = passages(found.text, found.sections)
    assert [paragraph.same_as for paragraph in laid.paragraphs] == [None, None, 1, 2]


def test_a_page_without_neighbours_or_a_guest_is_read():
    found = read(page("Prices will rise. That is all there is to be said of it, and of them."))
    assert (found.neighbours, found.people) == ((), ())
    assert [section.kind for section in found.sections] == ["description"]
    assert "duplicate_paragraphs" not in " ".join(found.warnings)


def test_a_page_with_one_neighbour_is_read():
    found = read(page(FIRST, "Next Episode", "", "New Bread", "Of new bread.", "Of new bread."))
    assert found.neighbours == (Neighbour("next", "New Bread", "Of new bread."),)
    assert "duplicate_paragraphs=1" in found.warnings


@pytest.mark.parametrize(
    ("printed", "seconds"),
    [
        ("43 min", 2580), ("1 hr 3 min", 3780), ("2 hr", 7200), ("102 min", 6120), ("1 hrs 1 mins", 3660),
        ("1h 3min", 3780), ("1 hour 20 minutes", 4800), ("45 sec", 45), ("3 min 20 sec", 200), ("", None),
    ],
)  # fmt: skip
def test_a_duration_may_have_hours(printed, seconds):
    found = read(page(FIRST, dated=f"01/17/19 • {printed}".rstrip()))
    assert (found.duration_s, found.published_on) == (seconds, "2019-01-17")


def test_an_ambiguous_day_is_kept_as_printed_until_the_order_is_given():
    text = page(FIRST, dated="01/05/19 • 43 min")
    found = read(text)
    assert (found.published_on, found.date_words, found.date_order) == ("", "01/05/19", "")
    assert found.warnings[-3:] == ("date_two_digit_year", "date_ambiguous", "podcast_name_inferred")
    settled = read(text, ReadOn("mdy", "2026-11-22"))
    assert (settled.published_on, settled.date_words, settled.date_order) == ("2019-01-05", "01/05/19", "mdy")
    assert "date_ambiguous" not in settled.warnings


def test_the_head_and_the_buttons_of_the_site_belong_to_no_section():
    before = ("Log in", "", "goodpods headphones icon", "", "To access all our features", "", "Open the Goodpods app",
              "Close icon", "Grain & Bread - What the Vote Means", "")  # fmt: skip
    text = page("", "2 Listeners", "", "Grain & Bread", "", FIRST, "", "  • prices", "  • wages", "", "plus icon",
                "bookmark", "", FIRST, "", "  • prices", "  • wages", "", "1 Comment", before=before)  # fmt: skip
    found = read(text)
    assert (found.title, found.show) == ("What the Vote Means", "Grain & Bread")
    assert "podcast_name_inferred" not in found.warnings
    assert stood(found) == [("description", f"{FIRST}\n\n  • prices\n  • wages")] * 2
    assert found.description == f"{FIRST}\n• prices\n• wages"
    assert "duplicate_paragraphs=3" in found.warnings


def test_the_captions_of_pictures_are_no_titles():
    before = ("undefined - What the Vote Means", "")
    text = page(FIRST, "Previous Episode", "", "undefined - Old Bread", "", "Old Bread", "", "Of old bread.",
                "Next Episode", "", "Grain - New Bread", "", "New Bread", before=before)  # fmt: skip
    found = read(text)
    assert (found.title, found.show) == ("What the Vote Means", "Grain And Bread")
    assert found.neighbours == (Neighbour("previous", "Old Bread", "Of old bread."), Neighbour("next", "New Bread"))


def test_a_part_opens_once():
    found = read(page(FIRST, "Previous Episode", "", "Old Bread", "Next Episode", "", "New Bread", "Previous Episode"))
    assert stood(found) == [
        ("description", FIRST), ("previous", "Old Bread"), ("next", "New Bread\nPrevious Episode"),
    ]  # fmt: skip


def test_a_show_on_a_line_of_its_own_above_the_date_is_not_the_title():
    text = page(FIRST, before=("",)).replace("What the Vote Means\n01", "What the Vote Means\nGrain and Bread\n01", 1)
    found = read(text)
    assert (found.title, found.show) == ("What the Vote Means", "Grain and Bread")
    assert "podcast_name_inferred" not in found.warnings


def test_the_name_of_a_show_is_taken_from_its_address_where_the_text_does_not_spell_it():
    found = read(page("Prices will rise."))
    assert found.show == "Grain And Bread"
    assert "podcast_name_inferred" in found.warnings


def test_without_a_badge_there_is_no_address():
    other = "Listen to https://goodpods.com/podcasts/other-show-9/other-episode-8 as well, and to the rest of them."
    found = read(page(FIRST, SECOND, other, end="If you like this episode you'll love\nEpisode Comments"))
    assert (found.source_url, found.show_slug, found.episode_id) == ("", "", "")
    assert "no_source_url" in found.warnings
    assert (found.show, "podcast_name_inferred" in found.warnings) == ("Grain and Bread", True)


def test_a_shortened_copy_is_no_second_description():
    found = read(page(FIRST[:40] + "...", "Read more", FIRST, SECOND))
    assert found.description == f"{FIRST}\n{SECOND}"
    assert stood(found) == [("description", f"{FIRST}\n{SECOND}")]


def test_line_ends_of_another_system_change_nothing():
    text = page(FIRST, SECOND, FIRST, SECOND, "Previous Episode", "", "Old Bread", "Of old bread.")
    plain, other = read(text), read(text.replace("\n", "\r\n"))
    assert [text.replace("\r\n", "\n") for _, text in stood(other)] == [text for _, text in stood(plain)]
    assert (other.title, other.people, other.warnings) == (plain.title, plain.people, plain.warnings)
    assert other.description == plain.description


def test_a_description_in_chinese_says_so():
    assert read(page("我们谈谈粮食价格的走势。明年价格将上涨,但涨幅有限。")).sections[0].language == "zh"
    assert read(page("Brot!")).sections[0].language == ""


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("In this podcast, Bob Ray spoke with Ann Lee, Rita Moe Professor of Trade at Some University, on grain.",
         [("Bob Ray", "host"), ("Ann Lee", "guest")]),
        ("Bob Ray speaks with Dr. Ann Lee and Ambassador Tom de la Cruz about grain.",
         [("Bob Ray", "host"), ("Ann Lee", "guest"), ("Tom de la Cruz", "guest")]),
        ("Host Bob Ray sat down with experts Ann Lee, Li Bin, and J. R. Moe to talk of grain.",
         [("Bob Ray", "host"), ("Ann Lee", "guest"), ("Li Bin", "guest"), ("J. R. Moe", "guest")]),
        ("Bob Ray spoke with Ann Lee, a fellow at the Institute, and Li Bin, a professor, on Chad and North Korea.",
         [("Bob Ray", "host"), ("Ann Lee", "guest"), ("Li Bin", "guest")]),
        ("Bob Ray is joined by Ann Lee. They talk of grain.", [("Bob Ray", "host"), ("Ann Lee", "guest")]),
        ("Ann Lee joins Bob Ray to talk of grain.", [("Bob Ray", "host"), ("Ann Lee", "guest")]),
        ("Grain House's Bob Ray interviews Ann Lee.", [("Bob Ray", "host"), ("Ann Lee", "guest")]),
        ("Hosted by Bob Ray and Tom Moe. Guest: Ann Lee.",
         [("Bob Ray", "host"), ("Tom Moe", "host"), ("Ann Lee", "guest")]),
        ("Ray spoke with Professor Ann Lee of the Institute.", [("Ann Lee", "guest")]),
        ("Officials of South Korea spoke with North Korea. The United States spoke with the European Union.", []),
        ("Prices will rise, Ann Lee said.", []),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)  # fmt: skip
def test_who_talks_is_told_by_the_sentence_that_says_so(sentence, people):
    assert [(person.name, person.role) for person in read(page(sentence)).people] == people


def test_a_name_is_kept_as_printed_beside_the_name_without_its_title():
    found = read(page("Bob Ray spoke with Professor Ann Lee of the Institute."))
    assert found.people[1] == Person("Ann Lee", "guest", "Professor Ann Lee")


@pytest.mark.parametrize(
    "text",
    [
        "", "One line.", "A talk about grain.\n\nIt will rise.", "01/17/19 • 43 min",
        "cover of episode X\n\nX\n\n2024/12/19\nlogo of podcast Y\n\nY\n\nShownotes Transcript\n\nIt will rain.",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nHello",
    ],
)  # fmt: skip
def test_other_files_are_not_taken_for_such_a_page(text):
    assert not goodpods.KIND.recognises(raw(text))


def test_a_page_of_the_other_site_is_not_taken_for_this_one():
    assert not podquest.KIND.recognises(raw(page(FIRST, SECOND)))


@given(st.lists(st.sampled_from(
    ["", "Previous Episode", "Next Episode", "01/05/19 • 3 min", "bookmark", "Copy", "Ann Lee spoke with Bob Ray.",
     "Episode Comments", '<a href="https://goodpods.com/podcasts/a-1/b-2">', "2 Listeners", "A line...",
     "A line of it."]
), max_size=25), st.sampled_from(["\n", "\r\n"]))  # fmt: skip
def test_any_page_near_that_shape_is_read_with_places_that_hold(lines, end):
    text = end.join(lines)
    found = goodpods.KIND.read(raw(text), TODAY)
    places = [place for section in found.sections for place in (section.start, section.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert found.text == text
    passages(found.text, found.sections)


@pytest.mark.skipif(not DATA.exists(), reason="the folder of real data lies beside a development checkout only")
def test_the_saved_page_is_read_as_its_anatomy_says():
    data = (DATA / "000_5288255dd77e0506.txt").read_bytes()
    source = Raw("000_5288255dd77e0506.txt", data.decode(), "utf-8", data)
    assert goodpods.KIND.recognises(source)
    assert not podquest.KIND.recognises(source)
    found = goodpods.KIND.read(source, TODAY)
    assert (found.show, found.show_slug, found.show_id, found.episode_id) == (
        "China in the World", "china-in-the-world", "498939", "65944177",
    )  # fmt: skip
    assert found.title.startswith("New Summit, Old Issues")
    assert (found.published_on, found.date_words, found.date_order, found.duration_s) == (
        "2019-01-17", "01/17/19", "mdy", 2580,
    )  # fmt: skip
    assert [(person.name, person.role) for person in found.people] == [("Paul Haenle", "host"), ("Tong Zhao", "guest")]
    assert [neighbour.relation for neighbour in found.neighbours] == ["previous", "next"]
    assert [(section.kind, section.language) for section in found.sections] == [
        ("description", "en"), ("previous", "en"), ("next", "en"),
    ]  # fmt: skip
    assert found.warnings == (
        "duplicate_paragraphs=2", "no_speakers", "no_times", "date_two_digit_year", "podcast_name_inferred",
    )  # fmt: skip
    laid = passages(found.text, found.sections)
    assert sum(sentence.same_as is not None for sentence in laid.sentences) == 16
    assert not re.search("Copy|badge|Comments", " ".join(sentence.text for sentence in laid.sentences))
