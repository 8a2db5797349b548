"""Rows dragged by their numbers, cells that are switched, and texts that are cut: over jars."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.grid.columns import Align, Cell, Column, Reading
from matrix_designer.gui.theme import make_theme
from tests.gui.grid_hands import LEFT, PLAIN, SHIFT, SPEC, Jar, Refill, Shelf, is_jar


def switch(jar: Jar, text: str) -> Reading:
    return Reading(Refill(jar.number, 1 if text == "full" else 0))


FULL: Column[Jar] = Column(
    *("full", "Full", "Jar", 5.0, lambda jar: Cell("", icon="lock" if jar.grams else "")),
    Align.LEFT,
    edit_text=lambda jar: ("full" if jar.grams else "empty") if is_jar(jar) else None,
    read=switch,
    press=lambda jar: "empty" if jar.grams else "full",
)
MOVABLE = replace(SPEC, columns=(FULL, *SPEC.columns), movable=True)
LONG = replace(
    SPEC,
    columns=(
        Column("long", "Long", "Jar", 5.0, lambda _jar: Cell("W" * 60), Align.LEFT, most=12.0),
        *SPEC.columns,
    ),
)


@dataclass
class Moves:
    """What a shelf was asked to move."""

    shelf: Shelf
    asked: list[tuple[tuple[int, ...], int]]

    def point(self, boundary: float) -> QPoint:
        """Return the place in the gutter so many rows down."""
        gutter = self.shelf.grid.view.verticalHeader()
        return QPoint(30, round(boundary * gutter.defaultSectionSize()))

    def drag(self, start: float, end: float, *, is_let_go: bool = True) -> None:
        gutter = self.shelf.grid.view.verticalHeader().viewport()
        QTest.mousePress(gutter, LEFT, PLAIN, self.point(start))
        QTest.mouseMove(gutter, self.point((start + end) / 2))
        QTest.mouseMove(gutter, self.point(end))
        if is_let_go:
            QTest.mouseRelease(gutter, LEFT, PLAIN, self.point(end))


@pytest.fixture
def moves(qtbot: QtBot) -> Moves:
    shelf = Shelf(qtbot, MOVABLE)
    made = Moves(shelf, [])

    def note(rows: tuple[int, ...], at: int) -> None:
        made.asked.append((rows, at))

    shelf.grid.view.rows_moved.connect(note)
    return made


@pytest.mark.parametrize(
    ("start", "end", "asked"),
    [
        (0.5, 2.9, [((0,), 3)]),
        (3.5, 0.2, [((3,), 0)]),
        (1.5, 40.0, [((1,), 5)]),
        (1.5, 1.9, []),
        (1.5, 2.2, []),
        (2.5, 2.1, []),
    ],
)
def test_a_row_is_dragged_by_its_number_and_never_past_the_body(
    moves: Moves, start: float, end: float, asked: list[object]
) -> None:
    moves.drag(start, end)
    assert moves.asked == asked


def test_rows_that_are_selected_go_together(moves: Moves) -> None:
    gutter = moves.shelf.grid.view.verticalHeader().viewport()
    QTest.mouseClick(gutter, LEFT, PLAIN, moves.point(1.5))
    QTest.mouseClick(gutter, LEFT, SHIFT, moves.point(2.5))
    assert moves.shelf.hands.look("selected") == "A2:E3"
    moves.drag(2.5, 4.9)
    assert moves.asked == [((1, 2), 5)]


def test_a_press_on_one_of_several_selected_rows_selects_it_alone(moves: Moves) -> None:
    gutter = moves.shelf.grid.view.verticalHeader().viewport()
    QTest.mouseClick(gutter, LEFT, PLAIN, moves.point(1.5))
    QTest.mouseClick(gutter, LEFT, SHIFT, moves.point(2.5))
    QTest.mouseClick(gutter, LEFT, PLAIN, moves.point(2.5))
    assert moves.shelf.hands.look("selected") == "A3:E3"
    assert moves.asked == []


def test_the_sum_is_not_dragged(moves: Moves) -> None:
    moves.drag(5.5, 1.2)
    assert moves.asked == []


def accent_rows(moves: Moves) -> set[int]:
    """Return the pixel rows that are accent from edge to edge: the line of a drag."""
    view = moves.shelf.grid.view
    picture = view.viewport().grab().toImage()
    accent = QColor("#1B57C8")
    places = (picture.width() - 12, picture.width() - 4)
    return {
        y
        for y in range(picture.height())
        if all(picture.pixelColor(x, y) == accent for x in places)
    }


def test_a_line_shows_where_the_row_would_stand_and_esc_takes_it_away(moves: Moves) -> None:
    QTest.mouseClick(
        moves.shelf.grid.view.viewport(), LEFT, PLAIN, moves.shelf.hands.middle((0, 1))
    )
    before = accent_rows(moves)
    moves.drag(0.5, 3.1, is_let_go=False)
    step = moves.shelf.grid.view.verticalHeader().defaultSectionSize()
    assert {3 * step - 1, 3 * step} <= accent_rows(moves) - before
    QTest.keyClick(moves.shelf.grid.view, Qt.Key.Key_Escape)
    assert 3 * step not in accent_rows(moves)
    gutter = moves.shelf.grid.view.verticalHeader().viewport()
    QTest.mouseRelease(gutter, LEFT, PLAIN, moves.point(3.1))
    assert moves.asked == []


def test_space_switches_the_selected_cells_of_the_column_as_one_step(moves: Moves) -> None:
    shelf = moves.shelf
    shelf.hands.do("click:B2 Left Shift+Down Space")
    assert [jar.grams for jar in shelf.jars] == [100, 0, 0, 400, 500]
    assert shelf.steps == ["typing, 2 cells"]
    shelf.hands.do("click:B2 Space")
    assert shelf.hands.look("typing") == " "


def test_a_click_switches_and_shift_selects(moves: Moves) -> None:
    shelf = moves.shelf
    shelf.hands.do("click:A2")
    assert shelf.jars[1].grams == 0
    shelf.hands.do("shift-click:A4")
    assert shelf.hands.look("selected") == "A2:A4"
    assert [jar.grams for jar in shelf.jars] == [100, 0, 300, 400, 500]
    shelf.hands.do("click:A4 double:A4")  # as the system sends a double click
    assert shelf.jars[3].grams == 1


def test_the_sum_takes_no_switch(moves: Moves) -> None:
    moves.shelf.hands.do("click:A6")
    moves.shelf.hands.do("Space")
    assert moves.shelf.steps == []


def test_a_long_text_asks_for_no_more_than_its_column_grants(qtbot: QtBot) -> None:
    shelf = Shelf(qtbot, LONG)
    view = shelf.grid.view
    digit = make_theme(is_dark=False, base=interface_font()).digit_width()
    assert view.columnWidth(0) < 12 * digit + 60
    picture = view.viewport().grab().toImage()
    right = view.columnViewportPosition(0) + view.columnWidth(0)
    step = view.verticalHeader().defaultSectionSize()
    edge = {picture.pixelColor(right - 2, y).name() for y in range(step + 4, 2 * step - 4)}
    assert edge == {"#ffffff"}
