"""What is on the record: claims by any filter, questions that fall due, analysts, episodes, questions."""

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ledger.errors import InputError, NoSuch, NotOneOf
from ledger.journal.reader import Reader, Record, Rows
from ledger.model.fields import PUBLIC, Keeps
from ledger.model.instants import edge
from ledger.model.likelihood import Likelihood
from ledger.model.probabilities import PPM
from ledger.model.spans import add_window
from ledger.model.vocabulary import TAKEN_BACK, VERDICTS, Attribution, Kind, Outcome, Source
from ledger.query.judged import (
    OUTCOME,
    RESOLVED_ON,
    STATE,
    UNKNOWN,
    all_known,
    judged,
    known_state,
    one_of,
    where,
)
from ledger.query.refs import analyst_meant
from ledger.text.clean import clean_text
from ledger.text.folding import fold_text

STATES = {
    Outcome.OPEN.value: f"outcome = '{Outcome.OPEN}'",
    "overdue": "state = 'overdue'",
    "resolved": f"outcome <> '{Outcome.OPEN}'",
    "scored": "scoring_status = 'scored'",
    "unscored": "scoring_status <> 'scored'",
    "hedged": "scoring_status = 'hedge'",
    "known": "scoring_status = 'known'",
    "restated": "scoring_status = 'restated'",
    "excluded": "scoring_status = 'excluded'",
    "withdrawn": "withdrawn_on IS NOT NULL",
    "retrospective": "retrospective = 1",
    **{outcome.value: f"outcome = '{outcome}'" for outcome in VERDICTS},
}
"""What ``--state`` can name, each with its condition."""


@dataclass(frozen=True)
class Filters:
    """Which claims to look at, in a user's words; the same for every listing and report."""

    analyst: str | None = None
    topic: str | None = None
    kind: str | None = None
    state: str | None = None
    since: str | None = None
    until: str | None = None
    show: str | None = None
    attribution: str | None = None
    text: str | None = None
    prospective: bool = False
    analysts: tuple[str, ...] = ()
    """Several analysts, where a report is about more than one."""

    @property
    def of_everybody(self) -> "Filters":
        """The same claims, whoever made them."""
        return replace(self, analyst=None, analysts=())

    def conditions(self, reader: Reader) -> tuple[str, list[str], dict[str, object]]:
        """The narrowing of the claims, the conditions on judged claims, and their parameters.

        Raises:
            LedgerError: an analyst who is not there, a word that is not known, a date that cannot be read.
        """
        narrow: list[str] = []
        wanted: list[str] = []
        bound: dict[str, object] = {}
        names = (*self.analysts, *([self.analyst] if self.analyst is not None else ()))
        if names:
            numbers = {f"analyst{place}": analyst_meant(reader, name)["number"] for place, name in enumerate(names)}
            narrow.append(f"a.number IN ({', '.join(f':{name}' for name in numbers)})")
            bound |= numbers
        if self.topic is not None:
            narrow.append("q.id IN (SELECT question_id FROM question_topic WHERE topic = :topic)")
            bound["topic"] = _known_word(
                reader, "topic", self.topic, "SELECT DISTINCT topic AS word FROM question_topic"
            )
        for option, value, known in (
            ("kind", self.kind, Kind),
            ("attribution", self.attribution, Attribution),
        ):
            if value is not None:
                bound[option] = _one_of(f"--{option}", value, known)
                wanted.append(f"{option} = :{option}")
        if self.state is not None:
            wanted.append(STATES[_one_of("--state", self.state, STATES)])
        if self.show is not None:
            wanted.append("show = :show")
            bound["show"] = _known_word(reader, "show", self.show, "SELECT DISTINCT show AS word FROM episode")
        for option, value, sign in (("since", self.since, ">="), ("until", self.until, "<=")):
            if value is not None:
                bound[option] = str(edge(option, value, reader.as_of.today))
                wanted.append(f"stated_on {sign} :{option}")
        if self.prospective:
            wanted.append("retrospective = 0")
        return " AND ".join(narrow), wanted, bound


def _known_word(reader: Reader, what: str, word: str, query: str) -> str:
    """A topic or a show as it is written in the ledger, whatever the case it was asked for in."""
    known = {fold_text(row["word"]): str(row["word"]) for row in reader.rows(query)}
    found = known.get(fold_text(clean_text(word, what)))
    if found is None:
        near = [known[key] for key in difflib.get_close_matches(fold_text(word), known, n=3)]
        raise NoSuch(what, word, near, f"ledger summary --by {what}")
    return found


def _one_of(option: str, word: str, known: Iterable[str]) -> str:
    names = [str(name) for name in known]
    if word not in names:
        raise NotOneOf(option, word, names)
    return word


def judged_claims(
    reader: Reader, filters: Filters, order: str = "number", columns: str = "*", limit: int | None = None
) -> list[Record]:
    """Every claim that passes the filters, or the first so many, with how it stands.

    ``columns`` may name the few that are wanted.

    Raises:
        InputError: the limit is below nothing.
    """
    if limit is not None and limit < 0:
        raise InputError(f"The limit cannot be {limit}.", "Give how many claims are wanted at most.")
    narrow, conditions, bound = filters.conditions(reader)
    condition = where(conditions)
    wanted = "*" if filters.text else columns
    ranked = any(name in f"{wanted} {condition}" for name in ("*", "scoring_status", "restated"))
    query = f"{judged(narrow, ranked=ranked)} SELECT {wanted}, unknown FROM judged{condition} ORDER BY {order}"
    if limit is not None and not filters.text:
        query += f" LIMIT {limit}"
    rows = all_known(reader, reader.rows(query, today=reader.as_of.today, **bound))
    if not filters.text:
        return rows
    topics = topics_by_question(reader)
    return [row for row in rows if matches(row, topics.get(row["question_id"], []), filters.text)][:limit]


def matches(row: Record, topics: Sequence[str], text: str) -> bool:
    """Whether every word stands somewhere in a claim: statement, criteria, quote, note, names, topics."""
    fields = ("statement", "criteria", "condition", "quote", "note", "analyst", "show", "episode_title", "words")
    haystack = fold_text(" ".join([*(str(row[field]) for field in fields if row[field]), *topics]))
    return all(word in haystack for word in fold_text(text).split())


@lru_cache(maxsize=4096)
def likelihood_text(source: str, words: str | None, scale: str | None, low: int | None, high: int | None) -> str:
    """A stored likelihood for people, with its band and the scale that read it."""
    from ledger.model.scales import load_scale

    title = load_scale(scale).title if source == Source.PHRASE and scale else None
    told = Likelihood(Source(source), words or "", low, None, high, scale, title).describe()
    said = Source(source).numeric and words and words != told
    return f'{told} ("{words}")' if said else told


def _share(ppm: int | None) -> float | None:
    return None if ppm is None else ppm / PPM


_ORDER = (
    "number", "key", "analyst", "stated_on", "statement", "denies", "kind", "attribution", "likelihood", "source",
    "words", "scale", "read_by", "probability", "probability_low", "probability_high", "condition", "deadline", "state",
    "outcome", "fraction", "resolved_on", "standing", "retrospective", "question", "episode", "show", "quote",
    "at_seconds", "cluster", "revises", "withdrawn_on", "excluded", "note", "recorded_at",
)  # fmt: skip
_SHOWN = tuple(dict.fromkeys((*_ORDER, *(field.fills for field in PUBLIC))))
"""What machines see of a claim, in this order; what a field adds to it comes last."""
_MADE = frozenset({"likelihood", "probability", "probability_low", "probability_high", "cluster", "revises"})
"""Those of them that ``public_claim`` makes of other columns ..."""
_PUBLIC = ", ".join([
    *(name for name in _SHOWN if name not in _MADE), "low", "point", "high", "cluster_named", "revised", "question_id"
])  # fmt: skip
"""... and all the columns it takes."""
_BRIEF = "number, stated_on, analyst, statement, denies, condition, source, low, high, deadline, state"


def public_claim(row: Record) -> Record:
    """A judged claim as machines see it: probabilities between 0 and 1, flags as booleans."""
    public = {name: row.get(name) for name in _SHOWN}
    public.update(
        **{field.fills: bool(row[field.fills]) for field in PUBLIC if field.kept is Keeps.FLAG},
        retrospective=bool(row["retrospective"]),
        likelihood=likelihood_text(row["source"], row["words"], row["scale"], row["low"], row["high"]),
        probability=_share(row["point"]),
        probability_low=_share(row["low"]),
        probability_high=_share(row["high"]),
        fraction=_share(row["fraction"]),
        cluster=row["cluster_named"],
        revises=row["revised"],
    )
    return public


def topics_by_question(reader: Reader) -> dict[str, list[str]]:
    """The topics of every question, by its identifier."""
    topics: dict[str, list[str]] = {}
    for row in reader.rows("SELECT question_id, topic FROM question_topic ORDER BY question_id, topic"):
        topics.setdefault(row["question_id"], []).append(row["topic"])
    return topics


def with_topics(reader: Reader, rows: Sequence[Record], claims: Sequence[Record]) -> None:
    """Add to public claims the topics of their questions."""
    topics = topics_by_question(reader)
    for public, claim in zip(rows, claims, strict=True):
        public["topics"] = topics.get(claim["question_id"], [])


def list_claims(reader: Reader, filters: Filters, limit: int | None = None) -> list[Record]:
    """The claims that pass, in the order they were recorded, with their topics; ``limit`` is how many of the first."""
    found = judged_claims(reader, filters, columns=_PUBLIC, limit=limit)
    rows = [public_claim(row) for row in found]
    with_topics(reader, rows, found)
    return rows


def list_briefly(reader: Reader, filters: Filters) -> list[Record]:
    """The same claims with no more than a table for people shows of them."""
    rows = judged_claims(reader, filters, columns=_BRIEF)
    for row in rows:
        row["probability_low"], row["probability_high"] = _share(row["low"]), _share(row["high"])
    return rows


_DUE = f"""
SELECT q.number AS question, q.statement, q.deadline, q.condition, q.condition_verdict, COUNT(c.id) AS claims,
       MIN(c.number) AS first_claim, MIN(a.name) AS analyst, COUNT(DISTINCT a.id) AS analysts,
       MIN({UNKNOWN}) AS unknown
FROM question q
JOIN claim c ON c.question_id = q.id
JOIN analyst w ON w.id = c.analyst_id
JOIN analyst a ON a.id = COALESCE(w.merged_into, w.id)
WHERE {OUTCOME} NOT IN ({one_of(VERDICTS)}) AND c.kind NOT IN ({one_of(kind for kind in Kind if not kind.settles)})
    AND (c.excluded IS NULL OR c.excluded <> '{TAKEN_BACK}')
GROUP BY q.number, q.statement, q.deadline, q.condition, q.condition_verdict
ORDER BY CASE WHEN q.deadline IS NULL THEN 1 ELSE 0 END, q.deadline, q.number"""


def due(reader: Reader, *, within: str | None = None, overdue: bool = False) -> list[Record]:
    """Open questions by deadline, those without one last.

    ``when`` is overdue, soon (``within``, else 30 days), later or "no deadline"; ``days`` counts from today and is
    negative for what is overdue.
    """
    today = date.fromisoformat(reader.as_of.today)
    horizon = str(add_window(today, within or "30d"))
    rows = all_known(reader, reader.rows(_DUE))
    for row in rows:
        deadline = row["deadline"]
        row["days"] = (date.fromisoformat(deadline) - today).days if deadline else None
        row["when"] = _when(deadline, str(today), horizon)
    if overdue:
        return [row for row in rows if row["when"] == "overdue"]
    return [row for row in rows if row["when"] in {"overdue", "soon"}] if within else rows


def _when(deadline: str | None, today: str, horizon: str) -> str:
    if deadline is None:
        return "no deadline"
    if deadline < today:
        return "overdue"
    return "soon" if deadline <= horizon else "later"


def list_analysts(reader: Reader) -> list[Record]:
    """Everybody whose statements are tracked, with how many, and their other names."""
    rows = reader.rows(
        "SELECT a.number, a.key, a.name, a.note, k.name AS merged_into, COUNT(c.id) AS claims, "
        "MIN(c.stated_on) AS first, MAX(c.stated_on) AS last "
        "FROM analyst a LEFT JOIN analyst k ON k.id = a.merged_into "
        "LEFT JOIN claim c ON c.analyst_id IN (SELECT id FROM analyst m WHERE m.id = a.id OR m.merged_into = a.id) "
        "GROUP BY a.number, a.key, a.name, a.note, k.name ORDER BY a.number"
    )
    aliases = reader.rows(
        "SELECT a.number, n.name FROM analyst_alias n JOIN analyst a ON a.id = n.analyst_id ORDER BY n.name"
    )
    for row in rows:
        row["aliases"] = [alias["name"] for alias in aliases if alias["number"] == row["number"]]
    return rows


def list_episodes(reader: Reader) -> list[Record]:
    """Every episode, with how many claims come from it."""
    rows = reader.rows(
        "SELECT e.number, e.key, e.show, e.title, e.published_on, e.url, e.language, e.people, e.note, "
        "COUNT(c.id) AS claims FROM episode e LEFT JOIN claim c ON c.episode_id = e.id "
        "GROUP BY e.number, e.key, e.show, e.title, e.published_on, e.url, e.language, e.people, e.note "
        "ORDER BY e.number"
    )
    return [{**row, "people": json.loads(row["people"])} for row in rows]


def list_questions(reader: Reader, text: str | None = None) -> list[Record]:
    """Every question, with the verdict in force and how many claims are on it."""
    rows = reader.rows(
        "SELECT q.number, q.key, q.statement, q.criteria, q.deadline, q.condition, "
        f"{STATE} AS outcome, {RESOLVED_ON} AS resolved_on, "
        "q.condition_verdict, COUNT(c.id) AS claims, COUNT(DISTINCT COALESCE(w.merged_into, w.id)) AS analysts "
        "FROM question q LEFT JOIN claim c ON c.question_id = q.id LEFT JOIN analyst w ON w.id = c.analyst_id "
        "GROUP BY q.number, q.key, q.statement, q.criteria, q.deadline, q.condition, q.condition_verdict, q.verdict, "
        "q.verdict_on, q.condition_on ORDER BY q.number",
        today=reader.as_of.today,
    )
    for row in rows:
        known_state({**row, "state": row["outcome"]})
    wanted = fold_text(text or "").split()
    return [row for row in rows if all(word in fold_text(row["statement"]) for word in wanted)]


def fate_of(reader: Reader, question_id: str) -> tuple[str, str | None]:
    """How a question stands (its outcome, open or overdue), and since which day."""
    query = f"SELECT q.number, q.condition_verdict, {STATE} AS state, {RESOLVED_ON} AS resolved_on FROM question q "
    found = reader.rows(f"{query} WHERE q.id = :id", id=question_id, today=reader.as_of.today)[0]
    known_state(found)
    return found["state"], found["resolved_on"]


def claims_where(rows: Rows, today: str, condition: str, **bound: object) -> list[Record]:
    """Judged claims of one question, episode or analyst, as of a day; ``condition`` is a narrowing of ``judged``."""
    found = rows.rows(f"{judged(condition)} SELECT * FROM judged ORDER BY number", today=today, **bound)
    return all_known(rows, found)


def topics_of(reader: Reader, question_id: str) -> list[str]:
    """The topics of one question."""
    found = reader.rows("SELECT topic FROM question_topic WHERE question_id = :id ORDER BY topic", id=question_id)
    return [row["topic"] for row in found]
