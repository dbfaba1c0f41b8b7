"""What ``score`` was asked, carried out in the order that keeps a user waiting least.

A file is read in the background from the first moment on, while what scores it is still being loaded.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledger.errors import InputError


class OptionElsewhere(InputError):
    """An option that means nothing for what is scored."""

    def __init__(self, option: str, *, file: bool) -> None:
        what = "a ledger's claims" if file else "a file of forecasts"
        super().__init__(f"{option} is about {what}.", "Leave it out, or name no file." if file else "Name the file.")


def refuse_elsewhere(file: Path | None, given: Mapping[str, object]) -> None:
    """Refuse options that have a value and mean nothing here, so that none is passed over in silence.

    Raises:
        OptionElsewhere: the first of them.
    """
    for option, value in given.items():
        if value:
            raise OptionElsewhere(option, file=file is not None)


def scored_file(path: Path, asked: Mapping[str, Any], rows: tuple[Any, ...]) -> None:
    """Score a file: ``asked`` are the options that say how, ``rows`` the parts of ``FileAsk``."""
    from ledger.forecasts.prefetch import FileAsk, begin

    given = FileAsk(*rows)
    with begin(path, given) as early:
        from ledger.cli.score_view import print_scores
        from ledger.reports.score_words import read_ask

        print_scores(early, read_ask(**asked, default="each"), given)


def scored_ledger(
    asked: Mapping[str, Any],
    named: tuple[str | None, str | None, str | None, str | None],
    as_of: str | None,
    scale: str | None,
    *,
    prospective: bool,
) -> None:
    """Score a ledger's claims; ``named`` are an analyst, a topic, and the days from which and to which."""
    from ledger.cli.score_view import print_ledger_scores
    from ledger.query.listing import Filters
    from ledger.reports.score_words import read_ask

    analyst, topic, since, until = named
    filters = Filters(analyst, topic, since=since, until=until, prospective=prospective)
    print_ledger_scores(read_ask(**asked, default="first"), filters, as_of, scale)
