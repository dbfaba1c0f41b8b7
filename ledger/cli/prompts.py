"""Questions to a person at a terminal: only for what is missing, each with a good answer ready."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from typing import Any

import typer

from ledger.cli.app import complain, settings
from ledger.curation.catalogue import read_published
from ledger.curation.stated import read_claim_likelihood, read_past_day, refuse_early_deadline
from ledger.errors import LedgerError
from ledger.journal.reader import reading
from ledger.model.days import read_day, today
from ledger.model.deadlines import read_deadline
from ledger.model.fields import UNKNOWN
from ledger.query.refs import find_episode
from ledger.text.escape import safe_term


def _off_stdout() -> AbstractContextManager[object]:
    """Python writes a part of every question to standard output; that is not for whoever reads the answer there."""
    return nullcontext() if sys.stdout.isatty() else redirect_stdout(sys.stderr)


def ask(question: str, default: str = "", *, needed: bool = False, check: Callable[[str], object] | None = None) -> str:
    """Ask until there is an answer that can be read: what has been typed so far is not lost to one slip."""
    while True:
        with _off_stdout():
            shown = safe_term(f"{question} [{default}]" if default else question)
            given = str(typer.prompt(shown, default=default, show_default=False, err=True)).strip()
        if needed and not given:
            typer.echo("An answer is needed; Ctrl-C to give up.", err=True)
            continue
        try:
            if given and check:
                check(given)
        except LedgerError as error:
            complain(error)
            continue
        return given


def _latest() -> dict[str, Any]:
    """The claim recorded last: the next one is most often from the same mouth."""
    query = (
        "SELECT a.name AS analyst, e.number AS episode, e.title FROM claim c "
        "JOIN analyst a ON a.id = c.analyst_id LEFT JOIN episode e ON e.id = c.episode_id "
        "ORDER BY c.number DESC LIMIT 1"
    )
    with reading(settings().location) as reader:
        found = reader.rows(query)
    return found[0] if found else {}


def complete(words: dict[str, Any], episode: dict[str, str | None]) -> None:
    """Fill in what a claim lacks by asking; Enter takes what is offered or leaves it out.

    Both are under the names of fields; ``episode`` is one that may be new.
    """
    latest = _latest()
    short = words.get("statement") is None and words.get("question") is None
    if short:
        words["statement"] = ask("What was said, as something that can be settled", needed=True)
    if not words.get("analyst"):
        words["analyst"] = ask("Who said it", latest.get("analyst") or "", needed=True)
    if (short or not words.get("stated_on")) and not words["episode"] and not any(episode.values()):
        _ask_episode(words, episode, latest)
    if not words.get("stated_on"):
        words["stated_on"] = ask("When (YYYY-MM-DD)", _day(words, episode), needed=True, check=_read_on)
    if not short:
        return
    for name, question, check in (
        ("quote", "The words as spoken (Enter to leave out)", None),
        ("likelihood", "How sure: 60%, 55-80%, likely, might ... (Enter if not said)", _likelihood_reader(words)),
        ("deadline", "By when: 2026-12-31, 2026-Q4, within six months ... (Enter for none)", _deadline_reader(words)),
        ("criteria", "What settles it, and who reports that (Enter for none)", None),
    ):
        if not words.get(name):
            words[name] = ask(question, check=check) or None


def _read_on(words: str) -> None:
    if words != UNKNOWN:
        read_past_day(words, today())


def _likelihood_reader(words: dict[str, Any]) -> Callable[[str], object]:
    return lambda given: read_claim_likelihood(given, words["scale"])


def _deadline_reader(words: dict[str, Any]) -> Callable[[str], object]:
    stated_on = None if words["stated_on"] == UNKNOWN else read_day(words["stated_on"], "on", today())

    return lambda given: refuse_early_deadline(read_deadline(given, stated_on).on, stated_on)


def _ask_episode(words: dict[str, Any], episode: dict[str, str | None], latest: dict[str, Any]) -> None:
    last = f"e{latest['episode']}" if latest.get("episode") else ""
    known = f"{last} is {latest['title']}; " if last else ""
    given = ask(f"Where ({known}e2 or a new show's name, - for none)", last, check=_episode_day)
    if given in {"", "-"}:
        return
    if _is_number(given):
        words["episode"] = given
        return
    episode["show"] = given
    episode["title"] = ask("Title of the episode", needed=True)
    published = ask("Published (YYYY-MM-DD; Enter if not known)", check=_read_published)
    episode["published_on"] = published or None
    episode["url"] = ask("Address (Enter for none)") or None


def _is_number(given: str) -> bool:
    """Whether it is an episode's number; anything else is the name of a show."""
    return given[:1].lower() == "e" and given[1:].isdecimal()


def _episode_day(ref: str) -> str | None:
    """The day of a known episode; a number nobody has is refused while there is somebody to ask."""
    if not _is_number(ref):
        return None
    with reading(settings().location) as reader:
        found: str | None = find_episode(reader, ref)["published_on"]
    return found


def _read_published(words: str) -> None:
    read_published(words, today())


def _day(words: dict[str, Any], episode: dict[str, str | None]) -> str:
    """The day that is offered: the episode's, else today."""
    return episode["published_on"] or _episode_day(words["episode"] or "") or str(today())


def choose_analyst(name: str, near: tuple[str, ...]) -> str | None:
    """Ask whether a new name is a slip for a known one, which is then given; None where it is not."""
    for known in near:
        question = f"{safe_term(name)} is not known. Do you mean {safe_term(known)}?"
        with _off_stdout():
            same = typer.confirm(question, default=True, err=True)
        if same:
            return known
    return None
