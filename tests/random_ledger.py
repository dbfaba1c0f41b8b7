"""Ledgers of any history, made by the services a curator uses: what a step is refused for, it does without."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st
from sample import HOSTILE

from ledger.curation.catalogue import Catalogue, alias_analyst, merge_analysts, split_analyst
from ledger.curation.changing import (
    amend_analyst,
    amend_claim,
    amend_episode,
    amend_question,
    link_claims,
    revise,
    withdraw,
)
from ledger.curation.recording import Recorder
from ledger.curation.resolving import Verdict, reopen, resolve
from ledger.errors import LedgerError
from ledger.journal.location import Location
from ledger.journal.writer import Writer, writing
from ledger.model.fields import FIELDS, QUESTION

TODAY = date(2026, 7, 1)
LATE = ("2024-03-01", "2024-06-01", "2025-01-15")
TEXTS = (
    HOSTILE,
    "It rains",
    "=1+1",
    "'quoted'",
    "-",
    "a; b\\;c",
    "#7",
    "x\r\ny\rz",
    '"',
    "[[claim]]",
    "\u200bit\ufeff",
)
NAMES = ("Ann", "Bob", "=Carl", "\u8d75\u901a", "O'Neil; Jr=x")
DAYS = ("2019-01-17", "2019-06-01", "2020-02-29", "2021-12-31", "unknown")
LIKELIHOODS = (
    "60%", "0.75", "3:1", "55-80%", "at least 90%", "likely", "almost certain", "might", "none", "0.5%-1%",
    "will likely=55-80%", "may=20-60%", "1/3",
)  # fmt: skip
OUTCOMES = ("true", "false", "partial=0.4", "partial=1/3", "partial", "void", "ambiguous", "unresolvable")
KINDS = (None, "prediction", "assessment", "causal", "normative", "figure", "abstention")
LEVELS = (None, "reported", "endorsed", "host", "machine")

_number = st.sampled_from(["1", "1", "2", "3", "4"])
_text = st.sampled_from(TEXTS)
_maybe_text = st.none() | _text
_day = st.sampled_from(DAYS)
_key = st.none() | st.sampled_from(["k1", "k2", "#k3", "=k4", HOSTILE])
_episode = st.none() | st.fixed_dictionaries(
    {
        "show": _text,
        "title": _text,
        "published_on": st.sampled_from([None, "2019-01-17"]),
        "url": _maybe_text,
        "language": st.sampled_from([None, "en"]),
        "duration": st.sampled_from([None, 0, 2580]),
        "people": st.lists(st.fixed_dictionaries({"name": st.sampled_from(NAMES), "role": _text}), max_size=2),
        "note": _maybe_text,
        "key": _key,
    }
)
_claim = st.fixed_dictionaries(
    {
        "statement": _text,
        "analyst": st.sampled_from(NAMES),
        "stated_on": _day,
        "episode": _episode,
        "deadline": st.sampled_from([None, None, "2025-12-31", "2026", "within six months"]),
        "criteria": _maybe_text,
        "condition": _maybe_text,
        "likelihood": st.sampled_from(LIKELIHOODS),
        "quote": _maybe_text,
        "at": st.sampled_from([None, "0", "12:30"]),
        "kind": st.sampled_from(KINDS),
        "attribution": st.sampled_from(LEVELS),
        "denies": st.booleans(),
        "topics": st.lists(_text, max_size=2),
        "note": _maybe_text,
        "key": _key,
        "cluster": _maybe_text,
        "difficulty": st.sampled_from([None, "low"]),
        "deadline_basis": _maybe_text,
        "question": st.sampled_from([None, None, None, "q1", "q2"]),
    }
)
_verdict = st.builds(
    Verdict,
    outcome=st.sampled_from(OUTCOMES),
    on=st.sampled_from(["2019-03-01", "2022-01-01"]),
    evidence=st.lists(_text, min_size=1, max_size=2),
    reason=_text,
    by=_maybe_text,
    note=_maybe_text,
    condition=st.booleans(),
    key=_key,
)
_amendment = st.fixed_dictionaries(
    {}, optional={"likelihood": st.sampled_from(LIKELIHOODS), "excluded": _maybe_text, "note": _maybe_text,
                  "stated_on": _day, "denies": st.booleans(), "cluster": _maybe_text, "analyst": st.sampled_from(NAMES)}
)  # fmt: skip
_question = st.fixed_dictionaries(
    {}, optional={"statement": _text, "topics": st.lists(_text, max_size=2), "question_note": _maybe_text,
                  "criteria": _maybe_text, "deadline": st.sampled_from(["", "2025-12-31"])}
)  # fmt: skip
_said = st.tuples(st.just("claim"), _claim)
_later = st.one_of(
    _said,
    st.tuples(st.just("revise"), _number, st.sampled_from(LATE), st.sampled_from(LIKELIHOODS)),
    st.tuples(st.just("withdraw"), _number, st.sampled_from(LATE)),
    st.tuples(st.just("amend"), _number, _amendment),
    st.tuples(st.just("resolve"), _number, _verdict),
    st.tuples(st.just("resolve"), _number, _verdict),
    st.tuples(st.just("reopen"), _number, _verdict),
    st.tuples(st.just("question"), _number, _question),
    st.tuples(st.just("link"), _number, _number),
    st.tuples(st.just("merge"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("split"), st.sampled_from(NAMES)),
    st.tuples(st.just("alias"), st.sampled_from(NAMES), _text),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), _text),
    st.tuples(st.just("episode"), _number, _text),
)
HISTORIES = st.tuples(st.lists(_said, min_size=3, max_size=6), st.lists(_later, max_size=12)).map(
    lambda parts: [*parts[0], *parts[1]]
)
"""Any history of a ledger, as steps."""


def _record(writer: Writer, words: dict[str, Any]) -> None:
    if words["question"] is not None:
        worded = {name for name, field in FIELDS.items() if field.of == QUESTION and name != QUESTION}
        words = {name: value for name, value in words.items() if name not in worded}
    Recorder(writer, TODAY, "tester").record(words, new_analyst=True)


def _revise(writer: Writer, ref: str, on: str, likelihood: str) -> None:
    revise(writer, ref, {"stated_on": on, "likelihood": likelihood}, today=TODAY, actor="tester")


def _resolve(writer: Writer, number: str, verdict: Verdict) -> None:
    key = f"{verdict.key}/{writer.seq}" if verdict.key else None
    resolve(writer, f"q{number}", replace(verdict, key=key), today=TODAY, actor="tester")


def _amend(writer: Writer, ref: str, changes: dict[str, Any]) -> None:
    if "analyst" in changes:
        book = Catalogue(writer)
        if not book.knows(changes["analyst"]):
            book.add_analyst(changes["analyst"], new_analyst=True)
    amend_claim(writer, ref, changes, today=TODAY, actor="another")


_STEPS: dict[str, Callable[..., object]] = {
    "claim": _record,
    "revise": _revise,
    "amend": _amend,
    "withdraw": lambda writer, ref, on: withdraw(writer, ref, on=on, note=None, today=TODAY),
    "resolve": _resolve,
    "reopen": lambda writer, number, verdict: reopen(
        writer, f"q{number}", replace(verdict, key=None), today=TODAY, actor="tester"
    ),
    "question": lambda writer, number, changes: amend_question(writer, f"q{number}", changes, today=TODAY),
    "link": lambda writer, claim, number: link_claims(writer, [claim], f"q{number}"),
    "merge": merge_analysts,
    "split": split_analyst,
    "alias": alias_analyst,
    "rename": lambda writer, name, new: amend_analyst(writer, name, {"name": new}),
    "episode": lambda writer, number, title: amend_episode(writer, f"e{number}", {"title": title}, today=TODAY),
}


def live(location: Location, steps: list[Any], first: int = 1) -> None:
    """Take the steps on a ledger, in two transactions months apart."""
    half = len(steps) // 2
    for month, part in ((first, steps[:half]), (first + 5, steps[half:])):
        with writing(location, now=lambda month=month: datetime(2026, month, 1, tzinfo=UTC)) as writer:
            for name, *given in part:
                with suppress(LedgerError):
                    _STEPS[name](writer, *given)
