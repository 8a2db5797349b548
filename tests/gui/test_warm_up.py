"""What is loaded between two events is there when it is asked for, and an early end stops it."""

from __future__ import annotations

import subprocess
import sys

from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.warm_up import WarmUp

_ALONE = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from matrix_designer.gui.application import Program, make_application
from matrix_designer.gui.warm_up import WarmUp
from matrix_designer.session.settings import Settings
app = make_application()
with tempfile.TemporaryDirectory() as folder:
    program = Program(Settings(Path(folder) / "settings.ini"))
    program.window.show()
    app.processEvents()
    before = "pyqtgraph" in sys.modules
    loop = QEventLoop()
    warm_up = WarmUp(loop.quit, program)
    warm_up.start()
    QTimer.singleShot(60_000, loop.quit)
    loop.exec()
    print(before, "pyqtgraph" in sys.modules)
    warm_up.stop()
    program.end()
"""

_THREADS = """
import sys, threading
from PySide6.QtCore import QEventLoop
from matrix_designer.gui.application import make_application
from matrix_designer.gui.warm_up import WarmUp
started = []
start = threading.Thread.start
threading.Thread.start = lambda self: (started.append(self.name), start(self))
app = make_application()
loop = QEventLoop()
warm_up = WarmUp(loop.quit)
warm_up.start()
loop.exec()
print("pyqtgraph" in sys.modules, started)
"""


def test_the_plots_are_loaded_after_the_window_is_shown() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _ALONE], capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.split() == ["False", "True"]
    assert run.stderr == ""


def test_the_page_is_built_once_and_an_end_in_between_stops_it(
    qtbot: QtBot, program: Program
) -> None:
    warm_up = WarmUp(program.build_document_page, program)
    warm_up.start()
    qtbot.waitUntil(lambda: not warm_up.is_loading, timeout=30_000)
    page = program.window.design_page
    assert program.build_document_page() is page
    built: list[int] = []
    again = WarmUp(lambda: built.append(1), program)
    again.start()
    again.stop()
    qtbot.wait(50)
    assert not again.is_loading
    assert built == []


def test_no_thread_takes_part() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _THREADS], capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.split() == ["True", "[]"]
