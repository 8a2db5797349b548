"""Several windows: where a document opens, how windows close, and what quitting asks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from matrix_designer.formats.designs import open_design
from matrix_designer.gui import file_commands
from matrix_designer.gui.application import Program
from matrix_designer.gui.dialogs.unsaved import UnsavedDialog
from matrix_designer.gui.pages.start_recent import RecentRow
from matrix_designer.gui.windows import OpenWindow
from matrix_designer.session.documents import Holding, save_file
from matrix_designer.session.jobs import SHOWN_AFTER_MS
from tests.gui.document_hands import (
    button,
    click,
    drop,
    has_button,
    keys,
    save_under,
    type_factor,
    typed,
)

Opened = Callable[[Path], None]


@pytest.fixture(name="other_file")
def _other_file(tmp_path: Path) -> Path:
    path = tmp_path / "other.csv"
    path.write_text("From,To,Multiplier\n0.01,,3.00\n")
    return path


@pytest.fixture(name="first")
def _first(program: Program, open_file: Opened, table_file: Path) -> OpenWindow:
    """Return the first window, which holds the ladder."""
    open_file(table_file)
    return program.windows.all[0]


def second(qtbot: QtBot, program: Program) -> OpenWindow:
    qtbot.waitUntil(lambda: len(program.windows.all) == 2, timeout=20_000)
    one = program.windows.all[1]
    qtbot.waitUntil(one.window.isVisible)
    return one


def asked(one: OpenWindow) -> UnsavedDialog:
    (dialog,) = (found for found in one.window.findChildren(UnsavedDialog) if found.isVisible())
    return dialog


def test_another_file_opens_in_a_window_of_its_own(
    qtbot: QtBot, program: Program, first: OpenWindow, other_file: Path
) -> None:
    type_factor(qtbot, first, "x2.22")
    keys(first.window, "Ctrl+O")
    dialog = first.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(other_file))
    dialog.accept()
    other = second(qtbot, program)
    qtbot.waitUntil(lambda: typed(other.window) == "×3.00")
    assert typed(first.window) == "x2.22"
    type_factor(qtbot, other, "x4.00")
    assert typed(first.window) == "x2.22"
    keys(other.window, "Ctrl+Z")
    qtbot.waitUntil(lambda: typed(other.window) == "×3.00")
    assert first.window.isWindowModified()
    assert not other.window.isWindowModified()


def test_a_template_over_the_start_page_takes_the_saved_documents_place(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    keys(first.window, "Ctrl+N")
    qtbot.waitUntil(lambda: first.window.is_on_start)
    with qtbot.waitSignal(first.window.files.opened):
        click(button(first.window, "Cost doubling"))
    assert len(program.windows.all) == 1
    assert first.window.windowTitle() == "Cost doubling[*]"


def test_a_template_never_takes_the_place_of_unsaved_work(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    type_factor(qtbot, first, "x2.22")
    keys(first.window, "Ctrl+N")
    click(button(first.window, "Cost doubling"))
    other = second(qtbot, program)
    qtbot.waitUntil(lambda: other.window.windowTitle() == "Cost doubling[*]")
    assert first.workspace.design.matrix.tiers[0].factor.text == "x2.22"


def test_the_start_page_leads_back_to_the_document(
    qtbot: QtBot, first: OpenWindow, tmp_path: Path
) -> None:
    save_under(qtbot, first.window, tmp_path / "kept.pmatrix")
    keys(first.window, "Ctrl+N")
    assert first.window.is_on_start
    keys(first.window, "Ctrl+1")
    assert typed(first.window) == "×2.50"
    assert first.window.windowTitle() == "kept.pmatrix[*]"
    keys(first.window, "Ctrl+N")
    qtbot.waitUntil(lambda: bool(rows(first)))
    click(rows(first)[0])
    qtbot.waitUntil(lambda: not first.window.is_on_start)  # the row of the file that is open here


def test_undo_on_the_start_page_shows_what_it_undoes(qtbot: QtBot, first: OpenWindow) -> None:
    type_factor(qtbot, first, "x2.22")
    keys(first.window, "Ctrl+N")
    keys(first.window, "Ctrl+Z")
    qtbot.waitUntil(lambda: typed(first.window) == "×2.50")
    assert not first.window.is_on_start


def test_the_question_at_the_end_is_as_large_as_the_window(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    type_factor(qtbot, first, "x2.22")
    widths = []
    for percent in (100, 200):
        program.look.zoom_to(percent)
        keys(first.window, "Ctrl+W")
        (dialog,) = visible_questions(first)
        name = button(dialog, "Save")
        widths.append(dialog.width() - name.mapTo(dialog, name.rect().topRight()).x())
        click(button(dialog, "Cancel"))
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)


def test_edits_made_while_a_closing_window_saves_are_asked_about(
    qtbot: QtBot, first: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_under(qtbot, first.window, tmp_path / "kept.pmatrix")
    type_factor(qtbot, first, "x2.22")
    may_end = threading.Event()

    def slowly(*words: object) -> Holding:
        may_end.wait(10)
        return save_file(*words)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(file_commands, "save_file", slowly)
    window = first.window
    keys(window, "Ctrl+W")
    click(button(asked(first), "Save"))
    type_factor(qtbot, first, "x2.33")
    QTest.qWait(SHOWN_AFTER_MS + 100)
    assert not has_button(window, "Cancel"), "half a save is nothing to go back to"
    may_end.set()
    qtbot.waitUntil(lambda: bool(visible_questions(first)), timeout=20_000)
    assert window.isVisible()
    click(button(asked(first), "Save"))
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    design = open_design(tmp_path / "kept.pmatrix").design
    assert design.matrix.tiers[0].factor.text == "x2.33"


def test_a_window_is_asked_about_once_however_often_it_is_closed(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    type_factor(qtbot, first, "x2.22")
    keys(first.window, "Ctrl+W")
    program.windows.quit()  # as from the menu of another window
    assert len(visible_questions(first)) == 1
    click(button(asked(first), "Cancel"))
    assert first.window.isVisible()


def visible_questions(one: OpenWindow) -> list[UnsavedDialog]:
    return [found for found in one.window.findChildren(UnsavedDialog) if found.isVisible()]


def test_a_new_window_is_empty_and_closes_alone(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    keys(first.window, "Ctrl+Shift+N")
    other = second(qtbot, program)
    assert other.window.is_on_start
    keys(other.window, "Ctrl+W")
    qtbot.waitUntil(lambda: len(program.windows.all) == 1)
    assert first.window.isVisible()


def test_the_same_file_brings_its_window_up(
    qtbot: QtBot, program: Program, first: OpenWindow, tmp_path: Path
) -> None:
    save_under(qtbot, first.window, tmp_path / "kept.pmatrix")
    keys(first.window, "Ctrl+Shift+N")
    other = second(qtbot, program)
    qtbot.waitUntil(other.window.isActiveWindow)
    assert rows(other)[0].accessibleName().startswith("kept.pmatrix")
    click(rows(other)[0])
    qtbot.waitUntil(first.window.isActiveWindow)
    assert other.window.is_on_start
    assert len(program.windows.all) == 2


def rows(one: OpenWindow) -> list[RecentRow]:
    return [row for row in one.window.findChildren(RecentRow) if row.isVisible()]


def test_quitting_asks_for_each_unsaved_document_and_cancel_stops_it(
    qtbot: QtBot, program: Program, first: OpenWindow, other_file: Path, tmp_path: Path
) -> None:
    type_factor(qtbot, first, "x2.22")
    first.window.files.open_path(other_file)
    other = second(qtbot, program)
    qtbot.waitUntil(lambda: typed(other.window) == "×3.00")
    type_factor(qtbot, other, "x4.00")
    keys(other.window, "Ctrl+Q")
    click(button(asked(first), "Cancel"))
    assert first.window.isVisible()
    assert other.window.isVisible()
    assert not other.window.findChildren(UnsavedDialog)
    keys(other.window, "Ctrl+Q")
    click(button(asked(first), "Do not save"))
    qtbot.waitUntil(lambda: not first_visible(program, first))
    click(button(asked(other), "Save"))
    dialog = other.window.findChild(QFileDialog)
    assert dialog is not None
    window = other.window
    dialog.selectFile(str(tmp_path / "last.pmatrix"))
    dialog.accept()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert open_design(tmp_path / "last.pmatrix").design.matrix.tiers[0].factor.text == "x4.00"


def first_visible(program: Program, one: OpenWindow) -> bool:
    return one in program.windows.all and one.window.isVisible()


def test_cancelling_the_file_dialog_of_a_quit_stops_it_too(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    type_factor(qtbot, first, "x2.22")
    keys(first.window, "Ctrl+Shift+N")
    other = second(qtbot, program)
    keys(other.window, "Ctrl+Q")
    click(button(asked(first), "Save"))
    dialog = first.window.findChild(QFileDialog)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.wait(20)
    assert first.window.isVisible()
    assert other.window.isVisible()


def test_an_appearance_chosen_in_one_window_holds_in_all(
    qtbot: QtBot, program: Program, first: OpenWindow
) -> None:
    keys(first.window, "Ctrl+Shift+N")
    other = second(qtbot, program)
    before = other.window.grab().toImage().pixelColor(5, 200).lightness()
    first.window.appearance_chosen.emit("dark")
    after = other.window.grab().toImage().pixelColor(5, 200).lightness()
    assert before > 200
    assert after < 60


def test_a_dropped_design_opens_where_there_is_room(
    qtbot: QtBot, program: Program, table_file: Path, tmp_path: Path
) -> None:
    one = program.windows.all[0]
    with qtbot.waitSignal(one.window.files.opened, timeout=20_000):
        drop(one.window, table_file)
    assert len(program.workspace.design.matrix.tiers) == 4
    save_under(qtbot, one.window, tmp_path / "kept.pmatrix")
    (tmp_path / "again.pmatrix").write_bytes((tmp_path / "kept.pmatrix").read_bytes())
    drop(one.window, tmp_path / "again.pmatrix")
    other = second(qtbot, program)
    qtbot.waitUntil(lambda: other.window.windowTitle() == "again.pmatrix[*]")


def test_a_dropped_table_asks_what_it_is_beside_the_page(
    qtbot: QtBot, program: Program, first: OpenWindow, other_file: Path
) -> None:
    messages = first.window.messages
    drop(first.window, other_file)
    qtbot.waitUntil(lambda: "other.csv" in messages.text, timeout=20_000)
    assert messages.choices == ("As matrix in force", "As new design")
    click(button(first.window, "As matrix in force"))
    qtbot.waitUntil(lambda: program.workspace.design.in_force is not None, timeout=20_000)
    assert program.workspace.undo_stack.undoText() == "record matrix in force"
    assert messages.text == ""
    drop(first.window, other_file)
    qtbot.waitUntil(lambda: bool(messages.choices), timeout=20_000)
    click(button(first.window, "As new design"))
    other = second(qtbot, program)
    qtbot.waitUntil(lambda: typed(other.window) == "×3.00")


def test_dropped_sales_are_imported_into_the_open_design(
    qtbot: QtBot, program: Program, first: OpenWindow, sales_file: Path
) -> None:
    kept = program.workspace.design
    drop(first.window, sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert program.workspace.design is kept


def test_a_file_that_can_be_a_matrix_and_sales_is_asked_about(
    qtbot: QtBot, program: Program, first: OpenWindow, tmp_path: Path
) -> None:
    both = tmp_path / "both.csv"
    both.write_text(
        "From,To,Multiplier,Part Number,Cost,Qty,Sold Price\n0.01,,3.00,A1,12.00,4,24.00\n"
    )
    drop(first.window, both)
    qtbot.waitUntil(lambda: bool(first.window.messages.choices), timeout=20_000)
    assert first.window.messages.choices == ("As matrix in force", "As new design", "As sales")
    click(button(first.window, "As sales"))
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
