"""What the disk says, as sentences for people: full, read-only, gone, failing.

Knows error numbers of the operating system; it opens and writes nothing.
"""

from __future__ import annotations

import errno
import stat
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError

_WORDS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "Free some space or choose another folder"),
    errno.EDQUOT: ("your disk quota is used up", "Free some space or choose another folder"),
    errno.EFBIG: ("the file is larger than this disk allows", "Choose another disk"),
    errno.EACCES: (
        "you may not write there",
        "Ask for the right to write or choose another folder",
    ),
    errno.EPERM: ("you may not write there", "Ask for the right to write or choose another folder"),
    errno.EROFS: ("the disk is read-only", "Choose another folder"),
    errno.ENOENT: ("the folder or file is gone", "Check that the drive is connected"),
    errno.ENOTDIR: ("a part of the path is not a folder", "Choose another folder"),
    errno.EISDIR: ("there is a folder of that name", "Choose another name"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name"),
    errno.EIO: ("the disk reports an error", "Choose another disk and have this one checked"),
    errno.EBUSY: ("another program is using it", "Close it there and try again"),
    errno.ESTALE: ("the network folder is gone", "Check that the drive is connected"),
}
_READ_HINTS = {
    errno.EACCES: ("you may not read it", "Ask for the right to read it"),
    errno.EPERM: ("you may not read it", "Ask for the right to read it"),
    errno.ENOENT: ("there is no such file", "Check the name and the folder"),
    errno.EISDIR: ("it is a folder", "Name a file in it"),
}


def reason_of(error: OSError) -> tuple[str, str]:
    """Return the reason in words and what to do about it."""
    known = _WORDS.get(error.errno or 0)
    if known is not None:
        return known
    return (error.strerror or type(error).__name__).lower(), "Try again or choose another folder"


def write_failure(path: Path, error: OSError) -> MatrixDesignerError:
    """Say why a file could not be written; what stood there before is untouched."""
    reason, hint = reason_of(error)
    return MatrixDesignerError(f"“{path}” could not be written: {reason}", "", hint)


def read_failure(path: Path, error: OSError) -> MatrixDesignerError:
    """Say why a file could not be read."""
    reason, hint = _READ_HINTS.get(error.errno or 0) or reason_of(error)
    return MatrixDesignerError(f"“{path}” could not be read: {reason}", "", hint)


def refuse_pipe(path: Path) -> None:
    """Refuse a pipe or a device before anybody waits for it; say nothing of what is not there."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise MatrixDesignerError(
            f"“{path}” is a pipe or a device, not a file", "", "Save what it gives as a file first"
        )
