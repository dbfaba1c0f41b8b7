"""The arrows of the house, read from the imports: who may use what. Each rule comes with code that breaks it."""

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ledger.cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ledger"

# The rooms from the ground up: a room may use itself and the floors below it, never one beside it.
FLOORS = (
    {"errors", "version"},
    {"text", "plugins"},
    {"model"},
    {"render", "journal", "documents", "suggest", "scoring"},
    {"claimfiles", "forecasts"},
    {"query"},
    {"curation", "reports"},
    {"cli", "book"},
    {"__init__", "__main__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# A library and the rooms that may name it.
HOMES = {
    "typer": {"cli"},
    "click": set(),
    "sqlalchemy": {"journal"},
    "alembic": {"journal"},
    "sqlmodel": {"journal", "model"},
    "pydantic": {"model", "curation"},
    "psycopg": {"journal"},
    "sqlite3": {"journal", "forecasts"},
    "duckdb": {"forecasts"},
    "matplotlib": {"render"},
    "tabulate": {"render"},
    "dateutil": {"model"},
    "numpy": {"scoring", "forecasts"},
    "platformdirs": {"journal"},
    "uuid_utils": {"journal"},
    "socket": {"documents"},
    "ssl": {"documents"},
    "http": {"documents"},
    "xml": {"documents"},
    "feedparser": {"documents"},
    "rapidfuzz": {"text"},
    "lxml": {"documents"},
}
# Of the journal the command line opens and checks ledgers; it makes no query of its own there.
DOORS = {"location", "reader", "writer", "schema", "backup", "verify"}
# Folders whose modules are entries of a registry: each may be loaded by that registry alone.
REGISTRIES = {
    "ledger.documents", "ledger.scoring.measures", "ledger.claimfiles", "ledger.scoring.forms", "ledger.query.lint",
    "ledger.forecasts.forms",
}  # fmt: skip
# What the entries of a registry have in common, and so may be called alike in each of them.
INTERFACES = {"read", "recognises", "write", "score"}

Import = tuple[str, bool]


def room_of(name: str) -> str:
    """``ledger.cli.app`` is of the room ``cli``, ``ledger`` itself of ``__init__``."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports(tree: ast.Module) -> Iterator[Import]:
    """Every module a module names, and whether it does so when it is itself imported."""
    typed = {child for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
             for child in ast.walk(node)}  # fmt: skip
    inside = {child for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
              for child in ast.walk(node)}  # fmt: skip
    for node in ast.walk(tree):
        at_once = node not in inside and node not in typed
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_once) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, at_once
            if node.module.split(".")[0] == "ledger":
                yield from ((f"{node.module}.{alias.name}", at_once) for alias in node.names)


def faults(name: str, source: str) -> list[str]:
    """Every rule that a module breaks by what it imports."""
    room = room_of(name)
    found = []
    for target, _ in imports(ast.parse(source)):
        top = target.split(".")[0]
        if top == "ledger":
            used = room_of(target)
            if used in FLOOR and used != room and target != "ledger" and FLOOR[used] >= FLOOR[room]:
                found.append(f"{room} may not use {target}")
            if room == "cli" and used == "journal" and target.split(".")[2:3] and target.split(".")[2] not in DOORS:
                found.append(f"cli may not use {target}")
        elif top in HOMES and room not in HOMES[top]:
            found.append(f"{room} may not use {top}")
    return found


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def modules() -> dict[str, str]:
    """Every module of the package with its source."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


MODULES = modules()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_keeps_to_its_floor(name):
    assert faults(name, MODULES[name]) == []


def test_every_room_stands_on_a_floor():
    assert {room_of(name) for name in MODULES} == set(FLOOR)


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("ledger.text.clean", "from ledger.model.vocabulary import Fit", "text may not use ledger.model.vocabulary"),
        ("ledger.model.days", "from ledger.query import refs", "model may not use ledger.query"),
        ("ledger.model.days", "import sqlalchemy.orm", "model may not use sqlalchemy"),
        ("ledger.query.refs", "import typer", "query may not use typer"),
        ("ledger.query.refs", "def f():\n    from sqlalchemy import text", "query may not use sqlalchemy"),
        ("ledger.query.refs", "from ledger.curation import recording", "query may not use ledger.curation"),
        ("ledger.query.refs", "import numpy", "query may not use numpy"),
        ("ledger.scoring.cells", "from ledger.journal import reader", "scoring may not use ledger.journal"),
        ("ledger.scoring.cells", "import sqlite3", "scoring may not use sqlite3"),
        ("ledger.journal.reader", "from ledger.query import refs", "journal may not use ledger.query"),
        ("ledger.model.records", "from ledger.journal import reader", "model may not use ledger.journal"),
        ("ledger.reports.summary", "from ledger.curation import recording", "reports may not use ledger.curation"),
        ("ledger.reports.summary", "from ledger.cli.app import settings", "reports may not use ledger.cli.app"),
        ("ledger.cli.app", "import click", "cli may not use click"),
        ("ledger.cli.app", "from alembic import command", "cli may not use alembic"),
        ("ledger.cli.app", "from ledger.journal.chain import link", "cli may not use ledger.journal.chain"),
        ("ledger.render.tables", "from ledger.journal import reader", "render may not use ledger.journal"),
        ("ledger.query.refs", "from tabulate import tabulate", "query may not use tabulate"),
        ("ledger.query.refs", "from dateutil import parser", "query may not use dateutil"),
    ],
)  # fmt: skip
def test_a_module_that_breaks_a_rule_is_caught(name, source, fault):
    assert fault in faults(name, source)


def test_what_keeps_the_rules_is_let_through():
    assert faults("ledger.cli.app", "import typer\nfrom ledger.journal.reader import reading") == []


RUN = "import sys; from ledger.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


def loaded_names(code: str, *args: str) -> set[str]:
    """Every module that a program has loaded when it ends."""
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)
    return set(done.stderr.splitlines()[-1].split())


def loaded(code: str, *args: str) -> set[str]:
    """The rooms, the libraries of HOMES and the modules with commands that a program has loaded when it ends."""
    names = loaded_names(code, *args)
    rooms = {room_of(name) for name in names if name.startswith("ledger.")}
    declaring = {entry.module for group in COMMANDS.values() for entry in group.values()}
    return rooms | (HOMES.keys() & names) | {name for name in declaring if f"ledger.cli.{name}" in names}


def test_importing_the_command_line_loads_typer_and_nothing_below():
    assert loaded("import sys, ledger.cli; print(*sys.modules, file=sys.stderr)") == {
        "cli",
        "errors",
        "version",
        "typer",
    }


@pytest.mark.parametrize("line", ["--help", "--version", "episode --help", "question -h"])
def test_help_with_the_commands_and_the_version_load_typer_and_nothing_below(line):
    assert loaded(RUN, *line.split()) == {"cli", "errors", "version", "typer"}


def test_the_check_of_what_is_loaded_sees_what_a_command_loads(tmp_path):
    seen = loaded(RUN, "--db", str(tmp_path / "none.db"), "list")
    assert seen >= {"cli", "errors", "typer", "reading", "query", "journal", "model", "sqlite3"}
    assert not seen & {"claims", "documents", "nouns"}


def used_by(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """The modules that each module imports, wherever in it they are named, but for types alone."""
    found: dict[str, set[str]] = {}
    for name, source in sources.items():
        tree = ast.parse(source)
        typed = {child for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
                 for child in ast.walk(node)}  # fmt: skip
        named = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node not in typed]
        found[name] = set()
        for node in named:
            wholes = [f"{node.module}.{alias.name}" for alias in node.names]
            found[name] |= {whole if whole in sources else str(node.module) for whole in wholes} & set(sources)
    return found


def circles(sources: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Modules each of which can be reached from the others."""
    users = used_by(sources)

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = [start]
        while ahead:
            for target in users[ahead.pop()] - seen:
                seen.add(target)
                ahead.append(target)
        return seen

    reach = {name: reached(name) for name in sources}
    found = {tuple(sorted(other for other in reach[name] if name in reach[other])) for name in sources}
    return sorted(found - {()})


def alone(sources: Mapping[str, str]) -> set[str]:
    """Modules that one module of their own folder imports and nobody else does: they are a part of it.

    Not so the entries of a registry, such as the modules that declare commands, and what starts the program.
    """
    users: dict[str, set[str]] = defaultdict(set)
    for name, targets in used_by(sources).items():
        for target in targets - {name}:
            users[target].add(name)
    return {
        name
        for name, by in users.items()
        if len(by) == 1
        and folder(next(iter(by))) == folder(name)
        and folder(name) not in REGISTRIES
        and name not in DECLARING | LOADED_WHEN_RUN
        and by != {"ledger.__main__"}
    }


def folder(name: str) -> str:
    return name.rpartition(".")[0]


def twice(sources: Mapping[str, str]) -> set[str]:
    """Public names that two modules define. Commands are called as users call them, measures and kinds by their own."""
    users: dict[str, set[str]] = defaultdict(set)
    for name, source in sources.items():
        for node in ast.parse(source).body:
            command = room_of(name) == "cli" and getattr(node, "decorator_list", [])
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not command and not is_entry(name, node):
                users[node.name].add(name)
    return {name for name, where in users.items() if len(where) > 1 and not name.startswith("_")}


def is_entry(name: str, node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a function enters itself in a registry, or is what a registry calls in each of its modules."""
    function = isinstance(node, ast.FunctionDef)
    return function and folder(name) in REGISTRIES and bool(node.decorator_list or node.name in INTERFACES)


DECLARING = {f"ledger.cli.{entry.module}" for group in COMMANDS.values() for entry in group.values()}

# The work of a command that is apart from its declaration because it loads what writes, which help must not wait for.
LOADED_WHEN_RUN = {"ledger.cli.review"}


@pytest.mark.parametrize("name", LOADED_WHEN_RUN)
def test_what_is_loaded_when_a_command_runs_is_not_loaded_with_its_declaration(name):
    (user,) = (module for module, used in used_by(MODULES).items() if name in used)
    assert "ledger.journal.writer" not in loaded_names(f"import sys, {user}; print(*sys.modules, file=sys.stderr)")
    assert "ledger.model.records" in loaded_names(f"import sys, {name}; print(*sys.modules, file=sys.stderr)")


def test_no_modules_import_each_other_in_a_circle():
    assert circles(MODULES) == []


def test_no_module_is_a_part_of_its_one_neighbour():
    assert alone(MODULES) == set()


def test_no_public_name_is_defined_in_two_modules():
    assert twice(MODULES) == set()


def test_circles_parts_and_names_given_twice_are_seen():
    a, b, c = "from ledger.x.b import f\ndef g(): ...", "def f():\n    from ledger.x.a import g", "def g(): ..."
    assert circles({"ledger.x.a": a, "ledger.x.b": b, "ledger.x.c": c}) == [("ledger.x.a", "ledger.x.b")]
    part = {"ledger.x.a": a, "ledger.x.b": "def f(): ...", "ledger.y.c": "from ledger.x.a import g"}
    assert alone(part) == {"ledger.x.b"}
    assert twice({"ledger.x.a": a, "ledger.y.c": c}) == {"g"}
    assert twice({"ledger.x.a": a, "ledger.cli.c": "@app.command()\ndef g(): ..."}) == set()


def test_every_test_asserts_something():
    """A test whose body neither asserts nor expects an error nor calls a checker proves nothing."""
    silent = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        silent += [f"{path.name}: {name}" for name in unproving(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def unproving(tree: ast.Module) -> list[str]:
    """The tests of a module that neither assert nor call anything that does."""
    silent = [node for node in functions(tree) if not asserts(node)]
    proving = {node.name for node in functions(tree)} - {node.name for node in silent}
    proving |= {"raises", "warns", "suppress", "fail", "check", "assert_array_equal", "assert_allclose"}
    return [node.name for node in silent if node.name.startswith("test_") and not calls(node) & proving]


def asserts(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(function))


def calls(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(node.func).split(".")[-1] for node in ast.walk(function) if isinstance(node, ast.Call)}


def test_a_test_that_proves_nothing_is_seen():
    source = "def check(x): assert x\ndef test_a(): run()\ndef test_b(): assert run()\ndef test_c(): check(run)"
    assert unproving(ast.parse(source)) == ["test_a"]
