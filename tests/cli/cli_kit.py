"""The command line run inside the test's own process, on a day of the test's choosing."""

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import time_machine
from typer.main import get_command

from ledger.cli import app

TODAY = "2026-07-01"
Row = dict[str, Any]


@cache
def command() -> Any:
    """The command tree, built once: Typer's own runner builds it for every run, which takes longer than the run."""
    return get_command(app)


@dataclass(frozen=True)
class Answer:
    """What a command left behind: its exit code and what it wrote on each stream."""

    code: int
    out: str
    err: str

    @property
    def whole(self) -> Row:
        """The object written by ``--format json``."""
        found: Row = json.loads(self.out)
        return found

    @property
    def rows(self) -> list[Row]:
        found: list[Row] = self.whole["rows"]
        return found


class Cli:
    """Runs commands one after another. ``today`` is what the clock says and can be moved between them."""

    def __init__(self, today: str = TODAY) -> None:
        self.today = today

    def run(self, *args: object, env: dict[str, str] | None = None) -> Answer:
        """Run a command; an exception that is not an exit is a bug, and comes out here."""
        moment = self.today if "T" in self.today else f"{self.today}T12:00:00+00:00"
        out, err = io.StringIO(), io.StringIO()
        with (
            time_machine.travel(moment, tick=False),
            patch.dict("os.environ", env or {}),
            patch("sys.stdin", io.StringIO()),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                code = command().main([str(arg) for arg in args], prog_name="ledger") or 0
            except SystemExit as end:
                code = end.code or 0
        return Answer(int(code), out.getvalue(), err.getvalue())

    def ok(self, *args: object, **options: Any) -> Answer:
        """Run a command that must work."""
        done = self.run(*args, **options)
        assert done.code == 0, f"{args} ended with {done.code}: {done.err}"
        return done

    def json(self, *args: object) -> Row:
        """The object a command answers with."""
        return self.ok(*args, "--format", "json").whole

    def rows(self, *args: object) -> list[Row]:
        """The rows a command answers with."""
        found: list[Row] = self.json(*args)["rows"]
        return found

    def add(self, statement: str | None = None, *args: object, analyst: str = "Ann", on: str = "2026-01-10") -> Row:
        """Record a claim and give the answer's row."""
        words = [] if statement is None else [statement]
        return self.rows("add", *words, "--analyst", analyst, "--on", on, "--new-analyst", *args)[0]

    def resolve(self, ref: object, outcome: str = "true", *args: object, on: str = "2026-06-01") -> Row:
        """Settle a question and give the answer's row."""
        return self.rows("resolve", ref, outcome, "--on", on, "--evidence", "https://example.org", *args)[0]

    def claim(self, number: object) -> Row:
        """A claim as ``list`` shows it."""
        return next(row for row in self.rows("list") if row["number"] == int(str(number)))

    def figures(self, name: str = "Ann", *args: object) -> Row:
        """One group of the summary."""
        by = args[args.index("--by") + 1] if "--by" in args else "analyst"
        return next(row for row in self.rows("summary", *args) if row[by] == name)

    def total(self, *args: object) -> Row:
        found: Row = self.json("summary", *args)["total"]
        return found

    def head(self) -> str:
        """The hash of the last entry."""
        return str(self.json("log")["as_of"]["hash"])


def copy_ledger(source: Path, target: Path) -> None:
    """A ledger at rest is one file."""
    shutil.copyfile(source, target)
