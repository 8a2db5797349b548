"""Several matrices of one design: one follows another, tiers are copied, two are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.application import Program
from matrix_designer.gui.menu import Menu
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.pages.matrix_verbs import NamesMenu
from matrix_designer.gui.panels.derived_line import read_derivation, written_derivation
from tests.gui.document_hands import keys
from tests.gui.why_hands import focused, window

__all__ = ["window"]


@dataclass(frozen=True)
class SecondMatrix:
    """An edit that adds a matrix of one tier, which a rule of its own uses."""

    text: str = "another matrix"
    merge_key: None = None

    def apply(self, design: Design) -> Design:
        first = design.matrix
        other = replace(first, name="Light", tiers=(replace(first.tiers[-1], lower=100),))
        return replace(design, matrices=(first, other))


def rows(program: Program) -> list[str]:
    """Return what a screen reader says of every matrix in the list, but for its dollars."""
    program.analyst.catch_up()
    names = [row.accessibleName() for row in program.window.design_page.matrices.rows]
    return [name.split(", $")[0] for name in names]


def factors(program: Program) -> list[str]:
    """Return the factors as typed of the grid that shows."""
    grid = program.window.design_page.grid
    place = next(c.key for c in grid.column_choices() if c.key == "multiplier")
    model = grid.view.model()
    column = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    at = next(at for at, name in enumerate(column) if place in str(name).lower())
    return [str(model.index(row, at).data()) for row in range(model.rowCount())][:4]


def menu_of(window: QWidget, title: str) -> Menu:
    for menu in window.findChildren(QMenuBar)[0].findChildren(Menu):
        if menu.title().replace("&", "") == title:
            return menu
    raise AssertionError(title)


def choose(window: QWidget, title: str, name: str) -> None:
    """Choose a name in a submenu of the menu Matrix, from the keyboard."""
    sub = next(
        action.menu()
        for action in menu_of(window, "Matrix").actions()
        if action.text().replace("&", "") == title
    )
    assert isinstance(sub, NamesMenu)
    sub.popup(window.mapToGlobal(window.rect().center()))
    sub.setActiveAction(next(one for one in sub.actions() if one.text() == name))
    QTest.keyClick(sub, Qt.Key.Key_Return)


def test_a_key_derives_a_matrix_that_follows_by_what_is_typed(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    keys(window, "Ctrl+Shift+E")
    qtbot.waitUntil(lambda: focused().accessibleName() == "Follows")
    QTest.keyClicks(focused(), "× 0.9")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert rows(program) == [
        "ladder, 4 tiers, rule 5, default",
        "ladder derived, ladder × 0.9, no rule",
    ]
    assert factors(program) == ["2.25", "1.782", "1.62", "1.575"]
    design = program.workspace.design
    keys(window, "Ctrl+Z")
    assert rows(program)[1] == "ladder derived, ladder × 1, no rule"
    keys(window, "Ctrl+Shift+Z")
    assert program.workspace.design == design


def test_an_edit_of_the_first_reaches_the_one_that_follows(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    keys(window, "Ctrl+Shift+E")
    qtbot.waitUntil(lambda: focused().accessibleName() == "Follows")
    QTest.keyClicks(focused(), "-0.1")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    program.analyst.catch_up()
    page = program.window.design_page
    QTest.mouseClick(page.matrices.rows[0], Qt.MouseButton.LeftButton)
    program.analyst.catch_up()
    page.grid.view.setFocus()
    QTest.keyClick(page.grid.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    program.analyst.catch_up()
    assert factors(program)[0] == "2.51"
    QTest.mouseClick(page.matrices.rows[1], Qt.MouseButton.LeftButton)
    program.analyst.catch_up()
    assert factors(program)[0] == "2.41"
    page.grid.view.setFocus()
    QTest.keyClick(page.grid.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    said = " ".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())
    assert "follows “ladder”" in said
    assert factors(program)[0] == "2.41"
    page.verbs.cut_loose.trigger()
    QTest.keyClick(page.grid.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    program.analyst.catch_up()
    assert factors(program)[0] == "2.42"


def test_what_cannot_be_followed_stays_with_its_reason(
    qtbot: QtBot, window: QWidget, program: Program
) -> None:
    keys(window, "Ctrl+Shift+E")
    qtbot.waitUntil(lambda: focused().accessibleName() == "Follows")
    QTest.keyClicks(focused(), "much")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    line = focused().parentWidget()
    assert line is not None
    told = [label.text() for label in line.findChildren(QLabel) if label.isVisible()]
    assert "is not a number" in told[0]
    assert rows(program)[1] == "ladder derived, ladder × 1, no rule"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_tiers_are_copied_from_another_matrix(window: QWidget, program: Program) -> None:
    program.workspace.apply(SecondMatrix())
    program.analyst.catch_up()
    choose(window, "Copy tiers from", "Light")
    assert rows(program)[0] == "ladder, 1 tier, rule 5, default"
    keys(window, "Ctrl+Z")
    assert rows(program)[0] == "ladder, 4 tiers, rule 5, default"


def test_a_matrix_that_a_rule_names_is_renamed_with_it_and_not_deleted(
    window: QWidget, program: Program
) -> None:
    program.workspace.apply(SecondMatrix())
    program.analyst.catch_up()
    row = program.window.design_page.matrices.rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_F2)
    QTest.keyClicks(focused(), "Captive")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert rows(program)[0] == "Captive, 4 tiers, rule 5, default"
    program.window.design_page.verbs.delete.trigger()
    assert len(rows(program)) == 2
    said = " ".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())
    assert "rule 5" in said


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *(("-5%", "× 0.95"), ("+5 %", "× 1.05"), ("95%", "× 0.95")),
        *(("x0.9", "× 0.9"), ("0.9", "× 0.9"), ("-0.05", "− 0.05"), ("+12.5%", "× 1.125")),
    ],
)
def test_a_percent_is_a_factor_and_a_signed_number_a_shift(typed: str, shown: str) -> None:
    numbers = Numbers()
    assert written_derivation(read_derivation(typed, "ladder", numbers), numbers) == shown


@pytest.mark.parametrize("typed", ["5%", "-100%", "%", "+5.123%", ""])
def test_a_percent_that_may_mean_two_things_is_refused(typed: str) -> None:
    with pytest.raises(MatrixDesignerError):
        read_derivation(typed, "ladder", Numbers())


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_two_matrices_are_compared(qtbot: QtBot, window: QWidget, program: Program) -> None:
    program.workspace.apply(SecondMatrix())
    program.analyst.catch_up()
    choose(window, "Compare with", "Light")
    page = window.findChild(ComparePage)
    assert page is not None
    qtbot.waitUntil(page.isVisible)
    program.analyst.catch_up()
    said = [one.accessibleName() for one in page.findChildren(QWidget)]
    assert "Compared with “Light” instead" in said
    # with a plan: Light stands where the shown one did, and all rules stay as they are
    analysis, other = program.analyst.analysis, program.workspace.question.against_strategy
    assert analysis is not None
    assert other is not None
    assert other.plan is analysis.design.plan
    first, light = analysis.design.matrices
    assert other.matrices == (replace(light, name=first.name), light)


def test_the_default_is_chosen(window: QWidget, program: Program) -> None:
    program.workspace.apply(SecondMatrix())
    program.analyst.catch_up()
    page = program.window.design_page
    assert window.isVisible()
    QTest.mouseClick(page.matrices.rows[1], Qt.MouseButton.LeftButton)
    program.analyst.catch_up()
    page.verbs.make_default.trigger()
    assert rows(program) == ["Light, 1 tier, default", "ladder, 4 tiers, rule 5"]
    assert page.matrices.rows[0].is_current
