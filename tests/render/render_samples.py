"""The reports that every format is tried on: an ordinary one, an empty one, and one full of poison."""

import unicodedata

from ledger.render.report import Column, Report, brier, ratio

POISON = (
    "<script>alert(1)</script>",
    "| pipe || two |",
    "[a](javascript:x) ![i](x) [[w]] <http://q>",
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "\x1b]52;c;aGk=\x07",
    "c1 \x9b31m",
    "back\x08space\x7f",
    "rev \u202e59.0",
    "zero\u200bwidth\ufeff",
    "tag\U000e0041",
    "\\input{/etc/passwd}",
    "two\nlines\r\nthree\rfour\u2028five\x0bsix",
    "tab\tbed",
    "1e5",
    "0015",
    "=cmd()",
    "@SUM(A1)",
    "*a* _b_ `c` ~d~ $x$ {{t}} '''q''' &amp; #1",
    "literal \\u{1b}",
    ".. include:: /etc/passwd",
    "\x01",
    "lone \ud800 half",
    "ends in a backslash\\",
)

COLUMNS = (
    Column("analyst", "Analyst", flexible=True),
    Column("n", "n", align="right"),
    Column("brier", "Brier", lambda row: brier(row["brier"]), align="right"),
    Column("hits", "Hits", lambda row: ratio(row["hits"], row["n"]), align="right"),
)

ROWS = (
    {"analyst": "Zhao", "n": 8, "brier": 0.123456789, "hits": 7, "topics": ["oil", "trade"]},
    {"analyst": "Smith", "n": 0, "brier": None, "hits": 0, "topics": []},
)

ORDINARY = Report(
    rows=ROWS,
    columns=COLUMNS,
    total={"n": 8, "brier": 0.123456789},
    as_of={"entry": 12, "recorded_at": "2026-01-02T03:04:05Z", "hash": "ab" * 32},
    notes=("Phrases are read on one scale.",),
    title="Accuracy",
    extra={"settings": {"policy": "first"}},
)
EMPTY = Report(rows=(), columns=COLUMNS, empty="No claims yet.")
POISONED = Report(
    rows=[{"analyst": text, "n": i, "brier": 0.5, "hits": 0, text: text} for i, text in enumerate(POISON, 1)],
    columns=(*COLUMNS, Column("analyst", "He<b>ad|\x1b[1m")),
    notes=POISON,
    title=POISON[0] + POISON[3],
    extra={POISON[3]: POISON[8]},
)


def controls(text: str, *, allowed: str = "\n") -> set[str]:
    """The characters of a text that a terminal would obey or hide."""
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return {c for c in text if unicodedata.category(c) in hidden and c not in allowed}
