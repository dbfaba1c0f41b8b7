"""Readers of pages, transcripts, captions and feeds, one module a kind, and the guarded fetcher."""
