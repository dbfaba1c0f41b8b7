"""The review at a terminal: a key pressed, a decision recorded, the next suggestion; and the short form for a claim.

Quitting loses nothing; coming back goes on. Between two keys the terminal stays as it is, so that none typed ahead is
lost: Typer's own ``getchar`` changes the terminal for each key, and throws away what was typed in between.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import typer

from ledger.cli.opening import to_read, to_record
from ledger.cli.output import answer, colours, say, terminal_width
from ledger.cli.prompts import ask, choose_analyst
from ledger.curation.review import (
    ClaimForm,
    Decided,
    ReviewSession,
    drop_current,
    drop_sentences,
    keep,
    take_back_all,
    undo,
)
from ledger.curation.stated import read_claim_likelihood, refuse_early_deadline
from ledger.curation.transcripts import mended
from ledger.errors import InputError, LedgerError, NotOneOf
from ledger.model.days import today
from ledger.model.deadlines import read_deadline
from ledger.model.probabilities import PPM, show_probability
from ledger.model.scales import DEFAULT_SCALE
from ledger.model.vocabulary import Attribution, Drop, Kind
from ledger.query.layout import lay_out
from ledger.query.refs import near_names
from ledger.query.suggestions import reviews_of, suggestions, touched
from ledger.render.report import percent
from ledger.render.width import fold_lines
from ledger.suggest.candidates import Candidate
from ledger.text.counting import counted
from ledger.text.escape import safe_term

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_IF = re.compile(r"^if\s+", re.IGNORECASE)
_RULE = "-"


def screen(session: ReviewSession, *, counts: str, keys: Sequence[tuple[str, str]], width: int) -> str:
    """The suggestion that is looked at, as lines of at most ``width`` columns."""
    one = session.candidate
    text = session.laid.document.text
    before, after = session.before(), session.after()
    stretch = session.stretch
    first, last = min(stretch[0], session.start), max(stretch[1], session.end)
    parts = [
        (_DIM, before.text if before else ""),
        ("", text[first : session.start]),
        (_BOLD, f"[{text[session.start : session.end]}]"),
        ("", text[session.end : last]),
        (_DIM, after.text if after else ""),
    ]
    lines = [
        _head(session, counts, width),
        _RULE * width,
        *_wrapped("", f"{_speaker(one)}   {one.score} points: {', '.join(one.reasons)}", width),
        "",
        *_context(parts, width),
        "",
        *_wrapped(_BOLD, f"Form: {'; '.join(_form(one))}", width),
        _RULE * width,
    ]
    return "".join(f"{line}\n" for line in lines) + key_lines(keys, width)


def key_lines(keys: Sequence[tuple[str, str]], width: int) -> str:
    """The keys with what they do, none of them broken at the end of a line."""
    lines = [""]
    for key, what in keys:
        told = f"{key} {what}"
        if lines[-1] and len(lines[-1]) + len(told) + 3 > width:
            lines.append("")
        lines[-1] += f" | {told}" if lines[-1] else told
    return "".join(f"{_DIM}{line}{_PLAIN}\n" if colours() else f"{line}\n" for line in lines)


def _head(session: ReviewSession, counts: str, width: int) -> str:
    title = safe_term(f"d{session.laid.document.number}  {session.laid.episode['title']}")
    told = f"{session.place + 1} of {len(session.waiting)}, {counts}"
    room = max(width - len(told) - 2, 10)
    shown = title if len(title) <= room else f"{title[: room - 3]}..."
    return f"{shown:<{room}}  {told}"


def _speaker(one: Candidate) -> str:
    who = one.said.speaker or "nobody known"
    return f"{who} ({one.said.basis})" if one.said.basis else who


def _context(parts: Sequence[tuple[str, str]], width: int) -> list[str]:
    """The sentence between its neighbours; the words that would be quoted stand in brackets."""
    (_, before), *own, (_, after) = parts
    lines = _wrapped(_DIM, before, width)
    told = "".join(" ".join(["", *part.split(), ""]) if part.strip() else " " for _, part in own)
    lines += ["", *_wrapped("", " ".join(told.split()).replace("[ ", "[").replace(" ]", "]"), width), ""]
    return [*lines, *_wrapped(_DIM, after, width)]


def _form(one: Candidate) -> list[str]:
    """What the form would be filled with."""
    sure = one.words or "flat"
    if one.hedge:
        sure = f'"{one.words}", a hedge: counted, not scored'
    elif one.low is not None and one.high is not None:
        sure = f'"{one.words}" {percent(one.low / PPM, 0)} to {percent(one.high / PPM, 0)}' if one.words else sure
    told = [one.kind, "denies" if one.denies else "affirms", sure]
    told += [f"time: {one.deadline}"] if one.deadline else []
    return [*told, f"if {hinge(one)}"] if one.condition else told


def hinge(one: Candidate) -> str:
    """What a suggestion hangs on, without the word that says so; "unless" turns it round, and stays."""
    return _IF.sub("", one.condition)


def _wrapped(style: str, text: str, width: int) -> list[str]:
    lines = fold_lines(safe_term(" ".join(text.split())), width) if text.strip() else []
    return [f"{style}{line}{_PLAIN}" if style and colours() else line for line in lines]


GIVE_UP = "!"
NOTHING = "-"
FLAT = "flat"
"""What stands for the words where nothing is said of how sure it is: the band is then the curator's, and marked so."""
_SHORT = 40
_WIDE = 100
Check = Callable[[str], object]


def fill_in(session: ReviewSession) -> ClaimForm | None:
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


def _asked(session: ReviewSession, one: Candidate) -> ClaimForm:
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
    return ClaimForm(
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
    with to_read() as reader:
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


class Keyboard:
    """The terminal's keys while a talk goes on."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor
        self._before: Any = None

    def pressed(self) -> str:
        """Wait for a key.

        Raises:
            EOFError: the terminal is gone.
        """
        if self._descriptor is None:
            return typer.getchar()
        data = os.read(self._descriptor, 1)
        if not data:
            raise EOFError
        while (missing := _missing(data)) > 0:
            data += os.read(self._descriptor, missing)
        return data.decode("utf-8", "replace")

    @contextmanager
    def lines(self) -> Iterator[None]:
        """Let whole lines be typed for a while, as a form wants them."""
        if self._before is None or self._descriptor is None:
            yield
            return
        import termios
        import tty

        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)
        try:
            yield
        finally:
            tty.setcbreak(self._descriptor, termios.TCSADRAIN)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take keys as they come; the terminal is as it was afterwards, however this ends."""
        if self._descriptor is None:
            yield
            return
        import termios
        import tty

        self._before = termios.tcgetattr(self._descriptor)
        tty.setcbreak(self._descriptor, termios.TCSADRAIN)
        try:
            yield
        finally:
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)
            self._before = None


def keyboard() -> Keyboard:
    """The keyboard of the terminal that standard input is; one key at a time where the system has no termios."""
    return Keyboard(None if sys.platform == "win32" else sys.stdin.fileno())


_LEADS = ((0xF0, 4), (0xE0, 3), (0xC0, 2))


def _missing(data: bytes) -> int:
    """How many bytes of a character in UTF-8 are still to come."""
    length = next((length for lead, length in _LEADS if data[0] >= lead), 1)
    return length - len(data)


_WIDEST = 100
_CLEAR = "\x1b[2J\x1b[H"


@dataclass
class Review:
    """A review going on: the session, what was decided in it, and whether it is to end."""

    session: ReviewSession
    keyboard: Keyboard
    done: list[Decided] = field(default_factory=list)
    limbs: tuple[str, ...] = ()
    """Claims recorded from the sentence that is looked at, of which there may be more."""
    kept: int = 0
    dropped: int = 0
    ended: bool = False
    told: str = ""

    @property
    def left(self) -> int:
        """How many suggestions wait for a decision still."""
        return len(self.session.waiting) - len({decided.place for decided in self.done})


Action = Callable[[Review], None]
DROP_KEYS: dict[str, Drop] = {
    "q": Drop.QUESTION,
    "h": Drop.HISTORY,
    "n": Drop.NORMATIVE,
    "o": Drop.OPINION,
    "d": Drop.DUPLICATE,
    "m": Drop.MACHINE,
    "f": Drop.FACT,
    "v": Drop.VAGUE,
    "x": Drop.OTHER,
}


def _accept(review: Review) -> None:
    if _record(review):
        _skip(review)


def _split(review: Review) -> None:
    if _record(review):
        review.told = "Recorded; the sentence stays for its next limb. r or s goes on without one."


def _record(review: Review) -> bool:
    """Fill in the form and record the claim; false if somebody gave up, or it could not be recorded."""
    session = review.session
    try:
        with review.keyboard.lines():
            form = fill_in(session)
        if form is None:
            return False
        with to_record() as writer:
            recorded, decided = keep(writer, session, form, review.limbs, today=today(), actor=writer.actor)
    except LedgerError as error:
        review.told = f"{safe_term(str(error), keep_newlines=True)}\nNothing was recorded."
        return False
    if review.limbs:
        review.done.pop()
    review.limbs = decided.claims
    review.done.append(decided)
    review.kept += 1
    review.told = f"Recorded claim {recorded.number}."
    review.told = "\n".join([review.told, *map(safe_term, recorded.warnings)])
    return True


def _reject(review: Review) -> None:
    if review.limbs:  # what was recorded from it stands
        _skip(review)
        return
    sys.stdout.write("Why? " + "  ".join(f"{key} {reason}" for key, reason in DROP_KEYS.items()) + " ")
    sys.stdout.flush()
    reason = DROP_KEYS.get(review.keyboard.pressed())
    sys.stdout.write("\n")
    if reason is None:
        review.told = "No reason, so nothing was decided."
        return
    with to_record() as writer:
        review.done.append(drop_current(writer, review.session, reason))
    review.dropped += 1
    review.told = f"Dropped: {reason}."
    review.session.go(review.session.place + 1)


def _skip(review: Review) -> None:
    review.limbs = ()
    review.session.go(review.session.place + 1)


def _back(review: Review) -> None:
    review.limbs = ()
    review.session.go(review.session.place - 1)


def _undo(review: Review) -> None:
    if not review.done:
        review.told = "Nothing to take back."
        return
    last = review.done.pop()
    with to_record() as writer:
        undo(writer, last)
    review.kept -= len(last.claims)
    review.dropped -= 0 if last.claims else 1
    review.limbs = ()
    review.told = "Taken back."
    review.session.go(last.place)


def _quit(review: Review) -> None:
    review.ended = True


def _mover(edge: str, step: int) -> Action:
    def move(review: Review) -> None:
        if not review.session.move(edge, step):
            review.told = "There is no word to move over."

    return move


def _join(review: Review) -> None:
    if not review.session.join():
        review.told = "There is no sentence to join."


@dataclass(frozen=True)
class Key:
    """A key and what it does."""

    help: str
    action: Action


KEYS = MappingProxyType({
    "a": Key("accept", _accept),
    "r": Key("reject", _reject),
    "x": Key("record one limb, stay", _split),
    "j": Key("join the next", _join),
    "[": Key("drop first word", _mover("start", 1)),
    "{": Key("take one before", _mover("start", -1)),
    "]": Key("drop last word", _mover("end", -1)),
    "}": Key("take one after", _mover("end", 1)),
    "s": Key("skip for now", _skip),
    "b": Key("back", _back),
    "u": Key("undo", _undo),
    "q": Key("quit", _quit),
    "\x04": Key("", _quit),
})  # fmt: skip
"""Every key of the review, in the order in which they are shown."""


AT_THE_END = MappingProxyType({name: key for name, key in KEYS.items() if name in {"b", "u", "q", "\x04"}})
"""The keys where all has been gone through: the last decision can be taken back too."""


def walk(session: ReviewSession, ref: str) -> Review:
    """Show one suggestion after the other and do what the keys say, until all are seen or somebody quits.

    Raises:
        InputError: nobody is there to press keys.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            "A review needs a terminal.",
            f"For programs: ledger episode suggest {ref} --format json, ledger add --quote, ledger episode drop.",
        )
    review = Review(session, keyboard())
    with review.keyboard.listening():
        while not review.ended:
            _show(review)
            pressed = review.keyboard.pressed()
            known = AT_THE_END if session.over else KEYS
            key = known.get(pressed)
            review.told = "" if key else f"{pressed!a} is no key here."
            if key:
                key.action(review)
    return review


def review_document(ref: str, *, least: int | None, browse: bool, derived: bool) -> None:
    """Walk through the suggestions that nothing was decided of yet."""
    with to_read() as reader:
        laid = lay_out(reader, ref)
        reviews = reviews_of(reader, laid.document.record["id"])
    found = suggestions(laid, least=least, browse=browse, derived=derived)
    waiting = [one for one in found if not touched(reviews, one.sentence.start, one.sentence.end)]
    review = walk(ReviewSession(laid, waiting), ref)
    left = review.left
    flags = f"{' --browse' if browse else ''}{' --derived' if derived else ''}"
    flags += f" --min {least}" if least is not None else ""
    go_on = f"What was left out: ledger coverage e{laid.episode['number']}"
    if left:
        go_on = f"Go on with: ledger episode review d{laid.document.number}{flags}"
    claims = counted(review.kept, "claim")
    told = f"{claims} recorded, {review.dropped} dropped, {left} left"
    answer(
        {"document": laid.document.number, "kept": review.kept, "dropped": review.dropped, "left": left},
        [("Reviewed", told)],
        [go_on],
    )


def answer_drop(ref: str, sentences: str, reason: str, note: str | None, *, undo: bool) -> None:
    """Record that sentences are no claims, or take back what was decided of them."""
    with to_read() as reader:  # laying out takes long, and nobody else may write while a writer is open
        laid = lay_out(reader, ref)
    chosen = laid.chosen(sentences)
    with to_record() as writer:
        count = take_back_all(writer, laid, chosen) if undo else drop_sentences(writer, laid, chosen, reason, note)
    what = f"{counted(count, 'sentence')} of d{laid.document.number}"
    answer(
        {"document": laid.document.number, "first": chosen[0].number, "last": chosen[-1].number, "sentences": count,
         "reason": None if undo else reason},
        [("Taken back", what)] if undo else [("Dropped", f"{what}: {reason}")],
    )  # fmt: skip


def _show(review: Review) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    counts = f"{review.kept} kept, {review.dropped} dropped"
    known = AT_THE_END if review.session.over else KEYS
    keys = [(name, key.help) for name, key in known.items() if key.help]
    told = f"{review.told}\n" if review.told else ""
    if review.session.over:
        shown = f"All {len(review.session.waiting)} have been gone through: {counts}.\n{key_lines(keys, width)}"
    else:
        shown = screen(review.session, counts=counts, keys=keys, width=width)
    clear = "" if os.environ.get("TERM", "dumb") == "dumb" else _CLEAR
    sys.stdout.write(f"{clear}\n{shown}{told}")
    sys.stdout.flush()
