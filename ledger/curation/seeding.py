"""The claims that come with the program: one file an episode, loaded once however often they are loaded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ledger.claimfiles.rows import ClaimRow
from ledger.claimfiles.toml import read_toml
from ledger.curation.claim_import import ClaimsRejected, import_claims
from ledger.errors import ImportRejected, Problem
from ledger.journal.files import data_dir
from ledger.journal.writer import Writer

ACTOR = "seed"


@dataclass(frozen=True)
class Seeded:
    """What a load put on the record, and what was there before."""

    claims: int
    resolutions: int
    known: int


def seed(writer: Writer, today: date, folder: Path | None = None) -> Seeded:
    """Load every seed file; claims whose key is known already are left as they are.

    Raises:
        ImportRejected: a file has faults; all of them are named, with the claim's key, and nothing is stored.
    """
    keys: dict[tuple[str, int], str] = {}
    paths = sorted((folder or data_dir("seeds")).glob("*.toml"))
    rows = (_keyed(row, keys) for path in paths for row in _rows(path))
    try:
        done = import_claims(writer, rows, today, ACTOR, compare=False)
    except ClaimsRejected as error:
        raise ImportRejected([_named(problem, keys) for problem in error.problems]) from None
    return Seeded(done.claims, done.resolutions, done.known)


def _rows(path: Path) -> Iterator[ClaimRow]:
    with path.open("rb") as stream:
        yield from read_toml(stream, path.name)


def _keyed(row: ClaimRow, keys: dict[tuple[str, int], str]) -> ClaimRow:
    """The claim with keys for its verdicts; its own key is kept for every line it takes."""
    key = str(row.claim.get("key", "?"))
    keys.update(dict.fromkeys(((row.source, line) for line in (row.line, *row.lines.values())), key))
    verdicts = [{**verdict, "key": f"{key}/{place}"} for place, verdict in enumerate(row.resolutions, start=1)]
    return replace(row, resolutions=verdicts)


def _named(problem: Problem, keys: dict[tuple[str, int], str]) -> Problem:
    key = keys.get((problem.source, problem.line), "")
    return replace(problem, field=": ".join(filter(None, (key, problem.field))))
