"""What every test gets: an environment of its own, and ledgers on both databases."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import effort
import memory
import postgres
import pytest
from forked import Mother

from ledger.journal.location import Location, locate
from ledger.journal.schema import create

ROOT = Path(__file__).parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how much is tried, and where a table of it goes."""
    parser.addoption("--whole", action="store_true", help="Try all of what is long by nature, not a sample.")
    parser.addoption("--table", type=Path, help="Write what was tried to this file.")


def pytest_configure(config: pytest.Config) -> None:
    """Fix the effort before any test is read, and where its files are."""
    effort.begin(whole=config.getoption("whole"))
    if shared := memory.folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(shared))
    if config.getoption("table") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(effort.Table(config.getoption("table")))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let ``-m long_faults`` choose the long tests of a kind."""
    if marker := item.get_closest_marker("long"):
        item.add_marker(f"long_{marker.args[0]}")


@pytest.hookimpl(trylast=True)  # after -k and -m
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is no part of the sample."""
    if not effort.WHOLE:
        items[:], left_out = effort.chosen(items)
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(autouse=True)
def _hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the ledger, the name, the terminal or the settings of whoever runs it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("TYPER_USE_RICH", "FORCE_COLOR", "PAGER", "TZ", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith(("LEDGER_", "XDG_", "PG"))]:
        if name != postgres.NAMED:
            monkeypatch.delenv(name)
    settings = {
        "LEDGER_DB": str(tmp_path / "ledger.db"),
        "LEDGER_ACTOR": "tester",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "NO_COLOR": "1",
        "COLUMNS": "120",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    """Where LEDGER_DB points: nothing is there yet."""
    return tmp_path / "ledger.db"


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that nothing is recorded in, made once to be copied."""
    path = tmp_path_factory.mktemp("empty") / "ledger.db"
    create(Location(path=path))
    return path


@pytest.fixture
def sqlite_ledger(db_path: Path, empty_ledger: Path) -> Location:
    """A fresh ledger in a file."""
    shutil.copy(empty_ledger, db_path)
    return Location(path=db_path)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a server; each worker of a parallel run starts its own."""
    named = os.environ.get(postgres.NAMED)
    if named:
        yield named.replace("postgresql+psycopg://", "postgresql://")
        return
    with postgres.server() as address:
        yield address


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Location]:
    """An empty database; nothing of ours is in it yet."""
    name = f"test_{uuid.uuid4().hex}"
    yield locate(postgres.database(postgres_url, name))
    postgres.drop(postgres_url, name)


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a database with a ledger that nothing is recorded in, made once to be copied."""
    name = f"template_{uuid.uuid4().hex}"
    create(locate(postgres.database(postgres_url, name)))
    return name


@pytest.fixture
def postgres_ledger(postgres_url: str, postgres_template: str) -> Iterator[Location]:
    """A fresh ledger on PostgreSQL."""
    name = f"test_{uuid.uuid4().hex}"
    yield locate(postgres.database(postgres_url, name, postgres_template))
    postgres.drop(postgres_url, name)


@pytest.fixture(params=["sqlite_ledger", pytest.param("postgres_ledger", marks=pytest.mark.postgres)])
def location(request: pytest.FixtureRequest) -> Location:
    """A fresh ledger: a test that asks for it runs once on each database."""
    found: Location = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def mother() -> Iterator[Mother]:
    """The process that commands are forked from."""
    made = Mother(ROOT)
    yield made
    made.close()


@pytest.fixture
def forked(mother: Mother, tmp_path: Path) -> Run:
    """``run`` for where a start of the program is nothing to test: ten times as quick."""
    folder = tmp_path / "here"
    folder.mkdir()
    return partial(mother.run, cwd=folder)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the real command line in a process of its own, in an empty folder."""
    folder = tmp_path / "here"
    folder.mkdir()

    def command(
        *args: object,
        input: str | None = None,  # noqa: A002 - as subprocess.run names it
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ledger", *map(str, args)],
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            env={**os.environ, **(env or {})},
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return command
