"""Options that several commands share, declared once.

Choices are listed in full: closed sets of words are those of the vocabulary, and tests hold the others to the code.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.complete import analysts, choices
from ledger.model import vocabulary
from ledger.model.vocabulary import listed

KINDS = listed(vocabulary.Kind)
LEVELS = listed(vocabulary.Attribution)
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
LIKELIHOOD_HELP = (
    "0.6, 60%, 3/4, 3:1 (odds for), 55-80%, a phrase of the scale (likely), a hedge (might), "
    "words=BAND (the curator's figures for words), or none."
)
