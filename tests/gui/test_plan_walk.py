"""A newcomer's walk over the whole plan, in the real window, by keys and the mouse alone.

From the sample dealership: brake parts go off the matrix onto list less ten percent, the oil
filters get one price, it is published, compared with the version before, and taken back.
"""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from matrix_designer.core.plan import ByFamily
from matrix_designer.gui.application import Program
from matrix_designer.gui.grid.grid import Grid
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.pages.plan import PlanPage
from matrix_designer.gui.pages.versions import VersionsPage
from tests.gui.compare_hands import read
from tests.gui.document_hands import click, keys
from tests.gui.plan_hands import (
    click_cell,
    drag_source,
    named,
    press,
    rows_of,
    settle,
    texts,
    turn_to_plan,
    type_into,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")


def by_part(qtbot: QtBot, program: Program, grid: Grid) -> None:
    """Wait until the sales are told apart by part and the figures stand."""
    window = program.window

    def is_done() -> bool:
        sales = program.workspace.sales
        return sales is not None and sales.rows.has_parts and not window.desk.is_busy

    qtbot.waitUntil(is_done, timeout=60_000)
    qtbot.waitUntil(lambda: texts(grid, "cost")[-1] != "…")
    settle()


def seen(page: VersionsPage) -> str:
    """Return all words that a person sees on a page."""
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def take_brakes_off(qtbot: QtBot, program: Program, page: PlanPage) -> str:
    """Drag the source of the brakes onto list less ten percent; returns what that earns."""
    brakes = next(row for row in rows_of(page.sources.table) if row[0] == "07")
    assert brakes[1] == "none"
    drag_source(page, "07", named(page, "List \u2212 10 %"))
    grid = page.rules.grid
    by_part(qtbot, program, grid)
    assert texts(grid, "treatment")[:2] == ["list \u2212 10 %", "Captive parts"]
    assert texts(grid, "cost")[0] == brakes[2]
    earned = texts(grid, "proposed")[0]
    assert earned != texts(grid, "in_force")[0]
    return earned


def average_oil_filters(qtbot: QtBot, program: Program, page: PlanPage) -> None:
    """Type a family and a factor over its average, and have a rule use it."""
    click(named(page, "Families"))
    grid = page.families.grid
    click_cell(grid, 0, "name")
    type_into(page, "Oil filters")
    click_cell(grid, 0, "descriptions")
    type_into(page, '"FILTER, OIL"')
    by_part(qtbot, program, page.rules.grid)
    average = texts(grid, "average")[0]
    click_cell(grid, 0, "factor")
    type_into(page, "x1.5")
    assert float(texts(grid, "price")[0]) == pytest.approx(1.5 * float(average), abs=0.01)
    assert program.workspace.design.families[0].averaged is not None
    click(named(page, "Put families on their price"))
    settle()
    assert isinstance(program.workspace.design.plan.rules[0].treatment, ByFamily)
    click(named(page, "Rules 3"))
    by_part(qtbot, program, page.rules.grid)
    assert texts(page.rules.grid, "treatment")[0] == "family price"
    proposed, in_force = (texts(page.rules.grid, key)[0] for key in ("proposed", "in_force"))
    assert proposed != in_force


def publish(qtbot: QtBot, program: Program) -> VersionsPage:
    """Publish from a day on, by somebody, with a note."""
    window = program.window
    keys(window, "Ctrl+Shift+V")
    versions = window.findChild(VersionsPage)
    assert versions is not None
    qtbot.waitUntil(versions.isVisible)
    keys(window, "Ctrl+Shift+U")
    for text, end in (("1 Dec 2026", "Tab"), ("Ann", "Tab"), ("brakes and oil filters", "Return")):
        press(window, "Ctrl+A")
        type_into(window, text, end)
    qtbot.waitUntil(lambda: "Version 2 is in force from 1 Dec 2026" in seen(versions))
    assert [one.number for one in program.workspace.design.versions] == [1, 2]
    return versions


def compare_with_version_1(qtbot: QtBot, program: Program, versions: VersionsPage) -> None:
    """Go to version 1 in the list, and stand it beside what is worked on."""
    window, body = program.window, versions.table.body
    qtbot.waitUntil(lambda: "Version 1" in [row[0] for row in rows_of(versions.table)])
    rows = [row[0] for row in rows_of(versions.table)]
    body.setFocus()
    press(window, "Home")
    while body.current_row < rows.index("Version 1"):
        press(window, "Down")
    click(named(versions, "Compare the figures"))
    compare = window.findChild(ComparePage)
    assert compare is not None
    qtbot.waitUntil(compare.isVisible)
    qtbot.waitUntil(lambda: "version 1" in read(compare).casefold(), timeout=10_000)


def test_a_newcomer_makes_a_plan_publishes_it_and_takes_it_back(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    with qtbot.waitSignal(window.files.opened, timeout=60_000):
        click(named(window, "Sample dealership"))
    qtbot.waitUntil(lambda: not window.desk.is_busy, timeout=60_000)
    page = turn_to_plan(qtbot, program)
    assert named(page, "Take a source off the matrix\u2026").isVisible()
    brakes = take_brakes_off(qtbot, program, page)
    average_oil_filters(qtbot, program, page)
    assert texts(page.rules.grid, "proposed")[1] == brakes
    before = program.workspace.design
    compare_with_version_1(qtbot, program, publish(qtbot, program))
    keys(window, "Ctrl+Z")
    settle()
    assert program.workspace.design == before
    assert not program.workspace.design.versions
    keys(window, "Ctrl+3")
    qtbot.waitUntil(page.isVisible)
    assert texts(page.rules.grid, "treatment")[0] == "family price"
