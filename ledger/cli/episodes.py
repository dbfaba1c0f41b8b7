"""Commands on episodes: where claims were made."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.opening import to_read, to_record
from ledger.cli.output import amended, answer, emit
from ledger.errors import InputError
from ledger.model.days import today
from ledger.reports.listings import people_told
from ledger.text.counting import counted

episode = LedgerTyper()


@episode.command("add")
def episode_add(
    show: Annotated[str, typer.Option("--show", help="The show, or the publication.")],
    title: Annotated[str, typer.Option("--title", help="The episode's title.")],
    published: Annotated[str | None, typer.Option("--published", help="Its date.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Its address.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, zh ...")] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="NAME=ROLE (host, guest); again for more.")
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="An outside key, unique in the ledger.")] = None,
    note: options.Note = None,
) -> None:
    """Add an episode before anything is recorded from it.

    Example: ledger episode add --show ChinaPower --title "A conversation" --published 2024-12-19
    """
    from ledger.curation import catalogue
    from ledger.curation.drafts import read_episode_alone

    words: dict[str, Any] = {"show": show, "title": title, "published_on": published, "url": url, "language": language,
                             "key": key, "note": note}  # fmt: skip
    roles = roles_of(person or [])
    with to_record() as writer:
        row = catalogue.Catalogue(writer).add_episode(read_episode_alone({**words, "people": roles}, today()))
    public = {
        name: row[name] for name in ("number", "key", "show", "title", "published_on", "url", "language", "people")
    }
    answer(public, _episode_fields(row))


@episode.command("amend")
def episode_amend(
    ref: Annotated[str, typer.Argument(help="e2, or the title.")],
    show: Annotated[str | None, typer.Option("--show", help="The show, or the publication.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The episode's title.")] = None,
    published: Annotated[str | None, typer.Option("--published", help="Its date.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Its address.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, zh ...")] = None,
    person: Annotated[
        list[str] | None, typer.Option("--person", help="All its people, each NAME=ROLE; again for more.")
    ] = None,
    sampling: options.Sampling = None,
    note: options.Note = None,
) -> None:
    """Correct an episode: a new entry; the wrong version stays visible in ledger log. Claims keep their own dates.

    Example: ledger episode amend e2 --published 2024-12-19 --person "Bonny Lin=host"
    """
    from ledger.curation import changing

    words: dict[str, Any] = {"show": show, "title": title, "url": url, "language": language,
                             "people": roles_of(person) if person else None, "sampling": sampling, "note": note,
                             "published_on": published}  # fmt: skip
    changes = {name: value for name, value in words.items() if value is not None}
    with to_record() as writer:
        done = changing.amend_episode(writer, ref, changes, today=today())
        row = writer.rows("SELECT * FROM episode WHERE number = :number", number=done.number)[0]
        dated = writer.rows(
            "SELECT COUNT(*) AS n FROM claim WHERE episode_id = :id AND stated_on <> :day",
            id=row["id"],
            day=row["published_on"] or "",
        )[0]["n"]
    row["people"] = json.loads(row["people"])
    names = ("number", "key", "show", "title", "published_on", "url", "language", "people", "note")
    notes = [amended(done.fields, f"e{done.number}")]
    if dated and "published" in done.fields:
        keeps = "keeps its own date" if dated == 1 else "keep their own dates"
        told = f"{counted(dated, 'claim')} from it {keeps}"
        notes.append(f"{told}; to change one: ledger amend NUMBER --on DATE")
    answer({**{name: row[name] for name in names}, "amended": list(done.fields)}, _episode_fields(row), notes)


@episode.command("list")
def episode_list(as_of: options.AsOf = None) -> None:
    """List episodes.

    Example: ledger episode list
    """
    from ledger.query.listing import list_episodes
    from ledger.reports.listings import EPISODES, listing

    with to_read(as_of) as reader:
        emit(listing(reader, list_episodes(reader), EPISODES, empty="No episodes yet."))


@episode.command("show")
def episode_show(
    ref: Annotated[str, typer.Argument(help="e2, or the title.")],
    as_of: options.AsOf = None,
) -> None:
    """Show one episode and the claims from it.

    Example: ledger episode show e1
    """
    from ledger.cli.cards import show_record
    from ledger.reports.records import episode_page

    with to_read(as_of) as reader:
        show_record(episode_page(reader, ref))


def roles_of(people: Sequence[str]) -> list[dict[str, str]]:
    """People with their roles; those given as nothing at all are nobody."""
    roles = []
    for person in filter(str.strip, people):
        name, equals, role = person.rpartition("=")
        if not equals or not name.strip() or not role.strip():
            raise InputError(f"--person {person!a} names no role.", 'Write NAME=ROLE, for instance "Bonny Lin=host".')
        roles.append({"name": name.strip(), "role": role.strip()})
    return roles


def _episode_fields(row: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        ("Episode", f"e{row['number']}"),
        ("Show", row["show"]),
        ("Title", row["title"]),
        ("Published", row["published_on"]),
        ("Address", row["url"]),
        ("Language", row["language"]),
        ("People", people_told(row["people"])),
        ("Note", row["note"]),
    ]
