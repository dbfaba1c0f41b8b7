"""What is installed: the wheel carries all that the program reads, and works from anywhere."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from email import message_from_bytes
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import ledger

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def built(builder, place):
    return Path(next(builder(str(ROOT)).build(directory=str(place), versions=["standard"])))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(WheelBuilder, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder, below=""):
    """The files of a folder of the checkout, by the names they should have in the wheel."""
    found = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {f"{below}{path.as_posix()}" for path in found if "__pycache__" not in path.parts}


@pytest.mark.parametrize("folder", ["migrations", "seeds"])
def test_a_data_folder_travels_whole(names, folder):
    there = {name for name in names if name.startswith(f"ledger/_data/{folder}/")}
    assert there == shipped(folder, f"ledger/_data/{folder}/")
    assert there


def test_the_package_travels_whole_with_its_scales(names):
    there = {name for name in names if name.startswith("ledger/") and not name.startswith("ledger/_data/")}
    assert there == shipped("ledger", "ledger/")
    assert "ledger/model/scales/icd203.toml" in there


def test_nothing_else_lands_in_site_packages(names):
    assert {name.partition("/")[0] for name in names} == {"ledger", f"claim_ledger-{ledger.__version__}.dist-info"}


def test_both_commands_are_there(wheel):
    with zipfile.ZipFile(wheel) as archive:
        points = ConfigParser()
        points.read_string(archive.read(f"claim_ledger-{ledger.__version__}.dist-info/entry_points.txt").decode())
    assert dict(points["console_scripts"]) == {"ledger": "ledger.cli:main", "claim-ledger": "ledger.cli:main"}


def test_the_metadata_say_which_python_and_which_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = message_from_bytes(archive.read(f"claim_ledger-{ledger.__version__}.dist-info/METADATA"))
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Version"] == ledger.__version__


def test_the_source_archive_has_every_folder_that_is_needed(tmp_path):
    with tarfile.open(built(SdistBuilder, tmp_path)) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    wanted = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    missing = [
        place for place in (entry.lstrip("/") for entry in wanted)
        if place not in inside and not any(name.startswith(f"{place}/") for name in inside)
    ]  # fmt: skip
    assert missing == []
    assert {"migrations/versions/0001_the_record.py", "seeds/README.md", "tests/conftest.py"} <= inside


@pytest.fixture
def unpacked(wheel, tmp_path):
    """Run Python with nothing but the unpacked wheel on its path, in a folder with a difficult name."""
    place = tmp_path / "50% odd place"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()

    def run(*words):
        environment = {**os.environ, "PYTHONPATH": str(place / "site"), "LEDGER_DB": str(place / "my ledger.db")}
        return subprocess.run(
            [sys.executable, *words], cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_the_unpacked_wheel_is_what_runs(unpacked):
    done = unpacked("-c", "import ledger, ledger.journal.files as r; print(ledger.__file__, r.data_dir('seeds'))")
    assert "50% odd place/site/ledger/__init__.py" in done.stdout
    assert "50% odd place/site/ledger/_data/seeds" in done.stdout


def test_the_unpacked_wheel_shows_its_demo(unpacked):
    done = unpacked("-m", "ledger", "demo")
    assert done.returncode == 0, done.stderr
    assert "Tong Zhao" in done.stdout
    assert done.stderr == ""


def test_the_unpacked_wheel_makes_fills_and_proves_a_ledger(unpacked):
    for command in (["init"], ["seed"], ["verify"]):
        done = unpacked("-m", "ledger", *command)
        assert done.returncode == 0, done.stderr
    assert "nothing wrong" in done.stdout
