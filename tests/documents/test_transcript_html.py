"""HTML transcripts as the podcast namespace has them: cite, time, p."""

import pytest
from reader_kit import raw, read, said, spoken

from ledger.documents import article, transcript_html
from ledger.documents.page import Person
from ledger.text.passages import Section

TALK = """<cite>Ann Lee:</cite>
<time>0:00</time>
<p>The harvest will be <em>large</em> this year, they&nbsp;say.</p>
<cite>Bob Ray :</cite>
<time>1:09</time>
<p>By how much? I ask because</p>
<p>the price has hardly moved.</p>
<time>1:02:03.5</time>
<p>So.</p>
"""


def test_every_paragraph_has_its_speaker_and_its_time():
    page = read(transcript_html, TALK)
    assert page.text == (
        "The harvest will be large this year, they say.\nBy how much? I ask because the price has hardly moved.\nSo."
    )
    assert said(page) == [
        ("Ann Lee", "The harvest will be large this year, they say.", 0, None),
        ("Bob Ray", "By how much? I ask because", 69_000, None),
        ("Bob Ray", "the price has hardly moved.", None, None),
        ("Bob Ray", "So.", 3_723_500, None),
    ]
    assert page.people == (Person("Ann Lee"), Person("Bob Ray"))
    assert page.warnings == ()


def test_a_whole_page_around_it_changes_nothing_but_the_language():
    page = read(
        transcript_html, f"<!DOCTYPE html><html lang=en-gb><head><title>T</title></head><body>{TALK}</body></html>"
    )
    assert page.text == read(transcript_html, TALK).text
    assert page.language == "en-GB"
    assert page.sections == (Section("transcript", 0, len(page.text), "en-GB"),)


def test_speakers_alone_and_times_alone():
    assert spoken(read(transcript_html, "<cite>Ann</cite><p>One.</p><p>Two.</p>")) == [("Ann", "One."), ("Ann", "Two.")]
    page = read(transcript_html, "<time>0:01</time><p>One.</p><time>[0:02]</time><p>Two.</p>")
    assert said(page) == [("", "One.", 1_000, None), ("", "Two.", 2_000, None)]
    assert page.warnings == ("no_speakers",)


def test_paragraphs_without_marks_stay_paragraphs():
    assert (
        read(transcript_html, "<cite>Ann</cite><p>one and two<p>three and four").text == "one and two\nthree and four"
    )


def test_a_time_that_cannot_be_read_is_counted():
    page = read(transcript_html, "<cite>Ann</cite><time>noon</time><p>One.</p><time>0:02</time><p>Two.</p>")
    assert said(page) == [("Ann", "One.", None, None), ("Ann", "Two.", 2_000, None)]
    assert page.warnings == ("bad_times=1",)


def test_all_in_one_paragraph():
    page = read(
        transcript_html, "<p><cite>Ann:</cite> <time>0:01</time> One.<br><cite>Bob:</cite> <time>0:02</time> Two.</p>"
    )
    assert said(page) == [("Ann", "One.", 1_000, None), ("Bob", "Two.", 2_000, None)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (TALK, True),
        ("<html><body><h1>Talk</h1>" + TALK, True),
        ("<CITE>Ann:</CITE>\r\n<P>One.</P>", True),
        ("<time>00:00:01</time><p>One.", True),
        ("<p>In <cite>Grain and Bread</cite> they say so.</p>", False),
        ('<article><time datetime="2024-05-06">6 May 2024</time><p>One.', False),
        ("cite Ann time 0:00", False),
    ],
)
def test_a_file_is_known_by_its_elements(text, known):
    assert transcript_html.KIND.recognises(raw(text, "a.html")) is known


def test_an_article_with_a_citation_and_a_date_is_an_article():
    page = "<html><body><time datetime=2024-05-06>6 May</time><p>One.</p><blockquote>Two.<cite>Ann</cite></blockquote>"
    assert not transcript_html.KIND.recognises(raw(page))
    assert article.KIND.recognises(raw(page))
