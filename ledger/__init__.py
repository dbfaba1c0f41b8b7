"""Ledger: the record of what analysts said would happen, and of how right they were."""

__version__ = "0.1.0"
