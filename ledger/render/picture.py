"""Charts as pictures: PNG and SVG, drawn by matplotlib, which is loaded only when a picture is made.

The same chart gives the same bytes. A picture appears whole under its name or not at all.
"""

import io
import logging
import os
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.errors import InputError
from ledger.render.chart import Chart
from ledger.render.picture_text import Lettering

_DPI = 150

_RC = {
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "text.usetex": False,
    "axes.formatter.use_mathtext": False,
    "svg.hashsalt": "claim-ledger",  # or the identifiers in it differ each time
    "svg.fonttype": "none",  # text stays text: it can be searched and read aloud
    "font.size": 9,
}


class PlottingNotInstalled(InputError):
    """Pictures need matplotlib, which is an extra."""

    def __init__(self) -> None:
        super().__init__("Pictures need matplotlib, which is not installed.", 'pip install "claim-ledger[plot]"')


class UnknownPicture(InputError):
    """The name of the file does not say which kind of picture it shall be."""

    def __init__(self, path: Path) -> None:
        kinds = " or ".join(KINDS)
        super().__init__(f"{path} does not say which kind of picture it is.", f"Give it a name that ends in {kinds}.")


class PictureNotWritten(InputError):
    """The picture cannot be put where it was wanted."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be written: {why}.", "Name another file.")


@dataclass(frozen=True)
class Kind:
    """A kind of picture: what matplotlib calls it, what is said in it of itself, whether text stays text in it."""

    name: str
    metadata: dict[str, None]
    keeps_text: bool


KINDS: dict[str, Kind] = {
    ".png": Kind("png", {"Software": None}, keeps_text=False),
    ".svg": Kind("svg", {"Date": None, "Creator": None}, keeps_text=True),
}
"""The kinds of picture by the end of a file's name."""


def save(chart: Chart, path: Path) -> None:
    """Draw a chart into a file, replacing what is there; the end of its name says which kind of picture.

    A chart without a point becomes a picture of the sentence that says so.

    Raises:
        UnknownPicture: the name ends in something else.
        PlottingNotInstalled: matplotlib is missing.
        PictureNotWritten: the file cannot be written; what was there before is untouched.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise UnknownPicture(path)
    content = picture(chart, kind)
    try:
        _write_whole(path, content)
    except (OSError, ValueError) as error:  # a ValueError is a name that no file can have
        raise PictureNotWritten(path, getattr(error, "strerror", None) or str(error)) from error


def picture(chart: Chart, kind: Kind) -> bytes:
    """The picture itself.

    Raises:
        PlottingNotInstalled: matplotlib is missing.
    """
    with _quiet():
        try:
            import matplotlib.style
        except ImportError as error:
            raise PlottingNotInstalled from error
        from ledger.render.picture_body import compose

        letters = Lettering(chart, keeps_text=kind.keeps_text)
        rc: dict[str, Any] = {**_RC, "font.family": letters.families}
        with matplotlib.style.context(["default", rc]):  # whatever the user has set for pictures of his own
            target, metadata = io.BytesIO(), dict(kind.metadata)
            figure = compose(chart, letters)
            figure.savefig(target, format=kind.name, dpi=_DPI, metadata=metadata)
    return target.getvalue()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib from telling people about its caches and about letters that a font lacks."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph ")
            yield
    finally:
        logger.setLevel(level)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file beside the target and then give it the name."""
    making = path.parent / f".making-{uuid.uuid4().hex}"
    try:
        with making.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
