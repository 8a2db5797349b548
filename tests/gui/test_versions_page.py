"""Versions and proposals in the hands of a person: publish, undo, go back, keep, take, compare."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.pages.versions import VersionsPage
from matrix_designer.gui.texts import day_text
from tests.gui.compare_hands import read
from tests.gui.document_hands import button, click, has_button, keys
from tests.gui.why_hands import focused, window

__all__ = ["window"]
NOBODY = ""


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, program: Program) -> VersionsPage:
    """Turn to the versions by their key."""
    keys(window, "Ctrl+Shift+V")
    found = window.findChild(VersionsPage)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    program.analyst.catch_up()
    settle(qtbot, found)
    return found


def settle(qtbot: QtBot, page: VersionsPage) -> None:
    """Wait for the analysis and the figures."""
    qtbot.wait(50)
    qtbot.waitUntil(lambda: not any("…" in text for row in rows(page) for text in row[4:]))


def rows(page: VersionsPage) -> list[tuple[str, ...]]:
    return list(page.table.texts()[1:])


def changes(page: VersionsPage) -> list[tuple[str, ...]]:
    return list(page.changes.table.texts()[1:])


def publish(qtbot: QtBot, page: VersionsPage, day: str, by: str, note: str) -> None:
    """Publish from the keyboard."""
    QTest.keyClick(
        focused(),
        Qt.Key.Key_U,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    for text in (day, by, note):
        focused().selectAll()  # type: ignore[attr-defined]
        QTest.keyClicks(focused(), text)
        if text != note:
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle(qtbot, page)


def test_publishing_makes_the_next_version_and_undo_takes_it_back(
    qtbot: QtBot, page: VersionsPage, window: QWidget, program: Program
) -> None:
    page.take_focus()
    before = program.workspace.design
    assert [row[0] for row in rows(page)] == ["Being worked on", "On record, in force"]
    publish(qtbot, page, "1 Dec 2026", "Ann", "brakes off the matrix")
    assert [row[:4] for row in rows(page)][1:] == [
        ("Version 2, in force", "1 Dec 2026", "Ann", "brakes off the matrix"),
        ("Version 1", "", "", ""),
    ]
    assert "Version 2 is in force from 1 Dec 2026" in read(page)
    assert program.workspace.design.versions[1].effective == dt.date(2026, 12, 1)
    assert page.table.body.hasFocus()
    keys(window, "Ctrl+Z")
    program.analyst.catch_up()
    assert program.workspace.design == before
    assert [row[0] for row in rows(page)] == ["Being worked on", "On record, in force"]


def test_a_gain_stands_beside_the_volume_at_which_it_pays(
    window: QWidget, program: Program, page: VersionsPage
) -> None:
    window.resize(1600, 900)
    head = list(page.table.texts()[0])
    change, even = head.index("Against in force"), head.index("Break-even")
    assert program.analyst.analysis is not None
    stake = program.analyst.analysis.summary.stake
    assert stake is not None
    assert stake.volume is not None
    assert rows(page)[0][change].startswith("−")  # it earns less: more must be sold
    assert rows(page)[0][even] == f"+{100 * float(stake.volume):.1f} %"
    assert rows(page)[1][even] == "–"
    assert "All dollars are at volumes unchanged." in read(page)


def test_the_same_design_is_not_published_twice(qtbot: QtBot, page: VersionsPage) -> None:
    page.take_focus()
    publish(qtbot, page, "1 Dec 2026", "Ann", "first")
    publish(qtbot, page, "2 Dec 2026", "Ann", "again")
    assert page.form.isVisible()
    assert "is what version 2 says" in page.form.says.text()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not page.form.isVisible()
    assert page.table.body.hasFocus()


def test_a_day_that_is_none_stays_with_its_reason(page: VersionsPage) -> None:
    page.take_focus()
    click(button(page, "Publish…"))
    focused().selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(focused(), "soon")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert "“soon” is not a date" in page.form.says.text()


def test_what_changed_is_told_against_the_version_before(
    qtbot: QtBot, page: VersionsPage, window: QWidget, program: Program
) -> None:
    page.take_focus()
    publish(qtbot, page, "1 Dec 2026", "Ann", "first")
    keys(window, "Ctrl+1")
    view = program.window.design_page.grid.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    keys(window, "Ctrl+Shift+V")
    program.analyst.catch_up()
    page.take_focus()
    publish(qtbot, page, "2 Dec 2026", "Ann", "a cent up")
    assert rows(page)[1][0] == "Version 3, in force"
    assert changes(page) == [
        ("Matrix “ladder”", "tier 1", "0.01 to 10.00: ×2.50", "0.01 to 10.00: ×2.51")
    ]


def test_going_back_is_a_new_version(qtbot: QtBot, page: VersionsPage, program: Program) -> None:
    page.take_focus()
    publish(qtbot, page, "1 Dec 2026", "Ann", "first")
    for _ in range(1):
        QTest.keyClick(page.table.body, Qt.Key.Key_Down)
    assert has_button(page, "Go back to it…")
    click(button(page, "Go back to it…"))
    least = max(dt.date(2026, 12, 1), dt.datetime.now().astimezone().date())
    first = focused().text()  # type: ignore[attr-defined]
    assert first == day_text(least), "no day before the last version's"
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert has_button(page, "Against version 2 ▾"), "the first one too is held against another"
    click(button(page, "Go back to it…"))
    for text in ("5 Dec 2026", "Bob"):
        focused().selectAll()  # type: ignore[attr-defined]
        QTest.keyClicks(focused(), text)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(page.form.fields["by"], Qt.Key.Key_Return)
    settle(qtbot, page)
    assert rows(page)[1][:4] == ("Version 3, in force", "5 Dec 2026", "Bob", "Back to version 1")
    design = program.workspace.design
    assert design.strategy == design.versions[0].strategy
    assert not design.plan.rules


def test_a_proposal_is_kept_taken_renamed_and_deleted(
    qtbot: QtBot, page: VersionsPage, window: QWidget, program: Program
) -> None:
    page.take_focus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(), Qt.Key.Key_K, both)
    QTest.keyClicks(focused(), "aggressive")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle(qtbot, page)
    kept = program.workspace.design.strategy
    assert rows(page)[1][0] == "Proposal “aggressive”"
    keys(window, "Ctrl+1")
    view = program.window.design_page.grid.view
    view.setFocus()
    further = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_Down, further)
    keys(window, "Ctrl+Shift+V")
    program.analyst.catch_up()
    settle(qtbot, page)
    assert rows(page)[0][5] != rows(page)[1][5], "the two earn other dollars"
    assert program.workspace.design.strategy != kept
    QTest.keyClick(focused(), Qt.Key.Key_K, both)
    QTest.keyClicks(focused(), "Aggressive")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert program.workspace.design.proposals[0].strategy == kept
    assert page.form.title.text().endswith("already: keep what is worked on in its place?")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle(qtbot, page)
    assert program.workspace.design.proposals[0].strategy == program.workspace.design.strategy
    keys(window, "Ctrl+Z")
    settle(qtbot, page)
    click(button(page, "Work on it"))
    assert program.workspace.design.strategy == kept
    page.take_focus()
    QTest.keyClick(page.table.body, Qt.Key.Key_Delete)
    assert not program.workspace.design.proposals
    keys(window, "Ctrl+Z")
    assert len(program.workspace.design.proposals) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_version_is_compared_on_the_compare_page(
    qtbot: QtBot, page: VersionsPage, window: QWidget, program: Program
) -> None:
    page.take_focus()
    publish(qtbot, page, "1 Dec 2026", "Ann", "first")
    QTest.keyClick(page.table.body, Qt.Key.Key_Down)
    click(button(page, "Compare the figures"))
    compare = window.findChild(ComparePage)
    assert compare is not None
    qtbot.waitUntil(compare.isVisible)
    program.analyst.catch_up()
    assert has_button(compare, "Compared with version 1")
    click(button(compare, "Compared with version 1"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [action.text() for action in menu.actions()]
    assert "version 2" in names
    menu.setActiveAction(menu.actions()[names.index("version 2")])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    program.analyst.catch_up()
    assert has_button(compare, "Compared with version 2")
