"""Forecast tables: a file, or a ledger's own claims, as one relation that the shared queries reduce to cells.

Three things are kept apart. ``columns`` says what a forecast table is. An engine (``duck`` for files, ``lite`` for a
ledger's claims) holds rows as the relation ``forecast`` and runs SQL. ``queries`` is that SQL, one text for every
engine: counts and whole numbers come back, so each gives the same digits.
"""
