"""Options that belong together and that several commands have, each declared once: the filters of claims.

What a group of options makes is one parameter of the command.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any

from ledger.cli import options

OPTIONS: Mapping[str, Any] = MappingProxyType({
    "analyst": options.Analyst,
    "topic": options.Topic,
    "kind": options.Kind,
    "state": options.State,
    "since": options.Since,
    "until": options.Until,
    "show": options.Show,
    "attribution": options.Level,
    "text": options.Text,
    "prospective": options.Prospective,
})  # fmt: skip
"""The option of each field of ``Filters``; the only one that is no word is ``prospective``."""


GIVEN: Any = None
"""The default of a parameter that a group of options makes: the command is never called without."""

Command = Callable[..., None]


def gathered(
    parameter: str, fields: Mapping[str, tuple[Any, object]], make: Callable[..., Any]
) -> Callable[[Command], Command]:
    """Give a command options which make one of its parameters.

    The options stand in the help where the parameter stands, in their own order.

    Args:
        parameter: its name.
        fields: the annotation and the default of each option.
        make: takes the options by name.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**values: Any) -> None:  # noqa: ANN401 - what Typer has read
            chosen = {name: values.pop(name) for name in fields}
            command(**values, **{parameter: make(**chosen)})

        parameters = []
        for own in inspect.signature(command).parameters.values():
            if own.name == parameter:
                parameters += [_option(name, *declared) for name, declared in fields.items()]
            else:
                parameters.append(own.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {own.name: own.annotation for own in parameters}
        return run

    return decorate


def _option(name: str, annotation: Any, default: object) -> inspect.Parameter:  # noqa: ANN401 - what Typer takes
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def filtered(*names: str) -> Callable[[Command], Command]:
    """Give a command the options of these filters; its parameter ``filters`` gets them as ``Filters``."""

    def make(**chosen: Any) -> Any:  # noqa: ANN401 - the class is loaded with the first command that filters
        from ledger.query.listing import Filters

        return Filters(**chosen)

    fields = {name: (OPTIONS[name], False if name == "prospective" else None) for name in names}
    return gathered("filters", fields, make)
