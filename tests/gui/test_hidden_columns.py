"""A selection in a column that goes away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from matrix_designer.gui.application import Program
from matrix_designer.gui.plots.dragging import round_amount
from tests.gui.grid_hands import put_on_clipboard

Opened = Callable[[Path], None]


@pytest.mark.parametrize("keys", ["Ctrl+R", "Ctrl+D", "Ctrl+V", "Ctrl+X", "Delete", "Ctrl+C"])
def test_keys_work_on_where_the_column_under_them_has_gone(
    program: Program, open_file: Opened, table_file: Path, keys: str
) -> None:
    open_file(table_file)
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    view = window.design_page.grid.view
    columns = range(view.model().columnCount())

    def shown_at(width: int) -> set[int]:
        window.resize(width, 900)
        QTest.qWait(10)
        return {place for place in columns if not view.isColumnHidden(place)}

    was = max(shown_at(1440) - shown_at(800))
    shown_at(1440)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Home)
    while view.currentIndex().column() < was:
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.currentIndex().column() == was
    assert was not in shown_at(800)
    put_on_clipboard("1.5")
    QTest.keySequence(view, QKeySequence(keys))
    assert not view.isColumnHidden(view.currentIndex().column())
    QTest.keyClick(view, Qt.Key.Key_Escape)


def test_a_cost_beyond_all_costs_is_read_as_the_greatest() -> None:
    assert round_amount(9.0, 0.01) == 9_999_999_900
