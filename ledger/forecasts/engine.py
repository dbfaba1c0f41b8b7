"""What an engine is to the queries: it holds the relation ``forecast`` and gives each column of an answer."""

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from numpy.typing import NDArray

Columns = Mapping[str, "NDArray[Any]"]


class Engine(Protocol):
    """Holds a forecast table and runs the shared queries on it. Text comes as objects, all numbers as floats."""

    @property
    def present(self) -> frozenset[str]:
        """The columns of the table that have values."""

    def run(self, sql: str) -> Columns:
        """Run a query and give each column of its answer; a missing number is NaN, a missing text None."""

    def questions(self) -> Mapping[str, int] | None:
        """How many questions each analyst has, where there is a quicker way to know than to ask in SQL."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def as_column(values: "NDArray[Any]") -> "NDArray[Any]":
    """A column as the queries' readers expect it: floats, objects with None, or codes, which are 32 bits wide."""
    import numpy as np  # not before there is an answer: a file is read while NumPy is being loaded

    missing = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
    plain = np.ma.getdata(values)
    if plain.dtype.kind in "OUS":
        found = plain.astype(object)
        if missing is not None and missing.any():
            found[missing] = None
        return found
    if plain.dtype == np.int32 and missing is None:
        return plain
    numbers = plain.astype(float)
    if missing is not None and missing.any():
        numbers[missing] = np.nan
    return numbers
