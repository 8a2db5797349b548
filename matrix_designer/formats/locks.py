"""One lock file per document, so that two programs never save over each other.

The operating system frees the lock when its holder dies, so no lock is ever left behind; the file
only names the holder for people. Where a disk knows no locks, none is held.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import getpass
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from matrix_designer.core.errors import MatrixDesignerError

_TRIES = 20
_BUSY = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_MAX_NAME = 200


class HeldElsewhereError(MatrixDesignerError):
    """Another program holds the document; `holder` says who and since when."""

    def __init__(self, path: Path, holder: str) -> None:
        """Name the document and its holder."""
        super().__init__(
            f"“{path}” is open elsewhere",
            f"It is held by {holder}",
            "Close it there, or save under another name",
        )
        self.holder = holder


@dataclass(frozen=True, slots=True)
class Owner:
    """A running program: its computer, its process number, and when that process began.

    `started` is in ticks of the system; 0 where the system does not tell.
    """

    host: str
    process: int
    started: int


def this_owner() -> Owner:
    """Return this program."""
    return Owner(_host(), os.getpid(), _started(os.getpid()))


def is_running(owner: Owner) -> bool:
    """Say whether a program may still run; one on another computer may."""
    if owner.host != _host():
        return True
    if sys.platform == "win32":
        return True  # locks work on every disk there, so nobody needs to know
    try:
        os.kill(owner.process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return _started(owner.process) == owner.started


def _host() -> str:
    try:
        return socket.gethostname()
    except OSError:
        return "this computer"


def _started(process: int) -> int:
    """Return when a process began, so that a number that was given anew is not mistaken."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
        return int(fields.rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return 0


def lock_path(path: Path) -> Path:
    """Return the lock file of a document: `.NAME.lock` beside it."""
    return path.with_name(f".{path.name}.lock")


def state_folder() -> Path:
    """Return where this user's programs keep what must outlive a crash."""
    named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    if not named:
        home = Path.home()
        is_mac = sys.platform == "darwin"
        named = str(home / ("Library/Application Support" if is_mac else ".local/state"))
    return Path(named) / "matrix-designer"


class DocumentLock:
    """A held lock; `release` it, or use it as a context."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        """Hold an open and locked descriptor; None where the disk knows no locks."""
        self._path = path
        self._descriptor = descriptor

    @property
    def is_held(self) -> bool:
        """Whether the system really holds a lock for us."""
        return self._descriptor is not None

    def release(self) -> None:
        """Give the document free; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with contextlib.suppress(OSError):
            self._path.unlink()
        _close(descriptor)
        if os.name == "nt":  # an open file cannot be removed there
            with contextlib.suppress(OSError):
                self._path.unlink()

    def __enter__(self) -> Self:
        """Hold the lock for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self.release()


def lock_document(path: Path) -> DocumentLock:
    """Lock a document; raises MatrixDesignerError that names the holder when it is taken."""
    document = Path(os.path.realpath(path))
    lock = lock_path(document)
    for _ in range(_TRIES):
        try:
            descriptor = _open_lock(lock)
        except OSError:
            return DocumentLock(lock, None)
        try:
            lock_descriptor(descriptor)
            if is_same_file(descriptor, lock):
                _write_holder(descriptor)
                return DocumentLock(lock, descriptor)
        except OSError as error:
            holder = _read_holder(descriptor)
            _close(descriptor)
            if error.errno in _BUSY:
                raise HeldElsewhereError(path, holder) from error
            return DocumentLock(lock, None)
        _close(descriptor)  # its last holder has just removed it
    return DocumentLock(lock, None)


def _open_lock(lock: Path) -> int:
    """Open a lock file, one of another user's to look at only; raises OSError.

    A link is never followed: what it leads to would be written over with a name.
    """
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except PermissionError:
        return os.open(lock, os.O_RDONLY | flags)


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.close(descriptor)


def is_same_file(descriptor: int, path: Path) -> bool:
    """Say whether an open file is still the one of a path."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _write_holder(descriptor: int) -> None:
    """Name the holder in the file; only for people, so a failure is no harm."""
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, _own_name().encode())


def _own_name() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "someone"
    since = dt.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{user} on {_host()} (process {os.getpid()}) since {since}"


def _read_holder(descriptor: int) -> str:
    try:
        text = os.read(descriptor, _MAX_NAME).decode("utf-8", "replace").strip()
    except OSError:
        text = ""
    return "".join(letter for letter in text if letter.isprintable()) or "another program"


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30

    def lock_descriptor(descriptor: int) -> None:
        """Lock an open file for this process; raises OSError where another one holds it."""
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def lock_descriptor(descriptor: int) -> None:
        """Lock an open file for this process; raises OSError where another one holds it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
