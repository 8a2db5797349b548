"""Texts that look like something else: every place of the window shows them letter for letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtGui import Qt as RichText
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.chrome import StatusLine
from matrix_designer.gui.panels.matrix_row import MatrixRow
from matrix_designer.gui.plain_tip import plain_tip
from matrix_designer.session.settings import RECENT_LIMIT, Settings
from tests.gui.document_hands import typed
from tests.gui.grid_hands import put_on_clipboard

Opened = Callable[[Path], None]
Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
PICTURE = '<img src="x"> & <b>bold</b>'


def read_by_a_person(tip: str) -> str:
    """Return what a tooltip shows: Qt guesses whether it is HTML."""
    if not RichText.mightBeRichText(tip):
        return tip
    shown = QTextDocument()
    shown.setHtml(tip)
    return shown.toPlainText()


@pytest.mark.parametrize("text", [PICTURE, "&lt;", "<b>one\n  two</b>", "plain", "a < b > c", ""])
def test_a_tip_shows_its_text_letter_for_letter(text: str) -> None:
    assert read_by_a_person(plain_tip(text)) == text


def focused(window: QWidget) -> QWidget:
    found = window.focusWidget()
    assert found is not None
    return found


def status_text(window: QWidget) -> str:
    """Return what the status bar says."""
    line = window.findChild(StatusLine)
    assert line is not None
    return " ".join(line.texts)


def all_tips(window: QWidget) -> list[str]:
    widgets = window.findChildren(QWidget)
    labels = [one for one in widgets if isinstance(one, QLabel)]
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in labels)
    return [read_by_a_person(one.toolTip()) for one in widgets if one.toolTip()]


def test_a_name_like_html_is_a_name(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    row = window.findChild(MatrixRow)
    assert row is not None
    row.setFocus()
    QTest.keyClick(row, Key.Key_F2)
    editor = focused(window)
    QTest.keyClicks(editor, PICTURE)
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: program.workspace.design.matrix.name == PICTURE)
    qtbot.waitUntil(lambda: f"{PICTURE} (F2 renames)" in all_tips(window))


def test_a_name_of_letters_that_nobody_sees_stays_with_its_reason(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    name = program.workspace.design.matrix.name
    row = window.findChild(MatrixRow)
    assert row is not None
    row.setFocus()
    QTest.keyClick(row, Key.Key_F2)
    editor = focused(window)
    QGuiApplication.clipboard().setText("a\x1b[31mb")
    QTest.keyClick(editor, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Key.Key_Return)
    assert isinstance(editor, QLineEdit)
    assert "control characters" in editor.toolTip()
    assert program.workspace.design.matrix.name == name


def test_an_unread_cell_says_why_letter_for_letter(
    program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    grid = window.design_page.grid
    grid.select_tier(1, "factor")
    grid.view.setFocus()
    put_on_clipboard(PICTURE)
    QTest.keyClick(grid.view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert typed(window) == PICTURE
    tip = grid.view.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert PICTURE in read_by_a_person(tip)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.5\n" * 50_000, "The paste would make 50,000 rows"),
        ("1.5\n" * 1_001, "The paste would make 1,001 rows"),
        ("\t" * 9_000 + "\n" * 9_000, "at most 100,000 cells"),
    ],
    ids=["a whole column", "one too many", "long and wide"],
)
def test_a_clipboard_that_is_too_much_is_told_and_changes_nothing(
    program: Program, open_file: Opened, table_file: Path, text: str, said: str
) -> None:
    open_file(table_file)
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    design = program.workspace.design
    grid = window.design_page.grid
    grid.select_tier(1, "factor")
    grid.view.setFocus()
    put_on_clipboard(text)
    QTest.keyClick(grid.view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert program.workspace.design == design
    assert said in status_text(window)


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("limit", "100000000", "between -100 and 1000 percent"),
        ("limit", "-101", "between -100 and 1000 percent"),
        ("limit", "10 % GP", "not a number"),
        ("goal", "42 % GP GP", "not a number"),
        ("ceiling", "list list + 5", "not a number"),
    ],
)
def test_a_rule_that_is_out_of_range_or_says_too_much_is_refused(
    program: Program, open_file: Opened, table_file: Path, key: str, text: str, reason: str
) -> None:
    open_file(table_file)
    window = program.window
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    design = program.workspace.design
    line = window.design_page.matrices.rules.line(key)
    line.setFocus()
    QTest.keyClick(line, Key.Key_F2)
    editor = focused(window)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Key.Key_Return)
    assert reason in line.note
    assert program.workspace.design == design
    QTest.keyClick(editor, Key.Key_Escape)


@pytest.mark.parametrize(
    "line",
    [
        'recent="/there/\\x0.pmatrix"',
        'folder="\\x0"',
        "recent=" + ", ".join(f"/there/{number}.pmatrix" for number in range(1000)),
        "recent=/, ., 5",
        "geometry=@ByteArray(nonsense)",
        "zoom=9999",
        'columns="{\\"off\\": [], \\"pinned\\": [], \\"widths\\": {\\"from\\": 1e400}}"',
    ],
    ids=["recent NUL", "folder NUL", "many", "folders", "geometry", "zoom", "columns"],
)
def test_the_window_opens_whatever_its_settings_hold(
    qtbot: QtBot, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "settings.ini"
    file.write_text(f"[General]\nappearance=light\ntour=done\n{line}\n")
    settings = Settings(file)
    program = Program(settings)
    window = program.window
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    assert len(settings.recent) <= RECENT_LIMIT
    assert "\0" not in str(settings.folder)
    assert 80 <= program.look.percent <= 200
    assert window.is_on_start
    window.close()
    program.end()
