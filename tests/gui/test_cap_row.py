"""The row of the cap says in the grid what it prices by, and its field what a text means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.edits import SetCap
from matrix_designer.core.matrix import Cap, CapRule
from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.view import GridView

Opened = Callable[[Path], None]
Key = Qt.Key
_CAP = 4
_LOWER = "the lower of list and cost + 67 %"


@pytest.fixture
def capped(qtbot: QtBot, program: Program, open_file: Opened, table_file: Path) -> Program:
    """Open four tiers, capped at $250 by the lower of list and cost + 67 %."""
    open_file(table_file)
    cap(program, CapRule.LOWER)
    qtbot.waitUntil(lambda: told(program) == _LOWER)
    return program


def cap(program: Program, rule: CapRule) -> None:
    matrix = program.workspace.design.matrix.name
    program.workspace.apply(SetCap(matrix, Cap(2_500_000, rule)))


def view_of(program: Program) -> GridView:
    return program.window.design_page.grid.view


def column(program: Program, key: str) -> int:
    columns = view_of(program).grid_model.spec.columns
    return next(place for place, one in enumerate(columns) if one.key == key)


def told(program: Program, key: str = "typed") -> str:
    model = view_of(program).grid_model
    return str(model.index(_CAP, column(program, key)).data())


def cell(program: Program, row: int, key: str) -> QRect:
    view = view_of(program)
    return view.visualRect(view.grid_model.index(row, column(program, key)))


def inked(image: QImage, rect: QRect) -> int:
    """Count the pixels of a place that are not its ground, its last line left out."""
    ground = image.pixel(rect.left() + 1, rect.top() + 1)
    return sum(
        image.pixel(x, y) != ground
        for x in range(rect.left() + 1, rect.right())
        for y in range(rect.top() + 1, rect.bottom() - 1)
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (CapRule.LOWER, _LOWER),
        (CapRule.HIGHER, "the higher of list and cost + 67 %"),
        (CapRule.LIST, "list"),
        (CapRule.COST_PLUS_67, "+67%"),
    ],
)
def test_the_cap_says_what_it_prices_by(
    qtbot: QtBot, capped: Program, rule: CapRule, words: str
) -> None:
    cap(capped, rule)
    qtbot.waitUntil(lambda: told(capped) == words)


def test_its_words_run_on_over_empty_cells_and_widen_no_column(
    qtbot: QtBot, capped: Program
) -> None:
    view = view_of(capped)
    place = column(capped, "typed")
    wide = view.columnWidth(place)
    image = view.viewport().grab().toImage()
    assert inked(image, cell(capped, _CAP, "multiplier")) > 20
    assert told(capped, "multiplier") == ""
    cap(capped, CapRule.LIST)
    qtbot.waitUntil(lambda: told(capped) == "list")
    assert view.columnWidth(place) == wide
    image = view.viewport().grab().toImage()
    assert inked(image, cell(capped, _CAP, "multiplier")) == 0


def test_its_words_end_before_a_cell_that_shows_something(
    qtbot: QtBot, capped: Program, sales_file: Path
) -> None:
    capped.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: capped.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: told(capped, "cost") == "300")
    at = cell(capped, _CAP, "cost").left()
    for key in ("basis", "multiplier", "markup", "gp", "top", "after", "pieces"):
        capped.window.design_page.grid.choose_column(key, is_shown=False)
    qtbot.waitUntil(lambda: cell(capped, _CAP, "cost").left() < at)
    image = view_of(capped).viewport().grab().toImage()
    typed, cost = cell(capped, _CAP, "typed"), cell(capped, _CAP, "cost")
    assert inked(image, typed) > 20
    assert inked(image, QRect(cost.left() - 3, cost.top(), 10, cost.height())) == 0


def seen(window: QWidget, view: GridView, rect: QRect) -> QImage:
    """Return what stands on the screen at a place of the grid."""
    at = view.viewport().mapTo(window, rect.topLeft())
    picture = window.screen().grabWindow(window.winId(), 0, 0, -1, -1)
    return picture.copy(QRect(at, rect.size())).toImage()


def test_they_stay_whole_where_only_a_cell_under_them_is_painted_anew(
    qtbot: QtBot, capped: Program
) -> None:
    view, window = view_of(capped), capped.window
    under = cell(capped, _CAP, "multiplier")
    qtbot.wait(50)
    before = seen(window, view, under)
    assert inked(before, before.rect()) > 20
    aside = cell(capped, 0, "gp").center()
    for at in (aside, under.center(), aside):
        QTest.mouseMove(view.viewport(), at)
        qtbot.wait(20)
        assert inked(seen(window, view, under), before.rect()) > 20
    qtbot.waitUntil(lambda: seen(window, view, under) == before)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("999999999", "The cap “999999999” is above 99999999.99. Write none for no cap."),
        ("-5", "The cap “-5” is negative. A cap is 0.00 or above."),
    ],
)
def test_a_cap_out_of_range_is_told_what_to_write(capped: Program, text: str, reason: str) -> None:
    rules = capped.window.design_page.matrices.rules
    line = rules.line("cap")
    line.setFocus()
    QTest.keyClick(line, Key.Key_Return)
    editor = capped.window.focusWidget()
    assert editor is not None
    for letter in text:
        QTest.keyClicks(editor, letter)
    QTest.keyClick(editor, Key.Key_Return)
    assert line.note == reason
    QTest.keyClick(editor, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for letter in "none":
        QTest.keyClicks(editor, letter)
    QTest.keyClick(editor, Key.Key_Return)
    assert capped.workspace.design.matrix.cap is None
    assert line.note == ""
