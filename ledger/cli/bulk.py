"""Commands on many claims at once, and on whole ledgers as files: import, export."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.complete import choices
from ledger.cli.filters import GIVEN, filtered

if TYPE_CHECKING:
    from ledger.query.listing import Filters

app = LedgerTyper()

CLAIM_FORMATS = "csv, jsonl, toml"
FORMATS = f"{CLAIM_FORMATS}, journal"

_As = Annotated[
    str | None,
    typer.Option(
        "--as", help=f"The format, where the file's name does not say: {FORMATS}.", autocompletion=choices(FORMATS)
    ),
]


@app.command("import")
def import_(
    file: Annotated[str | None, typer.Argument(help="The file; - for standard input.")] = None,
    format_: _As = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Record the sound claims and say which were left out, and why.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, and store nothing.")] = False,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            help=f"Print an example file to fill in: {CLAIM_FORMATS}. The one in TOML explains every field.",
            autocompletion=choices(CLAIM_FORMATS),
        ),
    ] = None,
) -> None:
    """Record the claims of a file: all of them or, if one has a fault, none. A second time changes nothing.

    A journal (see export) makes the ledger it is of where there is none, or takes that ledger further.

    Example: ledger import claims.csv --dry-run
    """
    from ledger.cli.bulk_work import import_file, print_template

    if template is not None:
        print_template(template, file)
    else:
        import_file(file, format_, skip_bad=skip_bad, dry_run=dry_run)


@app.command()
@filtered("analyst", "topic", "kind", "state", "since", "until", "show", "attribution", "text")
def export(
    file: Annotated[str, typer.Argument(help="The file to write; - for standard output.")] = "-",
    format_: _As = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    filters: "Filters" = GIVEN,
    as_of: options.AsOf = None,
) -> None:
    """Write claims to a file that import reads back; --as journal: the whole ledger, with its history and hashes.

    Example: ledger export claims.csv --analyst "Tong Zhao"
    """
    from ledger.cli.bulk_work import export_file

    export_file(file, format_, filters, as_of, force=force)
