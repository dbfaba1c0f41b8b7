"""The only way in to the database, and out of it."""
