"""The forecasts of two analysts as a table: of a ledger's claims, or of a file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ledger.errors import InputError, quoted
from ledger.forecasts.engine import Engine
from ledger.forecasts.prefetch import FileAsk
from ledger.forecasts.score_file import open_table
from ledger.forecasts.scores import Ask
from ledger.journal.reader import Reader, Record
from ledger.query.listing import Filters, judged_claims
from ledger.reports.claim_table import ClaimTable, claim_table
from ledger.reports.eligible import named

Names = tuple[str, str]


class SameAnalystTwice(InputError):
    """An analyst held against themselves."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{quoted(first)} and {quoted(second)} are the same analyst.", "Name two.")


@dataclass(frozen=True)
class PairTable:
    """Two analysts by their full names, and an engine that holds their rows.

    ``told`` is what the table holds, for machines. Of a ledger, ``left_out`` counts claims that are no forecasts, by
    reason, ``claims`` are the rows, and ``late_records`` the numbers of claims recorded after they were settled.
    """

    names: Names
    engine: Engine
    told: Record
    left_out: Counter[str] = field(default_factory=Counter)
    claims: Sequence[Record] = ()
    late_records: frozenset[int] = frozenset()

    def retrospective(self, questions: set[str]) -> tuple[int, int]:
        """How many claims on these questions were recorded when they were settled already, and of how many."""
        about = [row["claim"] for row in self.claims if row["question"] in questions]
        return sum(claim in self.late_records for claim in about), len(about)


@contextmanager
def claims_of_two(reader: Reader, names: Names, filters: Filters, ask: Ask, scale: str | None) -> Iterator[PairTable]:
    """The claims of two analysts in a ledger.

    Raises:
        NoSuch: one of them is not there.
        SameAnalyst: they are one.
        LedgerError: a filter or a scale that is not known.
    """
    if scale is not None:
        from ledger.model.scales import load_scale

        load_scale(scale)  # a wrong name is refused also where no phrase is to be read
    (first,), (second,) = (named(reader, [name]) for name in names)
    if first == second:
        raise SameAnalystTwice(*names)
    each = [replace(filters, analyst=name) for name in (first, second)]
    tables = [claim_table(reader, one, first=ask.policy.name == "first", scale=scale) for one in each]
    # In the order of the record, so that it means nothing who is named first.
    rows = sorted((row for table in tables for row in table.rows), key=lambda row: int(row["claim"]))
    after = [row for one in each for row in judged_claims(reader, one, columns="number, retrospective")]
    late = frozenset(row["number"] for row in after if row["retrospective"])
    missed = sum((table.left_out for table in tables), Counter[str]())
    told = {"claims": len(rows) + sum(missed.values()), "rows": len(rows), "left_out": dict(missed)}
    with ClaimTable(rows, missed).engine() as engine:
        yield PairTable((first, second), engine, told, missed, rows, late)


@contextmanager
def file_of_two(path: Path, names: Names, ask: Ask, given: FileAsk) -> Iterator[PairTable]:
    """The forecasts of two analysts in a file.

    Raises:
        NoSuch: one of them is not there.
        SameAnalystTwice: they are one.
        NotOneProbability, TableRejected, InputError: as ``open_table``.
    """
    with open_table(path, given, ask, names, verb="compared") as (engine, table, (first, second)):
        if first == second:
            raise SameAnalystTwice(*names)
        yield PairTable((first, second), engine, table)
