"""Why a part has its price: one key from anywhere, and a panel that tells both traces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.factor import Basis
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import (
    ByFlatPrice,
    ByMatrix,
    ByPercent,
    Conditions,
    LeftAlone,
    Plan,
    Rule,
)
from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.order_panel import OrderPanel
from matrix_designer.gui.panels.ranking import RankingPanel
from matrix_designer.gui.panels.why_panel import WhyPanel
from tests.gui.compare_hands import record_in_force
from tests.gui.document_hands import button, click, keys

Opened = Callable[[Path], None]
SALES = """RO,Date,Part Number,Description,Source,Pay Type,Cost,List,Qty,Sold Price
1,2025-07-01,A-1,Oil filter,10,C,12.00,30.00,4,24.00
1,2025-07-01,B2,Brake pad,20,C,21.38,42.10,10,37.20
2,2025-11-03,C3,Clip,30,C,3.10,9.90,6,7.80
2,2025-11-03,D4,Core charge,30,C,3.10,9.90,-6,7.80
3,2026-02-03,E5,Alternator,30,C,80.00,150.00,1,140.00
"""


@dataclass(frozen=True)
class WithPlan:
    """An edit that gives the design a plan of five rules."""

    text: str = "a plan"
    merge_key: None = None

    def apply(self, design: Design) -> Design:
        rules = (
            Rule(LeftAlone(), Conditions(pay_types=("W",)), "Warranty"),
            Rule(ByFlatPrice(), Conditions(), "Competitive"),
            Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(sources=("20",)), "Brake parts"),
            Rule(LeftAlone(), Conditions(classes=(PartClass.ACCESSORY,)), "", is_enabled=False),
            Rule(ByMatrix(design.matrix.name), Conditions(), "Everything else"),
        )
        flat = FlatPrice("a-1", 189_500)
        classes = Classes((("20", PartClass.COMPETITIVE),))
        return replace(design, plan=Plan(rules), flat_prices=(flat,), classes=classes)


@pytest.fixture
def window(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> QWidget:
    """Open four tiers with a plan, a matrix in force and five lines of sales."""
    open_file(table_file)
    path = tmp_path / "lines.csv"
    path.write_text(SALES)
    program.window.files.import_path(path)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    record_in_force(program)
    program.workspace.apply(WithPlan())
    program.analyst.catch_up()
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return program.window


def panel_of(window: QWidget) -> WhyPanel:
    panel = window.findChild(WhyPanel)
    assert panel is not None
    return panel


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def steps(panel: WhyPanel) -> dict[str, tuple[str, str]]:
    """Return what stands in each step's row: proposed and in force."""
    return {name: (left, right) for name, left, right in panel.trace.lines}


def type_into(panel: WhyPanel, key: str, text: str) -> None:
    field = panel.fields.fields[key]
    field.setFocus()
    QTest.keyClicks(field, text)


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
    assert QApplication.focusWidget() is panel.fields.fields["cost"]
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
