"""Real tables and the figures that were published of them."""

import csv
from collections import defaultdict

import pytest

from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import score_file

from .table_kit import DATA, ask, figure, scored

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="the folder of real data lies beside a development checkout only"
)


def test_the_rain_of_niamey_splits_as_published(tmp_path):
    """Vogel et al. (2021); the split as printed by Dimitriadis, Gneiting & Jordan's package."""
    found, table = score_file(
        DATA / "precipitation" / "niamey_2016_emos.csv",
        ask(measures="brier,mcb,dsc,unc"),
        FileAsk(maps=("question=date",), sets=("analyst=EMOS",)),
    )
    assert [round(figure(found, name, analyst="EMOS"), 6) for name in ("brier", "mcb", "dsc", "unc")] == [
        0.232025, 0.018283, 0.030469, 0.244211
    ]  # fmt: skip
    assert (table["rows"], table["ignored"], found.total["questions"]) == (92, [], 92)


def survey():
    """The answers of the survey beside what became of each study."""
    folder = DATA / "replication_survey"
    with (folder / "studies.csv").open(encoding="latin-1", newline="") as file:
        outcomes = {(row["project"], row["finding_id"]): row["replicated"] for row in csv.DictReader(file)}
    with (folder / "survey.csv").open(encoding="utf-8", newline="") as file:
        return [
            {"analyst": row["forecaster_id"], "question": f"{row['project']} {row['finding_id']}",
             "probability": row["response"], "outcome": outcomes[row["project"], row["finding_id"]],
             "topic": row["project"]}
            for row in csv.DictReader(file)
        ]  # fmt: skip


def test_the_replication_survey_scores_as_published(tmp_path):
    """Gordon et al. (2021), PLoS ONE 16(4) e0248780: mean Brier of all 7,377 answers."""
    found = scored(tmp_path, survey(), measures="brier,hit_rate")
    assert found.total["scored"] == 7_377
    assert found.total["brier"] == pytest.approx(0.242772, abs=5e-7)
    assert len(found.rows) == len({row["analyst"] for row in survey()})
    assert found.total["questions"] == 103


def test_the_mean_answer_of_the_survey_is_right_on_68_of_103(tmp_path):
    answers = defaultdict(list)
    for row in survey():
        answers[row["question"], row["outcome"]].append(float(row["probability"]))
    crowd = [
        {"analyst": "crowd", "question": question, "probability": sum(said) / len(said), "outcome": outcome}
        for (question, outcome), said in answers.items()
    ]
    found = scored(tmp_path, crowd, measures="hit_rate")
    assert (round(found.total["hit_rate"] * found.total["hit_rate_n"]), found.total["hit_rate_n"]) == (68, 103)


def test_the_elections_of_2018_add_up_to_the_seats_that_were_expected():
    """FiveThirtyEight: 202.1, 203.6 and 200.6 Republican seats in the House, by its three models."""
    found, table = score_file(
        DATA / "elections_2018" / "forecast_results_2018.csv",
        ask(measures="expected,occurred,brier"),
        FileAsk(
            maps=("analyst=version", "question=race", "probability=Republican_WinProbability",
                  "outcome=Republican_Won", "topic=branch"),
            topic="House",
        ),
    )  # fmt: skip
    assert {row["analyst"]: round(row["expected"], 1) for row in found.rows} == {
        "lite": 202.1, "deluxe": 203.6, "classic": 200.6,
    }  # fmt: skip
    assert {row["forecasts"] for row in found.rows} == {435}
    assert "category" in table["ignored"]
