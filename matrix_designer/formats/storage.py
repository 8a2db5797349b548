"""The save protocol: a file on disk is the old or the new version, never a mix.

A new version is written in pieces to a temporary file in the same folder, every returned length
checked, synced, read again and compared by hash; then the old version is kept beside it as
`NAME.bak` and the new one takes its place in one step. Knows bytes and paths, nothing of what is
in them, and no Qt.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.disk import read_failure, write_failure

PIECE_BYTES = 1 << 20
"""How much is written or read in one system call."""
_BINARY: int = getattr(os, "O_BINARY", 0)
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file looked like when it was opened or saved."""

    size: int
    modified: int
    inode: int
    digest: str


class FileChangedError(MatrixDesignerError):
    """The file holds something else than when it was opened; it was not written over."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(
            f"“{path}” was changed by someone else since it was opened",
            "It was not saved over",
            "Save under another name, or open it again to see what changed",
        )


class CheckedWriter:
    """A write-only stream that checks every returned length and hashes what it wrote."""

    def __init__(self, descriptor: int) -> None:
        """Write to an open file descriptor."""
        self._descriptor = descriptor
        self._hash = hashlib.sha256()

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Write all of `data` in pieces; raises OSError (disk full) after a short write."""
        view = memoryview(data)
        for start in range(0, len(view), PIECE_BYTES):
            piece = view[start : start + PIECE_BYTES]
            if os.write(self._descriptor, piece) != len(piece):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._hash.update(piece)
        return len(view)

    def flush(self) -> None:
        """Do nothing: nothing is buffered here."""

    @property
    def digest(self) -> str:
        """The SHA-256 of everything written so far."""
        return self._hash.hexdigest()


Fill = Callable[[CheckedWriter], None]


def previous_version(path: Path) -> Path:
    """Return where the version before the last save is kept: `NAME.bak` beside the file."""
    return path.with_name(path.name + ".bak")


def read_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        while piece := os.read(descriptor, PIECE_BYTES):
            yield piece
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; raises OSError."""
    digest = hashlib.sha256()
    for piece in read_pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def take_fingerprint(path: Path) -> Fingerprint:
    """Describe a file as it is now; raises MatrixDesignerError when it cannot be read."""
    try:
        status = path.stat()
        return _fingerprint(status, digest_of(path))
    except OSError as error:
        raise read_failure(path, error) from error


def has_changed(path: Path, opened: Fingerprint) -> bool:
    """Say whether a file holds something else than when it was opened; a missing file does not."""
    try:
        status = path.stat()
    except OSError:
        return False
    if (status.st_size, status.st_mtime_ns, status.st_ino) == (
        opened.size,
        opened.modified,
        opened.inode,
    ):
        return False
    return take_fingerprint(path).digest != opened.digest


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse to write over an output that exists, unless it is forced."""
    if not force and os.path.lexists(path):
        raise MatrixDesignerError(
            f"“{path}” exists already", "", "Choose another name or add --force to replace it"
        )


def write_file(path: Path, data: bytes) -> Fingerprint:
    """Write a whole file by the save protocol, without keeping what it replaces."""

    def fill(writer: CheckedWriter) -> None:
        writer.write(data)

    return replace_file(path, fill, keep_previous=False)


def replace_file(
    path: Path, fill: Fill, *, keep_previous: bool = True, opened: Fingerprint | None = None
) -> Fingerprint:
    """Write a new version of `path` and put it in place in one step.

    `fill` writes the content; `opened` is the file as it was when it was read (None: not checked).
    Raises MatrixDesignerError and leaves what stood there untouched on any doubt.
    """
    try:
        target = Path(os.path.realpath(path))
        existing = _check_target(target, path)
        if opened is not None and existing is not None and has_changed(target, opened):
            raise FileChangedError(path)
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            fingerprint = _write_temporary(temporary, fill, existing)
            if keep_previous and existing is not None:
                _keep_previous(target)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise write_failure(path, error) from error
    _sync_folder(target.parent)
    return fingerprint


def _check_target(target: Path, shown: Path) -> os.stat_result | None:
    """Refuse a folder that is gone or read-only and a file that may not be replaced."""
    try:
        folder = target.parent.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MatrixDesignerError(
            f"“{shown}” could not be written: the folder “{target.parent}” is gone",
            "",
            "Check that the drive is connected or choose another folder",
        ) from error
    if not stat.S_ISDIR(folder.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not folder.st_mode & _WRITABLE or not os.access(target.parent, os.W_OK):
        raise MatrixDesignerError(
            f"“{shown}” could not be written: the folder “{target.parent}” is read-only",
            "",
            "Choose another folder",
        )
    try:
        existing = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(existing.st_mode):
        raise MatrixDesignerError(
            f"“{shown}” could not be written: it is not a plain file", "", "Choose another name"
        )
    if not existing.st_mode & _WRITABLE or not os.access(target, os.W_OK):
        raise MatrixDesignerError(
            f"“{shown}” could not be written: it is read-only",
            "",
            "Save under another name or make the file writable",
        )
    return existing


def _write_temporary(temporary: Path, fill: Fill, existing: os.stat_result | None) -> Fingerprint:
    """Write, sync and read again; raises OSError when anything is in doubt."""
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()  # what a killed save left behind
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        if existing is not None and hasattr(os, "fchmod"):
            os.fchmod(descriptor, stat.S_IMODE(existing.st_mode))
        writer = CheckedWriter(descriptor)
        fill(writer)
        os.fsync(descriptor)
        status = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if digest_of(temporary) != writer.digest:
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return _fingerprint(status, writer.digest)


def _keep_previous(target: Path) -> None:
    """Keep the old version as NAME.bak; the target itself stays in place meanwhile."""
    spare = target.with_name(f".{target.name}.bak.tmp")
    with contextlib.suppress(FileNotFoundError):
        spare.unlink()
    try:
        os.link(target, spare)
    except OSError:
        shutil.copy2(target, spare)  # a disk without hard links
    try:
        spare.replace(previous_version(target))
    except OSError:
        with contextlib.suppress(OSError):
            spare.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the system can; the content is safe by now."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _fingerprint(status: os.stat_result, digest: str) -> Fingerprint:
    return Fingerprint(status.st_size, status.st_mtime_ns, status.st_ino, digest)
