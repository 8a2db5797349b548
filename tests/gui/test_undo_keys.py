"""Undo and redo by every key that people know, on the shown window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from tests.gui.document_hands import keys, type_factor, typed


@pytest.mark.parametrize("redo", ["Ctrl+Y", "Ctrl+Shift+Z"])
def test_a_typed_factor_is_taken_back_and_done_again(
    qtbot: QtBot,
    program: Program,
    open_file: Callable[[Path], None],
    table_file: Path,
    redo: str,
) -> None:
    open_file(table_file)
    before = typed(program.window)
    type_factor(qtbot, program.windows.all[0], "x3.25")
    keys(program.window, "Ctrl+Z")
    qtbot.waitUntil(lambda: typed(program.window) == before)
    keys(program.window, redo)
    qtbot.waitUntil(lambda: typed(program.window) == "x3.25")
