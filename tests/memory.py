"""A folder in memory for the files of the tests: a disk takes ten times as long to make a file and forget it again."""

import os
import shutil
from pathlib import Path

ROOM = 2 << 30
"""Bytes that must be free: a run fills less than half of it."""


def folder() -> Path | None:
    """The folder; None where there is none, or too little room in it, or no program may be run from it."""
    shared = Path("/dev/shm")
    if not os.access(shared, os.W_OK) or os.statvfs(shared).f_flag & os.ST_NOEXEC:
        return None
    return shared if shutil.disk_usage(shared).free > ROOM else None
