"""A fault as text, with and without what belongs to the user, and the log that faults go to.

Knows tracebacks, versions and one log file; it shows nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import platform
import re
import traceback
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion

from matrix_designer.gui.dialogs.crash import FaultReport

_MAX_LOG = 1 << 20
_PACKAGE = re.compile(r'"[^"\n]*?[\\/](matrix_designer[\\/][^"\n]*)"')
_LIBRARY = re.compile(r'"[^"\n]*?[\\/]((?:site-packages|lib|Lib)[\\/][^"\n]*)"')
_QUOTED = re.compile(r"“[^”\n]*”|'[^'\n]*[\\/][^'\n]*'|\"[^\"\n]*[\\/][^\"\n]*\"")
_BARE = re.compile(r"(?<![\w.])(?:[A-Za-z]:)?[\\/][^\s:,;)\]}\"'”]+")
_KEPT = "\0"


def make_report(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> FaultReport:
    """Describe a fault for whoever mends it."""
    head = (
        f"Matrix Designer {version('matrix-designer')}, Qt {qVersion()}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    lines = "".join(traceback.format_exception(kind, error, trace))
    full = f"{head}\n{lines.rstrip()}"
    return FaultReport(without_paths(full), full)


def without_paths(text: str) -> str:
    """Return a report without the names of the user's files and folders."""
    for pattern in (_PACKAGE, _LIBRARY):
        text = pattern.sub(rf'"{_KEPT}\1"', text)
    text = _QUOTED.sub(_hidden, text)
    return _BARE.sub(_hidden, text).replace(_KEPT, "")


def _hidden(match: re.Match[str]) -> str:
    found = match[0]
    return found if _KEPT in found else "<file>"


class FaultLog:
    """The file to which every fault and every word of Qt's goes, kept below a megabyte."""

    def __init__(self, path: Path) -> None:
        """Write to a file, whose folder is made when it is needed."""
        self.path = path

    def write(self, text: str) -> None:
        """Add an entry with the time; a log that cannot be written is no reason to fail."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > _MAX_LOG:
                self.path.replace(self.path.with_suffix(".old.log"))
            with self.path.open("a", encoding="utf-8", errors="replace") as log:
                log.write(f"{now}\n{text.rstrip()}\n")
