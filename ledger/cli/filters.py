"""The filters of claims, declared once for every command that has them."""

from collections.abc import Callable, Mapping
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


def filtered(*names: str) -> Callable[[options.Command], options.Command]:
    """Give a command the options of these filters; its parameter ``filters`` gets them as ``Filters``."""

    def make(**chosen: Any) -> Any:  # noqa: ANN401 - the class is loaded with the first command that filters
        from ledger.query.listing import Filters

        return Filters(**chosen)

    fields = {name: (OPTIONS[name], False if name == "prospective" else None) for name in names}
    return options.gathered("filters", fields, make)
