"""Hands for the tests of the Plan page: a history with sources, the page by its key, drags."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.grid import Grid
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.tables.table import ReadTable
from tests.gui.conftest import Opened
from tests.gui.document_hands import keys
from tests.gui.grid_hands import Hands

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
HEADS = "RO,Date,Part Number,Description,Source,Class,Cost,List,Qty,Sold Price"
LINES = (
    ("F1", "FILTER, OIL", "03", "A", "4.00", "9.00", 10, "9.00"),
    ("F2", "FILTER, OIL", "03", "A", "6.00", "13.00", 5, "12.00"),
    ("B1", "PADS, FRONT BRAKE", "07", "A", "40.00", "80.00", 6, "76.00"),
    ("B2", "ROTOR, BRAKE", "07", "B", "60.00", "110.00", 2, "105.00"),
    ("E1", "GASKET", "12", "B", "21.00", "42.00", 4, "41.00"),
    ("E2", "PUMP, WATER", "12", "B", "80.00", "", 1, "150.00"),
)


def write_sales(path: Path) -> Path:
    """Write a history of three sources: cost $70 on 03, $360 on 07, $164 on 12."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADS.split(","))
        for place, line in enumerate(LINES):
            rows.writerow((place + 1, f"2025-{place % 12 + 1:02d}-15", *line))
    return path


def open_plan(
    qtbot: QtBot, program: Program, open_file: Opened, table: Path, sales: Path | None
) -> PlanPage:
    """Open a table, with sales, and turn to the Plan page by its key."""
    open_file(table)
    if sales is not None:
        program.window.files.import_path(sales)
        qtbot.waitUntil(
            lambda: program.workspace.sales is not None and not program.window.desk.is_busy
        )
    return turn_to_plan(qtbot, program)


def turn_to_plan(qtbot: QtBot, program: Program) -> PlanPage:
    """Press Ctrl+3."""
    keys(program.window, "Ctrl+3")
    page = program.window.findChild(PlanPage)
    assert isinstance(page, PlanPage)
    qtbot.waitUntil(page.isVisible)
    settle()
    return page


def settle() -> None:
    """Let everything that an edit set off come to its end."""
    for _ in range(4):
        QCoreApplication.processEvents()


def hands(page: PlanPage) -> Hands:
    """Return hands for the grid that shows."""
    grids = [grid for grid in page.findChildren(Grid) if grid.isVisible()]
    assert len(grids) == 1
    return Hands(grids[0].view)


def column(grid: Grid, key: str) -> int:
    """Return the place of a column."""
    return grid.view.grid_model.spec.place_of(key)


def texts(grid: Grid, key: str) -> list[str]:
    """Return what stands in a column, from the first row to the last."""
    model, place = grid.view.grid_model, column(grid, key)
    return [str(model.data(model.index(row, place))) for row in range(model.rowCount())]


def click_cell(grid: Grid, row: int, key: str) -> None:
    """Press a cell."""
    view = grid.view
    box = view.visualRect(view.grid_model.index(row, column(grid, key)))
    QTest.mouseClick(view.viewport(), LEFT, NONE, box.center())


def type_into(page: QWidget, text: str, end: str = "Return") -> None:
    """Type letters and a key that ends them, wherever the keyboard is."""
    for letter in text:
        focused = page.window().focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)
    press(page, end)
    settle()


def press(page: QWidget, key: str) -> None:
    """Press one key wherever the keyboard is."""
    from PySide6.QtGui import QKeySequence

    focused = page.window().focusWidget()
    assert focused is not None
    combination = QKeySequence(key)[0]  # type: ignore[index] # the stub forgets it
    QTest.keyClick(focused, combination.key(), combination.keyboardModifiers())
    settle()


def rows_of(table: ReadTable) -> list[list[str]]:
    """Return what stands in the shown columns of every row."""
    shown = [slot.place for slot in table.body.slots_]
    model = table.grid_model
    return [
        [str(model.data(model.index(row, place))) for place in shown]
        for row in range(model.rowCount())
    ]


def named(inside: QWidget, name: str) -> QAbstractButton:
    """Return the visible button that a screen reader calls so."""
    for found in inside.findChildren(QAbstractButton):
        if name in (found.text(), found.accessibleName()) and found.isVisible():
            return found
    raise AssertionError(f"no button {name}")


def source_point(page: PlanPage, name: str) -> QPoint:
    """Return the place of a source in its table's viewport."""
    body = page.sources.table.body
    model = page.sources.table.grid_model
    for row in range(model.rowCount()):
        if str(model.data(model.index(row, 0))) == name:
            return body.visualRect(model.index(row, 0)).center()
    raise AssertionError(f"no source {name}")


def drag_source(page: PlanPage, name: str, onto: QWidget, at: QPoint | None = None) -> None:
    """Drag a source from its table onto another widget, and let go."""
    viewport = page.sources.table.body.viewport()
    start = source_point(page, name)
    spot = onto.rect().center() if at is None else at
    end = viewport.mapFromGlobal(onto.mapToGlobal(spot))
    QTest.mousePress(viewport, LEFT, NONE, start)
    for part in (4, 2, 1):
        QTest.mouseMove(viewport, start + (end - start) / part)
    QTest.mouseRelease(viewport, LEFT, NONE, end)
    settle()
