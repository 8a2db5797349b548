"""Several matrices and the one in force, by keys and clicks: what shows, what undo names."""

from __future__ import annotations

import datetime as dt
import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import InForce
from matrix_designer.core.edits import SetInForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.design import DesignPage
from matrix_designer.gui.pages.record_view import RecordView
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.panels.editable_line import EditableLine
from matrix_designer.gui.panels.in_force_block import read_day
from matrix_designer.gui.panels.inline_editor import InlineEditor
from matrix_designer.gui.panels.matrix_row import MatrixRow

Opened = Callable[[Path], None]
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


@pytest.fixture
def page(program: Program, open_file: Opened, table_file: Path) -> DesignPage:
    """Open four tiers: x2.50 to 10, x1.98 to 25, x1.80 to 100, x1.75."""
    open_file(table_file)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return program.window.design_page


def press(page: DesignPage, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(focused(page), key, modifiers)


def focused(page: DesignPage) -> QWidget:
    found = page.window().focusWidget()
    assert found is not None
    return found


def type_in(page: DesignPage, text: str) -> None:
    for letter in text:
        QTest.keyClicks(focused(page), letter)


def names(page: DesignPage) -> list[tuple[str, bool]]:
    return [(row.name, row.is_current) for row in page.matrices.rows]


def cell(grid: TierGrid, row: int, key: str) -> str:
    model = grid.view.grid_model
    return str(model.data(model.index(row, model.spec.place_of(key))))


def pick(menu: QMenu | None, label: str) -> None:
    """Choose an entry of an open menu by its keys."""
    assert menu is not None
    for _ in range(30):
        active = menu.activeAction()
        if active is not None and active.text().replace("&", "") == label:
            QTest.keyClick(menu, Key.Key_Return)
            return
        QTest.keyClick(menu, Key.Key_Down)
    raise AssertionError(label)


def title(page: DesignPage) -> str:
    return page._title.text()  # noqa: SLF001 - painted text


def test_a_copy_is_made_renamed_looked_at_and_taken_out(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    press(page, Key.Key_D, CTRL | SHIFT)
    qtbot.waitUntil(lambda: names(page) == [("ladder", False), ("ladder copy", True)])
    assert title(page) == "ladder copy"
    row = page.matrices.rows[1]
    row.setFocus()
    press(page, Key.Key_F2)
    type_in(page, "Bulk fluids")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == [("ladder", False), ("Bulk fluids", True)])
    assert title(page) == "Bulk fluids"
    page.grid.select_tier(1)
    page.grid.view.setFocus()
    type_in(page, "x3")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: cell(page.grid, 0, "typed") == "x3")
    QTest.mouseClick(page.matrices.rows[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cell(page.grid, 0, "typed") == "×2.50")
    page.grid.select_tier(1)
    tested = page.price_test.figures.tested
    assert tested is not None
    assert tested.proposed.price == "$25.00"
    page.verbs.delete.trigger()
    qtbot.waitUntil(lambda: names(page) == [("Bulk fluids", True)])
    stack = program.workspace.undo_stack
    assert stack.undoText() == "delete “ladder”"
    for _ in range(4):
        press(page, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(page) == [("ladder", True)])
    assert not stack.canUndo()


def test_a_taken_name_stays_typed_with_its_reason(qtbot: QtBot, page: DesignPage) -> None:
    press(page, Key.Key_M, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    row: MatrixRow = page.matrices.rows[1]
    row.setFocus()
    press(page, Key.Key_F2)
    type_in(page, "ladder")
    press(page, Key.Key_Return)
    assert row.refusal.startswith("There is a matrix “ladder” already")
    press(page, Key.Key_Escape)
    assert not row.refusal
    assert names(page) == [("ladder", False), ("New matrix", True)]


def test_a_new_matrix_asks_for_a_first_tier(qtbot: QtBot, page: DesignPage) -> None:
    press(page, Key.Key_M, CTRL | SHIFT)
    qtbot.waitUntil(lambda: title(page) == "New matrix")
    assert not page.grid.isVisible()
    assert page._no_tiers.button.isVisible()  # noqa: SLF001 - what stands in its place


def test_where_the_list_has_no_room_the_title_and_a_key_lead_to_it(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    press(page, Key.Key_D, CTRL | SHIFT)
    program.window.resize(1366, 768)
    qtbot.waitUntil(lambda: not page.matrices.isVisible())
    QTest.mouseClick(page._title, Qt.MouseButton.LeftButton)  # noqa: SLF001 - painted text
    menu = page.findChild(QMenu)
    pick(menu, "ladder")
    qtbot.waitUntil(lambda: title(page) == "ladder")
    press(page, Key.Key_R, CTRL | SHIFT)
    assert page.matrices.isVisible()
    assert page.matrices.rows[0].hasFocus()
    press(page, Key.Key_Escape)
    assert not page.matrices.isVisible()
    assert page.grid.view.hasFocus()
    press(page, Key.Key_R, CTRL | SHIFT)
    press(page, Key.Key_R, CTRL | SHIFT)
    assert not page.matrices.isVisible()


def test_the_record_is_set_shown_read_only_corrected_dated_and_cleared(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    work = program.workspace
    page.verbs.use_now.trigger()
    assert work.design.in_force is not None
    assert work.design.in_force.since == dt.datetime.now().astimezone().date()
    qtbot.waitUntil(page.matrices.in_force.isEnabled)
    press(page, Key.Key_J, CTRL)
    view = page.findChild(RecordView)
    assert view is not None
    assert title(page) == "In force: ladder"
    assert cell(view.grid, 0, "typed") == "×2.50"
    type_over(page, view.grid, "x9")
    assert work.undo_stack.count() == 1
    assert "read only" in program.window.messages.text
    page.verbs.correct.trigger()
    press(page, Key.Key_Escape)
    type_over(page, view.grid, "x2.45")
    qtbot.waitUntil(lambda: cell(view.grid, 0, "typed") == "x2.45")
    assert work.design.matrix.tiers[0].factor.text == "×2.50"
    assert work.undo_stack.undoText() == "correct the record: factor of tier 1"
    press(page, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: cell(view.grid, 0, "typed") == "×2.50")
    press(page, Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: page.findChild(RecordView) is None)
    assert title(page) == "ladder"
    line = next(
        each
        for each in page.matrices.findChildren(EditableLine)
        if each.content.name == "Since" and each.isVisible()
    )
    line.setFocus()
    press(page, Key.Key_F2)
    type_in(page, "3 Feb 2024")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: line.content.value == "3 Feb 2024")
    assert work.design.in_force.since == dt.date(2024, 2, 3)
    page.verbs.clear.trigger()
    qtbot.waitUntil(lambda: page.matrices.in_force.texts[0] == "Nothing on record")
    press(page, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.matrices.in_force.texts[0] == "ladder")


def type_over(page: DesignPage, grid: TierGrid, text: str) -> None:
    grid.select_tier(1)
    grid.view.setFocus()
    type_in(page, text)
    press(page, Key.Key_Return)


def test_the_rules_of_the_record_are_its_own(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    page.verbs.use_now.trigger()
    qtbot.waitUntil(page.verbs.correct.isEnabled)
    page.verbs.correct.trigger()
    line = page.matrices.rules.line("ceiling")
    line.setFocus()
    type_in(page, "7")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: dict(page.matrices.rules.rules)["Ceiling"] == "list + 7 %")
    design = program.workspace.design
    assert design.in_force is not None
    assert design.in_force.matrix.rails.ceiling == 70_000
    assert design.matrix.rails.ceiling is None
    assert "Goal" not in dict(page.matrices.rules.rules)
    press(page, Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: dict(page.matrices.rules.rules)["Ceiling"] == "none")


def test_a_record_is_begun_and_typed_by_hand(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    work = program.workspace
    ask = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Record it")
    ask.setFocus()
    press(page, Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Key.Key_H)
    qtbot.waitUntil(lambda: page.findChild(RecordView) is not None)
    view = page.findChild(RecordView)
    assert view is not None
    program.window.activateWindow()  # a popup takes that away here, a window manager gives it back
    qtbot.waitUntil(view.grid.view.hasFocus)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right):
        press(page, key)
    type_in(page, "x2.6")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: cell(view.grid, 0, "typed") == "x2.6")
    assert work.design.in_force is not None
    assert not page.verbs.by_hand.isEnabled()
    press(page, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: cell(view.grid, 0, "typed") == "×1.00")
    press(page, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.findChild(RecordView) is None)
    assert title(page) == "ladder"
    assert work.undo_stack.undoText() == ""


def test_undoing_the_record_leads_back_to_the_proposed(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    page.verbs.use_now.trigger()
    qtbot.waitUntil(page.verbs.show_record.isEnabled)
    press(page, Key.Key_J, CTRL)
    assert page.findChild(RecordView) is not None
    program.workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: page.findChild(RecordView) is None)
    assert title(page) == "ladder"


def test_what_opens_and_closes_is_gone_again(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    page.verbs.use_now.trigger()
    qtbot.waitUntil(page.verbs.show_record.isEnabled)
    for _ in range(3):
        press(page, Key.Key_J, CTRL)
        found = page.findChild(RecordView)
        assert found is not None
        view, grid = weakref.ref(found), weakref.ref(found.grid)
        del found
        press(page, Key.Key_J, CTRL)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        assert view() is None
        assert grid() is None
    row = page.matrices.rows[0]
    for _ in range(3):
        row.setFocus()
        press(page, Key.Key_F2)
        press(page, Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not program.window.findChildren(InlineEditor)


@pytest.mark.parametrize("text", ["3 Feb 2024", "2024-02-03", " 3  February 2024 ", "Feb 3, 2024"])
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == dt.date(2024, 2, 3)


@pytest.mark.parametrize("text", ["31 Feb 2024", "soon", "2024-13-01", "1 Jan 0024"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(MatrixDesignerError, match="not a date"):
        read_day(text)
    assert read_day(" ") is None


def test_the_block_in_force_does_not_say_its_heading_again(
    qtbot: QtBot, program: Program, page: DesignPage
) -> None:
    design, block = program.workspace.design, page.matrices.in_force
    for name in ("ladder", "In force"):
        record = InForce(replace(design.matrix, name=name), dt.date(2024, 2, 3))
        program.workspace.apply(SetInForce(record, text="record"))
        tiers = f"{len(design.matrix.tiers)} tiers"
        wanted = f"In force: {tiers}" if name == "In force" else f"In force: {name}, {tiers}"
        qtbot.waitUntil(partial(is_called, block, wanted))
        qtbot.waitUntil(lambda: block.height() == block.sizeHint().height())
        inked = rows_with_text(block)
        assert len(inked) == (1 if name == "In force" else 2), inked


def is_called(widget: QWidget, name: str) -> bool:
    return widget.accessibleName() == name


def rows_with_text(widget: QWidget) -> list[int]:
    """Return where lines of text begin, right of the lock."""
    image = widget.grab().toImage()
    ground = image.pixel(image.width() - 2, image.height() // 2)
    full = [
        any(image.pixel(x, y) != ground for x in range(26, image.width() - 4))
        for y in range(2, image.height() - 2)
    ]
    return [y for y, (one, before) in enumerate(pairwise([False, *full])) if before and not one]
