"""The nouns: analyst, episode and question, each with its own commands."""

from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper

analyst = LedgerTyper()
episode = LedgerTyper()
question = LedgerTyper()

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
    from ledger.cli.noun_work import add_analyst

    add_analyst(name, note, new=new_analyst)


@analyst.command("list")
def analyst_list(as_of: options.AsOf = None) -> None:
    """List everybody whose statements are tracked.

    Example: ledger analyst list
    """
    from ledger.cli.output import emit
    from ledger.cli.reader import opened
    from ledger.query.listing import list_analysts
    from ledger.reports.listings import ANALYSTS, listing

    with opened(as_of) as reader:
        emit(listing(reader, list_analysts(reader), ANALYSTS, empty="No analysts yet."))


@analyst.command("show")
def analyst_show(name: _AnalystRef, reading: options.Reading = "coded", as_of: options.AsOf = None) -> None:
    """Print one analyst's figures, and every claim with its quote and outcome.

    Example: ledger analyst show "Feng Zhang"
    """
    from ledger.cli.analyst_page import show_analyst
    from ledger.cli.reader import opened
    from ledger.reports.analyst import analyst_page
    from ledger.reports.options import read_reading

    with opened(as_of) as reader:
        show_analyst(analyst_page(reader, name, read_reading(reading)))


@analyst.command("alias")
def analyst_alias(name: _AnalystRef, alias: Annotated[str, typer.Argument(help="Another name for the same.")]) -> None:
    """Give an analyst another name, such as a transcript's misspelling.

    Example: ledger analyst alias "Feng Zhang" "Dr. Dong"
    """
    from ledger.cli.noun_work import answer_alias

    answer_alias(name, alias)


@analyst.command("amend")
def analyst_amend(
    name: _AnalystRef,
    new: Annotated[str | None, typer.Option("--name", help="The name as it should be; it must not be taken.")] = None,
    note: options.Note = None,
) -> None:
    """Correct an analyst's name or note: a new entry; the wrong version stays visible in ledger log.

    Example: ledger analyst amend "Feng Zang" --name "Feng Zhang"
    """
    from ledger.cli.noun_work import answer_amended_analyst

    words = {"name": new, "note": note}
    answer_amended_analyst(name, {field: value for field, value in words.items() if value is not None})


@analyst.command("merge")
def analyst_merge(
    name: Annotated[str, typer.Argument(help="The name that goes.")],
    into: Annotated[str | None, typer.Argument(help="The name that stays.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Set a merged analyst apart again.")] = False,
) -> None:
    """Count what one analyst said as another's. Nothing recorded is touched; --undo takes it back.

    Example: ledger analyst merge "Zhang Feng" "Feng Zhang"
    """
    from ledger.cli.noun_work import answer_merged

    answer_merged(name, into, undo=undo)


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
    from ledger.cli.noun_work import add_episode

    words: dict[str, Any] = {"show": show, "title": title, "published_on": published, "url": url, "language": language,
                             "key": key, "note": note}  # fmt: skip
    add_episode(words, person or [])


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
    from ledger.cli.noun_work import answer_amended_episode

    words: dict[str, Any] = {"show": show, "title": title, "url": url, "language": language, "people": person or None,
                             "sampling": sampling, "note": note, "published_on": published}  # fmt: skip
    answer_amended_episode(ref, {name: value for name, value in words.items() if value is not None})


@episode.command("list")
def episode_list(as_of: options.AsOf = None) -> None:
    """List episodes.

    Example: ledger episode list
    """
    from ledger.cli.output import emit
    from ledger.cli.reader import opened
    from ledger.query.listing import list_episodes
    from ledger.reports.listings import EPISODES, listing

    with opened(as_of) as reader:
        emit(listing(reader, list_episodes(reader), EPISODES, empty="No episodes yet."))


@episode.command("show")
def episode_show(
    ref: Annotated[str, typer.Argument(help="e2, or the title.")],
    as_of: options.AsOf = None,
) -> None:
    """Show one episode and the claims from it.

    Example: ledger episode show e1
    """
    from ledger.cli.pages import show_episode
    from ledger.cli.reader import opened

    with opened(as_of) as reader:
        show_episode(reader, ref)


@question.command("list")
def question_list(
    text: Annotated[str | None, typer.Option("--text", help="Only questions in which all these words stand.")] = None,
    as_of: options.AsOf = None,
) -> None:
    """List questions with the verdict in force.

    Example: ledger question list --text "nuclear test"
    """
    from ledger.cli.output import emit
    from ledger.cli.reader import opened
    from ledger.query.listing import list_questions
    from ledger.reports.listings import QUESTIONS, listing

    with opened(as_of) as reader:
        emit(listing(reader, list_questions(reader, text), QUESTIONS, empty="No questions yet."))


@question.command("show")
def question_show(
    ref: Annotated[str, typer.Argument(help="q7, or a claim on it.")],
    as_of: options.AsOf = None,
) -> None:
    """Show one question with its verdicts and the claims on it.

    Example: ledger question show q7
    """
    from ledger.cli.pages import show_record
    from ledger.cli.reader import opened
    from ledger.query.refs import find_question

    with opened(as_of) as reader:
        show_record(reader, f"q{find_question(reader, ref)['number']}")


@question.command("link")
def question_link(
    ref: Annotated[str, typer.Argument(help="The question claims should be on: q7.")],
    claims: Annotated[list[str], typer.Argument(help="Claims on the same proposition: 12 14.")],
    denies: Annotated[
        bool | None, typer.Option("--denies/--affirms", help="Whether these claims deny the question's statement.")
    ] = None,
) -> None:
    """Put claims on one question, so that analysts are compared on equal ground.

    Example: ledger question link q7 12 14
    """
    from ledger.cli.noun_work import answer_linked

    answer_linked(ref, claims, denies=denies)


@question.command("amend")
@options.stating("question", "ref statement criteria deadline condition topics question_note")
def question_amend(
    *,
    ref: Annotated[str, typer.Argument(help="q7, or a claim on it.")],
    stated: dict[str, Any] = options.STATED,
    statement: Annotated[str | None, typer.Option("--statement", help="What is to be settled.")] = None,
) -> None:
    """Correct a question: a new entry; the wrong version stays visible in ledger log.

    Example: ledger question amend q7 --by 2026-12-31 --criteria "As reported by the ministry"
    """
    from ledger.cli.noun_work import answer_amended_question

    answer_amended_question(ref, stated if statement is None else {**stated, "statement": statement})
