"""The short form for a claim found in a document: every field filled in beforehand, Enter takes it."""

from collections.abc import Sequence
from datetime import date

from ledger.cli.app import settings
from ledger.cli.asking import ask, choose_analyst
from ledger.cli.output import say
from ledger.cli.review_view import hinge
from ledger.domain.dates import read_deadline
from ledger.domain.likelihood import show_probability
from ledger.domain.vocabulary import Attribution, Kind
from ledger.errors import InputError, LedgerError
from ledger.services.mending import mended
from ledger.services.recording import DEFAULT_SCALE, read_claim_likelihood
from ledger.services.refs import near_names
from ledger.services.review_session import Candidate, ReviewSession
from ledger.services.review_work import Form
from ledger.storage.reader import reading

GIVE_UP = "!"
NEVER = "-"


class NotOneOf(InputError):
    """A word that is none of a list."""

    def __init__(self, given: str, known: Sequence[str]) -> None:
        super().__init__(f"{given!a} is not known.", f"Choose one of: {', '.join(known)}.")


def fill_in(session: ReviewSession) -> Form | None:
    """Ask for what a claim needs; None if somebody gives up with ``!``."""
    one = session.candidate
    say(f'Quote: "{session.quote}"  (Enter takes what is offered, {GIVE_UP} gives up)')
    try:
        return _asked(session, one)
    except _GivenUp:
        return None


class _GivenUp(Exception):
    """Somebody does not want to go on with a form."""


def _ask(question: str, default: str = "", **options: object) -> str:
    given = ask(question, default, **options)  # type: ignore[arg-type]
    if given == GIVE_UP:
        raise _GivenUp
    return given


def _asked(session: ReviewSession, one: Candidate) -> Form:
    stated_on = session.laid.episode["published_on"]
    day = date.fromisoformat(stated_on) if stated_on else None
    analyst, new_analyst = _who(_ask("Who said it", one.said.speaker, needed=True))
    attribution = _ask("Whose view", str(one.said.attribution or "first-person"), check=_among([*Attribution]))
    kind = _ask("Kind", str(one.kind), check=_among([*Kind]))
    statement = _ask("As something that can be settled", mended(session.laid.episode, session.quote), needed=True)
    condition = _ask("If what (Enter for nothing)", hinge(one)) if kind == Kind.CONDITIONAL else ""
    likelihood = _ask("How sure", likelihood_offered(one), check=_likelihood)
    by = _ask("By when (Enter for none)", deadline_offered(one, day), check=lambda words: _deadline(words, day))
    criteria = _ask(f"What settles it, and who reports that ({NEVER} if nobody ever could)", needed=True)
    unresolvable = ""
    if criteria == NEVER:
        criteria, unresolvable = (
            "",
            _ask("Why not: vague, no facts, motive, causal, definitional", "vague", needed=True),
        )
    topics = _ask("Topics, with commas between (Enter for none)")
    return Form(
        analyst=analyst,
        attribution=attribution,
        kind=kind,
        statement=statement,
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
    return str(meant.get("analyst", analyst)), bool(meant.get("new_analyst"))


def _among(known: Sequence[str]) -> object:
    def check(given: str) -> None:
        if given not in known:
            raise NotOneOf(given, known)

    return check


def _likelihood(words: str) -> None:
    read_claim_likelihood(words, DEFAULT_SCALE)


def _deadline(words: str, day: date | None) -> None:
    read_deadline(words, day)


def likelihood_offered(one: Candidate) -> str:
    """How sure the words of a suggestion are, as ``--likelihood`` takes it: a hedge as it is, else with its band."""
    if one.hedge and one.words:
        return one.words
    if one.low is None or one.high is None:
        return "none"
    band = f"{show_probability(one.low).rstrip('%')}-{show_probability(one.high)}"
    return f"{one.words}={band}" if one.words else band


def deadline_offered(one: Candidate, day: date | None) -> str:
    """The phrase of time in a suggestion, if it can be read as a deadline."""
    try:
        read_deadline(one.deadline, day)
    except LedgerError:
        return ""
    return one.deadline
