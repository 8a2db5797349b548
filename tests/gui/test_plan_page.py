"""The Plan page in the hands of a person: keys, clicks and drags in; rules, words, undo out."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from matrix_designer.core.factor import Basis
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.core.plan import ByMatrix, ByPercent, LeftAlone
from matrix_designer.gui.application import Program
from matrix_designer.gui.filter_desk import Veil
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.column_memory import SheetMemory
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.pages.plan_grid import RuleGrid
from matrix_designer.gui.panels.why_panel import WhyPanel
from matrix_designer.gui.theme import make_theme
from matrix_designer.session import analyst
from matrix_designer.session.settings import Settings
from tests.gui.conftest import Opened
from tests.gui.document_hands import click, keys
from tests.gui.grid_hands import open_menu
from tests.gui.plan_hands import (
    LEFT,
    NONE,
    click_cell,
    column,
    drag_source,
    hands,
    named,
    open_plan,
    press,
    rows_of,
    settle,
    source_point,
    texts,
    type_into,
    write_sales,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> PlanPage:
    return open_plan(qtbot, program, open_file, table_file, write_sales(tmp_path / "sold.csv"))


@pytest.fixture
def ruled(page: PlanPage) -> PlanPage:
    """Put two sources on treatments of their own: three rules in all."""
    drag_source(page, "07", named(page, "List \u2212 10 %"))
    drag_source(page, "12", named(page, "Leave the price alone"))
    return page


def rules(program: Program) -> list[str]:
    return [rule.name for rule in program.workspace.design.plan.rules]


def test_an_empty_plan_says_what_it_is_and_how_to_begin(page: PlanPage) -> None:
    assert named(page, "Take a source off the matrix\u2026").isVisible()
    assert named(page, "Add rule").isVisible()
    assert rows_of(page.sources.table) == [
        ["07", "none", "360", "666"],
        ["12", "none", "164", "314"],
        ["03", "none", "70", "150"],
    ]
    assert page.sources.note.text() == (
        "All of them are on the first matrix: there is no plan yet."
    )


def test_a_source_dragged_onto_a_treatment_makes_a_rule_and_brings_the_last(
    program: Program, page: PlanPage
) -> None:
    drag_source(page, "07", named(page, "List \u2212 10 %"))
    assert texts(page.rules.grid, "name") == ["Source 07", "Everything else", "What no rule takes"]
    first = program.workspace.design.plan.rules[0]
    assert first.treatment == ByPercent(Basis.LIST, -10 * POINT)
    assert texts(page.rules.grid, "treatment")[:2] == ["list \u2212 10 %", "ladder"]
    assert page.sources.note.text() == "2 sources without a rule of their own, $234 of cost"
    assert rows_of(page.sources.table)[-1][:2] == ["07", "1"]
    keys(program.window, "Ctrl+Z")
    settle()
    assert rules(program) == []
    assert named(page, "Add rule").isVisible()


def test_a_source_let_go_elsewhere_makes_nothing_and_esc_gives_up(
    program: Program, page: PlanPage
) -> None:
    drag_source(page, "07", page.sources, QPoint(100, 12))
    assert not program.workspace.design.plan
    viewport = page.sources.table.body.viewport()
    target = named(page, "Flat price list")
    end = viewport.mapFromGlobal(target.mapToGlobal(target.rect().center()))
    QTest.mousePress(viewport, LEFT, NONE, source_point(page, "07"))
    QTest.mouseMove(viewport, end - QPoint(0, 40))
    QTest.mouseMove(viewport, end)
    press(page, "Esc")
    QTest.mouseRelease(viewport, LEFT, NONE, end)
    settle()
    assert not program.workspace.design.plan


def test_by_keys_a_source_is_chosen_and_a_treatment_pressed(
    program: Program, page: PlanPage
) -> None:
    click(named(page, "Take a source off the matrix\u2026"))
    assert page.sources.table.body.hasFocus()
    assert page.sources.table.body.current_row == 0
    press(page, "Return")
    menu = open_menu()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_5)
    settle()
    (first, last) = program.workspace.design.plan.rules
    assert first.treatment == LeftAlone() or first.conditions.sources == ("07",)
    assert last.name == "Everything else"
    assert isinstance(last.treatment, ByMatrix)


def test_a_source_dropped_on_a_rule_joins_those_that_it_names(
    program: Program, ruled: PlanPage
) -> None:
    grid = ruled.rules.grid
    view = grid.view
    spot = view.visualRect(view.grid_model.index(0, column(grid, "source"))).center()
    drag_source(ruled, "03", view.viewport(), spot)
    assert program.workspace.design.plan.rules[0].conditions.sources == ("07", "03")
    assert texts(grid, "source")[0] == "07, 03"
    assert ruled.sources.note.text() == "Every source is taken by a rule of its own."


def test_space_and_a_click_switch_a_rule(program: Program, ruled: PlanPage) -> None:
    grid = ruled.rules.grid
    click_cell(grid, 1, "name")
    press(ruled, "Left")
    press(ruled, "Space")
    assert [rule.is_enabled for rule in program.workspace.design.plan.rules] == [True, False, True]
    click_cell(grid, 1, "on")
    settle()
    assert [rule.is_enabled for rule in program.workspace.design.plan.rules] == [True] * 3
    assert program.window.actions_.undo.text().startswith("Undo typing")


def test_rules_move_by_keys_and_by_their_heads(program: Program, ruled: PlanPage) -> None:
    grid = ruled.rules.grid
    click_cell(grid, 0, "name")
    press(ruled, "Alt+Shift+Down")
    assert rules(program) == ["Source 12", "Source 07", "Everything else"]
    assert hands(ruled).look("at")[1:] == "2"
    press(ruled, "Alt+Shift+Up")
    assert rules(program) == ["Source 07", "Source 12", "Everything else"]
    gutter = grid.view.verticalHeader()
    step = gutter.defaultSectionSize()
    start, end = QPoint(30, 2 * step + 8), QPoint(30, 2)
    QTest.mousePress(gutter.viewport(), LEFT, NONE, start)
    QTest.mouseMove(gutter.viewport(), (start + end) / 2)
    QTest.mouseMove(gutter.viewport(), end)
    QTest.mouseRelease(gutter.viewport(), LEFT, NONE, end)
    settle()
    assert rules(program) == ["Everything else", "Source 07", "Source 12"]
    keys(program.window, "Ctrl+Z")
    settle()
    assert rules(program) == ["Source 07", "Source 12", "Everything else"]


def test_rules_are_put_in_and_taken_out_by_the_keys_of_the_grid(
    program: Program, ruled: PlanPage
) -> None:
    grid = ruled.rules.grid
    click_cell(grid, 1, "name")
    press(ruled, "Ctrl++")
    assert rules(program) == ["Source 07", "", "Source 12", "Everything else"]
    assert not program.workspace.design.plan.rules[1].is_enabled
    type_into(ruled, "60, 41", "Tab")
    new = program.workspace.design.plan.rules[1]
    assert new.conditions.sources == ("60", "41")
    assert new.is_enabled
    click_cell(grid, 1, "name")
    press(ruled, "Ctrl+-")
    assert rules(program) == ["Source 07", "Source 12", "Everything else"]
    assert program.window.actions_.undo.text() == "Undo delete rule 2"


def test_a_treatment_is_typed_and_a_wrong_one_stays_with_its_reason(
    program: Program, ruled: PlanPage
) -> None:
    grid = ruled.rules.grid
    click_cell(grid, 0, "treatment")
    type_into(ruled, "cost + 45 %")
    first = program.workspace.design.plan.rules[0]
    assert first.treatment == ByPercent(Basis.COST, 45 * POINT)
    click_cell(grid, 0, "treatment")
    type_into(ruled, "42 gp")
    assert hands(ruled).look("typing") == "42 gp"
    click_cell(grid, 1, "name")
    assert texts(grid, "treatment")[0] == "42 gp"
    assert first == program.workspace.design.plan.rules[0]


def test_a_block_of_rules_goes_over_the_clipboard(program: Program, ruled: PlanPage) -> None:
    grid = ruled.rules.grid
    before = program.workspace.design.plan.rules
    click_cell(grid, 0, "source")
    press(ruled, "Ctrl+C")
    click_cell(grid, 1, "source")
    press(ruled, "Ctrl+V")
    assert program.workspace.design.plan.rules[1].conditions.sources == ("07",)
    keys(program.window, "Ctrl+Z")
    settle()
    assert program.workspace.design.plan.rules == before


def test_without_sales_it_says_so(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    page = open_plan(qtbot, program, open_file, table_file, None)
    assert "Import sales" in page.sources.note.text()
    click(named(page, "Add rule"))
    settle()
    assert texts(page.rules.grid, "name") == ["", "Everything else", "What no rule takes"]
    assert hands(page).look("at") == "C1"


def test_nothing_is_left_of_a_closed_page(
    qtbot: QtBot, open_file: Opened, table_file: Path, tmp_path: Path, program: Program
) -> None:
    page = open_plan(qtbot, program, open_file, table_file, write_sales(tmp_path / "s.csv"))
    drag_source(page, "07", named(page, "Flat price list"))
    alone = PlanPage(program.workspace, page._theme, page.rules.grid._numbers)  # noqa: SLF001
    qtbot.addWidget(alone)
    analysis = program.analyst.analysis
    assert analysis is not None
    alone.show_analysis(analysis)
    seen = weakref.ref(alone)
    alone.deleteLater()
    del alone
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert seen() is None


def inks(grid: RuleGrid, key: str) -> list[str]:
    """Return the inks in which a column's cells are drawn."""
    place = column(grid, key)
    model = grid.view.grid_model
    return [model.cell((row, place)).ink.value for row in range(model.rowCount())]


def test_figures_of_a_plan_before_stand_grey_until_the_new_ones_are_there(
    qtbot: QtBot, program: Program, ruled: PlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = ruled.rules.grid
    qtbot.waitUntil(lambda: texts(grid, "cost")[0] == "360")
    monkeypatch.setattr(analyst, "MANY_ROWS", 1)
    click_cell(grid, 0, "treatment")
    seen: list[tuple[str, str, bool]] = []

    def look() -> None:
        veils = [one.isVisible() for one in program.window.figures.findChildren(Veil)]
        seen.append((inks(grid, "cost")[0], grid.total.total.label, any(veils)))

    program.analyst.fell_behind.connect(look, Qt.ConnectionType.QueuedConnection)
    type_into(ruled, "cost + 45 %")
    assert seen == [("control", "All rules, working\u2026", True)]
    assert inks(grid, "cost")[0] == "text2"
    assert grid.total.total.label == "All rules"
    assert texts(grid, "proposed")[0] == "31.0"
    veils = program.window.figures.findChildren(Veil)  # the one of a history that is read, too
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in veils))


def test_a_condition_that_no_rule_has_yet_is_offered_and_typed(
    program: Program, ruled: PlanPage
) -> None:
    grid = ruled.rules.grid
    assert column(grid, "cost_to") not in grid.view.shown_columns
    click_cell(grid, 0, "name")
    click(named(ruled, "Add condition"))
    menu = open_menu()
    assert menu is not None
    texts_of = [action.text() for action in menu.actions()]
    assert "Cost to" in texts_of
    assert "Source" not in texts_of
    for _ in range(texts_of.index("Cost to") + 1):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()
    type_into(ruled, "50")
    span = program.workspace.design.plan.rules[0].conditions.cost
    assert span is not None
    assert (span.low, span.high) == (0, 50 * DOLLAR)
    assert column(grid, "cost_to") in grid.view.shown_columns
    assert texts(grid, "cost_to")[0] == "50.00"


def test_the_view_menu_has_the_columns_of_the_sheet_that_shows_and_they_are_kept(
    program: Program, ruled: PlanPage, tmp_path: Path
) -> None:
    grid = ruled.rules.grid
    view = next(
        menu
        for menu in program.window.findChildren(QMenu)
        if [action.text() for action in menu.actions()][:2] == ["&Design", "S&ales"]
    )
    columns = next(one for one in view.actions() if one.text() == "&Columns").menu()
    assert isinstance(columns, QMenu)
    columns.aboutToShow.emit()
    titles = {action.text(): action for action in columns.actions()}
    assert not titles["Vendor"].isChecked()
    titles["Vendor"].trigger()
    settle()
    assert column(grid, "vendor") in grid.view.shown_columns
    look = make_theme(is_dark=False, base=interface_font())
    again = RuleGrid(program.workspace, look, Numbers())
    SheetMemory(again, Settings(tmp_path / "settings.ini"))
    assert column(again, "vendor") in again.view.shown_columns
    again.deleteLater()


def test_why_is_asked_of_a_part_that_a_rule_takes(
    qtbot: QtBot, program: Program, ruled: PlanPage
) -> None:
    click_cell(ruled.rules.grid, 0, "name")
    settle()
    body = ruled.rules.detail.table.body
    at = QPoint(30, body.row_height // 2)
    QTest.mouseClick(body.viewport(), Qt.MouseButton.LeftButton, pos=at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, body.viewport().mapToGlobal(at))
    QApplication.sendEvent(body.viewport(), event)
    menu = open_menu()
    assert menu is not None
    action = next(one for one in menu.actions() if "Why this price" in one.text())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    panel = program.window.findChild(WhyPanel)
    assert panel is not None
    number = ruled.rules.detail.table.grid_model.rows[0].number
    qtbot.waitUntil(lambda: panel.facts.part == number and panel.facts.cost > 0)


def test_the_selected_rule_is_said_in_words_with_what_is_taken_before(
    program: Program, ruled: PlanPage
) -> None:
    grid = ruled.rules.grid
    click_cell(grid, 0, "name")
    settle()
    detail = ruled.rules.detail
    assert detail.title.text() == "Rule 1 \u201cSource 07\u201d"
    assert detail.says.text() == "Parts whose source is 07 are priced at list \u2212 10 %."
    click_cell(grid, 2, "name")
    settle()
    assert detail.title.text() == "Rule 3 \u201cEverything else\u201d"
    assert "$524 of cost, 88 %, is taken before" in detail.before.text()
    click(named(ruled, "Go to rule 1"))
    settle()
    assert hands(ruled).look("at")[1:] == "1"
    assert program.workspace.design.plan.rules[0].name == "Source 07"
