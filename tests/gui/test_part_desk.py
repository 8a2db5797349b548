"""Parts are read when a plan first needs them; a person sees it, can drop it and ask again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.factor import Basis
from matrix_designer.core.money import POINT
from matrix_designer.core.plan import ByPercent, Conditions, Rule
from matrix_designer.core.plan_edits import InsertRules
from matrix_designer.formats import sales as sales_module
from matrix_designer.gui.application import Program
from matrix_designer.gui.filter_desk import Veil
from matrix_designer.gui.messages import MessageLine
from matrix_designer.session import documents
from tests.gui.document_hands import button, click, has_button

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")
RULE = Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(parts=("A*",)))


@pytest.fixture(name="window")
def _window(
    qtbot: QtBot,
    program: Program,
    open_file: Callable[[Path], None],
    tmp_path: Path,
    sales_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> QWidget:
    monkeypatch.setattr(documents, "SMALL", -1)  # else the parts are there before the first rule
    table = tmp_path / "ladder.csv"
    table.write_text("From,To,Multiplier\n0.01,25.00,2.50\n25.01,,1.75\n")
    open_file(table)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.window.messages.text.startswith("sales.csv"), timeout=20_000)
    return program.window


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold the reading up until the gate is opened."""
    opened = threading.Event()
    real = sales_module.load_sales_parquet

    def slow(*arguments: Any, **named: Any) -> Any:
        opened.wait(20)
        return real(*arguments, **named)

    monkeypatch.setattr(sales_module, "load_sales_parquet", slow)
    yield opened
    opened.set()


def said(window: QWidget) -> str:
    return " ".join(line.text for line in window.findChildren(MessageLine) if line.text)


def is_grey(window: QWidget) -> bool:
    return any(veil.isVisible() for veil in window.findChildren(Veil))


def test_figures_are_grey_until_the_parts_are_there(
    qtbot: QtBot, window: QWidget, program: Program, gate: threading.Event
) -> None:
    program.workspace.apply(InsertRules(0, (RULE,)))
    assert is_grey(window)
    qtbot.waitUntil(lambda: has_button(window, "Cancel"), timeout=5_000)

    gate.set()

    qtbot.waitUntil(lambda: not is_grey(window), timeout=20_000)
    assert not has_button(window, "Cancel")
    assert program.workspace.sales is not None
    assert program.workspace.sales.rows.has_parts


def test_reading_can_be_dropped_and_asked_for_again(
    qtbot: QtBot, window: QWidget, program: Program, gate: threading.Event
) -> None:
    program.workspace.apply(InsertRules(0, (RULE,)))
    qtbot.waitUntil(lambda: has_button(window, "Cancel"), timeout=5_000)
    click(button(window, "Cancel"))
    assert not is_grey(window)
    assert "The parts of these sales were not read" in said(window)

    gate.set()
    click(button(window, "Read the parts"))

    qtbot.waitUntil(lambda: not is_grey(window), timeout=20_000)
    assert "not read" not in said(window)
    assert program.workspace.sales is not None
    assert program.workspace.sales.rows.has_parts


def test_lines_that_are_gone_are_told_in_one_sentence(window: QWidget, program: Program) -> None:
    sales = program.workspace.sales
    assert sales is not None
    assert sales.lines_file is not None
    Path(sales.lines_file).unlink()
    program.workspace.apply(InsertRules(0, (RULE,)))

    assert "The single lines of these sales are not there to tell parts apart" in said(window)
    assert not is_grey(window)


def test_small_sales_have_their_parts_before_the_first_rule(
    qtbot: QtBot,
    program: Program,
    open_file: Callable[[Path], None],
    tmp_path: Path,
    sales_file: Path,
) -> None:
    table = tmp_path / "ladder.csv"
    table.write_text("From,To,Multiplier\n0.01,25.00,2.50\n25.01,,1.75\n")
    open_file(table)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.window.messages.text.startswith("sales.csv"), timeout=20_000)

    program.workspace.apply(InsertRules(0, (RULE,)))

    assert not is_grey(program.window)
    analysis = program.analyst.analysis
    assert analysis is not None
    qtbot.waitUntil(lambda: replayed_by_percent(program), timeout=5_000)


def replayed_by_percent(program: Program) -> bool:
    analysis = program.analyst.analysis
    rows = () if analysis is None or analysis.replay is None else analysis.replay.tiers
    return any(row.percent is not None and row.lines for row in rows)


def test_nothing_is_said_while_no_plan_needs_parts(window: QWidget) -> None:
    assert not is_grey(window)
    assert "parts" not in said(window)
