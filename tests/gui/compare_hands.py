"""Hands for the tests of the Compare page: what it is opened on, keys, and what stands where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import InForce
from matrix_designer.core.edits import SetInForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import read_bound
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from tests.gui.document_hands import click, keys

Opened = Callable[[Path], None]
NOW = (("0.01", "10.00", "×2.40"), ("10.01", "100.00", "×1.90"), ("100.01", "", "×1.70"))


def record_in_force(program: Program) -> None:
    tiers = tuple(
        Tier(read_bound(low), read_bound(high) if high else None, read_factor(factor).factor)
        for low, high, factor in NOW
    )
    program.workspace.apply(SetInForce(InForce(Matrix("Now", tiers))), None)


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> ComparePage:
    """Open four tiers with their sales and a matrix in force, and turn to Compare by its key."""
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    record_in_force(program)
    return turn_to(qtbot, program)


def turn_to(qtbot: QtBot, program: Program) -> ComparePage:
    keys(program.window, "Ctrl+4")
    found = program.window.findChild(ComparePage)
    assert isinstance(found, ComparePage)
    qtbot.waitUntil(found.isVisible)
    program.analyst.catch_up()
    return found


def read(page: QWidget) -> str:
    """Return all sentences that are in view."""
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def give_focus(page: QWidget, widget: QWidget) -> None:
    page.window().activateWindow()
    assert QTest.qWaitForWindowActive(page.window())
    widget.setFocus()
    assert widget.hasFocus()


def geometry(page: ComparePage) -> dict[str, QRect]:
    """Return where everything over the tabs stands."""
    parts: list[QWidget] = [page.toggle, page.figures, page.truth, page.bridge, page.tabs]
    parts += [one for one in page.findChildren(QLabel) if one.isVisible()]
    parts += [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
    return {str(id(part)): QRect(part.mapTo(page, QPoint()), part.size()) for part in parts}


def bar_inks(page: ComparePage) -> dict[str, str]:
    """Return the colour in the middle of every bar, by its name."""
    waterfall = page.bridge.waterfall
    image = waterfall.grab().toImage()
    ratio = image.devicePixelRatio()
    names = [bar.label for bar in waterfall.fall.bars] + [waterfall.fall.total]
    inks = {}
    for place, name in enumerate(names):
        at = waterfall.bar_box(place).center() * ratio
        inks[name] = image.pixelColor(at.toPoint()).name()
    return inks


def parts(page: ComparePage) -> list[str]:
    """Return the part numbers of the test repair order, as they stand there."""
    rows = page.order.table.texts()[1:]
    return [row[0].split("  ")[0] for row in rows if not row[0].startswith("Parts total")]


def type_order(qtbot: QtBot, page: ComparePage, number: str, found: str = "") -> None:
    """Ask for a repair order from the keyboard and wait for it, as it is found."""
    keys(page.window(), "Ctrl+Shift+O")
    field = page.order.entry.order
    assert field.hasFocus()
    QTest.keyClicks(field, number)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.order.title().endswith(f" {found or number}"))


def type_part(page: ComparePage, number: str) -> None:
    """Ask for a part from the keyboard."""
    keys(page.window(), "Ctrl+Shift+A")
    field = page.order.entry.part
    assert field.hasFocus()
    QTest.keyClicks(field, number)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_version(page: ComparePage, name: str) -> None:
    """Choose what is compared with, from the menu."""
    buttons = [one for one in page.findChildren(QAbstractButton) if "Against" in one.text()]
    click(buttons[0])
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if one.text() == name)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
