"""Web pages: what is read, what is left out, what the page says of itself, and pages made to do harm."""

import builtins
import json
import socket

import growth
import pytest
from lxml import etree
from reader_kit import raw, read, said, spoken

from ledger.documents import article
from ledger.documents.html import DEEPEST, TooMuchHtml, read_html
from ledger.documents.kinds import ReadOn
from ledger.documents.page import Person
from ledger.text.passages import Section

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Grain in a Dry Year | Grain and Bread</title>
<link rel="canonical" href="https://example.org/grain">
<meta property="og:title" content="Grain in a Dry Year"><meta property="og:site_name" content="Grain and Bread">
<meta property="article:published_time" content="2024-05-06T22:00:00-05:00"><meta name="author" content="Ann Lee">
<meta name="description" content="What the drought &amp; the vote mean.">
<style>p { color: red }</style><script>var words = "<p>not said</p>";</script></head>
<body><header><h1>Grain and Bread</h1><p>A show on prices</p></header>
<nav><ul><li><a href="/">Home</a></li><li>Menu</li></ul></nav>
<main><article><header><h1>Grain in a Dry Year</h1><p>By Ann Lee</p></header>
<p>The harvest will be <b>la</b>rge&nbsp;this
year &mdash; they <a href="/say">say</a>.</p>
<!-- <p>not said either</p> -->
<div>A line.<br>Another line.<ul><li>First item</li><li>Second item</li></ul></div>
<p>The harvest will be large this year &#8212; they say.</p>
<aside><p>Related: other pages</p></aside><form><label>Mail</label><button>Subscribe</button></form>
<table><tr><td>Wheat</td><td>5%</td></tr><tr><td>Rye</td><td>6%</td></tr></table>
<figure><svg><title>Logo</title><text>no</text></svg><figcaption>A field.</figcaption></figure>
<noscript>Switch on scripts</noscript><template><p>Not yet</p></template><iframe>no</iframe></article></main>
<footer><p>All rights reserved</p></footer></body></html>
"""


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def data(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


def test_the_main_text_is_read_paragraph_by_paragraph_and_nothing_twice_or_lost():
    found = read(article, PAGE)
    assert found.text.split("\n") == [
        "Grain in a Dry Year", "By Ann Lee", "The harvest will be large this year \u2014 they say.", "A line.",
        "Another line.", "First item", "Second item", "The harvest will be large this year \u2014 they say.", "Mail",
        "Wheat 5%", "Rye 6%", "A field.",
    ]  # fmt: skip
    assert found.sections == (Section("article", 0, len(found.text), "en-GB"),)
    assert found.warnings == ("duplicate_paragraphs=1",)


def test_what_the_page_says_of_itself():
    found = read(article, PAGE)
    assert (found.title, found.show) == ("Grain in a Dry Year", "Grain and Bread")
    assert (found.published_on, found.date_words, found.date_order) == (
        "2024-05-06",
        "2024-05-06T22:00:00-05:00",
        "ymd",
    )
    assert (found.source_url, found.language) == ("https://example.org/grain", "en-GB")
    assert found.description == "What the drought & the vote mean."
    assert found.people == (Person("Ann Lee", "author"),)


def test_json_ld_counts_for_more_than_the_head():
    thing = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "A site", "datePublished": "1999-01-01"},
            {
                "@type": ["PodcastEpisode"],
                "name": "Grain &amp; Rain",
                "datePublished": "2024-05-07",
                "duration": "PT1H2M3S",
                "partOfSeries": {"@type": "PodcastSeries", "name": "Bread"},
                "author": [{"@type": "Person", "name": "Bob Ray"}, "Ann Lee", {"name": "https://example.org/me"}],
                "actor": {"name": "Ann Lee"},
                "associatedMedia": {"contentUrl": "https://example.org/a.mp3"},
                "url": "https://example.org/other",
                "inLanguage": "de",
                "description": "Of grain.",
            },
        ],
    }
    found = read(article, page("<p>Said.</p>", data(thing) + '<meta property="og:title" content="No">'))
    assert (found.title, found.show, found.published_on) == ("Grain & Rain", "Bread", "2024-05-07")
    assert (found.duration_s, found.audio_url, found.source_url) == (
        3_723,
        "https://example.org/a.mp3",
        "https://example.org/other",
    )
    assert (found.language, found.description) == ("de", "Of grain.")
    assert found.people == (Person("Bob Ray", "author"), Person("Ann Lee", "author"))


@pytest.mark.parametrize(
    "thing",
    [
        "{",
        "[1, 2",
        '{"@type": "Article", "headline": NaN}',
        "[" * 5_000,
        '{"@type": "Article", "@type": "Article"}',
        "plain words",
    ],
)
def test_json_ld_that_is_none_is_counted_and_left_out(thing):
    found = read(article, page("<p>Said.</p>", f'<title>T</title><script type="application/ld+json">{thing}</script>'))
    assert (found.title, found.text) == ("T", "Said.")
    assert "bad_json_ld=1" in found.warnings


@pytest.mark.parametrize(
    "thing",
    [5, "text", None, [], {}, [[[]]], {"@type": 5}, {"@type": "Article", "headline": 5, "author": 7,
    "datePublished": {}},
     {"@type": "Article", "headline": "a\0b"}, {"@type": "Article", "headline": "\ud800"}, {"@graph": 5},
     {"@graph": [5]},
     {"@type": "BreadcrumbList", "name": "No"}],
)  # fmt: skip
def test_json_ld_of_any_shape_does_no_harm(thing):
    assert read(article, page("<p>Said.</p>", f"<title>T</title>{data(thing)}")).title == "T"


def test_json_ld_that_is_empty_is_none():
    found = read(article, page("<p>Said.</p>", '<script type="application/ld+json"> <!-- --> </script>'))
    assert not any(warning.startswith("bad") for warning in found.warnings)


@pytest.mark.parametrize("text", [
    '<!-- {"@type": "Article", "headline": "H"} -->', '//<![CDATA[\n{"@type": "Article", "headline": "H"}\n//]]>',
    '{"@type": "Article", "headline":\n"H", "description": "two\nlines"}',
])  # fmt: skip
def test_json_ld_is_found_however_it_is_wrapped(text):
    assert read(article, page("", f'<script type=" Application/LD+JSON ">{text}</script>')).title == "H"


@pytest.mark.parametrize(
    ("head", "day", "words"),
    [
        ('<meta name="dc.date" content="6 May 2024">', "2024-05-06", "6 May 2024"),
        ('<meta itemprop="datePublished" content="2024-05-06">', "2024-05-06", "2024-05-06"),
        ('<meta name="date" content="05/06/2024">', "", "05/06/2024"),
        ('<meta name="date" content="some day">', "", "some day"),
        ("", "", ""),
    ],
)
def test_a_date_is_read_or_left_as_it_is_printed(head, day, words):
    found = read(article, page("<p>Said.</p>", head))
    assert (found.published_on, found.date_words) == (day, words)
    told = {"": "no_date", "05/06/2024": "date_ambiguous", "some day": "unreadable_date"}
    assert bool(day) or told[words] in found.warnings


def test_a_date_with_two_readings_is_read_in_the_order_given():
    found = read(article, page("", '<meta name="date" content="05/06/2024">'), on=ReadOn("dmy", "2026-11-22"))
    assert (found.published_on, found.date_order) == ("2024-06-05", "dmy")


def test_the_time_element_dates_a_page_that_has_nothing_else():
    assert (
        read(article, page('<article><time datetime="2024-05-06">May</time><p>Said.</p></article>')).published_on
        == "2024-05-06"
    )


@pytest.mark.parametrize("url", [
    "javascript:alert(1)", "java\nscript:alert(1)", "file:///etc/hostname", "/grain", "//example.org/a",
    "data:text/html,x", "https://",
    "https://user:pw@example.org/", "https://exa mple.org/", 'https://example.org/"onload=', "ftp://example.org/",
    "x" * 5_000,
])  # fmt: skip
def test_an_address_that_is_no_whole_one_on_the_web_is_dropped(url):
    found = read(article, page("", f"<link rel=canonical href='{url}'><meta property=og:audio content='{url}'>"))
    assert (found.source_url, found.audio_url) == ("", "")
    assert "no_source_url" in found.warnings


@pytest.mark.parametrize(
    "element", ["article", "main", 'div role="main"', 'div itemprop="articleBody"', 'section role="article"']
)
def test_the_main_text_is_what_the_element_for_it_holds(element):
    name = element.split()[0]
    found = read(
        article,
        page(f"<p>Before.</p><{element}><p>The main text of this page.</p><p>More of it.</p></{name}><p>After.</p>"),
    )
    assert found.text == "The main text of this page.\nMore of it."
    assert "left_out=2" in found.warnings


def test_a_page_of_many_articles_is_read_whole():
    found = read(article, page("".join(f"<article><p>The {n}th of the articles.</p></article>" for n in range(5))))
    assert len(found.text.split("\n")) == 5


def test_what_holds_several_articles_is_as_large_as_they_are():
    articles = "".join(f"<article><p>The {n}th of the articles.</p></article>" for n in range(5))
    found = read(article, page(f"<p>Before.</p><main>{articles}</main><p>After.</p>"))
    assert len(found.text.split("\n")) == 5
    assert "left_out=2" in found.warnings


def test_an_article_body_within_an_article_is_preferred():
    body = "<p>" + "The main text of this page is long. " * 9 + "</p>"
    found = read(article, page(f"<article><p>By Ann.</p><div itemprop='articleBody'>{body}</div><p>Tags</p></article>"))
    assert found.text.startswith("The main text")
    assert "Tags" not in found.text


def test_a_menu_of_links_is_left_out_where_no_element_tells_the_main_text():
    menu = "".join(f"<li><a href='/{n}'>Page {n}</a></li>" for n in range(5))
    found = read(
        article,
        page(f"<ul>{menu}</ul><p>Said <a href='/'>here</a>.</p><ul><li><a href='/'>A source</a><li>Said too.</ul>"),
    )
    assert found.text == "Said here.\nA source\nSaid too."
    assert "left_out=5" in found.warnings


@pytest.mark.parametrize("role", ["navigation", "banner", "contentinfo", "search", "dialog"])
def test_roles_say_what_is_no_text(role):
    assert read(article, page(f"<div role='{role}'><p>No <b>words</b></p></div><p>Said.</p>")).text == "Said."


def test_text_that_is_hidden_until_a_button_is_pressed_is_read():
    assert (
        read(article, page("<div hidden aria-hidden=true style='display:none'><p>The transcript.</p></div>")).text
        == "The transcript."
    )


def test_preformatted_lines_stay_lines():
    assert read(article, page("<pre>One\n  two\n\nthree</pre>four\nfive")).text == "One\ntwo\nthree\nfour five"


def test_a_transcript_on_a_page_has_its_speakers():
    found = read(
        article,
        page(
            "<p>Ann Lee: Will it?</p><p><b>Bob Ray:</b> It will.</p><p>Soon.</p><p>Ann Lee: Oh.</p><p>Bob Ray: Yes.</p>"
        ),
    )
    assert spoken(found) == [
        ("Ann Lee", "Will it?"), ("Bob Ray", "It will.\nSoon."), ("Ann Lee", "Oh."), ("Bob Ray", "Yes."),
    ]  # fmt: skip
    assert found.sections[0].kind == "transcript"
    assert found.people == (Person("Ann Lee"), Person("Bob Ray"))


def test_times_on_a_page_are_marked():
    found = read(article, page("<p>[00:01] One.</p><p>[00:02] Two.</p>"))
    assert said(found) == [("", "One.", 1_000, None), ("", "Two.", 2_000, None)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One<p>Two", "One\nTwo"),
        ("One<div>Two</div>Three", "One\nTwo\nThree"),
        ("<b>One</b> <i>two</i>three", "One twothree"),
        ("<p>a < b & c</p>", "a < b & c"),
        ("<p>One &#150; two&hellip; &notit; &#0;</p>", "One \u2013 two\u2026 \u00acit; \ufffd"),
        ("<p>One</b></div></p>two</article>three", "One\ntwothree"),
        ("<table><td>One<td>two<tr><td>three", "One two\nthree"),
        ("<p>One <script>if (a<b) {}</script>two <style>x</style>three", "One two three"),
        ("<textarea><p>no</textarea><select><option>no</select>yes", "yes"),
        ("<nav>no <nav>no</nav> no</nav>yes", "yes"),
        ("x\u2028y\x0bz\x85w", "x y z w"),
        ("<p>One<!-- <p>no --><!---->two<!-->three", "Onetwothree"),
        ("", ""),
    ],
)
def test_markup_of_all_kinds(body, text):
    assert read(article, page(body)).text == text


@pytest.mark.parametrize("text", ["", " ", "<", "<html>", "<!-- x", "<p", "<a href='", "&", "</", "<?", "<![CDATA["])
def test_pages_with_nothing_in_them(text):
    found = read(article, text, "a.html")
    assert found.text in {"", "<", "&", "</"}
    assert found.text or "no_text" in found.warnings


def test_declared_encodings_do_not_change_text_that_is_decoded():
    declared = '<?xml version="1.0" encoding="gb2312"?><html><head><meta charset=windows-1251></head>'
    text = f"{declared}<p>caf\u00e9 \u4e2d \U0001f399"
    assert read(article, text).text == "caf\u00e9 \u4e2d \U0001f399"


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        (PAGE, "a", True), ("\ufeff\n<html>", "a.txt", True), ("<!-- saved --><HTML>", "a", True), ("<p>Hi</p>",
        "a.html", True),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', "a", True), ("<p>Hi</p>", "a.txt",
        False),
        ("Plain words", "a.html", False), ('<?xml version="1.0"?><rss>', "a.xml", False), ("a <b> c", "a.txt", False),
    ],
)  # fmt: skip
def test_a_page_is_known_by_its_first_tag_or_its_name(text, name, known):
    assert article.KIND.recognises(raw(text, name)) is known


# Pages made to do harm

HOSTILE = {
    "nested": "<div>", "nested lists": "<ul><li>", "nested in another language": "<svg><desc>", "bold": "<b><p>",
    "unclosed comments": "<!--", "comments": "<!--x-->", "wrongly closed comments": "<!--x--!>",
    "tags without end": "<a ",
    "end tags": "</p>", "unmatched end tags": "</nothing>", "less than": "<", "ends of nothing": "</",
    "instructions": "<?",
    "declarations": "<!", "sections": "<![CDATA[", "scripts": "<script>x</script>",
    "open scripts": "<script><!--<script>",
    "ampersands": "&", "entities": "&amp;", "entities cut short": "&amp", "numbers": "&#x41;",
    "titles": "<title>x</title>",
    "quotes": "<a b='\"<a b=\"'", "tables": "<table><tr><td>", "paragraphs": "<p>word ", "breaks": "<br>",
    "bodies": "<body a=1>",
    "articles": "<article><p>x</article>", "open articles": "<p>x<article>", "nul": "&#0;", "line ends": "<pre>\r\n",
    "metas": "<meta name=a content=b>", "times": "<time datetime=a>",
    "data": "<script type='application/ld+json'>[]</script>",
}  # fmt: skip


def attributes(size: int) -> str:
    return "<a " + " ".join(f"a{n}=1" for n in range(size // 8)) + ">"


def unmatched(size: int) -> str:
    """As deep as is allowed, and then ends of elements that are not open."""
    return "<svg>" * (DEEPEST - 5) + "</p>" * (size // 4)


MADE = {
    "many attributes": attributes, "deep and unmatched": unmatched,
    "one long attribute": lambda size: "<a b='" + "x" * size, "one long word": lambda size: "x" * size,
    "one long name": lambda size: "<" + "x" * size, "one long number": lambda size: "&#" + "9" * size,
}  # fmt: skip


def work(text: str) -> None:
    """Read a page that may be refused for its depth or length, and for nothing else."""
    try:
        article.KIND.read(raw(text), ReadOn())
    except TooMuchHtml:
        return


@pytest.mark.long("growth", sample=12)
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_size_of_a_hostile_page_alone(piece):
    assert growth.grows_straight(lambda size: work(piece * (size // len(piece))), 60_000)


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_time_grows_with_the_size_of_a_hostile_page_alone_too(made):
    assert growth.grows_straight(lambda size: work(made(size)), 60_000)


@growth.timed
def test_a_parser_that_makes_a_tree_is_caught():
    """lxml itself, where it keeps every attribute in a tree."""
    growing = growth.grows_straight(lambda size: etree.HTML(attributes(size), etree.HTMLParser(huge_tree=True)), 80_000)
    assert not growing


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<svg>", "<ul><li>", "<table><tr><td>", "<font color=x>", "<x-y>"])
def test_nesting_without_end_is_refused(piece):
    with pytest.raises(TooMuchHtml, match=f"has more than {DEEPEST} levels of elements"):
        read_html(piece * 2 * DEEPEST, "a.html")


def test_paragraphs_without_end_are_refused(monkeypatch):
    monkeypatch.setattr("ledger.documents.html.MOST_BLOCKS", 5)
    assert read(article, page("<p>x" * 5)).text.count("x") == 5
    with pytest.raises(TooMuchHtml, match="has more than 5 paragraphs"):
        read(article, page("<p>x" * 6))


def test_what_is_allowed_is_read():
    deep = "<div>" * (DEEPEST - 5) + "words" + "</div>" * (DEEPEST - 5)
    assert read(article, page(deep)).text == "words"


def test_a_page_is_read_alike_in_pieces_of_any_size(monkeypatch):
    whole = read(article, PAGE)
    for size in (1, 2, 3, 7, 50):
        monkeypatch.setattr("ledger.documents.html._CHUNK", size)
        assert read(article, PAGE) == whole


def test_reading_opens_no_file_and_no_connection(monkeypatch):
    outside = (
        '<!DOCTYPE html SYSTEM "file:///etc/hostname" [<!ENTITY a SYSTEM "file:///etc/hostname">]><html><head>'
        '<base href="http://127.0.0.1/"><link rel=stylesheet href="file:///etc/hostname"></head><body>'
        '<img src="http://127.0.0.1/a.png"><iframe src="file:///etc/hostname"></iframe><p>&a;</p>'
    )
    read(article, outside)  # what reading imports is loaded by now

    def refuse(*_args, **_keywords):
        raise AssertionError("it went out")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    assert "&a;" in read(article, outside).text


def test_a_page_that_declares_entities_does_not_grow():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]><p>&l9;</p>'
    assert len(read(article, text).text) <= len(text)


def test_facts_are_kept_up_to_a_number():
    html = read_html('<meta name="a" content="b">' * 5_000, "a.html")
    assert len(html.meta) == 2_000
