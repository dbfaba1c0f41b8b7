"""The front door: what ``import ledger`` gives is what the command line gives, typed, and loaded when it is used."""

import doctest
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

import ledger
from ledger.curation.seeding import seed
from ledger.journal.writer import writing
from ledger.model.fields import FIELDS

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "sqlmodel", "sqlalchemy", "duckdb", "pandas", "polars", "typer", "ledger.book", "ledger.errors"}
FORECASTS = {
    "analyst": ["001", "001", 'Bo, "B"', 'Bo, "B"'],
    "question": ["q1", "q2", "q1", "q2"],
    "probability": [0.8, 0.1 + 0.2, 1 / 3, 0.6],
    "outcome": ["true", "false", "true", "false"],
    "stated_at": ["2024-01-01T10:00:00Z", "2024-01-02", "2024-02-01", "2024-02-02"],
}


@pytest.fixture
def run(forked):
    return forked


@pytest.fixture
def seeded(sqlite_ledger):
    with writing(sqlite_ledger, actor="tester") as writer:
        seed(writer, date(2026, 7, 1))
    return sqlite_ledger


@pytest.fixture
def book(seeded):
    with ledger.open(seeded.path) as opened:
        yield opened


def loaded(code):
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_it_loads_nothing_of_it():
    assert not loaded("import ledger") & (HEAVY | {"typing", "importlib"})
    assert "ledger.book" in loaded("import ledger\nledger.open")


def test_every_public_name_is_there_and_no_other():
    for name in ledger.__all__:
        assert getattr(ledger, name) is not None
    assert dir(ledger) == sorted(ledger.__all__)
    with pytest.raises(AttributeError, match="opens"):
        _ = ledger.opens


def test_a_caller_is_typed(tmp_path):
    caller = tmp_path / "caller.py"
    caller.write_text(
        "import ledger\n"
        "from ledger.scoring.measures import Case, Figures\n"
        "with ledger.open('x.db', as_of=None) as book:\n"
        "    rows = book.summary(by='analyst', topic='x').rows\n"
        "    reveal_type(book.claims(analyst='Tong Zhao', limit=20).total)\n"
        "    book.claims(limit='many')\n"
        "    book.trend('Feng', by='year', since=2019, level=0.8)\n"
        "    book.record(statement='x', analyst='Ada', stated_on='2024-01-01', likelihood=0.7)\n"
        "    book.resolve('q1', 'true', on='2019-12-31', evidence=['https://example.org'])\n"
        "reveal_type(ledger.score('x.csv', measures=('brier', 'log'), by='analyst', policy='each'))\n"
        "ledger.score('x.csv', colour='red')\n"
        "@ledger.measure('a', title='A', formula='a', orientation='neither', range=(0, 1),\n"
        "                against='a', reference='a')\n"
        "def a(case: Case) -> Figures:\n"
        "    return {'': case.cells.mean(case.cells.p)}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(caller)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert 'Revealed type is "ledger.book.Results"' in done.stdout, done.stdout
    assert re.findall(r"caller.py:(\d+): error:", done.stdout) == ["6", "11"], done.stdout


REPORTS = {
    "summary": lambda book: book.summary(),
    "summary --by topic --reading strict": lambda book: book.summary(by="topic", reading="strict"),
    "summary Feng --peers --shrunk": lambda book: book.summary("Feng", peers=True, shrunk=True),
    "list --analyst Tong --state resolved": lambda book: book.claims("Tong", state="resolved"),
    "due --within 3m": lambda book: book.due(within="3m"),
    "show 1": lambda book: book.show(1),
    "show q7": lambda book: book.show("q7"),
    "show e1": lambda book: book.show("e1"),
    "show Feng": lambda book: book.show("Feng"),
    "log --last 3": lambda book: book.history(last=3),
    "log q1": lambda book: book.history("q1"),
    "calibration": lambda book: book.calibration(),
    "calibration Feng Tong --level 0.8": lambda book: book.calibration("Feng", "Tong", level=0.8),
    "trend Feng --by year --since 2019": lambda book: book.trend("Feng", by="year", since=2019),
    "compare Feng Tong --measure log --policy last": lambda book: book.compare(
        "Feng", "Tong", measure="log", policy="last"
    ),
    "list --analyst Feng": lambda book: book.claims(analyst="Feng"),
    "summary --analyst Feng --reference 30%": lambda book: book.summary(analyst="Feng", reference=0.3),
    "score --measures brier,log --by topic": lambda book: book.score(measures=("brier", "log"), by="topic"),
}


@pytest.mark.parametrize("line", REPORTS)
def test_a_report_is_the_json_of_its_command(run, book, line):
    printed = json.loads(run(*line.split(), "--format", "json").stdout)
    found = REPORTS[line](book)
    assert found.rows == printed.pop("rows")
    assert found.total == printed.pop("total", None)
    for named in (printed.pop("as_of", None), found.as_of):
        assert named is None or named["entry"]
    assert found.more == printed


def test_as_of_a_moment_is_what_was_known_then(run, seeded):
    now = datetime.now(UTC).isoformat()
    with ledger.open(seeded.path) as book:
        assert repr(book) == f"<Book {seeded.path}>"
        before, claims = book.summary(), len(book.claims())
        book.record(statement="It rains in Oslo on 2 May.", analyst="Ada Brandt", stated_on=date(2026, 5, 1))
        assert len(book.claims()) == claims + 1
    with ledger.open(seeded.path, as_of=now) as past:
        assert [*past.summary()] == [*before]
        with pytest.raises(ledger.LedgerError, match="for reading"):
            past.record(statement="It snows.", analyst="Ada Brandt", stated_on="2026-05-01")
        assert [*past.summary()] == [*before]


def test_a_claim_is_recorded_under_the_names_of_its_fields(run, tmp_path):
    path = tmp_path / "new.db"
    with pytest.raises(ledger.LedgerError, match="There is no ledger"):
        ledger.open(path)
    book = ledger.open(path, create=True, actor="Kim Lund")
    claim = book.record(
        key="k1", statement="The rate falls.", analyst="Ada Brandt", stated_on=date(2024, 11, 5), likelihood=0.7,
        deadline="2025", criteria="The bank's website", condition="Inflation stays low", topics=["rates", "norway"],
        quote="it will come down", at="00:12:30", denies=True, attribution="reported", note="heard",
        episode={"show": "Rates", "title": "The year ahead", "published_on": date(2024, 11, 5)},
    )  # fmt: skip
    listed = json.loads(run("--db", path, "list", "--format", "json").stdout)["rows"][0]
    told = {"hints": claim["hints"], "warnings": claim["warnings"], "topics": ["rates", "norway"]}
    assert {**claim, "topics": [*claim["topics"]]} == {**listed, **told}
    assert (claim["probability"], claim["deadline"], listed["topics"]) == (0.7, "2025-12-31", ["norway", "rates"])
    assert (claim["at_seconds"], claim["denies"], claim["show"]) == (750, True, "Rates")
    assert run("--db", path, "log", "1").stdout.count("Kim Lund")
    settled = book.resolve(1, "partial=0.4", on=date(2025, 6, 1), reason="two of five", evidence="https://example.org")
    assert (settled["claims"][0]["fraction"], settled["resolved_on"], settled["judged_by"]) == (
        0.4, "2025-06-01", "Kim Lund"
    )  # fmt: skip
    printed = json.loads(run("--db", path, "resolve", "q1", "void", "--on", "2025-06-02", "--reason", "off", "--by",
                             "Bo Dahl", "--format", "json").stdout)["rows"][0]  # fmt: skip
    book.resolve("q1", "open", reason="once more")
    again = book.resolve("q1", "void", on="2025-06-02", reason="off", judged_by="Bo Dahl")
    assert [*again] == [*printed]
    assert again["claims"] == printed["claims"]
    assert [one["outcome"] for one in again["earlier"]] == ["open", "void", "partial"]
    met = book.resolve("q1", "true", on="2025-06-03", evidence="the bank", target="condition")
    assert met["target"] == "condition"


@pytest.mark.postgres
def test_a_ledger_may_be_an_address(postgres_database):
    with pytest.raises(ledger.LedgerError, match="no ledger"):
        ledger.open(postgres_database.url)
    with ledger.open(postgres_database.url, create=True) as book:
        book.record(statement="It rains in Oslo on 2 May.", analyst="Ada Brandt", stated_on="2026-05-01")
    with ledger.open(postgres_database.url, create=True) as again:
        assert [row["analyst"] for row in again.claims()] == ["Ada Brandt"]


def test_a_moment_that_cannot_be_read_is_told_at_once(seeded):
    with pytest.raises(ledger.LedgerError, match="as-of"):
        ledger.open(seeded.path, as_of="the other day")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda book: book.record(statment="x"), "statment"),
        (lambda book: book.record(statement="x", analyst="Ada"), "When"),
        (lambda book: book.record(statement="x"), "needs analyst"),
        (lambda book: book.record(analyst="Ada Brandt", stated_on="2024-01-01"), "needs statement"),
        (lambda book: book.record(statement="x", analyst="Feng Zang", stated_on="2024-01-01"), "Feng Zhang"),
        (lambda book: book.resolve("q999", "true", on="2024-01-01", evidence="x"), "q999"),
        (lambda book: book.resolve("q1", "maybe"), "maybe"),
        (lambda book: book.summary(by="size"), "size"),
        (lambda book: book.summary(colour="red"), "by, reading, reference, peers"),
        (lambda book: book.resolve("q1", "true", when="2024-01-01"), "on, evidence, reason, judged_by"),
        (lambda book: book.resolve("q1", "true", on="2024-01-01", evidence="x", target="all"), "question, condition"),
        (lambda book: book.due(soon=True), "within, overdue"),
        (lambda book: book.calibration(analyst="Feng"), "draws"),
        (lambda book: book.record(statement="x", analyst="Ada", day="2024-01-01"), "stated_on, likelihood"),
        (lambda book: book.summary("Nobody"), "Nobody"),
        (lambda book: book.claims(limit=-1), "-1"),
        (lambda book: book.claims(state="lost"), "lost"),
        (lambda book: book.trend("Feng", measure="size"), "size"),
        (lambda book: book.trend("Feng", sise=1), "measure, log_floor"),
        (lambda book: book.calibration(reading="odd"), "odd"),
        (lambda book: book.compare("Feng", "Feng"), "Feng"),
        (lambda book: book.compare("Feng", "Tong", policy="best"), "best"),
        (lambda book: book.score(measures=["size"]), "size"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(book, call, told):
    before = len(book.history())
    with pytest.raises(ledger.LedgerError) as fault:
        call(book)
    assert told in str(fault.value)
    assert len(book.history()) == before


def test_a_limit_is_how_many_of_the_first(book):
    every = book.claims()
    assert [*book.claims(limit=2)] == [*every][:2]
    assert [*book.claims(limit=0)] == []
    assert [*book.claims(limit=3, text="nuclear")] == [*book.claims(text="nuclear")][:3]


def test_rows_become_a_data_frame(book, monkeypatch):
    frame = book.summary().to_frame()
    assert [*frame["analyst"]] == [row["analyst"] for row in book.summary()]
    monkeypatch.setitem(sys.modules, "pandas", None)
    frame = book.summary().to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["brier"].to_list() == [row["brier"] for row in book.summary()]
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ledger.LedgerError, match="pip install pandas"):
        book.summary().to_frame()


class Stream:
    """A table of some library that is not known here: all there is to it is the stream of Arrow."""

    def __init__(self, frame):
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema=None):
        return self.frame.__arrow_c_stream__(requested_schema)


def test_results_say_what_they_are(book):
    found = book.summary()
    entry = found.as_of["entry"]
    keys = "analyst, claims, scorable, due, resolved_of_due, ..."
    assert repr(found) == f"<Results: 5 rows of {keys}; a total; as of entry {entry}>"
    assert repr(book.claims(limit=0)).startswith("<Results: 0 rows; as of entry")
    assert "Brier: 0 is perfect" in found.notes[0]
    with pytest.raises(AttributeError):
        found.rows = []


def tables():
    """The same forecasts as every kind of table that is at hand."""
    frame = pl.DataFrame(FORECASTS)
    yield "polars", frame
    yield "polars, lazy", frame.lazy()
    yield "arrow", frame.to_arrow()
    yield "a stream of arrow", Stream(frame)
    yield "a reader of arrow", frame.to_arrow().to_reader()
    yield "nothing", frame.with_columns(topic=None)
    yield "booleans", frame.with_columns(pl.col("outcome") == "true")
    yield (
        "instants",
        frame.with_columns(
            pl.Series(
                "stated_at",
                [datetime.fromisoformat(text.replace("Z", "")) for text in FORECASTS["stated_at"]],
            )
        ),
    )
    yield "categories", frame.with_columns(pl.col("analyst").cast(pl.Categorical))
    try:
        import pandas as pd
    except ImportError:
        return
    yield "pandas", pd.DataFrame(FORECASTS)
    yield "pandas, categories", pd.DataFrame(FORECASTS).astype({"analyst": "category", "outcome": "category"})
    yield "pandas, objects", pd.DataFrame(FORECASTS, dtype=object)
    yield "pandas, indexed", pd.DataFrame(FORECASTS, index=[7, 7, 7, 7])


@pytest.mark.parametrize("policy", ["each", "first"])
def test_a_table_is_scored_as_the_same_file_is(run, tmp_path, policy):
    path = tmp_path / "t.csv"
    pl.DataFrame(FORECASTS).write_csv(path)
    done = run("score", path, "--measures", "brier,log,peer", "--policy", policy, "--format", "json")
    printed = json.loads(done.stdout)
    assert [*ledger.score(path, measures="brier,log,peer", policy=policy)] == printed["rows"]
    for kind, table in tables():
        found = ledger.score(table, measures=("brier", "log", "peer"), policy=policy)
        assert [*found] == printed["rows"], kind
        assert found.total == printed["total"], kind
        assert found.more["policy"] == printed["policy"], kind


def test_a_value_of_a_table_is_what_it_was():
    """Nothing is guessed from the first rows, and what is missing stays missing."""
    frame = pl.DataFrame({
        "analyst": ["001", "1", "1.0", " a", "A"], "question": [1, 2, 3, 4, 5],
        "probability": [0.1, 0.1 + 0.2, 1e-300, 1.0, None],
        "outcome": [0.0, float("nan"), 1.0, None, 0.5],
    })  # fmt: skip
    found = ledger.score(frame, measures="brier,log", skip_bad=True)
    assert [(row["analyst"], row["scored"], row["open"]) for row in found] == [
        (" a", 0, 1), ("001", 1, 0), ("1", 0, 1), ("1.0", 1, 0)
    ]  # fmt: skip
    assert found[1]["brier"] == 0.1**2
    assert found.more["table"]["skipped"] == 1
    never = pl.DataFrame({"analyst": ["a"], "question": ["q"], "probability": [0.0], "outcome": [True]})
    assert (ledger.score(never)[0]["log"], ledger.score(never)[0]["log_infinite"]) == (None, 1)


def test_an_object_column_of_pandas_is_text_from_the_first_row_to_the_last():
    pd = pytest.importorskip("pandas", reason="pandas is not among the tests' libraries; the extra bench has it")
    many = 2_000
    frame = pd.DataFrame({
        "analyst": pd.Series([1] * many + ["001"], dtype=object),
        "question": range(many + 1),
        "probability": 0.5,
        "outcome": pd.Series([1] * (many - 1) + [None, "void"], dtype=object),
    })  # fmt: skip
    found = ledger.score(frame, measures="brier")
    assert [(row["analyst"], row["scored"], row["open"], row["void"]) for row in found] == [
        ("001", 0, 0, 1), ("1", many - 1, 1, 0)
    ]  # fmt: skip
    with pytest.raises(ledger.LedgerError, match="column 'analyst' twice"):
        ledger.score(pd.concat([frame, frame[["analyst"]]], axis=1))


def test_an_instant_with_a_zone_is_that_instant():
    here = [datetime.fromisoformat(text) for text in ("2024-01-02T00:30:00+09:00", "2024-01-02T00:30:00+09:00")]
    frame = pl.DataFrame({
        "analyst": ["a", "b"], "question": ["q", "q"], "probability": [0.2, 0.9], "outcome": [True, True],
        "stated_at": pl.Series(here).dt.convert_time_zone("Asia/Tokyo"),
    })  # fmt: skip
    assert len(ledger.score(frame, until="2024-01-01")) == 2
    assert len(ledger.score(frame, since="2024-01-02")) == 0


def test_polars_needs_no_other_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert len(ledger.score(pl.DataFrame(FORECASTS), measures="brier").rows) == 2


def test_every_fault_of_a_table_is_told_with_its_row():
    bad = pl.DataFrame(
        {**FORECASTS, "probability": [0.5, 7.0, None, 0.1], "outcome": ["true", "perhaps", "true", "false"]}
    )
    with pytest.raises(ledger.LedgerError) as fault:
        ledger.score(bad)
    assert "3 faults" in str(fault.value)
    assert "the table: row 2, outcome" in str(fault.value)
    assert "row 3, probability" in str(fault.value)
    assert ledger.score(bad, skip_bad=True).more["table"]["skipped"] == 2


def test_columns_may_have_other_names_and_one_value():
    frame = pl.DataFrame(FORECASTS).rename({"probability": "p"}).drop("analyst")
    found = ledger.score(frame, maps={"probability": "p"}, sets={"analyst": "EMOS"}, measures="brier")
    assert [row["analyst"] for row in found] == ["EMOS"]


@pytest.mark.parametrize(
    ("table", "options", "told"),
    [
        (3, {}, "int"),
        ("none.csv", {}, "none.csv"),
        (pl.DataFrame({"a": [1]}), {}, "question"),
        (pl.DataFrame(FORECASTS), {"colour": "red"}, "measures, by, per, policy"),
        (pl.DataFrame(FORECASTS), {"measures": "size"}, "size"),
        (pl.DataFrame(FORECASTS), {"analyst": "Nobody"}, "Nobody"),
        (pl.DataFrame({"analyst": [object()]}), {}, "table"),
    ],
)  # fmt: skip
def test_what_is_no_table_or_option_is_a_sentence(table, options, told):
    with pytest.raises(ledger.LedgerError) as fault:
        ledger.score(table, **options)
    assert told in str(fault.value)


def page(path):
    """A page's examples, as one test."""
    return doctest.DocTestParser().get_doctest(path.read_text(encoding="utf-8"), {}, path.name, str(path), 0)


def test_the_examples_of_the_page_do_what_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from ledger.scoring.measures import MEASURES

    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL, verbose=False)
    try:
        done = runner.run(page(ROOT / "docs" / "python.md"))
    finally:
        MEASURES.remove("absolute")
    assert done.attempted > 15
    assert done.failed == 0


def test_the_page_names_fields_there_are():
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    call = text.partition("book.record(")[2].partition("... )")[0]
    named = {word.partition("=")[0] for word in call.replace(",", " ").split() if "=" in word}
    assert {name for name in named if name.isidentifier()} <= {*FIELDS, "episode", "show", "title", "published_on"}
    assert named & {*FIELDS}
