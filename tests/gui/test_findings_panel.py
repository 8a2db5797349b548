"""Findings in the hands of a person: found, previewed, fixed, folded, copied, silenced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.controls import Text
from matrix_designer.gui.theme import LIGHT
from tests.gui.clicks import double_click

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
Opened = Callable[[Path], None]
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def falling(qtbot: QtBot, program: Program, open_file: Opened, tmp_path: Path) -> Program:
    """A table with a gap and two falls, with sales, without the tour."""
    table = tmp_path / "falling.csv"
    table.write_text(
        "From,To,Multiplier\n0.01,10.00,3.00\n10.01,25.00,2.00\n25.02,100.00,1.80\n100.01,,1.67\n"
    )
    sales = tmp_path / "sold.csv"
    sales.write_text(
        "Part Number,Cost,List,Qty,Sold Price\n"
        "A,6.00,,20,18.00\nB,10.40,,9,25.00\nC,26.00,,9,50.00\nD,120.00,,2,200.00\n"
    )
    open_file(table)
    window = program.window
    window.files.import_path(sales)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: "sold" in texts(program))
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return program


def listed(program: Program) -> QListView:
    found = program.window.design_page.findings.findChild(QListView)
    assert isinstance(found, QListView)
    return found


def rows(program: Program) -> list[str]:
    """What a screen reader says of each row."""
    model = listed(program).model()
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(place, 0).data(role)) for place in range(model.rowCount())]


def texts(program: Program) -> str:
    return "\n".join(rows(program))


def place_of(program: Program, words: str) -> int:
    return next(place for place, row in enumerate(rows(program)) if words in row)


def select(program: Program, words: str) -> None:
    """Click on the sentence of a row."""
    view = listed(program)
    index = view.model().index(place_of(program, words), 0)
    view.scrollTo(index)
    rect = view.visualRect(index)
    at = QPoint(rect.left() + 80, rect.top() + 10)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.currentIndex() == index


def button(program: Program) -> QAbstractButton:
    return next(
        each
        for each in listed(program).viewport().findChildren(QAbstractButton)
        if each.isVisible()
    )


def note(program: Program) -> str:
    return next(
        each.accessibleDescription()
        for each in program.window.design_page.findings.findChildren(QWidget)
        if each.accessibleName() == "What the fix does"
    )


def told(program: Program) -> str:
    """The text of the note, as it is painted."""
    (shown,) = (
        each.text()
        for each in program.window.design_page.findings.findChildren(Text)
        if each.accessibleName() == "What the fix does"
    )
    return shown


def ways(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=10_000)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def uppers(program: Program) -> list[int | None]:
    return [tier.upper for tier in program.workspace.design.matrix.tiers]


def status(program: Program) -> str:
    return program.window._status.texts[0]  # noqa: SLF001 - painted text


def test_a_fix_with_two_ways_is_chosen_from_a_menu_and_undone_by_name(
    qtbot: QtBot, falling: Program
) -> None:
    select(falling, "match no tier")
    assert "1 error" in status(falling)
    QTest.mouseClick(button(falling), Qt.MouseButton.LeftButton)
    menu = ways(qtbot)
    titles = [action.text().split("\t")[0] for action in menu.actions()]
    assert titles == ["End tier 2 at $25.01", "Start tier 3 at $25.01"]
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: "match no tier" not in texts(falling))
    assert falling.workspace.design.matrix.tiers[2].lower == 250_100
    assert "error" not in status(falling)
    assert falling.workspace.undo_stack.undoText() == "start tier 3 at $25.01"
    QTest.keyClick(falling.window, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: "match no tier" in texts(falling))
    assert falling.workspace.design.matrix.tiers[2].lower == 250_200


def test_a_selected_row_says_what_is_offered_first_and_nothing_before_it_is_known(
    qtbot: QtBot, falling: Program
) -> None:
    select(falling, "match no tier")
    assert not told(falling)
    qtbot.waitUntil(lambda: told(falling) == "End tier 2 at $25.01.")
    select(falling, "Price falls at 2 tier bounds")
    assert told(falling) == "Smooth: all 2 in one step."
    QTest.keyClick(listed(falling), Key.Key_Right)
    QTest.keyClick(listed(falling), Key.Key_Down)
    qtbot.waitUntil(lambda: told(falling) == "Small tiers along the shelf.")
    QTest.keyClick(listed(falling), Key.Key_Return, ALT)
    menu = ways(qtbot)
    assert menu.actions()[0].text().startswith("Small tiers along the shelf\t")
    QTest.keyClick(menu, Key.Key_Escape)


def test_a_row_whose_ways_all_fail_says_so_before_they_are_asked_for(
    qtbot: QtBot, program: Program, open_file: Opened, tmp_path: Path
) -> None:
    table = tmp_path / "reversed.csv"
    table.write_text("From,To,Multiplier\n500.00,1.50,2.00\n")
    open_file(table)
    qtbot.waitUntil(lambda: "runs from" in texts(program))
    select(program, "runs from")
    said = "No edit of the tiers answers this without a new error."
    qtbot.waitUntil(lambda: told(program) == said)
    QTest.keyClick(listed(program), Key.Key_Return, ALT)
    qtbot.wait(50)
    assert told(program) == said
    assert QApplication.activePopupWidget() is None


def test_alt_enter_offers_every_way_with_what_it_does_and_draws_the_one_that_is_marked(
    qtbot: QtBot, falling: Program
) -> None:
    select(falling, "Price falls at")
    curves = falling.window.design_page.curves
    before = curves.grab().toImage()
    QTest.keyClick(listed(falling), Key.Key_Return, ALT)
    menu = ways(qtbot)
    first, last = menu.actions()[0].text(), menu.actions()[-1].text()
    assert first.startswith("Small tiers along the shelf, 2 times")
    assert "GP " in first
    assert "$" in first
    assert last.startswith("Change the whole matrix to linear (every factor changes, and the DMS")
    qtbot.waitUntil(lambda: note(falling).startswith("Small tiers along the shelf"))
    assert "pieces up" in note(falling)
    qtbot.waitUntil(lambda: curves.grab().toImage() != before)
    drawn = curves.grab().toImage()
    held = button(falling).mapToGlobal(button(falling).rect().topRight())
    assert menu.geometry().bottom() < held.y()
    assert menu.geometry().right() <= held.x() + 1
    QTest.keyClick(menu, Key.Key_Up)
    qtbot.waitUntil(lambda: note(falling).startswith("Change the whole matrix to linear (every"))
    qtbot.waitUntil(lambda: curves.grab().toImage() != drawn)
    QTest.keyClick(menu, Key.Key_Escape)
    qtbot.waitUntil(lambda: curves.grab().toImage() == before)
    assert falling.workspace.undo_stack.count() == 0


def test_the_focused_button_previews_and_the_preview_goes_with_the_focus(
    qtbot: QtBot, falling: Program
) -> None:
    select(falling, "match no tier")
    curves = falling.window.design_page.curves
    before = curves.grab().toImage()
    QTest.keyClick(listed(falling), Key.Key_Tab)
    assert button(falling).hasFocus()
    qtbot.waitUntil(lambda: note(falling).startswith("End tier 2 at $25.01: GP "))
    qtbot.waitUntil(lambda: curves.grab().toImage() != before)
    QTest.keyClick(button(falling), Key.Key_Backtab)
    qtbot.waitUntil(lambda: curves.grab().toImage() == before)


def test_a_folded_row_unfolds_by_key_and_by_mouse(falling: Program) -> None:
    view = listed(falling)
    select(falling, "Price falls at 2 tier bounds")
    count = view.model().rowCount()
    QTest.keyClick(view, Key.Key_Right)
    assert view.model().rowCount() == count + 2
    assert "unfolded" in texts(falling)
    QTest.keyClick(view, Key.Key_Down)
    QTest.keyClick(view, Key.Key_Left)
    QTest.keyClick(view, Key.Key_Left)
    assert view.model().rowCount() == count
    rect = view.visualRect(view.currentIndex())
    mark = QPoint(rect.left() + 6, rect.top() + 12)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert view.model().rowCount() == count + 2
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert view.model().rowCount() == count


def test_many_of_one_code_are_fixed_in_one_step(qtbot: QtBot, falling: Program) -> None:
    select(falling, "Price falls at 2 tier bounds")
    QTest.keyClick(listed(falling), Key.Key_Return, ALT)
    menu = ways(qtbot)
    while not menu.activeAction().text().startswith("Small tiers along the shelf, 2 times"):
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: len(uppers(falling)) == 12)
    assert falling.workspace.undo_stack.count() == 1
    assert falling.workspace.undo_stack.undoText() == "small tiers along the shelf, 2 times"


def test_f4_goes_from_the_grid_to_the_next_finding_and_from_the_list_to_the_cell(
    falling: Program,
) -> None:
    grid = falling.window.design_page.grid
    grid.view.setFocus()
    seen = []
    for _ in range(2):
        QTest.keyClick(falling.window, Key.Key_F4)
        assert grid.view.hasFocus()
        seen.append(listed(falling).currentIndex().row())
    assert seen == [0, 1]
    listed(falling).setFocus()
    QTest.keyClick(listed(falling), Key.Key_F4)
    assert grid.view.hasFocus()
    assert listed(falling).currentIndex().row() == 1
    assert list(grid.selected_tiers)


def test_enter_and_double_click_go_to_the_cell_and_a_click_only_shows_it(falling: Program) -> None:
    grid, view = falling.window.design_page.grid, listed(falling)
    select(falling, "match no tier")
    assert list(grid.selected_tiers) == [1]
    assert not grid.view.hasFocus()
    view.setFocus()
    QTest.keyClick(view, Key.Key_Return)
    assert grid.view.hasFocus()
    view.setFocus()
    at = view.visualRect(view.currentIndex()).topLeft() + QPoint(80, 10)
    double_click(view.viewport(), at)
    assert grid.view.hasFocus()


def test_a_finding_is_copied_with_its_code(falling: Program) -> None:
    select(falling, "match no tier")
    listed(falling).setFocus()
    QTest.keyClick(listed(falling), Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("error gap, tier 2: Parts with a cost of")


def test_silencing_needs_a_reason_and_is_counted_and_undone(qtbot: QtBot, falling: Program) -> None:
    view, panel = listed(falling), falling.window.design_page.findings
    select(falling, "match no tier")
    view.setFocus()
    QTest.keyClick(view, Key.Key_Delete)
    field = next(
        each for each in panel.findChildren(QLineEdit) if each.accessibleName() == "Reason"
    )
    assert field.hasFocus()
    QTest.keyClick(field, Key.Key_Return)
    assert field.isVisible()
    assert not falling.workspace.design.silences
    told = [
        each
        for each in panel.findChildren(QLabel)
        if each.isVisible() and each.text().startswith("Type why")
    ]
    assert len(told) == 1
    assert told[0].height() >= told[0].heightForWidth(told[0].width())
    QTest.keyClicks(field, " ")
    assert not told[0].isVisible()
    QTest.keyClick(field, Key.Key_Return)
    assert told[0].isVisible()
    assert not falling.workspace.design.silences
    QTest.keyClick(field, Key.Key_Backspace)
    QTest.keyClicks(field, "our DMS takes the lower tier")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: "match no tier" not in texts(falling))
    assert falling.workspace.design.silences[0].reason == "our DMS takes the lower tier"
    assert "1 silenced" in status(falling)
    shown = next(each for each in panel.findChildren(QAbstractButton) if "silenced" in each.text())
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton)
    assert "silenced: our DMS takes the lower tier" in texts(falling)
    select(falling, "our DMS takes the lower tier")
    assert button(falling).text() == "Restore"
    QTest.mouseClick(button(falling), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not falling.workspace.design.silences)
    qtbot.waitUntil(lambda: "silenced" not in status(falling))
    assert "match no tier" in texts(falling)


def test_the_verb_of_another_row_is_clicked_where_it_stands(qtbot: QtBot, falling: Program) -> None:
    view = listed(falling)
    index = view.model().index(place_of(falling, "match no tier"), 0)
    view.selectionModel().setCurrentIndex(
        view.model().index(-1, 0), QItemSelectionModel.SelectionFlag.Clear
    )
    rect = view.visualRect(index)
    at = QPoint(rect.right() - 12, rect.bottom() - 10)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menu = ways(qtbot)
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: "match no tier" not in texts(falling))


def test_a_row_of_another_matrix_names_it(qtbot: QtBot, falling: Program) -> None:
    name = falling.workspace.design.matrix.name
    assert f"“{name}”" not in texts(falling)
    QTest.keyClick(falling.window, Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: f"“{name}”: Price falls at 2 tier bounds" in texts(falling))
    assert texts(falling).count("Price falls at 2 tier bounds") == 2
    assert f"“{name} copy”" not in texts(falling)


def test_the_row_that_the_keyboard_comes_to_is_marked_and_its_button_clear_of_the_words(
    qtbot: QtBot, falling: Program
) -> None:
    view = listed(falling)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    row = view.visualRect(view.currentIndex())
    assert row.isValid()
    qtbot.waitUntil(lambda: button(falling).isVisible())
    image = view.viewport().grab().toImage()
    edge = image.pixelColor(row.left() + 3, row.center().y())
    assert edge == LIGHT.tint
    blue = [
        y
        for y in range(row.top(), row.bottom() + 1)
        if image.pixelColor(button(falling).x() + 12, y) == LIGHT.accent
    ]
    assert len(blue) >= 18
    assert button(falling).geometry().bottom() <= row.bottom()
    over = [image.pixelColor(x, blue[0] - 1) for x in range(button(falling).x() + 6, row.right())]
    assert all(one == LIGHT.tint for one in over[: button(falling).width() - 12]), "no letters"
