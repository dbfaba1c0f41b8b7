"""Files that are there whole or not at all, and that only their owner may read."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_whole(target: Path) -> Iterator[Path]:
    """Give a new private file to fill; when the block ends well it gets the name ``target``, else it is gone.

    The target's folder is synced, so the name survives a power cut too.

    Raises:
        FileExistsError: ``target`` is there already.
    """
    if target.exists() or target.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    making = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield making
        _take_name(making, target)
    finally:
        making.unlink(missing_ok=True)
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
