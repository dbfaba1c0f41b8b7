"""The arrows of docs and design, read from the imports: who may use what. Each rule comes with code that breaks it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.cli.commands import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ledger"
MODULE_LINES = 400
FUNCTION_LINES = 30

# A layer may use itself and these; what is not listed may not be used.
ALLOWED = {
    "domain": {"errors"},
    "scales": {"domain", "errors"},
    "records": {"domain"},
    "scoring": {"domain"},
    "tables": {"scoring", "domain", "errors"},
    "sources": {"domain", "errors"},
    "suggest": {"lexicons", "scales", "domain", "errors"},
    "lexicons": {"domain", "errors"},
    "formats": {"domain", "errors"},
    "storage": {"records", "domain", "errors", "resources"},
    "services": {
        "storage",
        "records",
        "tables",
        "scoring",
        "scales",
        "sources",
        "suggest",
        "formats",
        "domain",
        "errors",
        "resources",
    },
    "render": {"errors"},
    "cli": {"services", "render", "storage", "scales", "domain", "errors", "__init__"},
    "errors": set(),
    "resources": set(),
    "__init__": set(),
    "__main__": {"cli"},
}
# A library and the layers that may name it.
HOMES = {
    "typer": {"cli"},
    "click": set(),
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "sqlmodel": {"storage", "records"},
    "pydantic": {"records", "services"},
    "psycopg": {"storage"},
    "sqlite3": {"storage", "tables"},
    "duckdb": {"tables"},
    "matplotlib": {"render"},
    "tabulate": {"render"},
    "dateutil": {"domain"},
    "numpy": {"scoring", "tables"},
    "platformdirs": {"storage"},
    "uuid_utils": {"storage"},
    "socket": {"sources"},
    "ssl": {"sources"},
    "http": {"sources"},
    "xml": {"sources"},
    "rapidfuzz": {"suggest"},
    "lxml": {"sources"},
}
# Of the storage layer the command line opens and checks ledgers; it makes no query of its own there.
DOORS = {"location", "reader", "writer", "schema", "backup", "verify"}

Import = tuple[str, bool]


def layer_of(name: str) -> str:
    """``ledger.cli.app`` is of the layer ``cli``, ``ledger`` itself of ``__init__``."""
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
            if node.module == "ledger":
                yield from ((f"ledger.{alias.name}", at_once) for alias in node.names if alias.name != "__version__")


def faults(name: str, source: str) -> list[str]:
    """Every rule that a module breaks."""
    tree = ast.parse(source)
    layer = layer_of(name)
    found = []
    for target, at_once in imports(tree):
        top = target.split(".")[0]
        if top == "ledger":
            used = layer_of(target)
            if used != layer and used not in ALLOWED[layer] and target != "ledger":
                found.append(f"{layer} may not use {target}")
            if layer == "cli" and used == "storage" and target.split(".")[2] not in DOORS:
                found.append(f"cli may not use {target}")
        elif top in HOMES and layer not in HOMES[top]:
            found.append(f"{layer} may not use {top}")
        elif top == "numpy" and at_once and layer not in HOMES["numpy"]:
            found.append(f"{layer} loads numpy at once")
    if source.count("\n") > MODULE_LINES:
        found.append(f"{source.count(chr(10))} lines")
    long = [node for node in functions(tree) if body_lines(node) > FUNCTION_LINES]
    return found + [f"{node.name} has {body_lines(node)} lines" for node in long]


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def body_lines(node: ast.FunctionDef) -> int:
    """The lines of a function's body without its docstring: a command has as many parameters as options."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def modules() -> list[tuple[str, Path]]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


MODULES = modules()


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_a_module_keeps_the_rules(name, path):
    assert faults(name, path.read_text(encoding="utf-8")) == []


def test_every_layer_has_its_rules():
    assert {layer_of(name) for name, _ in MODULES} == set(ALLOWED)


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("ledger.model.dates", "from ledger.query import refs", "domain may not use ledger.query"),
        ("ledger.model.dates", "import sqlalchemy.orm", "domain may not use sqlalchemy"),
        ("ledger.query.refs", "import typer", "services may not use typer"),
        ("ledger.query.refs", "def f():\n    from sqlalchemy import text", "services may not use sqlalchemy"),
        ("ledger.query.refs", "from ledger.render import Report", "services may not use ledger.render"),
        ("ledger.query.refs", "import numpy", "services may not use numpy"),
        ("ledger.scoring.cells", "from ledger.model.records import Claim", "scoring may not use ledger.model.records"),
        ("ledger.scoring.cells", "import sqlite3", "scoring may not use sqlite3"),
        ("ledger.journal.reader", "from ledger.query import refs", "storage may not use ledger.query"),
        ("ledger.model.records", "from ledger.journal import reader", "records may not use ledger.journal"),
        ("ledger.cli.app", "import click", "cli may not use click"),
        ("ledger.cli.app", "from alembic import command", "cli may not use alembic"),
        ("ledger.cli.app", "from ledger.journal.chain import link", "cli may not use ledger.journal.chain"),
        ("ledger.render.tables", "from ledger.cli.app import settings", "render may not use ledger.cli.app"),
        ("ledger.query.refs", "from tabulate import tabulate", "services may not use tabulate"),
        ("ledger.query.refs", "from dateutil import parser", "services may not use dateutil"),
        ("ledger.text.clean", "\n" * 401, "401 lines"),
        ("ledger.text.clean", "def f():\n" + "    x = 1\n" * 31, "f has 31 lines"),
    ],
)  # fmt: skip
def test_a_module_that_breaks_a_rule_is_caught(name, source, fault):
    assert fault in faults(name, source)


def test_what_keeps_the_rules_is_let_through():
    assert faults("ledger.cli.app", "import typer\nfrom ledger.journal.reader import reading") == []


RUN = "import sys; from ledger.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"


def loaded(code: str, *args: str) -> set[str]:
    """The layers, the libraries of HOMES and the modules with commands that a program has loaded when it ends."""
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False)
    names = set(done.stderr.splitlines()[-1].split())
    layers = {layer_of(name) for name in names if name.startswith("ledger.")}
    declaring = {entry.module for group in COMMANDS.values() for entry in group.values()}
    return layers | (HOMES.keys() & names) | {name for name in declaring if f"ledger.cli.{name}" in names}


def test_importing_the_command_line_loads_typer_and_nothing_below():
    assert loaded("import sys, ledger.cli; print(*sys.modules, file=sys.stderr)") == {"cli", "errors", "typer"}


@pytest.mark.parametrize("line", ["--help", "--version", "episode --help", "question -h"])
def test_help_with_the_commands_and_the_version_load_typer_and_nothing_below(line):
    assert loaded(RUN, *line.split()) == {"cli", "errors", "typer"}


def test_the_check_of_what_is_loaded_sees_what_a_command_loads(tmp_path):
    seen = loaded(RUN, "--db", str(tmp_path / "none.db"), "list")
    assert seen >= {"cli", "errors", "typer", "reading", "services", "storage", "domain", "sqlite3"}
    assert not seen & {"claims", "documents", "nouns"}


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
