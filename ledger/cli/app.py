"""The table of commands, and what every command shares: --db and --format, and one place where errors become sentences.

A command's module is imported when the command is called, or its own help is asked for; the help of a group and the
names that TAB offers come from the table. Its line there is the first sentence of the command's docstring, and tests
hold it so.
"""

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_command_name

from ledger.errors import LedgerError

if TYPE_CHECKING:
    from ledger.journal.location import Location

Command = TypeVar("Command", bound=Callable[..., Any])


class Declared(NamedTuple):
    """Where a command is declared: a module of ``ledger.cli``, and the first sentence of the command's help."""

    module: str
    line: str


COMMANDS: dict[str, dict[str, Declared]] = {
    "": {
        "init": Declared("ledgers", "Make a new, empty ledger."),
        "seed": Declared("ledgers", "Load the shipped claims of two podcast episodes; a second time changes nothing."),
        "demo": Declared("ledgers", "Show what Ledger does on a throwaway ledger of the shipped claims."),
        "verify": Declared(
            "ledgers", "Prove that nothing recorded was changed: file, schema, hash chain, and tables against a replay."
        ),
        "backup": Declared("ledgers", "Copy the ledger to a file, whole, even while somebody writes."),
        "upgrade": Declared(
            "ledgers", "Bring a ledger made by an earlier version up to this one, after a backup; all or nothing."
        ),
        "import": Declared("bulk", "Record the claims of a file: all of them or, if one has a fault, none."),
        "export": Declared(
            "bulk",
            "Write claims to a file that import reads back; --as journal: the whole ledger, with its history and "
            "hashes.",
        ),
        "add": Declared("claims", "Record a claim."),
        "revise": Declared(
            "claims",
            "Record a change of mind: a new claim by the same analyst on the same question; the old one stays.",
        ),
        "withdraw": Declared("claims", "Record that the analyst took a claim back."),
        "amend": Declared(
            "claims", "Correct a slip of the curator's: a new entry; the wrong version stays visible in ledger log."
        ),
        "list": Declared("reading", "List claims, in the order they were recorded."),
        "find": Declared("reading", "Find claims by their words, whatever the case or the form of the letters."),
        "show": Declared(
            "reading",
            "Show one claim whole: what was said, the question, every verdict, and every entry of its history.",
        ),
        "due": Declared(
            "reading", "List open questions by deadline: overdue, soon (30 days), later, without a deadline."
        ),
        "log": Declared(
            "reading", "Show who changed what, and when: every entry of the journal, or of one record, in words."
        ),
        "coverage": Declared(
            "checks",
            "Say how much of each episode was looked at: sentences kept, dropped and why, claims per thousand words.",
        ),
        "lint": Declared("checks", "Look for what makes claims hard to settle or wrongly coded."),
        "check": Declared("checks", "Hold every quote against its episode's documents; follow those that moved."),
        "resolve": Declared("resolve", "Record what the world made of a question."),
        "summary": Declared(
            "reports", "Print accuracy by analyst, or by another grouping, with how far the numbers carry."
        ),
        "readings": Declared(
            "reports",
            "Print how far scores hang on how words are read: on every scale, and anywhere within their bands.",
        ),
        "score": Declared(
            "scoring",
            "Score a table of forecasts by every school: Brier, log, calibration, discrimination, peers, over time.",
        ),
        "calibration": Declared(
            "reports",
            "Draw how often what was said came true, by how sure it was said, with what chance alone would show.",
        ),
        "trend": Declared(
            "reports",
            "Show an analyst's score by quarter or year of deadline, and all up to then; a change only if a test "
            "finds one.",
        ),
        "compare": Declared(
            "reports",
            "Compare two analysts on the questions both answered: the gap, how sure it is, and what would settle it.",
        ),
    },
    "analyst": {
        "add": Declared("analysts", "Add an analyst before anything is recorded of them."),
        "list": Declared("analysts", "List everybody whose statements are tracked."),
        "show": Declared("analysts", "Print one analyst's figures, and every claim with its quote and outcome."),
        "alias": Declared("analysts", "Give an analyst another name, such as a transcript's misspelling."),
        "amend": Declared(
            "analysts", "Correct an analyst's name or note: a new entry; the wrong version stays visible in ledger log."
        ),
        "merge": Declared("analysts", "Count what one analyst said as another's."),
    },
    "episode": {
        "add": Declared("episodes", "Add an episode before anything is recorded from it."),
        "amend": Declared(
            "episodes", "Correct an episode: a new entry; the wrong version stays visible in ledger log."
        ),
        "list": Declared("episodes", "List episodes."),
        "show": Declared("episodes", "Show one episode and the claims from it."),
        "import": Declared(
            "episode_import",
            "Store a saved page, transcript or subtitles as a document, with its episode; of a feed, list the "
            "episodes.",
        ),
        "fetch": Declared("episode_import", "Fetch a page and import it."),
        "read": Declared(
            "documents", "Read a document, a numbered sentence at a time, with who speaks as far as known."
        ),
        "speakers": Declared("documents", "Say who speaks."),
        "glossary": Declared(
            "documents", "Say what a transcript's slips mean, in this episode: quotes keep them, statements are mended."
        ),
        "suggest": Declared("documents", "Rank the sentences that look like claims, each with its reasons."),
        "review": Declared(
            "documents",
            "Go through the suggestions one by one: accept, reject with a reason, split, join, trim, undo, quit "
            "and resume.",
        ),
        "drop": Declared(
            "documents", "Say that sentences are no claims, and why: what was left out is part of the record."
        ),
    },
    "question": {
        "list": Declared("questions", "List questions with the verdict in force."),
        "show": Declared("questions", "Show one question with its verdicts and the claims on it."),
        "link": Declared("questions", "Put claims on one question, so that analysts are compared on equal ground."),
        "amend": Declared(
            "questions", "Correct a question: a new entry; the wrong version stays visible in ledger log."
        ),
    },
}
"""Commands by group and name, in the order of the help; those of the program itself stand under the empty name.

The module declares a command of the program on its ``app``, and one of a group on the object that has the group's name.
"""


_INTERRUPTED = 130
"""The exit code of a command that was interrupted, as shells have it."""


@dataclass(frozen=True)
class Settings:
    """What the options that every command takes say."""

    db: str | None = None
    format: str = "table"

    @property
    def location(self) -> "Location":
        """Where the ledger is."""
        from ledger.journal.location import locate

        return locate(self.db)


_DEFAULT = Settings()
_CURRENT: ContextVar[Settings] = ContextVar("settings", default=_DEFAULT)


def settings() -> Settings:
    """The settings of the command that is running."""
    return _CURRENT.get()


def use_db(db: str | None) -> None:
    """Remember the --db given before the command's name."""
    _CURRENT.set(Settings(db=db))


_SHARED = {
    "db": Annotated[
        str | None,
        typer.Option(
            "--db", help="The ledger: a file, or postgresql://HOST/NAME. Else LEDGER_DB, else your data folder."
        ),
    ],
    "format": Annotated[
        str, typer.Option("--format", "-f", help="table, json, csv, md, ndjson, or any format tabulate knows.")
    ],
}


@contextmanager
def _legible() -> Iterator[None]:
    """Escape what an error about the command line itself quotes from it."""
    try:
        yield
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer exports no common class of these errors
            from ledger.text.escape import safe_term

            error.message = safe_term(error.message, keep_newlines=True)  # type: ignore[attr-defined]
        raise


def _value(param: Any, ctx: Any, given: Any) -> Any:  # noqa: ANN401 - Typer's own, of no public class
    """The value of a parameter, without Typer's reading where nothing is to be read.

    Typer reads with Pydantic, and loading that takes longer than most commands take. What was not given needs no
    reading, nor does a default of ours, nor words that are wanted as words.
    """
    if given is None and not param.required:
        none = () if param.multiple or param.nargs == -1 else None
        return param.callback(ctx, param, none) if param.callback else none
    if type(given) is param.type_descriptor.annotation and not param.callback:
        return given
    return type(param).process_value(param, ctx, given)


class _Sparing:
    """What commands and groups of them share: each parameter's value is taken by ``_value``."""

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's own, of no public class
        params = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            param.process_value = functools.partial(_value, param)
        return params


class _Command(_Sparing, TyperCommand):
    """A command of the program."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - Typer's own, of no public class
        """Write the help, and in it what other packages add to the choices of an option."""
        from ledger.cli.options import help_with_plugins

        for param in self.get_params(ctx):
            param.help = help_with_plugins(param.help or "")
        super().format_help(ctx, formatter)


class _Commands(Mapping[str, Any]):
    """The commands of a group by name, in the order of its help. One is imported and built when it is looked up."""

    def __init__(self, group: str, subgroups: Mapping[str, Any]) -> None:
        self._group = group
        self._built = dict(subgroups)
        self._names = dict.fromkeys([*COMMANDS[group], *subgroups])

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - Typer's command has no public class
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _build(self, name: str) -> Any:  # noqa: ANN401 - Typer's command has no public class
        module = import_module(f"ledger.cli.{COMMANDS[self._group][name].module}")
        declaring: LedgerTyper = getattr(module, self._group or "app")
        return declaring.build(name)


class _Group(_Sparing, TyperGroup):
    """Commands that are loaded when they are called, and whose usage errors are as safe to look at as other output."""

    def __init__(self, *, name: str, commands: Mapping[str, Any], **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(name=name, commands=_Commands(name, commands), **options)  # type: ignore[arg-type]
        self._declared = COMMANDS[name]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's context has no public class
        return list(self.commands)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """A command as help and completion list it: its name and its line, without loading it."""
        if cmd_name in self._declared:
            return _Command(cmd_name, help=self._declared[cmd_name].line)
        return self.commands.get(cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command that is called, loaded."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, self.commands[name] if name else None, rest

    def make_context(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on as they are
        with _legible():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's context has no public class
        with _legible():
            return super().invoke(ctx)


class LedgerTyper(typer.Typer):
    """A Typer whose commands all take --db and --format, and end in a sentence and an exit code, not a traceback."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - passed on as they are
        super().__init__(
            cls=_Group,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
            no_args_is_help=True,
            context_settings={"help_option_names": ["--help", "-h"]},
            **options,
        )

    def command(self, *names: str, **options: Any) -> Callable[[Command], Command]:  # type: ignore[override]  # noqa: ANN401
        """Register a command with the shared options and the error boundary around it."""
        register = super().command(*names, cls=_Command, **options)

        def wrap(function: Command) -> Command:
            register(_bounded(function))
            return function

        return wrap

    def build(self, name: str) -> Any:  # noqa: ANN401 - Typer's command has no public class
        """One of the commands registered here, as Typer makes it."""
        for info in self.registered_commands:
            if info.callback and name == (info.name or get_command_name(info.callback.__name__)):
                return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
        raise KeyError(name)


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(**arguments: Any) -> None:  # noqa: ANN401 - whatever the command declares
        db = arguments.pop("db") or settings().db
        token = _CURRENT.set(Settings(db, arguments.pop("format")))
        try:
            _check_format()
            function(**arguments)
        except LedgerError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from error
        except (typer.Abort, KeyboardInterrupt):
            typer.echo("\nAborted.", err=True)
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            # whoever read us has seen enough; python would complain once more when it closes the pipe
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        finally:
            _CURRENT.reset(token)

    signature = inspect.signature(function)
    extra = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_SHARED[name])
        for name, default in (("db", None), ("format", "table"))
    ]
    run.__signature__ = signature.replace(parameters=[*signature.parameters.values(), *extra])  # type: ignore[attr-defined]
    run.__annotations__ = {**function.__annotations__, **_SHARED}
    return run


def _check_format() -> None:
    """Refuse an unknown format before anything is recorded."""
    if settings().format != "table":
        from ledger.render.formats import FORMATS, UnknownFormat

        if settings().format not in FORMATS:
            raise UnknownFormat(settings().format)


def complain(error: LedgerError) -> None:
    """Print an error's sentence and its advice on standard error, with nothing in them that drives a terminal."""
    from ledger.text.escape import safe_term

    sys.stderr.write("".join(f"{safe_term(line)}\n" for line in str(error).splitlines()))
