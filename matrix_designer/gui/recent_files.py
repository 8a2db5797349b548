"""What is known of a recent file before anybody opens it: whether it is gone, when it was saved.

Asks the disk, and never a network, which may not answer for a long time.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from matrix_designer.gui.texts import moment_text


def is_remote(file: Path) -> bool:
    """Say whether a file lies on another computer by its name."""
    return str(file).startswith(("\\\\", "//"))


def is_gone(file: Path) -> bool:
    """Say whether a file is no longer there; one on a network may be."""
    if is_remote(file):
        return False
    try:
        file.stat()
    except OSError:
        return True
    return False


def saved_text(file: Path) -> str:
    """Say when a file was saved; nothing for one that is gone, or that a network keeps."""
    if is_remote(file):
        return ""
    try:
        return moment_text(dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC).astimezone())
    except (OSError, OverflowError, ValueError):
        return ""
