"""Habits of Excel in the sheets of the Plan page: lists under a cell, long texts, pasted lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan import Conditions
from matrix_designer.core.plan_edits import SetRuleConditions
from matrix_designer.gui.application import Program
from matrix_designer.gui.chrome import StatusLine
from matrix_designer.gui.grid.blocks import Refused, following
from matrix_designer.gui.grid.editor import CellEditor
from matrix_designer.gui.pages.plan import PlanPage
from tests.gui.conftest import Opened
from tests.gui.document_hands import click, keys
from tests.gui.grid_hands import open_menu, put_on_clipboard
from tests.gui.plan_hands import (
    click_cell,
    column,
    drag_source,
    named,
    open_plan,
    press,
    settle,
    texts,
    type_into,
    write_sales,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> PlanPage:
    """Open a history with two sources on treatments of their own: three rules."""
    made = open_plan(qtbot, program, open_file, table_file, write_sales(tmp_path / "sold.csv"))
    drag_source(made, "07", named(made, "List \u2212 10 %"))
    drag_source(made, "12", named(made, "Leave the price alone"))
    return made


def offered(menu: QMenu) -> list[str]:
    """Return what a list offers, what is held with a tick."""
    return [f"{'*' if one.isChecked() else ''}{one.text()}" for one in menu.actions()]


def pick(menu: QMenu, text: str) -> None:
    """Choose a line of a list from the keyboard."""
    menu.setActiveAction(next(one for one in menu.actions() if one.text() == text))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()


def opened(page: PlanPage) -> QMenu:
    """Press Alt+Down and return the list that opens."""
    press(page, "Alt+Down")
    menu = open_menu()
    assert menu is not None
    return menu


def test_what_can_stand_in_a_cell_is_chosen_from_a_list(program: Program, page: PlanPage) -> None:
    grid = page.rules.grid
    click_cell(grid, 0, "source")
    menu = opened(page)
    assert offered(menu) == ["03", "*07", "12"]
    pick(menu, "03")
    assert texts(grid, "source")[0] == "07, 03"
    menu = opened(page)
    assert offered(menu) == ["*03", "*07", "12"]
    pick(menu, "07")
    assert texts(grid, "source")[0] == "03"
    click_cell(grid, 0, "treatment")
    QTest.mouseClick(
        grid.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
        grid.view.visualRect(grid.view.grid_model.index(1, column(grid, "treatment"))).center(),
    )
    pick(opened(page), "Cost + 45 %")
    assert texts(grid, "treatment")[:2] == ["cost + 45 %"] * 2
    keys(program.window, "Ctrl+Z")
    settle()
    assert texts(grid, "treatment")[:2] == ["list \u2212 10 %", "leave alone"]
    click_cell(grid, 0, "name")
    press(page, "Alt+Down")
    assert open_menu() is None
    status = program.window.findChild(StatusLine)
    assert status is not None
    assert status.texts[1] == "Nothing is known to choose from here: type it"


def test_a_condition_of_a_rule_is_never_hidden(program: Program, page: PlanPage) -> None:
    grid = page.rules.grid
    asked = Conditions(
        sources=("07",),
        classes=(PartClass.CAPTIVE,),
        pay_types=("C",),
        vendors=("OE",),
        channels=("RO",),
        parts=("B*",),
    )
    program.window.resize(1_200, 760)
    program.workspace.apply(SetRuleConditions(0, asked))
    settle()
    shown = {choice.key for choice in grid.column_choices() if choice.is_shown}
    assert {"source", "class", "pay", "vendor", "channel", "part", "treatment"} <= shown
    assert not {"description", "group", "sold"} & shown


def test_a_cell_grows_with_what_is_typed_into_it(page: PlanPage) -> None:
    grid = page.rules.grid
    click_cell(grid, 0, "source")
    cell = grid.view.visualRect(grid.view.grid_model.index(0, column(grid, "source")))
    text = "03, 07, 12, and some more sources"
    for letter in text:
        focused = page.window().focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, letter)
    editor = page.window().focusWidget()
    assert isinstance(editor, CellEditor)
    assert editor.width() > cell.width()
    assert editor.fontMetrics().horizontalAdvance(text) < editor.width()
    assert editor.box.left() >= cell.left()
    press(page, "Esc")


def test_an_unread_text_stays_with_its_rule(page: PlanPage) -> None:
    grid = page.rules.grid
    click_cell(grid, 0, "treatment")
    type_into(page, "nonsense", "Up")  # refused: the text stays while another cell is chosen
    click_cell(grid, 1, "name")
    place = column(grid, "treatment")
    assert list(grid.view.grid_model.refused_in(0)) == [place]
    press(page, "Alt+Shift+Up")
    assert texts(grid, "name")[0] == "Source 12"
    assert list(grid.view.grid_model.refused_in(1)) == [place]
    click_cell(grid, 0, "name")
    press(page, "Ctrl++")
    assert list(grid.view.grid_model.refused_in(2)) == [place]


def test_unread_texts_follow_their_nouns() -> None:
    one, two, three = object(), object(), object()
    text = Refused("x", "no")
    held = {(0, 4): text, (1, 2): text, (2, 1): text}
    assert following(held, [one, two, None], [two, one, None]) == {
        (1, 4): text,
        (0, 2): text,
        (2, 1): text,
    }
    assert following(held, [one, two, None], [one, three, None])[1, 2] is text
    assert following(held, [one, two, None], [two, None]) == {(0, 2): text, (1, 1): text}


def test_a_list_of_parts_is_pasted_into_classes(program: Program, page: PlanPage) -> None:
    click(named(page, "Classes"))
    grid = page.classes.grid
    click_cell(grid, 0, "name")
    put_on_clipboard("F1\tmaintenance\n07\tcompetitive\nB2\tbogus\n")
    press(page, "Ctrl+V")
    settle()
    classes = program.workspace.design.classes
    assert dict(classes.sources) == {"07": PartClass.COMPETITIVE}
    assert dict(classes.parts) == {"F1": PartClass.MAINTENANCE, "B2": PartClass.COMPETITIVE}
    assert grid.view.grid_model.refused_count == 1
    click_cell(grid, 1, "class")
    pick(opened(page), "accessory")
    assert dict(program.workspace.design.classes.parts)["F1"] is PartClass.ACCESSORY


def test_a_rule_says_when_it_counts_and_what_gets_no_price(
    program: Program, page: PlanPage
) -> None:
    grid, detail = page.rules.grid, page.rules.detail
    click_cell(grid, 1, "treatment")
    type_into(page, "list - 5 %")
    click_cell(grid, 1, "name")
    settle()
    assert "1 part without a list, $80 of cost, gets no price." in detail.before.text()
    click_cell(grid, 0, "source")
    type_into(page, "77")
    click_cell(grid, 0, "name")
    settle()
    assert detail.before.text() == "Nothing in the sales matches it."
    grid.choose_column("pay", is_shown=True)
    grid.select_row(0, "pay")
    grid.setFocus()
    type_into(page, "I")
    click_cell(grid, 0, "name")
    settle()
    assert "only where the set-aside list says to use them" in detail.before.text()
    grid.choose_column("starts", is_shown=True)
    grid.select_row(0, "starts")
    grid.setFocus()
    type_into(page, "2999-01-01")
    click_cell(grid, 0, "name")
    settle()
    assert detail.says.text().endswith("It counts from 1 Jan 2999 on, not today.")
    click(named(page, "Look at 1 Jan 2999"))
    program.analyst.catch_up()
    settle()
    status = program.window.findChild(StatusLine)
    assert status is not None
    assert detail.says.text().endswith("It counts from 1 Jan 2999 on.")
    assert "rules of 1 Jan 2999" in status.texts[0]
    click(named(page, "Back to today"))
    program.analyst.catch_up()
    settle()
    assert detail.says.text().endswith("not today.")


def test_a_source_that_a_rule_names_in_vain_is_uncovered(page: PlanPage) -> None:
    grid = page.rules.grid
    click_cell(grid, 2, "name")
    press(page, "Ctrl+-")
    assert page.sources.note.text() == "1 source without a rule of its own, $70 of cost"
    click_cell(grid, 0, "description")
    type_into(page, "nothing of the kind")
    assert page.sources.note.text() == "2 sources without a rule of their own, $430 of cost"
