"""Findings of the plan in the hands of a person: read, gone to, fixed, silenced, brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from matrix_designer.core.evidence import Sales
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.flat_price_edits import InsertFlatPrices
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.plan import ByMatrix, Conditions, Rule
from matrix_designer.core.plan_edits import ReplaceRules
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.plan import PlanPage
from tests.gui.conftest import Opened
from tests.gui.plan_hands import open_plan, write_sales
from tests.gui.test_findings_panel import listed, select, texts, told, ways

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> PlanPage:
    return open_plan(qtbot, program, open_file, table_file, write_sales(tmp_path / "sold.csv"))


def with_dead_rule(qtbot: QtBot, program: Program) -> None:
    """Give the design a plan whose second rule is dead and that leaves two sources out."""
    on = ByMatrix(program.workspace.design.matrix.name)
    rules = (
        Rule(on, Conditions(sources=("07",)), "Filters"),
        Rule(on, Conditions(sources=("07",), parts=("A*",)), "Oil filters"),
    )
    program.workspace.apply(ReplaceRules(rules))
    program.window.show_page("design")
    qtbot.waitUntil(lambda: "can never win" in texts(program))


def test_a_finding_of_a_rule_is_read_gone_to_and_fixed(
    qtbot: QtBot, program: Program, page: PlanPage
) -> None:
    with_dead_rule(qtbot, program)
    assert "rule 2" in texts(program)
    qtbot.waitUntil(lambda: "No rule takes 2 sources of the sales" in texts(program))
    select(program, "can never win")
    qtbot.waitUntil(lambda: told(program) == "Move rule 2 before rule 1.")
    QTest.keyClick(listed(program), Key.Key_Return)
    qtbot.waitUntil(page.isVisible)
    assert page.rules.grid.view.currentIndex().row() == 1
    program.window.show_page("design")
    select(program, "No rule takes 2 sources")
    QTest.keyClick(listed(program), Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    menu = ways(qtbot)
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Put 2 sources on the matrix “ladder” by a rule each",
        "Sell 2 sources at list",
        "Leave the prices of 2 sources alone",
    ]
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: "No rule takes" not in texts(program))
    assert len(program.workspace.design.plan.rules) == 4
    assert program.workspace.undo_stack.undoText().startswith("put 2 sources on the matrix")


@pytest.mark.usefixtures("page")
def test_a_silenced_finding_of_a_rule_is_kept_in_the_file_and_brought_back(
    qtbot: QtBot, program: Program
) -> None:
    with_dead_rule(qtbot, program)
    select(program, "can never win")
    QTest.keyClick(listed(program), Key.Key_Delete)
    line = next(
        each
        for each in program.window.design_page.findings.findChildren(QLineEdit)
        if each.isVisible()
    )
    QTest.keyClicks(line, "next season")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: "can never win" not in texts(program))
    (silence,) = program.workspace.design.silences
    assert (silence.code, silence.matrix, silence.reason) == ("dead-rule", "", "next season")
    assert "Oil filters" in silence.subject
    QTest.keyClick(program.window, Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: "can never win" in texts(program))


def test_a_finding_of_a_flat_price_goes_to_its_line(
    qtbot: QtBot, program: Program, page: PlanPage
) -> None:
    with_dead_rule(qtbot, program)
    qtbot.waitUntil(lambda: "No rule takes" in texts(program))
    number = read(program).part_names[0].number
    prices = (FlatPrice("ZZ-0", 5 * DOLLAR), FlatPrice(number, 9 * DOLLAR, cost=DOLLAR // 100))
    program.workspace.apply(InsertFlatPrices(0, prices))
    qtbot.waitUntil(lambda: "when its flat price" in texts(program))
    select(program, "when its flat price")
    QTest.keyClick(listed(program), Key.Key_Return)
    qtbot.waitUntil(page.flat.grid.isVisible)
    assert page.flat.grid.view.currentIndex().row() == 1


def read(program: Program) -> Sales:
    """Return the sales that are told apart by part."""
    sales = program.workspace.sales
    assert sales is not None
    assert sales.part_names
    return sales
