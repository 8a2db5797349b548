"""What the tests of the window share: a program on settings of its own, and nothing left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.session.jobs import JOB_THREAD
from matrix_designer.session.settings import Settings

SALES = """RO,Date,Part Number,Cost,List,Qty,Sold Price
1,2025-07-01,A1,12.00,30.00,4,24.00
1,2025-07-01,A2,21.38,42.10,10,37.20
2,2025-11-03,A3,3.10,9.90,6,7.80
3,2026-02-03,A4,80.00,150.00,1,140.00
4,2026-06-30,A5,300.00,520.00,1,500.00
"""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail a test that leaves a window on the screen or a mouse button down."""
    yield
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [type(widget).__name__ for widget in app.topLevelWidgets() if widget.isVisible()]
    assert not left, f"{item.name} left windows open: {left}"
    held = QGuiApplication.mouseButtons()
    assert held is Qt.MouseButton.NoButton, f"{item.name} left a mouse button down"


@pytest.fixture(scope="session", autouse=True)
def _empty_clipboard() -> Iterator[None]:
    """Empty the clipboard at the end: offscreen, data made in Python must not outlive Python."""
    yield
    if isinstance(QApplication.instance(), QApplication):
        QGuiApplication.clipboard().clear()


def running_threads() -> int:
    """Count the threads of jobs that still run."""
    return sum(thread.name == JOB_THREAD for thread in threading.enumerate())


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """Show the whole window, light, on settings in a folder of its own."""
    assert qtbot
    settings = Settings(tmp_path / "settings.ini")
    settings.appearance = "light"
    settings.folder = tmp_path
    settings.is_tour_done = True
    made = Program(settings)
    made.window.resize(1440, 900)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.end()
    assert running_threads() <= 0


@pytest.fixture
def sales_file(tmp_path: Path) -> Path:
    """Write a small sales file."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


Opened = Callable[[Path], None]


@pytest.fixture
def open_file(qtbot: QtBot, program: Program) -> Opened:
    """Open a file in the window and wait for it."""

    def opened(path: Path) -> None:
        with qtbot.waitSignal(program.window.files.opened, timeout=20_000):
            program.window.files.open_path(path)
        qtbot.waitUntil(lambda: not program.window.desk.is_busy)

    return opened


@pytest.fixture
def table_file(tmp_path: Path) -> Path:
    """Write a plain table of four tiers."""
    path = tmp_path / "ladder.csv"
    path.write_text(
        "From,To,Multiplier\n0.01,10.00,2.50\n10.01,25.00,1.98\n25.01,100.00,1.80\n100.01,,1.75\n"
    )
    return path
