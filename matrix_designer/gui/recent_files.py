"""What is known of a recent file before anybody opens it: gone, when saved, what it came to.

Asks the disk, and never a network, which may not answer for a long time. What it came to was kept
when it was last open here; nothing is computed, and nothing said of a file changed since.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from matrix_designer.gui.texts import moment_text
from matrix_designer.session.recent_figures import RecentFigures


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


def figures_of(file: Path, kept: RecentFigures | None) -> RecentFigures | None:
    """Return what was kept of a file, while the file is the one that it was kept of."""
    if kept is None or is_remote(file):
        return None
    try:
        now = file.stat()
    except OSError:
        return None
    return kept if (now.st_size, now.st_mtime_ns) == (kept.size, kept.modified) else None
