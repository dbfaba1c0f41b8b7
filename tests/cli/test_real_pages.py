"""The two real pages: every field and warning, every quote a careful coder took from them, and nothing twice."""

import json

import pytest
from pages_kit import ADDRESS, BLURB, SHARED, TRANSCRIPT, needs_pages

from ledger.curation.anchoring import Anchorer
from ledger.journal.location import Location
from ledger.journal.reader import reading
from ledger.query.layout import laid_out
from ledger.query.stored_documents import document_of
from ledger.text.folding import fold_words
from ledger.text.quotes import Fit

pytestmark = needs_pages


@pytest.fixture
def pages(cli):
    """A ledger with both pages."""
    cli.ok("episode", "import", SHARED / "episodes" / BLURB)
    cli.ok("episode", "import", SHARED / "episodes" / TRANSCRIPT, "--url", ADDRESS)
    return cli


def test_the_blurb_gives_all_that_it_says(cli):
    row = cli.rows("episode", "import", SHARED / "episodes" / BLURB)[0]
    wanted = {
        "page_kind": "goodpods",
        "show": "China in the World",
        "title": "New Summit, Old Issues: Trump-Kim Round 2",
        "published_on": "2019-01-17",
        "date_words": "01/17/19",
        "date_order": "mdy",
        "duration_s": 43 * 60,
        "show_slug": "china-in-the-world",
        "show_id": "498939",
        "episode_id": "65944177",
        "source_url": "https://goodpods.com/podcasts/china-in-the-world-498939/"
        "new-summit-old-issues-trump-kim-round-2-65944177",
        "language": "en",
        "bytes": 7085,
    }
    assert {name: row[name] for name in wanted} == wanted
    assert {(one["name"], one["role"]) for one in row["people"]} == {("Paul Haenle", "host"), ("Tong Zhao", "guest")}
    assert [one["relation"] for one in row["neighbours"]] == ["previous", "next"]
    assert {warning.split("=")[0]: warning for warning in row["warnings"]}.keys() == {
        "duplicate_paragraphs", "no_speakers", "no_times", "date_two_digit_year", "podcast_name_inferred"
    }  # fmt: skip
    assert "duplicate_paragraphs=2" in row["warnings"]


def test_the_transcript_gives_all_that_it_says(cli):
    row = cli.rows("episode", "import", SHARED / "episodes" / TRANSCRIPT)[0]
    wanted = {
        "page_kind": "podquest",
        "show": "ChinaPower",
        "title": "China-North Korea Evolving Relations: A Conversation with Dr. Feng Zhang",
        "published_on": "2024-12-19",
        "date_order": "ymd",
        "duration_s": None,
        "source_url": None,
    }
    assert {name: row[name] for name in wanted} == wanted
    assert [one["name"] for one in row["people"]] == ["Bonnie Lin", "Feng Zhang"]
    sections = {one["kind"]: one for one in row["sections"]}
    assert [kind for kind, one in sections.items() if one["derived"]] == ["topics", "insights", "chapters"]
    assert sections["topics"]["language"].startswith("zh")
    assert sections["transcript"]["paragraphs"] == 93
    assert len(row["answers"]) == 7
    assert [len(one["bullets"]) for one in row["chapters"]] == [3]
    assert set(row["warnings"]) == {
        "no_source_url", "no_speakers", "no_times", "machine_sections=3", "unjoined_cuts=33"
    }  # fmt: skip


def test_importing_again_changes_nothing(pages):
    before = pages.head()
    pages.ok("episode", "import", SHARED / "episodes" / BLURB)
    pages.ok("episode", "import", SHARED / "episodes" / TRANSCRIPT)
    assert pages.head() == before


def coded():
    lines = (SHARED / "seed_claims.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_quote_of_a_careful_coder_has_its_place(pages, db_path):
    with reading(Location(path=db_path)) as reader:
        anchorer = Anchorer(reader)
        documents = {document_of(reader, ref).record["name"]: document_of(reader, ref) for ref in ("d1", "d2")}
        found = []
        for claim in coded():
            document = documents[claim["seed_file"]]
            columns = anchorer.anchor(document.record["episode_id"], claim["quote"]).columns
            stands = document.text[columns["anchor_start"] : columns["anchor_end"]]
            found.append((fold_words(stands) == fold_words(claim["quote"]), columns["anchor_fit"]))
    assert len(found) == 46
    assert all(same for same, _ in found)
    assert {fit for _, fit in found} <= {Fit.EXACT, Fit.FOLDED}


def test_a_sentence_printed_twice_is_anchored_where_it_stands_first(pages, db_path):
    with reading(Location(path=db_path)) as reader:
        document = document_of(reader, "d1")
        laid = laid_out(reader, document)
        doubled = [sentence for sentence in laid.sentences if sentence.same_as is not None]
        anchorer = Anchorer(reader)
        starts = [
            anchorer.anchor(document.record["episode_id"], sentence.text).columns["anchor_start"]
            for sentence in doubled
        ]
    originals = {sentence.number: sentence for sentence in laid.sentences}
    assert len(doubled) == 16
    assert starts == [originals[sentence.same_as].start for sentence in doubled]


def test_the_seeds_find_their_places_in_whatever_order_they_come(pages, cli):
    pages.ok("seed")
    found = pages.rows("check")
    assert len(found) == 46
    assert {row["state"] for row in found} == {"stands"}
    rules = {row["rule"] for row in pages.run("lint", "--format", "json").rows}
    assert rules <= {"compound"}
    row = pages.rows("coverage")[1]
    assert (row["claims"], round(row["claims_per_1000_words"], 1)) == (25, 5.3)


def test_pages_that_come_after_their_claims_give_them_places(cli):
    cli.ok("seed")
    assert cli.ok("check").out.startswith("No quotes")
    cli.ok("episode", "import", SHARED / "episodes" / BLURB)
    cli.ok("episode", "import", SHARED / "episodes" / TRANSCRIPT, "--url", ADDRESS)
    assert {row["state"] for row in cli.rows("check")} == {"anchored"}
    assert {row["state"] for row in cli.rows("check")} == {"stands"}


def test_machine_text_is_suggested_only_on_request_and_marked(pages):
    plain = pages.rows("episode", "suggest", "d2", "--browse")
    assert {row["section"] for row in plain} == {"transcript"}
    every = pages.rows("episode", "suggest", "d2", "--browse", "--derived")
    assert {"topics", "insights"} <= {row["section"] for row in every}
    assert {row["attribution"] for row in every if row["section"] != "transcript"} == {"machine"}
