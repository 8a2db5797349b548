"""Hands for the tests of a design with a plan: what it is opened on, and what stands where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
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
from matrix_designer.gui.panels.why_panel import WhyPanel
from tests.gui.compare_hands import record_in_force

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
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
