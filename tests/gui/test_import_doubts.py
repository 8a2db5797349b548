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
