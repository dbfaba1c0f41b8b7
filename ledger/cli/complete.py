"""What the shell offers when TAB is pressed."""

from collections.abc import Callable


def choices(listed: str) -> Callable[[str], list[str]]:
    """Complete from a closed list, written as it stands in the help."""
    words = listed.split(", ")

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def analysts(incomplete: str) -> list[str]:
    """Complete an analyst's name from the ledger in use; silent where there is none."""
    from ledger.errors import LedgerError
    from ledger.storage.location import locate
    from ledger.storage.reader import reading

    try:
        with reading(locate(None)) as reader:
            names = [row["name"] for row in reader.rows("SELECT name FROM analyst ORDER BY name")]
    except LedgerError:
        return []
    return [name for name in names if name.lower().startswith(incomplete.lower())]
