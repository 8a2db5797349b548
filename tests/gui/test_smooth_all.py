"""Many falls smoothed in one step: a key, the ways with what they do to GP, a preview, one undo."""

from __future__ import annotations

import weakref
from collections import Counter

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.analysis.findings import Severity
from matrix_designer.gui.application import Program

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")


@pytest.fixture
def sample(qtbot: QtBot, program: Program) -> Program:
    """Open the sample dealership, the keyboard in its grid."""
    with qtbot.waitSignal(program.window.files.opened, timeout=20_000):
        program.window.files.open_sample()
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    program.analyst.catch_up()
    return program


def keys(program: Program, text: str) -> None:
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    QTest.keySequence(program.window.focusWidget() or program.window, QKeySequence(text))


def ways(qtbot: QtBot, program: Program) -> QMenu:
    """Ask for the ways by their key, and wait for them."""
    keys(program, "Ctrl+Shift+H")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=20_000)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def texts(menu: QMenu) -> list[tuple[str, str]]:
    pairs = [action.text().partition("\t") for action in menu.actions()]
    return [(title, effect) for title, _, effect in pairs]


def falls(program: Program) -> int:
    analysis = program.analyst.analysis
    assert analysis is not None
    return sum(one.code == "inversion" for one in analysis.findings)


def errors(program: Program) -> Counter[str]:
    analysis = program.analyst.analysis
    assert analysis is not None
    return Counter(one.code for one in analysis.findings if one.severity is Severity.ERROR)


def gp(program: Program) -> str:
    return program.window.figures.accessibleDescription()


def test_the_ways_say_which_falls_they_are_for_and_what_becomes_of_gp(
    qtbot: QtBot, sample: Program
) -> None:
    menu = ways(qtbot, sample)
    offered = texts(menu)
    leads = [title.partition(":")[0] for title, _ in offered]
    assert leads[:3] == ["Falls that count"] * 3
    assert leads[3:6] == ["All falls"] * 3
    assert offered[3][0] == "All falls: small tiers along the shelf, 14 times"
    assert offered[-1][0].startswith("Change the whole matrix to linear (every factor")
    assert len({title for title, _ in offered}) == len(offered)
    assert all(effect.startswith("GP 48.2 to 48.") for _, effect in offered)
    QTest.keyClick(menu, Key.Key_Escape)
    assert sample.workspace.undo_stack.count() == 0


def test_the_marked_way_is_drawn_and_told_before_it_is_taken_and_esc_leaves_everything(
    qtbot: QtBot, sample: Program
) -> None:
    curves = sample.window.design_page.curves
    design, plain = sample.workspace.design, curves.sheet.grab().toImage()
    menu = ways(qtbot, sample)
    first = curves.sheet.grab().toImage()
    assert first != plain
    QTest.keyClick(menu, Key.Key_Down)
    assert menu.activeAction() is menu.actions()[1]
    assert curves.sheet.grab().toImage() not in (plain, first)
    assert "pieces up" in status(sample)
    QTest.keyClick(menu, Key.Key_Escape)
    qtbot.waitUntil(lambda: curves.sheet.grab().toImage() == plain)
    assert sample.workspace.design is design
    held = weakref.ref(menu)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = held()
    assert left is None or not shiboken6.isValid(left)


def status(program: Program) -> str:
    return program.window._status.accessibleDescription() or " ".join(  # noqa: SLF001
        str(part.property("text") or "")
        for part in program.window._status.children()  # noqa: SLF001
    )


@pytest.mark.parametrize("place", range(6))
def test_a_way_is_one_step_adds_no_error_and_is_undone_whole(
    qtbot: QtBot, sample: Program, place: int
) -> None:
    before, wrong, told = sample.workspace.design, errors(sample), gp(sample)
    menu = ways(qtbot, sample)
    for _ in range(place):
        QTest.keyClick(menu, Key.Key_Down)
    title, effect = texts(menu)[place]
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: sample.workspace.design is not before)
    assert sample.workspace.undo_stack.count() == 1
    assert sample.workspace.undo_stack.undoText() == title.partition(": ")[2]
    qtbot.waitUntil(lambda: gp(sample) != told)
    sample.analyst.catch_up()
    assert not errors(sample) - wrong
    assert effect.split()[3] in gp(sample)  # GP % as it was promised
    keys(sample, "Ctrl+Z")
    qtbot.waitUntil(lambda: sample.workspace.design is before)


def test_slices_leave_the_fall_at_the_cap_alone(qtbot: QtBot, sample: Program) -> None:
    menu = ways(qtbot, sample)
    QTest.keyClick(menu, Key.Key_Up)
    assert menu.activeAction() is menu.actions()[-1]
    QTest.keyClick(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: sample.workspace.undo_stack.count() == 1)
    qtbot.waitUntil(lambda: falls(sample) == 1)


def test_an_edit_in_between_ends_the_search(qtbot: QtBot, sample: Program) -> None:
    keys(sample, "Ctrl+Shift+H")
    keys(sample, "Alt+Up")
    qtbot.waitUntil(lambda: sample.workspace.undo_stack.count() == 1)
    qtbot.wait(600)
    assert QApplication.activePopupWidget() is None
