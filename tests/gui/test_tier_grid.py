"""The tier grid in the hands of a person: what stands in it, and what typing does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import ReplaceMatrix
from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import DOLLAR, POINT
from matrix_designer.core.plan import ByPercent, Conditions, Rule, Span
from matrix_designer.core.plan_edits import InsertRules
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.gui.fonts import interface_font
from matrix_designer.gui.grid.figures import SelectionFigures
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.pages.tier_grid import TierGrid
from matrix_designer.gui.theme import make_theme
from matrix_designer.session.workspace import Workspace

Key = Qt.Key
TIERS = (
    (1, 1_000, "×2.50"),
    (1_001, 1_500, "×1.98"),
    (1_501, 2_000, "+92%"),
    (2_001, 2_500, "42% GP"),
    (2_501, 5_000, "90% of list"),
    (5_001, 7_499, "+$20.00"),
    (7_501, 25_000, "x1.786"),
)
"""Bounds in cents; one cent is missing below the last tier."""


def make_matrix(*, is_all_on_cost: bool = False) -> Matrix:
    tiers = []
    for low, high, given in TIERS:
        text = given.replace("90% of list", "x1.80") if is_all_on_cost else given
        reading = read_factor(text)
        tier = Tier(low * 100, high * 100, reading.factor)
        if reading.basis is not None:
            tier = Tier(low * 100, high * 100, reading.factor, reading.basis)
        tiers.append(tier)
    return Matrix("Captive", tuple(tiers), cap=Cap(250 * DOLLAR, CapRule.COST_PLUS_67))


def make_sales() -> Sales:
    cost = np.array([500, 1_200, 1_800, 2_200, 3_000, 6_000, 10_000, 30_000], np.int64) * 100
    one = np.ones(len(cost), np.int64)
    pieces = one * 1_000 * np.array([1_500, 4, 3, 2, 1, 1, 1, 1], np.int64)
    unit = cost * 2
    zero = one * 0
    rows = SalesRows(cost, cost * 2, unit, zero, zero, zero, pieces, unit * pieces, one)
    total = Tally(len(cost), int(pieces.sum()), int((cost * pieces).sum()), int(rows.sold.sum()))
    days = (dt.date(2025, 7, 1), dt.date(2026, 6, 30))
    names = (("12",), ("",), ("C",))
    return Sales("made up", "0", rows, *names, len(cost), total, {}, {}, 8, *days)


class Bench:
    """A window with the tier grid, evaluated after every edit, with undo on its keys."""

    def __init__(self, qtbot: QtBot, numbers: Numbers, *, has_sales: bool = True) -> None:
        before = Matrix("Old", (Tier(100, None, read_factor("x1.8").factor),))
        design = Design("Bench", (make_matrix(),), goal=46 * POINT, in_force=InForce(before))
        self.workspace = Workspace(design)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1_700, 600)
        self.sales = make_sales() if has_sales else None
        theme = make_theme(is_dark=False, base=interface_font())
        self.grid = TierGrid(self.workspace, theme, self.window, numbers)
        self.grid.setGeometry(0, 0, 1_300, 400)
        self.analysis: Analysis | None = None
        self.figures = SelectionFigures(0)
        for action, keys in (
            (self.workspace.undo_stack.createUndoAction(self.window), "Ctrl+Z"),
            (self.workspace.undo_stack.createRedoAction(self.window), "Ctrl+Y"),
        ):
            action.setShortcut(QKeySequence(keys))
            self.window.addAction(action)
        self.workspace.design_changed.connect(self._evaluate)
        self.grid.selection_changed.connect(self._note)
        self._evaluate()
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)
        self.grid.setFocus()

    def _evaluate(self) -> None:
        self.analysis = evaluate(self.workspace.design, self.sales, previous=self.analysis)
        self.grid.show_analysis(self.analysis)

    def _note(self, figures: SelectionFigures) -> None:
        self.figures = figures

    def place(self, key: str) -> int:
        return self.grid.view.grid_model.spec.place_of(key)

    def click(self, row: int, key: str) -> None:
        view = self.grid.view
        box = view.visualRect(view.model().index(row, self.place(key)))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        focused = self.window.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifiers or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        for letter in text:
            focused = self.window.focusWidget()
            assert focused is not None
            QTest.keyClicks(focused, letter)

    def enter(self, row: int, key: str, text: str) -> None:
        self.click(row, key)
        self.type(text)
        self.key(Key.Key_Return)

    def price_on_cost(self) -> None:
        """Put every tier on cost, so that every price can be told without a list."""
        name = self.workspace.design.matrix.name
        self.workspace.apply(ReplaceMatrix(name, make_matrix(is_all_on_cost=True)))

    def shown(self, row: int, *keys: str) -> list[str]:
        model = self.grid.view.model()
        return [str(model.index(row, self.place(key)).data()) for key in keys]

    def factor(self, row: int) -> list[str]:
        return self.shown(row, "typed", "multiplier", "markup", "gp")

    @property
    def hint(self) -> str:
        """What a screen reader says of the text being typed; the same is painted."""
        fields = self.grid.view.viewport().findChildren(QLineEdit)
        return next(one for one in fields if one.isVisible()).accessibleDescription()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot, Numbers())


def test_every_kind_of_factor_stands_in_all_units(bench: Bench) -> None:
    assert bench.factor(0) == ["×2.50", "2.50", "150.0", "60.0"]
    assert bench.factor(2) == ["+92%", "1.92", "92.0", "47.9"]
    assert bench.factor(3) == ["42% GP", "1.724", "72.4", "42.0"]
    assert bench.factor(4) == ["90% of list", "0.90", "−10.0", ""]
    assert bench.factor(5) == ["+$20.00", "", "", ""]
    assert bench.factor(6) == ["x1.786", "1.786", "78.6", "44.0"]


def test_bounds_prices_and_the_cap_row(bench: Bench) -> None:
    bench.price_on_cost()
    assert bench.shown(0, "from", "to", "basis", "at_top", "after") == [
        *("0.01", "10.00", "cost", "25.00", "19.82")
    ]
    assert bench.shown(5, "at_top", "after") == ["94.99", "no price"]
    assert bench.shown(7, "from", "to", "typed", "multiplier", "gp") == [
        *("250.01", "and up", "+67%", "1.67", "40.1")
    ]


def test_what_was_sold_in_whole_dollars_with_separators(bench: Bench) -> None:
    assert bench.shown(0, "pieces", "cost", "as_sold", "in_force", "proposed", "share") == [
        *("1,500", "7,500", "7,500", "6,000", "11,250", "92.2")
    ]
    total = bench.grid.total.accessibleDescription()
    assert bench.grid.total.accessibleName() == "Total, proposed"
    assert "Pieces 1,513" in total
    assert "Cost $ 8," in total


def test_under_a_plan_the_total_is_of_what_the_matrix_prices(bench: Bench) -> None:
    cheap = Rule(ByPercent(Basis.COST, 0), Conditions(cost=Span(0, 6 * DOLLAR)))
    bench.workspace.apply(InsertRules(0, (cheap,)))
    assert bench.shown(0, "pieces", "cost") == ["0", "0"]
    assert "Pieces 13," in bench.grid.total.accessibleDescription()


def test_without_sales_dashes_stand_there(qtbot: QtBot) -> None:
    bench = Bench(qtbot, Numbers(), has_sales=False)
    assert bench.shown(0, "pieces", "cost", "proposed", "share") == ["–"] * 4
    assert bench.grid.view.grid_model.spec.columns[-1].group == "Sold"


def test_typing_a_multiplier_a_markup_and_a_gp_re_expresses_the_factor(bench: Bench) -> None:
    bench.enter(0, "multiplier", "1.725")
    assert bench.factor(0) == ["×1.725", "1.725", "72.5", "42.0"]
    bench.enter(0, "markup", "98")
    assert bench.factor(0) == ["+98%", "1.98", "98.0", "49.5"]
    bench.enter(0, "gp", "42")
    assert bench.factor(0) == ["42% GP", "1.724", "72.4", "42.0"]
    bench.enter(0, "multiplier", "+75%")
    assert bench.factor(0) == ["+75%", "1.75", "75.0", "42.9"]
    bench.enter(0, "typed", "175% of cost")
    assert bench.factor(0) == ["175% of cost", "1.75", "75.0", "42.9"]
    assert bench.workspace.undo_stack.count() == 5


@pytest.mark.parametrize("column", ["typed", "multiplier", "markup", "gp", "from", "to", "basis"])
def test_f2_and_enter_leave_a_tier_as_it_is(bench: Bench, column: str) -> None:
    before = bench.workspace.design
    bench.click(3, column)
    bench.key(Key.Key_F2)
    bench.key(Key.Key_Return)
    assert bench.workspace.design is before
    assert before.matrix.tiers[3].factor.kind is FactorKind.GP


def test_the_same_value_typed_over_a_gp_tier_is_an_edit(bench: Bench) -> None:
    bench.enter(3, "multiplier", "1.72")
    assert bench.factor(3) == ["×1.72", "1.72", "72.0", "41.9"]


def test_the_hint_says_what_is_read_while_it_is_typed(bench: Bench) -> None:
    bench.click(1, "multiplier")
    bench.type("+98%")
    assert bench.hint == (
        "read as markup +98 %   = ×1.98   = 49.5 % GP   ·   a $12.00 part sells for $23.76"
    )
    bench.key(Key.Key_Escape)
    bench.click(1, "gp")
    bench.type("42")
    assert bench.hint.startswith("read as 42.0 % GP   = ×1.724   = markup +72.4 %")


def test_undo_and_redo_bring_texts_and_selection_back(bench: Bench) -> None:
    bench.enter(0, "multiplier", "1.9")
    bench.enter(4, "to", "49.99")
    assert bench.shown(4, "to") == ["49.99"]
    bench.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.shown(4, "to") == ["50.00"]
    assert bench.grid.view.currentIndex().row() == 4
    bench.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.factor(0)[:2] == ["×2.50", "2.50"]
    assert bench.grid.view.currentIndex().row() == 0
    bench.key(Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert bench.factor(0)[:2] == ["×1.90", "1.90"]


def test_bounds_are_typed_and_an_empty_top_is_open(bench: Bench) -> None:
    bench.price_on_cost()
    bench.enter(6, "to", "$1,250.50")
    assert bench.shown(6, "to") == ["1,250.50"]
    bench.enter(6, "to", "max")
    assert bench.shown(6, "to", "at_top") == ["and up", "446.50"]
    assert bench.workspace.design.matrix.tiers[6].upper is None
    bench.enter(6, "from", "75.00")
    assert bench.shown(6, "from") == ["75.00"]
    assert bench.shown(5, "after") != ["no price"]


def test_the_basis_is_typed(bench: Bench) -> None:
    bench.enter(0, "basis", "l")
    assert bench.shown(0, "basis", "multiplier", "gp") == ["list", "2.50", ""]
    bench.enter(4, "basis", "cost")
    assert bench.shown(4, "basis", "typed", "gp") == ["cost", "90% of cost", "−11.1"]


@pytest.mark.parametrize(
    ("row", "column", "text", "reason"),
    [
        (0, "multiplier", "1.9.8", "“1.9.8”"),
        (0, "typed", "$5.00", "flat price"),
        (0, "gp", "100", "below 100"),
        (4, "gp", "42", "cost only"),
        (3, "basis", "list", "cost only"),
        (0, "basis", "retail price", "cost or list"),
        (0, "from", "-1", "negative"),
        (0, "from", "", "no number"),
        (0, "to", "1e3", "not a number"),
        (0, "to", "10.00001", "more than four decimals"),
        (0, "from", "0.000001", "more than four decimals"),
        (0, "multiplier", "", "empty"),
        (0, "multiplier", "-2", "Write -2% for a markup"),
        (0, "multiplier", "+1.75", "Write +1.75% for a markup"),
    ],
)
def test_a_refused_text_stays_with_its_reason(
    bench: Bench, row: int, column: str, text: str, reason: str
) -> None:
    before = bench.workspace.design
    bench.click(row, column)
    bench.key(Key.Key_Backspace)
    bench.type(text)
    bench.key(Key.Key_Return)
    assert reason in bench.hint
    assert bench.workspace.design is before
    bench.key(Key.Key_Escape)
    assert bench.workspace.design is before


def test_a_comma_locale_shows_and_reads_commas(qtbot: QtBot) -> None:
    bench = Bench(qtbot, Numbers(",", "."))
    assert bench.factor(1) == ["×1,98", "1,98", "98,0", "49,5"]
    assert bench.shown(0, "pieces", "cost") == ["1.500", "7.500"]
    bench.enter(1, "multiplier", "1,95")
    assert bench.factor(1) == ["×1,95", "1,95", "95,0", "48,7"]
    assert bench.workspace.design.matrix.tiers[1].factor.text == "×1.95"
    bench.enter(6, "to", "1.250,50")
    assert bench.shown(6, "to") == ["1.250,50"]
    before = bench.workspace.design
    bench.enter(1, "multiplier", "1.95")
    bench.key(Key.Key_Escape)
    for column in ("typed", "multiplier", "from", "to"):
        bench.click(1, column)
        bench.key(Key.Key_F2)
        bench.key(Key.Key_Return)
    assert bench.workspace.design is before


def test_status_figures_and_selected_tiers(bench: Bench) -> None:
    bench.click(0, "multiplier")
    for _ in range(2):
        bench.key(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert bench.figures.text == "3 cells · least 1.92 · greatest 2.50 · mean 2.133"
    assert bench.grid.selected_tiers == (0, 1, 2)


def test_findings_stand_beside_their_tier_and_in_their_cell(bench: Bench) -> None:
    model = bench.grid.view.model()
    head = str(model.headerData(5, Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole))
    assert head == "Tier 6, error"
    note = str(model.index(5, bench.place("to")).data(Qt.ItemDataRole.ToolTipRole))
    assert "75.00" in note


@pytest.mark.parametrize(
    ("window", "grid", "gone"),
    [
        (1_700, 1_300, set()),
        (1_440, 1_300, {"as_sold"}),
        (1_366, 1_200, {"as_sold", "basis", "pieces"}),
    ],
)
def test_columns_hide_in_their_order_where_the_window_is_narrow(
    qtbot: QtBot, bench: Bench, window: int, grid: int, gone: set[str]
) -> None:
    bench.window.resize(window, 600)
    bench.grid.resize(grid, 400)
    qtbot.waitUntil(lambda: bench.window.width() == window)
    bench.grid.resize(grid - 1, 400)
    hidden = {one.key for one in bench.grid.column_choices() if not one.is_shown}
    assert hidden == gone


def test_a_chosen_column_stays_and_a_hidden_one_goes(bench: Bench) -> None:
    bench.window.resize(1_366, 600)
    bench.grid.choose_column("pieces", is_shown=True)
    bench.grid.choose_column("gp", is_shown=False)
    hidden = {one.key for one in bench.grid.column_choices() if not one.is_shown}
    assert "pieces" not in hidden
    assert "gp" in hidden


def test_held_rows_are_edited_at_once_and_shown_with_the_figures(bench: Bench) -> None:
    model, place = bench.grid.view.grid_model, (0, bench.place("typed"))
    before = model.shown_text(place)
    changed = replace(make_matrix().tiers[0], factor=read_factor("x9.87").factor)
    rows = [model.rows[0]._replace(tier=changed), *model.rows[1:]]
    assert model.hold(rows)
    assert (model.shown_text(place), model.edit_text(place)) == (before, "x9.87")
    model.set_rows(rows)
    assert model.shown_text(place) == "x9.87"
    assert not model.hold(rows[1:])
