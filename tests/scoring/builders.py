"""Short ways to write forecasts in tests."""

from collections.abc import Iterable

from hypothesis import strategies as st

from ledger.model.probabilities import PPM
from ledger.scoring.assessment import Assessment, assess
from ledger.scoring.cells import Cells, cells_of

Row = tuple[str, str, float | None, int, float | None, int]
"""Group, cluster, probability (None for a flat assertion), whether asserted, outcome (None for none), how many."""


def row(p, y, cluster="e", *, group="a", asserted=1, count=1) -> Row:
    """One forecast."""
    return group, cluster, p, asserted, y, count


def forecasts(*pairs, apart=True) -> list[Row]:
    """Rows of (p, y) pairs, each in its own episode or all in one."""
    return [row(p, y, f"e{i}" if apart else "e") for i, (p, y) in enumerate(pairs)]


def cells(rows: Iterable[Row], *, flat: bool) -> Cells:
    """The cells of rows, with groups in the order of their names."""
    listed = list(rows)
    groups, clusters = (sorted({item[at] for item in listed}) for at in (0, 1))
    kept = [item for item in listed if item[4] is not None and (flat or item[2] is not None)]
    return cells_of(
        [groups.index(item[0]) for item in kept],
        [item[3] if item[2] is None else item[2] for item in kept],
        [item[4] for item in kept],
        n=[item[5] for item in kept],
        groups=len(groups),
        cluster=[clusters.index(item[1]) for item in kept],
    )


def assessed(rows: Iterable[Row], **options) -> dict[str, Assessment]:
    """The assessment of every group of rows."""
    listed = list(rows)
    found = assess(cells(listed, flat=False), cells(listed, flat=True), **options)
    return dict(zip(sorted({item[0] for item in listed}), found, strict=True))


def assessed_alone(rows: Iterable[Row], **options) -> Assessment:
    """That of rows of one group, which may be none."""
    listed = list(rows)
    empty = cells_of([], [], [], groups=1, cluster=[])
    return assessed(listed, **options)["a"] if listed else assess(empty, empty, **options)[0]


probabilities = st.integers(0, PPM).map(lambda k: k / PPM)
rows = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["e1", "e2", "e3", "e4", "e5", "e6"]),
        st.none() | st.sampled_from([0.0, 0.25, 0.5, 0.7, 1.0]) | probabilities,
        st.sampled_from([0, 1]),
        st.none() | st.sampled_from([0.0, 1.0]) | probabilities,
        st.just(1),
    ),
    max_size=60,
)
