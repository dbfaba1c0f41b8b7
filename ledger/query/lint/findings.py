"""The claims of a ledger as the rules of ``ledger lint`` see them, and what the rules find."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Any

from ledger.journal.reader import Record, Rows
from ledger.model.scales import DEFAULT_SCALE, load_hedges, load_scale
from ledger.model.vocabulary import TAKEN_BACK, Attribution, Kind, Outcome, Source
from ledger.query.judged import OUTCOME, UNKNOWN, all_known
from ledger.query.layout import LaidOut, laid_out
from ledger.query.lint.registry import Aids, CodedClaim, Finding
from ledger.query.lint.rules import lint
from ledger.query.refs import find_any
from ledger.query.stored_documents import current_documents, load
from ledger.text.clean import match_key
from ledger.text.passages import CERTAIN, Sentence
from ledger.text.quotes import Fit, count_places, find_quote
from ledger.text.similarity import alike, difference

_CLAIMS = f"""
SELECT c.*, q.number AS question, q.statement, q.criteria, q.deadline, q.condition,
       {OUTCOME} AS outcome, {UNKNOWN} AS unknown,
       COALESCE(m.name, a.name) AS analyst, COALESCE(m.number, a.number) AS analyst_number, e.number AS episode
FROM claim c
JOIN question q ON q.id = c.question_id
JOIN analyst a ON a.id = c.analyst_id
LEFT JOIN analyst m ON m.id = a.merged_into
LEFT JOIN episode e ON e.id = c.episode_id
ORDER BY c.number"""
_NUMBERS = {"claim": "number", "question": "question", "episode": "episode", "analyst": "analyst_number"}


def findings(rows: Rows, ref: str | None = None) -> tuple[list[Finding], dict[int, Record]]:
    """What the rules find, in all claims or in those of an episode, an analyst, a question or one claim.

    Claims are always held against all others. Beside the findings comes each claim's row, by number.
    """
    claims = all_known(rows, rows.rows(_CLAIMS))
    texts = _Texts(rows)
    coded = [_coded(claim, texts) for claim in claims]
    aids = Aids(load_scale(DEFAULT_SCALE).find, load_hedges().occurs_in, alike)
    wanted = _wanted(rows, claims, ref)
    return [one for one in lint(coded, aids) if one.claim in wanted], {claim["number"]: claim for claim in claims}


def _wanted(rows: Rows, claims: Sequence[Record], ref: str | None) -> set[int]:
    claims = [claim for claim in claims if claim["excluded"] != TAKEN_BACK]
    if ref is None:
        return {claim["number"] for claim in claims}
    table, record = find_any(rows, ref)
    number = record["number"]
    if table == "analyst" and record["merged_into"]:
        number = rows.rows("SELECT number FROM analyst WHERE id = :id", id=record["merged_into"])[0]["number"]
    return {claim["number"] for claim in claims if claim[_NUMBERS[table]] == number}


class _Texts:
    """The documents of a ledger laid out, each once, and only those that claims come from."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._texted = {row["id"] for row in rows.rows("SELECT DISTINCT episode_id AS id FROM document")}
        self._keys = _names(rows)
        self.by_id = cache(self._by_id)
        self.of_episode = cache(self._of_episode)

    def _by_id(self, document_id: str) -> LaidOut:
        record = self._rows.rows("SELECT * FROM document WHERE id = :id", id=document_id)[0]
        return laid_out(self._rows, load(self._rows, record))

    def other(self, laid: LaidOut, sentence: Sentence, claim: Record) -> str:
        """Who speaks a sentence, where that is known for certain and is not the analyst of a claim."""
        said = laid.said[sentence.number - 1]
        certain = said.basis in CERTAIN and said.speaker
        return said.speaker if certain and match_key(said.speaker) not in self._keys[claim["analyst_number"]] else ""

    def _of_episode(self, episode_id: str | None) -> tuple[LaidOut, ...]:
        if episode_id not in self._texted:
            return ()
        return tuple(self.by_id(record["id"]) for record in current_documents(self._rows, str(episode_id)))


def _names(rows: Rows) -> dict[int, set[str]]:
    """What each analyst is called, folded, by the number they count under: names, aliases, those merged into them."""
    found: dict[int, set[str]] = {}
    for row in rows.rows(
        "SELECT COALESCE(m.number, a.number) AS number, a.match_key, n.match_key AS other FROM analyst a "
        "LEFT JOIN analyst m ON m.id = a.merged_into LEFT JOIN analyst_alias n ON n.analyst_id = a.id"
    ):
        found.setdefault(row["number"], set()).update(key for key in (row["match_key"], row["other"]) if key)
    return found


def _coded(claim: Record, texts: _Texts) -> CodedClaim:
    """A claim as the rules see it."""
    same = ("analyst", "criteria", "deadline", "condition", "quote", "stated_on", "words", "excluded")
    told: dict[str, Any] = {name: claim[name] or "" for name in same}
    return CodedClaim(
        number=claim["number"],
        question=claim["question"],
        statement=claim["statement"],
        episode=claim["episode"],
        outcome=Outcome(claim["outcome"]),
        kind=Kind(claim["kind"]),
        attribution=Attribution(claim["attribution"]),
        source=Source(claim["source"]),
        low=claim["low"],
        point=claim["point"],
        high=claim["high"],
        denies=bool(claim["denies"]),
        **told,
        **_place(claim, texts),
    )


def _place(claim: Record, texts: _Texts) -> dict[str, Any]:
    """Where the quote of a claim stands, as the rules see it."""
    laid = texts.by_id(claim["document_id"]) if claim["document_id"] else None
    sentence = _sentence_at(laid, claim["anchor_start"]) if laid else None
    section = laid.passages.sections[sentence.section] if laid and sentence else None
    known = texts.of_episode(claim["episode_id"])
    fit = Fit(claim["anchor_fit"]) if claim["anchor_fit"] else None
    differs = fit is Fit.FUZZY and claim["anchor_exact"]
    return {
        "speaker": texts.other(laid, sentence, claim) if laid and sentence else "",
        "sentence": sentence.text if sentence else "",
        "document": bool(known),
        "section": section.kind if section else "",
        "derived": bool(section and section.derived),
        "fit": fit,
        "places": sum(_places(one, claim["quote"]) for one in known) if claim["quote"] and fit is None else 0,
        "difference": difference(claim["quote"], claim["anchor_exact"]) if differs else "",
    }


def _places(laid: LaidOut, quote: str) -> int:
    """At how many places of a document a quote stands, copies counted once."""
    return count_places(find_quote(laid.document.said, quote), laid.passages.paragraphs)


def _sentence_at(laid: LaidOut, at: int) -> Sentence | None:
    place = bisect_right(laid.starts, at) - 1
    return laid.sentences[place] if place >= 0 else None
