"""A forecast table in place of the ledger: how a command is given one, and the options that are about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.complete import choices
from ledger.cli.options import Command, gathered
from ledger.errors import InputError

if TYPE_CHECKING:
    from ledger.forecasts.prefetch import FileAsk
    from ledger.query.listing import Filters

SUFFIXES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet", ".pq")
"""What the name of a forecast table ends in."""
POLICIES = "each, first, last"

OPTIONS: Mapping[str, tuple[Any, object]] = MappingProxyType({
    "maps": (Annotated[
        list[str] | None,
        typer.Option("--map", help="NAME=COLUMN: take a column of the file by another name; again for more."),
    ], None),
    "sets": (Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=VALUE: one value for all rows of the file; again for more."),
    ], None),
    "skip_bad": (Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows of the file with faults, and say how many.")
    ], False),
    "policy": (Annotated[
        str | None,
        typer.Option(
            "--policy",
            help=f"Which rows of the file count: {POLICIES}. Else each.",
            autocompletion=choices(POLICIES),
        ),
    ], None),
})  # fmt: skip
"""What can be said of a file, by the field of ``TableOptions``."""


class OptionElsewhere(InputError):
    """An option that means nothing for what is looked at."""

    def __init__(self, option: str, *, file: bool) -> None:
        what = "a ledger's claims" if file else "a file of forecasts"
        super().__init__(f"{option} is about {what}.", "Leave it out, or name no file." if file else "Name the file.")


def refuse_elsewhere(given: Mapping[str, object], *, file: bool) -> None:
    """Refuse options that have a value and mean nothing here, so that none is passed over in silence.

    Raises:
        OptionElsewhere: the first of them.
    """
    for option, value in given.items():
        if value:
            raise OptionElsewhere(option, file=file)


@dataclass(frozen=True)
class TableOptions:
    """What a user says of a file of forecasts."""

    maps: Sequence[str] | None = None
    sets: Sequence[str] | None = None
    skip_bad: bool = False
    policy: str | None = None

    def need_a_file(self) -> None:
        """Refuse all of it where there is no file.

        Raises:
            OptionElsewhere: something was said.
        """
        refuse_elsewhere(
            {"--map": self.maps, "--set": self.sets, "--skip-bad": self.skip_bad, "--policy": self.policy}, file=False
        )

    def rows(self, filters: "Filters") -> "FileAsk":
        """How the file is read, and which of its rows are looked at.

        Raises:
            OptionElsewhere: a filter that is about a ledger's claims.
        """
        from ledger.forecasts.prefetch import FileAsk

        refuse_elsewhere(
            {"--kind": filters.kind, "--state": filters.state, "--show": filters.show,
             "--attribution": filters.attribution, "--text": filters.text, "--prospective": filters.prospective},
            file=True,
        )  # fmt: skip
        return FileAsk(
            self.maps or (), self.sets or (), self.skip_bad, filters.analyst, filters.topic, filters.since,
            filters.until,
        )  # fmt: skip


def tabled(*names: str) -> Callable[[Command], Command]:
    """Give a command these options about a file; its parameter ``table`` gets them as ``TableOptions``."""
    return gathered("table", {name: OPTIONS[name] for name in names}, TableOptions)


def file_among(words: Sequence[str] | None) -> tuple[Path | None, list[str]]:
    """Of a command's arguments the one that names a forecast table, and the others.

    It is known by how its name ends, whether or not it is there; an analyst who is called so can be named by number.
    """
    listed = list(words or ())
    files = [word for word in listed if word.lower().endswith(SUFFIXES)]
    if len(files) > 1:
        raise SeveralFiles
    return (Path(files[0]), [word for word in listed if word not in files]) if files else (None, listed)


class SeveralFiles(InputError):
    """More than one forecast table."""

    def __init__(self) -> None:
        super().__init__("A report is about one file of forecasts.", "Name one, or put them together.")
