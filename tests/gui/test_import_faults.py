"""An import that cannot be finished: one sentence, and the figures of the history before stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

pytest.importorskip("resource", reason="limits of files are POSIX's")

from matrix_designer.gui.application import Program
from tests.faults.test_imports import no_room


def status(window: QWidget) -> str:
    found = [one for one in window.findChildren(QWidget) if one.accessibleName() == "Status"]
    return " ".join(one.accessibleDescription() for one in found)


def test_a_full_disk_leaves_the_figures_that_stood_there(
    qtbot: QtBot,
    program: Program,
    open_file: Callable[[Path], None],
    table_file: Path,
    sales_file: Path,
) -> None:
    open_file(table_file)
    window = program.window
    window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: "5 lines used" in status(window), timeout=20_000)
    before = status(window)
    other = sales_file.with_name("other.csv")
    lines = sales_file.read_text().splitlines()
    other.write_text("\n".join([lines[0], *(f"{n}{lines[1]}" for n in range(9_000))]))
    qtbot.waitUntil(lambda: not window.desk.is_busy)
    with no_room(30_000):
        window.files.import_path(other)
        qtbot.waitUntil(lambda: bool(window.messages.text) and not window.desk.is_busy)
    assert "Free some space" in window.messages.text
    assert status(window) == before
    window.files.import_path(other)
    qtbot.waitUntil(lambda: "9,000 lines used" in status(window), timeout=20_000)
