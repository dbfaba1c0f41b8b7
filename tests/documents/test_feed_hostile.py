"""Feeds made to do harm: each is refused with a sentence, or read in time and memory that grow with its size alone."""

import builtins
import re
import signal
import socket
from contextlib import contextmanager
from xml.parsers import expat

import pytest

from ledger.documents.feed import (
    LARGEST,
    BrokenFeed,
    Feed,
    FeedTooLarge,
    NotAFeed,
    OwnDeclarations,
    TooDeep,
    TooManyItems,
    item_page,
    looks_like_feed,
    read_feed,
)
from ledger.documents.feed import tree as reading
from ledger.documents.page import Raw
from ledger.errors import LedgerError


def raw(text, *, name="feed.xml"):
    return Raw(name, "", "utf-8", text if isinstance(text, bytes) else text.encode())


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 4))
BODY = "<rss><channel><title>&a;</title></channel></rss>"
BOMBS = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{BODY.replace("&a;", "&l3;")}',
    "quadratic blow-up": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 500}">]>{BODY.replace("&a;", "&a;" * 500)}',
    "external entity": f'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>{BODY}',
    "external entity on the web": f'<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1/">]>{BODY}',
    "parameter entity": f'<!DOCTYPE rss [<!ENTITY % b SYSTEM "file:///etc/hostname"> %b;]>{BODY}',
    "attributes by default": f'<!DOCTYPE rss [<!ATTLIST a b CDATA "{"x" * 500}">]><rss>{"<a/>" * 500}</rss>',
    "declarations of elements": "<!DOCTYPE rss [<!ELEMENT rss ANY>]><rss><channel/></rss>",
    "an entity nobody uses": '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>',
    "one that is not well formed": '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</channel>',
    "one behind a comment": '<!-- a --><?pi?><!DOCTYPE rss\n[\n<!ENTITY a "b">]><rss><channel/></rss>',
}


def refusal(reader, data):
    """What the reader says of it; nothing if it reads it."""
    try:
        reader(raw(data))
    except LedgerError as error:
        return error
    return None


def check_refused(reader, bomb):
    """The reader refuses it for what it declares."""
    said = refusal(reader, bomb)
    assert isinstance(said, OwnDeclarations)
    assert "entities" in str(said)


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_document_that_declares_entities_is_refused(bomb, encoding):
    check_refused(read_feed, bomb.encode(encoding))
    assert looks_like_feed(raw(bomb.encode(encoding)))


def careless(raw):
    """A reader on the same parser that does not look at declarations."""
    text: list[str] = []
    parser = expat.ParserCreate()
    parser.CharacterDataHandler = text.append
    parser.Parse(raw.data, True)
    return Feed("".join(text), "", "", "", ())


@pytest.mark.parametrize(
    "bomb", ["billion laughs", "quadratic blow-up", "attributes by default", "an entity nobody uses"]
)
def test_a_reader_that_does_not_look_at_declarations_is_caught(bomb):
    with pytest.raises(AssertionError):
        check_refused(careless, BOMBS[bomb])


@pytest.mark.parametrize("left_out", ["doctype", "entity"])
def test_each_of_the_two_guards_stops_a_declared_entity_by_itself(monkeypatch, left_out):
    monkeypatch.setattr(reading._Reader, left_out, lambda *_: None)
    check_refused(read_feed, BOMBS["billion laughs"])


def test_without_both_guards_the_bomb_goes_off(monkeypatch):
    monkeypatch.setattr(reading._Reader, "doctype", lambda *_: None)
    monkeypatch.setattr(reading._Reader, "entity", lambda *_: None)
    with pytest.raises(AssertionError):
        check_refused(read_feed, BOMBS["an entity nobody uses"])


@pytest.mark.parametrize(
    "data",
    [
        b"/etc/hostname",
        b"file:///etc/hostname",
        b"http://127.0.0.1/feed.xml",
        b'<!DOCTYPE rss SYSTEM "file:///etc/hostname"><rss><channel><title>a</title></channel></rss>',
        b'<!DOCTYPE rss PUBLIC "-//x" "http://127.0.0.1/rss.dtd"><rss><channel><title>&unknown;</title></channel></rss>',
        b'<?xml-stylesheet href="file:///etc/hostname"?><rss><channel><link>file:///etc/hostname</link></channel></rss>',
        b'<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel><xi:include href="file:///etc/hostname"/></channel></rss>',
    ],
)
def test_reading_opens_no_file_and_no_connection(monkeypatch, data):
    def refuse(*_args, **_keywords):
        raise AssertionError("it went out")

    read_feed(raw(b"<rss/>"))  # what reading imports is loaded by now
    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    try:
        feed = read_feed(raw(data))
    except NotAFeed:
        return
    assert feed.link == ""
    assert feed.show in {"a", "&unknown;", ""}


def test_a_file_over_the_largest_size_is_refused_before_it_is_read():
    with pytest.raises(FeedTooLarge, match=r"20,971,521 bytes; 20,971,520 are the most"):
        read_feed(raw(b"<rss>" + b" " * (LARGEST - 4)))


def test_a_file_of_the_largest_size_is_read():
    tail = b"<channel><title>a</title></channel></rss>"
    assert read_feed(raw(b"<rss>" + b" " * (LARGEST - 5 - len(tail)) + tail)).show == "a"


def nested(depth, around="<rss><channel><item><description>{}</description></item></channel></rss>"):
    return around.format("<b>" * (depth - around.count("</")) + "said" + "</b>" * (depth - around.count("</")))


def test_elements_may_stand_a_hundred_deep_and_no_deeper():
    assert read_feed(raw(nested(100))).items[0].description == "said"
    with pytest.raises(TooDeep, match="more than 100 deep"):
        read_feed(raw(nested(101)))


@pytest.mark.parametrize(
    "start", ["<a>", "<rss>", "<rss><channel>", "<rss><channel><item><title>", "<feed><entry><content>"]
)
def test_elements_without_end_are_refused(start):
    with pytest.raises((TooDeep, NotAFeed)):
        read_feed(raw(start + "<b>" * 500_000))


MANY = 100_000
CEILING = 5  # seconds of this process's own time, whatever else runs: some hundred times what it takes
REPEATED = {
    "opening brackets": "<", "closing brackets": ">", "open tags": "<a ", "open comments": "<!--",
    "open sections": "<![CDATA[", "open instructions": "<?", "open declarations": "<!A", "open quotes": '<a "',
    "open apostrophes": "<a b='", "ampersands": "&", "open references": "&#", "open names": "&amp",
    "entities": "&nbsp;", "stray ends": "</b>", "section ends": "]]>", "scripts": "<script", "open scripts": "<script>",
    "half-ended scripts": "<script></script", "breaks": "<br>", "void elements": "<br/>", "white space": " ",
    "lines": "\n", "quotes": '"', "letters": "a", "words": "a ", "at signs": "a@", "addresses": "<a@b", "colons": "<a:",
    "dots": "...", "equals": "=a", "digits": "1", "names": "<name>", "attributes": " a='b'", "controls": "\0",
    "accents": "\u0301", "crossed brackets": "<\u0338", "brackets": "[", "parentheses": "(",
}  # fmt: skip
ITEM = "<rss><channel><item>{}</item></channel></rss>"
SHORT = (
    "<title>{0}</title><pubDate>{0}</pubDate><itunes:duration>{0}</itunes:duration><guid>{0}</guid><author>{0}</author>"
)
PLACES = {
    "alone": "{}",
    "in the channel": "<rss><channel>{}</channel></rss>",
    "in an item": ITEM,
    "in a description": ITEM.format("<description>{}</description>"),
    "in a section": ITEM.format("<description><![CDATA[{}]]></description><author><![CDATA[{}]]></author>"),
    "in an attribute": ITEM.format("<enclosure url='{}'/>"),
    "in a tag": ITEM.format("<enclosure {}/><{}/>"),
    "in short fields": ITEM.format(SHORT),
    "unfinished": "<rss><channel><item><description>{}",
}


def paged(data):
    """Every item as a page, or why there is none."""
    try:
        feed = read_feed(raw(data))
    except LedgerError as error:
        return [], error
    return [item_page(feed, item) for item in feed.items], None


class TooMuchWork(Exception):
    """The ceiling was reached."""


@contextmanager
def ceiling(seconds):
    """Stops work that takes too much of this process's own time."""

    def stop(*_):
        raise TooMuchWork

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.long("growth", sample=60)
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system does not count a process's own time")
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_time_grows_with_the_file_and_with_nothing_else(piece, place):
    share = MANY // len(piece) // place.count("{")
    data = place.replace("{0}", "{}").replace("{}", piece * share).encode()
    with ceiling(CEILING):
        looks_like_feed(raw(data))
        pages, said = paged(data)
    assert said is None or (isinstance(said, BrokenFeed | NotAFeed | TooDeep) and len(str(said)) < 400)
    assert sum(len(page.text) for page in pages) <= 2 * MANY


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system does not count a process's own time")
def test_work_that_takes_the_square_of_its_size_is_caught():
    """The usual pattern for a tag looks to the end of the text from every opening bracket."""
    with pytest.raises(TooMuchWork), ceiling(0.5):
        re.sub(r"<[^>]*>", "", "<" * MANY)


def many_items(count):
    return raw("<rss><channel>" + "<item><title>a</title><guid>g</guid></item>" * count + "</channel></rss>")


def test_twenty_thousand_items_are_read_in_one_pass():
    feed = read_feed(many_items(20_000))
    assert len(feed.items) == 20_000
    assert feed.warnings == ("duplicate_guids=19999",)


@pytest.mark.parametrize("end", ["", "<x></y>"])
def test_more_than_twenty_thousand_items_are_refused_with_a_sentence(end):
    raw_feed = many_items(20_001)
    with pytest.raises(TooManyItems) as caught:
        read_feed(raw(raw_feed.data + end.encode()))
    assert str(caught.value) == "'feed.xml' cannot be read as a feed: it has more than 20,000 items."


def test_many_transcripts_and_people_of_one_item_are_all_kept():
    inside = '<podcast:transcript url="https://example.org/t"/><podcast:person>Ann</podcast:person>' * 20_000
    [only] = read_feed(raw(f"<rss><channel><item>{inside}</item></channel></rss>")).items
    assert (len(only.transcripts), len(only.people)) == (20_000, 20_000)


def test_elements_that_nobody_reads_are_not_kept():
    """Of a file full of foreign elements nothing stays in memory."""
    kept = []

    def make(fields, _number):
        kept.append(len(fields.fields))

    inside = "<a/><media:content><b>x</b></media:content><title>t</title>" * 1000
    reading.read_tree(f"<rss><channel><item>{inside}</item></channel></rss>", "f", frozenset({"title"}), make)
    assert kept == [1000]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a\x1b]0;x\x07.xml", "no feed"),
        ("feed\u202elmx.xml", "<\u0430\u202e/>"),
        ("feed.xml", "<\u00e9vil\u2028/>"),
        ("feed.xml", "<" + "x" * 5000 + "/>"),
        ("feed.xml", "<html><body/></html>"),
        ("feed.xml", ""),
        ("feed.xml", " \n "),
        ("\ud800.xml", "\x1b[2J"),
    ],
)
def test_a_refusal_is_one_plain_sentence(name, text):
    with pytest.raises(LedgerError) as caught:
        read_feed(raw(text, name=name))
    message = str(caught.value)
    assert message.isascii()
    assert message.replace("\n", "").isprintable()
    assert len(message) < 400


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&amp;lt;iframe src=//evil&amp;gt;", "<![CDATA[<svg onload=alert(1)>]]>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
    ],
)  # fmt: skip
def test_no_field_carries_markup(hostile):
    fields = ("title", "guid", "pubDate", "description", "content:encoded", "itunes:author", "itunes:episodeType",
              "podcast:person", "itunes:duration")  # fmt: skip
    inside = "".join(f"<{name}>{hostile}</{name}>" for name in fields)
    inside += f'<podcast:person role="{hostile.replace("<", "&lt;")}">x</podcast:person>'
    feed = read_feed(
        raw(
            f"<rss><channel><title>{hostile}</title><language>{hostile}</language><item>{inside}</item></channel></rss>"
        )
    )
    shown = (
        repr([item_page(feed, item) for item in feed.items]) + feed.show + feed.language + repr(feed.items[0].people)
    )
    assert not any(f"<{tag}" in shown for tag in ("script", "img", "iframe", "svg", "scr"))
