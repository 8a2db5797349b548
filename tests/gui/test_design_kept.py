"""A design that lies on the disk is never written over by anything but a design."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from tests.gui.document_hands import button, click, keys, save_under

Opened = Callable[[Path], None]


@pytest.mark.parametrize("name", ["kept.pmatrix", "new.pmatrix"])
def test_an_export_is_not_written_under_the_name_of_a_design(
    qtbot: QtBot,
    program: Program,
    open_file: Opened,
    table_file: Path,
    tmp_path: Path,
    name: str,
) -> None:
    open_file(table_file)
    window = program.window
    kept = tmp_path / "kept.pmatrix"
    save_under(qtbot, window, kept)
    before = kept.read_bytes()
    keys(window, "Ctrl+E")
    click(button(window, "Write the file…"))
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the person says yes
    dialog.selectFile(str(tmp_path / name))
    dialog.accept()
    qtbot.waitUntil(lambda: "is the place of a design" in window.messages.text, timeout=20_000)
    assert kept.read_bytes() == before
    assert not (tmp_path / "new.pmatrix").exists()
