"""Files: every kind holds the same table, columns are found by name, and every fault is named at once."""

import json

import duckdb
import pytest

from ledger.errors import InputError, LedgerError
from ledger.forecasts import csv_cache
from ledger.forecasts.columns import MissingColumns, NamedTwice, NoSuchColumn, UnreadablePair, lay_out_table
from ledger.forecasts.faults import TableRejected
from ledger.forecasts.files import FORMATS
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import score_file

from .table_kit import ask, scored, write_csv

ROWS = [
    {"analyst": "Ann", "question": "q1", "probability": 0.7, "outcome": "true", "stated_at": "2020-01-01"},
    {"analyst": "Ann", "question": "q2", "probability": 1e-3, "outcome": "No", "stated_at": "2020-01-01T12:00:00Z"},
    {
        "analyst": "Bo",
        "question": "q1",
        "probability": 0.4,
        "outcome": "YES",
        "stated_at": "2020-01-01 13:00:00.5+02:00",
    },
    {"analyst": "Bo", "question": "q3", "probability": 1, "outcome": "", "stated_at": "2020-01-02"},
    {"analyst": "Bo", "question": "q4", "probability": 0.25, "outcome": "void", "stated_at": "2020-01-02"},
    {"analyst": "Bo", "question": "q5", "probability": 0.25, "outcome": 0.5, "stated_at": "2020-01-02"},
]
TEXTS = {
    "plain": lambda text: text.encode(),
    "bom": lambda text: text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "spaces and case": lambda text: text.replace("analyst,", " Analyst ,").replace(",q", ", q").encode(),
    "quoted": lambda text: text.replace("Ann", '"Ann"').encode(),
    "blank lines": lambda text: text.replace("\nBo,q3", "\n\nBo,q3").encode() + b"\n\n",
}


def csv_text(tmp_path):
    return write_csv(tmp_path / "made.csv", ROWS).read_text(encoding="utf-8").replace("\r\n", "\n")


def figures(path, **options):
    found, table = score_file(path, ask(**options), FileAsk())
    return found.rows, found.total, table


def parquet(tmp_path, select, name="t.parquet"):
    path = tmp_path / name
    duckdb.sql(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize("spelling", TEXTS)
def test_csv_is_read_however_it_is_written(tmp_path, spelling):
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    text = csv_text(tmp_path)
    plain.write_text(text, encoding="utf-8")
    other.write_bytes(TEXTS[spelling](text))
    assert figures(other)[:2] == figures(plain)[:2]


def test_the_three_kinds_of_file_hold_the_same_table(tmp_path):
    plain = write_csv(tmp_path / "t.csv", ROWS)
    lines = tmp_path / "t.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    typed = parquet(
        tmp_path,
        f"""
        SELECT analyst, question, CAST(probability AS DOUBLE) AS probability,
               outcome, CAST(stated_at AS TIMESTAMPTZ) AS stated_at
        FROM read_csv('{plain}', all_varchar=true, header=true)""",
    )
    expected = figures(plain, policy="last", measures="all")
    assert expected[0][0]["brier"] == pytest.approx((0.09 + 1e-6) / 2)
    assert figures(lines, policy="last", measures="all")[:2] == expected[:2]
    assert figures(typed, policy="last", measures="all")[:2] == expected[:2]
    assert {path.suffix[1:] for path in (plain, lines, typed)} == set(FORMATS)


@pytest.mark.parametrize(
    "select",
    [
        "SELECT 'A' AS analyst, 1 AS question, 0.7::FLOAT::DOUBLE AS probability, true AS outcome",
        "SELECT 'A' AS analyst, 1 AS question, 0.7::DECIMAL(4,2) AS probability, 1::TINYINT AS outcome",
        "SELECT 7 AS analyst, 'x' AS question, '0.7' AS probability, 'yes' AS outcome, DATE '2020-01-01' AS stated_at",
        "SELECT 'A'::ENUM('A') AS analyst, uuid() AS question, 0.7 AS probability, 1.0 AS outcome",
    ],
)
def test_parquet_columns_may_be_of_any_fitting_type(tmp_path, select):
    rows, *_ = figures(parquet(tmp_path, select), measures="brier")
    assert rows[0]["brier"] == pytest.approx(0.09, abs=1e-7)


def test_a_number_that_is_missing_in_parquet_is_an_open_outcome(tmp_path):
    select = (
        "SELECT 'A' AS analyst, unnest([1, 2]) AS question, 0.7 AS probability, unnest(['nan'::DOUBLE, 1]) AS outcome"
    )
    rows, *_ = figures(parquet(tmp_path, select))
    assert (rows[0]["open"], rows[0]["scored"]) == (1, 1)


@pytest.mark.parametrize("name", ["a[1].csv", "b*.csv", "c?.csv", "d {x}.csv", "it's.csv", "e=f.csv", "ü 中.csv"])
def test_a_file_is_the_one_that_is_named_whatever_signs_are_in_its_name(tmp_path, name):
    write_csv(tmp_path / "a1.csv", [{**ROWS[0], "probability": 0.1}])
    path = write_csv(tmp_path / name, ROWS[:1])
    assert figures(path)[0][0]["brier"] == pytest.approx(0.09)


def test_a_folder_with_an_equals_sign_adds_no_column(tmp_path):
    folder = tmp_path / "outcome=0"
    folder.mkdir()
    path = parquet(folder, "SELECT 'A' AS analyst, 1 AS question, 0.7 AS probability, 1 AS outcome")
    assert figures(path)[0][0]["brier"] == pytest.approx(0.09)


@pytest.mark.parametrize("most", [0, 2**30], ids=["read anew", "held"])
@pytest.mark.parametrize("spoilt", ["", "B,q9,x,1\n", "B,q9,0.5,true\n", " Ann ,q9,0.5,1\n", "B,q9,0.5,\n"])
def test_a_file_gives_the_same_whether_it_is_held_or_read_anew(tmp_path, monkeypatch, most, spoilt):
    """Numbers are read as such by the parser; one cell that is none, and all is read as text."""
    monkeypatch.setattr(csv_cache, "MOST_BYTES", most)
    path = tmp_path / "t.csv"
    rows = [f"Ann,q{n},0.{n},{n % 2}\n" for n in range(9)]
    path.write_text("analyst,question,probability,outcome\n" + "".join(rows) + spoilt, encoding="utf-8")
    if "x" in spoilt:
        with pytest.raises(TableRejected, match=r"row 10 \(line 11\), probability: 'x'"):
            score_file(path, ask(), FileAsk())
    found, table = score_file(path, ask(measures="brier"), FileAsk(skip_bad=True))
    assert (table["rows"], table["skipped"]) == (9 + bool(spoilt), int("x" in spoilt))
    told = {row["analyst"]: (row["scored"], row["open"]) for row in found.rows}
    expected = {"Ann": (9, 0)}
    if spoilt.startswith("B") and "x" not in spoilt:
        expected["B"] = (0, 1) if spoilt.endswith(",\n") else (1, 0)
    if spoilt.startswith(" Ann"):
        expected = {"Ann": (10, 0)}
    assert told == expected


class TestColumns:
    def test_any_can_be_taken_by_another_name_or_set(self):
        layout = lay_out_table(["date", "p", "probability", "x"], ["question=date", "probability=p"], ["analyst=EMOS"])
        assert dict(layout.taken) == {"question": "date", "probability": "p"}
        assert dict(layout.fixed) == {"analyst": "EMOS"}
        assert layout.ignored == ["probability", "x"]

    def test_one_column_may_serve_twice(self):
        layout = lay_out_table(["analyst", "question", "probability"], ["cluster=question"])
        assert layout.taken["cluster"] == layout.taken["question"] == "question"

    @pytest.mark.parametrize(
        ("maps", "sets", "error", "told"),
        [
            (["question"], [], UnreadablePair, "--map question=date"),
            (["question="], [], UnreadablePair, "NAME=VALUE"),
            (["qestion=date"], [], NoSuchColumn, "question"),
            (["question=dat"], [], NoSuchColumn, "date"),
            (["question=date", "question=date"], [], NamedTwice, "twice"),
            (["question=date"], ["question=x"], NamedTwice, "twice"),
            ([], [], MissingColumns, "--map analyst=COLUMN"),
        ],
    )
    def test_what_cannot_be_followed_is_refused_with_advice(self, maps, sets, error, told):
        with pytest.raises(error) as refused:
            lay_out_table(["date", "probability"], maps, sets)
        assert told in str(refused.value)

    def test_a_policy_names_the_columns_it_lacks(self, tmp_path):
        with pytest.raises(MissingColumns, match="--policy time needs the columns opens_at, closes_at"):
            scored(tmp_path, ROWS, policy="time")
        with pytest.raises(MissingColumns, match="A spot score needs the column spot_at"):
            scored(tmp_path, ROWS, measures="spot_baseline")


FAULTY = """analyst,question,probability,outcome,stated_at,weight
A,q1,0.5,true,2019-01-01,1
B,q1,1.5,true,,1
,q1,0.5,true,01/05/19,1
C,q1,0.5,false,,1
D,q2,,maybe,,0
E,q2,0.4
F,"q
3",60%,1,,-1
G,q3,nan,1,2019-02-30,1
H,q3,0.4,1,,x,y,z
I,"q4,0.4,1,,1
"""


class TestFaults:
    def faults(self, tmp_path, text, given=None, name="bad.csv", **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(TableRejected) as refused:
            score_file(path, ask(**options), given or FileAsk())
        return str(refused.value)

    def test_every_fault_of_a_file_is_named_at_once_with_its_row(self, tmp_path):
        told = self.faults(tmp_path, FAULTY)
        for line in [
            "bad.csv: row 2 (line 3), probability: '1.5' is not a probability",
            "bad.csv: row 3 (line 4), analyst: is missing",
            "bad.csv: row 3 (line 4), stated_at: '01/05/19' is not an ISO 8601",
            "bad.csv: row 5 (line 6), probability: is missing",
            "bad.csv: row 5 (line 6), outcome: 'maybe' is not an outcome",
            "bad.csv: row 5 (line 6), weight: '0' is not a weight above zero",
            "bad.csv: row 6 (line 7): has fewer cells",
            "bad.csv: row 7 (line 8), probability: '60%'",
            "bad.csv: row 7 (line 8), weight: '-1'",
            "bad.csv: row 8 (line 10), probability: 'nan'",
            "bad.csv: row 8 (line 10), stated_at: '2019-02-30'",
            "bad.csv: row 9 (line 11): has more cells",
            "bad.csv: row 10 (line 12): has a quotation mark that is not closed",
            "bad.csv: question 'q1', outcome: is 'true' in row 1, 'false' in row 4",
        ]:
            assert line in told
        assert told.startswith("14 faults found, nothing scored")

    def test_skipping_scores_the_rest_and_counts_what_was_left_out(self, tmp_path):
        text = FAULTY + "J,q9,0.9,1,,1\nK,q9,0.8,1,,1\n"
        path = tmp_path / "bad.csv"
        path.write_text(text.replace('I,"q4', "I,q4"), encoding="utf-8")
        found, table = score_file(path, ask(measures="brier"), FileAsk(skip_bad=True))
        assert {row["analyst"] for row in found.rows if row["scored"]} == {"I", "J", "K"}
        assert (table["rows"], table["skipped"]) == (12, 9)

    def test_a_sound_file_skips_nothing(self, tmp_path):
        path = write_csv(tmp_path / "t.csv", ROWS)
        assert score_file(path, ask(), FileAsk(skip_bad=True)) == score_file(path, ask(), FileAsk())

    def test_json_lines_are_counted_as_they_stand(self, tmp_path):
        lines = [json.dumps(ROWS[0]), "not json", json.dumps({**ROWS[1], "probability": "x"}), "[1, 2]"]
        told = self.faults(tmp_path, "\n".join(lines), name="bad.jsonl")
        assert "bad.jsonl: row 2: is not a JSON object" in told
        assert "bad.jsonl: row 3, probability: 'x'" in told
        assert "bad.jsonl: row 4: is not a JSON object" in told

    def test_a_window_that_never_was_is_a_fault(self, tmp_path):
        heads = "analyst,question,probability,outcome,stated_at,opens_at,closes_at\n"
        text = heads + "A,q,0.5,1,2020-01-01,2020-02-01,2020-01-15\n"
        assert "row 1 (line 2), opens_at: '2020-02-01' is not before" in self.faults(tmp_path, text, policy="time")

    @pytest.mark.parametrize("column", ["outcome", "opens_at", "closes_at", "spot_at", "resolved_at"])
    def test_what_belongs_to_a_question_is_the_same_in_all_its_rows(self, tmp_path, column):
        values = ("1", "0") if column == "outcome" else ("2020-01-01", "2020-01-02")
        said = [f"A,q,0.5,{values[0]}", f"B,q,0.5,{values[1]}", "C,q,0.5,", f"D,r,0.5,{values[0]}"]
        text = "\n".join([f"analyst,question,probability,{column}", *said, ""])
        told = self.faults(tmp_path, text)
        assert f"question 'q', {column}: is '{values[0]}' in row 1, '{values[1]}' in row 2, empty in row 3" in told
        assert "'r'" not in told

    @pytest.mark.parametrize(("said", "write"), [("60%", "0.6"), ("90", "0.9"), ("0,25", "0.25"), ("7.5 %", "0.075")])
    def test_a_percentage_is_told_how_to_be_written(self, tmp_path, said, write):
        told = self.faults(tmp_path, f'analyst,question,probability\nA,q,"{said}"\n')
        assert f"'{said}' is not a probability between 0 and 1; write {write}" in told

    def test_nothing_is_taken_back_before_it_is_said(self, tmp_path):
        heads = "analyst,question,probability,stated_at,withdrawn_at\n"
        told = self.faults(tmp_path, heads + "A,q,0.5,2020-02-01,2020-01-01\n")
        assert "withdrawn_at: '2020-01-01' is before it was stated" in told

    def test_many_faults_are_counted_beyond_those_that_are_written_out(self, tmp_path):
        text = "analyst,question,probability\n" + "A,q,2\n" * 1_200
        told = self.faults(tmp_path, text)
        assert told.startswith("1,200 faults found") and "and 200 more" in told  # noqa: PT018

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("t.csv", b"", "no first line"),
            ("t.csv", b"\n\n", "no first line"),
            ("t.csv", "analyst\nJos\xe9\n".encode("latin-1"), "UTF-8"),
            ("t.csv", b"analyst,analyst\n", "twice"),
            ("t.csv", b"ana\0lyst\n", "not text"),
            ("t.jsonl", b"", "no line of it is a JSON object"),
            ("t.jsonl", b"[1]\n", "no line of it is a JSON object"),
            ("t.parquet", b"PAR1", "cannot be read"),
            ("t.xlsx", b"x", "of no known kind"),
        ],
    )
    def test_a_file_that_is_none_is_a_sentence(self, tmp_path, name, content, told):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError) as refused:
            score_file(path, ask(), FileAsk())
        assert told in str(refused.value)

    def test_latin_letters_in_another_encoding_are_named_where_they_stand(self, tmp_path):
        path = tmp_path / "t.csv"
        path.write_bytes("analyst,question,probability\nA,q,0.5\nJosé,q,0.5\n".encode("latin-1"))
        with pytest.raises(LedgerError) as refused:
            score_file(path, ask(), FileAsk())
        assert "UTF-8" in str(refused.value)

    def test_a_folder_or_nothing_is_a_sentence(self, tmp_path):
        for path in (tmp_path, tmp_path / "no.csv"):
            with pytest.raises(LedgerError, match=r"not a file|no file"):
                score_file(path, ask(), FileAsk())
