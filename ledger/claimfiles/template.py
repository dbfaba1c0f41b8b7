"""An example of every format, which can be imported as it stands: to be copied and filled in."""

from collections.abc import Iterator

from ledger.claimfiles.rows import ClaimRow, Value
from ledger.model.fields import CONDITION, EPISODE_FIELDS, FIELDS, QUESTION, RESOLUTION_FIELDS, Field

_LATER = frozenset({"revises", "withdrawn_on", "excluded", "repeat"})
"""Fields that say nothing of a claim of its own kind."""
_SOURCE = "template"


def template_rows() -> list[ClaimRow]:
    """Three claims: one that says all it can, a change of mind on the same question, and one that says the least."""
    full = {name: field.example for name, field in FIELDS.items() if name not in _LATER}
    episode = {name: field.example for name, field in EPISODE_FIELDS.items()}
    verdict = {name: field.example for name, field in RESOLUTION_FIELDS.items() if name != "key"}
    condition = {**verdict, "target": CONDITION, "on": "2025-06-01", "note": "June's figure was 3.0%."}
    changed: dict[str, Value] = {
        "key": "norges-doubts",
        "analyst": full["analyst"],
        "question": full["question"],
        "stated_on": "2025-03-10",
        "likelihood": "40%",
        "revises": str(full["key"]),
    }
    least: dict[str, Value] = {
        "analyst": "Cem Ergin",
        "statement": "The lira ends 2025 above 45 to the dollar.",
        "stated_on": "2024-11-12",
        "likelihood": "70%",
    }
    verdicts = [condition, {**verdict, "target": QUESTION}]
    return [
        ClaimRow(_SOURCE, 1, full, episode, verdicts),
        ClaimRow(_SOURCE, 2, changed),
        ClaimRow(_SOURCE, 3, least),
    ]


def commented(pieces: Iterator[str]) -> Iterator[str]:
    """TOML with what each field holds beside it, the first time it occurs."""
    told: set[tuple[str, str]] = set()
    table = ""
    for line in "".join(pieces).splitlines():
        if line.startswith("["):
            table = line.strip("[]").rpartition(".")[2]
        name = line.partition(" = ")[0]
        field = _TABLES.get(table, {}).get(name)
        if field is not None and (table, name) not in told:
            told.add((table, name))
            yield f"# {'required: ' if field.required else ''}{field.help}\n"
        yield f"{line}\n"


_TABLES: dict[str, dict[str, Field]] = {
    "claim": FIELDS,
    "episode": EPISODE_FIELDS,
    "resolution": RESOLUTION_FIELDS,
}
