"""Goal and list limit, typed over in the figures strip with mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import InForce
from matrix_designer.core.edits import SetGoal, SetInForce
from matrix_designer.gui.application import Program

Opened = Callable[[Path], None]
Key = Qt.Key


@pytest.fixture
def sold(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> Program:
    """A table with sales."""
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    qtbot.waitUntil(lambda: "Above list" in figures(program))
    return program


def figures(program: Program) -> str:
    return program.window.figures.accessibleDescription()


def spot(program: Program, name: str) -> QAbstractButton:
    found = program.window.figures.findChildren(QAbstractButton)
    return next(each for each in found if each.accessibleName() == name and each.isVisible())


def field(program: Program) -> QLineEdit:
    return next(each for each in program.window.figures.findChildren(QLineEdit) if each.isVisible())


def test_another_goal_is_typed_where_the_goal_stands_and_undone(
    qtbot: QtBot, sold: Program
) -> None:
    QTest.mouseClick(spot(sold, "Goal in GP %"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(field(sold), "51.5")
    QTest.keyClick(field(sold), Key.Key_Return)
    assert sold.workspace.design.goal == 515_000
    assert sold.workspace.undo_stack.undoText() == "goal"
    qtbot.waitUntil(lambda: "below-goal" in codes(sold))
    assert not [each for each in sold.window.figures.findChildren(QLineEdit) if each.isVisible()]
    QTest.keyClick(sold.window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sold.workspace.design.goal != 515_000


def codes(program: Program) -> list[str]:
    panel = program.window.design_page.findings
    model = panel._list.model()  # noqa: SLF001 - tooltips name the codes
    role = Qt.ItemDataRole.ToolTipRole
    return [
        str(model.index(place, 0).data(role)).split("\n")[0] for place in range(model.rowCount())
    ]


def test_the_limit_is_typed_by_key_and_a_wrong_one_is_refused(qtbot: QtBot, sold: Program) -> None:
    place = spot(sold, "Limit above list in %")
    place.setFocus()
    QTest.keyClick(place, Key.Key_Space)
    assert field(sold).text() == "10"
    QTest.keyClicks(field(sold), "much")
    QTest.keyClick(field(sold), Key.Key_Return)
    assert field(sold).isVisible()
    assert sold.workspace.design.above_list_limit == 100_000
    field(sold).selectAll()
    QTest.keyClicks(field(sold), "15")
    QTest.keyClick(field(sold), Key.Key_Return)
    assert sold.workspace.design.above_list_limit == 150_000
    qtbot.waitUntil(lambda: "Above list + 15 %" in figures(sold))


def test_escape_leaves_the_goal_as_it_is(sold: Program) -> None:
    before = sold.workspace.design
    QTest.mouseClick(spot(sold, "Goal in GP %"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(field(sold), "60")
    QTest.keyClick(field(sold), Key.Key_Escape)
    assert sold.workspace.design is before
    assert spot(sold, "Goal in GP %").hasFocus()


def test_going_elsewhere_takes_the_text_and_a_wrong_one_stays(sold: Program) -> None:
    QTest.mouseClick(spot(sold, "Goal in GP %"), Qt.MouseButton.LeftButton)
    assert field(sold).geometry().contains(spot(sold, "Goal in GP %").geometry().center())
    assert field(sold).width() >= spot(sold, "Goal in GP %").width()
    QTest.keyClicks(field(sold), "51.5")
    QTest.keyClick(field(sold), Key.Key_Tab)
    assert sold.workspace.design.goal == 515_000
    assert not [each for each in sold.window.figures.findChildren(QLineEdit) if each.isVisible()]
    QTest.mouseClick(spot(sold, "Goal in GP %"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(field(sold), "high")
    QTest.keyClick(field(sold), Key.Key_Tab)
    assert field(sold).text() == "high"
    assert sold.workspace.design.goal == 515_000


def inked(image: QImage, rows: range) -> list[int]:
    """Return the columns in which something stands in some rows of a picture."""
    ground = image.pixel(0, 0)
    return [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in rows)]


def test_the_line_under_the_pointer_is_as_wide_as_the_goal_s_words(
    qtbot: QtBot, sold: Program
) -> None:
    strip, place = sold.window.figures, spot(sold, "Goal in GP %")
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    QTest.keyClicks(field(sold), "51.5")
    QTest.keyClick(field(sold), Key.Key_Return)
    qtbot.waitUntil(lambda: "below-goal" in codes(sold))
    sold.window.design_page.grid.view.setFocus()
    QTest.mouseMove(place)
    qtbot.waitUntil(place.underMouse)
    image, foot = strip.grab(place.geometry()).toImage(), place.height() - 1
    line, words = inked(image, range(foot, foot + 1)), inked(image, range(foot - 2))
    assert line == list(range(line[0], line[-1] + 1))
    assert abs(line[0] - words[0]) <= 3
    assert abs(line[-1] - words[-1]) <= 3
    assert len(line) < place.width() - 20


@pytest.fixture
def short(qtbot: QtBot, sold: Program) -> Program:
    """The same in a window so narrow that the strip is one line."""
    sold.window.resize(960, 540)
    qtbot.waitUntil(lambda: sold.window.figures.height() < 50)
    return sold


def test_the_goal_is_typed_in_the_short_strip(qtbot: QtBot, short: Program) -> None:
    place = spot(short, "Goal in GP %")
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    assert short.window.figures.rect().contains(field(short).geometry())
    assert field(short).geometry().contains(place.geometry().center())
    QTest.keyClicks(field(short), "none")
    QTest.keyClick(field(short), Key.Key_Return)
    assert short.workspace.design.goal is None
    qtbot.waitUntil(lambda: "below-goal" not in codes(short))
    place.setFocus()
    QTest.keyClick(place, Key.Key_Space)
    QTest.keyClicks(field(short), "51.5")
    QTest.keyClick(field(short), Key.Key_Return)
    assert short.workspace.design.goal == 515_000


@pytest.mark.parametrize("goal", [460_000, None])
def test_the_line_in_the_short_strip_is_as_wide_as_the_goal_s_words(
    qtbot: QtBot, short: Program, goal: int | None
) -> None:
    short.workspace.apply(SetGoal(goal))
    place = spot(short, "Goal in GP %")
    QTest.mouseMove(place)  # what only came under a resting mouse is not left by moving it
    QTest.mouseMove(short.window.figures, QPoint(2, 2))
    qtbot.waitUntil(lambda: not place.underMouse())
    words = inked(short.window.figures.grab(place.geometry()).toImage(), range(place.height() - 2))
    QTest.mouseMove(place)
    qtbot.waitUntil(place.underMouse)
    image, foot = short.window.figures.grab(place.geometry()).toImage(), place.height() - 1
    line = inked(image, range(foot, foot + 1))
    assert line == list(range(line[0], line[-1] + 1))
    assert abs(line[0] - words[0]) <= 3
    assert abs(line[-1] - words[-1]) <= 3


def test_the_goal_s_place_follows_the_figures_before_it(qtbot: QtBot, short: Program) -> None:
    before = spot(short, "Goal in GP %").geometry()
    force = short.workspace.design.matrix
    short.workspace.apply(SetInForce(InForce(force, None, "now"), text="record"))
    qtbot.waitUntil(lambda: spot(short, "Goal in GP %").x() > before.x() + 40)


@pytest.mark.parametrize("width", [720, 800, 960, 1_090])
def test_the_limit_is_typed_in_the_short_strip_at_every_width(
    qtbot: QtBot, short: Program, width: int
) -> None:
    narrowed(qtbot, short, width)
    strip = short.window.figures
    place = spot(short, "Limit above list in %")
    assert strip.rect().contains(place.geometry())
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    assert field(short).text() == "10"
    QTest.keyClicks(field(short), "15")
    QTest.keyClick(field(short), Key.Key_Return)
    assert short.workspace.design.above_list_limit == 150_000
    qtbot.waitUntil(lambda: "above list + 15 %" in said(short))


def narrowed(qtbot: QtBot, program: Program, width: int) -> None:
    program.window.resize(width, 540)
    qtbot.waitUntil(lambda: program.window.figures.width() == width)


def said(program: Program) -> str:
    parts = program.window.figures.short_parts()
    return " ".join(run.text for _, runs in parts for run in runs)


def test_what_has_least_room_gives_way_to_the_limit(qtbot: QtBot, short: Program) -> None:
    shown = {}
    for width in (720, 1_090):
        narrowed(qtbot, short, width)
        shown[width] = said(short)
    assert all("above list" in words and " GP " in words for words in shown.values())
    assert all("a year" in words for words in shown.values())
    assert " down" in shown[1_090]


def test_without_sales_the_link_to_them_stands_among_the_figures(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    strip = program.window.figures
    for width in (720, 960):
        narrowed(qtbot, program, width)
        (link,) = [
            each
            for each in strip.findChildren(QAbstractButton)
            if each.text() == "Import sales" and each.isVisible()
        ]
        taken = [
            (left, left + sum(run.before + run.width for run in runs))
            for left, runs in strip.short_parts()
        ]
        ends = link.geometry().left(), link.geometry().right()
        assert not [one for one in taken if one[0] < ends[1] and ends[0] < one[1]]
        QTest.mouseClick(spot(program, "Limit above list in %"), Qt.MouseButton.LeftButton)
        assert field(program).text() == "10"
        QTest.keyClick(field(program), Key.Key_Escape)
