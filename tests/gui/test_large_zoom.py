"""Pages in a window of 1366 by 768 at 200 %: nothing lies over anything else, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.pages.import_page import ImportPage
from matrix_designer.gui.pages.set_aside import SetAsidePage
from matrix_designer.gui.panels.scrolled_sheet import ScrolledSheet
from tests.gui.document_hands import button, click, has_button, keys
from tests.layouts.catalogue import ASK

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
UNKNOWN = """Report
Teil;Bezeichnung;Menge;EK;VK;Datum
A1;Filter;2;10,00;20,50;01.02.2025
A2;Pumpe;1;110,10;190,00;02.02.2025
A3;Riemen;3;7,25;14,50;03.02.2025
"""


@pytest.fixture(name="large")
def _large(
    qtbot: QtBot,
    program: Program,
    open_file: Callable[[Path], None],
    table_file: Path,
    sales_file: Path,
) -> Program:
    """Open four tiers with sales in a small window, and zoom in as far as it goes."""
    program.window.resize(1366, 768)
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy, timeout=20_000)
    program.window.messages.clear()
    for _ in range(10):
        keys(program.window, "Ctrl+Alt+=")
    assert program.look.theme.zoom == 2
    return program


def texts_in(page: QWidget) -> list[QWidget]:
    """Return what has a text to read, or is a thing to use, and shows."""
    kinds = (QLabel, QAbstractButton, QAbstractScrollArea)
    found = [one for one in page.findChildren(QWidget) if isinstance(one, kinds)]
    return [one for one in found if one.isVisible() and not isinstance(one, QScrollArea)]


def inside_another(widget: QWidget, others: list[QWidget]) -> bool:
    return any(one.isAncestorOf(widget) for one in others)


def overlaps(page: QWidget) -> Iterator[str]:
    """Name each two that lie over each other."""
    shown = texts_in(page)
    boxes = {
        name_of(one): one.rect().translated(one.mapTo(page, one.rect().topLeft()))
        for one in shown
        if not inside_another(one, shown)
    }
    for (name, box), (other, beside) in combinations(boxes.items(), 2):
        if box.adjusted(1, 1, -1, -1).intersects(beside.adjusted(1, 1, -1, -1)):
            yield f"{name} over {other}"


def cut(page: QWidget) -> Iterator[str]:
    """Name each text that needs more height than it has, and what reaches out of the page."""
    for one in texts_in(page):
        if isinstance(one, QLabel) and one.text():
            needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
            if one.height() < needed:
                yield f"{name_of(one)} is {one.height()} high and needs {needed}"
        if one.mapTo(page, one.rect().topRight()).x() > page.width():
            yield f"{name_of(one)} reaches out"
        home = one.parentWidget()
        if home is not None and not home.rect().contains(one.geometry()):
            yield f"{name_of(one)} is cut off by what it stands in"


def name_of(widget: QWidget) -> str:
    text = widget.property("text") or widget.accessibleName()
    return f"{type(widget).__name__} “{text}”"


def check(qtbot: QtBot, page: QWidget) -> None:
    """Look once everything is laid out; what stays wrong is named."""
    for _ in range(100):
        qtbot.wait(50)
        if not any((*overlaps(page), *cut(page))):
            break
    assert not list(overlaps(page))
    assert not list(cut(page))


def test_the_compare_page_is_scrolled_and_not_squeezed(qtbot: QtBot, large: Program) -> None:
    keys(large.window, "Ctrl+4")
    page = large.window.findChild(ComparePage)
    assert page is not None
    check(qtbot, page)
    sheet = page.findChild(ScrolledSheet)
    assert sheet is not None
    assert sheet.verticalScrollBar().maximum() > 0
    assert page.bridge.waterfall.height() >= page.bridge.waterfall.minimumSizeHint().height()
    for _ in range(40):  # Tab brings what it reaches into view
        QTest.keyClick(QApplication.focusWidget() or page, Key.Key_Tab)
        focus = large.window.focusWidget()
        if focus is not None and page.tabs.isAncestorOf(focus):
            break
    assert page.tabs.isAncestorOf(large.window.focusWidget())
    assert page.tabs.visibleRegion().boundingRect().height() > page.tabs.height() // 2


def test_figures_of_a_comparison_take_a_second_line_and_are_not_cut(
    qtbot: QtBot, large: Program
) -> None:
    keys(large.window, "Ctrl+4")
    page = large.window.findChild(ComparePage)
    assert page is not None
    qtbot.waitUntil(lambda: 0 < page.figures.width() < page.figures.wanted())
    high = page.figures.height()
    large.window.resize(2600, 1400)
    qtbot.waitUntil(lambda: page.figures.wanted() <= page.figures.width())
    qtbot.waitUntil(lambda: page.figures.height() < high)


def test_the_set_aside_page_has_its_lines_below(qtbot: QtBot, large: Program) -> None:
    large.window.show_page("set-aside")
    page = large.window.findChild(SetAsidePage)
    assert page is not None
    qtbot.waitUntil(lambda: page.reasons.model().rowCount() > 0, timeout=20_000)
    check(qtbot, page)
    assert page.lines.mapTo(page, page.lines.rect().topLeft()).x() == 0


def test_the_import_page_has_its_columns_below(
    qtbot: QtBot, large: Program, tmp_path: Path
) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text(UNKNOWN)
    large.window.files.imports.take(path)
    page = import_page(qtbot, large)
    check(qtbot, page)


def test_cuts_and_a_refused_place_have_their_room(
    qtbot: QtBot, large: Program, tmp_path: Path
) -> None:
    path = tmp_path / "packed.txt"
    ASK[4].write(path)
    large.window.files.imports.take(path)
    page = import_page(qtbot, large)
    click(button(page, "Fixed columns"))
    qtbot.waitUntil(page.cuts.isVisible, timeout=20_000)
    assert page.cuts.ruler.height() >= page.cuts.ruler.sizeHint().height()
    line = page.fields.line("cost")
    line.setFocus(Qt.FocusReason.TabFocusReason)
    for letter in "14-10":
        QTest.keyClicks(large.window.focusWidget() or line, letter)
    QTest.keyClick(large.window.focusWidget() or line, Key.Key_Return)
    assert "14-10 runs backwards" in line.note
    check(qtbot, page)
    bar = page.side_bar
    assert bar.maximum() == 0  # the page scrolls, not a part of it


def import_page(qtbot: QtBot, program: Program) -> ImportPage:
    qtbot.waitUntil(
        lambda: any(one.isVisible() for one in program.window.findChildren(ImportPage)),
        timeout=20_000,
    )
    page = program.window.findChild(ImportPage)
    assert page is not None
    qtbot.waitUntil(lambda: has_button(page, "Other file…"))
    return page
