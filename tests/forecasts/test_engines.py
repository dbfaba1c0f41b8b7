"""The queries are one text: SQLite, DuckDB and PostgreSQL give the same cells, counts and stands, to the last digit."""

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import psycopg
import pytest

from ledger.forecasts import queries, reduce
from ledger.forecasts.columns import COLUMNS, Layout, lay_out_table
from ledger.forecasts.duckdb_engine import DuckEngine
from ledger.forecasts.engine import as_column
from ledger.forecasts.queries import POLICIES, Plan
from ledger.forecasts.sqlite_engine import LiteEngine
from ledger.model.vocabulary import Reading
from ledger.scoring.intervals import intervals
from ledger.scoring.measures.rules import RULES

from .table_kit import day, write_csv

NAMES = [name for name in COLUMNS if name in {
    "analyst", "question", "probability", "outcome", "stated_at", "withdrawn_at", "opens_at", "closes_at", "spot_at",
    "resolved_at", "cluster", "topic", "weight",
}]  # fmt: skip
TIMES = {name for name in NAMES if name.endswith("_at")}
MICROSECONDS = 86_400_000_000
START = 1_577_836_800_000_000  # 1 January 2020


def made(seed: int = 7, size: int = 400) -> list[dict[str, object]]:
    """Rows of many kinds: late, withdrawn, said at one instant, unscored, without a topic, before 1970 never."""
    rng = random.Random(seed)
    questions = {}
    for number in range(40):
        opens = rng.randrange(0, 20)
        closes = opens + rng.randrange(1, 30)
        questions[f"q{number}"] = {
            "outcome": rng.choice([1, 0, 1, 0, 1, 0, 0.4, -1, -2, -4]),
            "opens_at": opens,
            "closes_at": closes,
            "spot_at": rng.choice([None, opens + 1, closes]),
            "resolved_at": rng.choice([None, opens + rng.randrange(0, 40)]),
            "cluster": rng.choice([None, f"e{number % 7}"]),
            "topic": rng.choice([None, "war", "trade"]),
        }
    rows = []
    for _ in range(size):
        name = rng.choice(list(questions))
        said = rng.randrange(-5, 45) + rng.choice([0, 0, 0.25])
        rows.append({
            "analyst": rng.choice("abcdefg"), "question": name, "probability": rng.randrange(0, 21) / 20,
            "stated_at": said, "withdrawn_at": rng.choice([None, None, None, said + 3]),
            "weight": rng.choice([1, 2, 0.5]), **questions[name],
        })  # fmt: skip
    return rows


ROWS = made()


def stamped(row: dict[str, object]) -> tuple[object, ...]:
    """The values of a row in the order of the columns, times in microseconds."""
    return tuple(
        round(START + float(row[name]) * MICROSECONDS) if name in TIMES and row[name] is not None else row[name]  # type: ignore[arg-type]
        for name in NAMES
    )


class PostgresEngine:
    """The same small interface over PostgreSQL."""

    present = frozenset(NAMES)

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        kinds = {"text": "TEXT", "probability": "DOUBLE PRECISION", "outcome": "DOUBLE PRECISION", "instant": "BIGINT",
                 "weight": "DOUBLE PRECISION", "whole": "BIGINT"}  # fmt: skip
        declared = ", ".join(f"{name} {kinds[COLUMNS[name].sort]}" for name in NAMES)
        connection.execute(f"CREATE TEMP TABLE forecast (place BIGSERIAL PRIMARY KEY, {declared})")
        marks = ", ".join(["%s"] * len(NAMES))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO forecast ({', '.join(NAMES)}) VALUES ({marks})", map(stamped, ROWS))

    def questions(self):
        return None

    def run(self, sql):
        import numpy as np

        cursor = self.connection.execute(sql.replace("%", "%%"), [])
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
        found = {}
        for place, name in enumerate(names):
            values = [row[place] for row in rows]
            if any(isinstance(value, str) for value in values):
                found[name] = np.array(values, object)
            else:
                found[name] = np.array([np.nan if value is None else float(value) for value in values], float)
        return {name: as_column(values) for name, values in found.items()}


def as_text(row: dict[str, object]) -> dict[str, object]:
    """A row as a file holds it."""
    words = {-1: "void", -2: "ambiguous", -4: ""}
    told = {name: "" if row[name] is None else day(row[name]) for name in TIMES}  # type: ignore[arg-type]
    return {**row, **told, "outcome": words.get(row["outcome"], row["outcome"]), "weight": row["weight"]}


@pytest.fixture
def lite() -> Iterator[LiteEngine]:
    with LiteEngine(NAMES, map(stamped, ROWS)) as engine:
        yield engine


@pytest.fixture
def duck(tmp_path) -> Iterator[DuckEngine]:
    with DuckEngine(write_csv(tmp_path / "t.csv", map(as_text, ROWS), NAMES)) as engine:
        engine.define(lay_out_table(engine.sheet.names), numbered=True)
        yield engine


@pytest.fixture
def postgres(postgres_url) -> Iterator[PostgresEngine]:
    with psycopg.connect(postgres_url) as connection:
        yield PostgresEngine(connection)


def content(engine, plan):
    """Everything that the queries give under a plan, as plain values."""
    found = reduce.reduce(engine, plan)
    bundled = reduce.clustered(engine, found)
    standing = reduce.in_force(engine, found)
    order = sorted(zip(
        *(values.tolist() for values in (standing.group, standing.analyst, standing.question, standing.start,
                                         standing.stop, standing.p, standing.y, standing.w, standing.cluster)),
        strict=True,
    ))  # fmt: skip
    return {
        "keys": found.keys,
        "counts": {name: values.tolist() for name, values in found.counts.items()},
        "cells": [getattr(found.cells, name).tolist() for name in ("group", "p", "y", "w", "n")],
        "clustered": [getattr(bundled, name).tolist() for name in ("group", "cluster", "p", "y", "w", "n")],
        "in_force": order,
    }


PLANS = [
    pytest.param(
        Plan(keys, policy, reading, frozenset(NAMES), lead=3 * MICROSECONDS), id=f"{name}-{'+'.join(keys)}-{reading}"
    )
    for name, policy in POLICIES.items()
    for keys in (("analyst",), ("analyst", "question"), ("topic",), ("cluster", "analyst"))
    for reading in (Reading.CODED, Reading.FRACTION)
]  # fmt: skip


@pytest.mark.long("fuzz", sample=28)
@pytest.mark.postgres
@pytest.mark.parametrize("plan", PLANS)
def test_every_engine_gives_the_same(plan, lite, duck, postgres):
    expected = content(lite, plan)
    assert expected["cells"][0], "a plan that finds nothing shows nothing"
    assert content(duck, plan) == expected
    assert content(postgres, plan) == expected


@pytest.mark.long("fuzz", sample=20)
@pytest.mark.parametrize("plan", [plan for plan in PLANS if not plan.values[0].policy.shares])
def test_clusters_of_one_may_be_counted_together(plan, lite, duck):
    """Intervals are the same whether each cluster is kept or those of one are counted."""
    plan = replace(plan, present=plan.present - {"weight"})
    found = reduce.reduce(lite, plan)
    whole, apart = reduce.clustered(lite, found), reduce.clustered_apart(lite, found)
    assert apart.count.tolist() == whole.count.tolist()
    frame = RULES["brier"].frame()
    for method in ("plus-two", "t"):
        ends = [
            intervals(cells, RULES["brier"].score(cells.p, cells.y), method, 0.9, frame=frame)
            for cells in (whole, apart)
        ]
        np.testing.assert_allclose(ends[1], ends[0], rtol=0, atol=1e-12)
    again = reduce.clustered_apart(duck, reduce.reduce(duck, plan))
    assert [getattr(again, name).tolist() for name in ("group", "p", "y", "w", "n")] == [
        getattr(apart, name).tolist() for name in ("group", "p", "y", "w", "n")
    ]


def test_an_engine_that_rounds_is_caught(lite, duck):
    """The broken control: one probability a little off, and the two no longer agree."""
    plan = PLANS[0].values[0]
    rows = [stamped(row) for row in ROWS]
    at = NAMES.index("probability")
    rows[3] = (*rows[3][:at], float(rows[3][at]) + 1e-15 if rows[3][at] != 1 else 1 - 1e-15, *rows[3][at + 1 :])
    with LiteEngine(NAMES, rows) as off:
        assert content(off, plan) != content(duck, plan)


def test_no_query_says_what_only_one_engine_knows():
    plan = Plan(("analyst", "topic"), POLICIES["time"], Reading.CODED, frozenset(NAMES))
    text = " ".join([queries.cells(plan, cluster=True), queries.gaps(plan), queries.pairs(plan),
                     queries.counts_query(plan), queries.stands_query(plan),
                     queries.names(plan, "who")]).upper()  # fmt: skip
    for word in ("QUALIFY", "GROUP BY ALL", "::", "LEAST(", "GREATEST(", "FILTER (", "//", "EPOCH", "LN(", "POWER("):
        assert word not in text


def test_rows_in_another_order_give_the_same_cells_bit_for_bit(tmp_path):
    found = []
    for seed in (1, 2):
        # what was said at one instant stands in the order of the rows, so such twins stay out of this
        seen, rows = set(), []
        for row in ROWS:
            key = (row["analyst"], row["question"], row["stated_at"])
            rows += [row] if key not in seen else []
            seen.add(key)
        random.Random(seed).shuffle(rows)
        with LiteEngine(NAMES, map(stamped, rows)) as engine:
            found.append([content(engine, plan.values[0])["cells"] for plan in PLANS])
    assert found[0] == found[1]


def test_the_layout_is_empty_until_a_file_is_laid_out(tmp_path):
    with DuckEngine(write_csv(tmp_path / "t.csv", map(as_text, ROWS[:2]), NAMES)) as engine:
        assert engine.layout == Layout({}, {})
