"""Every reader on any text: a page whose places fit, or a sentence that refuses it; in time that grows straight."""

import json
from functools import partial

import effort
import growth
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_kit import TODAY, check_page

from ledger.documents.kinds import PageKind, kind_of, kinds
from ledger.documents.page import Page, Raw
from ledger.errors import LedgerError
from ledger.text.passages import Mark, Section

each_kind = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)

FILES = {
    "voices": """WEBVTT - A talk
Language: en
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

NOTE
Not said

1
00:00:00.000 --> 00:00:02.000 align:start
<v.loud Ann Lee>It will <i>rise</i>.</v>

0:00:02.720 --> 0:00:03.000
<v Bob>By &lt; two?

00:05,000 --> 00:04.000
Never.
""",
    "rolling": """WEBVTT

00:00.000 --> 00:01.990
\x20
the<00:00.500><c> price</c>

00:01.990 --> 00:02.000
the price
\x20

00:02.000 --> 00:03.990
the price
will<00:02.500><c> rise</c>

00:03.990 --> 00:04.000
will rise
\x20
""",
    "subrip": """1
00:00:00,000 --> 00:00:02,760
Ann Lee: It will
rise.

2
00:00:02,760 --> 00:00:04,000
{\\an8}<b>Soon</b>.

00:00:05.5 --> 00:00:06
>> BOB RAY: AT&amp;T?

-00:00:01,000 --> 00:00:02,000
- No.
- Yes.
""",
    "segments": json.dumps({"version": "1.0.0", "language": "en", "segments": [
        {"speaker": "Ann", "startTime": 0.5, "endTime": 0.75, "body": "It"},
        {"speaker": "Ann", "startTime": 1, "endTime": "1.25", "body": "rose.\n"},
        {"speaker": 2, "startTime": -1, "body": "\u4eca\u5929"}, {"start": 0, "text": "Two"}]}),
    "a program's": json.dumps({"transcription": [{"offsets": {"from": 0, "to": 900}, "text": " One."}], "result": {}}),
    "chapters": json.dumps({"version": "1.2.0", "title": "A talk", "chapters": [
        {"startTime": 0, "title": "One"}, {"startTime": 61.5, "endTime": 60, "toc": False}]}),
    "cited": """<cite>Ann Lee:</cite>
<time>0:00</time>
<p>It will rise.</p>
<cite>Bob :</cite>
<time>1:09</time>
<p>By how much</p><p>then?</p>""",
    "page": """<!DOCTYPE html><html lang=en><head><title>A talk</title><meta charset=utf-8>
<link rel=canonical href='https://example.org/a'><meta property='og:title' content='A &amp; B'>
<script type="application/ld+json">{"@type": "Article", "headline": "H", "datePublished": "2024-05-06",
"author": [{"name": "Ann"}]}</script></head><body><nav><a href=/>Home</a></nav><main>
<article itemprop=articleBody><h1>A talk</h1><p>Ann: Will it?<br>Bob: Yes.</p><pre>one\n two</pre><!-- no -->
<ul><li><a>x</a></ul><table><tr><td>1<td>2</table></article></main><footer>no</footer></body></html>""",
    "plain": """A talk

[00:00:01] Ann Lee: It will.
And then?

[0:02 - 0:03] Bob Ray (Institute): No.

Ann Lee  0:04
**Bob Ray:** So.
(12:30) What
10:30 Lunch
\u51af\u5f20\uff1a\u4f1a\u7684\u3002
""",
}  # fmt: skip
PIECES = (
    "\n", "\n\n", "\r", "\r\n", " ", "\ufeff", "\u2028", "\x0c", "-->", " --> ", "<", ">", "</", "<v ", "<v>", "</v>",
    "<!--", "<p>", "<div>", "&", "&#0;", "&amp;", ";", ":", ": ", "\uff1a", "Ann: ", ">> ", "[", "]", "{", "}", '"',
    "\\", "\\u0000", "\\ud800", ",", "00:01.000", "9" * 30, "-1", "NaN", "1e999", "null", "NOTE", "WEBVTT", "STYLE",
    "1\n", "\u51af", "\U0001f399", "e\u0301", "\u202e", "'", "=", "/", "?", "!", "<script>", "</script>", "<title>",
    "itemprop", "<time>", "<cite>", "[0:01] ", "0:01", "**", "__", "\x85", "\x1b[31m", "a" * 200,
)  # fmt: skip
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ANYTHING = st.text(STORABLE, max_size=300) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A file that looks real, with some of it cut out, said twice, or replaced."""
    text = draw(st.sampled_from([*FILES.values()]))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 60)))
        other = draw(st.sampled_from(["", text[start:end] * 2, *draw(st.lists(st.sampled_from(PIECES), max_size=3))]))
        text = text[:start] + other + text[end:]
    return text + (draw(st.sampled_from([*FILES.values()])) if draw(st.integers(0, 9)) == 0 else "")


def check_reads(kind: PageKind, text: str, name: str = "episode") -> None:
    """The kind says whether it is one of its files, and reads or refuses it."""
    raw = Raw(name, text, "utf-8", text.encode())
    assert kind.recognises(raw) in {True, False}
    try:
        page = kind.read(raw, TODAY)
    except LedgerError:
        return
    check_page(page)
    assert page.kind == kind.name
    assert page == kind.read(raw, TODAY)


@each_kind
@given(text=ANYTHING)
@settings(max_examples=effort.examples(150))
def test_any_text_is_read_or_refused(kind, text):
    check_reads(kind, text)


@each_kind
@given(text=damaged())
@settings(max_examples=effort.examples(300))
def test_a_damaged_file_of_any_kind_is_read_or_refused(kind, text):
    check_reads(kind, text)


@each_kind
def test_every_file_as_it_is_is_read_or_refused(kind):
    for text in FILES.values():
        check_reads(kind, text)


EXPECTED = {
    "voices": "webvtt", "rolling": "webvtt", "subrip": "subrip", "segments": "transcript_json",
    "a program's": "transcript_json", "chapters": "chapters_json", "cited": "transcript_html", "page": "article",
    "plain": "plain",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("start", ["", "\ufeff", "\r\n"])
def test_the_first_kind_that_recognises_a_file_is_its_own(name, start):
    text = start + FILES[name]
    raw = Raw("episode", text, "utf-8", text.encode())
    assert kind_of(raw).name == EXPECTED[name]


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: Page("broken", text, sections=(Section("transcript", 0, len(text) + 1),)),
        lambda text: Page("broken", text, marks=(Mark(0, len(text) + 1, 0),)),
        lambda text: Page("broken", f"{text}\0"),
        lambda text: Page("broken", text, marks=(Mark(0, 0, 0),)),
        lambda text: Page("broken", text, warnings=("Bad Times",)),
        lambda text: Page("broken", text.split("\n")[99]),
    ],
)
def test_a_reader_that_breaks_a_promise_is_caught(broken):
    kind = PageKind("broken", "Broken", lambda _raw: True, lambda raw, _on: broken(raw.text))
    with pytest.raises((AssertionError, IndexError)):
        check_reads(kind, "One.")


# Time


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


def many(name: str, size: int) -> str:
    """A file of some kind that is so many signs long, about."""
    cues = range(size // 60)
    spans = [(n, f"{clock(n)} --> {clock(n + 1)}") for n in cues]
    return {
        "webvtt": lambda: "WEBVTT\n" + "".join(f"\n{span}\n<v Ann {n % 9}>It will rise.\n" for n, span in spans),
        "subrip": lambda: "".join(f"{n}\n{span}\nAnn {n % 9}: It\nwill rise.\n\n" for n, span in spans),
        "transcript_json": lambda: json.dumps({"segments": [{"start": n, "end": n + 1, "text": "Rain"} for n in cues]}),
        "chapters_json": lambda: json.dumps({"chapters": [{"startTime": n, "title": "It will rise."} for n in cues]}),
        "transcript_html": lambda: "".join(f"<cite>Ann {n % 9}:</cite><time>0:09</time><p>It will" for n in cues),
        "article": lambda: "<html>" + "".join(f"<p>Ann {n % 9}: It <b>will</b> &amp; so. {n}</p>\n" for n in cues),
        "plain": lambda: "".join(f"[{clock(n)}] Ann {n % 9}: It will rise and fall.\n" for n in cues),
    }[name]()  # fmt: skip


def quietly(kind: PageKind, text: str) -> None:
    """Read it; a refusal is an answer too."""
    try:
        kind.read(Raw("episode", text, "utf-8", text.encode()), TODAY)
    except LedgerError:
        return


@each_kind
def test_time_grows_with_the_size_of_a_file_alone(kind):
    name = kind.name if kind.name in EXPECTED.values() else "plain"
    assert growth.grows_straight(lambda size: quietly(kind, many(name, size)), 60_000)


REPEATED = (
    "a", " ", "\n", "\r", " \n", "a ", "A: ", "Ann: ", "Ann: \n", "Ann Lee \n", "A.", "<", "<v", "<v A", "<v A>", "&",
    "&#", "&amp", "&amp;", "{\\", "-", "- ", "-->", "-->\n", "1\n", "1 ", "00:01.000 --> 00:02.000\n",
    "00:01.000 --> 00:02.000\na\n", "00:01.000 --> 00:02.000\na a\na\n\n", "0:01 ", "0:01\n", "[0:01] ", "[0:01",
    "[0:01]\n", "0:01 - ", "(", "(a) ", ":", "\uff1a", "**", "*A*: ", "__", "_A", ">> ", ">>\n", "\u51af", "\u51af\n",
    "NOTE\n", "\n\nNOTE", "a\n\n", "Ann  0:01\n", "' ", "A-", "A b ", "\\", '"', "[", "{", '{"a":', "[{", '"\\', ",",
    "1", "1.", "0:", "\ufeff",
)  # fmt: skip
BEGINNINGS = (
    "", "WEBVTT\n\n00:01.000 --> 00:02.000\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v ",
    "1\n00:00:01,000 --> 00:00:02,000\n", '{"segments": ["', "[0:01] ", "Ann: One.\nAnn: ",
)  # fmt: skip


@pytest.mark.long("growth", sample=21)
@each_kind
@pytest.mark.parametrize("begun", BEGINNINGS)
def test_time_grows_with_the_size_of_a_made_up_file_alone(kind, begun):
    def work(piece, size):
        quietly(kind, begun + piece * (size // len(piece)))

    assert [
        piece
        for piece in effort.sampled(REPEATED, effort.of(len(REPEATED), 12))
        if not growth.grows_straight(partial(work, piece), 6_000)
    ] == []


def test_a_reader_that_goes_back_again_and_again_is_caught():
    def slow(raw, _on):
        lines = raw.text.split("\n")
        return Page(
            "slow",
            "\n".join(line for number, line in enumerate(lines) if all(line != other for other in lines[:number])),
        )

    kind = PageKind("slow", "Slow", lambda _raw: True, slow)
    assert not growth.grows_straight(lambda size: quietly(kind, many("plain", size)), 60_000)
