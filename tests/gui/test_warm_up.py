"""What is loaded in a thread is there when it is asked for, and an early end waits for it."""

from __future__ import annotations

import subprocess
import sys

from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.warm_up import WarmUp
from matrix_designer.session.jobs import Job

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


def test_the_plots_are_loaded_after_the_window_is_shown() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _ALONE], capture_output=True, text=True, check=True, timeout=120
    )
    assert run.stdout.split() == ["False", "True"]
    assert run.stderr == ""


def is_loading(warm_up: WarmUp) -> bool:
    job = warm_up.findChild(Job)
    assert job is not None
    return job.is_running


def test_the_page_is_built_once_and_an_end_in_between_is_waited_for(
    qtbot: QtBot, program: Program
) -> None:
    warm_up = WarmUp(program.build_document_page, program)
    warm_up.start()
    qtbot.waitUntil(lambda: not is_loading(warm_up), timeout=30_000)
    page = program.window.design_page
    assert program.build_document_page() is page
    again = WarmUp(program.build_document_page, program)
    again.start()
    again.stop()
    assert not is_loading(again)
