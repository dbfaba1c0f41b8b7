"""A transcript's slips mended in what is stated; a quote keeps them."""

import json
import re

from ledger.journal.reader import Record


def mended(episode: Record, words: str) -> str:
    """Words with what the episode's glossary says was meant; the longest entries go first."""
    entries = {
        entry["heard"]: entry["meant"] for field in ("glossary", "aliases") for entry in json.loads(episode[field])
    }
    if not entries:
        return words
    longest = sorted(entries, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(heard)}(?!\w)" for heard in longest))
    return pattern.sub(lambda found: entries[found[0]], words)
