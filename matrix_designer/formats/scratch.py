"""Working files of one run: a folder that goes with the run, or after it where that was killed.

Knows the system's folder for temporary files and which processes live; not what is in them.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "matrix-designer-run-"
_NAME = re.compile(rf"{_PREFIX}(\d+)-.+")
_DAY = 86_400
_LONGEST_RUN_DAYS = 30
"""No program runs longer where it cannot be asked whether it lives."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for one run and remove it; it says by its name whose it is."""
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        yield Path(folder)


def forget_scratch(now: float | None = None) -> int:
    """Remove the working files of programs that were killed; returns how many folders went."""
    gone = 0
    for path in _folders():
        found = _NAME.fullmatch(path.name)
        if found is None or _may_live(int(found.group(1)), path, now or time.time()):
            continue
        shutil.rmtree(path, ignore_errors=True)
        gone += not path.exists()
    return gone


def _folders() -> list[Path]:
    """Return what lies among the temporary files under our name and belongs to this user."""
    try:
        listed = [
            path
            for path in Path(tempfile.gettempdir()).iterdir()
            if path.name.startswith(_PREFIX) and path.is_dir() and not path.is_symlink()
        ]
        return [path for path in listed if _is_own(path)]
    except OSError:
        return []


def _is_own(path: Path) -> bool:
    return sys.platform == "win32" or path.lstat().st_uid == os.getuid()


def _may_live(process: int, path: Path, now: float) -> bool:
    """Say whether the program that made a folder may still run."""
    if sys.platform == "win32":  # to ask there would end it
        return path.lstat().st_mtime > now - _LONGEST_RUN_DAYS * _DAY
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
