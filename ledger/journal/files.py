"""Files: written whole or not at all and for their owner alone, and the folders that travel with the package."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_whole(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a new private file to fill; when the block ends well it gets the name ``target``, else it is gone.

    It is filled in a private folder beside the target, so that whatever else is made on the way goes with it. The
    target's folder is synced, so the name survives a power cut too.

    Args:
        target: the name it gets.
        replace: take the place of a file that has the name; of what is no plain file, never.

    Raises:
        FileExistsError: ``target`` is there already.
    """
    if target.is_symlink() or (target.exists() and not (replace and target.is_file())):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    folder = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        making = folder / "new"
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield making
        if replace:
            making.replace(target)
        else:
            _take_name(making, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _sync_folder(target.parent)


def _take_name(making: Path, target: Path) -> None:
    try:
        os.link(making, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the check above is the best there is
        making.rename(target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_PACKAGE = Path(__file__).resolve().parents[1]


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
