"""Commands on questions: what can be settled."""

from typing import Annotated, Any

import typer

from ledger.cli import options
from ledger.cli.app import LedgerTyper
from ledger.cli.opening import to_read, to_record
from ledger.cli.output import amended, answer, emit
from ledger.model.days import today

question = LedgerTyper()


@question.command("list")
def question_list(
    text: Annotated[str | None, typer.Option("--text", help="Only questions in which all these words stand.")] = None,
    as_of: options.AsOf = None,
) -> None:
    """List questions with the verdict in force.

    Example: ledger question list --text "nuclear test"
    """
    from ledger.query.listing import list_questions
    from ledger.reports.listings import QUESTIONS, listing

    with to_read(as_of) as reader:
        emit(listing(reader, list_questions(reader, text), QUESTIONS, empty="No questions yet."))


@question.command("show")
def question_show(
    ref: Annotated[str, typer.Argument(help="q7, or a claim on it.")],
    as_of: options.AsOf = None,
) -> None:
    """Show one question with its verdicts and the claims on it.

    Example: ledger question show q7
    """
    from ledger.cli.cards import show_record
    from ledger.query.refs import find_question
    from ledger.reports.records import record_page

    with to_read(as_of) as reader:
        show_record(record_page(reader, f"q{find_question(reader, ref)['number']}"))


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
    from ledger.curation import changing

    with to_record() as writer:
        done = changing.link_claims(writer, claims, ref, denies=denies)
    told = ", ".join(map(str, done.moved))
    public = {"question": done.number, "claims": list(done.moved)}
    answer(public, [("Question", f"q{done.number}"), ("Claims moved", told)], done.warnings)


@question.command("amend")
@options.stating("question", "ref statement criteria deadline condition topics question_note")
def question_amend(
    *,
    ref: Annotated[str, typer.Argument(help="q7, or a claim on it.")],
    stated: dict[str, Any] = options.GIVEN,
    statement: Annotated[str | None, typer.Option("--statement", help="What is to be settled.")] = None,
) -> None:
    """Correct a question: a new entry; the wrong version stays visible in ledger log.

    Example: ledger question amend q7 --by 2026-12-31 --criteria "As reported by the ministry"
    """
    from ledger.curation import changing

    changes = stated if statement is None else {**stated, "statement": statement}
    with to_record() as writer:
        done = changing.amend_question(writer, ref, changes, today=today())
        row = writer.rows("SELECT * FROM question WHERE number = :number", number=done.number)[0]
    public = {"number": done.number, "amended": list(done.fields),
              **{name: row[name] for name in ("statement", "criteria", "deadline", "condition", "note")}}  # fmt: skip
    fields = [("Question", f"q{done.number}"), ("Statement", row["statement"]), ("If", row["condition"]),
              ("Criteria", row["criteria"]), ("Due", row["deadline"])]  # fmt: skip
    answer(public, fields, [amended(done.fields, f"q{done.number}")])
