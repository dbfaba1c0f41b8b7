"""Options that several commands share, declared once.

Choices are listed in full: closed sets of words are those of the vocabulary, and tests hold the others to the code.
What can be said of a claim is declared with its fields; ``stating`` gives a command the options of them.
"""

import inspect
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
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

STATED: Any = None
"""The default of a parameter ``stated``: the command is never called without what a user gave."""


def stating(name: str, order: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for every field of a claim whose ``Option`` has help for it.

    Its parameter ``stated`` gets what was given of them, under the names of the fields.

    Args:
        name: the command as ``Option`` knows it.
        order: its parameters, and fields, in the order of the help; a field that is not among them comes last.
    """
    fields = {field.name: field for field in FIELDS.values() if field.option and getattr(field.option, name)}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = {one.name: one.replace(kind=one.KEYWORD_ONLY) for one in inspect.signature(command).parameters.values()}
        del own["stated"]
        options = own | {field.name: _parameter(field, name) for field in fields.values()}
        parameters = [options[one] for one in dict.fromkeys((*order.split(), *options))]

        @wraps(command)
        def run(**values: Any) -> None:  # noqa: ANN401 - what Typer has read
            given = {one.name: values.pop(one.name) for one in parameters if one.name in fields}
            command(**values, stated={field: value for field, value in given.items() if value is not None})

        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _parameter(field: Field, command: str) -> inspect.Parameter:
    option = field.option
    assert option is not None  # noqa: S101 - only such fields are asked for
    more: dict[str, Any] = {"help": getattr(option, command)}
    if option.choices:
        more["autocompletion"] = choices(option.choices)
    given: Any = list[str] if field.takes is Takes.LIST else bool if field.takes is Takes.FLAG else str
    left_open = given is not bool or (command != "add" and option.no)
    flag = f"{option.flag}/{option.no}" if given is bool and left_open else option.flag
    declared = typer.Option(flag, **more) if flag.startswith("--") else typer.Argument(**more)
    return inspect.Parameter(
        field.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None if left_open else False,
        annotation=Annotated[given | None if left_open else given, declared],
    )
