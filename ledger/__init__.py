"""Ledger: the record of what analysts said would happen, and of how right they were."""

from ledger.version import __version__

__all__ = ["__version__"]
