"""Texts that fit are not cut: the presentation's words, the names of the export's profiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.export import ProfileRow
from matrix_designer.gui.pages.presentation import PresentationPage, assumption
from matrix_designer.gui.theme import Theme
from tests.gui.document_hands import keys

Opened = Callable[[Path], None]


def inked(image: QImage) -> list[int]:
    """Return the columns of a picture in which something stands."""
    ground = image.pixel(0, 0)
    return [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(image.height()))
    ]


def look(widget: QWidget, part: QRect) -> list[int]:
    return inked(widget.grab(part).toImage())


@pytest.mark.parametrize("width", [960, 1366, 1600])
def test_the_presentation_says_its_words_whole(
    qtbot: QtBot,
    program: Program,
    open_file: Opened,
    tmp_path: Path,
    table_file: Path,
    sales_file: Path,
    width: int,
) -> None:
    table = tmp_path / "Captive and wholesale.csv"
    table.write_text(table_file.read_text())
    open_file(table)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    program.window.resize(width, round(width * 9 / 16))
    keys(program.window, "F11")
    (page,) = program.window.findChildren(PresentationPage)
    qtbot.waitUntil(lambda: page.isVisible() and page.width() > 0)
    theme: Theme = page._theme  # noqa: SLF001 - the type on the page
    px, height = theme.px, page.height()
    label = f"Gross profit, {program.workspace.design.matrix.name}"
    there = look(page, QRect(0, px(20), page.width() // 2, px(13)))
    room = QFontMetricsF(theme.font()).horizontalAdvance(label)
    ends = [x for x, after in zip(there, [*there[1:], 10**6], strict=True) if after - x > px(12)]
    assert abs(ends[0] - there[0] - room) <= px(4)
    analysis = program.windows.all[0].analyst.analysis
    assert analysis is not None
    wide = QFontMetricsF(theme.number_font()).horizontalAdvance
    words = [assumption(analysis, page._numbers, is_short=one) for one in (False, True)]  # noqa: SLF001
    foot = look(page, QRect(0, height - px(24), page.width(), px(11)))
    gaps = [x for x, after in zip(foot, [*foot[1:], 10**6], strict=True) if after - x > px(12)]
    assert min(abs(gaps[0] - foot[0] - wide(one)) for one in words) <= px(4)


def test_a_profile_s_name_is_not_cut(program: Program, open_file: Opened, table_file: Path) -> None:
    open_file(table_file)
    keys(program.window, "Ctrl+7")
    rows = [row for row in program.window.findChildren(ProfileRow) if row.isVisible()]
    assert len(rows) == 4
    theme = rows[0]._theme  # noqa: SLF001 - the type of the row
    for row in rows:
        name = row.profile.title.removesuffix(f", {row.profile.kind}")
        strong = row.accessibleName().startswith("Plain table")
        room = QFontMetricsF(theme.font(is_semibold=strong)).horizontalAdvance(name)
        there = look(row, QRect(38, 6, row.width() - 48, 12))
        assert abs(there[-1] - there[0] - room) <= 4, name
