"""Recent files in the menu and on the start page: there, gone, forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.formats.project import save_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.start_recent import RecentRow
from tests.gui.document_hands import button, click, has_button, keys, save_under


@pytest.fixture(name="files")
def _files(program: Program, tmp_path: Path) -> list[Path]:
    """Remember two designs, of which one is deleted behind our back."""
    made = [tmp_path / "first.pmatrix", tmp_path / "second.pmatrix"]
    settings = program.windows._shared.settings  # noqa: SLF001 - as if both had been opened
    for path in made:
        save_design(path, program.workspace.design)
        settings.remember(path)
    made[0].unlink()
    program.workspace.document_changed.emit()  # what opening them would have told
    keys(program.window, "Ctrl+N")
    return made


def recent_menu(program: Program) -> QMenu:
    """Return File > Open recent as it is when it opens (a popup needs more than this platform)."""
    (menu,) = (one for one in program.window.findChildren(QMenu) if one.title() == "Open r&ecent")
    menu.aboutToShow.emit()
    return menu


def shown(menu: QMenu) -> dict[str, bool]:
    return {one.text(): one.isEnabled() for one in menu.actions() if one.text()}


def rows(program: Program) -> list[RecentRow]:
    return [row for row in program.window.findChildren(RecentRow) if row.isVisible()]


def test_a_file_that_is_gone_is_grey_in_the_menu(program: Program, files: list[Path]) -> None:
    assert files
    menu = recent_menu(program)
    assert shown(menu) == {"second.pmatrix": True, "first.pmatrix": False, "&Clear list": True}


def test_a_file_that_is_gone_is_grey_on_the_start_page(
    qtbot: QtBot, program: Program, files: list[Path]
) -> None:
    second, first = rows(program)
    assert (second.isEnabled(), first.isEnabled()) == (True, False)
    assert "is gone" in first.accessibleName()
    click(first)
    assert not program.window.desk.is_busy
    click(second)
    qtbot.waitUntil(lambda: program.workspace.path == files[1], timeout=20_000)


def test_the_list_is_cleared_on_the_start_page(
    qtbot: QtBot, program: Program, files: list[Path]
) -> None:
    click(button(program.window, "Clear list"))
    qtbot.waitUntil(lambda: not rows(program))
    assert not has_button(program.window, "Clear list")
    assert files[1].exists()


def test_the_list_is_cleared_from_the_menu(
    qtbot: QtBot, program: Program, files: list[Path]
) -> None:
    assert files
    menu = recent_menu(program)
    clear: QAction = next(one for one in menu.actions() if one.text() == "&Clear list")
    clear.trigger()
    qtbot.waitUntil(lambda: not rows(program))


def figures_shown(program: Program) -> str:
    """Return the GP % and the worst findings of the figures strip, as a recent row words them."""
    told = program.window.figures.accessibleDescription()
    share = told.split("proposed, ", 1)[1].split(" %", 1)[0]
    found = told.rsplit("Findings", 1)[1]
    counts = re.findall(r"\d+ (?:error|warning|advice)s?", found)
    return f"{share} % GP, {counts[0] if counts else 'no findings'}"


def first_row(qtbot: QtBot, program: Program) -> RecentRow:
    """Go to the start page anew and return the row of the newest file."""
    keys(program.window, "Ctrl+1")
    keys(program.window, "Ctrl+N")
    qtbot.waitUntil(lambda: bool(rows(program)))
    return rows(program)[0]


def save_with_sales(
    qtbot: QtBot, program: Program, files: tuple[Path, Path], out: Path
) -> RecentRow:
    """Open a table, import sales, save under a name, go to the start page: return its first row."""
    table, sales = files
    program.window.files.open_path(table)
    qtbot.waitUntil(lambda: "ladder" in program.window.windowTitle(), timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    program.window.files.import_path(sales)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    save_under(qtbot, program.window, out)
    return first_row(qtbot, program)


def test_a_saved_design_tells_what_it_came_to(
    qtbot: QtBot, program: Program, table_file: Path, sales_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "kept.pmatrix"
    row = save_with_sales(qtbot, program, (table_file, sales_file), out)
    told = figures_shown(program)
    assert f", {told}, " in row.accessibleName()
    plain = row.grab().toImage()
    middle = QRect(row.width() // 2, 8, row.width() // 3, 18)
    out.write_bytes(out.read_bytes())  # somebody else may have put anything there
    changed = first_row(qtbot, program)
    assert told not in changed.accessibleName()
    assert changed.accessibleName().startswith("kept.pmatrix in ")
    assert plain.copy(middle) != changed.grab().toImage().copy(middle)


def test_an_opened_design_tells_what_it_came_to(
    qtbot: QtBot, program: Program, files: list[Path]
) -> None:
    row = rows(program)[0]
    assert "findings" not in row.accessibleName()
    assert "advice" not in row.accessibleName()
    click(row)
    qtbot.waitUntil(lambda: program.workspace.path == files[1], timeout=20_000)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    told = program.window.figures.accessibleDescription().rsplit("Findings", 1)[1]
    counted = re.findall(r"\d+ (?:error|warning|advice)s?", told)
    assert (counted or ["no findings"])[0] in first_row(qtbot, program).accessibleName()
