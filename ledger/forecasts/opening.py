"""Opening a file of forecasts, before what scores it is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.forecasts.early import Early


@dataclass(frozen=True)
class FileAsk:
    """Which rows of a file are looked at, and how they are read; all in a user's words."""

    maps: Sequence[str] = ()
    sets: Sequence[str] = ()
    skip_bad: bool = False
    analyst: str | None = None
    topic: str | None = None
    since: str | None = None
    until: str | None = None
    today: str = ""


def begin(path: Path, given: FileAsk) -> Early:
    """Begin to read a file; it is closed with the context that this is."""
    return Early(path, given.maps, given.sets)
