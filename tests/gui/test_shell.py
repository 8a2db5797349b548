"""The whole window in the hands of a person: keys and clicks in, texts and files out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.formats.designs import open_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.dialogs.unsaved import UnsavedDialog
from matrix_designer.gui.pages.start import TemplateCard
from matrix_designer.gui.pages.tier_grid import TierGrid

Opened = Callable[[Path], None]
Key = Qt.Key


def press(widget: QWidget, standard: QKeySequence.StandardKey) -> None:
    widget.window().activateWindow()  # no window manager does it here when a dialog closes
    assert QTest.qWaitForWindowActive(widget.window())
    QTest.keySequence(widget, QKeySequence(standard))


def button(inside: QWidget, name: str) -> QAbstractButton:
    """Find a button by what stands on it or by what a screen reader calls it."""
    for found in inside.findChildren(QAbstractButton):
        if name in (found.text(), found.accessibleName()) and found.isVisible():
            return found
    raise AssertionError(f"no button {name}")


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def grid_of(program: Program) -> TierGrid:
    return program.window.design_page.grid


def shows_start(program: Program) -> bool:
    return program.window.is_on_start


def focused(program: Program) -> QWidget:
    widget = program.window.focusWidget()
    assert widget is not None
    return widget


def type_factor(qtbot: QtBot, program: Program, text: str) -> None:
    """Type a factor into tier 1, column as typed, from the keyboard."""
    grid_of(program).select_tier(1, "factor")
    grid_of(program).view.setFocus()
    for letter in text:
        QTest.keyClicks(focused(program), letter)
    QTest.keyClick(focused(program), Key.Key_Return)
    qtbot.waitUntil(lambda: cell(program, 0, "typed") == text)


def cell(program: Program, row: int, key: str) -> str:
    model = grid_of(program).view.grid_model
    index = model.index(row, model.spec.place_of(key))
    return str(model.data(index, Qt.ItemDataRole.DisplayRole))


def figures(program: Program) -> str:
    return program.window.figures.accessibleDescription()


def test_the_start_page_offers_what_to_begin_with(qtbot: QtBot, program: Program) -> None:
    window = program.window
    assert shows_start(program)
    for name in ("Open", "Import sales", "Sample dealership"):
        assert button(window, name)
    assert len(window.findChildren(TemplateCard)) == 5
    with qtbot.waitSignal(window.files.opened):
        click(button(window, "Cost doubling"))
    assert not shows_start(program)
    assert window.windowTitle() == "Cost doubling[*]"
    qtbot.waitUntil(lambda: cell(program, 0, "multiplier") == "2.00")


def test_a_typed_factor_moves_the_figures_and_undo_brings_them_back(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> None:
    open_file(table_file)
    window = program.window
    assert "–" in figures(program)
    window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: "Gross profit, proposed, 4" in figures(program))
    before = figures(program)
    type_factor(qtbot, program, "+98%")
    qtbot.waitUntil(lambda: figures(program) != before)
    assert window.isWindowModified()
    assert program.workspace.undo_stack.undoText() == "factor of tier 1"
    press(window, QKeySequence.StandardKey.Undo)
    qtbot.waitUntil(lambda: figures(program) == before)
    assert cell(program, 0, "typed") == "×2.50"
    basis, _ = window._status.texts  # noqa: SLF001 - painted text
    assert basis.startswith("Sales 1 Jul 2025 to 30 Jun 2026  ·  5 lines used, 0 set aside")


def test_saving_and_opening_again_gives_the_same_design(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    type_factor(qtbot, program, "42% GP")
    window = program.window
    press(window, QKeySequence.StandardKey.Save)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "kept.pmatrix"
    dialog.selectFile(str(target))
    dialog.accept()
    qtbot.waitUntil(target.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert window.windowTitle() == "kept.pmatrix[*]"
    assert open_design(target).design == program.workspace.design
    type_factor(qtbot, program, "x2.00")
    press(window, QKeySequence.StandardKey.Save)
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert open_design(target).design.matrix.tiers[0].factor.text == "x2.00"
    assert (tmp_path / "kept.pmatrix.bak").exists()


def test_a_file_that_cannot_be_read_is_one_sentence_and_changes_nothing(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    design = program.workspace.design
    broken = tmp_path / "broken.pmatrix"
    broken.write_bytes(b"PK\x03\x04 not a zip at all")
    program.window.files.open_path(broken)
    qtbot.waitUntil(lambda: "broken.pmatrix" in program.window.messages.text, timeout=20_000)
    assert "Traceback" not in program.window.messages.text
    assert program.workspace.design is design
    click(button(program.window, "Close this message"))
    assert program.window.messages.text == ""


def test_a_sales_file_that_cannot_be_read_leaves_the_sales_alone(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    broken = tmp_path / "sales.csv"
    broken.write_text("nothing here\n")
    program.window.files.import_path(broken)
    said = "sales.csv: one question before it can be imported"
    qtbot.waitUntil(lambda: said in texts(program), timeout=20_000)
    assert program.workspace.sales is None
    assert not button(program.window, "Import").isEnabled()


def texts(program: Program) -> list[str]:
    return [label.text() for label in program.window.findChildren(QLabel) if label.isVisible()]


def asked(program: Program) -> UnsavedDialog:
    (dialog,) = (found for found in program.window.findChildren(UnsavedDialog) if found.isVisible())
    return dialog


@pytest.fixture
def changed(qtbot: QtBot, program: Program, open_file: Opened, table_file: Path) -> Program:
    open_file(table_file)
    type_factor(qtbot, program, "x2.22")
    return program


def test_closing_asks_about_unsaved_changes_and_cancel_stays(changed: Program) -> None:
    window = changed.window
    window.close()
    assert window.isVisible()
    click(button(asked(changed), "Cancel"))
    assert window.isVisible()
    assert changed.workspace.is_unsaved


def test_closing_without_saving_closes(qtbot: QtBot, changed: Program) -> None:
    window = changed.window
    window.close()
    click(button(asked(changed), "Do not save"))
    qtbot.waitUntil(lambda: not window.isVisible())


def test_saving_before_closing_saves_and_closes(
    qtbot: QtBot, changed: Program, tmp_path: Path
) -> None:
    window = changed.window
    window.close()
    click(button(asked(changed), "Save"))
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "last.pmatrix"))
    dialog.accept()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert open_design(tmp_path / "last.pmatrix").design.matrix.tiers[0].factor.text == "x2.22"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
def test_the_matrix_in_force_is_recorded_from_a_file_as_one_step(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    old = tmp_path / "old.csv"
    old.write_text("From,To,Multiplier\n0.01,,1.70\n")
    click(button(program.window, "Record it"))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Key.Key_A)
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(old))
    dialog.accept()
    qtbot.waitUntil(lambda: program.workspace.design.in_force is not None, timeout=20_000)
    assert program.workspace.undo_stack.undoText() == "record matrix in force"


def test_export_writes_a_file_and_says_that_no_price_changed(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    window = program.window
    QTest.keyClick(window, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    click(button(window, "Write the file…"))
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "out.csv"
    dialog.selectFile(str(target))
    dialog.accept()
    qtbot.waitUntil(target.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.is_busy)
    texts = window.export_page.findChildren(QLabel)
    said = "\n".join(text.text() for text in texts if text.isVisible())
    assert "Wrote 4 tiers" in said
    assert "all the same to the cent" in said
    written = open_design(target).design.matrix.tiers
    held = program.workspace.design.matrix.tiers
    assert [(one.lower, one.upper, one.factor.value) for one in written] == [
        (one.lower, one.upper, one.factor.value) for one in held
    ]


def test_tiers_are_inserted_and_deleted_by_key(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    grid = grid_of(program)
    grid.select_tier(2, "factor")
    QTest.keySequence(program.window, QKeySequence("Ctrl++"))
    qtbot.waitUntil(lambda: len(program.workspace.design.matrix.tiers) == 5)
    qtbot.waitUntil(lambda: cell(program, 2, "to") == "25.00")
    assert cell(program, 1, "to") == "15.00"
    assert cell(program, 2, "from") == "15.01"
    QTest.keySequence(program.window, QKeySequence("Ctrl+-"))
    qtbot.waitUntil(lambda: len(program.workspace.design.matrix.tiers) == 4)


def test_light_and_dark_change_every_part_at_once(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    window = program.window
    light = window.grab().toImage()
    window.appearance_chosen.emit("dark")
    qtbot.wait(20)
    dark = window.grab().toImage()
    assert window.grab().size() == light.size()
    ground = program.look.theme.colours
    for point in (QPoint(400, 10), QPoint(40, 600), QPoint(1300, 800), QPoint(700, 885)):
        before, after = light.pixelColor(point), dark.pixelColor(point)
        assert before.lightness() > 200
        assert after.name() in (ground.window.name(), ground.surface.name()), point
    bright = [
        (x, y)
        for x in range(0, dark.width(), 16)
        for y in range(0, dark.height(), 16)
        if dark.pixelColor(x, y).lightness() > 245
    ]
    assert not bright, bright[:5]


@pytest.mark.parametrize("size", [(1366, 768), (960, 540), (1600, 1000), (1440, 900), (1000, 700)])
def test_nothing_is_squeezed_out_at_any_size(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, size: tuple[int, int]
) -> None:
    open_file(table_file)
    window = program.window
    window.resize(*size)
    qtbot.wait(20)
    page = window.design_page
    assert (window.width(), window.height()) == size
    assert grid_of(program).height() >= 100
    assert page.curves.height() >= 100
    edge = grid_of(program).mapTo(window, QPoint(grid_of(program).width(), 0)).x()
    assert edge <= window.width()
    assert page.findings.isVisible() is (size[0] >= 1100)
    assert page.matrices.isVisible() is (size[0] >= 1400)
