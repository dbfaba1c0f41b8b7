"""The queries that reduce a forecast table to cells: one text for every engine.

They are written in the subset that SQLite, PostgreSQL, DuckDB and Spark share. The engine holds the relation
``forecast`` with the columns of ``columns.COLUMNS`` and ``place``, the number of a row: instants are whole microseconds
since 1970, ``outcome`` is a number or a code below zero (``outcomes``), a column that is not there is NULL, a weight 1.

What comes back are keys, counts and whole numbers; a weight by time comes as two whole numbers, a part of a whole.
So every engine gives the same digits, and the arithmetic is done once, in ``scoring``.

The words: a row *stands* from when it was stated until the same analyst's next row on the question, or until it was
withdrawn. A question *ends* when it closes or is resolved, whichever comes first; a row stated from then on is *late*
and counts in no policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ledger.forecasts.conversions import literal, worth
from ledger.model.vocabulary import Reading

NEVER = 9_000_000_000_000_000_000
"""An instant after all others."""

DAY = 86_400_000_000
"""Microseconds in a day."""

_ENDS = f"""CASE WHEN COALESCE(resolved_at, {NEVER}) < COALESCE(closes_at, {NEVER})
            THEN resolved_at ELSE COALESCE(closes_at, {NEVER}) END"""
LATE = f"COALESCE(stated_at >= {_ENDS}, FALSE)"
"""Whether a row was stated when its question had ended."""

_TIMELY = f"""
timely AS (
    SELECT forecast.*, {_ENDS} AS ends
    FROM forecast
    WHERE NOT {LATE}
)"""

_IN_FORCE = f"""
in_force AS (
    SELECT numbered.*,
           CASE WHEN COALESCE(withdrawn_at, {NEVER}) < COALESCE(next_at, {NEVER})
                THEN withdrawn_at ELSE COALESCE(next_at, {NEVER}) END AS stops
    FROM (
        SELECT timely.*,
               LEAD(stated_at) OVER (PARTITION BY analyst, question ORDER BY stated_at, place) AS next_at,
               ROW_NUMBER() OVER (PARTITION BY analyst, question ORDER BY stated_at, place) AS nth
        FROM timely
    ) numbered
)"""

_CLOSES = "COALESCE(closes_at, resolved_at)"
_FROM = "CASE WHEN stated_at < opens_at THEN opens_at ELSE stated_at END"
_UNTIL = "CASE WHEN stops < ends THEN stops ELSE ends END"
_SPOT = "(CASE WHEN spot_at < ends THEN spot_at ELSE ends END)"
# Whole days, rounded down also before 1970, in arithmetic that gives whole numbers on every engine.
_MIDNIGHT = f"(({{0}}) - ((({{0}}) % {DAY}) + {DAY}) % {DAY})"


@dataclass(frozen=True)
class Policy:
    """Which of an analyst's forecasts on a question count, and for how much.

    The trials are the ``chosen`` rows of ``source``, which stood from ``start`` to ``stop`` of a ``whole``. ``needs``
    are the columns without which it means nothing; one of several is written "a|b".
    """

    name: str
    help: str
    source: str
    chosen: str = "TRUE"
    start: str = "0"
    stop: str = "1"
    whole: str = "1"
    needs: tuple[str, ...] = ()
    fills: bool = False
    """Whether the part of the whole in which nothing stood counts as a forecast of one half."""
    asked: str = ""
    """What a user types, where that is no --policy."""
    shares: bool = False
    """Whether a question is shared out among several forecasts, so that they are not forecasts of their own."""

    @property
    def option(self) -> str:
        """The option by which a user asks for it."""
        return self.asked or f"--policy {self.name}"


POLICIES: Mapping[str, Policy] = MappingProxyType({
    policy.name: policy
    for policy in (
        Policy("each", "every row is a trial of its own", "timely"),
        Policy("first", "an analyst's first row on a question", "in_force", "nth = 1", needs=("stated_at",)),
        Policy(
            "last",
            "the row that stands when the question closes or is resolved",
            "in_force",
            "stops >= ends",
            needs=("stated_at",),
        ),
        Policy(
            "time",
            "what stood, as long as it stood, from opens_at to closes_at; time without a forecast counts as one half",
            "in_force",
            f"({_UNTIL}) > ({_FROM})",
            start=_FROM,
            stop=_UNTIL,
            whole=f"{_CLOSES} - opens_at",
            needs=("stated_at", "opens_at", "closes_at|resolved_at"),
            fills=True,
            shares=True,
        ),
        Policy(
            "at-lead",
            "the row that stood so long before the question ended",
            "in_force",
            f"ends < {NEVER} AND stated_at <= ends - {{lead}} AND stops > ends - {{lead}}",
            needs=("stated_at", "closes_at|resolved_at"),
            asked="--at-lead",
        ),
        Policy(
            "spot",
            "the row that stood at spot_at, or when the question ended if that was before",
            "in_force",
            f"spot_at IS NOT NULL AND stated_at <= {_SPOT} AND stops > {_SPOT}",
            needs=("stated_at",),
        ),
        Policy(
            "days",
            "the average of the days on whose end a forecast stood",
            "in_force",
            f"ends < {NEVER} AND {_MIDNIGHT.format(_UNTIL)} > {_MIDNIGHT.format(_FROM)}",
            start=_MIDNIGHT.format(_FROM),
            stop=_MIDNIGHT.format(_UNTIL),
            whole=(
                f"SUM({_MIDNIGHT.format(_UNTIL)} - {_MIDNIGHT.format(_FROM)}) OVER (PARTITION BY analyst, question)"
            ),
            needs=("stated_at", "closes_at|resolved_at"),
            asked="--gjo-compat",
            shares=True,
        ),
    )
})  # fmt: skip
"""Every policy by its name. ``at-lead`` and ``days`` are what --at-lead and --gjo-compat ask for, ``spot`` what spot
scores are made from."""


@dataclass(frozen=True)
class Plan:
    """What is asked of a table: by what it is grouped, under which policy and reading.

    ``present`` are the columns that have values; ``lead`` is in microseconds, for the policy ``at-lead``.
    """

    keys: tuple[str, ...]
    policy: Policy
    reading: Reading
    present: frozenset[str]
    lead: int = 0

    @property
    def weighted(self) -> bool:
        """Whether rows have weights of their own."""
        return "weight" in self.present

    @property
    def groups(self) -> tuple[str, ...]:
        """The keys as SQL: what has no topic is a group of its own, a cluster is the question unless it is named."""
        return tuple(_KEYS.get(key, key) for key in self.keys)

    @property
    def opening(self) -> str:
        """The query's opening, up to the relation ``trial``."""
        policy = self.policy
        ctes = [_TIMELY, _IN_FORCE] if policy.source == "in_force" else [_TIMELY]
        chosen = policy.chosen.format(lead=self.lead)
        trial = f"""
trial AS (
    SELECT {policy.source}.*, {worth(self.reading)} AS worth, {policy.start} AS start, {policy.stop} AS stop,
           ({policy.stop}) - ({policy.start}) AS part, {policy.whole} AS whole
    FROM {policy.source}
    WHERE {chosen}
)"""
        return "WITH" + ",".join([*ctes, trial])


CLUSTER = "COALESCE(cluster, question)"
"""What resolves together with a row."""

_KEYS = {"topic": "COALESCE(topic, '(no topic)')", "cluster": CLUSTER}


def _named(plan: Plan, *, cluster: bool) -> tuple[list[str], list[str]]:
    """The keys as they are selected, and as they are grouped by."""
    grouped = [*plan.groups, *([CLUSTER] if cluster else [])]
    names = [*plan.keys, *(["together"] if cluster else [])]
    # Where the cluster is also a key it must not take the column's own name, which the expression needs.
    return [f"{expression} AS {_out(name)}" for expression, name in zip(grouped, names, strict=True)], grouped


def _out(key: str) -> str:
    return f"key_{key}"


def cells(plan: Plan, *, cluster: bool = False) -> str:
    """Trials, equal ones counted together.

    The columns are ``key_NAME`` for each key, ``key_together`` if clusters are asked for, probability, state (the
    outcome as it stands), worth (NULL where it is not scored) and n; weight where rows have one, whole and part
    (summed) under a policy that shares a question out.
    """
    named, grouped = _named(plan, cluster=cluster)
    grouped += ["probability", "outcome"]
    wanted = [*named, "probability", "outcome AS state", f"{worth(plan.reading)} AS worth"]
    for name, there in (("weight", plan.weighted), ("whole", plan.policy.shares)):
        wanted += [name] if there else []
        grouped += [name] if there else []
    wanted += ["SUM(part) AS part"] if plan.policy.shares else []
    order = ", ".join(grouped)  # cells are sorted, and a database sorts quicker than we do
    counted = f"SELECT {', '.join([*wanted, 'COUNT(*) AS n'])}"
    return f"{plan.opening}\n{counted}\nFROM trial\nGROUP BY {order}\nORDER BY {order}"


def several(plan: Plan) -> str:
    """The trials of clusters that have more than one in a group, as ``cells`` gives them.

    Where rows are many, most clusters have one, and need not be kept apart. For policies that do not share a question
    out.
    """
    named, grouped = _named(plan, cluster=True)
    columns = ["probability", "outcome", *(["weight"] if plan.weighted else [])]
    keys = [_out(name) for name in [*plan.keys, "together"]]
    on = " AND ".join(f"{expression} = {key}" for expression, key in zip(grouped, keys, strict=True))
    wanted = [*keys, "probability", "outcome AS state", f"{worth(plan.reading)} AS worth", *columns[2:]]
    return f"""{plan.opening},
shared AS (
    SELECT {", ".join(named)}
    FROM trial
    WHERE worth >= 0
    GROUP BY {", ".join(grouped)}
    HAVING COUNT(*) > 1
)
SELECT {", ".join(wanted)}, COUNT(*) AS n
FROM trial JOIN shared ON {on}
WHERE worth >= 0
GROUP BY {", ".join([*keys, *columns])}"""


def _pair(plan: Plan, *, cluster: bool) -> tuple[str, str]:
    """A relation with a row for each analyst and question of a group, and the names of its keys."""
    named, grouped = _named(plan, cluster=cluster)
    keys = ", ".join(_out(name) for name in [*plan.keys, *(["together"] if cluster else [])])
    return (
        f"""{plan.opening},
pair AS (
    SELECT {", ".join(named)}, analyst, question, outcome, worth, weight, whole, SUM(part) AS part
    FROM trial
    GROUP BY {", ".join(grouped)}, analyst, question, outcome, worth, weight, whole
)""",
        keys,
    )


def gaps(plan: Plan, *, cluster: bool = False) -> str:
    """What part of their questions analysts left without a forecast, as cells; for policies that fill it."""
    opening, keys = _pair(plan, cluster=cluster)
    return f"""{opening}
SELECT {keys}, worth, weight, whole, SUM(whole - part) AS part
FROM pair
WHERE worth >= 0 AND part < whole
GROUP BY {keys}, worth, weight, whole"""


def pairs(plan: Plan) -> str:
    """How many analyst-question pairs of a group there are in each state; for policies that share a question out."""
    opening, keys = _pair(plan, cluster=False)
    return f"""{opening}
SELECT {keys}, outcome AS state, worth, COUNT(*) AS n
FROM pair
GROUP BY {keys}, outcome, worth"""


def counts_query(plan: Plan, *, questions: bool = True) -> str:
    """By group: rows, rows that came too late, and (if they are asked for) questions."""
    named, grouped = _named(plan, cluster=False)
    distinct = "COUNT(DISTINCT question)" if questions else "0"
    return f"""
SELECT {", ".join(named)}, COUNT(*) AS forecasts, {distinct} AS questions,
       SUM(CASE WHEN {LATE} THEN 1 ELSE 0 END) AS late
FROM forecast
GROUP BY {", ".join(grouped)}"""


def stands_query(plan: Plan) -> str:
    """Every trial that is scored, with whole numbers for names: who stood where, from when to when.

    The columns are who, what, bundle (what resolves together), ``key_NAME`` for each key, probability and worth; weight
    where rows have one, start, stop and whole under a policy that shares a question out.
    """
    codes = _codes(plan)
    alias = {expression: name for name, expression in reversed(codes.items())}  # one join for each expression
    ctes = "".join(f",\n{name} AS ({_coded(expression)})" for expression, name in alias.items())
    wanted = [f"CAST({alias[expression]}.code AS INTEGER) AS {name}" for name, expression in codes.items()]
    wanted += ["probability", "worth", *(["weight"] if plan.weighted else [])]
    wanted += ["start", "stop", "whole"] if plan.policy.shares else []
    joins = "\n".join(f"JOIN {name} ON {name}.name = {expression}" for expression, name in alias.items())
    return f"""{plan.opening}{ctes}
SELECT {", ".join(wanted)}
FROM trial
{joins}
WHERE worth >= 0"""


def names(plan: Plan, code: str) -> str:
    """The names behind the codes of ``stands_query``, in order; ``code`` is "who", "what", "bundle" or "key_NAME"."""
    return f"SELECT name, code FROM ({_coded(_codes(plan)[code])}) coded ORDER BY code"


def _codes(plan: Plan) -> dict[str, str]:
    keys = {_out(key): expression for key, expression in zip(plan.keys, plan.groups, strict=True)}
    bundle = CLUSTER if "cluster" in plan.present else "question"
    return {"who": "analyst", "what": "question", "bundle": bundle, **keys}


def _coded(expression: str) -> str:
    return (
        f"SELECT name, ROW_NUMBER() OVER (ORDER BY name) - 1 AS code "
        f"FROM (SELECT DISTINCT {expression} AS name FROM forecast) names"
    )


def repeated(plan: Plan, analyst: str | None = None) -> str:
    """The query for how many forecasts are scored (``n``) and on how many ``questions``, of one analyst or of all."""
    whose = "" if analyst is None else f" AND analyst = {literal(analyst)}"
    return f"""{plan.opening}
SELECT COUNT(*) AS n, COUNT(DISTINCT question) AS questions
FROM trial
WHERE worth >= 0{whose}"""


def verdicts(plan: Plan) -> str:
    """By group, of the forecasts that are scored: how many came true and how many did not, and from how many clusters.

    The columns are ``key_NAME`` for each key, came_true, did_not and clusters. A plan without keys has one group.
    """
    named, grouped = _named(plan, cluster=False)
    counted = [
        "COUNT(CASE WHEN worth = 1 THEN 1 END) AS came_true", "COUNT(CASE WHEN worth = 0 THEN 1 END) AS did_not",
        f"COUNT(DISTINCT {CLUSTER}) AS clusters",
    ]  # fmt: skip
    query = f"{plan.opening}\nSELECT {', '.join([*named, *counted])}\nFROM trial\nWHERE worth >= 0"
    return f"{query}\nGROUP BY {', '.join(grouped)}" if grouped else query
