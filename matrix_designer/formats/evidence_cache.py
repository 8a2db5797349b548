"""Evidence taken out of project files once and kept by its hash, so that DuckDB can read it.

Knows the user's cache folder; a file in it is trusted only by its hash. Nothing here is ever the
only copy of anything.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.disk import reason_of
from matrix_designer.formats.scratch import forget_scratch
from matrix_designer.formats.storage import digest_of

UNUSED_DAYS = 180
"""How long evidence lies unused until it goes: every design and unsaved work has its own copy."""
_LEFT_OVER_DAYS = 2
_DAY = 86_400
_EVIDENCE = re.compile(r"[0-9a-f]{64}\.parquet")
_UNFINISHED = (".evidence-", ".lines-")


def cache_folders() -> tuple[Path, ...]:
    """Return where evidence may be kept, best first."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if not named:
        home = Path.home()
        named = str(home / "Library/Caches" if sys.platform == "darwin" else home / ".cache")
    spare = Path(tempfile.gettempdir()) / f"matrix-designer-{os.environ.get('USER', 'user')}"
    return (Path(named) / "matrix-designer" / "evidence", spare)


def keep_evidence(sha256: str, pieces: Iterator[bytes]) -> Path:
    """Return a file that holds the evidence of that hash, writing it if it is not there yet."""
    folder = _writable_folder()
    path = folder / f"{sha256}.parquet"
    with contextlib.suppress(OSError):
        if digest_of(path) == sha256:
            mark_used(path)
            return path
    try:
        _write(path, pieces)
    except OSError as error:
        raise MatrixDesignerError(
            "The sales of this design could not be unpacked",
            f"“{folder}”: {reason_of(error)[0]}",
            "Free some space there",
        ) from error
    return path


def mark_used(path: Path) -> None:
    """Let evidence stay for another while; a file of the user's own is not touched."""
    with contextlib.suppress(OSError):
        if path.parent in cache_folders():
            os.utime(path)


def forget_unused() -> int:
    """Remove evidence that nobody used for half a year, and what ended programs left unfinished.

    The working files of killed programs go as well. Returns how many others went; what cannot be
    removed stays.
    """
    forget_scratch()
    return sum(_forget(path) for folder in cache_folders() for path in _paths(folder))


def _paths(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _forget(path: Path) -> bool:
    """Remove one file or folder of ours where its time has come."""
    if _EVIDENCE.fullmatch(path.name):
        days = UNUSED_DAYS
    elif path.name.startswith(_UNFINISHED):
        days = _LEFT_OVER_DAYS
    else:
        return False
    try:
        if path.lstat().st_mtime > time.time() - days * _DAY:
            return False
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError:
        return False
    return True


def _writable_folder() -> Path:
    """Return the first cache folder that can be written."""
    for folder in cache_folders():
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    return Path(tempfile.gettempdir())


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    """Write a cache file whole; a half-written one is never left under its name."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".evidence-")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
