"""Claims by the file: read, checked whole, held against what the ledger has, and stored whole or not at all."""

from ledger.curation.claim_import.run import ClaimsRejected, Imported, import_claims

__all__ = ["ClaimsRejected", "Imported", "import_claims"]
