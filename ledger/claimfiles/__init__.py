"""Claims and whole ledgers in and out, one module a format."""
