"""The shape of a database as one hash: a dropped trigger, a planted one or an altered table changes it.

Compared with the value this release was made with before anything is written, and by ``ledger verify``.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ledger.errors import StorageError
from ledger.resources import data_dir

Ask = Callable[[str], Iterable[Any]]

_SQLITE = """
SELECT type, name, tbl_name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND NOT (type = 'table' AND name = 'alembic_version') ORDER BY type, name"""
_POSTGRESQL = (
    """
SELECT 'column', table_name, column_name, data_type || ' ' || is_nullable FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name <> 'alembic_version' ORDER BY table_name, column_name""",
    """
SELECT 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relname <> 'alembic_version' AND k.contype <> 'n' ORDER BY c.relname, k.conname""",
    """
SELECT 'trigger', c.relname, t.tgname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND NOT t.tgisinternal ORDER BY c.relname, t.tgname""",
    """
SELECT 'function', '', p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema() AND p.proname LIKE 'ledger%' ORDER BY p.proname""",
)


class AlteredSchema(StorageError):
    """The database is not the one this release makes."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"The tables or guards of {place} are not those of this release; nothing was written.",
            "Somebody changed the database outside Ledger. See: ledger verify",
        )


def fingerprint(ask: Ask, dialect: str) -> str:
    """Hash the definition of every table, index, trigger and function; white space does not count."""
    queries = (_SQLITE,) if dialect == "sqlite" else _POSTGRESQL
    schema_name = next(iter(ask("SELECT current_schema()")))[0] if dialect == "postgresql" else ""
    lines = []
    for query in queries:
        for row in ask(query):
            line = " ".join(re.sub(r"\s+", " ", str(part)) for part in row)
            lines.append(line.replace(f" {schema_name}.", " ") if schema_name else line)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def expected(revision: str, dialect: str) -> str:
    """The value this release was made with; kept beside the revisions it belongs to."""
    known = json.loads((data_dir("migrations") / "fingerprints.json").read_text(encoding="utf-8"))
    return str(known[revision][dialect])
