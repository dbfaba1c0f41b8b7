"""The filters of claims as options of a command: each declared once, for every command that has it."""

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


ALL: Any = None
"""The default of a parameter ``filters``: the command is never called without the filters that a user gave."""


def filtered(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of these filters; its parameter ``filters`` gets them as ``Filters``.

    The options stand in the help where the parameter stands, in the order in which they are named here.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**values: Any) -> None:  # noqa: ANN401 - what Typer has read
            from ledger.query.listing import Filters

            chosen = {name: values.pop(name) for name in names}
            command(**values, filters=Filters(**chosen))

        parameters = []
        for parameter in inspect.signature(command).parameters.values():
            if parameter.name == "filters":
                parameters += [_parameter(name) for name in names]
            else:
                parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _parameter(name: str) -> inspect.Parameter:
    default = False if name == "prospective" else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=OPTIONS[name])
