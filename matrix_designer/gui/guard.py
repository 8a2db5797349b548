"""Refuses the one pair of Python and PySide6 that aborts the interpreter.

PySide6 6.12 drops a reference to None on every void call under Python 3.11. Knows versions only
and must not import Qt.
"""

from __future__ import annotations

import sys
from importlib.metadata import version

from matrix_designer.core.errors import MatrixDesignerError

_BROKEN = (6, 12)
_SOUND_PYTHON = (3, 12)


def require_sound_qt() -> None:
    """Raise MatrixDesignerError for PySide6 6.12 or newer on Python below 3.12."""
    refuse_pair(sys.version_info[:2], version("PySide6-Essentials"))


def refuse_pair(python: tuple[int, int], pyside: str) -> None:
    """Raise MatrixDesignerError where these two versions do not go together."""
    numbers = tuple(int(part) for part in pyside.split(".")[:2])
    if numbers >= _BROKEN and python < _SOUND_PYTHON:
        raise MatrixDesignerError(
            f"PySide6 {pyside} crashes under Python {python[0]}.{python[1]}",
            "",
            "Install PySide6-Essentials below 6.12, or use Python 3.12 or newer",
        )
