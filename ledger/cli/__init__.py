"""The command line. Importing it loads Typer and nothing else; a command is loaded with what it needs when called."""

import codecs
import gc
import os
import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.app import LedgerTyper, use_db

app = LedgerTyper(
    help="The record of what analysts said would happen, and of how right they were.",
    epilog="Start with: ledger demo. Exit codes: 0 done, 1 findings, 2 bad input, 3 not found, 4 conflict, 5 storage.",
)
app.add_typer(LedgerTyper(help="People and firms whose statements are tracked."), name="analyst")
app.add_typer(LedgerTyper(help="Where things were said."), name="episode")
app.add_typer(LedgerTyper(help="Propositions that can be settled."), name="question")


def _show_version(wanted: bool) -> None:
    if wanted:
        from ledger.version import __version__

        typer.echo(f"ledger {__version__}")
        raise typer.Exit


@app.callback()
def _global(
    db: Annotated[str | None, typer.Option("--db", help="The ledger: a file, or postgresql://HOST/NAME.")] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    use_db(db)


_COLLECT_AFTER = 200_000
"""Objects made before Python looks for cycles: a listing is thousands of rows and no cycle, and the looking doubles
the time it takes."""


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """What an encoding lacks as JSON escapes it, so that JSON stays exact wherever it is written."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - it is asked for encoding only
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[i : i + 4]}" for i in range(0, len(units), 4)), error.end


def _warned(message: Warning | str, *_: object) -> None:
    """Say a warning as everything is said: a sentence on standard error, safe to look at."""
    from ledger.text.escape import safe_term

    sys.stderr.write(f"{safe_term(str(message))}\n")


def main() -> None:
    """Run the command line; what cannot be shown on this terminal is escaped, never a traceback."""
    gc.set_threshold(_COLLECT_AFTER)
    codecs.register_error("ledger", _escaped)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # whoever started us closed it
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        getattr(sys, name).reconfigure(errors="ledger")
    warnings.showwarning = _warned  # type: ignore[assignment]
    app()
