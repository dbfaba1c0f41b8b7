"""Likelihood scales as data: one TOML file a scale, found by listing this folder.

A file gives ``name, title, citation, year, licence, note``, ``url`` or ``doi`` where there is one, and the terms in
percent with at most one decimal (a whole number, or text such as ``"92.5"``). Adding a scale is adding a file.
"""

from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from ledger.errors import InputError, quoted
from ledger.model.probabilities import PPM, midpoint
from ledger.model.scales.phrases import Scale, Term

DEFAULT_SCALE = "icd203"
_HEDGES = "hedges"
_SUFFIX = ".toml"


class UnknownScale(InputError):
    """No file of that name among the scales."""

    def __init__(self, name: str) -> None:
        """Name the scales there are."""
        super().__init__(f"No likelihood scale is called {quoted(name)}.", f"Known: {', '.join(scale_names())}.")


@lru_cache(maxsize=1)
def scale_names() -> tuple[str, ...]:
    """The scales a claim's words can be read on, in alphabetical order."""
    from importlib.resources import files

    found = {entry.name.removesuffix(_SUFFIX) for entry in files(__name__).iterdir() if entry.name.endswith(_SUFFIX)}
    return tuple(sorted(found - {_HEDGES}))


def load_scale(name: str) -> Scale:
    """The scale of that name (``icd203``).

    Raises:
        UnknownScale: if there is none.
    """
    if name not in scale_names():
        raise UnknownScale(name)
    return _read(name)


def scales_with(phrase: str) -> list[str]:
    """The short names of the scales that define a phrase."""
    return [name for name in scale_names() if load_scale(name).find(phrase) is not None]


def load_hedges() -> Scale:
    """The words that cannot be wrong (may, might, could ...), the same whatever scale reads the rest."""
    return _read(_HEDGES)


@cache
def _read(name: str) -> Scale:
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files(__name__).joinpath(name + _SUFFIX).read_text(encoding="utf-8"))
    doi = data.get("doi")
    return Scale(
        name=data["name"],
        title=data["title"],
        citation=data["citation"],
        terms=tuple(_term(entry) for entry in data["term"]),
        year=data["year"],
        url=data.get("url") or (f"https://doi.org/{doi}" if doi else None),
        licence=data["licence"],
        note=data["note"],
        exceptions=tuple(data.get("exceptions", ())),
    )


def _term(entry: dict[str, Any]) -> Term:
    low, high = _ppm(entry["low"]), _ppm(entry["high"])
    point = _ppm(entry["point"]) if "point" in entry else midpoint(low, high)
    return Term(tuple(entry["phrases"]), low, point, high, hedge=entry.get("hedge", False))


def _ppm(percent: int | str) -> int:
    """A percentage as millionths; a float is refused, since 0.1 is not a tenth in binary."""
    if isinstance(percent, float):
        raise TypeError(f"write {percent} in quotes")
    exact = Fraction(percent) * PPM / 100
    if exact % (PPM // 1000):
        raise ValueError(f"{percent}% has more than one decimal")
    return int(exact)
