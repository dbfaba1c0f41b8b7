"""The work behind the nouns' commands that record."""

from collections.abc import Sequence
from typing import Any

from ledger.cli.output import answer
from ledger.cli.writer import opened, today
from ledger.errors import InputError
from ledger.services import catalogue, changing
from ledger.services.bodies import number_of
from ledger.services.refs import near_names


class NoRole(InputError):
    """A person without a role."""

    def __init__(self, given: str) -> None:
        super().__init__(f"--person {given!a} names no role.", 'Write NAME=ROLE, for instance "Bonny Lin=host".')


class MergeWithWhom(InputError):
    """A merge takes two, its undoing one."""

    def __init__(self) -> None:
        super().__init__("Name the analyst that goes and the one that stays, or one name and --undo.")


def add_analyst(name: str, note: str | None, *, new: bool) -> None:
    """Add an analyst and answer with the number."""
    with opened() as writer:
        known = [row["name"] for row in writer.rows("SELECT name FROM analyst")]
        book = catalogue.Catalogue(writer, today())
        near = near_names(name, known)
        if near and not new and not book.knows(name):
            raise catalogue.NearAnalyst(name, near)
        body = book.add_analyst(name, note)
        number = number_of(writer, "analyst", body.id)
    warning = catalogue.mixed_scripts(name)
    answer({"number": number, "name": body.name, "note": body.note},
           [("Analyst", f"a{number} {body.name}"), ("Note", body.note)], [warning] if warning else [])  # fmt: skip


def alias_analyst(name: str, alias: str) -> None:
    """Give an analyst another name."""
    with opened() as writer:
        body = catalogue.alias_analyst(writer, name, alias)
    names = [known["name"] for known in body.aliases]
    answer({"name": body.name, "aliases": names}, [("Analyst", body.name), ("Also", ", ".join(names))])


def merge_analysts(name: str, into: str | None, *, undo: bool) -> None:
    """Merge two analysts, or set one apart again."""
    if undo == bool(into):
        raise MergeWithWhom
    with opened() as writer:
        if into is None:
            alone = catalogue.split_analyst(writer, name)
            answer({"name": alone, "merged_into": None}, [("Analyst", f"{alone} stands alone again")])
            return
        going, kept, claims = catalogue.merge_analysts(writer, name, into)
    answer(
        {"name": going, "merged_into": kept, "claims": claims},
        [("Merged", f"{going} is counted as {kept} ({claims} claims)")],
        [f'Undo with: ledger analyst merge "{going}" --undo'],
    )


def add_episode(words: dict[str, Any], people: Sequence[str]) -> None:
    """Add an episode and answer with the number."""
    roles = []
    for person in people:
        name, equals, role = person.rpartition("=")
        if not equals or not name.strip() or not role.strip():
            raise NoRole(person)
        roles.append({"name": name.strip(), "role": role.strip()})
    with opened() as writer:
        row = catalogue.Catalogue(writer, today()).add_episode(catalogue.NewEpisode(**words, people=roles))
    public = {
        name: row[name] for name in ("number", "key", "show", "title", "published_on", "url", "language", "people")
    }
    fields = [("Episode", f"e{row['number']}"), ("Show", row["show"]), ("Title", row["title"]),
              ("Published", row["published_on"]), ("Address", row["url"]),
              ("People", ", ".join(f"{p['name']} ({p['role']})" for p in roles))]  # fmt: skip
    answer(public, fields)


def link_claims(ref: str, claims: Sequence[str], *, denies: bool | None) -> None:
    """Move claims to one question."""
    with opened() as writer:
        number, moved = changing.link_claims(writer, claims, ref, denies=denies)
    told = ", ".join(map(str, moved))
    answer({"question": number, "claims": moved}, [("Question", f"q{number}"), ("Claims moved", told)])


def amend_question(ref: str, changes: dict[str, Any]) -> None:
    """Correct a question."""
    with opened() as writer:
        done = changing.amend_question(writer, ref, changes)
        row = writer.rows("SELECT * FROM question WHERE number = :number", number=done.number)[0]
    public = {"number": done.number, "amended": list(done.fields),
              **{name: row[name] for name in ("statement", "criteria", "deadline", "condition", "note")}}  # fmt: skip
    fields = [("Question", f"q{done.number}"), ("Statement", row["statement"]), ("If", row["condition"]),
              ("Criteria", row["criteria"]), ("Due", row["deadline"])]  # fmt: skip
    answer(public, fields, [f"Amended: {', '.join(done.fields)}. What it said before: ledger log q{done.number}"])
