"""What other packages add: entry points whose loading registers measures, page kinds and claim formats.

A package names a module of its own under an entry-point group (``[project.entry-points."ledger.measures"]``), and the
module registers what it has when it is imported. A registry loads its group once, when it is first asked. A plugin
that fails is named in a warning and leaves nothing behind; the program goes on without it.

Facts of the packaging standard: https://packaging.python.org/en/latest/specifications/entry-points/
"""

import warnings
from collections.abc import Callable, Collection, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache, wraps
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from typing import Any, ParamSpec, TypeVar, cast

from ledger.errors import ConflictError, InputError, LedgerError, quoted

_Entry = TypeVar("_Entry")
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

OURS = "Ledger itself"

_owners: dict[tuple[str, str], str] = {}
_loading = ""


class PluginWarning(UserWarning):
    """A plugin was left out, and why."""


@cache
def points(group: str) -> list[EntryPoint]:
    """The entry points of ``ledger.GROUP`` in this environment, by name; nothing of them is loaded."""
    return sorted(_all().select(group=f"ledger.{group}"), key=lambda point: (point.name, point.value))


@cache
def _all() -> EntryPoints:
    """Those of every installed package: looking for them takes as long as reading a hundred small files."""
    return entry_points()  # type: ignore[return-value]  # the stubs speak of Python 3.11 as of 3.9


def enter(
    what: str, registry: MutableMapping[str, _Entry], name: str, entry: _Entry, built_in: Collection[str] = ()
) -> None:
    """Enter something in a registry under a name that nothing has yet.

    Args:
        what: what is registered, as in "measure".
        registry: where it goes.
        name: its name there.
        entry: the thing itself.
        built_in: names that are taken though they do not stand in the registry.

    Raises:
        ConflictError: the name is taken; by whom, stands in it.
    """
    if name in registry or name in built_in:
        owner = _owners.get((what, name), OURS)
        raise ConflictError(f"The {what} {quoted(name)} is there already: {owner} has it.", "Give it another name.")
    registry[name] = entry
    if _loading:
        _owners[what, name] = _loading


def told_by_name(function: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """A function of the plugin that is being loaded, so that its failures are told with its name; any other as it is.

    Raises:
        InputError: (when it is called) whatever the function raises that is no error of Ledger's.
    """
    owner = _loading
    if not owner:
        return function

    @contextmanager
    def told() -> Iterator[None]:
        try:
            yield
        except LedgerError:
            raise
        except Exception as fault:
            message = f"{owner[0].upper()}{owner[1:]} failed. {type(fault).__name__}: {fault}"
            raise InputError(message, "Whoever wrote it can mend it; without it: pip uninstall.") from fault

    def each(made: Iterator[Any]) -> Iterator[Any]:
        with told():
            yield from made

    @wraps(function)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        with told():
            made = function(*args, **kwargs)
        return cast("_Made", each(made)) if isinstance(made, Iterator) else made

    return call


def load_plugins(group: str, registry: MutableMapping[str, _Entry]) -> None:
    """Load the plugins of a group; each enters what it has in the registry.

    One that fails, or that enters nothing, is told of in a ``PluginWarning``, and what it had entered is taken out.
    """
    global _loading  # noqa: PLW0603 - whose registrations these are
    for point in points(group):
        before = dict(registry)
        package = f"{point.dist.name} {point.dist.version}" if point.dist else "no package"
        _loading = f"the plugin {point.name} of {package}"
        try:
            point.load()
            reason = "" if len(registry) > len(before) else "it registers nothing"
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, the program does not go down
            reason = f"{type(fault).__name__}: {fault}"
        finally:
            owner, _loading = _loading, ""
        if reason:
            registry.clear()
            registry.update(before)
            for key in [key for key, whose in _owners.items() if whose == owner]:
                del _owners[key]
            warnings.warn(f"{owner[0].upper()}{owner[1:]} is left out. {reason}", PluginWarning, stacklevel=2)
