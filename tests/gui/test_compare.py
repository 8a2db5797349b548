"""The Compare page in the hands of a person: keys and clicks in, sentences and pixels out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import InForce
from matrix_designer.core.edits import SetInForce
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import read_bound
from matrix_designer.gui.application import Program
from matrix_designer.gui.pages.compare import ComparePage
from tests.gui.document_hands import keys

Opened = Callable[[Path], None]
Key = Qt.Key
NOW = (("0.01", "10.00", "×2.40"), ("10.01", "100.00", "×1.90"), ("100.01", "", "×1.70"))


def record_in_force(program: Program) -> None:
    tiers = tuple(
        Tier(read_bound(low), read_bound(high) if high else None, read_factor(factor).factor)
        for low, high, factor in NOW
    )
    program.workspace.apply(SetInForce(InForce(Matrix("Now", tiers))), None)


@pytest.fixture
def page(
    qtbot: QtBot, program: Program, open_file: Opened, table_file: Path, sales_file: Path
) -> ComparePage:
    """Open four tiers with their sales and a matrix in force, and turn to Compare by its key."""
    open_file(table_file)
    program.window.files.import_path(sales_file)
    qtbot.waitUntil(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    record_in_force(program)
    return turn_to(qtbot, program)


def turn_to(qtbot: QtBot, program: Program) -> ComparePage:
    keys(program.window, "Ctrl+4")
    page = shown_page(program)
    qtbot.waitUntil(page.isVisible)
    return page


def shown_page(program: Program) -> ComparePage:
    found = program.window.findChild(ComparePage)
    assert isinstance(found, ComparePage)
    return found


def read(page: QWidget) -> str:
    """Return all sentences that are in view."""
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


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
