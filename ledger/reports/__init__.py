"""One module a report: its options, its computation, its columns, its notes."""
