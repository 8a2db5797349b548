"""Several files dropped on a window at once: each is taken, or left with its reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from matrix_designer.gui.application import Program
from tests.gui.document_hands import drop, typed

Opened = Callable[[Path], None]


@pytest.fixture(name="other_file")
def _other_file(tmp_path: Path) -> Path:
    path = tmp_path / "other.csv"
    path.write_text("From,To,Multiplier\n0.01,,3.00\n")
    return path


def test_a_design_and_its_sales_come_together(
    qtbot: QtBot, program: Program, other_file: Path, sales_file: Path
) -> None:
    drop(program.window, sales_file, other_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None, timeout=20_000)
    assert typed(program.window) == "×3.00"
    qtbot.waitUntil(lambda: "lines read" in program.window.messages.text)


def test_designs_open_in_windows_of_their_own_and_the_rest_is_named(
    qtbot: QtBot, program: Program, table_file: Path, other_file: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pmatrix"
    broken.write_bytes(b"PK\x03\x04 this is no archive")
    note = tmp_path / "note <b>.csv"
    note.write_text("Dear all\n")
    drop(program.window, table_file, note, broken, other_file)
    qtbot.waitUntil(lambda: "Not taken" in program.window.messages.text, timeout=20_000)
    one, other = program.windows.all
    assert (typed(one.window), typed(other.window)) == ("×2.50", "×3.00")
    told = program.window.messages.text
    assert "“note <b>.csv” is neither a design, nor a table of tiers, nor sales lines" in told
    assert "broken.pmatrix" in told


def test_sales_are_not_read_into_what_was_there_where_their_design_is_refused(
    qtbot: QtBot, program: Program, sales_file: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.csv"
    gone.write_text("From,To,Multiplier\n0.01,,3.00\n")
    drop(program.window, gone, sales_file)
    desk = program.window.desk
    desk.job_changed.connect(lambda job: gone.unlink() if job is None and gone.exists() else None)
    qtbot.waitUntil(lambda: "Not taken" in program.window.messages.text, timeout=20_000)
    assert "“sales.csv” was not read" in program.window.messages.text
    assert program.workspace.sales is None
    assert program.window.is_on_start
