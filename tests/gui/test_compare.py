"""The Compare page in the hands of a person: keys and clicks in, sentences and pixels out."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.edits import ReplaceMatrix
from matrix_designer.core.factor import Basis
from matrix_designer.core.matrix import Fallback, FallbackKind
from matrix_designer.core.matrix_edits import AddMatrix
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.core.plan import ByPercent, Conditions, Rule, Span
from matrix_designer.core.plan_edits import InsertRules
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.session.settings import Settings
from tests.gui.clicks import double_click
from tests.gui.compare_hands import (
    Opened,
    bar_inks,
    choose_version,
    geometry,
    give_focus,
    page,
    parts,
    read,
    record_in_force,
    turn_to,
    type_order,
)
from tests.gui.document_hands import button, click, has_button, keys, type_factor

Key = Qt.Key


__all__ = ["page"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")


def test_the_page_opens_with_the_sentence_and_what_it_rests_on(page: ComparePage) -> None:
    # 6 x (7.75 - 7.44) + 4 x (23.76 - 22.80) + 10 x (42.33 - 40.62) - 8.00 + 15.00
    said = read(page)
    assert "The proposed matrix earns $29.80 more a year, if volumes hold" in said
    assert "ladder, proposed against in force." in said
    assert "Sales 1 Jul 2025 to 30 Jun 2026, 5 lines used, 0 set aside;" in said
    assert "volumes unchanged." in said
    # 29.80 of the 573.44 that would be earned
    assert ("Lose under 5.2 % of volume", "break-even for +2.5 % at 45.2 % GP") in page.truth.texts


def test_the_figures_say_what_moved_and_what_stands_above_list(page: ComparePage) -> None:
    # GP 543.64 of 1,204.04 and 573.44 of 1,233.84; above list 152.00 over 150.00 before
    assert page.figures.texts() == (
        ("45.2 to 46.5 %", "gross profit"),
        ("21 up", "average +$1.80"),
        ("1 down", "average −$8.00"),
        ("0 same", "no change"),
        ("1 to 11", "pieces above list, $7 over"),
    )


def test_the_steps_of_the_waterfall_are_named_and_add_up(page: ComparePage) -> None:
    fall = page.bridge.waterfall.fall
    assert [(bar.label, bar.dollars) for bar in fall.bars] == [
        ("10", 2),
        ("25", 21),
        ("100", -8),
        ("100+", 15),
        ("no tier", 0),
    ]
    assert fall.running[-1] == 30


def test_a_plan_is_compared_as_a_whole_with_a_bar_for_each_treatment(
    qtbot: QtBot, program: Program, page: ComparePage
) -> None:
    cheap = Rule(ByPercent(Basis.COST, 100 * POINT), Conditions(cost=Span(0, 5 * DOLLAR)))
    program.workspace.apply(InsertRules(0, (cheap,)))
    # 6 x (6.20 - 7.44) instead of 6 x (7.75 - 7.44)
    qtbot.waitUntil(lambda: "The proposed plan earns $20.50 more a year" in read(page))
    assert "The plan, proposed against in force." in read(page)
    fall = page.bridge.waterfall.fall
    assert [(bar.label, bar.dollars) for bar in fall.bars] == [
        *(("10", 0), ("25", 21), ("100", -8), ("100+", 15), ("no tier", 0)),
        ("cost + 100 %", -7),
    ]
    assert fall.total == "all"
    program.workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: "The proposed matrix earns $29.80 more a year" in read(page))


def test_space_switches_the_side_and_nothing_moves(qtbot: QtBot, page: ComparePage) -> None:
    give_focus(page, page.bridge.waterfall)
    places, picture = geometry(page), page.grab().toImage()
    assert bar_inks(page)["100+"] == "#1b57c8"
    QTest.keyClick(page.bridge.waterfall, Key.Key_Space)
    assert "The matrix in force earns $544 a year at the same volumes" in read(page)
    assert page.figures.texts()[0] == ("45.2 %", "gross profit")
    assert [text for text, _ in page.figures.texts()] == ["45.2 %", "0 up", "0 down", "0 same", "1"]
    assert set(bar_inks(page).values()) == {"#ffffff"}, "no bar is drawn before the change"
    assert geometry(page) == places
    type_order(qtbot, page, "1")
    rows = page.order.table.texts()
    assert rows[1][5:9] == ("22.80", "–", "–", "–")
    page.order.table.body.setFocus()
    QTest.keyClick(page.order.table.body, Key.Key_Space)
    assert "more a year, if volumes hold" in read(page), "over the lines too"
    assert page.order.table.texts()[1][5:8] == ("22.80", "23.76", "+0.96")
    give_focus(page, page.bridge.waterfall)
    assert page.grab(page.bridge.geometry()).toImage() == picture.copy(page.bridge.geometry())


def test_the_toggle_is_a_button_for_the_mouse_too(page: ComparePage) -> None:
    toggle = page.toggle
    left = QPoint(toggle.width() // 4, 15)
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=left)
    assert "The matrix in force earns" in read(page)
    right = QPoint(3 * toggle.width() // 4, 15)
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=right)
    assert "more a year, if volumes hold" in read(page)


def test_bars_stand_on_each_other_from_zero_and_a_fall_has_its_own_colour(
    page: ComparePage,
) -> None:
    assert bar_inks(page) == {
        "10": "#1b57c8",
        "25": "#1b57c8",
        "100": "#b86e00",
        "100+": "#1b57c8",
        "no tier": "#bfc6d0",
        "all tiers": "#1b57c8",
    }
    waterfall = page.bridge.waterfall
    boxes = [waterfall.bar_box(place) for place in range(6)]
    floor = boxes[0].bottom()
    assert boxes[5].bottom() == pytest.approx(floor), "the whole stands on zero"
    assert boxes[1].bottom() == pytest.approx(boxes[0].top())
    assert boxes[2].top() == pytest.approx(boxes[1].top())
    assert boxes[3].bottom() == pytest.approx(boxes[2].bottom())
    assert boxes[5].top() == pytest.approx(boxes[3].top())
    heights = [box.height() for box in boxes]
    assert heights[1] / heights[5] == pytest.approx(21 / 30, abs=0.01)


def test_keys_go_along_the_steps_and_to_the_tier(
    qtbot: QtBot, program: Program, page: ComparePage
) -> None:
    waterfall = page.bridge.waterfall
    give_focus(page, waterfall)
    for _ in range(2):
        QTest.keyClick(waterfall, Key.Key_Right)
    said = "Tier 2, $10.01 to $25.00: 14 pieces, GP $236 in force, $257 proposed, +$21"
    assert page.bridge.read_out.text() == said
    QTest.keyClick(waterfall, Key.Key_End)
    assert page.bridge.read_out.text().startswith("No tier: 0 pieces")
    QTest.keyClick(waterfall, Key.Key_Return)
    assert page.isVisible(), "there is no tier to go to"
    QTest.keyClick(waterfall, Key.Key_Home)
    QTest.keyClick(waterfall, Key.Key_Right)
    QTest.keyClick(waterfall, Key.Key_Return)
    qtbot.waitUntil(program.window.design_page.isVisible)
    assert program.window.design_page.grid.view.currentIndex().row() == 1


def test_the_mouse_reads_a_step_out_and_goes_to_its_tier(
    qtbot: QtBot, program: Program, page: ComparePage
) -> None:
    waterfall = page.bridge.waterfall
    before = page.bridge.read_out.text()
    assert before.startswith("from $544 in force to $573 proposed")
    QTest.mouseMove(waterfall, waterfall.bar_box(2).center().toPoint())
    qtbot.waitUntil(lambda: page.bridge.read_out.text().startswith("Tier 3, $25.01 to $100.00"))
    QTest.mouseMove(waterfall, waterfall.bar_box(5).center().toPoint())
    qtbot.waitUntil(lambda: page.bridge.read_out.text() == before)
    at = waterfall.bar_box(2).center().toPoint()
    double_click(waterfall, at)
    qtbot.waitUntil(program.window.design_page.isVisible)
    assert program.window.design_page.grid.view.currentIndex().row() == 2


def test_an_edit_on_the_design_page_is_compared_when_the_page_is_turned_to(
    qtbot: QtBot, program: Program, page: ComparePage
) -> None:
    keys(program.window, "Ctrl+1")
    qtbot.waitUntil(program.window.design_page.isVisible)
    shown = page.figures.texts()
    type_factor(qtbot, program.windows.all[0], "×2.60")
    assert page.figures.texts() == shown, "a page out of sight costs an edit nothing"
    turn_to(qtbot, program)
    # 6 x (8.06 - 7.44) and the rest as before
    assert "earns $31.66 more a year" in read(page)
    keys(program.window, "Ctrl+Z")
    qtbot.waitUntil(lambda: "earns $29.80 more a year" in read(page))


# Versions


def test_another_matrix_of_the_design_is_compared_as_it_stands(
    qtbot: QtBot, program: Program, page: ComparePage
) -> None:
    work = program.workspace
    other = replace(work.design.matrix, name="Softer", tiers=work.design.matrix.tiers[:3])
    other = replace(other, fallback=Fallback(FallbackKind.LIST))
    work.apply(AddMatrix(other))
    choose_version(page, "Softer")
    qtbot.waitUntil(lambda: "proposed against Softer." in read(page))
    # only A5 differs: 525.00 proposed, its list of 520.00 by the other's fallback
    assert "earns $5.00 more a year" in read(page)
    assert "Against Softer" in button(page, "Compared with Softer").text()
    gone = work.design
    work.apply(ReplaceMatrix("Softer", replace(other, tiers=other.tiers[:2])))
    # A4 by its list of 150.00 now, instead of 144.00
    qtbot.waitUntil(lambda: "earns $1.00 less a year" in read(page))
    assert gone is not work.design
    work.undo_stack.undo()
    work.undo_stack.undo()
    qtbot.waitUntil(lambda: "proposed against in force." in read(page))
    assert "earns $29.80 more a year" in read(page)


def test_the_matrix_of_a_file_is_compared_with(
    qtbot: QtBot, program: Program, page: ComparePage, tmp_path: Path
) -> None:
    path = tmp_path / "last year.csv"
    path.write_text("From,To,Multiplier\n0.01,,2.00\n")
    choose_version(page, "The matrix of a file…")
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: "proposed against last year." in read(page))
    # at twice the cost: 1,320.80 against 1,233.84
    assert "earns $86.96 less a year" in read(page)
    assert "Prices, against another version" in program.window.figures.sentence()
    choose_version(page, "The matrix in force")
    qtbot.waitUntil(lambda: "earns $29.80 more a year" in read(page))
    assert "against another version" not in program.window.figures.sentence()


# What changes most


def test_the_parts_that_change_most_are_ranked_under_their_tab(
    qtbot: QtBot, page: ComparePage
) -> None:
    click(button(page, "Parts that change most"))
    table = page.changed.table
    qtbot.waitUntil(lambda: len(table.texts()) > 1)
    assert [(row[0], *row[4:]) for row in table.texts()[1:]] == [
        ("A2", "10", "40.62", "42.33", "+17.10"),
        ("A5", "1", "510.00", "525.00", "+15.00"),
        ("A4", "1", "152.00", "144.00", "−8.00"),
        ("A1", "4", "22.80", "23.76", "+3.84"),
        ("A3", "6", "7.44", "7.75", "+1.86"),
        ("All 5 parts change", "", "", "", "+$29.80"),
    ]
    assert "Mean prices of a piece; volumes unchanged" in read(page)


# Without sales, without a record


def test_without_sales_the_page_says_so_and_parts_can_still_be_tested(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path
) -> None:
    open_file(table_file)
    record_in_force(program)
    page = turn_to(qtbot, program)
    assert "No sales to compare on" in read(page)
    assert not page.bridge.isVisible()
    assert not button(page, "Propose a set").isEnabled()
    entry = page.order.entry
    give_focus(page, entry.part)
    QTest.keyClicks(entry.part, "A1")
    QTest.keyClick(entry.part, Key.Key_Return)
    assert "A1 was not sold; type its cost" in read(page)
    QTest.keyClicks(entry.cost, "12")
    QTest.keyClick(entry.cost, Key.Key_Return)
    assert page.order.table.texts()[1][5:8] == ("22.80", "23.76", "+0.96")
    click(button(page, "Import sales"))
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()


def test_without_a_record_it_is_compared_with_what_was_sold(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> None:
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    page = turn_to(qtbot, program)
    # sold for 96.00 + 372.00 + 46.80 + 140.00 + 500.00
    assert "earns $79.04 more a year, if volumes hold" in read(page)
    assert "ladder, proposed against as sold." in read(page)
    assert has_button(page, "Record what is in force…")
    record_in_force(program)
    qtbot.waitUntil(lambda: not has_button(page, "Record what is in force…"))


def test_sales_without_a_sold_price_and_no_record_have_nothing_to_compare_with(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    open_file(table_file)
    path = tmp_path / "ranking.csv"
    path.write_text("Part Number,Description,Cost,List,Qty Sold\nA1,SEAL,12.00,30.00,4\n")
    program.window.files.import_path(path)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    page = turn_to(qtbot, program)
    assert "Nothing to compare with" in read(page)
    assert "earns" not in read(page)
    qtbot.waitUntil(lambda: parts(page) == ["A1"])
    assert page.order.table.texts()[1][5:8] == ("–", "23.76", "–")
    assert page.order.table.texts()[-1][3:8] == ("12.00", "30.00", "–", "23.76", "–")
    QTest.keyClick(program.window, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.isVisible())
    assert not has_button(program.window, "Import sales")  # there are some
    turn_to(qtbot, program)
    record_in_force(program)
    qtbot.waitUntil(lambda: "earns $3.84 more" in read(page))
    assert "Nothing to compare with" not in read(page)


def test_a_page_that_was_taken_down_is_gone(
    qtbot: QtBot, tmp_path: Path, sales_file: Path, table_file: Path
) -> None:
    watches = watched(qtbot, Settings(tmp_path / "own.ini"), sales_file, table_file)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [watch() for watch in watches] == [None] * 4


def watched(
    qtbot: QtBot, settings: Settings, sales_file: Path, table_file: Path
) -> list[weakref.ref[QWidget]]:
    """Show the page in a program of its own, end that, and return what tells of its parts."""
    settings.is_tour_done = True
    program = Program(settings)
    program.window.show()
    with qtbot.waitSignal(program.window.files.opened, timeout=20_000):
        program.window.files.open_path(table_file)
    qtbot.waitUntil(lambda: not program.window.desk.is_busy)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    page = turn_to(qtbot, program)
    qtbot.waitUntil(lambda: len(parts(page)) == 5)
    widgets: list[QWidget] = [page, page.order, page.changed, page.bridge.waterfall]
    program.end()
    return [weakref.ref(widget) for widget in widgets]
