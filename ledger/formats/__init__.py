"""Files of claims, one format a module."""
