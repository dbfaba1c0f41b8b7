"""The real command line in processes of its own that do not start from nothing: they are forked from one that has.

A command takes a tenth of the time so. What a start costs, and that it works, other tests see to.
"""

import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

LIBRARIES = (
    "alembic.command", "dateutil.parser", "duckdb", "numpy", "rapidfuzz.fuzz", "sqlalchemy.dialects.sqlite",
    "sqlmodel", "tabulate", "typer.core",
)  # fmt: skip


class Mother:
    """A process in which libraries are loaded, and the program of a folder if one is named.

    It runs each command in a child; which program that is, ``PYTHONPATH`` can say where none is loaded.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, *(["ledger"] if root else [])],
            env={**os.environ, "PYTHONPATH": str(root or "")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(
        self,
        *args: object,
        cwd: Path,
        input: str | None = None,  # noqa: A002 - as in subprocess
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command, as ``subprocess.run`` would."""
        with tempfile.TemporaryDirectory() as folder:
            streams = [Path(folder, name) for name in ("in", "out", "err")]
            streams[0].write_text(input or "", encoding="utf-8")
            asked = {
                "args": [*map(str, args)],
                "cwd": str(cwd),
                "env": {**os.environ, **(env or {})},
                "streams": [*map(str, streams)],
            }
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            out, err = (stream.read_text(encoding="utf-8") for stream in streams[1:])
        return subprocess.CompletedProcess(asked["args"], code, out, err)

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def _child(asked: dict[str, Any]) -> None:
    flags = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    for number, (path, how) in enumerate(zip(asked["streams"], flags, strict=True)):
        os.dup2(os.open(path, how), number)
    for number, mode in enumerate("rww"):
        name = ("stdin", "stdout", "stderr")[number]
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - lives as the process does
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    sys.path[:0] = asked["env"].get("PYTHONPATH", "").split(os.pathsep)
    sys.argv = ["ledger", *asked["args"]]
    from ledger.cli import main

    try:
        main()
    except SystemExit as end:
        code = end.code
    else:
        code = 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


def _load(package: str) -> None:
    """Load all of a package but what runs it."""
    for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not found.name.endswith("__main__"):
            import_module(found.name)


def _serve(packages: Sequence[str]) -> None:
    for name in LIBRARIES:
        import_module(name)
    for package in packages:
        _load(package)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _child(json.loads(line))
            except BaseException:  # noqa: BLE001 - as Python ends: the traceback, and 1
                sys.excepthook(*sys.exc_info())
                sys.stderr.flush()
                os._exit(1)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1:])
