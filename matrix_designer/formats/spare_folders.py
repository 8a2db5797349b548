"""Folders for working files, taken away again even where the program that made them was killed.

A folder holds a lock file that its owner keeps locked while it runs. The system frees the lock
with the process, however that ends, so whoever gets it knows that the owner is gone: no process
number is asked, none can be mistaken. Knows folders and locks; not what lies in them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from matrix_designer.formats.locks import lock_descriptor

PREFIX = "matrix-designer-run-"
_HOLD = ".owner"
_HELD = b"held\n"
"""Written once the lock is held: a lock file without it may be locked the next moment."""


class SpareFolder(tempfile.TemporaryDirectory[str]):
    """A folder that is gone when it is cleaned up, or at the next `sweep` after a kill."""

    def __init__(self) -> None:
        """Make the folder and hold it."""
        super().__init__(prefix=PREFIX, ignore_cleanup_errors=True)
        self._descriptor = _hold(Path(self.name))

    def cleanup(self) -> None:
        """Take the folder away, then give it free: nobody finds it free with something in it."""
        if os.name == "nt":  # an open file cannot be removed there
            self._release()
        super().cleanup()
        self._release()

    def _release(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _hold(folder: Path) -> int | None:
    """Lock a new folder; None where that cannot be done: then no sweep touches it."""
    try:
        descriptor = os.open(folder / _HOLD, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return None
    try:
        lock_descriptor(descriptor)
        os.write(descriptor, _HELD)
    except OSError:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            (folder / _HOLD).unlink()
        return None
    return descriptor


def sweep(home: Path | None = None) -> int:
    """Remove this user's spare folders whose owner is gone; returns how many.

    Safe beside others that sweep, make and use such folders at the same time. What cannot be
    removed stays: nobody is waiting for it.
    """
    removed = 0
    for folder in _own_folders(home or Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            removed += _remove(folder)
    return removed


def _own_folders(home: Path) -> Iterator[Path]:
    """Yield the spare folders of this user, links left out."""
    with contextlib.suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False) if _is_named(entry) else None
                if status is not None and stat.S_ISDIR(status.st_mode) and _is_own(status):
                    yield Path(entry.path)


def _is_named(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(PREFIX)


def _is_own(status: os.stat_result) -> bool:
    return os.name == "nt" or status.st_uid == os.geteuid()


def _remove(folder: Path) -> bool:
    """Remove a folder whose lock is to be had; raises OSError where its owner lives."""
    hold = folder / _HOLD
    descriptor = os.open(hold, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if os.read(descriptor, len(_HELD)) != _HELD:
            return False  # it is being made this moment, or its owner died then, and it is empty
        lock_descriptor(descriptor)
        if not os.path.samestat(os.fstat(descriptor), hold.stat()):
            return False  # another sweep was faster
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != hold:
                entry.unlink()
        # The lock file goes last: until then another sweep can take up what this one leaves.
        if os.name != "nt":
            hold.unlink()
            folder.rmdir()
    finally:
        os.close(descriptor)
    if os.name == "nt":  # an open file cannot be removed there
        hold.unlink()
        folder.rmdir()
    return True
