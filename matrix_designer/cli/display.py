"""Whether a window can open here, and the one place where the window's part is loaded.

Knows the environment; until it has found a display it loads nothing of Qt.
"""

from __future__ import annotations

import os
import re
import socket
import sys
from types import ModuleType

from matrix_designer.cli.answer import RefusedArgumentError
from matrix_designer.cli.parser import PROGRAM
from matrix_designer.core.errors import MatrixDesignerError

_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_LOCAL = re.compile(r":([0-9]+)(?:\.[0-9]+)?")
_HINT = f"Start it in a desktop session, or use a command; see {PROGRAM} --help"
_LIBRARIES = "libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0"


def require_display() -> None:
    """Refuse to open a window where there is no display; elsewhere than on Linux there is one."""
    if not sys.platform.startswith("linux"):
        return
    set_ones = {name: text for name in _VARIABLES if (text := os.environ.get(name))}
    if not set_ones:
        raise RefusedArgumentError(
            "There is no display to open the window on",
            "None of DISPLAY, WAYLAND_DISPLAY and QT_QPA_PLATFORM is set",
            _HINT,
        )
    display = set_ones.get("DISPLAY", "")
    if set_ones.keys() == {"DISPLAY"} and not _answers(display):
        raise RefusedArgumentError(f"No display answers at DISPLAY={display}", "", _HINT)


def _answers(display: str) -> bool:
    """Say whether a local X display accepts a connection; Qt would abort where it does not."""
    match = _LOCAL.fullmatch(display)
    if match is None:
        return True
    path = f"/tmp/.X11-unix/X{match.group(1)}"  # noqa: S108 - where X has its sockets
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(address) == 0:
                return True
    return False


def draw_without_display() -> None:
    """Have Qt draw into memory on Linux, unless a platform is named."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def load_application() -> ModuleType:
    """Load the window; raises MatrixDesignerError where Qt or its libraries are missing."""
    try:
        from matrix_designer.gui import application
    except ImportError as error:
        if (error.name or "").startswith("matrix_designer"):
            raise
        raise MatrixDesignerError(
            "The window's libraries cannot be loaded",
            str(error),
            f"Install what is missing; on Debian and Ubuntu: apt-get install {_LIBRARIES}",
        ) from error
    return application
