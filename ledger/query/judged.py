"""Each claim with what became of it: the one query all listings and reports are made from.

What ``judged`` gives is plain SQL in the subset that SQLite, PostgreSQL, DuckDB and Spark share. Its column
``scoring_status`` says why a claim is scored or not, and is the one place where that is decided. The parameter ``:today``
is the day deadlines are held against.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from ledger.journal.reader import Record, Rows
from ledger.model.fields import CLAIM, PUBLIC
from ledger.model.probabilities import PPM
from ledger.model.vocabulary import (
    NEVER_SCORED,
    Attribution,
    Kind,
    Outcome,
    Reading,
    Source,
    UnknownWord,
    either,
    known,
)


def one_of(words: Iterable[str]) -> str:
    """Words as the inside of an SQL ``IN (...)``."""
    return ", ".join(f"'{word}'" for word in words)


_KINDS = one_of(kind for kind in Kind if kind.scored)
_LEVELS = one_of(level for level in Attribution if level.scored)
_SOURCES = one_of(source for source in Source if source.scored)
_SCORED = [outcome for outcome in Outcome if outcome.worth is not None]
_GRADED = [outcome for outcome in Outcome if outcome.graded]

_FAILED = f"q.condition_verdict = '{Outcome.FALSE}'"
"""A condition that failed voids its question, whatever was said of the question itself: the one place that says so."""
OUTCOME = f"CASE WHEN {_FAILED} THEN '{Outcome.VOID}' ELSE q.verdict END"
RESOLVED_ON = f"CASE WHEN {_FAILED} THEN q.condition_on ELSE q.verdict_on END"
STATE = f"CASE WHEN {OUTCOME} = '{Outcome.OPEN}' AND q.deadline < :today THEN 'overdue' ELSE {OUTCOME} END"

_WORDS = {
    "kind": ("c.kind", Kind),
    "attribution": ("c.attribution", Attribution),
    "source": ("c.source", Source),
    "outcome": ("q.verdict", Outcome),
    "condition's outcome": ("q.condition_verdict", Outcome),
}
"""Where a claim and its question hold a word that decides whether it is scored, by what it is called."""
_KNOWN = " AND ".join(f"{column} IN ({one_of(words)})" for column, words in _WORDS.values())
UNKNOWN = f"CASE WHEN {_KNOWN} THEN NULL ELSE c.number END"
"""The number of a claim that holds a word this program does not know, else NULL; ``all_known`` makes it an error."""

# Whether a verdict stood in the journal before the claim did (in its present coding).
_AFTER_VERDICT = f"""
EXISTS (SELECT 1 FROM resolution r WHERE r.question_id = ranked.question_id AND r.recorded_at < ranked.recorded_at
        AND (r.target = 'question' AND r.outcome <> '{Outcome.OPEN}'
             OR r.target = 'condition' AND r.outcome = '{Outcome.FALSE}'))"""

SCORING_STATUSES = {
    "excluded": "left out by the curator, with a reason",
    "kind": "a wish, a figure or an abstention: nothing to be right about",
    "attribution": "not the analyst's own view",
    "undated": "nobody knows when it was said",
    "hedge": "words that cannot be wrong",
    **{outcome.value: outcome.help for outcome in NEVER_SCORED},
    "known": "already settled when it was said",
    "restated": "the analyst had said it before",
    Outcome.OPEN.value: Outcome.OPEN.help,
    "overdue": "no verdict, and the deadline has passed",
    **{outcome.value: outcome.help for outcome in _GRADED},
    "scored": f"{either(_SCORED)}, and scored",
}
"""Why a claim is or is not scored, in the order the reasons are looked at."""

COUNTING = frozenset({"scored", *_GRADED})
"""The scoring statuses whose claims are scored, as far as the reading of partial outcomes lets them."""

BRIEFLY = {
    "excluded": "left out",
    "kind": "nothing to be right about",
    "attribution": "somebody else's view",
    "undated": "undated",
    "hedge": "hedged",
    "known": "known before",
    "restated": "said before",
}
"""The same in a word or two, where the status's own name does not say it."""

_PUBLIC = ", ".join(f"{'c' if field.of == CLAIM else 'q'}.{field.fills}" for field in PUBLIC)
"""The columns that fields of a claim fill by themselves, and everybody may see."""

_CLAIMS = f"""
SELECT c.number, c.id AS claim_id, c.key, a.name AS analyst, a.number AS analyst_number,
       e.show, e.title AS episode_title, e.number AS episode,
       c.stated_on, c.recorded_at, c.source, c.words, c.scale, c.low, c.point, c.high, c.read_by, c.revises,
       {_PUBLIC},
       COALESCE(c.cluster, c.episode_id, a.id || c.stated_on, c.id) AS cluster,
       c.cluster AS cluster_named,
       (SELECT r.number FROM claim r WHERE r.id = c.revises) AS revised,
       q.id AS question_id, q.number AS question, q.statement, q.criteria, q.deadline, q.deadline_words, q.difficulty,
       {OUTCOME} AS outcome, q.verdict_fraction AS fraction, {RESOLVED_ON} AS resolved_on,
       CASE WHEN c.kind IN ({_KINDS}) AND c.attribution IN ({_LEVELS}) AND c.source IN ({_SOURCES})
             AND c.excluded IS NULL AND c.stated_on IS NOT NULL THEN 1 ELSE 0 END AS eligible,
       {UNKNOWN} AS unknown
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
       CASE WHEN outcome = '{Outcome.OPEN}' AND deadline < :today THEN 'overdue' ELSE outcome END AS state,
       CASE WHEN eligible = 1 AND place > 1 THEN 1 ELSE 0 END AS restated,
       CASE WHEN outcome = '{Outcome.OPEN}' THEN 0
            WHEN SUBSTR(recorded_at, 1, 10) > resolved_on OR {_AFTER_VERDICT} THEN 1
            ELSE 0 END AS retrospective,
       CASE WHEN excluded IS NOT NULL THEN 'excluded'
            WHEN kind NOT IN ({_KINDS}) THEN 'kind'
            WHEN attribution NOT IN ({_LEVELS}) THEN 'attribution'
            WHEN stated_on IS NULL THEN 'undated'
            WHEN source NOT IN ({_SOURCES}) THEN 'hedge'
            WHEN outcome IN ({one_of(NEVER_SCORED)}) THEN outcome
            WHEN outcome <> '{Outcome.OPEN}' AND resolved_on <= stated_on THEN 'known'
            WHEN place > 1 THEN 'restated'
            WHEN outcome = '{Outcome.OPEN}' AND deadline < :today THEN 'overdue'
            WHEN outcome IN ({one_of([Outcome.OPEN, *_GRADED])}) THEN outcome
            WHEN outcome IN ({one_of(_SCORED)}) THEN 'scored'
            ELSE 'unknown' END AS scoring_status
FROM ranked"""


# Where nobody asks what is a restatement, no claim is held against another, which halves the time.
_UNRANKED = "SELECT claims.*, 1 AS place FROM claims"


def judged(narrow: str = "", *, ranked: bool = True) -> str:
    """The query's opening; follow it with ``SELECT ... FROM judged`` and bind ``today``.

    Whoever reads it selects ``unknown`` too, lets no condition leave such a row out (``where``), and hands the rows to
    ``all_known``.

    Args:
        narrow: a condition on ``c``, ``a``, ``q`` or ``e`` that leaves whole every analyst's claims on a question,
            so that what is a restatement stays one (a question, an analyst; not a date or a kind).
        ranked: look for restatements; without it ``restated`` and ``scoring_status`` mean nothing.
    """
    narrowed = f"\nWHERE {narrow}" if narrow else ""
    places = _RANKED if ranked else _UNRANKED
    return f"WITH claims AS ({_CLAIMS}{narrowed}\n), ranked AS ({places}\n), judged AS ({_STANDING}\n)\n"


def where(conditions: Sequence[str]) -> str:
    """Conditions on judged claims, which keep what holds an unknown word: it would else be left out unseen."""
    return f" WHERE ({' AND '.join(conditions)}) OR unknown IS NOT NULL" if conditions else ""


def all_known(rows: Rows, found: list[Record]) -> list[Record]:
    """Claims, or groups of them, without their column ``unknown``.

    Raises:
        UnknownWord: one holds a word that this program does not know.
    """
    for row in found:
        number = row.pop("unknown")
        if number is not None:
            raise _unknown(rows, number)
    return found


def _unknown(rows: Rows, number: int) -> UnknownWord:
    """The error that names the first unknown word of a claim."""
    columns = ", ".join(f"{column} AS word_{place}" for place, (column, _) in enumerate(_WORDS.values()))
    query = f"SELECT {columns} FROM claim c JOIN question q ON q.id = c.question_id WHERE c.number = :number"
    held = rows.rows(query, number=number)[0].values()
    told = zip(_WORDS.items(), held, strict=True)
    name, word = next((name, word) for (name, (_, words)), word in told if word not in set(words))
    return UnknownWord(name, word, f"claim {number}")


def known_state(row: Record) -> None:
    """Make sure of a question's ``state`` and ``condition_verdict``.

    Raises:
        UnknownWord: one is a word that this program does not know.
    """
    place = f"q{row['number']}"
    known(Outcome, row["condition_verdict"], f"the condition of {place}")
    if row["state"] != "overdue":
        known(Outcome, row["state"], place)


def worth_of(claim: Record, reading: Reading) -> float | None:
    """What a judged claim is worth to a score under a reading of partial outcomes, 0 to 1; None where it has no score.

    Args:
        claim: with its ``scoring_status``, ``outcome`` and ``fraction`` (in millionths, None where there is none).
        reading: how a partial outcome is counted.
    """
    if claim["scoring_status"] not in COUNTING:
        return None
    return outcome_worth(claim, reading)


def outcome_worth(claim: Record, reading: Reading) -> float | None:
    """The same, whether or not the claim itself would be scored.

    Raises:
        UnknownWord: its outcome is a word that this program does not know.
    """
    fraction = claim["fraction"]
    outcome = known(Outcome, claim["outcome"], "a claim")
    return outcome.scored_as(reading, None if fraction is None else fraction / PPM)


def why_not_scored(claim: Record) -> str:
    """Why a judged claim is not scored, in words; "" where it is."""
    return "" if claim["scoring_status"] == "scored" else SCORING_STATUSES[claim["scoring_status"]]


def not_scored(claims: Iterable[Record]) -> str:
    """How many claims are not scored and why, in one line."""
    counts = Counter(
        BRIEFLY.get(row["scoring_status"], row["scoring_status"]) for row in claims if row["scoring_status"] != "scored"
    )
    return ", ".join(f"{n} {why}" for why, n in counts.most_common()) or "none"


def right_or_wrong(claim: Record) -> str:
    """``right``, ``wrong`` or "" for a judged claim: which side of one half the analyst was on."""
    if claim["scoring_status"] != "scored":
        return ""
    point = claim["point"]
    if point is not None and point * 2 == PPM:
        return "tie"
    says_true = (1 - claim["denies"]) if point is None or point * 2 > PPM else claim["denies"]
    return "right" if bool(says_true) == bool(Outcome(claim["outcome"]).worth) else "wrong"
