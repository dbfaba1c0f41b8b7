"""Where the folders that travel with the package are: in a checkout, or inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder ``migrations`` or ``seeds``.

    Raises:
        FileNotFoundError: neither place has it, which means a broken installation.
    """
    installed = _PACKAGE / "_data" / name
    if installed.is_dir():
        return installed
    beside = _PACKAGE.parent / name
    if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    raise FileNotFoundError(f"the folder {name} is missing from this installation of ledger; install it again")
