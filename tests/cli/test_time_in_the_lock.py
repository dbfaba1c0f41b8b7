"""What takes long is done before or after the write transaction: reading a file, laying a text out, guessing speakers.

Whether the lock is held is asked of the database itself: a second writer tries to take it, at every call of a function
of a room that has no business there.
"""

import sqlite3
import sys
from contextlib import closing, contextmanager
from datetime import date

import pytest
from test_beside_a_writer import FEED, TALK

import ledger.documents
import ledger.suggest
from ledger.cli.opening import to_record
from ledger.curation.review import ClaimForm, ReviewSession, drop_current, keep, undo
from ledger.documents import plain, subrip
from ledger.documents.feed import read_feed
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.journal.writer import Writer, default_actor, writing
from ledger.query.layout import lay_out
from ledger.query.suggestions import suggestions
from ledger.suggest.speakers import guess
from ledger.text.paragraphs import passages

LAYING_OUT, SUGGESTING = lay_out.__module__, suggestions.__module__
FINDING_SENTENCES, GUESSING = passages.__module__, guess.__module__
READERS, RULES = (f"{room.__name__}." for room in (ledger.documents, ledger.suggest))
SLOW = (READERS, RULES, LAYING_OUT, SUGGESTING, FINDING_SENTENCES)
"""Modules, or rooms with all of theirs; named after what is imported, so that no name of this list is out of date."""
LOOKED_UP = {"LaidOut.sentences", "LaidOut.within", "reviews_of", "touched"}
"""What only looks something up: in a text that has been laid out, or what was decided before."""
SRT = (
    "1\n00:00:01,000 --> 00:00:04,000\nAnn: It will rain tomorrow.\n\n2\n00:00:05,000 --> 00:00:06,000\nIt may snow.\n"
)


class Watch:
    """The functions of the rooms watched that ran, while the lock was free and while it was held."""

    def __init__(self, path, rooms):
        self._path, self._rooms = path, rooms
        self.free, self.held = set(), set()

    @contextmanager
    def watching(self):
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=0)) as probe:

            def look(frame, event, _argument):
                place, function = (
                    frame.f_globals.get("__name__", ""),
                    frame.f_code.co_qualname.partition(".<locals>")[0],
                )
                if event == "call" and place.startswith(self._rooms) and function not in {"<module>", *LOOKED_UP}:
                    (self.free if _is_free(probe) else self.held).add((place, function))

            sys.setprofile(look)
            try:
                yield self
            finally:
                sys.setprofile(None)


def _is_free(probe):
    try:
        probe.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    probe.execute("ROLLBACK")
    return True


@pytest.fixture
def files(cli, tmp_path, monkeypatch):
    """Commands on a ledger, and files to import beside it."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("talk.txt", TALK), ("feed.xml", FEED), ("talk.srt", SRT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return cli


@pytest.fixture
def watch(db_path):
    return Watch(db_path, SLOW)


GIVEN = ["--show", "Skies", "--title", "Clouds", "--published", "2026-01-10"]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (["talk.txt", *GIVEN], {plain.__name__, LAYING_OUT, GUESSING, FINDING_SENTENCES}),
        (["talk.srt", *GIVEN], {subrip.__name__, LAYING_OUT, GUESSING}),
        (["feed.xml", "--item", "1"], {read_feed.__module__, LAYING_OUT, GUESSING}),
        (["feed.xml", "--all"], {read_feed.__module__}),
    ],
    ids=["page", "captions", "item of a feed", "whole feed"],
)
@pytest.mark.parametrize("again", [False, True], ids=["new", "known"])
def test_an_import_reads_before_the_lock_and_lays_out_after_it(files, watch, words, places, again):
    if again:
        files.ok("episode", "import", *words)
    with watch.watching():
        files.ok("episode", "import", *words)
    assert watch.held == set()
    assert places <= {place for place, _ in watch.free}


@pytest.mark.parametrize("words", [["speakers", "e1", "1-2", "Bob"], ["drop", "e1", "1", "--reason", "question"],
                                   ["drop", "e1", "1", "--undo"]], ids=" ".join)  # fmt: skip
def test_a_decision_on_sentences_lays_out_before_the_lock(files, watch, words):
    files.ok("episode", "import", "talk.txt", *GIVEN)
    if "--undo" in words:
        files.ok("episode", "drop", "e1", "1", "--reason", "question")
    with watch.watching():
        files.ok("episode", *words)
    assert watch.held == set()
    assert LAYING_OUT in {place for place, _ in watch.free}


def test_a_review_decides_without_laying_out_in_the_lock(files, watch, db_path):
    files.ok("episode", "import", "talk.txt", *GIVEN)
    form = ClaimForm(
        "Ann", "first-person", "prediction", "It rains", "likely", "2026-06-30", criteria="A gauge says so"
    )
    with watch.watching():
        with reading(Location(path=db_path)) as reader:
            laid = lay_out(reader, "e1")
        session = ReviewSession(laid, suggestions(laid, browse=True))
        with to_record() as writer:
            _, kept = keep(writer, session, form, (), today=date(2026, 7, 1), actor=default_actor())
        with to_record() as writer:
            undo(writer, kept)
        with to_record() as writer:
            drop_current(writer, session, "question")
    assert watch.held == set()
    assert {GUESSING, SUGGESTING} <= {place for place, _ in watch.free}


def test_the_watch_sees_what_is_done_in_the_lock(files, watch, db_path):
    files.ok("episode", "import", "talk.txt", *GIVEN)
    with watch.watching(), writing(Location(path=db_path)) as writer:
        lay_out(writer, "d1")
    assert {LAYING_OUT, GUESSING, FINDING_SENTENCES} <= {place for place, _ in watch.held}
    assert watch.free == set()


def test_the_watch_knows_when_the_lock_is_taken(files, db_path):
    watch = Watch(db_path, (Writer.__module__, "ledger.cli."))
    with watch.watching():
        files.ok("analyst", "add", "Zoe")
    assert (Writer.__module__, Writer.add.__qualname__) in watch.held
    assert (Writer.__module__, Writer.add.__qualname__) not in watch.free
    assert any(place == "ledger.cli.app" for place, _ in watch.free)
