"""Loads what the first document will need, while the start page waits for a choice.

The plots and the pages take a third of a second to import, for which the window would stand
still. They come in piece by piece between two events. Not in a thread: Qt's Python classes are
completed at their first use, and a thread at that work while the window painted has crashed the
program. Knows which modules are slow to load; what is built of them then comes in as a function.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from PySide6.QtCore import QObject, QTimer

from matrix_designer.gui.piecewise import import_pieces

_QT = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGL", "QtOpenGLWidgets")
_FOR_PLOTS = (
    "cProfile",
    "multiprocessing.connection",
    "pydoc",
    "xml.etree.ElementTree",
    "colorama",
)
_OWN = ("plots", "grid", "tables", "panels", "pages")
_PIECE_SECONDS = 0.01


class WarmUp(QObject):
    """Imports slow modules once the window is shown; who needs one sooner imports it."""

    def __init__(self, build: Callable[[], object], parent: QObject | None = None) -> None:
        """Prepare; `start` begins, and `build` is called once all is loaded."""
        super().__init__(parent)
        self._build = build
        self._rest = _load()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to load."""
        self._timer.start(0)

    def stop(self) -> None:
        """Load nothing more."""
        self._timer.stop()

    @property
    def is_loading(self) -> bool:
        """Whether something is left to load."""
        return self._timer.isActive()

    def _on_timeout(self) -> None:
        """Load what goes into one piece, at least one module."""
        end = time.perf_counter() + _PIECE_SECONDS
        for _ in self._rest:
            if time.perf_counter() > end:
                return
        self.stop()
        self._build()


def _load() -> Iterator[None]:
    """Import step by step, each as short as it can be."""
    for name in _QT:
        module = import_module(f"PySide6.{name}")
        for word in dir(module):
            getattr(module, word)  # completes a class, which all at once would take 80 ms
            yield
    for name in _FOR_PLOTS:
        import_module(name)
        yield
    yield from import_pieces("pyqtgraph")
    for name in _OWN:
        package = import_module(f"matrix_designer.gui.{name}")
        for module_info in iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module_info.name)
            yield
