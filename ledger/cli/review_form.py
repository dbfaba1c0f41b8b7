"""The short form for a claim found in a document: every field filled in beforehand, Enter takes it."""

import sys
from collections.abc import Callable, Sequence
from datetime import date

import typer

from ledger.cli.app import settings
from ledger.cli.asking import ask, choose_analyst
from ledger.cli.output import say, terminal_width
from ledger.cli.review_view import hinge
from ledger.curation.review import Form, ReviewSession
from ledger.curation.stated import read_claim_likelihood, refuse_early_deadline
from ledger.curation.transcripts import mended
from ledger.errors import LedgerError, NotOneOf
from ledger.journal.reader import reading
from ledger.model.deadlines import read_deadline
from ledger.model.probabilities import show_probability
from ledger.model.scales import DEFAULT_SCALE
from ledger.model.vocabulary import Attribution, Kind
from ledger.query.refs import near_names
from ledger.render.width import fold_lines
from ledger.suggest.candidates import Candidate
from ledger.text.escape import safe_term

GIVE_UP = "!"
NOTHING = "-"
FLAT = "flat"
"""What stands for the words where nothing is said of how sure it is: the band is then the curator's, and marked so."""
_SHORT = 40
_WIDE = 100
Check = Callable[[str], object]


def fill_in(session: ReviewSession) -> Form | None:
    """Ask for what a claim needs; None if somebody gives up with ``!``."""
    one = session.candidate
    say(f'Quote: "{session.quote}"  (Enter takes what is offered, {GIVE_UP} gives up)')
    try:
        return _asked(session, one)
    except (_GivenUp, typer.Abort):  # Ctrl-C leaves the form, not the review
        sys.stderr.write("\n")
        return None


class _GivenUp(Exception):
    """Somebody does not want to go on with a form."""


def _ask(question: str, offered: str = "", *, check: Check | None = None) -> str:
    """Ask; Enter takes what is offered. What is long is shown before the question, folded."""
    default = offered
    if len(offered) > _SHORT:
        width = (terminal_width() or _WIDE) - 2
        say("\n".join(f"  {line}" for line in fold_lines(safe_term(offered), width)))
        question, default = f"{question} (Enter: as above)", ""
    given = ask(
        question, default, check=lambda words: check(words) if check and words not in {GIVE_UP, NOTHING} else None
    )
    if given == GIVE_UP:
        raise _GivenUp
    return given or offered


def _needed(question: str, offered: str = "", *, check: Check | None = None) -> str:
    """Ask for what a claim cannot do without."""
    while True:
        given = _ask(question, offered, check=check)
        if given:
            return given
        say(f"An answer is needed; {GIVE_UP} gives up.")


def _optional(question: str, offered: str = "", *, check: Check | None = None) -> str:
    """Ask for what may be left out: with ``-`` where something is offered."""
    told = f"{question} ({NOTHING} for none)" if offered else f"{question} (Enter for none)"
    given = _ask(told, offered, check=check)
    return "" if given == NOTHING else given


def _asked(session: ReviewSession, one: Candidate) -> Form:
    stated_on = session.laid.episode["published_on"]
    day = date.fromisoformat(stated_on) if stated_on else None
    analyst, new_analyst = _who(_needed("Who said it", one.said.speaker))
    attribution = _needed("Whose view", str(one.said.attribution or "first-person"), check=_among([*Attribution]))
    kind = _needed("Kind", str(one.kind), check=_among([*Kind]))
    statement = _needed("As something that can be settled", mended(session.laid.episode, session.quote))
    denies = one.denies and _needed("Does the speaker deny what you wrote (y or n)", "n", check=_among("yn")) == "y"
    condition = _optional("If what", hinge(one)) if kind == Kind.CONDITIONAL else ""
    likelihood = _optional("How sure", likelihood_offered(one), check=_likelihood)
    by = _optional("By when", deadline_offered(one, day), check=lambda words: _deadline(words, day))
    criteria = _needed(f"What settles it, and who reports that ({NOTHING} if nobody ever could)")
    unresolvable = ""
    if criteria == NOTHING:
        criteria, unresolvable = "", _needed("Why not: vague, no facts, motive, causal, definitional", "vague")
    topics = _optional("Topics, with commas between")
    return Form(
        analyst=analyst,
        attribution=attribution,
        kind=kind,
        statement=statement,
        denies=denies,
        likelihood=likelihood,
        by=by,
        condition=condition,
        criteria=criteria,
        unresolvable=unresolvable,
        topics=tuple(filter(None, (topic.strip() for topic in topics.split(",")))),
        new_analyst=new_analyst,
    )


def _who(analyst: str) -> tuple[str, bool]:
    """The name that is meant, and whether it is new though it looks like a known one."""
    with reading(settings().location) as reader:
        known = [row["name"] for row in reader.rows("SELECT name FROM analyst")]
    near = [] if analyst in known else near_names(analyst, known)
    if not near:
        return analyst, False
    meant = choose_analyst(analyst, tuple(near))
    return meant or analyst, meant is None


def _among(known: Sequence[str]) -> Check:
    def check(given: str) -> None:
        if given not in known:
            raise NotOneOf("", given, known)

    return check


def _likelihood(words: str) -> None:
    read_claim_likelihood(words, DEFAULT_SCALE)


def _deadline(words: str, day: date | None) -> None:
    refuse_early_deadline(read_deadline(words, day).on, day)


def likelihood_offered(one: Candidate) -> str:
    """How sure the words of a suggestion are, as ``--likelihood`` takes it: a hedge as it is, else with its band."""
    if one.hedge and one.words:
        return one.words
    if one.low is None or one.high is None:
        return ""
    band = f"{show_probability(one.low).rstrip('%')}-{show_probability(one.high)}"
    return f"{one.words or FLAT}={band}"


def deadline_offered(one: Candidate, day: date | None) -> str:
    """The phrase of time in a suggestion, if it can be read as a deadline."""
    try:
        read_deadline(one.deadline, day)
    except LedgerError:
        return ""
    return one.deadline
