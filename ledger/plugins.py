"""What other packages add: entry points whose loading registers measures, page kinds and claim formats.

A package names a module of its own under an entry-point group (``[project.entry-points."ledger.measures"]``), by the
name of what the module registers when it is imported. A registry loads its group once, when it is asked for what is not
ours. A plugin that fails is named in a warning and leaves nothing behind; the program goes on without it.

Facts of the packaging standard: https://packaging.python.org/en/latest/specifications/entry-points/
"""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from ledger.errors import ConflictError, InputError, LedgerError, quoted

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

Member = TypeVar("Member")
_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

OURS = "Ledger itself"
"""Who has what no other package has added."""


class PluginWarning(UserWarning):
    """A plugin was left out, and why."""


class PluginFailed(InputError):
    """A plugin failed at its work."""

    def __init__(self, plugin: object, fault: Exception) -> None:
        super().__init__(
            f"{plugin} failed. {type(fault).__name__}: {fault}",
            "Whoever wrote it can mend it; without it: pip uninstall.",
        )


class _Plugin:
    """The plugin that is being loaded: who it is, and what it has entered in whichever registry."""

    def __init__(self, point: "EntryPoint") -> None:
        package = f"{point.dist.name} {point.dist.version}" if point.dist else "no package"
        self.name = f"the plugin {point.name} of {package}"
        self.entered: list[tuple[Registry[Any], str]] = []

    def load(self, point: "EntryPoint") -> str:
        """Import its module, which enters what it has; gives why it failed, or ""."""
        global _loading  # noqa: PLW0603 - whose registrations these are
        before, _loading = _loading, self
        try:
            point.load()
        except (Exception, SystemExit) as fault:  # noqa: BLE001 - whatever is wrong with it, the program goes on
            return fault.message if isinstance(fault, LedgerError) else f"{type(fault).__name__}: {fault}"
        finally:
            _loading = before
        return ""

    def __str__(self) -> str:
        return f"{self.name[0].upper()}{self.name[1:]}"


_loading: _Plugin | None = None


class Registry(Mapping[str, Member]):
    """Members by name, ours first. Those of other packages are looked for when a name is not ours, or all are wanted.

    ``what`` is what a member is called; ``reserved`` are names of ours that do not stand in the registry.
    """

    def __init__(self, group: str, what: str, reserved: Collection[str] = ()) -> None:
        self._group = group
        self._what = what
        self._reserved = frozenset(reserved)
        self._members: dict[str, Member] = {}
        self._owners: dict[str, str] = {}
        self._loaded = False

    def enter(self, name: str, member: Member, module: str) -> None:
        """Enter a member under a name that nobody else has; a module may replace what it has entered itself.

        Args:
            name: its name.
            member: the thing itself.
            module: the module that enters it; see ``registering``.

        Raises:
            ConflictError: the name is taken; by whom, stands in it.
        """
        ours = is_ours(module)  # also of what a plugin is the first to load
        owner = OURS if ours else _loading.name if _loading else f"the module {module}"
        has = OURS if name in self._reserved else self._owners.get(name, owner)
        if has != owner:
            raise ConflictError(f"The {self._what} {quoted(name)} is there already: {has} has it.", "Rename it.")
        self._members[name], self._owners[name] = member, owner
        if _loading and not ours:
            _loading.entered.append((self, name))

    def remove(self, name: str) -> None:
        """Take a member out."""
        self._members.pop(name, None)
        self._owners.pop(name, None)

    def __getitem__(self, name: str) -> Member:
        if name not in self._members:
            self._load()
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        ours = [*self._members]
        yield from ours
        self._load()
        yield from [name for name in self._members if name not in ours]

    def __len__(self) -> int:
        self._load()
        return len(self._members)

    def _load(self) -> None:
        """Load the plugins of the group; each enters what it has.

        One that fails, or enters nothing of its name, is told of in a ``PluginWarning``; what it entered is taken out.
        """
        if self._loaded:
            return
        self._loaded = True  # before they are loaded: one of them may ask what there is
        for point in points(self._group):
            plugin = _Plugin(point)
            reason = plugin.load(point)
            if not reason and point.name not in self._members:
                reason = f"it registers no {self._what} of that name"
            if reason:
                for registry, name in plugin.entered:
                    registry.remove(name)
                warn(f"{plugin} is left out. {reason}")


def registering() -> str:
    """The module that has called the function which asks: whose functions it registers does not matter."""
    return str(sys._getframe(2).f_globals.get("__name__", "__main__"))  # noqa: SLF001 - as namedtuple does


def is_ours(module: str) -> bool:
    """Whether a module is one of this package."""
    return module.partition(".")[0] == __name__.partition(".")[0]


def warn(message: str) -> None:
    """Say that the program goes on without a plugin, and why."""
    import warnings

    warnings.warn(message, PluginWarning, stacklevel=2)


@cache
def points(group: str) -> "list[EntryPoint]":
    """The entry points of a group in this environment, by name; nothing of them is loaded."""
    return sorted(_all().select(group=group), key=lambda point: (point.name, point.value))


@cache
def _all() -> "EntryPoints":
    """Those of every installed package: looking for them takes as long as reading a hundred small files."""
    from importlib.metadata import entry_points  # brings the readers of mail and of archives

    return entry_points()  # type: ignore[return-value]  # the stubs speak of Python 3.11 as of 3.9


def told_by_name(function: Callable[_Given, _Made], **instead: _Made) -> Callable[_Given, _Made]:
    """A function of the plugin that is being loaded, so that its failures are told with its name; any other as it is.

    Args:
        function: the plugin's.
        instead: ``otherwise=VALUE``, where a failure is to be a warning and this value, and no error.

    Raises:
        PluginFailed: (when it is called) whatever the function raises that is no error of Ledger's.
    """
    plugin = _loading
    if plugin is None:
        return function

    @contextmanager
    def told() -> Iterator[None]:
        try:
            yield
        except LedgerError:
            raise
        except Exception as fault:
            raise PluginFailed(plugin, fault) from fault

    def each(made: Iterator[Any]) -> Iterator[Any]:
        with told():
            yield from made

    @wraps(function)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        try:
            with told():
                made = function(*args, **kwargs)
        except PluginFailed as failure:
            if "otherwise" not in instead:
                raise
            warn(failure.message)
            return instead["otherwise"]
        return cast("_Made", each(made)) if isinstance(made, Iterator) else made

    return call
