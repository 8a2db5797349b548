"""A sold part picked by number or description: keys and clicks in, fields and prices out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.formats.database import SILENT, Watch
from matrix_designer.formats.sold_parts import PartFinder
from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.price_test import PriceTestPanel

Opened = Callable[[Path], None]
Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SALES = """RO,Date,Part Number,Description,Source,Cost,List,Qty,Sold Price
1,2025-07-01,90915-YZZD3,"FILTER, OIL",03,12.00,30.00,4,24.00
2,2025-09-09,90915-YZZD3,"FILTER, OIL",03,12.50,31.00,6,25.00
5,2026-01-05,A2,"AIR FILTER",12,21.38,,10,37.20
"""


@pytest.fixture
def panel(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> PriceTestPanel:
    """Open four tiers (x2.50 to 10, x1.98 to 25, ...) with three sales lines."""
    open_file(table_file)
    made = program.window.design_page.price_test
    assert not made.picker.field.isEnabled()
    file = tmp_path / "sold.csv"
    file.write_text(SALES)
    program.window.files.import_path(file)
    qtbot.waitUntil(made.picker.field.isEnabled, timeout=20_000)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return made


def focused(panel: PriceTestPanel) -> QWidget:
    found = panel.window().focusWidget()
    assert found is not None
    return found


def look_for(qtbot: QtBot, panel: PriceTestPanel, text: str) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(panel), Key.Key_T, both)
    assert panel.picker.field.hasFocus()
    for letter in text:
        QTest.keyClicks(focused(panel), letter)
    qtbot.waitUntil(panel.picker.matches.isVisible, timeout=10_000)


def said(panel: PriceTestPanel) -> tuple[str, str, str, str]:
    return (
        panel.picker.field.text(),
        panel.cost.text(),
        panel.list_price.text(),
        panel.source.text(),
    )


def sold(panel: PriceTestPanel) -> str:
    return panel.sold if panel.figures.isVisible() else ""


def test_down_and_enter_take_a_part_and_say_what_it_sold_for(
    qtbot: QtBot, panel: PriceTestPanel
) -> None:
    look_for(qtbot, panel, "filter")
    qtbot.waitUntil(lambda: len(panel.picker.matches.parts) == 2)
    assert not panel.figures.isVisible()
    QTest.keyClick(focused(panel), Key.Key_Down)
    QTest.keyClick(focused(panel), Key.Key_Return)
    assert said(panel) == ("A2", "21.38", "", "12")
    assert sold(panel) == "Sold for $37.20, 42.5 % GP, on 5 Jan 2026; 10 pieces in all"
    tested = panel.figures.tested
    assert tested is not None
    assert tested.proposed.price == "$42.33"


def test_a_click_takes_a_part_and_a_typed_cost_forgets_it(
    qtbot: QtBot, panel: PriceTestPanel
) -> None:
    look_for(qtbot, panel, "90915yz")
    qtbot.waitUntil(lambda: len(panel.picker.matches.parts) == 1)
    QTest.mouseClick(panel.picker.matches, Qt.MouseButton.LeftButton, NONE, QPoint(40, 15))
    assert said(panel) == ("90915-YZZD3", "12.50", "31.00", "03")
    QTest.keyClick(panel.cost, Key.Key_End)
    QTest.keyClicks(panel.cost, "1")
    assert said(panel) == ("", "12.501", "31.00", "03")
    assert not panel.sold


def test_nothing_found_is_said_and_esc_gives_the_price_back(
    qtbot: QtBot, panel: PriceTestPanel
) -> None:
    look_for(qtbot, panel, "zzz")
    qtbot.waitUntil(lambda: panel.picker.matches.note == "No sold part has “zzz”")
    QTest.keyClick(focused(panel), Key.Key_Return)
    QTest.keyClick(focused(panel), Key.Key_Escape)
    assert panel.figures.isVisible()
    assert not panel.picker.matches.isVisible()


def test_closing_while_a_search_runs_leaves_no_thread(
    qtbot: QtBot, program: Program, panel: PriceTestPanel
) -> None:
    look_for(qtbot, panel, "fi")
    QTest.keyClicks(focused(panel), "lter")
    assert program.window.isVisible()


def test_the_focus_alone_makes_ready(
    qtbot: QtBot, panel: PriceTestPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[Path] = []
    add_up = PartFinder.prepare

    def note(
        finder: PartFinder,
        lines: Path,
        watch: Watch = SILENT,
        *,
        switched_in: frozenset[str] = frozenset(),
    ) -> None:
        added.append(lines)
        add_up(finder, lines, watch, switched_in=switched_in)

    monkeypatch.setattr(PartFinder, "prepare", note)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(panel), Key.Key_T, both)
    qtbot.waitUntil(lambda: len(added) == 1)
    QTest.keyClick(focused(panel), Key.Key_Tab)
    QTest.keyClick(focused(panel), Key.Key_T, both)
    qtbot.wait(50)
    assert len(added) == 1, "once for a file"
