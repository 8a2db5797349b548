"""The grid under real keys and a real pointer, over a toy noun: jars on a shelf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.grid.columns import (
    Align,
    Cell,
    Column,
    GridSpec,
    Reading,
    RowHead,
    Run,
    TotalRow,
)
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.grid.grid import Grid
from matrix_designer.gui.theme import make_theme
from tests.gui.clicks import double_click

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Jar:
    number: int
    label: str
    grams: int


@dataclass(frozen=True)
class Refill:
    jar: Jar
    grams: int


def read_grams(jar: Jar, text: str) -> Reading:
    if not text.isdigit():
        return Reading(refusal=f"“{text}” is not a weight")
    grams = int(text)
    edit = None if grams == jar.grams else Refill(jar, grams)
    return Reading(edit, (Run(f"read as {grams} g"),))


def relabel(jar: Jar, text: str) -> Reading:
    return Reading(replace(jar, label=text))


SPEC: GridSpec[Jar] = GridSpec(
    "Jars",
    "Jar",
    (
        Column(
            *("label", "Label", "Jar", 9.0, lambda jar: Cell(jar.label), Align.LEFT),
            edit_text=lambda jar: jar.label,
            read=relabel,
        ),
        Column(
            *("grams", "Grams", "Content", 7.0),
            lambda jar: Cell(f"{jar.grams:,}", value=Fraction(jar.grams)),
            edit_text=lambda jar: str(jar.grams),
            read=read_grams,
            figure=lambda value: f"{float(value):.1f}",
        ),
        Column("half", "Half", "Content", 7.0, lambda jar: Cell(f"{jar.grams / 2:.1f}")),
    ),
    head=lambda jar: RowHead(str(jar.number), f"Jar {jar.number}"),
)


class Shelf:
    """A shown window with a grid of five jars; edits are carried out as an owner would."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(500, 300)
        self.grid = Grid(SPEC, make_theme(is_dark=False, base=interface_font()), self.window)
        self.grid.setGeometry(0, 0, 500, 260)
        self.other = QLineEdit(self.window)
        self.other.setGeometry(0, 270, 200, 25)
        self.jars = [
            Jar(number + 1, name, 100 * (number + 1)) for number, name in enumerate("abcde")
        ]
        self.figures = SelectionFigures(0)
        self.edits: list[object] = []
        self.grid.view.edit_wanted.connect(self._take)
        self.grid.view.selection_moved.connect(self._note)
        self._show()
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.grid.setFocus()

    def _take(self, edit: object) -> None:
        self.edits.append(edit)
        if isinstance(edit, Refill):
            self.jars = [
                replace(jar, grams=edit.grams) if jar == edit.jar else jar for jar in self.jars
            ]
        elif isinstance(edit, Jar):
            self.jars = [edit if jar.number == edit.number else jar for jar in self.jars]
        self._show()

    def _note(self, figures: SelectionFigures) -> None:
        self.figures = figures

    def _show(self) -> None:
        self.grid.set_rows(self.jars, TotalRow("Total", {}))

    @property
    def field(self) -> QLineEdit:
        found = self.find_field()
        assert found is not None
        return found

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        focused = self.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifiers or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        for letter in text:
            focused = self.window.focusWidget()
            assert focused is not None
            QTest.keyClicks(focused, letter)

    def point(self, row: int, column: int) -> QPoint:
        view = self.grid.view
        return view.visualRect(view.model().index(row, column)).center()

    def click(self, row: int, column: int, modifiers: Qt.KeyboardModifier | None = None) -> None:
        QTest.mouseClick(
            self.grid.view.viewport(),
            Qt.MouseButton.LeftButton,
            modifiers or Qt.KeyboardModifier.NoModifier,
            self.point(row, column),
        )

    def shown(self, row: int, column: int) -> str:
        return str(self.grid.view.model().index(row, column).data())

    @property
    def active(self) -> tuple[int, int]:
        index = self.grid.view.currentIndex()
        return index.row(), index.column()

    @property
    def selected(self) -> set[tuple[int, int]]:
        return {(one.row(), one.column()) for one in self.grid.view.selectedIndexes()}

    def find_field(self) -> QLineEdit | None:
        """Return the editor that a person sees, if there is one."""
        fields = self.grid.view.viewport().findChildren(QLineEdit)
        return next((one for one in fields if one.isVisible()), None)


@pytest.fixture
def shelf(qtbot: QtBot) -> Shelf:
    made = Shelf(qtbot)
    made.click(1, 1)
    return made


def test_typing_replaces_and_enter_goes_down(shelf: Shelf) -> None:
    shelf.type("75")
    assert shelf.field.text() == "75"
    shelf.key(Key.Key_Return)
    assert shelf.shown(1, 1) == "75"
    assert shelf.active == (2, 1)
    assert shelf.find_field() is None


def test_f2_edits_with_the_caret_at_the_end_and_arrows_move_it(shelf: Shelf) -> None:
    shelf.key(Key.Key_F2)
    assert shelf.field.cursorPosition() == 3
    shelf.key(Key.Key_Left)
    shelf.type("7")
    shelf.key(Key.Key_Return)
    assert shelf.shown(1, 1) == "2,070"


def test_double_click_edits_with_the_caret_at_the_end(shelf: Shelf) -> None:
    viewport = shelf.grid.view.viewport()
    double_click(viewport, shelf.point(3, 1))
    assert (shelf.field.text(), shelf.field.cursorPosition()) == ("400", 3)
    assert not shelf.field.hasSelectedText()


@pytest.mark.parametrize(
    ("key", "modifiers", "place"),
    [
        (Key.Key_Return, None, (2, 1)),
        (Key.Key_Return, SHIFT, (0, 1)),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, (2, 1)),
        (Key.Key_Tab, None, (1, 2)),
        (Key.Key_Backtab, SHIFT, (1, 0)),
        (Key.Key_Down, None, (2, 1)),
        (Key.Key_Up, None, (0, 1)),
        (Key.Key_Right, None, (1, 2)),
        (Key.Key_Left, None, (1, 0)),
    ],
)
def test_keys_that_leave_a_typed_cell_take_its_text(
    shelf: Shelf, key: Qt.Key, modifiers: Qt.KeyboardModifier | None, place: tuple[int, int]
) -> None:
    shelf.type("9")
    shelf.key(key, modifiers)
    assert shelf.shown(1, 1) == "9"
    assert shelf.active == place


def test_escape_restores(shelf: Shelf) -> None:
    shelf.type("9")
    shelf.key(Key.Key_Escape)
    assert shelf.shown(1, 1) == "200"
    assert shelf.active == (1, 1)
    assert not shelf.edits


def test_an_unchanged_text_is_no_edit(shelf: Shelf) -> None:
    shelf.key(Key.Key_F2)
    shelf.key(Key.Key_Return)
    shelf.type("300")
    shelf.key(Key.Key_Return)
    assert not shelf.edits
    assert shelf.active == (3, 1)
    shelf.click(2, 0)
    shelf.key(Key.Key_F2)
    shelf.key(Key.Key_Tab)
    assert not shelf.edits


def test_enter_after_a_run_of_tabs_returns_to_where_the_run_began(shelf: Shelf) -> None:
    shelf.click(0, 0)
    shelf.type("x")
    shelf.key(Key.Key_Tab)
    shelf.type("5")
    shelf.key(Key.Key_Tab)
    assert shelf.active == (0, 2)
    shelf.key(Key.Key_Return)
    assert shelf.active == (1, 0)


@pytest.mark.parametrize(
    ("key", "modifiers", "place"),
    [
        (Key.Key_Home, None, (1, 0)),
        (Key.Key_End, None, (1, 2)),
        (Key.Key_Home, CTRL, (0, 0)),
        (Key.Key_End, CTRL, (4, 2)),
        (Key.Key_Down, CTRL, (4, 1)),
        (Key.Key_Up, CTRL, (0, 1)),
        (Key.Key_Left, CTRL, (1, 0)),
        (Key.Key_Right, CTRL, (1, 2)),
        (Key.Key_Right, None, (1, 2)),
        (Key.Key_Up, None, (0, 1)),
    ],
)
def test_keys_that_move(
    shelf: Shelf, key: Qt.Key, modifiers: Qt.KeyboardModifier | None, place: tuple[int, int]
) -> None:
    shelf.key(key, modifiers)
    assert shelf.active == place


def block(top: int, left: int, bottom: int, right: int) -> set[tuple[int, int]]:
    return {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}


@pytest.mark.parametrize(
    ("key", "modifiers", "cells"),
    [
        (Key.Key_Down, SHIFT, block(1, 1, 2, 1)),
        (Key.Key_Left, SHIFT, block(1, 0, 1, 1)),
        (Key.Key_End, SHIFT, block(1, 1, 1, 2)),
        (Key.Key_End, SHIFT | CTRL, block(1, 1, 4, 2)),
        (Key.Key_Home, SHIFT | CTRL, block(0, 0, 1, 1)),
        (Key.Key_Down, SHIFT | CTRL, block(1, 1, 4, 1)),
        (Key.Key_A, CTRL, block(0, 0, 4, 2)),
        (Key.Key_Space, SHIFT, block(1, 0, 1, 2)),
        (Key.Key_Space, CTRL, block(0, 1, 4, 1)),
    ],
)
def test_keys_that_select(
    shelf: Shelf, key: Qt.Key, modifiers: Qt.KeyboardModifier, cells: set[tuple[int, int]]
) -> None:
    shelf.key(key, modifiers)
    assert shelf.selected == cells


def test_a_drag_and_shift_click_select_blocks(shelf: Shelf) -> None:
    viewport = shelf.grid.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=shelf.point(0, 0))
    QTest.mouseMove(viewport, shelf.point(1, 1))
    QTest.mouseMove(viewport, shelf.point(2, 1))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=shelf.point(2, 1))
    assert shelf.selected == block(0, 0, 2, 1)
    shelf.click(0, 2, SHIFT)
    assert shelf.selected == block(0, 0, 0, 2)
    shelf.click(4, 1, CTRL)
    assert shelf.selected == {*block(0, 0, 0, 2), (4, 1)}


def test_a_row_number_selects_its_row_and_the_corner_everything(shelf: Shelf) -> None:
    gutter = shelf.grid.view.verticalHeader()
    top = gutter.sectionViewportPosition(3) + 4
    QTest.mouseClick(gutter.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, top))
    assert shelf.selected == block(3, 0, 3, 2)
    corner = shelf.grid.view.childAt(10, 10)
    assert corner is not None
    QTest.mouseClick(corner, Qt.MouseButton.LeftButton)
    assert shelf.selected == block(0, 0, 4, 2)


def test_the_figures_of_a_selection(shelf: Shelf) -> None:
    shelf.key(Key.Key_Down, SHIFT)
    shelf.key(Key.Key_Down, SHIFT)
    assert shelf.figures.text == "3 cells · least 200.0 · greatest 400.0 · mean 300.0"
    shelf.key(Key.Key_Left)
    assert shelf.figures.text == "1 cell"


def test_a_refused_text_stays_with_its_reason_and_nothing_changes(shelf: Shelf) -> None:
    shelf.type("heavy")
    shelf.key(Key.Key_Return)
    assert shelf.field.text() == "heavy"
    assert shelf.field.accessibleDescription() == "“heavy” is not a weight"
    assert shelf.active == (1, 1)
    assert not shelf.edits
    shelf.key(Key.Key_Escape)
    assert shelf.shown(1, 1) == "200"


def test_a_refused_text_is_kept_in_its_cell_when_another_is_clicked(shelf: Shelf) -> None:
    shelf.type("heavy")
    shelf.click(3, 1)
    assert shelf.find_field() is None
    assert shelf.shown(1, 1) == "heavy"
    assert not shelf.edits
    shelf.click(1, 1)
    shelf.key(Key.Key_F2)
    assert shelf.field.text() == "heavy"
    shelf.key(Key.Key_Escape)
    assert shelf.shown(1, 1) == "200"


def test_a_refused_text_that_is_mended_is_taken(shelf: Shelf) -> None:
    shelf.type("7x")
    shelf.key(Key.Key_Return)
    shelf.key(Key.Key_Backspace)
    shelf.key(Key.Key_Return)
    assert shelf.shown(1, 1) == "7"
    assert shelf.active == (2, 1)


def test_the_focus_going_elsewhere_takes_the_text(shelf: Shelf) -> None:
    shelf.type("55")
    QTest.mouseClick(shelf.other, Qt.MouseButton.LeftButton)
    shelf.other.setFocus()
    assert shelf.find_field() is None
    assert shelf.shown(1, 1) == "55"
    assert shelf.window.focusWidget() is shelf.other


def test_a_derived_cell_takes_no_typing(shelf: Shelf) -> None:
    shelf.click(1, 2)
    shelf.type("5")
    assert shelf.find_field() is None
    shelf.key(Key.Key_F2)
    assert shelf.find_field() is None
    assert shelf.shown(1, 2) == "100.0"


def test_tab_stays_in_the_grid_and_ctrl_tab_leaves_it(shelf: Shelf) -> None:
    shelf.key(Key.Key_Tab)
    assert shelf.window.focusWidget() is shelf.grid.view
    shelf.key(Key.Key_Tab, CTRL)
    assert shelf.window.focusWidget() is shelf.other


def test_only_changed_rows_are_prepared(shelf: Shelf) -> None:
    told: dict[tuple[int, int], None] = {}

    def note(first: object, last: object, *_roles: object) -> None:
        rows = (first.row(), last.row())  # type: ignore[attr-defined] # Qt hands over indexes
        told[rows] = None

    shelf.grid.view.model().dataChanged.connect(note)
    shelf.type("9")
    shelf.key(Key.Key_Return)
    assert list(told) == [(1, 1)]
    told.clear()
    shelf.jars = [replace(jar, grams=7) if jar.number in (1, 3, 4) else jar for jar in shelf.jars]
    shelf.grid.set_rows(shelf.jars, TotalRow("Total", {}))
    assert list(told) == [(0, 0), (2, 2), (3, 3)]


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda jars: [*jars[:2], Jar(9, "n", 1), *jars[2:]], "abncde"),
        (lambda jars: jars[1:], "bcde"),
        (lambda jars: jars[:0], ""),
        (lambda jars: jars[:1] * 3, "aaa"),
    ],
)
def test_rows_come_and_go(
    shelf: Shelf, change: Callable[[list[Jar]], list[Jar]], names: str
) -> None:
    shelf.jars = change(shelf.jars)
    shelf.grid.set_rows(shelf.jars, TotalRow("Total", {}))
    model = shelf.grid.view.model()
    assert "".join(shelf.shown(row, 0)[0] for row in range(model.rowCount())) == names
    assert all(row < max(len(names), 1) for row, _column in shelf.selected)


def test_a_screen_reader_gets_names_and_reasons(shelf: Shelf) -> None:
    index = shelf.grid.view.model().index(1, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Jar 2, Grams: 200"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "can be edited"
    table = QAccessible.queryAccessibleInterface(shelf.grid.view)
    assert table is not None
    assert table.text(QAccessible.Text.Name) == "Jars"
    shelf.type("heavy")
    shelf.click(3, 1)
    said = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said == "refused: “heavy” is not a weight. can be edited"
