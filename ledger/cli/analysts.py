"""Commands on analysts: whose statements are tracked, and what they are called."""

from typing import Annotated

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.opening import to_read, to_record
from ledger.cli.output import amended, answer, emit
from ledger.errors import InputError
from ledger.text.counting import counted

analyst = LedgerTyper()

_AnalystRef = Annotated[str, typer.Argument(help="Name, alias or a3.")]


@analyst.command("add")
def analyst_add(
    name: Annotated[str, typer.Argument(help="The name, as it should be printed.")],
    note: options.Note = None,
    new_analyst: Annotated[bool, typer.Option("--new-analyst", help="New, though it looks like a known name.")] = False,
) -> None:
    """Add an analyst before anything is recorded of them.

    Example: ledger analyst add "Tong Zhao" --note "Carnegie"
    """
    from ledger.curation import catalogue
    from ledger.curation.validation import number_of

    with to_record() as writer:
        body = catalogue.Catalogue(writer).add_analyst(name, note, new_analyst=new_analyst)
        number = number_of(writer, "analyst", body.id)
    warning = catalogue.mixed_scripts(name)
    answer({"number": number, "name": body.name, "note": body.note},
           [("Analyst", f"a{number} {body.name}"), ("Note", body.note)], [warning] if warning else [])  # fmt: skip


@analyst.command("list")
def analyst_list(as_of: options.AsOf = None) -> None:
    """List everybody whose statements are tracked.

    Example: ledger analyst list
    """
    from ledger.query.listing import list_analysts
    from ledger.reports.listings import ANALYSTS, listing

    with to_read(as_of) as reader:
        emit(listing(reader, list_analysts(reader), ANALYSTS, empty="No analysts yet."))


@analyst.command("show")
def analyst_show(name: _AnalystRef, reading: options.Reading = "coded", as_of: options.AsOf = None) -> None:
    """Print one analyst's figures, and every claim with its quote and outcome.

    Example: ledger analyst show "Feng Zhang"
    """
    from ledger.cli.cards import show_analyst
    from ledger.reports.analyst import analyst_page
    from ledger.reports.options import read_reading

    with to_read(as_of) as reader:
        show_analyst(analyst_page(reader, name, read_reading(reading)))


@analyst.command("alias")
def analyst_alias(name: _AnalystRef, alias: Annotated[str, typer.Argument(help="Another name for the same.")]) -> None:
    """Give an analyst another name, such as a transcript's misspelling.

    Example: ledger analyst alias "Feng Zhang" "Dr. Dong"
    """
    from ledger.curation import catalogue

    with to_record() as writer:
        body = catalogue.alias_analyst(writer, name, alias)
    names = [known["name"] for known in body.aliases]
    answer({"name": body.name, "aliases": names}, [("Analyst", body.name), ("Also", ", ".join(names))])


@analyst.command("amend")
def analyst_amend(
    name: _AnalystRef,
    new: Annotated[str | None, typer.Option("--name", help="The name as it should be; it must not be taken.")] = None,
    note: options.Note = None,
) -> None:
    """Correct an analyst's name or note: a new entry; the wrong version stays visible in ledger log.

    Example: ledger analyst amend "Feng Zang" --name "Feng Zhang"
    """
    from ledger.curation import catalogue, changing

    words = {"name": new, "note": note}
    changes = {field: value for field, value in words.items() if value is not None}
    with to_record() as writer:
        done = changing.amend_analyst(writer, name, changes)
        row = writer.rows("SELECT * FROM analyst WHERE number = :number", number=done.number)[0]
    public = {"number": done.number, "name": row["name"], "note": row["note"], "amended": list(done.fields)}
    warning = catalogue.mixed_scripts(row["name"]) if "name" in done.fields else ""
    fields = [("Analyst", f"a{done.number} {row['name']}"), ("Note", row["note"])]
    answer(public, fields, [*filter(None, [warning]), amended(done.fields, f"a{done.number}")])


@analyst.command("merge")
def analyst_merge(
    name: Annotated[str, typer.Argument(help="The name that goes.")],
    into: Annotated[str | None, typer.Argument(help="The name that stays.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Set a merged analyst apart again.")] = False,
) -> None:
    """Count what one analyst said as another's. Nothing recorded is touched; --undo takes it back.

    Example: ledger analyst merge "Zhang Feng" "Feng Zhang"
    """
    from ledger.curation import catalogue

    if undo == bool(into):
        raise InputError("Name the analyst that goes and the one that stays, or one name and --undo.")
    with to_record() as writer:
        if into is None:
            alone = catalogue.split_analyst(writer, name)
            answer({"name": alone, "merged_into": None}, [("Analyst", f"{alone} stands alone again")])
            return
        going, kept, claims = catalogue.merge_analysts(writer, name, into)
    answer(
        {"name": going, "merged_into": kept, "claims": claims},
        [("Merged", f"{going} is counted as {kept} ({counted(claims, 'claim')})")],
        [f'Undo with: ledger analyst merge "{going}" --undo'],
    )
