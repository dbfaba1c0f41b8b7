"""The next release, built for the tests: this one with one revision more.

A copy of the package in a folder of its own, run by a Python of its own, so nothing has to be pretended.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ledger.journal.identity import HEAD

ROOT = Path(__file__).parents[1]
NEXT = f"{int(HEAD) + 1:04d}"
REVISION = f'''"""Places, for the tests: a column, a table, two indexes and rows, so that half can be told from all."""

from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.execute("ALTER TABLE episode ADD COLUMN place TEXT")
    op.execute("CREATE TABLE place (name TEXT NOT NULL, CONSTRAINT place_pk PRIMARY KEY (name))")
    op.execute("CREATE INDEX episode_place_index ON episode (place)")
    for number in range(20):
        op.execute(f"INSERT INTO place (name) VALUES ('place {{number}}')")
    op.execute("CREATE INDEX place_name_index ON place (name)")
'''
FINGERPRINT = """
import sys
from ledger.journal.fingerprint import fingerprint
from ledger.journal.location import locate
from ledger.journal.reader import connect
from ledger.journal.schema import create
location = locate(sys.argv[1])
create(location)
reader = connect(location)
print(fingerprint(lambda sql: reader.tuples(sql)[1], location.dialect))
reader.close()
"""


def build(folder: Path) -> Path:
    """Make the next release in ``folder``; its PostgreSQL fingerprint is entered by ``know``."""
    leave_out = shutil.ignore_patterns("__pycache__")
    for name in ("ledger", "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", folder)
    identity = folder / "ledger" / "storage" / "identity.py"
    source = identity.read_text(encoding="utf-8")
    changed = source.replace(f'HEAD = "{HEAD}"', f'HEAD = "{NEXT}"')
    assert changed != source
    identity.write_text(changed, encoding="utf-8")
    (folder / "migrations" / "versions" / f"{NEXT}_places.py").write_text(REVISION, encoding="utf-8")
    know(folder, "sqlite", str(folder / "fresh.db"))
    return folder


def know(release: Path, dialect: str, fresh: str) -> None:
    """Enter the fingerprint of a fresh ledger of that release, made at ``fresh``."""
    made = run(release, FINGERPRINT, fresh)
    assert made.returncode == 0, made.stderr
    kept = release / "migrations" / "fingerprints.json"
    known = json.loads(kept.read_text(encoding="utf-8"))
    known.setdefault(NEXT, {})[dialect] = made.stdout.strip()
    kept.write_text(json.dumps(known), encoding="utf-8")


def environment(release: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(release), str(ROOT / "tests")))}


def run(release: Path, code: str, *args: object) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python under a release."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        env=environment(release),
        cwd=release,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
