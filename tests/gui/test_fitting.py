"""What is shown fits and follows the look: no text over another, thin bars, the locale's marks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.chrome import StatusLine
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.export import ProfileRow
from matrix_designer.gui.panels.runs import runs_width
from matrix_designer.gui.scroll_bar import ThinScrollBar
from matrix_designer.gui.status_words import describe_basis

Opened = Callable[[Path], None]
HUGE = """RO,Date,Part Number,Cost,List,Qty,Sold Price
1,2025-07-01,A1,12.00,30.00,400000,24.00
1,2026-06-30,A2,9000.00,42.10,999999,37.20
"""


@pytest.fixture
def huge(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> Program:
    """Open a design whose sums are in thousands of millions."""
    open_file(table_file)
    sales = tmp_path / "huge.csv"
    sales.write_text(HUGE)
    program.window.files.import_path(sales)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    return program


@pytest.mark.parametrize("width", [720, 800, 960, 1_099])
def test_the_short_strip_shows_whole_parts_side_by_side(
    qtbot: QtBot, huge: Program, width: int
) -> None:
    huge.window.resize(width, 500)
    strip = huge.window.figures
    qtbot.waitUntil(lambda: strip.width() == width)
    parts = strip.short_parts()
    ends = [left + runs_width(runs) for left, runs in parts]
    assert all(end < left for end, (left, _runs) in zip(ends, parts[1:], strict=False))
    assert ends[-1] <= width
    assert len(parts) >= 2


@pytest.mark.parametrize("width", [960, 1_366, 1_440, 1_920])
def test_no_total_stands_over_another(qtbot: QtBot, huge: Program, width: int) -> None:
    huge.window.resize(width, 900)
    qtbot.waitUntil(lambda: huge.window.width() == width)
    grid = huge.window.design_page.grid
    metrics = QFontMetricsF(grid._theme.number_font(is_semibold=True))  # noqa: SLF001
    places = dict(grid.view.head.shown_sections())
    cells = grid.total.total.cells
    checked = 0
    for place, column in enumerate(grid.view.grid_model.spec.columns):
        if place in places and column.key in cells:
            text = cells[column.key].text
            assert metrics.horizontalAdvance(text) <= places[place].width(), text
            checked += 1
    assert checked >= 3


def test_findings_scroll_by_a_thin_bar_in_both_themes(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    (shown,) = program.window.design_page.findings.findChildren(QListView)
    bar = shown.verticalScrollBar()
    assert isinstance(bar, ThinScrollBar)
    program.window.appearance_chosen.emit("dark")
    assert bar._theme.colours.surface == program.look.theme.colours.surface  # noqa: SLF001


def test_counts_in_the_status_line_follow_the_locale(huge: Program) -> None:
    analysis = huge.window._analyst.analysis  # noqa: SLF001 - the one Analysis
    assert analysis is not None
    assert "1 line used, 1 set aside" in describe_basis(analysis, Numbers(",", "."))
    assert Numbers(",", ".").count(22_611) == "22.611"


def test_the_keyboard_can_be_seen_on_the_list_of_profiles(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    window = program.window
    window.show_page("export")
    window.activateWindow()
    qtbot.waitActive(window)
    second = window.export_page.findChildren(ProfileRow)[1]
    before = second.grab().toImage()
    for _ in range(30):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        if second.hasFocus():
            break
    assert second.hasFocus(), "Tab reaches every profile"
    assert second.grab().toImage() != before


def test_a_long_text_of_a_selection_stays_off_the_edge_of_the_status_line(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    line = program.window.findChild(StatusLine)
    assert line is not None
    edge = QRect(0, 0, program.look.theme.px(32), line.height())
    before = line.grab(edge).toImage()
    line.set_selection("Sum 9,999,999,999.00, " * 60)
    assert line.grab(edge).toImage() == before
