"""What every command shares: the options --db and --format, and one place where errors become sentences."""

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command_from_info, get_command_name

from ledger.cli.commands import COMMANDS
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from ledger.journal.location import Location

Command = TypeVar("Command", bound=Callable[..., Any])


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
        from ledger.render import FORMATS, UnknownFormat

        if settings().format not in FORMATS:
            raise UnknownFormat(settings().format)


def complain(error: LedgerError) -> None:
    """Print an error's sentence and its advice on standard error, with nothing in them that drives a terminal."""
    from ledger.text.escape import safe_term

    sys.stderr.write("".join(f"{safe_term(line)}\n" for line in str(error).splitlines()))
