"""Where the panes of the Design page stand at every size, measured on the shown window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.pages.design import DesignPage
from matrix_designer.gui.pages.design_panes import LowerPane, Shape, shape_of
from matrix_designer.gui.panels.pane_tabs import PaneTabs
from matrix_designer.gui.theme import make_theme
from tests.gui.document_hands import keys

Opened = Callable[[Path], None]


@pytest.mark.parametrize(
    ("size", "zoom", "shape"),
    [
        ((1600, 1000), 1.0, Shape(True, False, True, False)),  # noqa: FBT003 - four in a row
        ((1440, 900), 1.0, Shape(True, False, False, False)),  # noqa: FBT003 - four in a row
        ((1440, 799), 1.0, Shape(False, False, False, False)),  # noqa: FBT003 - four in a row
        ((1399, 900), 1.0, Shape(False, False, False, True)),  # noqa: FBT003 - four in a row
        ((1100, 1000), 1.0, Shape(False, False, True, True)),  # noqa: FBT003 - four in a row
        ((1099, 1000), 1.0, Shape(False, True, False, False)),  # noqa: FBT003 - four in a row
        ((1440, 900), 1.5, Shape(False, True, False, False)),  # noqa: FBT003 - four in a row
        ((1440, 900), 0.8, Shape(True, False, True, False)),  # noqa: FBT003 - four in a row
    ],
)
def test_a_size_has_room_for_so_much(
    qtbot: QtBot, size: tuple[int, int], zoom: float, shape: Shape
) -> None:
    assert qtbot
    theme = make_theme(is_dark=False, base=interface_font(), zoom=zoom)
    assert shape_of(QSize(*size), theme) == shape


@pytest.fixture
def page(program: Program, open_file: Opened, table_file: Path) -> DesignPage:
    open_file(table_file)
    return program.window.design_page


def at(program: Program, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(program.window, QPoint()), widget.size())


def test_the_panes_stand_as_drawn(qtbot: QtBot, program: Program, page: DesignPage) -> None:
    window = program.window
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: at(program, page.findings).top() > at(program, page.curves).bottom())
    assert at(program, page.price_test).left() > at(program, page.findings).right()
    assert page.matrices.isVisible()
    window.resize(1440, 900)
    qtbot.waitUntil(
        lambda: at(program, page.findings).top() > at(program, page.price_test).bottom()
    )
    assert at(program, page.findings).left() > at(program, page.curves).right()
    assert at(program, page.findings).width() == at(program, page.price_test).width() == 304
    assert page.findings.height() > 300
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: not page.matrices.isVisible())
    assert page.findings.height() > 200
    window.resize(960, 540)
    qtbot.waitUntil(lambda: not page.findings.isVisible())
    assert not page.price_test.isVisible()
    assert page.curves.isVisible()
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: page.findings.isVisible() and page.price_test.isVisible())
    assert at(program, page.findings).top() > at(program, page.curves).bottom()


@pytest.mark.parametrize("height", [490, 501, 513, 540, 548, 559])
def test_no_room_of_half_a_row_is_left_under_the_total(
    qtbot: QtBot, program: Program, open_file: Opened, tmp_path: Path, height: int
) -> None:
    table = tmp_path / "many.csv"
    tiers = "".join(f"{at}.01,{at + 1}.00,2.{90 - at}\n" for at in range(30))
    table.write_text(f"From,To,Multiplier\n{tiers}30.01,,1.40\n")
    open_file(table)
    program.window.resize(900, height)
    qtbot.waitUntil(lambda: program.window.height() == height)
    grid = program.window.design_page.grid
    foot = grid.total.geometry().bottom()
    qtbot.waitUntil(lambda: grid.height() - 1 - grid.total.geometry().bottom() <= 1)
    assert foot > 100
    assert program.window.design_page.curves.height() >= 110


@pytest.mark.parametrize("height", [460, 490, 540, 620])
def test_no_pane_under_a_tab_presses_on_the_grid(
    qtbot: QtBot, program: Program, page: DesignPage, sales_file: Path, height: int
) -> None:
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    program.window.resize(960, height)
    qtbot.waitUntil(lambda: program.window.height() == height)
    (tabs,) = page.findChildren(PaneTabs)
    places = []
    for pane in LowerPane:
        press_tab(program, pane.value)
        keys(program.window, "F4")  # a chosen finding shows its note
        press_tab(program, pane.value)
        qtbot.wait(20)
        places.append((at(program, tabs).top(), at(program, page.grid).bottom()))
    assert len(set(places)) == 1, places
    assert all(top > foot for top, foot in places)


def press_tab(program: Program, place: int) -> None:
    (tabs,) = program.window.design_page.findChildren(PaneTabs)
    buttons = [one for one in tabs.findChildren(QAbstractButton) if one.isVisible()]
    QTest.mouseClick(buttons[place], Qt.MouseButton.LeftButton)
