"""The review at a terminal: a key pressed, a decision recorded, the next suggestion.

Quitting loses nothing; coming back goes on. Between two keys the terminal stays as it is, so that none typed ahead is
lost: Typer's own ``getchar`` changes the terminal for each key, and throws away what was typed in between.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import typer

from ledger.cli.output import answer
from ledger.cli.reader import opened as reading
from ledger.cli.review_form import fill_in
from ledger.cli.review_view import key_lines, screen
from ledger.cli.writer import opened, today
from ledger.curation.review import Decided, ReviewSession, drop_current, drop_sentences, keep, take_back_all, undo
from ledger.errors import InputError, LedgerError
from ledger.model.vocabulary import Drop
from ledger.query.layout import lay_out
from ledger.query.suggestions import reviews_of, suggestions, touched
from ledger.text.escape import safe_term


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
        with opened() as writer:
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
    with opened() as writer:
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
    with opened() as writer:
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
    with reading() as reader:
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
    claims = f"{review.kept} claim{'s' if review.kept != 1 else ''}"
    told = f"{claims} recorded, {review.dropped} dropped, {left} left"
    answer(
        {"document": laid.document.number, "kept": review.kept, "dropped": review.dropped, "left": left},
        [("Reviewed", told)],
        [go_on],
    )


def answer_drop(ref: str, sentences: str, reason: str, note: str | None, *, undo: bool) -> None:
    """Record that sentences are no claims, or take back what was decided of them."""
    with reading() as reader:  # laying out takes long, and nobody else may write while a writer is open
        laid = lay_out(reader, ref)
    chosen = laid.chosen(sentences)
    with opened() as writer:
        count = take_back_all(writer, laid, chosen) if undo else drop_sentences(writer, laid, chosen, reason, note)
    what = f"{count} sentence{'s' if count != 1 else ''} of d{laid.document.number}"
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
