"""What other packages add: a real package, installed into a place of its own, and what the command line makes of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import plugins
from ledger.errors import ConflictError

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "1.2"

[tool.hatch.build.targets.wheel]
packages = ["{module}"]

{points}
"""
MEASURES = """
import ledger

@ledger.measure(
    "absolute", title="Absolute error", formula="mean of |p - y|", orientation="lower is better", range=(0.0, 1.0),
    against="0.5 is always saying 50%", reference="for teaching",
)
def absolute(case):
    return {"": case.cells.mean(abs(case.cells.p - case.cells.y))}
"""
PAGES = """
import ledger
from ledger.documents.page import Page, Section

def read(raw, _on):
    title, _, said = raw.text.partition("\\n")[2].partition("\\n")
    start = len(raw.text) - len(said)
    return Page("minutes", raw.text, title=title, show="Council", published_on="2024-05-06",
                sections=(Section("transcript", start, len(raw.text)),))

ledger.page_kind("minutes", title="Minutes", recognises=lambda raw: raw.text.startswith("MINUTES"), read=read)
"""
FORMATS = """
import json
import ledger
from ledger.claimfiles.rows import ClaimRow

def read(stream, name):
    for number, line in enumerate(stream, 1):
        yield ClaimRow(name, number, json.loads(line)["claim"])

def write(rows):
    for row in rows:
        yield json.dumps({"claim": {name: value for name, value in row.claim.items() if value is not None}}) + "\\n"

ledger.claim_format("boxed", help="a claim in a box", suffixes=(".boxed",), read=read, write=write)
"""
SOUND = {
    "ledger.measures": {"absolute": MEASURES},
    "ledger.page_kinds": {"minutes": PAGES},
    "ledger.claim_formats": {"boxed": FORMATS},
}
BORROWED = """
import ledger
from ledger.scoring.measures import MEASURES

ledger.measure(
    "brier", title="B", formula="b", orientation="neither", range=(0.0, 1.0), against="b", reference="b"
)(MEASURES["log"].compute)
"""
BROKEN = {
    "ledger.measures": {
        "loud": "raise RuntimeError('no licence \\x1b[31m')",
        "empty": "",
        "misnamed": MEASURES.replace('"absolute"', '"otherwise"'),
        "borrower": BORROWED,
        "leaves": "import sys\nsys.exit(3)",
        "thief": MEASURES.replace('"absolute"', '"brier"'),
        "half": MEASURES.replace('"absolute"', '"half"') + "\nraise RuntimeError('half way')\n",
    },
    "ledger.page_kinds": {
        "stolen": PAGES.replace('"minutes", title', '"webvtt", title'),
        "nervous": PAGES.replace('"minutes", title', '"nervous", title').replace("raw.text.startswith", "raw.no_such"),
    },
    "ledger.claim_formats": {
        "gone": "import ledger\nledger.measure\nimport no_such_module",
        "jsonl": "from ledger.claimfiles.jsonl import read_jsonl\n"
        + FORMATS.replace('"boxed"', '"jsonl"').replace("read=read", "read=read_jsonl"),
    },
}


def install(folder: Path, name: str, groups: dict[str, dict[str, str]]) -> Path:
    """Build a package that registers things and install it into a folder; the folder is what the path needs.

    Groups hold modules with their sources by name; in place of a source there may be a module named before.
    """
    project, target = folder / f"{name}-project", folder / "site"
    (project / name).mkdir(parents=True)
    (project / name / "__init__.py").touch()
    points = ""
    for group, modules in groups.items():
        points += f'[project.entry-points."{group}"]\n'
        for entry, source in modules.items():
            known = (project / name / f"{source}.py").exists() if source.isidentifier() else False
            if not known:
                (project / name / f"{entry}.py").write_text(source, encoding="utf-8")
            points += f'{entry} = "{name}.{source if known else entry}"\n'
    (project / "pyproject.toml").write_text(PROJECT.format(name=name, module=name, points=points), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--target", str(target), str(project)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def run(forked):
    return forked


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return install(tmp_path_factory.mktemp("sound"), "sound_plugin", SOUND)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    return install(tmp_path_factory.mktemp("broken"), "broken_plugin", BROKEN)


@pytest.fixture
def with_plugin(run):
    """Run commands in an environment that has a plugin."""

    def command(site, *args, **more):
        return run(*args, env={"PYTHONPATH": os.pathsep.join((os.environ["PYTHONPATH"], str(site)))}, **more)

    return command


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("analyst,question,probability,outcome\nAda,q1,0.8,true\nAda,q2,0.4,false\n", encoding="utf-8")
    return path


def test_a_measure_of_a_plugin_is_scored_where_measures_are(sound, with_plugin, table):
    done = with_plugin(sound, "score", table, "--measures", "absolute,brier", "--format", "json")
    assert done.stderr == ""
    assert json.loads(done.stdout)["rows"][0]["absolute"] == pytest.approx(0.3)
    assert "Absolute error" in with_plugin(sound, "score", table, "--measures", "absolute").stdout
    everything = json.loads(with_plugin(sound, "score", table, "--measures", "all", "--format", "json").stdout)
    assert "absolute" in everything["rows"][0]
    assert "absolute" in with_plugin(sound, "score", table, "--measures", "absolut").stderr


def test_a_page_kind_of_a_plugin_is_imported(sound, with_plugin, tmp_path):
    page = tmp_path / "council.txt"
    page.write_text("MINUTES\nThe May meeting\nAnn Lee: The toll will rise by 2026.\n", encoding="utf-8")
    assert with_plugin(sound, "init").returncode == 0
    done = with_plugin(sound, "episode", "import", page, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"][0]["page_kind"] == "minutes"
    assert "The May meeting" in with_plugin(sound, "episode", "list").stdout


def test_a_claim_format_of_a_plugin_goes_out_and_comes_back(sound, with_plugin, tmp_path):
    added = "add", "It rains.", "--analyst", "Ada Brandt", "--on", "2024-01-01", "--by", "2024-02-01", "--key", "k1"
    assert with_plugin(sound, "init").returncode == 0
    assert with_plugin(sound, *added, "--likelihood", "70%").returncode == 0
    path = tmp_path / "out.boxed"
    assert with_plugin(sound, "export", path).returncode == 0
    assert json.loads(path.read_text(encoding="utf-8"))["claim"]["key"] == "k1"
    other = tmp_path / "other.db"
    assert with_plugin(sound, "--db", other, "init").returncode == 0
    assert with_plugin(sound, "--db", other, "import", path).returncode == 0
    assert "It rains." in with_plugin(sound, "--db", other, "list").stdout
    assert with_plugin(sound, "import", "--template", "boxed").stdout.startswith('{"claim"')


@pytest.mark.parametrize(
    ("words", "name"),
    [("score", "absolute"), ("episode import", "minutes"), ("import", "boxed"), ("export", "boxed")],
)
def test_help_names_the_plugins(sound, with_plugin, run, words, name):
    assert f"Plugins add: {name}" in " ".join(with_plugin(sound, *words.split(), "--help").stdout.split())
    assert "Plugins" not in run(*words.split(), "--help").stdout


def test_a_plugin_that_fails_is_named_and_nothing_else_is_lost(broken, with_plugin, table, tmp_path):
    done = with_plugin(broken, "score", table, "--measures", "all", "--format", "json")
    assert done.returncode == 0
    row = json.loads(done.stdout)["rows"][0]
    assert row["brier"] == pytest.approx(0.1)
    assert not {"half", "otherwise", "thief"} & set(row)
    lines = done.stderr.splitlines()
    for name, reason in (
        ("empty", "it registers no measure of that name"),
        ("misnamed", "it registers no measure of that name"),
        ("leaves", "SystemExit: 3"),
        ("half", "RuntimeError: half way"),
        ("loud", "RuntimeError: no licence"),
        ("thief", "The measure 'brier' is there already: Ledger itself has it."),
        ("borrower", "The measure 'brier' is there already: Ledger itself has it."),
    ):
        (line,) = [line for line in lines if f"plugin {name} of broken_plugin 1.2 is left out." in line]
        assert reason in line
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr
    assert with_plugin(broken, "init").returncode == 0
    page = tmp_path / "a.vtt"
    page.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>It will rise.\n", encoding="utf-8")
    done = with_plugin(broken, "episode", "import", page, "--show", "S", "--title", "T", "--published", "2024-01-01")
    assert done.returncode == 0
    assert "'webvtt' is there already" in done.stderr
    assert "plugin nervous of broken_plugin 1.2 failed. AttributeError" in done.stderr
    done = with_plugin(broken, "export", "--as", "gone")
    assert done.returncode == 2
    assert (
        "plugin gone of broken_plugin 1.2 is left out. ModuleNotFoundError: No module named 'no_such_module'"
        in done.stderr
    )
    assert with_plugin(broken, "export", "--as", "csv").stderr == "0 claims exported.\n"


FAILS = {
    "ledger.measures": {
        "p": MEASURES.replace('"absolute"', '"p"').replace("return {", "raise KeyError('p')  #"),
        "short": MEASURES.replace('"absolute"', '"short"').replace("return {", "return {'': case.cells.p[:0]}  #"),
    },
    "ledger.page_kinds": {
        "page": PAGES.replace('"minutes", title', '"page", title').replace(
            "title, _, said", "raise KeyError('page')  #"
        ),
    },
    "ledger.claim_formats": {
        "claims": FORMATS.replace('"boxed"', '"claims"').replace("yield", "raise KeyError('claims')\n        yield"),
    },
}


def test_a_plugin_that_fails_at_its_work_is_a_sentence_with_its_name(with_plugin, table, tmp_path):
    site = install(tmp_path, "failing_plugin", FAILS)
    (tmp_path / "a.txt").write_text("MINUTES\nOne\nTwo.\n", encoding="utf-8")
    (tmp_path / "a.boxed").write_text("{}\n", encoding="utf-8")
    assert with_plugin(site, "init").returncode == 0
    for line, word, reason in (
        (("score", table, "--measures", "p"), "p", "KeyError: 'p'"),
        (("score", table, "--measures", "short"), "short", "ValueError: its figure '' does not have a value for each"),
        (("episode", "import", tmp_path / "a.txt"), "page", "KeyError: 'page'"),
        (("import", tmp_path / "a.boxed"), "claims", "KeyError: 'claims'"),
        (("import", "--template", "claims"), "claims", "KeyError: 'claims'"),
    ):
        done = with_plugin(site, *line)
        assert done.returncode == 2, done.stderr
        assert f"plugin {word} of failing_plugin 1.2 failed. {reason}" in done.stderr
        assert "Traceback" not in done.stderr
    done = with_plugin(site, "score", table, "--measures", "all", "--format", "json")
    assert done.returncode == 0
    row = json.loads(done.stdout)["rows"][0]
    assert row["brier"] == pytest.approx(0.1)
    assert not {"p", "short"} & set(row)
    assert all(f"plugin {word} of failing_plugin 1.2 failed." in done.stderr for word in ("p", "short"))


EVERY_REGISTRY = """
from ledger.claimfiles.registry import FORMATS
from ledger.documents.kinds import kinds
from ledger.scoring.measures import MEASURES
assert "absolute" in set(MEASURES)
assert "boxed" in set(FORMATS)
assert kinds()[0].name == "minutes"
"""
ALL_IN_ONE = MEASURES + PAGES.replace("import ledger\n", "") + FORMATS.replace("import ledger\n", "")


def test_one_module_may_stand_under_every_group(tmp_path):
    names = {"ledger.measures": "absolute", "ledger.page_kinds": "minutes", "ledger.claim_formats": "boxed"}
    site = install(
        tmp_path, "whole_plugin", {group: {name: "absolute"} for group, name in names.items()} |
        {"ledger.measures": {"absolute": ALL_IN_ONE}},
    )  # fmt: skip
    path = os.pathsep.join((os.environ["PYTHONPATH"], str(site)))
    done = subprocess.run(
        [sys.executable, "-c", EVERY_REGISTRY], env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_two_plugins_that_want_one_name_are_both_named(sound, with_plugin, table, tmp_path):
    rival = install(tmp_path, "rival_plugin", {"ledger.measures": {"rival": MEASURES}})
    path = os.pathsep.join((str(sound), str(rival)))
    done = with_plugin(path, "score", table, "--measures", "absolute", "--format", "json")
    assert done.returncode == 0
    assert "plugin rival of rival_plugin 1.2 is left out" in done.stderr
    assert "plugin absolute of sound_plugin 1.2 has it" in done.stderr


OURS_STAY = """
from ledger.claimfiles.registry import FORMATS
from ledger.claimfiles.jsonl import read_jsonl, write_jsonl
assert set(FORMATS) == {"csv", "jsonl", "toml", "journal"}
assert FORMATS["jsonl"].write is write_jsonl
import sys
assert "ledger.scoring.measures" in sys.modules  # a plugin that failed was the first to import it
from ledger.scoring.measures import MEASURES
assert "brier" in MEASURES._members
"""


def test_what_is_ours_stays_ours_whoever_is_the_first_to_load_it(broken):
    path = os.pathsep.join((os.environ["PYTHONPATH"], str(broken)))
    done = subprocess.run(
        [sys.executable, "-c", OURS_STAY], env={**os.environ, "PYTHONPATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "plugin jsonl of broken_plugin 1.2 is left out. The claim format 'jsonl' is there already" in done.stderr


ASKED = """
import sys
from ledger.cli import main
try:
    main()
finally:
    plugins = sys.modules.get("ledger.plugins")
    print(plugins._all.cache_info().misses if plugins else 0)
"""


@pytest.mark.parametrize(
    "line", ["list", "summary --format json", "--help", "add --help", "score t.csv --format json", "export a.csv"]
)
def test_what_needs_no_plugin_looks_for_none(broken, run, table, tmp_path, line):
    """To look for them costs more than most commands take; a name of ours is found without."""
    assert run("init").returncode == 0
    path = os.pathsep.join((os.environ["PYTHONPATH"], str(broken)))
    done = subprocess.run(
        [sys.executable, "-c", ASKED, *line.split()], env={**os.environ, "PYTHONPATH": path}, cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0"
    assert "plugin" not in done.stderr


def test_the_shell_completes_a_format_of_a_plugin(sound, run, monkeypatch):
    words = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": "ledger export --as b", "COMP_CWORD": "3"}
    path = os.pathsep.join((os.environ["PYTHONPATH"], str(sound)))
    program = "import sys; sys.argv[0] = 'ledger'; from ledger.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path, **words},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "boxed" in done.stdout.split()


def test_a_name_is_entered_once_and_replaced_by_its_own_module_alone():
    things = plugins.Registry("ledger.nothing", "thing", {"c"})
    things.enter("a", 1, "ledger.scoring")
    things.enter("b", 2, "notebook")
    things.enter("b", 3, "notebook")
    assert dict(things) == {"a": 1, "b": 3}
    for name, module, owner in (("a", "notebook", "Ledger itself"), ("b", "other", "the module notebook"),
                                ("c", "notebook", "Ledger itself")):  # fmt: skip
        with pytest.raises(ConflictError, match=f"'{name}' is there already: {owner} has it"):
            things.enter(name, 4, module)
    things.remove("b")
    assert (dict(things), len(things), "b" in things) == ({"a": 1}, 1, False)
