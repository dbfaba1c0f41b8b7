"""The reading side: judged claims, listings, history, stored documents, suggestions, lint, export."""
