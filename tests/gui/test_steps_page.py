"""The thirteen steps page: what is done shows, a tick says by whom, a step leads to its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.pages.steps import StepsPage
from tests.gui.compare_hands import read
from tests.gui.document_hands import button, click, keys
from tests.gui.why_hands import focused, window

__all__ = ["window"]


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, program: Program) -> StepsPage:
    """Turn to the steps by their key."""
    keys(window, "Ctrl+Shift+Y")
    found = window.findChild(StepsPage)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    program.analyst.catch_up()
    found.take_focus()
    return found


def row(page: StepsPage, number: int) -> tuple[str, ...]:
    return page.table.texts()[number]


def is_done(page: StepsPage, number: int) -> bool:
    return page.table.grid_model.cell((number - 1, 1)).icon == "square-check"


def go_to(page: StepsPage, number: int) -> None:
    QTest.keyClick(page.table.body, Qt.Key.Key_Home)
    for _ in range(number - 1):
        QTest.keyClick(page.table.body, Qt.Key.Key_Down)


def test_what_the_design_shows_is_done(page: StepsPage) -> None:
    done = [number for number in range(1, 14) if is_done(page, number)]
    assert done == [3, 5, 7, 9]
    assert "4 of 13 steps done" in read(page)
    assert row(page, 9)[2] == "3 rules keep parts off the matrix"


def test_the_goal_is_set_with_who_agreed(
    page: StepsPage, program: Program, window: QWidget
) -> None:
    assert "No goal is set yet" in read(page)
    QTest.keyClick(page.table.body, Qt.Key.Key_Space)
    for text in ("42", "3 Nov 2026", "Dealer and parts manager"):
        QTest.keyClicks(focused(), text)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    program.analyst.catch_up()
    assert is_done(page, 1)
    assert "Goal 42 % GP, agreed by Dealer and parts manager on 3 Nov 2026" in read(page)
    assert row(page, 2)[2] == "At 42 % a part that costs 21.38 sells for 36.86"
    keys(window, "Ctrl+Z")
    program.analyst.catch_up()
    assert program.workspace.design.goal is None
    assert not program.workspace.design.steps


def test_a_goal_under_the_guide_is_told(page: StepsPage, program: Program) -> None:
    click(button(page, "Set the goal…"))
    QTest.keyClicks(focused(), "38")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    program.analyst.catch_up()
    assert "under the 40 % that is the least" in read(page)


def test_a_goal_that_cannot_be_stays_with_its_reason(page: StepsPage, program: Program) -> None:
    click(button(page, "Set the goal…"))
    QTest.keyClicks(focused(), "142")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert page.form.isVisible()
    assert page.form.says.text()
    assert program.workspace.design.goal is None


def test_a_step_is_ticked_and_unticked_by_space(page: StepsPage, program: Program) -> None:
    go_to(page, 10)
    QTest.keyClick(page.table.body, Qt.Key.Key_Space)
    QTest.keyClicks(focused(), "Ann")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    program.analyst.catch_up()
    assert is_done(page, 10)
    assert row(page, 10)[4] == "Ann"
    assert page.table.body.hasFocus()
    QTest.keyClick(page.table.body, Qt.Key.Key_Space)
    program.analyst.catch_up()
    assert not is_done(page, 10)


def test_a_step_leads_to_its_place(
    qtbot: QtBot, page: StepsPage, window: QWidget, program: Program
) -> None:
    go_to(page, 2)
    QTest.keyClick(page.table.body, Qt.Key.Key_Return)
    qtbot.waitUntil(program.window.design_page.isVisible)
    assert focused() is program.window.design_page.price_test.cost
    keys(window, "Ctrl+Shift+Y")
    go_to(page, 4)
    QTest.keyClick(page.table.body, Qt.Key.Key_Return)
    compare = window.findChild(ComparePage)
    assert compare is not None
    qtbot.waitUntil(compare.isVisible)
    assert compare.order.entry.order.hasFocus()
    keys(window, "Ctrl+Shift+Y")
    go_to(page, 5)
    QTest.keyClick(page.table.body, Qt.Key.Key_Return)
    assert program.window.design_page.verbs.show_record.isChecked()
    keys(window, "Ctrl+Shift+Y")
    go_to(page, 8)
    QTest.keyClick(page.table.body, Qt.Key.Key_Return)
    plan = window.findChild(PlanPage)
    assert plan is not None
    qtbot.waitUntil(plan.isVisible)
    assert plan.families.grid.isAncestorOf(focused())
