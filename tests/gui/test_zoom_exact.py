"""At 200 % everything is twice as large: what is painted by hand and what a style lays out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenuBar
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.view import GridView

Opened = Callable[[Path], None]


@pytest.fixture(name="large")
def _large(program: Program, open_file: Opened, table_file: Path) -> Program:
    open_file(table_file)
    program.window.resize(2400, 1500)
    return program


def view(program: Program) -> GridView:
    return program.window.design_page.grid.view


def run_of(image: QImage, start: QPoint, step: QPoint, colour: QColor) -> int:
    """Count pixels of one colour, from the first one on the way."""
    at, found = QPoint(start), 0
    while image.rect().contains(at):
        is_it = image.pixelColor(at).rgb() == colour.rgb()
        if found and not is_it:
            break
        found += is_it
        at += step
    return found


def frame_of(program: Program) -> int:
    """Measure the left edge of the selection's frame."""
    grid = view(program)
    cell = grid.inner_rect((1, 3))
    image = grid.viewport().grab().toImage()
    start = QPoint(cell.left() - 3, cell.center().y())
    return run_of(image, start, QPoint(1, 0), program.look.theme.colours.accent)


def test_the_selections_frame_is_twice_as_wide(large: Program) -> None:
    large.window.design_page.grid.select_tier(2, "factor")
    view(large).setFocus()
    assert view(large).selection.active == (1, 3)
    widths = []
    for percent in (100, 200):
        large.look.zoom_to(percent)
        QApplication.processEvents()
        widths.append(frame_of(large))
    assert widths == [2, 4]


def gaps(program: Program) -> list[int]:
    """Measure from the end of each menu's name to the next one's beginning."""
    bar = program.window.findChild(QMenuBar)
    assert bar is not None
    metrics = QFontMetricsF(bar.font())
    ends = []
    for action in bar.actions():
        middle = bar.actionGeometry(action).center().x()
        half = metrics.horizontalAdvance(action.text().replace("&", "")) / 2
        ends.append((middle - half, middle + half))
    return [round(after[0] - before[1]) for before, after in pairwise(ends)]


def test_the_names_of_the_menus_stand_twice_as_far_apart(large: Program) -> None:
    plain = gaps(large)
    large.look.zoom_to(200)
    QApplication.processEvents()
    assert gaps(large) == pytest.approx([2 * gap for gap in plain], abs=3)
    assert min(plain) >= 10


def text_starts(program: Program) -> tuple[int, int]:
    """Measure where a cell's text begins: as it stands, and while it is edited."""
    grid = view(program)
    cell = grid.inner_rect((1, 3))
    found = []
    for _ in range(2):
        QApplication.processEvents()
        image = grid.viewport().grab().toImage()
        down = range(cell.top() + cell.height() // 3, cell.bottom() - cell.height() // 4)
        margin = program.look.theme.px(3)
        found.append(
            next(
                across - cell.left()
                for across in range(cell.left() + margin, cell.right())
                if any(image.pixelColor(across, y).lightness() < 128 for y in down)
            )
        )
        grid.start_editing()
        field = program.window.focusWidget()
        assert field is not None
        QTest.keyClicks(field, "")
    grid.setFocus()
    return found[0], found[1]


def test_a_text_does_not_move_when_it_is_edited(qtbot: QtBot, large: Program) -> None:
    large.window.design_page.grid.select_tier(2, "factor")
    for percent in (100, 200):
        large.look.zoom_to(percent)
        qtbot.wait(10)
        view(large).setFocus()
        at_rest, edited = text_starts(large)
        assert abs(at_rest - edited) <= 1, percent
