"""A bare `75%` in a column that does not say what it means: asked once in every design."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from matrix_designer.core.factor import FactorKind
from matrix_designer.core.matrix import Tier
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.gui.application import Program
from matrix_designer.gui.controls import has_ring
from matrix_designer.gui.grid.question import Question
from matrix_designer.gui.panels.rules import RulesBlock

Key = Qt.Key
Opened = Callable[[Path], None]
_TYPED, _MULTIPLIER = "typed", "multiplier"


class Seat:
    """A person at the open window: keys, clicks, and what is to be seen."""

    def __init__(self, program: Program) -> None:
        self.window = program.window
        self.workspace = program.workspace
        self.view = program.window.design_page.grid.view

    def click(self, row: int, column: str) -> None:
        place = self.view.grid_model.spec.place_of(column)
        box = self.view.visualRect(self.view.model().index(row, place))
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())

    def key(self, key: Key) -> None:
        focused = self.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def type(self, text: str) -> None:
        for letter in text:
            focused = self.window.focusWidget()
            assert focused is not None
            QTest.keyClicks(focused, letter)

    def enter(self, row: int, column: str, text: str) -> None:
        self.click(row, column)
        self.type(text)
        self.key(Key.Key_Return)

    @property
    def answers(self) -> list[str]:
        """The answers that can be seen, in their order."""
        found = self.window.findChildren(Question)
        return [
            button.text()
            for question in found
            if question.isVisible()
            for button in question.findChildren(QPushButton)
            if not button.isHidden()
        ]

    @property
    def hint(self) -> str:
        fields = self.view.viewport().findChildren(QLineEdit)
        return next(one for one in fields if one.isVisible()).accessibleDescription()

    def tier(self, row: int) -> Tier:
        return self.workspace.design.matrix.tiers[row]


@pytest.fixture
def seat(qtbot: QtBot, program: Program, open_file: Opened, table_file: Path) -> Seat:
    open_file(table_file)
    program.window.activateWindow()
    qtbot.waitActive(program.window)
    return Seat(program)


def test_both_readings_are_said_before_anything_counts(seat: Seat) -> None:
    before = seat.workspace.design
    seat.click(0, _TYPED)
    seat.type("75%")
    assert "$17.50 (markup), or $7.50 (percent of cost)" in seat.hint
    seat.key(Key.Key_Return)
    assert seat.answers == ["$17.50 (markup)", "$7.50 (percent of cost)"]
    assert seat.workspace.design is before
    first = seat.window.focusWidget()
    assert isinstance(first, QPushButton)
    assert first.text() == "$17.50 (markup)"
    assert has_ring(first), "it can be seen which answer Enter takes"


@pytest.mark.parametrize(
    ("keys", "text", "kind"),
    [
        ((), "+75%", FactorKind.MARKUP),
        ((Key.Key_Right,), "75% of cost", FactorKind.PERCENT_OF),
        ((Key.Key_Tab,), "75% of cost", FactorKind.PERCENT_OF),
        ((Key.Key_Down, Key.Key_Up), "+75%", FactorKind.MARKUP),
    ],
)
def test_an_answer_is_taken_by_keys_and_kept_in_the_design(
    qtbot: QtBot, seat: Seat, keys: tuple[Key, ...], text: str, kind: FactorKind
) -> None:
    seat.enter(1, _MULTIPLIER, "75%")
    for key in keys:
        seat.key(key)
    seat.key(Key.Key_Return)
    assert seat.tier(1).factor.text == text
    assert seat.workspace.design.bare_percent is kind
    assert seat.answers == []
    (block,) = seat.window.design_page.matrices.findChildren(RulesBlock)
    rule = ("Bare %", "markup" if kind is FactorKind.MARKUP else "percent of")
    qtbot.waitUntil(lambda: rule in block.rules)
    assert seat.view.currentIndex().row() == 2, "Enter goes down as after any entry"
    assert seat.window.focusWidget() is seat.view


def test_the_second_percent_is_not_asked(seat: Seat) -> None:
    seat.enter(0, _TYPED, "75%")
    seat.key(Key.Key_Return)
    seat.click(1, _TYPED)
    seat.type("60%")
    assert seat.hint.startswith("read as markup +60 %")
    seat.key(Key.Key_Return)
    assert seat.answers == []
    assert seat.tier(1).factor.text == "+60%"


def test_undo_takes_the_answer_back_with_its_edit(seat: Seat) -> None:
    before = seat.workspace.design
    seat.enter(0, _TYPED, "75%")
    seat.key(Key.Key_Return)
    assert seat.workspace.undo_stack.undoText() == "factor of tier 1"
    seat.workspace.undo_stack.undo()
    assert seat.workspace.design is before
    seat.enter(0, _TYPED, "75%")
    assert len(seat.answers) == 2
    seat.key(Key.Key_Escape)
    seat.key(Key.Key_Escape)
    seat.workspace.undo_stack.redo()
    assert seat.workspace.design.bare_percent is FactorKind.MARKUP


def test_escape_goes_back_to_the_text(seat: Seat) -> None:
    before = seat.workspace.design
    seat.enter(0, _TYPED, "75%")
    seat.key(Key.Key_Escape)
    assert seat.answers == []
    focused = seat.window.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused.text() == "75%"
    seat.type(" of cost")
    seat.key(Key.Key_Return)
    assert seat.tier(0).factor.text == "75% of cost"
    assert seat.workspace.design.bare_percent is None
    assert before.matrix.tiers[0].factor.text == "×2.50"


def test_a_click_elsewhere_keeps_the_text_with_its_reason(seat: Seat) -> None:
    before = seat.workspace.design
    seat.enter(0, _TYPED, "75%")
    seat.click(2, _TYPED)
    assert seat.answers == []
    assert seat.workspace.design is before
    place = seat.view.grid_model.spec.place_of(_TYPED)
    shown = seat.view.model().index(0, place)
    assert shown.data() == "75%"
    assert "can mean two things" in str(shown.data(Qt.ItemDataRole.ToolTipRole))


def test_an_answer_is_clicked(seat: Seat) -> None:
    seat.enter(0, _TYPED, "75%")
    button = next(
        one for one in seat.window.findChildren(QPushButton) if "percent of" in one.text()
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert seat.tier(0).factor.text == "75% of cost"


def test_on_list_the_percent_is_of_list(seat: Seat) -> None:
    seat.enter(0, "basis", "list")
    seat.enter(0, _TYPED, "90%")
    assert seat.answers == ["$19.00 (markup)", "$9.00 (percent of list)"]
    seat.key(Key.Key_Right)
    seat.key(Key.Key_Return)
    assert seat.tier(0).factor.text == "90% of list"


def test_the_question_stands_inside_a_grid_of_one_tier(
    qtbot: QtBot, program: Program, open_file: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "one.csv"
    path.write_text("From,To,Multiplier\n0.01,,1.75\n")
    open_file(path)
    program.window.activateWindow()
    qtbot.waitActive(program.window)
    seat = Seat(program)
    seat.window.resize(720, 460)
    qtbot.waitUntil(lambda: 600 < seat.view.width() < 720)
    seat.enter(0, _TYPED, "75%")
    question = seat.window.findChildren(Question)[0]
    assert seat.view.rect().contains(question.geometry())


def test_the_answer_is_saved(seat: Seat, tmp_path: Path) -> None:
    seat.enter(0, _TYPED, "75%")
    seat.key(Key.Key_Right)
    seat.key(Key.Key_Return)
    path = tmp_path / "kept.pmatrix"
    save_design(path, seat.workspace.design)
    assert load_project(path).design == seat.workspace.design
    assert load_project(path).design.bare_percent is FactorKind.PERCENT_OF
