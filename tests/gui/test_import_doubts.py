"""What an import is in doubt about is asked on the page, never in the words of a terminal."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from tests.gui.document_hands import button, click, drop
from tests.gui.test_import_page import said, shown

Opened = Callable[[Path], None]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
LINES = [(f"P{place}", place % 3 + 1, Decimal(137 + 211 * place) / 100) for place in range(24)]


def taken(qtbot: QtBot, program: Program) -> Decimal:
    """Wait for the sales and return what they cost."""
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert program.workspace.sales is not None
    return Decimal(program.workspace.sales.used.cost) / 10**7


def test_amounts_of_whole_lines_are_asked_about_once_for_all_columns(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    rows = [
        f"{part},{count},{cost * count},{2 * cost * count}"
        for part, pieces, cost in LINES
        for count in (pieces, pieces + 2)
    ]
    path = tmp_path / "whole.csv"
    path.write_text("\n".join(["Part,Qty,Cost,Sale", *rows]))
    open_file(table_file)
    drop(program.window, path)
    page = shown(qtbot, program)
    asked = "Are “Cost” and “Sale” of one piece, or of all pieces of a line?"
    qtbot.waitUntil(lambda: asked in said(page), timeout=20_000)
    assert "mapping file" not in said(program.window)
    assert program.workspace.sales is None
    click(button(page, "Of all pieces of the line"))

    total = sum((cost * (2 * pieces + 2) for _, pieces, cost in LINES), Decimal(0))
    assert taken(qtbot, program) == total


def test_digits_without_decimals_are_asked_about(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    rows = [f"{part},1,{cost * 100:09.0f},{cost * 200:09.0f}" for part, _, cost in LINES]
    path = tmp_path / "tape.csv"
    path.write_text("\n".join(["Part,Qty,Cost,Sale", *rows]))
    open_file(table_file)
    drop(program.window, path)
    page = shown(qtbot, program)
    assert "How many digits at the end are decimals?" in said(page)
    click(button(page, "Two: “000000137” is 1.37"))

    assert taken(qtbot, program) == sum((cost for _, _, cost in LINES), Decimal(0))


def sales_with(path: Path, name: str, word: str, other: str) -> Decimal:
    """Write lines of which every fourth has a word; return what the others cost."""
    rows = [
        f"{part},{pieces},{word if place % 4 == 3 else other},{cost},{2 * cost}"
        for place, (part, pieces, cost) in enumerate(LINES)
    ]
    path.write_text("\n".join([f"Part,Qty,{name},Cost,Price", *rows]))
    kept = (one for place, one in enumerate(LINES) if place % 4 != 3)
    return sum((pieces * cost for _, pieces, cost in kept), Decimal(0))


def test_which_lines_are_returns_is_asked_and_remembered(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "marks.csv"
    total = sales_with(path, "DR/CR", "CR", "DR")
    open_file(table_file)
    drop(program.window, path)
    page = shown(qtbot, program)
    assert "“DR/CR” has CR on 6 of 24 lines" in said(page)
    assert ("Returns", "none: all are sales") in page.fields.shown
    click(button(page, "Returns: CR (6 of 24 lines)"))
    assert taken(qtbot, program) == total
    again = sales_with(tmp_path / "july.csv", "DR/CR", "CR", "DR")
    path.write_text("")
    before = program.workspace.sales
    drop(program.window, tmp_path / "july.csv")
    qtbot.waitUntil(lambda: program.workspace.sales is not before, timeout=20_000)

    assert taken(qtbot, program) == again
    assert ("Returns", "CR in DR/CR") in page.fields.shown


def test_which_table_is_meant_is_asked(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "two.csv"
    rows = [f"{part},{pieces},{cost},{2 * cost}" for part, pieces, cost in LINES]
    summary = ["Source,Qty,Cost,Sales", "10,30,400.00,800.00", "20,18,300.00,600.00", ""]
    path.write_text("\n".join([*summary, "Part,Qty,Cost,Price", *rows]))
    open_file(table_file)
    drop(program.window, path)
    page = shown(qtbot, program)
    assert "Tables with different columns begin on lines 1 and 5." in said(page)
    click(button(page, "Line 5: Part, Qty, Cost, Price"))

    total = sum((pieces * cost for _, pieces, cost in LINES), Decimal(0))
    assert taken(qtbot, program) == total


def test_what_a_net_holds_is_asked_and_then_where_the_cost_is(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "net.csv"
    rows = [f"{part},{pieces},{2 * cost},{cost}" for part, pieces, cost in LINES]
    path.write_text("\n".join(["Part,Qty,Net,Margin", *rows]))
    open_file(table_file)
    drop(program.window, path)
    page = shown(qtbot, program)
    assert "What does “Net” hold?" in said(page)
    click(button(page, "What one piece was sold for"))
    qtbot.waitUntil(lambda: "Which column holds the cost?" in said(page), timeout=20_000)
    first = ", ".join(str(cost) for _, _, cost in LINES[:3])
    click(button(page, f"Margin: {first}"))

    total = sum((pieces * cost for _, pieces, cost in LINES), Decimal(0))
    assert taken(qtbot, program) == total


def test_a_table_below_the_lines_in_view_is_asked_about_by_the_import(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    rows = [f"P{place},1,3.00,6.00" for place in range(1_200)]
    path.write_text("\n".join(["Part,Qty,Cost,Price", *rows, "Source,Qty,Cost,Sales", "1,2,3,4"]))
    open_file(table_file)
    drop(program.window, path)
    page = shown(qtbot, program)
    asked = "Tables with different columns begin on lines 1 and 1,202."
    qtbot.waitUntil(lambda: asked in said(page), timeout=20_000)
    assert program.workspace.sales is None
    click(button(page, "Line 1: Part, Qty, Cost, Price"))

    assert taken(qtbot, program) == Decimal(3_600)
