"""Why a part has its price: one key from anywhere, and a panel that tells both traces."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.finding_list import FindingList
from matrix_designer.gui.panels.order_panel import OrderPanel
from matrix_designer.gui.panels.ranking import RankingPanel
from matrix_designer.gui.panels.why_panel import WhyPanel
from tests.gui.document_hands import button, click, keys
from tests.gui.why_hands import focused, panel_of, steps, type_into, window

__all__ = ["window"]


def test_the_key_opens_the_panel_on_the_part_of_the_price_test(window: QWidget) -> None:
    keys(window, "Ctrl+T")
    QTest.keyClicks(focused(), "20")
    QTest.keyClick(focused(), Qt.Key.Key_F9)
    panel = panel_of(window)
    assert panel.isVisible()
    assert panel.trace.prices == ("$39.60", "$38.00")
    told = steps(panel)
    assert told["Plan"][0] == "Rule 5 “Everything else”: the matrix “ladder”"
    assert told["Tier"] == (
        "Cost 20.00 finds tier 2, 10.01 to 25.00",
        "Cost 20.00 finds tier 2, 10.01 to 100.00",
    )
    assert told["Factor"][0] == "Cost 20.00 × 1.98 (×1.98) = 39.60"
    assert told["Passed over, proposed"][0].splitlines() == [
        "Rule 1 “Warranty”: pay type is not told, not W",
        "Rule 2 “Competitive”: not on the flat price list",
        "Rule 3 “Brake parts”: source is not told, not 20",
        "Rule 4: switched off",
    ]


def test_typing_a_source_moves_the_part_to_its_rule(window: QWidget) -> None:
    keys(window, "F9")
    panel = panel_of(window)
    type_into(panel, "cost", "10")
    type_into(panel, "list_price", "25")
    type_into(panel, "source", "20")
    assert panel.trace.prices[0] == "$22.50"
    assert steps(panel)["Plan"][0] == "Rule 3 “Brake parts”: list − 10 %"
    assert steps(panel)["Class"][0] == "Competitive, by its source"
    type_into(panel, "pay_type", "w")
    assert panel.trace.prices[0] == "no price"
    assert steps(panel)["Left alone"][0].startswith("The plan leaves its price alone")


def test_the_panel_stays_and_follows_an_edit(window: QWidget, program: Program) -> None:
    keys(window, "F9")
    panel = panel_of(window)
    type_into(panel, "cost", "20")
    view = program.window.design_page.grid.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    program.analyst.catch_up()
    assert panel.isVisible()
    assert panel.trace.prices[0] == "$39.80"
    keys(window, "Ctrl+Z")
    program.analyst.catch_up()
    assert panel.trace.prices[0] == "$39.60"


def test_a_sold_part_is_looked_up_by_its_number(qtbot: QtBot, window: QWidget) -> None:
    keys(window, "Ctrl+2")
    ranking = window.findChild(RankingPanel)
    assert ranking is not None
    click(button(ranking, "Part"))
    qtbot.waitUntil(lambda: any("A-1" in texts[0] for texts in ranking.table.texts()))
    row = next(at for at, texts in enumerate(ranking.table.texts()[1:]) if "A-1" in texts[0])
    ranking.table.body.setFocus()
    for _ in range(row):
        QTest.keyClick(ranking.table.body, Qt.Key.Key_Down)
    QTest.keyClick(ranking.table.body, Qt.Key.Key_F9)
    panel = panel_of(window)
    qtbot.waitUntil(lambda: panel.facts.cost == 120_000)
    assert panel.facts.source == "10"
    assert panel.trace.prices == ("$18.95", "$22.80")
    assert steps(panel)["Flat price"][0].startswith("Flat price 18.95")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_context_menu_of_a_part_offers_it(qtbot: QtBot, window: QWidget) -> None:
    keys(window, "Ctrl+4")
    order = window.findChild(OrderPanel)
    assert order is not None
    qtbot.waitUntil(lambda: len(order.table.grid_model.rows) > 0)
    body = order.table.body
    at = QPoint(40, body.row_height // 2)
    QTest.mouseClick(body.viewport(), Qt.MouseButton.LeftButton, pos=at)
    body.setFocus()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, body.viewport().mapToGlobal(at))
    QApplication.sendEvent(body.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if "Why this price" in one.text())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    panel = panel_of(window)
    assert panel.isVisible()
    assert panel.facts.part == order.table.grid_model.rows[0].line.part.number


def test_esc_closes_it_and_gives_the_keyboard_back(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    view = program.window.design_page.grid.view
    view.setFocus()
    width = program.window.design_page.width()
    keys(window, "F9")
    panel = panel_of(window)
    qtbot.waitUntil(lambda: program.window.design_page.width() < width)
    assert QApplication.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_F9)
    assert panel.isAncestorOf(focused())
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is view
    qtbot.waitUntil(lambda: program.window.design_page.width() == width)


def test_a_cost_that_cannot_be_read_says_why(window: QWidget) -> None:
    keys(window, "F9")
    panel = panel_of(window)
    type_into(panel, "cost", "1x")
    assert panel.fields.fields["cost"].is_refused
    assert panel.note.startswith("Cost:")
    assert not panel.trace.isVisible()


def test_both_traces_are_copied_as_text(window: QWidget) -> None:
    keys(window, "F9")
    panel = panel_of(window)
    type_into(panel, "cost", "20")
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert "Price\t$39.60\t$38.00" in text
    assert "Tier\tCost 20.00 finds tier 2" in text


def test_a_finding_is_shown_on_a_part_at_its_tiers_top(window: QWidget, program: Program) -> None:
    program.analyst.catch_up()
    keys(window, "F9")
    panel = panel_of(window)
    listed = window.findChild(FindingList)
    assert listed is not None
    listed.setFocus()
    for _ in range(20):
        QTest.keyClick(listed, Qt.Key.Key_Down)
        QTest.keyClick(listed, Qt.Key.Key_F9)
        if panel.facts.cost:
            break
    assert panel.facts.cost in {100_000, 250_000, 1_000_000, 1_000_100}
    assert panel.trace.isVisible()


def test_without_a_part_under_the_keys_a_cost_is_to_be_typed(window: QWidget) -> None:
    keys(window, "Ctrl+7")
    button(window, "Export").setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_F9)
    panel = panel_of(window)
    assert focused() is panel.fields.fields["cost"]
    assert panel.note.startswith("Choose a part anywhere and press F9")


def test_a_tier_is_shown_on_a_part_at_its_top(window: QWidget, program: Program) -> None:
    view = program.window.design_page.grid.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_F9)
    assert panel_of(window).trace.prices == ("$49.50", "$47.50")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_grids_own_menu_offers_it(window: QWidget, program: Program) -> None:
    view = program.window.design_page.grid.view
    view.setFocus()
    at = view.viewport().rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert any("Why this price" in action.text() for action in menu.actions())
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert window.findChild(WhyPanel) is None
