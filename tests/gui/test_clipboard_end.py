"""What is copied may outlive Python: a program that ends with cells on the clipboard ends well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CHILD = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from matrix_designer.gui import application

def copy(program):
    window = program.window
    if program.window.is_on_start or window.desk.is_busy:
        QTimer.singleShot(20, lambda: copy(program))
        return
    view = window.design_page.grid.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    print(len(QGuiApplication.clipboard().text().splitlines()), flush=True)
    program.windows.quit()

begin = application.Program.begin

def begin_and_copy(self, words):
    begin(self, words)
    copy(self)

application.Program.begin = begin_and_copy
sys.exit(application.open_window(sys.argv[1:]))
"""


def test_a_program_ends_well_with_cells_on_the_clipboard(table_file: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(table_file)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert int(child.stdout) >= 4, child.stderr
    assert child.returncode == 0, child.stderr
