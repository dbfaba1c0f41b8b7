"""A small document in a ledger, made without any reader of files."""

from datetime import date

from ledger.curation.anchoring import ANYWHERE
from ledger.curation.episode_import import Particulars, import_page
from ledger.curation.recording import Recorder
from ledger.documents.page import Page, Raw
from ledger.text.passages import Mark, Section

TODAY = date(2026, 7, 1)
TEXT = (
    "Rates will rise in the spring. The bank may wait, though.\n\n"
    "Nobody expects a cut \u201cbefore June\u201d \u2013 not even the\nminister. Rates will rise in the spring.\n"
)
SUMMARY = "A summary that a machine made: the bank will wait.\n"
WHOLE = TEXT + SUMMARY
SECTIONS = (
    Section("transcript", 0, len(TEXT), "en", wrapped=True),
    Section("topics", len(TEXT), len(WHOLE), "en", derived=True),
)
PARTICULARS = Particulars(show="Money", title="Spring", published="2026-01-10")


def raw(text=WHOLE, name="talk.txt"):
    return Raw(name, text, "utf-8", text.encode())


def page(text=WHOLE, **more):
    """A page of that text, its sections where TEXT has them."""
    return Page(**{"kind": "plain", "text": text, "sections": SECTIONS, "language": "en", **more})


def store(writer, text=WHOLE, given=PARTICULARS, name="talk.txt", **more):
    return import_page(writer, raw(text, name), page(text, **more), given, TODAY)


def claim(writer, quote, statement="It happens", analyst="Ann", place=ANYWHERE, **more):
    stated = {"statement": statement, "analyst": analyst, "episode": "e1", "quote": quote, **more}
    return Recorder(writer, TODAY, "tester").record(stated, new_analyst=True, place=place)


def timed(text=WHOLE):
    """Marks of ten seconds, twenty characters each."""
    return tuple(
        Mark(at, min(at + 20, len(text)), at * 500, at * 500 + 10_000, "Ann") for at in range(0, len(text), 20)
    )
