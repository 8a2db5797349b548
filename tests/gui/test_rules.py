"""The rules of a matrix typed over in the list pane: keys in, rules, prices and reasons out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    FallbackKind,
    Floor,
    FloorKind,
    Mode,
)
from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.editable_line import EditableLine
from matrix_designer.gui.panels.rules import RulesBlock

Opened = Callable[[Path], None]
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


@pytest.fixture
def block(program: Program, open_file: Opened, table_file: Path) -> RulesBlock:
    """Open four tiers: x2.50 to 10, x1.98 to 25, x1.80 to 100, x1.75."""
    open_file(table_file)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return program.window.design_page.matrices.rules


def focused(widget: QWidget) -> QWidget:
    found = widget.window().focusWidget()
    assert found is not None
    return found


def type_over(block: RulesBlock, key: str, text: str, end: Key = Key.Key_Return) -> EditableLine:
    """Click a line, type and press a key."""
    line = block.line(key)
    at = QPoint(line.width() - 20, 11)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    menu = line.findChild(QMenu)
    if menu is not None:
        QTest.keyClick(menu, Key.Key_Escape)
        QTest.keyClicks(line, text[0])
        text = text[1:]
    else:
        QTest.keyClick(focused(block), Key.Key_Delete)
    for letter in text:
        QTest.keyClicks(focused(block), letter)
    QTest.keyClick(focused(block), end)
    return line


def choose(line: EditableLine, label: str) -> None:
    """Open a line's menu by key and pick an entry by keys."""
    line.setFocus()
    QTest.keyClick(line, Key.Key_Return)
    menu = line.findChild(QMenu)
    assert menu is not None
    for _ in range(20):
        active = menu.activeAction()
        if active is not None and active.text() == label:
            break
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)


def state(line: EditableLine) -> tuple[bool, str]:
    editor = line.findChild(QLineEdit)
    return editor is not None and editor.isVisible(), line.note


def shown(block: RulesBlock) -> dict[str, str]:
    return dict(block.rules)


def test_a_cap_is_typed_and_its_rule_chosen(
    qtbot: QtBot, program: Program, block: RulesBlock
) -> None:
    assert shown(block)["Cap above"] == "none"
    type_over(block, "cap", "250")
    qtbot.waitUntil(lambda: shown(block)["Cap above"] == "$250.00")
    assert shown(block)["list or + 67 %"] == "lower"
    choose(block.line("over-cap"), "list price")
    qtbot.waitUntil(lambda: shown(block).get("then") == "list price")
    work = program.workspace
    assert work.design.matrix.cap == Cap(2_500_000, CapRule.LIST)
    assert work.undo_stack.count() == 2
    assert work.undo_stack.undoText() == "cap at 250.00"
    type_over(block, "cap", "")
    qtbot.waitUntil(lambda: shown(block)["Cap above"] == "none")
    assert "then" not in shown(block)


def test_every_rule_is_one_step_that_undo_takes_back(
    qtbot: QtBot, program: Program, block: RulesBlock
) -> None:
    work = program.workspace
    before = work.design
    type_over(block, "ceiling", "10")
    type_over(block, "floor", "20% GP")
    type_over(block, "fallback", "x1.5")
    type_over(block, "goal", "42.5")
    type_over(block, "limit", "5")
    choose(block.line("ending"), "up to .95")
    choose(block.line("not-below-list"), "list")
    choose(block.line("lookup"), "list")
    choose(block.line("mode"), "compound")
    matrix = work.design.matrix
    assert matrix.rails.ceiling == 100_000
    assert matrix.rails.is_not_below_list
    assert matrix.rails.floor == Floor(FloorKind.GP, 200_000)
    assert matrix.fallback.kind is FallbackKind.FACTOR
    assert matrix.ending == Ending(EndingKind.C95, is_up=True)
    assert (work.design.goal, work.design.above_list_limit) == (425_000, 50_000)
    assert matrix.mode is Mode.COMPOUND
    assert work.undo_stack.count() == 9
    for _ in range(9):
        QTest.keyClick(focused(block), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert work.design == before
    qtbot.waitUntil(lambda: shown(block)["Ceiling"] == "none")


def test_a_mode_that_the_tiers_cannot_have_is_told_and_kept(
    qtbot: QtBot, program: Program, block: RulesBlock
) -> None:
    choose(block.line("lookup"), "list")
    choose(block.line("mode"), "linear")
    qtbot.waitUntil(lambda: "tier 1 prices on cost" in block.line("mode").note)
    assert program.workspace.design.matrix.mode is Mode.LINEAR
    choose(block.line("mode"), "simple")
    qtbot.waitUntil(lambda: not block.line("mode").note)


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("cap", "x9", "is not a number"),
        ("cap", "99.99999", "more than four decimals"),
        ("ceiling", "2000", "between -100 and 1000"),
        ("floor", "20", "may be a markup or a GP %"),
        ("floor", "100% GP", "out of range"),
        ("fallback", "75%", "75%"),
        ("goal", "100", "from 0 to below 100"),
        ("limit", "", "There is no number here"),
    ],
)
def test_a_refused_text_stays_with_its_reason(
    program: Program, block: RulesBlock, key: str, text: str, reason: str
) -> None:
    line = type_over(block, key, text)
    assert reason in line.note
    assert state(line)[0]
    assert program.workspace.undo_stack.count() == 0
    QTest.keyClick(focused(block), Key.Key_Escape)
    assert state(line) == (False, "")
    assert line.hasFocus()


def test_an_unchanged_text_and_esc_are_no_edit(program: Program, block: RulesBlock) -> None:
    type_over(block, "ceiling", "12", Key.Key_Escape)
    type_over(block, "ceiling", "")
    assert program.workspace.undo_stack.count() == 0


def test_the_keyboard_alone_reaches_and_types(
    qtbot: QtBot, program: Program, block: RulesBlock
) -> None:
    block.line("cap").setFocus()
    QTest.keyClick(block.line("cap"), Key.Key_Down)
    assert block.line("ceiling").hasFocus()
    QTest.keyClicks(focused(block), "8")
    QTest.keyClick(focused(block), Key.Key_Tab)
    qtbot.waitUntil(lambda: shown(block)["Ceiling"] == "list + 8 %")
    assert program.workspace.undo_stack.count() == 1
