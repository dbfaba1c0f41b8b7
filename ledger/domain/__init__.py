"""The words of the ledger as values: no SQL, no files, no clock."""
