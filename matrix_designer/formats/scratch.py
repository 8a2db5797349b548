"""Working files of one run: a folder that goes with the run, or after it where that was killed.

A folder holds a lock file that its owner keeps locked while it runs. The system frees the lock
with the process, however that ends, so whoever gets it knows that the owner is gone: no process
number is asked, none can be mistaken. Knows folders and locks; not what lies in them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from matrix_designer.formats.locks import is_same_file, lock_descriptor

PREFIX = "matrix-designer-run-"
_HOLD = ".owner"
_TRIES = 20


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a folder for one run and remove it; after a kill the next `forget_scratch` does."""
    with ScratchFolder() as name:
        yield Path(name)


class ScratchFolder:
    """A folder that is held until it is cleaned up: for what outlives a block."""

    def __init__(self) -> None:
        """Make the folder and hold it; raises OSError where it cannot be made.

        One that was taken for a dead program's, before it was held, is given up for another.
        """
        for _ in range(_TRIES):
            self.name = tempfile.mkdtemp(prefix=PREFIX)
            self._descriptor, is_lost = _hold(Path(self.name))
            if not is_lost:
                return
        raise FileNotFoundError(errno.ENOENT, "every new folder was taken away", self.name)

    def cleanup(self) -> None:
        """Take the folder away, then give it free: nobody finds it free with something in it."""
        if os.name == "nt":  # an open file cannot be removed there
            self._release()
        shutil.rmtree(self.name, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def __enter__(self) -> str:
        """Hold the folder for a block."""
        return self.name

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the folder away."""
        self.cleanup()


def _hold(folder: Path) -> tuple[int | None, bool]:
    """Lock a new folder: the lock, and whether the folder was lost meanwhile.

    No lock, and not lost, where the disk knows none: there nobody takes it for a dead one's.
    """
    hold = folder / _HOLD
    try:
        descriptor = os.open(hold, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return None, not folder.is_dir()
    try:
        lock_descriptor(descriptor)
    except OSError as error:
        os.close(descriptor)
        return None, isinstance(error, BlockingIOError | PermissionError)
    if is_same_file(descriptor, hold):
        return descriptor, False
    os.close(descriptor)
    return None, True


def forget_scratch(home: Path | None = None) -> int:
    """Remove this user's folders whose owner is gone; returns how many.

    Safe beside others that do the same, make and use such folders at the same time. What cannot
    be removed stays: nobody is waiting for it.
    """
    removed = 0
    for folder in _own_folders(home or Path(tempfile.gettempdir())):
        with contextlib.suppress(OSError):
            removed += _remove(folder)
    return removed


def _own_folders(home: Path) -> Iterator[Path]:
    """Yield the folders of this user, links left out."""
    with contextlib.suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                is_named = entry.name.startswith(PREFIX)
                status = entry.stat(follow_symlinks=False) if is_named else None
                if status is not None and stat.S_ISDIR(status.st_mode) and _is_own(status):
                    yield Path(entry.path)


def _is_own(status: os.stat_result) -> bool:
    return os.name == "nt" or status.st_uid == os.geteuid()


def _remove(folder: Path) -> bool:
    """Remove a folder whose lock is to be had; raises OSError where its owner lives."""
    hold = folder / _HOLD
    try:
        descriptor = os.open(hold, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        folder.rmdir()  # it is empty, or stays; who was about to hold it makes another one
        return True
    try:
        lock_descriptor(descriptor)
        if not is_same_file(descriptor, hold):
            return False  # another program was faster
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry != hold:
                entry.unlink()
        # The lock file goes last: until then another program can take up what this one leaves.
        if os.name != "nt":
            hold.unlink()
            folder.rmdir()
    finally:
        os.close(descriptor)
    if os.name == "nt":  # an open file cannot be removed there
        hold.unlink()
        folder.rmdir()
    return True
