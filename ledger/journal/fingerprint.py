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
from ledger.journal.files import data_dir
from ledger.journal.location import Location
from ledger.journal.projector import PROJECTED

Ask = Callable[[str], Iterable[Any]]
_SPACE = re.compile(r"\s+")
# A PostgreSQL schema may hold other things beside the ledger; a file may not.
OWN_TABLES = ("entry", "entry_body", "ledger_meta", *PROJECTED)
"""Every table of a ledger but the one that Alembic keeps."""
_TABLES = ", ".join(f"'{table}'" for table in OWN_TABLES)
_OURS = f"n.nspname = current_schema() AND c.relname IN ({_TABLES})"

_SQLITE = """
SELECT type, name, tbl_name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND NOT (type = 'table' AND name = 'alembic_version')"""
_POSTGRESQL = (
    f"""
SELECT 'table', c.relname, c.relkind::text, c.relpersistence::text, c.relrowsecurity
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS}""",
    f"""
SELECT 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), l.collname, a.attnotnull, a.atthasdef,
    a.attgenerated::text
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_collation l ON l.oid = a.attcollation WHERE {_OURS} AND a.attnum > 0 AND NOT a.attisdropped""",
    f"""
SELECT 'index', c.relname, pg_get_indexdef(i.indexrelid, 0, true), i.indisvalid
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS}""",
    f"""
SELECT 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid, true)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_OURS} AND k.contype <> 'n'""",
    f"""
SELECT 'trigger', c.relname, t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_OURS} AND NOT t.tgisinternal""",
    f"""
SELECT 'rule', c.relname, r.rulename, pg_get_ruledef(r.oid, true)
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS}""",
    f"""
SELECT 'heir', c.relname, h.inhrelid::regclass::text
FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE {_OURS}""",
    """
SELECT 'function', p.proname, pg_get_function_arguments(p.oid), p.prosrc, p.prosecdef, p.proconfig::text
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema() AND starts_with(p.proname, 'ledger')""",
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
    lines = sorted("\t".join(_SPACE.sub(" ", str(part)) for part in row) for query in queries for row in ask(query))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def expected(revision: str, dialect: str) -> str:
    """The value this release was made with, kept beside the revisions it belongs to; none for a foreign revision."""
    known = json.loads((data_dir("migrations") / "fingerprints.json").read_text(encoding="utf-8"))
    return str(known.get(revision, {}).get(dialect, ""))


def refuse_altered(ask: Ask, location: Location, revision: str) -> None:
    """Let nobody write to a database that has other guards than those its revision gave it.

    Raises:
        AlteredSchema: it has.
    """
    if fingerprint(ask, location.dialect) != expected(revision, location.dialect):
        raise AlteredSchema(str(location))
