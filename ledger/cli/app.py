"""What every command shares: the options --db and --format, and one place where errors become sentences."""

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

from ledger.errors import LedgerError

if TYPE_CHECKING:
    from ledger.storage.location import Location

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
        from ledger.storage.location import locate

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
            from ledger.render.escape import safe_term

            error.message = safe_term(error.message, keep_newlines=True)  # type: ignore[attr-defined]
        raise


class _Group(TyperGroup):
    """Commands whose usage errors are as safe to look at as all other output."""

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
        register = super().command(*names, **options)

        def wrap(function: Command) -> Command:
            register(_bounded(function))
            return function

        return wrap


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
    from ledger.render.escape import safe_term

    sys.stderr.write("".join(f"{safe_term(line)}\n" for line in str(error).splitlines()))
