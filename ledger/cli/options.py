"""Options that several commands share, declared once.

Choices are listed in full: closed sets of words are those of the vocabulary, and tests hold the others to the code.
Options that belong together make one parameter of a command: ``gathered`` gives them to it, and ``stating`` those of
the fields of a claim.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from ledger.cli.complete import analysts, choices
from ledger.model import vocabulary
from ledger.model.fields import FIELDS, KINDS, LEVELS, Field, Takes
from ledger.model.vocabulary import listed

SCALES = "icd203, phia, kent, nato, ipcc, efsa, survey"
STATES = (
    "open, overdue, resolved, scored, unscored, hedged, known, restated, excluded, withdrawn, retrospective, "
    + listed(vocabulary.VERDICTS)
)
DIMENSIONS = "analyst, topic, kind, horizon, show, year, attribution"
READINGS = listed(vocabulary.Reading)
RULES = "brier, brier2, log, spherical, baseline"
SAMPLINGS = listed(vocabulary.Sampling)
DROPS = listed(vocabulary.Drop)


def added(group: str) -> str:
    """What stands in the help of an option for the plugins of a group; ``help_with_plugins`` puts their names there."""
    return f"{{ledger.{group}}}"


def help_with_plugins(help_: str) -> str:
    """The help of an option with the plugins that add to it: they are looked for when help is shown, and no sooner."""
    return re.sub(r"\{(ledger\.\w+)\}", _plugins, help_)


def _plugins(group: re.Match[str]) -> str:
    from ledger.plugins import points
    from ledger.text.escape import safe_term

    names = ", ".join(point.name for point in points(group[1]))
    return f" Plugins add: {safe_term(names)}." if names else ""


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="The ledger as it stood then: a date (the end of that day, UTC) or an instant."),
]
Analyst = Annotated[
    str | None, typer.Option("--analyst", help="Only this analyst: name or a3.", autocompletion=analysts)
]
Topic = Annotated[str | None, typer.Option("--topic", help="Only this topic.")]
Kind = Annotated[str | None, typer.Option("--kind", help=f"Only this kind: {KINDS}.", autocompletion=choices(KINDS))]
State = Annotated[
    str | None, typer.Option("--state", help=f"Only this state: {STATES}.", autocompletion=choices(STATES))
]
Since = Annotated[
    str | None, typer.Option("--since", help="Only what was said on this day or later (2019: from its first day).")
]
Until = Annotated[
    str | None, typer.Option("--until", help="Only what was said on this day or earlier (2019: to its last day).")
]
Show = Annotated[str | None, typer.Option("--show", help="Only from this show.")]
Level = Annotated[
    str | None, typer.Option("--attribution", help=f"Only this attribution: {LEVELS}.", autocompletion=choices(LEVELS))
]
Text = Annotated[str | None, typer.Option("--text", help="Only claims in which all these words stand.")]
Prospective = Annotated[bool, typer.Option("--prospective", help="Leave out claims recorded after they were settled.")]
Reading = Annotated[
    str,
    typer.Option(
        "--reading",
        help=f"What becomes of partial outcomes: {listed(f'{one} ({one.help})' for one in vocabulary.Reading)}.",
        autocompletion=choices(READINGS),
    ),
]
Reference = Annotated[
    str | None, typer.Option("--reference", help="The probability scores are held against: a base rate, 30%. Else 50%.")
]
Scale = Annotated[
    str, typer.Option("--scale", help=f"The scale that reads words: {SCALES}.", autocompletion=choices(SCALES))
]
Plot = Annotated[
    Path | None, typer.Option("--plot", help="Draw a picture into this file too: its name ends in .png or .svg.")
]
ReadOn = Annotated[
    str | None,
    typer.Option(
        "--scale",
        help=f"Read all phrases on this scale: {SCALES}. Else as they were coded.",
        autocompletion=choices(SCALES),
    ),
]
Measured = Annotated[str, typer.Option("--measure", help=f"What is scored: {RULES}.", autocompletion=choices(RULES))]
LogFloor = Annotated[
    float | None,
    typer.Option(
        "--log-floor", help="Least probability of what happened in log and baseline scores: 0.001. Else none."
    ),
]
Note = Annotated[str | None, typer.Option("--note", help="The curator's note.")]
Sampling = Annotated[
    str | None,
    typer.Option(
        "--sampling", help=f"By what rule claims were taken from it: {SAMPLINGS}.", autocompletion=choices(SAMPLINGS)
    ),
]
Evidence = Annotated[list[str] | None, typer.Option("--evidence", help="Address or short reference; again for more.")]

GIVEN: Any = None
"""The default of a parameter that options make: the command is never called without."""

Command = Callable[..., None]


def gathered(
    parameter: str, options: Mapping[str, tuple[Any, object]], make: Callable[..., Any], order: str = ""
) -> Callable[[Command], Command]:
    """Give a command options which make one of its parameters.

    The options stand in the help where the parameter stands, in their own order.

    Args:
        parameter: its name.
        options: the annotation and the default of each option.
        make: takes the options by name.
        order: names that come first in the help, in another order.
    """

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**values: Any) -> None:  # noqa: ANN401 - what Typer has read
            chosen = {name: values.pop(name) for name in options}
            command(**values, **{parameter: make(**chosen)})

        found: dict[str, inspect.Parameter] = {}
        for own in inspect.signature(command).parameters.values():
            given = options if own.name == parameter else {own.name: (own.annotation, own.default)}
            found |= {name: _option(name, *declared) for name, declared in given.items()}
        parameters = [found[name] for name in dict.fromkeys((*order.split(), *found))]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return decorate


def _option(name: str, annotation: Any, default: object) -> inspect.Parameter:  # noqa: ANN401 - what Typer takes
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def stating(command: str, order: str) -> Callable[[Command], Command]:
    """Give a command an option for every field of a claim whose ``Option`` has help for it.

    Its parameter ``stated`` gets what was given of them, under the names of the fields.

    Args:
        command: its name, as ``Option`` knows it.
        order: its parameters, and fields, in the order of the help; a field that is not among them comes last.
    """

    def stated(**given: object) -> dict[str, object]:
        return {name: value for name, value in given.items() if value is not None}

    fields = [field for field in FIELDS.values() if field.option and getattr(field.option, command)]
    return gathered("stated", {field.name: _declared(field, command) for field in fields}, stated, order)


def _declared(field: Field, command: str) -> tuple[Any, object]:
    """The annotation and the default of a field's option."""
    option = field.option
    assert option is not None  # noqa: S101 - only such fields are asked for
    more: dict[str, Any] = {"help": getattr(option, command)}
    if option.choices:
        more["autocompletion"] = choices(option.choices)
    given: Any = list[str] if field.takes is Takes.LIST else bool if field.takes is Takes.FLAG else str
    left_open = given is not bool or (command != "add" and option.no)
    flag = f"{option.flag}/{option.no}" if given is bool and left_open else option.flag
    declared = typer.Option(flag, **more) if flag.startswith("--") else typer.Argument(**more)
    return Annotated[given | None if left_open else given, declared], None if left_open else False


FILTERS: Mapping[str, Any] = MappingProxyType({
    "analyst": Analyst,
    "topic": Topic,
    "kind": Kind,
    "state": State,
    "since": Since,
    "until": Until,
    "show": Show,
    "attribution": Level,
    "text": Text,
    "prospective": Prospective,
})  # fmt: skip
"""The filters of claims, declared once for every command: the option of each field of ``Filters``.

The only one that is no word is ``prospective``.
"""


def filtered(*names: str) -> Callable[[Command], Command]:
    """Give a command the options of these filters; its parameter ``filters`` gets them as ``Filters``."""

    def make(**chosen: Any) -> Any:  # noqa: ANN401 - the class is loaded with the first command that filters
        from ledger.query.listing import Filters

        return Filters(**chosen)

    fields = {name: (FILTERS[name], False if name == "prospective" else None) for name in names}
    return gathered("filters", fields, make)
