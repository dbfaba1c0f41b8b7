"""The work behind the nouns' commands that record."""

import json
from collections.abc import Sequence
from typing import Any

from ledger.cli.output import answer
from ledger.cli.writer import opened, today
from ledger.curation import catalogue, changing
from ledger.curation import changing as amending
from ledger.curation.drafts import read_episode_alone
from ledger.curation.validation import number_of
from ledger.errors import InputError
from ledger.query.refs import near_names
from ledger.reports.listings import people_told


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
        book = catalogue.Catalogue(writer)
        near = near_names(name, known)
        if near and not new and not book.knows(name):
            raise catalogue.NearAnalyst(name, near)
        body = book.add_analyst(name, note)
        number = number_of(writer, "analyst", body.id)
    warning = catalogue.mixed_scripts(name)
    answer({"number": number, "name": body.name, "note": body.note},
           [("Analyst", f"a{number} {body.name}"), ("Note", body.note)], [warning] if warning else [])  # fmt: skip


def answer_alias(name: str, alias: str) -> None:
    """Give an analyst another name."""
    with opened() as writer:
        body = catalogue.alias_analyst(writer, name, alias)
    names = [known["name"] for known in body.aliases]
    answer({"name": body.name, "aliases": names}, [("Analyst", body.name), ("Also", ", ".join(names))])


def answer_merged(name: str, into: str | None, *, undo: bool) -> None:
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
        [("Merged", f"{going} is counted as {kept} ({claims} {'claim' if claims == 1 else 'claims'})")],
        [f'Undo with: ledger analyst merge "{going}" --undo'],
    )


def add_episode(words: dict[str, Any], people: Sequence[str]) -> None:
    """Add an episode and answer with the number."""
    roles = roles_of(people)
    with opened() as writer:
        row = catalogue.Catalogue(writer).add_episode(read_episode_alone({**words, "people": roles}, today()))
    public = {
        name: row[name] for name in ("number", "key", "show", "title", "published_on", "url", "language", "people")
    }
    answer(public, _episode_fields(row))


def roles_of(people: Sequence[str]) -> list[dict[str, str]]:
    """People with their roles; those given as nothing at all are nobody."""
    roles = []
    for person in filter(str.strip, people):
        name, equals, role = person.rpartition("=")
        if not equals or not name.strip() or not role.strip():
            raise NoRole(person)
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


def answer_amended_episode(ref: str, changes: dict[str, Any]) -> None:
    """Correct an episode and answer with it as it now stands."""
    if "people" in changes:
        changes["people"] = roles_of(changes["people"])
    with opened() as writer:
        done = amending.amend_episode(writer, ref, changes, today=today())
        row = writer.rows("SELECT * FROM episode WHERE number = :number", number=done.number)[0]
        dated = writer.rows(
            "SELECT COUNT(*) AS n FROM claim WHERE episode_id = :id AND stated_on <> :day",
            id=row["id"],
            day=row["published_on"] or "",
        )[0]["n"]
    row["people"] = json.loads(row["people"])
    names = ("number", "key", "show", "title", "published_on", "url", "language", "people", "note")
    notes = [_amended(done, f"e{done.number}")]
    if dated and "published" in done.fields:
        told = "1 claim from it keeps its own date" if dated == 1 else f"{dated} claims from it keep their own dates"
        notes.append(f"{told}; to change one: ledger amend NUMBER --on DATE")
    answer({**{name: row[name] for name in names}, "amended": list(done.fields)}, _episode_fields(row), notes)


def answer_amended_analyst(ref: str, changes: dict[str, Any]) -> None:
    """Correct an analyst's name or note and answer with both as they now stand."""
    with opened() as writer:
        done = amending.amend_analyst(writer, ref, changes)
        row = writer.rows("SELECT * FROM analyst WHERE number = :number", number=done.number)[0]
    public = {"number": done.number, "name": row["name"], "note": row["note"], "amended": list(done.fields)}
    warning = catalogue.mixed_scripts(row["name"]) if "name" in done.fields else ""
    fields = [("Analyst", f"a{done.number} {row['name']}"), ("Note", row["note"])]
    answer(public, fields, [*filter(None, [warning]), _amended(done, f"a{done.number}")])


def _amended(done: changing.Changed, ref: str) -> str:
    return f"Amended: {', '.join(done.fields)}. What it said before: ledger log {ref}"


def answer_linked(ref: str, claims: Sequence[str], *, denies: bool | None) -> None:
    """Move claims to one question."""
    with opened() as writer:
        done = changing.link_claims(writer, claims, ref, denies=denies)
    told = ", ".join(map(str, done.moved))
    public = {"question": done.number, "claims": list(done.moved)}
    answer(public, [("Question", f"q{done.number}"), ("Claims moved", told)], done.warnings)


def answer_amended_question(ref: str, changes: dict[str, Any]) -> None:
    """Correct a question."""
    with opened() as writer:
        done = changing.amend_question(writer, ref, changes, today=today())
        row = writer.rows("SELECT * FROM question WHERE number = :number", number=done.number)[0]
    public = {"number": done.number, "amended": list(done.fields),
              **{name: row[name] for name in ("statement", "criteria", "deadline", "condition", "note")}}  # fmt: skip
    fields = [("Question", f"q{done.number}"), ("Statement", row["statement"]), ("If", row["condition"]),
              ("Criteria", row["criteria"]), ("Due", row["deadline"])]  # fmt: skip
    answer(public, fields, [_amended(done, f"q{done.number}")])
