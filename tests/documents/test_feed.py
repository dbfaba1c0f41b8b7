"""Feeds as podcasts publish them: what is read, in which order, and what is said of what cannot be."""

import re
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.documents.feed import Credited, Transcript, find_item, item_page, looks_like_feed, read_feed
from ledger.documents.feed.items import read_duration, read_feed_day
from ledger.documents.html import plain_line, plain_text
from ledger.documents.page import Person, Raw
from ledger.errors import ConflictError, LedgerError, NotFoundError

SPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)


def raw(text, encoding="utf-8", *, name="feed.xml"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return Raw(name, "", encoding, data)


def rss(channel, *, spaces=SPACES, declaration='<?xml version="1.0" encoding="UTF-8"?>\n'):
    return f'{declaration}<rss version="2.0" {spaces}><channel>{channel}</channel></rss>'


def read(channel, **keywords):
    return read_feed(raw(rss(channel, **keywords)))


def item(inside):
    """The one item of a feed that holds these elements."""
    feed = read(f"<title>Show</title><item>{inside}</item>")
    assert len(feed.items) == 1
    return feed.items[0]


CUT = len("</channel></rss>")
WHOLE = """
<title>Grand Strategy &amp; Small Talk</title><link>https://example.org/show</link><language>en-GB</language>
<description><![CDATA[<p>About <b>states</b>.</p>]]></description>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
<podcast:person>Ada Host</podcast:person>
<item>
  <title>What Comes Next</title><guid isPermaLink="false">ep-2</guid><link>https://example.org/2</link>
  <pubDate>Thu, 17 Jan 2019 09:00:00 +0000</pubDate>
  <description>Ada asks &lt;i&gt;Bo Guest&lt;/i&gt;.&lt;br/&gt;Recorded in Rome.</description>
  <content:encoded><![CDATA[<p>Ada asks Bo Guest. Recorded in Rome.</p>
    <ul><li>One</li><li>Two</li></ul>]]></content:encoded>
  <itunes:duration>43:07</itunes:duration><itunes:season>2</itunes:season><itunes:episode>5</itunes:episode>
  <itunes:episodeType>Full</itunes:episodeType>
  <enclosure url="https://example.org/2.mp3" type="audio/mpeg" length="41533020"/>
  <podcast:person role="Guest" group="Cast" href="https://example.org/bo">Bo  Guest</podcast:person>
  <podcast:person role="Editor" group="Audio Post-Production">Cy Cut</podcast:person>
  <podcast:transcript url="https://example.org/2.vtt" type="text/vtt" language="en" rel="captions"/>
  <podcast:transcript url="https://example.org/2.srt" type="application/x-subrip"/>
  <podcast:transcript url="https://example.org/2.json" type="application/json" language="es"/>
  <podcast:chapters url="https://example.org/2.chapters.json" type="application/json+chapters"/>
</item>
<item><title>The First</title><guid>https://example.org/1</guid><pubDate>Tue, 01 Jan 2019 09:00:00 GMT</pubDate></item>
"""


def test_everything_a_podcast_says_of_itself_and_of_an_episode_is_read():
    feed = read(WHOLE)
    assert (feed.show, feed.link, feed.language) == ("Grand Strategy & Small Talk", "https://example.org/show", "en-GB")
    assert (feed.description, feed.show_id) == ("About states.", "917393e3-1b1e-5cef-ace4-edaa54e1f810")
    assert feed.warnings == ()
    second, first = feed.items
    assert (second.number, second.guid, second.title) == (1, "ep-2", "What Comes Next")
    assert (second.published_on, second.date_words) == ("2019-01-17", "Thu, 17 Jan 2019 09:00:00 +0000")
    assert second.link == "https://example.org/2"
    assert second.description == "Ada asks Bo Guest.\nRecorded in Rome."
    assert second.content == "Ada asks Bo Guest. Recorded in Rome.\nOne\nTwo"
    assert (second.duration_s, second.season, second.episode, second.episode_type) == (2587, 2, 5, "full")
    assert (second.audio_url, second.audio_type) == ("https://example.org/2.mp3", "audio/mpeg")
    assert second.audio_length == 41_533_020
    assert second.chapters_url == "https://example.org/2.chapters.json"
    assert second.warnings == ()
    assert (first.number, first.title, first.link) == (2, "The First", "https://example.org/1")


def test_every_transcript_of_an_item_is_kept_in_its_order():
    assert read(WHOLE).items[0].transcripts == (
        Transcript("https://example.org/2.vtt", "text/vtt", "en", "captions"),
        Transcript("https://example.org/2.srt", "application/x-subrip"),
        Transcript("https://example.org/2.json", "application/json", "es"),
    )


def test_the_people_of_an_item_replace_those_of_the_channel():
    second, first = read(WHOLE).items
    assert second.people == (
        Credited("Bo Guest", "guest", "Bo  Guest", "cast"),
        Credited("Cy Cut", "editor", "Cy Cut", "audio post-production"),
    )
    assert first.people == (Credited("Ada Host", "host", "Ada Host", "cast"),)


def test_a_channel_may_name_its_people_after_its_items():
    feed = read("<item><title>a</title></item><podcast:person>Ada</podcast:person>")
    assert [person.name for person in feed.items[0].people] == ["Ada"]


@pytest.mark.parametrize(
    ("channel", "inside", "people"),
    [
        ("", "<itunes:author>Bo</itunes:author>", [("Bo", "author", "")]),
        ("<itunes:author>Institute</itunes:author>", "", [("Institute", "author", "")]),
        ("<itunes:author>Institute</itunes:author>", "<itunes:author>Bo</itunes:author>", [("Bo", "author", "")]),
        ("<podcast:person>Ada</podcast:person>", "<itunes:author>Bo</itunes:author>", [("Ada", "host", "cast")]),
        ("", "<podcast:person> </podcast:person><author>a@b.org (Cy)</author>", [("Cy", "author", "")]),
        ("", "<author>a@b.org</author>", [("a@b.org", "author", "")]),
        ("", "<dc:creator>Di</dc:creator><author>a@b.org (Cy)</author>", [("Di", "author", "")]),
        ("", "", []),
    ],
)  # fmt: skip
def test_an_author_stands_in_where_nobody_is_credited(channel, inside, people):
    [only] = read(f"{channel}<item>{inside}</item>").items
    assert [(person.name, person.role, person.group) for person in only.people] == people


ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://www.w3.org/1999/xhtml" xml:lang="de">
  <title type="html">Zeit &amp;amp; Lage</title><id>urn:feed</id><subtitle>Wozu?</subtitle>
  <link rel="self" href="https://example.org/atom.xml"/><link href="https://example.org/"/>
  <author><name>Eva</name><email>eva@example.org</email></author>
  <entry>
    <title>Erstens</title><id>urn:1</id><published>2024-05-03T23:30:00-07:00</published><updated>2024-06-01T00:00:00Z</updated>
    <link rel="enclosure" type="audio/ogg" length="12" href="https://example.org/1.ogg"/>
    <link rel="alternate" href="https://example.org/1"/>
    <summary>Kurz.</summary>
    <content type="xhtml"><x:div><x:p>Lang &lt; weit.</x:p><x:p>Zwei<x:b>tens</x:b>.</x:p></x:div></content>
    <author><name>Max &amp; Moritz</name></author>
  </entry>
  <entry><title>Zweitens</title><id>urn:2</id><updated>2024-05-02T10:00:00Z</updated></entry>
</feed>"""


def test_atom_is_read_as_far_as_its_fields_go():
    feed = read_feed(raw(ATOM))
    assert (feed.show, feed.link, feed.language, feed.description) == (
        "Zeit & Lage",
        "https://example.org/",
        "de",
        "Wozu?",
    )
    first, second = feed.items
    assert (first.guid, first.title, first.published_on) == ("urn:1", "Erstens", "2024-05-03")
    assert (first.link, first.audio_url) == ("https://example.org/1", "https://example.org/1.ogg")
    assert (first.audio_type, first.audio_length) == ("audio/ogg", 12)
    assert (first.description, first.content) == ("Kurz.", "Lang < weit.\nZweitens.")
    assert [person.name for person in first.people] == ["Max & Moritz"]
    assert second.published_on == "2024-05-02"
    assert [person.name for person in second.people] == ["Eva"]


def test_rss_of_the_first_version_has_its_items_beside_the_channel():
    feed = read_feed(raw(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>'
        '<item rdf:about="https://example.org/1"><title>One</title><dc:date>2003-01-02T03:04+00:00</dc:date></item></rdf:RDF>'
    ))  # fmt: skip
    assert (feed.show, [(one.guid, one.title, one.published_on) for one in feed.items]) == (
        "Old", [("https://example.org/1", "One", "2003-01-02")]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spaces", "tag"),
    [
        ("", "itunes:duration"),
        ('xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd"', "itunes:duration"),
        ('xmlns:itunes="urn:mistaken"', "itunes:Duration"),
        ('xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd"', "i:duration"),
        ('xmlns="http://backend.userland.com/rss2"', "itunes:duration"),
        ('xmlns="http://www.w3.org/2005/Atom"', "itunes:duration"),
    ],
)
def test_an_element_goes_by_its_namespace_and_by_its_usual_prefix_where_none_is_declared(spaces, tag):
    feed = read(f"<title>Show</title><item><title>a</title><{tag}>61</{tag}></item>", spaces=spaces)
    assert (feed.show, feed.items[0].title, feed.items[0].duration_s) == ("Show", "a", 61)


def test_an_element_of_another_vocabulary_is_not_taken_for_one_of_ours():
    only = item(
        "<media:title>Not this</media:title><image><title>Nor this</title><link>https://no.org</link></image>"
        '<title>This</title><media:group><title>Nor that</title></media:group><link xmlns="urn:other">x</link>'
    )
    assert only.title == "This"


def test_a_link_to_the_feed_itself_is_not_the_show_s():
    feed = read(
        '<atom:link href="https://example.org/feed" rel="self" type="application/rss+xml"/><link>https://example.org</link>'
    )
    assert feed.link == "https://example.org"


# Text ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("plain", "plain"),
        ("one\n\n  two \r\nthree", "one\ntwo\nthree"),
        ("<![CDATA[<p>one</p> <p>two<br>three</p>]]>", "one\ntwo\nthree"),
        ("<![CDATA[<p>a line\nbroken by width</p>]]>", "a line broken by width"),
        ("&lt;p&gt;one&lt;/p&gt;&lt;p&gt;R&amp;amp;D&lt;/p&gt;", "one\nR&D"),
        ("&amp;lt;p&amp;gt;one&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;two", "one\ntwo"),
        ("&amp;amp;lt;p&amp;amp;gt;one&amp;amp;lt;/p&amp;amp;gt;", "one"),
        ("<![CDATA[&lt;![CDATA[<b>held</b>]]&gt;]]>", "held"),
        ("<p>not <b>en</b>coded</p><p>&amp; &lt; 5</p>", "not encoded\n& < 5"),
        ("caf&eacute;&nbsp;&mdash; R&D &bogus; &#150; &#x92;", "café — R&D &bogus; \u2013 \u2019"),
        ("<![CDATA[a &copy; b ?x=1&copy=2]]>", "a © b ?x=1&copy=2"),
        ("5 &lt; 6 and 7 &gt; 3, x&lt;y", "5 < 6 and 7 > 3, x<y"),
        ("<![CDATA[<script>alert(1)</script>said<style>p{}</style>]]>", "said"),
        ("<![CDATA[said<script>alert(1)]]>", "said"),
        ('<![CDATA[<a href="https://x.org" title="a > b">word</a>]]>', "word"),
        ("<![CDATA[see <https://x.org/a> or <ann@x.org>]]>", "see https://x.org/a or ann@x.org"),
        ("<![CDATA[<o:p></o:p><custom-tag a=b>x</custom-tag><!-- note -->y<!DOCTYPE html>]]>", "xy"),
        ("<![CDATA[<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>]]>", "a b\nc"),
        ("<![CDATA[<<b>script>alert<</b>/script>]]>said", "said"),
        ("<![CDATA[<svg/onload=alert(1)>x]]>", "x"),
        ("<![CDATA[<p>Use the &lt;br&gt; tag</p>]]>", "Use the tag"),
        ("cafe\u0301", "café"),
        ("  ", ""),
    ],
)
def test_a_description_is_paragraphs_of_plain_text(inside, text):
    assert item(f"<description>{inside}</description>").description == text


def test_a_title_is_one_line():
    assert item("<title>\n <![CDATA[A <i>long</i>\n title &amp; more]]> </title>").title == "A long title & more"


def test_the_first_description_that_says_something_counts():
    assert item("<description> </description><itunes:summary>Said.</itunes:summary>").description == "Said."


MARKUP = r"(?is)<[a-z!?/][^<>]*>"


@given(
    st.lists(
        st.sampled_from(["<", ">", "&lt;", "&gt;", "&amp;", "lt;", "gt;", "script", "b", "/", "!", "--", '"', "'", " ",
                         "\n", "p", "a@b", "://", "?", "&#60;", "&#x3c;", "\u0338", "\u212a", "[CDATA[", "]]>",
                         "br", "td", "="]),
        max_size=40,
    ).map("".join)
    | st.text()
)  # fmt: skip
@example("<<b>b>")
@example("<p>&lt;b</p>x&gt;")
@example("&amp;amp;amp;lt;b&amp;amp;amp;gt;")
def test_no_markup_survives(text):
    assert not re.search(MARKUP, plain_text(text))
    assert "\n" not in plain_line(text)
    assert all(piece == " ".join(piece.split()) != "" for piece in plain_text(text).split("\n") if plain_text(text))


# Encodings -----------------------------------------------------------------------------------------------------------


def declared(encoding, title):
    return rss(f"<title>{title}</title><item/>", declaration=f'<?xml version="1.0" encoding="{encoding}"?>\n')


@pytest.mark.parametrize(
    ("data", "title", "warnings"),
    [
        (declared("UTF-8", "Café").encode(), "Café", ()),
        (declared("utf8", "Café").encode("utf-8-sig"), "Café", ()),
        (declared("ISO-8859-1", "Café").encode("latin-1"), "Café", ()),
        (declared("iso-8859-1", "“Café”").encode("cp1252"), "“Café”", ()),
        (declared("ISO-8859-1", "Café “Zoë”").encode(), "Café “Zoë”", ("encoding_not_as_declared",)),
        (declared("utf-8", "Un café à Évry").encode("cp1252"), "Un café à Évry", ("encoding_not_as_declared",)),
        (declared("utf-8", "Ünï cödé ").encode() + b"\xff", "Ünï cödé",
         ("undecodable_bytes=1", "not_well_formed_at_line=2")),
        (declared("windows-1251", "Мир и война").encode("cp1251"), "Мир и война", ()),
        (declared("Shift_JIS", "日本①").encode("cp932"), "日本①", ()),
        (declared("gb2312", "中国").encode("gbk"), "中国", ()),
        (declared("x-gbk", "中国").encode("gbk"), "中国", ()),
        (declared("cp037", "Café").encode("cp1252"), "Café", ("encoding_unknown",)),
        (declared("iso-2022-jp", "日本").encode("iso-2022-jp"), "日本", ()),
        (declared("utf-16", "Café").encode("utf-16"), "Café", ()),
        (declared("utf-16", "Café").encode("utf-16-be"), "Café", ()),
        (declared("utf-8", "Café").encode("utf-32"), "Café", ()),
        (declared("klingon", "Café").encode("cp1252"), "Café", ("encoding_unknown",)),
        (declared("utf-7", "+ADw-").encode("ascii"), "+ADw-", ("encoding_unknown",)),
        (declared("rot13", "Cafe").encode("ascii"), "Cafe", ("encoding_unknown",)),
        (("\n\n " + declared("utf-8", "Café").replace("\n", "\r\n")).encode(), "Café", ()),
        (rss("<title>Café</title><item/>", declaration="").encode(), "Café", ()),
    ],
)  # fmt: skip
def test_the_text_is_read_in_the_encoding_the_bytes_are_in(data, title, warnings):
    feed = read_feed(Raw("feed.xml", "something else", "ascii", data))
    assert (feed.show, feed.warnings) == (title, warnings)
    assert looks_like_feed(raw(data))


# Values --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "day", "warnings"),
    [
        ("Tue, 15 Jan 2019 23:30:00 EST", "2019-01-15", []),
        ("Tue, 15 Jan 2019 23:30:00", "2019-01-15", []),
        ("15 Jan 2019 23:30 GMT", "2019-01-15", []),
        ("Tue, 5 February 2019 00:10:00 +0900", "2019-02-05", []),
        ("Tues, 15-Jan-2019 10:00:00 PST", "2019-01-15", []),
        ("Thu, 15 Sept 2022 10:00:00 Z", "2022-09-15", []),
        ("Mon, 15 Jan 2019 10:00:00 GMT", "2019-01-15", ["wrong_weekday"]),
        ("Tue, 15 Jan 19 10:00:00 GMT", "2019-01-15", ["date_two_digit_year"]),
        ("Tue Jan 15 10:00:00 EST 2019", "2019-01-15", []),
        ("Tue Jan 15 10:00:00 2019", "2019-01-15", []),
        ("January 15, 2019 10:00 AM", "2019-01-15", []),
        ("Tuesday, January 15th, 2019", "2019-01-15", []),
        ("2019-01-15T10:00:00.000+01:00", "2019-01-15", []),
        ("2019-01-15 10:00", "2019-01-15", []),
        ("01/17/2019", "2019-01-17", []),
        ("Di, 15 Januar 2019 10:00:00 +0100", "2019-01-15", []),
        ("mar., 15 janv. 2019 10:00:00 +0100", "2019-01-15", []),
        ("mer., 17 juil. 2019 10:00:00 +0200", "2019-07-17", []),
        ("sáb, 1 dic 2018 10:00:00 +0000", "2018-12-01", []),
        ("15 de março de 2019", "2019-03-15", []),
        ("2019年1月15日 10:00", "2019-01-15", []),
        ("01/05/2019", "", ["date_ambiguous"]),
        ("Вт, 15 янв 2019 10:00:00 +0300", "", ["unreadable_date"]),
        ("Tue, 32 Jan 2019 10:00:00 GMT", "", ["unreadable_date"]),
        ("Fri, 29 Feb 2019 10:00:00 GMT", "", ["unreadable_date"]),
        ("Jan 2019", "", ["unreadable_date"]),
        ("yesterday", "", ["unreadable_date"]),
        ("Mon, 01 Jan 0001 00:00:00 +0000", "", ["unreadable_date"]),
        ("2019-13-45T00:00:00Z", "", ["unreadable_date"]),
        ("1" * 5000, "", ["unreadable_date"]),
        ("", "", ["no_date"]),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_the_one_printed(printed, day, warnings):
    assert read_feed_day(printed) == (day, warnings)
    only = item(f"<pubDate>{printed}</pubDate>")
    assert (only.published_on, only.date_words) == (day, printed)


@given(
    st.lists(
        st.sampled_from(["Mon", "Tue,", "mar.,", "15", "15th,", "1", "32", "Jan", "Sept", "juil.", "maj", "2019", "19",
                         "0001", "10:00:00", "99:99", ":", "+", "-", "GMT", "+0100", "(CET)", "-", "T", "年", ",", ""]),
        max_size=9,
    ).map(" ".join)
    | st.text(max_size=30)
)  # fmt: skip
def test_whatever_is_printed_for_a_date_gives_its_own_day_or_none(printed):
    day, warnings = read_feed_day(printed)
    assert (day == "") is bool({"no_date", "unreadable_date", "date_ambiguous"} & set(warnings))
    if day and "date_two_digit_year" not in warnings:
        assert day[:4] in printed


@pytest.mark.parametrize(
    ("printed", "seconds", "warnings"),
    [
        ("3723", 3723, []),
        ("62:03", 3723, []),
        ("1:02:03", 3723, []),
        ("01:02:03.417", 3723, []),
        ("3723.9", 3723, []),
        ("1h 2m", 3720, []),
        ("1 hr 2 min 3 sec", 3723, []),
        ("1 hour, 2 minutes", 3720, []),
        ("62 Min.", 3720, []),
        ("PT1H2M3S", 3723, []),
        (" 45m ", 2700, []),
        ("0", None, ["duration_zero"]),
        ("00:00:00", None, ["duration_zero"]),
        ("", None, ["no_duration"]),
        ("12:75", None, ["unreadable_duration"]),
        ("-5", None, ["unreadable_duration"]),
        ("long", None, ["unreadable_duration"]),
        ("9" * 5000, None, ["unreadable_duration"]),
    ],
)
def test_a_duration_is_seconds(printed, seconds, warnings):
    assert read_duration(printed) == (seconds, warnings)
    assert item(f"<itunes:duration>{printed}</itunes:duration>").duration_s == seconds


@given(st.integers(1, 359_999))
def test_the_three_ways_of_writing_a_duration_mean_the_same(seconds):
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    written = (
        str(seconds),
        f"{minutes}:{second:02}",
        f"{hour}:{minute:02}:{second:02}",
        f"{hour}h {minute}m {second}s",
    )
    assert {read_duration(words)[0] for words in written} == {seconds}


@pytest.mark.parametrize(
    ("link", "kept", "warned"),
    [
        ("https://example.org/a?b=1&amp;c=2", "https://example.org/a?b=1&c=2", False),
        ("HTTP://example.org", "HTTP://example.org", False),
        ("/episodes/1", "/episodes/1", False),
        ("episodes/a:b", "episodes/a:b", False),
        (" \n https://example.org\n", "https://example.org", False),
        ("javascript:alert(1)", "", True),
        (" java\nscript:alert(1)", "", True),
        ("data:text/html;base64,x", "", True),
        ("file:///etc/passwd", "", True),
        ("ftp://example.org", "", True),
        ("JavaScript&amp;colon;alert(1)", "", True),
        ("java script:alert(1)", "", True),
        ("https://example.org/?a=1&amp;amp;b=2", "https://example.org/?a=1&b=2", False),
    ],
)
def test_only_addresses_of_the_web_are_kept(link, kept, warned):
    only = item(
        f'<link>{link}</link><enclosure url="{link}"/><podcast:chapters url="{link}"/>'
        f'<podcast:transcript url="{link}"/><podcast:transcript url="https://example.org/t"/>'
    )
    assert (only.link, only.audio_url, only.chapters_url) == (kept, kept, kept)
    assert [one.url for one in only.transcripts] == ([kept] if kept else []) + ["https://example.org/t"]
    dropped = {f"dropped_{what}" for what in ("link", "audio", "chapters", "transcript")}
    assert set(only.warnings) & dropped == (dropped if warned else set())


@pytest.mark.parametrize(
    ("inside", "link"),
    [
        ("<guid>https://example.org/g</guid>", "https://example.org/g"),
        ('<guid isPermaLink="false">https://example.org/g</guid>', ""),
        ("<guid>g-1</guid>", ""),
        ("<link/><guid>https://example.org/g</guid>", "https://example.org/g"),
        ("<link>https://example.org/l</link><guid>https://example.org/g</guid>", "https://example.org/l"),
    ],
)
def test_a_guid_that_is_an_address_stands_in_for_the_link(inside, link):
    assert item(inside).link == link


def test_the_recording_is_the_first_file_said_to_be_one():
    only = item(
        '<enclosure url="https://e.org/a.pdf" type="application/pdf" length="x"/>'
        '<enclosure url="https://e.org/a.mp3" type="audio/mpeg" length="many"/>'
    )
    assert (only.audio_url, only.audio_length) == ("https://e.org/a.mp3", None)
    assert "unreadable_audio_length" in only.warnings


@pytest.mark.parametrize(
    ("printed", "number"), [("7", 7), (" 07 ", 7), ("7.5", None), ("seven", None), ("", None), ("\u0667", None)]
)
def test_numbers_of_season_and_episode_are_whole(printed, number):
    only = item(f"<itunes:season>{printed}</itunes:season><itunes:episode>{printed}</itunes:episode>")
    assert (only.season, only.episode) == (number, number)
    unreadable = number is None and printed != ""
    assert ("unreadable_season" in only.warnings, "unreadable_episode" in only.warnings) == (unreadable, unreadable)


def test_what_an_item_lacks_is_said():
    assert item("").warnings == ("no_guid", "no_title", "no_date", "no_duration", "no_audio")


def test_items_with_the_same_guid_or_title_stay_apart():
    feed = read("<item><guid>g</guid><title>t</title></item>" * 3 + "<item><title>t</title></item>")
    assert [(one.number, one.guid, one.title) for one in feed.items] == [
        (1, "g", "t"),
        (2, "g", "t"),
        (3, "g", "t"),
        (4, "", "t"),
    ]
    assert feed.warnings == ("duplicate_guids=2",)


def test_a_feed_without_items_is_a_feed():
    feed = read("<title>Show</title>")
    assert (feed.show, feed.items, feed.warnings) == ("Show", (), ("no_items",))


# Mending -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "titles", "warnings"),
    [
        (rss("<item><title>R&D & more</title></item>"), ["R&D & more"], ("mended_entities=2",)),
        (rss("<item><title>a\x0bb\x00c</title></item>"), ["a b c"], ("control_characters=2",)),
        (rss("<item><title>a&#0;b&#xD800;c&#11;</title></item>"), ["a\ufffdb\ufffdc\ufffd"], ("mended_entities=3",)),
        (rss("<item><title>a</title><description>x<br>y</description></item><item><title>b</title></item>"), ["a", "b"],
         ("not_well_formed_at_line=2",)),
        (rss("<item><title>a</b></title></item>"), ["a"], ("not_well_formed_at_line=2",)),
        (rss("<item><title>a</title><enclosure url=https://e.org/a.mp3 length=5/></item>"), ["a"],
         ("not_well_formed_at_line=2",)),
        (rss("<item><title>4 < 5</title></item>"), ["4 < 5"], ("not_well_formed_at_line=2",)),
        (rss("<item><title>a</title></item>") + "<!-- ok --><b>Notice</b>: junk", ["a"],
         ("not_well_formed_at_line=2",)),
        (rss("<item><title>a</title></item><item><title>b")[:-CUT], ["a", "b"],
         ("not_well_formed_at_line=2", "cut_short")),
        (rss("<item><title>a</title></item>\n<item><title>b</title><enclosure url='https://e")[:-CUT],
         ["a", "b"], ("not_well_formed_at_line=3", "cut_short")),
        (rss("<item><title><![CDATA[a")[:-CUT], ["a"], ("not_well_formed_at_line=2", "cut_short")),
        ("\n\n" + rss("<item><title>a</title></item>\n\n<x></y>"), ["a"], ("not_well_formed_at_line=6",)),
        ('<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">'
         + rss("<item><title>a&eacute;</title></item>", declaration=""), ["aé"], ("mended_entities=1",)),
        (rss("<item><title>a</title><title a='1' a='2'>b</title></item>"), ["a"], ("not_well_formed_at_line=2",)),
        ("<feed><entry><title>a</title></entry></feed>", ["a"], ()),
    ],
)  # fmt: skip
def test_what_is_no_xml_is_mended_and_told(document, titles, warnings):
    feed = read_feed(raw(document))
    assert [one.title for one in feed.items] == titles
    assert feed.warnings == warnings


def test_the_item_in_which_a_file_breaks_off_is_marked():
    feed = read_feed(raw(rss("<item><title>a</title></item><item><title>b")[:-CUT]))
    assert ["cut_short" in one.warnings for one in feed.items] == [False, True]


def test_mending_leaves_the_rest_as_it_was():
    healthy = read(WHOLE)
    broken = read(WHOLE + "<x></y>")
    assert (broken.items, broken.show) == (healthy.items, healthy.show)


# Telling and finding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_feed"),
    [
        (rss(""), True),
        (ATOM, True),
        ("<rss>", True),
        ("<?xml version='1.0'?><?xml-stylesheet href='a'?>\n<!-- by <b>hand</b> -->\n<rdf:RDF>", True),
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", True),
        ("<atom:feed>", True),
        ("<!DOCTYPE html><html><body>&lt;rss></body></html>", False),
        ("see <rss> for more", False),
        ('["<rss>"]', False),
        ("<feedback/>", False),
        ("WEBVTT\n\n<rss>", False),
        ("", False),
        ("<", False),
    ],
)  # fmt: skip
def test_a_feed_is_told_by_how_it_begins(text, is_feed):
    assert looks_like_feed(raw(text)) is is_feed


def shelf():
    return read(
        "<item><title>The Long War \u2013 Part One</title><guid>77</guid><itunes:episode>12</itunes:episode></item>"
        "<item><title>The Long War - Part Two</title><itunes:episode>11</itunes:episode>"
        "<itunes:season>2</itunes:season></item><item><title>Ambassadors\u2019 Hour</title>"
        "<itunes:episode>11</itunes:episode><itunes:season>1</itunes:season></item>"
        "<item><title>The Long War</title></item><item><guid>4</guid></item>"
    )


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("77", 1), ("2", 2), ("#3", 3), ("4", 5), ("#4", 4), ("e12", 1), ("S2E11", 2), ("s1 e11", 3),
        ("the long war", 4), ("part two", 2), ("ambassadors' hour", 3), ("LONG WAR - part  one", 1),
    ],
)  # fmt: skip
def test_an_item_is_found_by_guid_number_or_words_of_its_title(words, number):
    assert find_item(shelf(), words).number == number


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("99", "There is no item '99' in the feed.\nThe feed has 5 items, 1 to 5."),
        ("", "There is no item '' in the feed.\nThe feed has 5 items, 1 to 5."),
        (
            "ambassador hours",
            "There is no item 'ambassador hours' in the feed.\nDid you mean: 3 'Ambassadors\\u2019 Hour'?",
        ),
    ],
)
def test_an_item_that_is_not_there_is_answered_with_those_near_it(words, message):
    with pytest.raises(NotFoundError) as caught:
        find_item(shelf(), words)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("e11", "2 'The Long War - Part Two', 3 'Ambassadors\\u2019 Hour'"),
        ("part", "1 'The Long War \\u2013 Part One', 2 'The Long War - Part Two'"),
    ],
)  # fmt: skip
def test_words_that_fit_several_items_are_answered_with_their_numbers(words, named):
    with pytest.raises(ConflictError) as caught:
        find_item(shelf(), words)
    assert str(caught.value) == f"2 items of the feed go by '{words}'.\nName one by its number: {named}."


def test_many_items_of_one_name_are_not_listed_to_the_last():
    with pytest.raises(ConflictError, match="and 95 more"):
        find_item(read("<item><title>Trailer</title></item>" * 100), "trailer")


# The item as a page --------------------------------------------------------------------------------------------------


def test_an_item_is_a_page_like_any_other():
    feed = read(WHOLE)
    page = item_page(feed, feed.items[0])
    assert (page.kind, page.title, page.show, page.language) == ("feed", "What Comes Next", feed.show, "en-GB")
    assert page.text == "Ada asks Bo Guest. Recorded in Rome.\nOne\nTwo"
    assert [(part.kind, page.text[part.start : part.end], part.language) for part in page.sections] == [
        ("description", page.text, "en-GB")
    ]
    assert (page.episode_id, page.show_id) == ("ep-2", feed.show_id)
    assert (page.source_url, page.audio_url) == ("https://example.org/2", "https://example.org/2.mp3")
    assert (page.published_on, page.date_words) == ("2019-01-17", "Thu, 17 Jan 2019 09:00:00 +0000")
    assert page.duration_s == 2587
    assert page.people == (Person("Bo Guest", "guest", "Bo  Guest"),)
    assert page.warnings == ()


@pytest.mark.parametrize(
    ("description", "content", "text"),
    [
        ("Short.", "", "Short."),
        ("", "Long.", "Long."),
        ("One thing", "One thing &amp; another.", "One thing & another."),
        ("One th...", "One thing and another.", "One thing and another."),
        ("One thing and another [&amp;#8230;]", "&lt;p&gt;One thing&lt;/p&gt;&lt;p&gt;and another more",
         "One thing\nand another more"),
        ("One thing and another.", "One thing", "One thing and another."),
        ("About.", "Said.", "About.\nSaid."),
        ("T\nAbout.", "t", "About."),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_page_says_what_description_and_content_say_once(description, content, text):
    inside = f"<title>T</title><description>{description}</description><content:encoded>{content}</content:encoded>"
    feed = read(f"<item>{inside}</item>")
    page = item_page(feed, feed.items[0])
    assert page.text == text
    assert len(page.sections) == (1 if text else 0)
    assert ("no_text" in page.warnings) is (text == "")


def test_a_page_carries_the_doubts_about_its_words():
    feed = read_feed(raw(declared("latin-1", "Zoë")))
    assert item_page(feed, feed.items[0]).warnings[0] == "encoding_not_as_declared"


# Anything ------------------------------------------------------------------------------------------------------------

PIECES = (
    "<rss>", "</rss>", "<channel>", "</channel>", "<item>", "</item>", "<feed>", "<entry>", "</entry>", "<title>",
    "</title>", "<description>", "</description>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml ", "?>", "<!DOCTYPE rss",
    "[", "]", "<!ENTITY a 'b'>", "&a;", "&amp;", "&#0;", "&#x110000;", "&nbsp;", "&", "<", ">", "/", "=", '"', "'", " ",
    "\n", "\0", "\x1b", "\ufffe", "\ufeff", "url=", "xmlns", ":", "xmlns:a=''", "<podcast:person role='x'>", "text",
    "<pubDate>", "</pubDate>", "2019-01-01", "<itunes:duration>", "99:99", "\u0338", "<a:b:c>", "<é>",
    "encoding='utf-16'",
)  # fmt: skip


def outcome(data):
    """What comes of bytes: a feed, or a sentence."""
    try:
        feed = read_feed(raw(data))
    except LedgerError:
        return None
    assert [one.number for one in feed.items] == list(range(1, len(feed.items) + 1))
    for one in feed.items:
        assert "\0" not in repr(item_page(feed, one))
    return feed


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_a_heap_of_pieces_gives_a_feed_or_a_sentence(text):
    outcome(text.encode())
    outcome(("<rss><channel><item>" + text).encode())


@given(st.binary(max_size=400), st.integers(0, 2000), st.integers(0, 200))
def test_a_feed_with_a_stretch_overwritten_gives_a_feed_or_a_sentence(scrawl, start, length):
    data = rss(WHOLE).encode()
    outcome(data[:start] + scrawl + data[start + length :])


@given(st.integers(0, len(rss(WHOLE).encode())))
def test_a_feed_that_breaks_off_anywhere_gives_a_feed_or_a_sentence(length):
    feed = outcome(rss(WHOLE).encode()[:length])
    if feed and feed.items:
        assert feed.items[0].guid in {"ep-2", "ep-", "ep", "e", ""}
        assert "cut_short" in feed.warnings or length >= len(rss(WHOLE).encode()) - CUT


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_a_title_comes_back_as_it_went_in(title):
    written = item(f"<title>{escape(escape(title))}</title>").title
    assert written == plain_line(escape(title))
