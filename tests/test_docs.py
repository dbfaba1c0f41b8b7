"""The documentation says what the program does: commands run, generated pages are fresh, every column is explained."""

import importlib.util
import json
import re
import shlex
import tomllib
import uuid
from pathlib import Path

import psycopg
import pytest
import typer
from typer.testing import CliRunner

import ledger
from ledger.cli import app
from ledger.model.likelihood import read_likelihood
from ledger.model.scales import DEFAULT_SCALE, load_hedges, load_scale
from ledger.reports.summary import DIMENSIONS
from ledger.scoring.forms.categorical import OPTION_RULES
from ledger.scoring.forms.quantile import QUANTILE_RULES
from ledger.scoring.measures import MEASURES

ROOT = Path(__file__).parents[1]
_SPEC = importlib.util.spec_from_file_location("regenerate", ROOT / "docs" / "regenerate.py")
regenerate = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(regenerate)

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONCEPTS = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
STORAGE = (ROOT / "docs" / "storage.md").read_text(encoding="utf-8")
PROSE = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "seeds" / "README.md"])
by_page = pytest.mark.parametrize("page", PROSE, ids=lambda path: path.name)


@pytest.mark.parametrize("path", regenerate.PAGES, ids=lambda path: path.name)
def test_a_generated_page_is_fresh(path):
    fresh = regenerate.PAGES[path]()
    assert path.read_text(encoding="utf-8") == fresh, "run: python docs/regenerate.py"


def test_a_tour_that_has_changed_is_noticed():
    block = "$ echo one\none\n$ echo two \\\n    three\nstale\n"
    assert regenerate.run_tour([block]) == ["$ echo one\none\n$ echo two \\\n    three\ntwo three\n"]


def test_a_command_of_the_tour_that_fails_is_noticed():
    with pytest.raises(SystemExit, match="no ledger"):
        regenerate.run_tour(["$ ledger list\n"])


def test_only_hashes_and_identifiers_may_differ():
    told = "entry 141, hash 8231fa7e5f49, id 01a201d7-d48f-70ac-a07c-7f425ddf71d8, 2019-01-17, 7/8, 0.1231"
    assert regenerate.steady(told) == "entry 141, hash (varies), id (varies), 2019-01-17, 7/8, 0.1231"


def glossary():
    """Heads and keys that the page on concepts explains."""
    section = CONCEPTS.partition("## Columns and keys of a summary")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (?:`([^`]+)`)? ?\| `(\w+)` \| .+ \|$", section, re.MULTILINE)
    return {head for head, _ in rows if head}, {key for _, key in rows}


def heads(text):
    """The column heads of every table: the line after a blank one, cut by the rule under it."""
    for head, rule in re.findall(r"(?:^|\n\n)([^\n]+)\n(-+(?:  -+)+)\n", text):
        yield from (head[run.start() : run.end()].strip() for run in re.finditer("-+", rule))


def output(*words):
    """What a command prints, run in this process to save time."""
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_column_and_key_of_a_summary_is_explained_and_no_other(sqlite_ledger):
    output("seed")
    seen_heads, seen_keys = set(), set()
    for dimension in DIMENSIONS:
        whole = json.loads(output("summary", "--by", dimension, "--format", "json"))
        seen_keys |= set(whole["rows"][0]) | set(whole["total"])
        seen_heads |= set(heads(output("summary", "--by", dimension, "--details")))
    assert (seen_heads, seen_keys) == glossary()
    words = CONCEPTS.partition("## Columns and keys of a summary")[2]
    assert [name for name in (*whole["settings"], *whole["as_of"]) if f"`{name}`" not in words] == []


FLAGS = ("--peers", "--difficulty", "--shrunk", "--unresolved bounds")


def test_every_column_and_key_that_a_flag_adds_is_explained(sqlite_ledger):
    output("seed")
    told = CONCEPTS.partition("## What the flags of a summary add")[2].partition("\n## ")[0]
    plain = json.loads(output("summary", "--format", "json"))["rows"][0]
    for flag in FLAGS:
        more = json.loads(output("summary", *flag.split(), "--format", "json"))["rows"][0]
        added = set(more) - set(plain)
        assert added
        assert [key for key in added if f"`{key}`" not in told] == []


def test_every_measure_and_policy_is_on_the_page_of_scores():
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert [name for name in (*MEASURES, *OPTION_RULES, *QUANTILE_RULES) if f"| `{name}` |" not in page] == []


def test_readme_begins_with_what_it_is_and_what_it_prints():
    lines = README.splitlines()
    beginning = "\n".join(lines[:30])
    assert len(lines) < 200
    for words in (
        "analysts said would happen",
        "It is for those who",
        "ledger demo",
        "ledger summary",
        "Verdict",
        "All ",
    ):
        assert words in beginning


def test_the_server_runs_the_command_readme_names():
    first, second = re.findall(r"^```sh\n(.+)\n```$", README, re.MULTILINE)
    assert first == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/ledger demo"
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == second


def leaves(command, path=()):
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in children.items():
        yield from leaves(child, (*path, name))


@pytest.mark.parametrize(
    ("path", "command"), [pytest.param(*leaf, id=" ".join(leaf[0])) for leaf in leaves(typer.main.get_command(app))]
)
def test_every_command_has_an_example_that_can_be_read(path, command):
    found = re.search(r"^Example: (ledger .+)", command.help or "", re.MULTILINE | re.DOTALL)
    assert found, f"ledger {' '.join(path)} has no example"
    words = shlex.split(found[1])[1:]
    if words[0] == "--db":
        words = words[2:]
    assert tuple(words[: len(path)]) == path
    command.make_context(path[-1], words[len(path) :])


@by_page
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_library_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in wanted}
    told = (ROOT / "docs" / "choices.md").read_text(encoding="utf-8").lower()
    assert [name for name in sorted(names) if name not in told] == []


def test_the_changelog_knows_this_version():
    assert f"## [{ledger.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.fixture
def curator(postgres_ledger):
    """The ledger under the role that the page on storage tells how to make."""
    role = f"curator_{uuid.uuid4().hex}"
    statements = re.search(r"```sql\n(.*?)```", STORAGE, re.DOTALL)[1].replace("ledger_curator", role)
    with psycopg.connect(postgres_ledger.conninfo, autocommit=True) as owner:
        owner.execute(statements)
        yield re.sub(r"//[^@/]*@", f"//{role}@", postgres_ledger.conninfo)
        owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.mark.postgres
def test_the_role_on_the_page_can_do_a_curators_work(curator):
    for command in (
        ["seed"],
        ["amend", "1", "--likelihood", "70%"],
        ["question", "amend", "q1", "--topic", "tests"],
        ["analyst", "alias", "Feng Zhang", "F. Zhang"],
        ["resolve", "1", "--reopen", "--reason", "to be looked at again"],
        ["verify"],
    ):
        output(*command, "--db", curator)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE entry SET actor = 'x'",
        "DELETE FROM entry_body",
        "TRUNCATE entry CASCADE",
        "DROP TRIGGER entry_next ON entry",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE ledger_meta SET value = 'x'",
        "DELETE FROM claim",
    ],
)
def test_the_role_on_the_page_cannot_rewrite(curator, attempt):
    with (
        psycopg.connect(curator, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(attempt)


def likelihood_forms():
    """What the table of likelihoods shows, with the source it says this has."""
    section = CONCEPTS.partition("## How sure: likelihoods")[2].partition("\n## ")[0]
    for forms, source in re.findall(r"^\| [^|`]+ \| ([^|]+) \| `(\w+)`.*\|$", section, re.MULTILINE):
        yield from ((form, source) for form in re.findall(r"`([^`]+)`", forms))


@pytest.mark.parametrize(("form", "source"), list(likelihood_forms()))
def test_a_likelihood_is_read_as_the_page_says(form, source):
    assert read_likelihood(form, load_scale(DEFAULT_SCALE), load_hedges()).source == source
