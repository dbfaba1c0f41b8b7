"""Ledger: the record of what analysts said would happen, and of how right they were.

The public Python API; see docs/python.md. A name is imported when it is first used, so that importing the package
costs nothing of it.
"""

from ledger.version import __version__

TYPE_CHECKING = False  # a checker of types takes it for true; typing itself costs more to import than all the rest
if TYPE_CHECKING:
    from ledger.book import Book, Results, open, score  # noqa: A004 - read as ledger.open
    from ledger.claimfiles.registry import claim_format
    from ledger.documents.kinds import page_kind
    from ledger.errors import LedgerError
    from ledger.scoring.measures import measure

__all__ = ["Book", "LedgerError", "Results", "__version__", "claim_format", "measure", "open", "page_kind", "score"]

_HOMES = {
    "Book": "ledger.book",
    "LedgerError": "ledger.errors",
    "Results": "ledger.book",
    "claim_format": "ledger.claimfiles.registry",
    "measure": "ledger.scoring.measures",
    "open": "ledger.book",
    "page_kind": "ledger.documents.kinds",
    "score": "ledger.book",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
