"""The price test of a design with a plan: the fields that its rules ask for, and its prices."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.plan import Conditions, LeftAlone, Rule
from matrix_designer.core.plan_edits import ReplaceRules
from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.price_test import PriceTestPanel
from tests.gui.document_hands import button, click, keys
from tests.gui.why_hands import focused, window

__all__ = ["window"]


def shown_fields(panel: PriceTestPanel) -> list[str]:
    return [name for name, field in panel.plan.fields.items() if field.isVisible()]


def price(panel: PriceTestPanel) -> str:
    tested = panel.figures.tested
    assert tested is not None
    return tested.proposed.price


def steps(panel: PriceTestPanel) -> dict[str, tuple[str, str]]:
    return {name: (first, second) for name, first, second in panel.trace.lines}


def test_only_what_a_rule_asks_for_has_a_field(window: QWidget, program: Program) -> None:
    panel = program.window.design_page.price_test
    assert shown_fields(panel) == ["part", "pay_type"]
    keys(window, "Ctrl+Z")
    program.analyst.catch_up()
    assert shown_fields(panel) == []


def test_a_named_part_goes_through_the_plan(window: QWidget, program: Program) -> None:
    panel = program.window.design_page.price_test
    keys(window, "Ctrl+T")
    QTest.keyClicks(focused(), "12")
    assert price(panel) == "$23.76"
    panel.plan.fields["part"].setFocus()
    QTest.keyClicks(focused(), "A-1")
    assert price(panel) == "$18.95"
    assert steps(panel)["Plan"] == ("rule 2", "Now")
    assert steps(panel)["Flat price"][0] == "18.95"
    panel.plan.fields["pay_type"].setFocus()
    QTest.keyClicks(focused(), "W")
    assert price(panel) == "no price"
    assert "leaves its price alone" in panel.reason


def test_a_source_on_list_minus_ten_is_told_in_steps(window: QWidget, program: Program) -> None:
    panel = program.window.design_page.price_test
    keys(window, "Ctrl+T")
    for field, text in ((panel.cost, "10"), (panel.list_price, "33.33"), (panel.source, "20")):
        field.setFocus()
        QTest.keyClicks(focused(), text)
    assert price(panel) == "$30.00"
    assert steps(panel)["Plan"][0] == "rule 3"
    assert steps(panel)["Percent"][0] == "list − 10 %"
    assert steps(panel)["Raw"][0] == "29.997"


def test_a_picked_part_brings_what_the_plan_asks(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    panel = program.window.design_page.price_test
    keys(window, "Ctrl+Shift+T")
    QTest.keyClicks(focused(), "brake")
    qtbot.waitUntil(lambda: len(panel.picker.matches.parts) == 1)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.source.text() == "20")
    assert panel.plan.fields["part"].text() == "B2"
    assert price(panel) == "$37.89"


def test_a_short_window_shows_as_many_fields_as_fit(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    panel = program.window.design_page.price_test
    asks = Conditions(
        vendors=("A",), channels=("RO",), customer_types=("fleet",), descriptions=("OIL",)
    )
    rules = program.workspace.design.plan.rules
    program.workspace.apply(ReplaceRules((Rule(LeftAlone(), asks), *rules)))
    program.analyst.catch_up()
    window.resize(960, 960)
    qtbot.wait(20)
    click(button(window, "Price test"))
    qtbot.waitUntil(lambda: len(shown_fields(panel)) == 6)
    window.resize(960, 540)
    qtbot.waitUntil(lambda: len(shown_fields(panel)) == 3)
    last = panel.plan.fields["vendor"]
    assert panel.rect().contains(last.rect().translated(last.mapTo(panel, last.rect().topLeft())))
    window.resize(960, 960)
    qtbot.waitUntil(lambda: len(shown_fields(panel)) == 6)
