"""Each claim with what became of it: the one query all listings and reports are made from.

What ``judged`` gives is plain SQL in the subset that SQLite, PostgreSQL, DuckDB and Spark share. Its column
``standing`` says why a claim is scored or not, and is the one place where that is decided. The parameter ``:today``
is the day deadlines are held against.
"""

from collections import Counter
from collections.abc import Iterable

from ledger.domain.figures import PPM
from ledger.domain.vocabulary import Attribution, Kind, Outcome, Source
from ledger.storage.reader import Record


def _listed(words: list[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_KINDS = _listed([kind for kind in Kind if kind.scored])
_LEVELS = _listed([level for level in Attribution if level.scored])
_SOURCES = _listed([source for source in Source if source.scored])

# A condition that failed voids its question, whatever was said of the question itself.
# Whether a verdict stood in the journal before the claim did (in its present coding).
_AFTER_VERDICT = """
EXISTS (SELECT 1 FROM resolution r WHERE r.question_id = ranked.question_id AND r.recorded_at < ranked.recorded_at
        AND (r.target = 'question' AND r.outcome <> 'open' OR r.target = 'condition' AND r.outcome = 'false'))"""
OUTCOME = "CASE WHEN q.condition_verdict = 'false' THEN 'void' ELSE q.verdict END"
RESOLVED_ON = "CASE WHEN q.condition_verdict = 'false' THEN q.condition_on ELSE q.verdict_on END"
STATE = f"CASE WHEN {OUTCOME} = 'open' AND q.deadline < :today THEN 'overdue' ELSE {OUTCOME} END"

STANDINGS = {
    "excluded": "left out by the curator, with a reason",
    "kind": "a wish, a figure or an abstention: nothing to be right about",
    "attribution": "not the analyst's own view",
    "undated": "nobody knows when it was said",
    "hedge": "words that cannot be wrong",
    "unresolvable": "nobody could settle it",
    "void": "the condition failed, or the question was annulled",
    "ambiguous": "evidence both ways",
    "known": "already settled when it was said",
    "restated": "the analyst had said it before",
    "open": "no verdict yet",
    "overdue": "no verdict, and the deadline has passed",
    "partial": "partly came about",
    "scored": "true or false, and scored",
}
"""Why a claim is or is not scored, in the order the reasons are looked at."""

BRIEFLY = {
    "excluded": "left out",
    "kind": "nothing to be right about",
    "attribution": "somebody else's view",
    "undated": "undated",
    "hedge": "hedged",
    "known": "known before",
    "restated": "said before",
}
"""The same in a word or two, where the standing's own name does not say it."""

_CLAIMS = f"""
SELECT c.number, c.id AS claim_id, c.key, a.name AS analyst, a.number AS analyst_number,
       e.show, e.title AS episode_title, e.number AS episode,
       c.stated_on, c.recorded_at, c.kind, c.attribution, c.source, c.words, c.scale, c.low, c.point, c.high,
       c.read_by, c.denies, c.quote, c.at_seconds, c.excluded, c.withdrawn_on, c.note, c.revises,
       COALESCE(c.cluster, c.episode_id, a.id || c.stated_on, c.id) AS cluster,
       c.cluster AS cluster_named,
       (SELECT r.number FROM claim r WHERE r.id = c.revises) AS revised,
       q.id AS question_id, q.number AS question, q.statement, q.criteria, q.deadline, q.deadline_words, q.condition,
       q.difficulty, {OUTCOME} AS outcome, q.verdict_fraction AS fraction, {RESOLVED_ON} AS resolved_on,
       CASE WHEN c.kind IN ({_KINDS}) AND c.attribution IN ({_LEVELS}) AND c.source IN ({_SOURCES})
             AND c.excluded IS NULL AND c.stated_on IS NOT NULL THEN 1 ELSE 0 END AS eligible
FROM claim c
JOIN analyst w ON w.id = c.analyst_id
JOIN analyst a ON a.id = COALESCE(w.merged_into, w.id)
JOIN question q ON q.id = c.question_id
LEFT JOIN episode e ON e.id = c.episode_id"""

_RANKED = """
SELECT claims.*, ROW_NUMBER() OVER (PARTITION BY analyst_number, question_id, eligible
                                    ORDER BY stated_on, number) AS place
FROM claims"""

_STANDING = f"""
SELECT ranked.*,
       CASE WHEN outcome = 'open' AND deadline < :today THEN 'overdue' ELSE outcome END AS state,
       CASE WHEN eligible = 1 AND place > 1 THEN 1 ELSE 0 END AS restated,
       CASE WHEN outcome = 'open' THEN 0
            WHEN SUBSTR(recorded_at, 1, 10) > resolved_on OR {_AFTER_VERDICT} THEN 1
            ELSE 0 END AS retrospective,
       CASE WHEN excluded IS NOT NULL THEN 'excluded'
            WHEN kind NOT IN ({_KINDS}) THEN 'kind'
            WHEN attribution NOT IN ({_LEVELS}) THEN 'attribution'
            WHEN stated_on IS NULL THEN 'undated'
            WHEN source NOT IN ({_SOURCES}) THEN 'hedge'
            WHEN outcome IN ('unresolvable', 'void', 'ambiguous') THEN outcome
            WHEN outcome <> 'open' AND resolved_on <= stated_on THEN 'known'
            WHEN place > 1 THEN 'restated'
            WHEN outcome = 'open' AND deadline < :today THEN 'overdue'
            WHEN outcome IN ('open', 'partial') THEN outcome
            ELSE 'scored' END AS standing
FROM ranked"""


# Where nobody asks what is a restatement, no claim is held against another, which halves the time.
_UNRANKED = "SELECT claims.*, 1 AS place FROM claims"


def judged(narrow: str = "", *, ranked: bool = True) -> str:
    """The query's opening; follow it with ``SELECT ... FROM judged``. Bind ``today``.

    Args:
        narrow: a condition on ``c``, ``a``, ``q`` or ``e`` that leaves whole every analyst's claims on a question,
            so that what is a restatement stays one (a question, an analyst; not a date or a kind).
        ranked: look for restatements; without it ``restated`` and ``standing`` mean nothing.
    """
    where = f"\nWHERE {narrow}" if narrow else ""
    places = _RANKED if ranked else _UNRANKED
    return f"WITH claims AS ({_CLAIMS}{where}\n), ranked AS ({places}\n), judged AS ({_STANDING}\n)\n"


def why_not_scored(claim: Record) -> str:
    """Why a judged claim is not scored, in words; "" where it is."""
    return "" if claim["standing"] == "scored" else STANDINGS[claim["standing"]]


def not_scored(claims: Iterable[Record]) -> str:
    """How many claims are not scored and why, in one line."""
    counts = Counter(BRIEFLY.get(row["standing"], row["standing"]) for row in claims if row["standing"] != "scored")
    return ", ".join(f"{n} {why}" for why, n in counts.most_common()) or "none"


def right_or_wrong(claim: Record) -> str:
    """``right``, ``wrong`` or "" for a judged claim: which side of one half the analyst was on."""
    if claim["standing"] != "scored":
        return ""
    point = claim["point"]
    if point is not None and point * 2 == PPM:
        return "tie"
    says_true = (1 - claim["denies"]) if point is None or point * 2 > PPM else claim["denies"]
    return "right" if bool(says_true) == (claim["outcome"] == Outcome.TRUE) else "wrong"
