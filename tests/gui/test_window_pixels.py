"""The window as it is painted: the accent's places, nothing cut, every control named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.controls import Button, ButtonKind
from matrix_designer.gui.panels.rules import RulesBlock
from matrix_designer.gui.panels.runs import runs_width
from matrix_designer.gui.theme import Appearance

Opened = Callable[[Path], None]
SIZES = [(1440, 900), (1366, 768), (1100, 700), (1600, 1000)]


@pytest.fixture
def filled(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> Program:
    """Show a design with sales, a goal and a matrix in force."""
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    program.window.messages.clear()
    program.analyst.catch_up()
    qtbot.wait(20)
    return program


def place_of(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def pixels_of(image: QImage, name: str) -> list[QPoint]:
    return [
        QPoint(x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).name() == name
    ]


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_accent_stands_only_for_proposed_or_yours_to_act_on(
    filled: Program, appearance: Appearance
) -> None:
    filled.look.choose(appearance)
    window, page = filled.window, filled.window.design_page
    image = window.grab().toImage()
    strip = place_of(window.figures, window)
    allowed = [
        QRect(strip.left(), strip.top(), strip.width() // 4, strip.height()),
        place_of(page.grid, window),
        place_of(page.curves, window),
        place_of(page.findings, window),
        place_of(page.price_test, window),
        QRect(0, strip.bottom(), 72, 80),
        QRect(window.width() // 2 - 300, 0, 300, 30),
    ]
    links = [found for found in window.findChildren(Button) if found.kind is ButtonKind.LINK]
    allowed += [place_of(link, window) for link in links if link.isVisible()]
    found = pixels_of(image, filled.look.theme.colours.accent.name())
    assert len(found) > 200
    strays = [point for point in found if not any(rect.contains(point) for rect in allowed)]
    assert not strays, strays[:5]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_of_a_label_or_button_is_cut(
    qtbot: QtBot, filled: Program, size: tuple[int, int]
) -> None:
    window = filled.window
    window.resize(*size)
    qtbot.wait(20)
    checked = 0
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            checked += 1
            needed = QFontMetricsF(label.font()).horizontalAdvance(label.text())
            assert needed <= label.contentsRect().width() + 0.5, label.text()
            assert QFontMetricsF(label.font()).height() <= label.height() + 1, label.text()
    for button in window.findChildren(Button):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()
    assert checked >= 2


@pytest.mark.parametrize("width", [1100, 1366, 1440, 1600])
def test_the_figures_of_a_cell_end_before_the_next(filled: Program, width: int) -> None:
    strip = filled.window.figures
    filled.window.resize(width, 800)
    for place, (cell, left, right) in enumerate(strip.cells()):
        for at, line in enumerate(cell):
            fitted = strip.fitted((place, at), line, right - left - 26)
            assert left + 18 + runs_width(fitted) <= right, [run.text for run in fitted]


def test_the_rules_keep_name_and_value_apart(filled: Program) -> None:
    block = filled.window.findChild(RulesBlock)
    assert block is not None
    metrics = QFontMetricsF(filled.look.theme.number_font())
    for name, value in block.rules:
        room = block.width() - 16 - metrics.horizontalAdvance(name)
        assert metrics.horizontalAdvance(value) + 6 <= room, (name, value)


def test_every_control_has_a_name_and_can_be_reached(filled: Program) -> None:
    walked = 0
    for page in ("design", "export", "start"):
        filled.window.show_page(page)
        for control in filled.window.findChildren(QAbstractButton):
            if not control.isVisible() or not control.isEnabled():
                continue
            walked += 1
            name = control.accessibleName() or control.text()
            assert name, control
            is_reached = bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus)
            is_grid_corner = type(control).__name__ == "QTableCornerButton"
            assert is_reached or is_grid_corner or "Corner" in type(control).__name__, control
    assert walked > 15


def is_judged(program: Program) -> bool:
    analysis, design = program.analyst.analysis, program.workspace.design
    return analysis is not None and analysis.design is design and analysis.is_judged


def test_an_edit_repaints_all_that_it_changes(qtbot: QtBot, filled: Program) -> None:
    window, grid = filled.window, filled.window.design_page.grid
    for text in ("x5", "x4", "x1.05", "+40%"):
        grid.select_tier(1, "factor")
        grid.view.setFocus()
        before = filled.workspace.design
        for key in (*text, Qt.Key.Key_Return):
            focused = window.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, key)
        assert filled.workspace.design != before
        qtbot.waitUntil(lambda: is_judged(filled))
        qtbot.wait(20)
        whole = window.grab().toImage()
        assert window.screen().grabWindow(window.winId()).toImage() == whole
