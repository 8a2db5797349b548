"""Recent files in the menu and on the start page: there, gone, forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.formats.project import save_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.start import RecentRow
from tests.gui.document_hands import button, click, has_button, keys


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
