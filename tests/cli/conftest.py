"""Ledgers to run commands on: an empty one and the shipped seeds, made once and copied for every test."""

from pathlib import Path

import pytest
from cli_kit import Cli, copy_ledger


def _made(folder: Path, *commands: str) -> Path:
    path = folder / "ledger.db"
    for command in commands:
        Cli().ok("--db", path, command)
    return path


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("empty"), "init")


@pytest.fixture(scope="session")
def seed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("seeds"), "init", "seed")


@pytest.fixture
def nothing() -> Cli:
    """Commands where no ledger is."""
    return Cli()


@pytest.fixture
def cli(empty_file: Path, db_path: Path) -> Cli:
    """Commands on a fresh ledger."""
    copy_ledger(empty_file, db_path)
    return Cli()


@pytest.fixture
def seeded(seed_file: Path, db_path: Path) -> Cli:
    """Commands on the shipped seeds, recorded on 1 July 2026."""
    copy_ledger(seed_file, db_path)
    return Cli()
