"""The price test in the hands of a person: keys and clicks in, prices and a clipboard out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import InForce
from matrix_designer.core.edits import SetInForce
from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.price_test import PriceTestPanel

Opened = Callable[[Path], None]
Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(program: Program, open_file: Opened, table_file: Path) -> PriceTestPanel:
    """Open four tiers: x2.50 to 10, x1.98 to 25, x1.80 to 100, x1.75."""
    open_file(table_file)
    return program.window.design_page.price_test


def keys(panel: PriceTestPanel, text: str) -> None:
    """Type into whatever has the keyboard."""
    for letter in text:
        QTest.keyClicks(focused(panel), letter)


def focused(panel: PriceTestPanel) -> QWidget:
    widget = panel.window().focusWidget()
    assert widget is not None
    return widget


def ask(panel: PriceTestPanel) -> None:
    panel.window().activateWindow()
    assert QTest.qWaitForWindowActive(panel.window())
    QTest.keyClick(focused(panel), Key.Key_T, Qt.KeyboardModifier.ControlModifier)


def proposed(panel: PriceTestPanel) -> str:
    """Return what stands in the proposed column: price, GP % and GP $."""
    tested = panel.figures.tested
    assert tested is not None
    return f"{tested.proposed.price} {tested.proposed.gp_percent} {tested.proposed.gp_dollars}"


def steps(panel: PriceTestPanel) -> dict[str, tuple[str, str]]:
    return {name: (first, second) for name, first, second in panel.trace.lines}


def test_a_key_asks_for_a_cost_and_the_price_follows_every_letter(
    qtbot: QtBot, panel: PriceTestPanel
) -> None:
    ask(panel)
    assert panel.cost.hasFocus()
    keys(panel, "2")
    assert proposed(panel) == "$5.00 60.0 3.00"
    keys(panel, "1.38")
    assert proposed(panel) == "$42.33 49.5 20.95"
    assert steps(panel)["Tier"] == ("tier 2", "")
    assert steps(panel)["Factor"] == ("×1.98", "")
    assert steps(panel)["Raw"] == ("42.3324", "")
    assert steps(panel)["Rounded"] == ("42.33", "")
    QTest.keyClick(panel.cost, Key.Key_Return)
    keys(panel, "5")
    assert panel.cost.text() == "5"
    qtbot.waitUntil(lambda: proposed(panel) == "$12.50 60.0 7.50")


def test_without_a_cost_the_selected_tier_is_the_example(
    qtbot: QtBot, program: Program, panel: PriceTestPanel
) -> None:
    assert panel.note == "For example the top of tier 1; type your own cost"
    assert panel.cost.placeholderText() == "10.00"
    assert proposed(panel) == "$25.00 60.0 15.00"
    view = program.window.design_page.grid.view
    QTest.keyClick(view, Key.Key_Down)
    qtbot.waitUntil(lambda: panel.note == "For example the top of tier 2; type your own cost")
    assert proposed(panel) == "$49.50 49.5 24.50"


def test_a_typed_cost_and_list_are_never_rounded(panel: PriceTestPanel) -> None:
    ask(panel)
    keys(panel, "12.30005")
    assert panel.cost.is_refused
    assert panel.reason.startswith("Cost: “12.30005” has more than four decimals")
    assert proposed(panel) == "– – –"
    QTest.keyClick(panel.cost, Key.Key_Backspace)
    QTest.keyClicks(panel.cost, "00")
    assert panel.cost.text() == "12.300000"
    assert not panel.reason
    assert proposed(panel) == "$24.35 49.5 12.05"
    panel.list_price.setFocus()
    QTest.keyClicks(panel.list_price, "16.00001")
    assert panel.list_price.is_refused
    assert "“16.00001” has more than four decimals" in panel.reason


def test_a_refused_text_stays_with_its_reason_and_has_no_price(panel: PriceTestPanel) -> None:
    ask(panel)
    keys(panel, "12")
    assert proposed(panel).startswith("$")
    rows = list(steps(panel))
    keys(panel, ".3.4")
    assert panel.cost.text() == "12.3.4"
    assert panel.cost.is_refused
    assert panel.reason.startswith("Cost: “12.3.4” is not a number")
    assert proposed(panel) == "– – –", "the price of 12.3 is not that of 12.3.4"
    assert list(steps(panel)) == rows, "nothing moves"
    assert {first for first, _ in steps(panel).values()} == {"–"}
    QTest.keyClick(panel.figures, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() != "–"
    QTest.keyClick(panel.cost, Key.Key_Backspace)
    QTest.keyClick(panel.cost, Key.Key_Backspace)
    assert not panel.reason
    assert proposed(panel) == "$24.35 49.5 12.05"


def test_an_edit_in_the_grid_moves_the_price(
    qtbot: QtBot, program: Program, panel: PriceTestPanel
) -> None:
    ask(panel)
    keys(panel, "20")
    view = program.window.design_page.grid.view
    program.window.design_page.grid.select_tier(2)
    view.setFocus()
    keys(panel, "x3")
    QTest.keyClick(focused(panel), Key.Key_Return)
    qtbot.waitUntil(lambda: proposed(panel) == "$60.00 66.7 40.00")


def test_no_price_is_said_in_words_with_the_reason(
    qtbot: QtBot, panel: PriceTestPanel, program: Program
) -> None:
    view = program.window.design_page.grid.view
    program.window.design_page.grid.select_tier(2, "upper")
    view.setFocus()
    keys(panel, "20")
    QTest.keyClick(focused(panel), Key.Key_Return)
    ask(panel)
    keys(panel, "22")
    qtbot.waitUntil(lambda: proposed(panel) == "no price – –")
    assert "No tier prices it and the fallback is unpriced" in panel.reason
    assert steps(panel)["Tier"] == ("no tier", "")


def test_list_and_pieces_count(panel: PriceTestPanel) -> None:
    ask(panel)
    keys(panel, "20")
    QTest.keyClick(panel.cost, Key.Key_Tab)
    assert panel.list_price.hasFocus()
    keys(panel, "44.00")
    QTest.keyClick(panel.list_price, Key.Key_Tab)
    keys(panel, "2.5")
    tested = panel.figures.tested
    assert tested is not None
    assert tested.proposed.together == "$99.00"
    QTest.keyClick(panel.pieces, Key.Key_Backtab, SHIFT)
    assert panel.list_price.hasFocus()


def test_the_matrix_in_force_stands_beside_it(
    qtbot: QtBot, program: Program, panel: PriceTestPanel
) -> None:
    program.workspace.apply(SetInForce(InForce(program.workspace.design.matrix)))
    ask(panel)
    keys(panel, "20")
    qtbot.waitUntil(lambda: steps(panel)["Tier"] == ("tier 2", "tier 2"))
    tested = panel.figures.tested
    assert tested is not None
    assert tested.in_force is not None
    assert tested.in_force.price == "$39.60"


def test_the_price_is_copied_by_click_and_by_key(panel: PriceTestPanel) -> None:
    ask(panel)
    keys(panel, "1000")
    QGuiApplication.clipboard().clear()
    figures = panel.figures
    QTest.mouseClick(figures, Qt.MouseButton.LeftButton, NONE, QPoint(140, 32))
    assert QGuiApplication.clipboard().text() == "1750.00"
    QGuiApplication.clipboard().clear()
    figures.setFocus()
    QTest.keyClick(figures, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1750.00"


def test_the_tier_in_the_result_selects_the_tier_in_the_grid(
    program: Program, panel: PriceTestPanel
) -> None:
    ask(panel)
    keys(panel, "50")
    line = [name for name, *_ in panel.trace.lines].index("Tier")
    QTest.mouseClick(panel.trace, Qt.MouseButton.LeftButton, NONE, QPoint(150, line * 19 + 9))
    assert program.window.design_page.grid.selected_tiers == (2,)
    ask(panel)
    keys(panel, "5")
    panel.trace.setFocus()
    QTest.keyClick(panel.trace, Key.Key_Return)
    assert program.window.design_page.grid.selected_tiers == (0,)


def test_a_narrow_window_has_the_price_test_under_a_tab(
    qtbot: QtBot, program: Program, panel: PriceTestPanel
) -> None:
    program.window.resize(960, 540)
    qtbot.waitUntil(lambda: not panel.isVisible())
    ask(panel)
    assert panel.isVisible()
    assert panel.cost.hasFocus()
    keys(panel, "20")
    assert proposed(panel) == "$39.60 49.5 19.60"
    assert panel.trace.geometry().left() > panel.figures.geometry().right()
    assert panel.rect().contains(panel.trace.geometry())


def test_none_on_record_is_written_out_where_it_has_no_room_on_one_line(
    program: Program, panel: PriceTestPanel
) -> None:
    program.window.resize(1_600, 1_100)
    program.look.zoom_to(200)
    ask(panel)
    keys(panel, "12.34")
    image, theme = panel.figures.grab().toImage(), program.look.theme
    ground, left = theme.colours.surface.rgb(), round(image.width() * 0.645) + theme.px(2)
    lines = [
        any(
            image.pixel(x, y) != ground
            for x in range(left, image.width())
            for y in range(theme.px(top), theme.px(top + 12))
        )
        for top in (2, 29, 49, 69)
    ]
    assert lines == [True, True, True, False], "head, none on, record, nothing"
