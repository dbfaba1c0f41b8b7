"""What a command loads before it does anything, what its help says, and what TAB offers."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from cli_kit import command

from ledger import __version__
from ledger.cli import options
from ledger.cli.app import COMMANDS as TABLE
from ledger.model.scales import scale_names
from ledger.model.vocabulary import Attribution, Drop, Kind, Reading, Sampling
from ledger.query.listing import STATES
from ledger.render.formats import FORMATS
from ledger.reports.summary import DIMENSIONS

SCORERS = {"duckdb", "matplotlib", "ledger.forecasts", "ledger.scoring.cells"}
WRITERS = SCORERS | {"sqlmodel", "sqlalchemy", "alembic", "numpy", "ledger.journal.writer", "ledger.model.records"}
HEAVY = WRITERS | {"importlib.metadata", "pydantic", "tabulate", "psycopg", "ledger.journal", "ledger.query"}
LOADED = "import sys; from ledger.cli import main\ntry: main()\nfinally: print(*sorted(sys.modules), file=sys.stderr)"


def loaded(*args):
    """The modules a real run of a command has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *args], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    return set(done.stderr.split())


def walk(group, path=()):
    """Every command with the words that call it."""
    for name, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from walk(found, (*path, name))
        else:
            yield (*path, name), found


COMMANDS = dict(walk(command()))
each_command = pytest.mark.parametrize("words", COMMANDS, ids=" ".join)


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["episode", "--help"]], ids=" ".join)
def test_asking_for_help_or_the_version_loads_nothing_heavy(args):
    assert not loaded(*args) & HEAVY


def test_the_help_of_a_command_loads_nothing_heavy():
    assert not loaded("add", "--help") & HEAVY


READING = (
    "list", "show 1", "due", "log", "find war", "analyst list", "episode list", "question list", "coverage",
    "lint e1",
)  # fmt: skip


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("line", READING)
def test_reading_loads_nothing_that_writes_and_typer_loads_nothing_to_read_words(line):
    assert not loaded(*line.split()) & (WRITERS | {"pydantic"})


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("line", ["summary", "analyst show a5"])
def test_a_summary_loads_what_scores_and_nothing_that_holds_tables_or_writes(line):
    """NumPy takes a third of the time of a small summary, and gives it back on a large one."""
    seen = loaded(*line.split())
    assert "ledger.scoring.cells" in seen
    assert not seen & (WRITERS | {"pydantic"}) - {"numpy", "ledger.scoring.cells"}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("line", ["score", "calibration", "trend a5", "compare a5 a1"])
def test_scoring_a_ledger_loads_no_engine_for_files_and_draws_no_picture(line):
    assert not loaded(*line.split()) & {"duckdb", "matplotlib", "sqlmodel", "sqlalchemy"}


def test_the_check_of_what_is_loaded_sees_what_scoring_a_file_loads(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("analyst,question,probability,outcome\nA,q,0.5,1\n", encoding="utf-8")
    assert loaded("score", str(path)) >= SCORERS - {"matplotlib"}


def test_the_check_of_what_is_loaded_sees_what_a_writer_loads(cli):
    assert loaded("analyst", "add", "Ann") >= {
        "sqlmodel",
        "sqlalchemy",
        "ledger.model.records",
        "ledger.journal.writer",
    }


def test_the_version_is_the_packages(run):
    assert run("--version").stdout == f"ledger {__version__}\n"


def test_without_a_command_help_is_shown(nothing):
    done = nothing.run()
    assert "Commands" in done.out + done.err
    assert done.code in {0, 2}


def test_the_tree_has_the_commands_of_the_design():
    daily = "demo init seed add revise withdraw amend list show find due resolve summary log verify backup upgrade "
    daily += "score trend calibration compare"
    nouns = [f"{noun} {verb}" for noun in ("analyst", "episode") for verb in ("add", "list", "show")]
    nouns += ["analyst alias", "analyst merge", "question list", "question link", "question amend"]
    assert {*daily.split(), *nouns} <= {" ".join(words) for words in COMMANDS}


@each_command
def test_every_command_has_an_example_that_calls_it(nothing, words):
    text = nothing.ok(*words, "--help").out
    assert "Example: ledger" in text
    example = " ".join(text.partition("Example:")[2].split())
    assert " ".join(words) in example


@each_command
def test_every_command_takes_a_ledger_and_a_format(words):
    names = {name for parameter in COMMANDS[words].params for name in parameter.opts}
    assert {"--db", "--format", "-f"} <= names


@each_command
def test_every_option_and_argument_is_explained(words):
    for parameter in COMMANDS[words].params:
        assert getattr(parameter, "help", None), parameter.name


DECLARING = [
    path.stem for path in Path(options.__file__).parent.glob("*.py")
    if "= LedgerTyper()" in path.read_text(encoding="utf-8")
]  # fmt: skip


def declared(group):
    """The first sentence of every command that the modules declare in a group, by module and name."""
    for module in DECLARING:
        registering = getattr(import_module(f"ledger.cli.{module}"), group or "app", None)
        for info in registering.registered_commands if registering else ():
            paragraph = " ".join(info.callback.__doc__.split("\n\n")[0].split())
            yield (module, info.name or info.callback.__name__), f"{paragraph.rstrip('.').split('. ')[0]}."


@pytest.mark.parametrize("group", TABLE, ids=lambda group: group or "ledger")
def test_the_table_of_commands_says_what_the_modules_declare(group):
    table = {(entry.module, name): entry.line for name, entry in TABLE[group].items()}
    assert table == dict(declared(group))


@pytest.mark.parametrize(
    ("typed", "meant"), [("sumary", "summary"), ("quesion", "question"), ("episode sugest", "suggest")]
)  # fmt: skip
def test_a_mistyped_command_is_told_what_was_meant(nothing, typed, meant):
    done = nothing.run(*typed.split())
    assert done.code == 2
    assert f"No such command '{typed.split()[-1]}'. Did you mean '{meant}'?" in done.err


NAMES = {
    "list", "show", "due", "summary", "log", "find", "score", "trend", "calibration", "compare", "readings",
}  # fmt: skip
REPORTS = [words for words in COMMANDS if words[-1] in NAMES]


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_every_listing_and_report_takes_a_moment(words):
    assert "--as-of" in {name for parameter in COMMANDS[words].params for name in parameter.opts}


@pytest.mark.parametrize(
    ("listed", "known"),
    [(options.SAMPLINGS, Sampling), (options.DROPS, Drop),
     (options.KINDS, Kind), (options.LEVELS, Attribution), (options.READINGS, Reading), (options.STATES, STATES),
     (options.DIMENSIONS, DIMENSIONS)],
)  # fmt: skip
def test_the_words_in_help_are_the_words_in_the_code(listed, known):
    assert listed.split(", ") == [str(word) for word in known]


def test_the_scales_in_help_are_the_scales_there_are():
    assert set(options.SCALES.split(", ")) == set(scale_names())
    assert {"icd203", "phia", "kent", "nato", "ipcc", "survey"} <= set(scale_names())


@pytest.mark.parametrize("scale", scale_names())
def test_every_scale_can_read_a_phrase_of_its_own(cli, scale):
    from ledger.model.scales import load_scale

    phrase = next(iter(load_scale(scale).phrases))
    row = cli.add("It rains", "--likelihood", phrase, "--scale", scale)
    assert row["source"] in {"phrase", "hedge"}


def completed(*words):
    """What bash offers for the last word."""
    line = " ".join(["ledger", *words])
    env = {**os.environ, "_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    program = "import sys; sys.argv[0] = 'ledger'; from ledger.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.split("\n")


@pytest.mark.parametrize(
    ("words", "offered"),
    [(["summ"], "summary"), (["list", "--kind", "pred"], "prediction"), (["summary", "--by", "hor"], "horizon"),
     (["list", "--state", "over"], "overdue"), (["add", "x", "--scale", "nat"], "nato"),
     (["list", "--analyst", "Feng"], "Feng\\ Zhang"), (["analyst", "al"], "alias")],
)  # fmt: skip
def test_the_shell_completes(seeded, words, offered):
    assert offered in completed(*words)


def test_completion_is_silent_where_no_ledger_is(db_path):
    assert not any(completed("list", "--analyst", "F"))
    assert not db_path.exists()


def test_the_shell_can_be_taught_to_complete(run):
    done = run("--show-completion", "bash", env={"SHELL": "/bin/bash"})
    assert done.returncode == 0, done.stderr
    assert "COMPLETE" in done.stdout


def test_help_names_formats_that_are_registered_the_ones_most_people_want_first():
    """The sentence is written out, because deriving it would have every command load what draws tables."""
    (option,) = [parameter for parameter in COMMANDS[("list",)].params if parameter.name == "format"]
    listed, others = option.help.split(", or ")
    assert listed.split(", ") == list(FORMATS)[:5]
    assert others == "any format tabulate knows."
