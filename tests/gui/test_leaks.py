"""Every dialog, and the window itself, is gone when it is closed: told by weak reference."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui import dialogs, messages
from matrix_designer.gui.application import Program
from matrix_designer.gui.dialogs.crash import CrashDialog, FaultReport
from matrix_designer.gui.dialogs.unsaved import UnsavedDialog
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.page_entries import PLAN, STEPS, VERSIONS
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.pages.plan_menus import MenuSheet
from matrix_designer.gui.pages.steps import StepsPage
from matrix_designer.gui.pages.versions import VersionsPage
from matrix_designer.gui.panels.channel_panel import ChannelPanel
from matrix_designer.gui.panels.why_panel import WhyPanel
from matrix_designer.gui.theme import Theme, make_theme
from matrix_designer.session.settings import Settings

Make = Callable[[Theme, QWidget], QDialog]
DIALOGS: dict[str, Make] = {
    "unsaved": lambda theme, parent: UnsavedDialog("a.pmatrix", theme, parent),
    "crash": lambda theme, parent: CrashDialog(
        FaultReport("short", "full"), "words", theme, parent
    ),
}


def collect() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.mark.parametrize("name", DIALOGS)
def test_a_closed_dialog_is_gone(qtbot: QtBot, name: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    theme = make_theme(is_dark=False, base=interface_font())
    dialog = DIALOGS[name](theme, parent)
    watch = weakref.ref(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.reject()
    del dialog
    collect()
    assert watch() is None


def test_every_dialog_class_is_leak_tested() -> None:
    folder = Path(dialogs.__file__).parent
    sources = [*folder.glob("*.py"), Path(messages.__file__)]
    found = {
        line.split("(")[0].removeprefix("class ")
        for source in sources
        for line in source.read_text().splitlines()
        if line.startswith("class ") and "(QDialog)" in line
    }
    assert found == {"UnsavedDialog", "CrashDialog"}


def test_a_window_that_was_taken_down_is_gone(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    program = Program(Settings(tmp_path / "settings.ini"))
    program.window.resize(1200, 800)
    program.window.show()
    program.window.show_document()
    program.analyst.catch_up()
    qtbot.wait(20)
    window, page = weakref.ref(program.window), weakref.ref(program.window.design_page)
    grid = weakref.ref(program.window.design_page.grid)
    program.end()
    del program
    collect()
    assert window() is None
    assert page() is None
    assert grid() is None


def test_the_pages_and_panels_of_a_closed_window_are_gone(qtbot: QtBot, tmp_path: Path) -> None:
    program = Program(Settings(tmp_path / "settings.ini"))
    window = program.window
    window.resize(1200, 800)
    window.show()
    window.show_document()
    program.analyst.catch_up()
    window.actions_.why.trigger()
    held = []
    for key in (PLAN, VERSIONS, STEPS):
        window.show_document(key)
        program.analyst.catch_up()
        qtbot.wait(20)
    kinds = (WhyPanel, PlanPage, MenuSheet, ChannelPanel, VersionsPage, StepsPage)
    for kind in kinds:
        found = window.findChild(kind)
        assert found is not None
        held.append(weakref.ref(found))
    del found, window
    program.end()
    del program
    collect()
    assert not [one() for one in held if one() is not None]
