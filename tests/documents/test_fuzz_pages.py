"""The readers of saved pages on lines of their sites in any order, and a sentence for every warning there is."""

import re
from pathlib import Path

import effort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_kit import TODAY, check_page

from ledger.documents import goodpods, podquest
from ledger.documents.kinds import MODULES, kinds
from ledger.documents.page import Raw
from ledger.documents.warnings import WARNINGS, told_warning
from ledger.errors import LedgerError
from ledger.text.paragraphs import passages

AS_SAVED = {goodpods.KIND.name, podquest.KIND.name}
"""Kinds that people read as they were saved, to the letter."""
LINES = (
    "", " ", "A talk", "01/17/19 \u2022 43 min", "02/30/26 \u2022 1 hr 2 min", "13/13/13 \u2022 9 min", "2024/12/19",
    "2024/13/19", "Previous Episode", "Next Episode", "Episode Comments", "Generate a badge", "Copy",
    "If you like this episode you\u2019ll love", "cover of episode A talk", "logo of podcast Show", "Show", "People",
    "A", "Ann Lee", "Topics", "Ann Lee: \u672c\u671f\u8282\u76ee\u3002", "Deep Dive", "Key Insights", "Why?",
    "Because.", "Chapters", "  \u2022 A bullet.", "Shownotes Transcript", "Translations:", "\u4e2d\u6587",
    "I'm Ann Lee, a host.", "and so it goes on without",
    '<a href="https://goodpods.com/podcasts/a-show-1/a-talk-2"> <img alt="x" /> </a>',
    "In this episode of the Show podcast, Ann Lee spoke with Bo Ek, a fellow at the Institute.", "\u2022", "\x0c", "\r",
)  # fmt: skip
ANY = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
TEXTS = st.lists(st.one_of(st.sampled_from(LINES), ANY), max_size=40).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\n\n"]).map(lambda end: end.join(lines))
)


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
@settings(max_examples=effort.examples(400))
@given(text=TEXTS)
def test_lines_in_any_order_are_read_or_refused(kind, text):
    raw = Raw("page.txt", text, "utf-8", text.encode("utf-8", "replace"))
    assert kind.recognises(raw) in {True, False}
    try:
        page = kind.read(raw, TODAY)
    except LedgerError:
        return
    check_page(page)
    assert page.text == text or kind.name not in AS_SAVED
    laid = passages(page.text, page.sections, page.marks)
    assert all(0 <= one.start < one.end <= len(page.text) for one in laid.sentences)
    assert [warning for warning in page.warnings if warning.partition("=")[0] not in WARNINGS] == []


SOURCES = Path(__file__).parents[2] / "ledger" / "documents"
# What looks like a warning in the readers' code and is something else.
OTHERS = {
    *MODULES, "audio_length", "end_ms", "end_time", "euc_jp", "euc_kr", "find_item", "item_page", "language_code",
    "looks_like_feed", "ms_kanji", "page_kinds", "read_feed", "shift_jis", "speaker_label", "start_ms", "start_time",
}  # fmt: skip


def test_every_warning_that_a_reader_can_give_has_its_sentence():
    found = set()
    for path in SOURCES.rglob("*.py"):
        found |= set(re.findall(r'"([a-z]+(?:_[a-z0-9]+)+)(?:=\{[^"]*)?"', path.read_text(encoding="utf-8")))
    assert found - set(WARNINGS) <= OTHERS
    put_together = ("dropped_", "unreadable_", "no_")
    assert {name for name in WARNINGS if not name.startswith(put_together)} <= found


def test_every_warning_that_a_docstring_promises_is_one_that_users_get():
    promised = set()
    for path in SOURCES.rglob("*.py"):
        for listed in re.findall(r"Warnings: ((?:\s*``\w+``,?)+)", path.read_text(encoding="utf-8")):
            promised |= set(re.findall(r"\w+", listed))
    assert len(promised) > 5
    assert promised - set(WARNINGS) == set()


@pytest.mark.parametrize(
    ("warning", "told"),
    [
        ("duplicate_paragraphs=2", "duplicate_paragraphs=2: 2 paragraphs are printed twice; each counts once."),
        ("no_times", "no_times: it has no times, so a quote cannot be found in the recording."),
        ("something_new=3", "something new=3"),
    ],
)
def test_a_warning_is_told_in_a_sentence(warning, told):
    assert told_warning(warning) == told
