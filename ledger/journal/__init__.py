"""The record: the chain of entries, who writes and reads it, its proof, its schema, both databases."""
