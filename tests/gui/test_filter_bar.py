"""Filters chosen by keys and mouse: the figures are those of the lines that pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.filter_words import read_day
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.pages.import_page import ImportPage
from matrix_designer.gui.pages.presentation import assumption
from matrix_designer.gui.pages.sales import SalesPage
from matrix_designer.gui.panels.filter_bar import FilterBar
from tests.gui.document_hands import button, click, has_button, keys

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
SALES = """RO,Date,Part Number,Source,Pay Type,Cost,List,Qty,Sold Price,Store
1,2026-01-01,A1,03,C,10.00,25.00,2,20.00,North
2,2026-01-02,A2,03,C,20.00,50.00,1,35.00,South
3,2026-03-03,A3,12,C,30.00,70.00,1,55.00,South
4,2026-06-30,A4,12,C,30.00,70.00,1,55.00,
"""


@pytest.fixture(name="window")
def _window(
    qtbot: QtBot, program: Program, open_file: Callable[[Path], None], tmp_path: Path
) -> QWidget:
    table = tmp_path / "ladder.csv"
    table.write_text("From,To,Multiplier\n0.01,25.00,2.50\n25.01,,1.75\n")
    sales = tmp_path / "sales.csv"
    sales.write_text(SALES)
    open_file(table)
    program.window.files.import_path(sales)
    qtbot.waitUntil(lambda: "4 lines used" in status(program.window), timeout=20_000)
    return program.window


def status(window: QWidget) -> str:
    found = [one for one in window.findChildren(QWidget) if one.accessibleName() == "Status"]
    return " ".join(one.accessibleDescription() for one in found)


def bar_of(window: QWidget) -> FilterBar:
    found = window.findChild(FilterBar)
    assert found is not None
    return found


def said(window: QWidget) -> str:
    return " ".join(
        str(one.property("text"))
        for one in bar_of(window).findChildren(QWidget)
        if one.isVisible() and one.metaObject().className() == "Text"
    )


def open_bar(qtbot: QtBot, window: QWidget) -> None:
    keys(window, "Ctrl+Shift+F")
    qtbot.waitUntil(lambda: has_button(bar_of(window), "Store: all"), timeout=20_000)


def choose(window: QWidget, where: QAbstractButton, *names: str) -> None:
    """Open a list and mark some of it with the mouse; Esc closes it."""
    click(where)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for name in names:
        (action,) = (one for one in menu.actions() if one.text() == name)
        at = menu.actionGeometry(action).center()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
        assert menu.isVisible(), "the list stays open"
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()
    window.activateWindow()  # a popup takes that away here, a window manager gives it back


def test_what_is_chosen_changes_all_figures_and_is_said(qtbot: QtBot, window: QWidget) -> None:
    open_bar(qtbot, window)
    assert "All 4 lines" in said(window)
    choose(window, button(bar_of(window), "Store: all"), "South")
    qtbot.waitUntil(lambda: "2 lines used" in status(window), timeout=20_000)
    assert "filtered: store South" in status(window)
    assert "2 of 4 lines" in said(window)
    choose(window, button(bar_of(window), "Store: South"), "none given")
    qtbot.waitUntil(lambda: "3 lines used" in status(window), timeout=20_000)
    click(button(bar_of(window), "Count all sales"))
    qtbot.waitUntil(lambda: "4 lines used" in status(window), timeout=20_000)
    assert "filtered" not in status(window)


def test_a_presentation_names_the_part_of_the_sales(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    open_bar(qtbot, window)
    choose(window, button(bar_of(window), "Store: all"), "South")
    qtbot.waitUntil(lambda: "2 lines used" in status(window), timeout=20_000)
    analysis = program.analyst.analysis
    assert analysis is not None
    said = assumption(analysis, Numbers())
    assert said.startswith("Sales 1 Jan 2026 to 30 Jun 2026, 2 lines used, 0 set aside")
    assert "only store South" in said


def test_a_period_is_typed(qtbot: QtBot, window: QWidget) -> None:
    open_bar(qtbot, window)
    first = window.focusWidget()
    assert isinstance(first, QLineEdit)
    QTest.keyClicks(first, "2026-01-02")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    last = window.focusWidget()
    assert isinstance(last, QLineEdit)
    QTest.keyClicks(last, "30 Mar 2026")
    QTest.keyClick(last, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "2 lines used" in status(window), timeout=20_000)
    assert "2 Jan 2026 to 30 Mar 2026" in said(window)
    QTest.keyClicks(last, "someday")
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert "someday” is read as no day: write it like 2026-01-31" in said(window)
    assert "someday" in last.accessibleDescription()
    QTest.keyClick(last, Qt.Key.Key_Escape)
    assert last.text() == "30 Mar 2026"
    assert "no day" not in said(window)


def test_a_day_of_another_locale_is_refused_in_a_sentence_and_iso_is_taken_everywhere(
    qtbot: QtBot, window: QWidget
) -> None:
    QLocale.setDefault(QLocale.c())
    open_bar(qtbot, window)
    first = window.focusWidget()
    assert isinstance(first, QLineEdit)
    QTest.keyClicks(first, "03/01/2026")
    QTest.keyClick(first, Qt.Key.Key_Return)
    told = "“03/01/2026” is read as no day: write it like 2026-01-31, 31 Jan 2026"
    assert told in said(window)
    assert "4 lines used" in status(window)
    first.selectAll()
    QTest.keyClicks(first, "2026-3-1")
    QTest.keyClick(first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "2 lines used" in status(window), timeout=20_000)
    assert told not in said(window)


def test_the_bar_stays_open_over_an_import_and_offers_what_the_new_sales_have(
    qtbot: QtBot, program: Program, window: QWidget, tmp_path: Path
) -> None:
    open_bar(qtbot, window)
    later = tmp_path / "later.csv"
    later.write_text(SALES.replace("North", "East"))
    program.window.files.imports.take(later)
    qtbot.waitUntil(lambda: "later" in program.window.messages.text, timeout=20_000)
    assert bar_of(window).isVisible()
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    qtbot.waitUntil(lambda: has_button(bar_of(window), "Store: all"), timeout=20_000)
    choose(window, button(bar_of(window), "Store: all"), "East")
    qtbot.waitUntil(lambda: "1 line used" in status(window), timeout=20_000)


def test_who_turns_to_another_page_types_there(qtbot: QtBot, window: QWidget) -> None:
    open_bar(qtbot, window)
    assert bar_of(window).isAncestorOf(window.focusWidget())
    for keys_, page in (("Ctrl+4", ComparePage), ("Ctrl+2", SalesPage)):
        bar_of(window).take_focus()
        keys(window, keys_)
        shown = window.findChild(page)
        assert shown is not None
        assert shown.isVisible()
        assert shown.isAncestorOf(window.focusWidget())


def test_the_keyboard_follows_to_a_page_from_wherever_it_was(
    qtbot: QtBot, program: Program, window: QWidget
) -> None:
    program.window.figures.setFocus()  # it is not on the pages that follow
    program.window.show_page("import")
    page = window.findChild(ImportPage)
    assert page is not None
    assert page.isAncestorOf(window.focusWidget())
    QGuiApplication.clipboard().setText("Part\tQty\tCost\tSold\nA\t1\t2.00\t3.00\n")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Pasted lines" in read(page), timeout=20_000)
    keys(window, "Ctrl+1")
    keys(window, "Ctrl+2")
    sales = window.findChild(SalesPage)
    assert sales is not None
    sales.ranking.table.body.setFocus()
    keys(window, "Ctrl+Shift+F")
    keys(window, "Ctrl+4")
    bar_of(window).take_focus()
    keys(window, "Ctrl+2")
    assert window.focusWidget() is sales.ranking.table.body  # where it was


def read(page: QWidget) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_what_was_wrong_goes_when_something_new_is_read(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    program.window.files.imports.take(tmp_path / "gone.csv")
    qtbot.waitUntil(lambda: "gone.csv" in program.window.messages.text, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    later = tmp_path / "later.csv"
    later.write_text(SALES)
    program.window.files.imports.take(later)
    assert "gone.csv" not in program.window.messages.text
    qtbot.waitUntil(lambda: "later" in program.window.messages.text, timeout=20_000)


def test_esc_closes_the_bar_and_counts_all_sales(qtbot: QtBot, window: QWidget) -> None:
    open_bar(qtbot, window)
    choose(window, button(bar_of(window), "Source: all"), "12")
    qtbot.waitUntil(lambda: "2 lines used" in status(window), timeout=20_000)
    click(button(bar_of(window), "Close the filters"))
    assert not bar_of(window).isVisible()
    qtbot.waitUntil(lambda: "4 lines used" in status(window), timeout=20_000)


def test_old_figures_are_grey_until_the_new_ones_are_there(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    open_bar(qtbot, window)
    whole = window.grab().toImage()
    choose(window, button(bar_of(window), "Store: all"), "South")
    grey = window.grab().toImage()
    strip = program.window.figures
    place = strip.mapTo(window, QPoint(0, 0))
    ratio = whole.devicePixelRatio()

    def darkest(image: object) -> int:
        least = 255
        for x in range(0, strip.width(), 2):
            for y in range(0, strip.height(), 2):
                px = int((place.x() + x) * ratio), int((place.y() + y) * ratio)
                least = min(least, image.pixelColor(*px).lightness())  # type: ignore[attr-defined]
        return least

    assert darkest(whole) < 60
    assert darkest(grey) > 100
    qtbot.waitUntil(lambda: "2 lines used" in status(window), timeout=20_000)
    assert darkest(window.grab().toImage()) < 60


def test_without_sales_there_is_nothing_to_filter(
    qtbot: QtBot, program: Program, open_file: Callable[[Path], None], table_file: Path
) -> None:
    open_file(table_file)
    keys(program.window, "Ctrl+Shift+F")
    qtbot.waitUntil(lambda: "no sales to filter" in program.window.messages.text)
    assert not bar_of(program.window).isVisible()


@pytest.mark.parametrize(
    "text", ["2026-01-31", "31 Jan 2026", "1/31/26", "1/31/2026", " 1/31/26 ", "20260131"]
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    day = read_day(text)
    assert day is not None
    assert day.isoformat() == "2026-01-31"
    assert read_day("31/31/2026") is None
