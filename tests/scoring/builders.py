"""Short ways to write forecasts in tests."""

from collections.abc import Iterable

from hypothesis import strategies as st

from ledger.scoring.cells import PPM, Cell, cells_from_rows

Row = tuple[str, str, int | None, int, int | None, int]


def row(p, y, cluster="e", *, group="a", asserted=1, count=1) -> Row:
    """One forecast; p and y as plain numbers, None for none."""
    return (
        group,
        cluster,
        None if p is None else round(p * PPM),
        asserted,
        None if y is None else round(y * PPM),
        count,
    )


def cells(rows: Iterable[Row]) -> tuple[Cell, ...]:
    """The cells of rows that share one group."""
    return next(iter(cells_from_rows(rows).values()), ())


def forecasts(*pairs, apart=True) -> tuple[Cell, ...]:
    """Cells of (p, y) pairs, each in its own episode or all in one."""
    return cells(row(p, y, f"e{i}" if apart else "e") for i, (p, y) in enumerate(pairs))


ppm = st.integers(0, PPM)
rows = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["e1", "e2", "e3", "e4", "e5", "e6"]),
        st.none() | st.sampled_from([0, 250_000, 500_000, 700_000, PPM]) | ppm,
        st.sampled_from([0, 1]),
        st.none() | st.sampled_from([0, PPM]) | ppm,
        st.just(1),
    ),
    max_size=60,
)
