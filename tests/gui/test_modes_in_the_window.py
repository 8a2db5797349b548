"""Every mode, cap, rail and ending in the window: its curve is the engine, its trace in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from matrix_designer.core.edits import ReplaceMatrix
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import (
    Cap,
    CapRule,
    Ending,
    EndingKind,
    Fallback,
    FallbackKind,
    Floor,
    FloorKind,
    Matrix,
    Mode,
    Rails,
    Tier,
)
from matrix_designer.core.money import POINT
from matrix_designer.core.pricing import compile_matrix, price_one
from matrix_designer.gui.application import Program
from matrix_designer.gui.panels.why_panel import WhyPanel
from tests.gui.document_hands import keys
from tests.gui.why_hands import type_into

Opened = Callable[[Path], None]
TIERS = tuple(
    Tier(low, high, read_factor(factor).factor)
    for low, high, factor in (
        (100, 100_000, "×2.50"),
        (100_100, 250_000, "×1.98"),
        (250_100, 1_000_000, "×1.80"),
        (1_000_100, None, "×1.75"),
    )
)
LADDER = Matrix("Ladder", TIERS)
COSTS = (100, 49_900, 99_900, 100_100, 180_000, 250_100, 999_900, 1_000_100, 2_400_000)


def shown(program: Program, matrix: Matrix) -> None:
    """Put another matrix in the place of the one that is open."""
    name = program.workspace.design.matrix.name
    program.workspace.apply(ReplaceMatrix(name, replace(matrix, name=name)))
    program.analyst.catch_up()


@pytest.fixture
def window(program: Program, open_file: Opened, table_file: Path) -> QWidget:
    open_file(table_file)
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    return program.window


def drawn_gp(program: Program, cost: int) -> float:
    """Return the GP % that the curve shows at a cost (an amount), right of a riser."""
    analysis = program.analyst.analysis
    assert analysis is not None
    line = analysis.curves.proposed
    x = np.log10(cost / 10_000)
    after = int(np.searchsorted(line.x, x, side="right"))
    after = min(after, len(line.x) - 1)
    before = max(after - 1, 0)
    span = line.x[after] - line.x[before]
    part = 0.0 if span == 0 else (x - line.x[before]) / span
    return float(line.y[before] + part * (line.y[after] - line.y[before]))


def engine_gp(matrix: Matrix, cost: int) -> float:
    price = price_one(compile_matrix(matrix), cost, None).price
    assert price is not None
    return 100 * (price - cost) / price


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("rule", [None, *CapRule])
def test_the_curve_is_what_the_engine_prices(
    window: QWidget, program: Program, mode: Mode, rule: CapRule | None
) -> None:
    assert window.isVisible()
    cap = None if rule is None else Cap(2_000_000, rule)
    matrix = replace(LADDER, mode=mode, cap=cap)
    shown(program, matrix)
    for cost in COSTS:
        exact = engine_gp(matrix, cost)
        cent = 100 * 100 / max(cost, 1)  # what rounding to the cent may move
        assert drawn_gp(program, cost) == pytest.approx(exact, abs=0.15 + cent)


@pytest.mark.parametrize(("mode", "least"), [(Mode.COMPOUND, 0.6), (Mode.LINEAR, 0.6)])
def test_what_is_continuous_has_no_step(
    window: QWidget, program: Program, mode: Mode, least: float
) -> None:
    assert window.isVisible()
    shown(program, LADDER)
    simple = steps_of(program)
    assert max(simple) > 5, "a simple table falls from tier to tier"
    shown(program, replace(LADDER, mode=mode))
    assert max(steps_of(program)) < least


def steps_of(program: Program) -> list[float]:
    """Return by how much the curve jumps where two of its points have one x."""
    analysis = program.analyst.analysis
    assert analysis is not None
    line = analysis.curves.proposed
    near = np.diff(line.x) < 1e-4
    return np.abs(np.diff(line.y))[near].tolist() or [0.0]


TRACES = {
    "compound": (
        replace(LADDER, mode=Mode.COMPOUND),
        ("20", ""),
        "$44.80",
        {"Factor": "10.00 × 2.5 + 10.00 × 1.98 = 44.80"},
    ),
    "linear": (
        replace(LADDER, mode=Mode.LINEAR),
        ("20", ""),
        "$37.20",
        {"Factor": "×1.98 at 10.01 slides to ×1.80 at 25.01"},
    ),
    "cap at list": (
        replace(LADDER, cap=Cap(1_000_000, CapRule.LIST)),
        ("200", "300"),
        "$300.00",
        {"Cap": "Cost 200.00 is above the cap 100.00: list 300.00"},
    ),
    "cap at cost plus": (
        replace(LADDER, cap=Cap(1_000_000, CapRule.COST_PLUS_67)),
        ("200", "300"),
        "$334.00",
        {"Cap": "cost × 1.67 = 334"},
    ),
    "lower cap": (
        replace(LADDER, cap=Cap(1_000_000, CapRule.LOWER)),
        ("200", "300"),
        "$300.00",
        {"Cap": "the lower of list 300.00 and cost × 1.67 = 334"},
    ),
    "higher cap": (
        replace(LADDER, cap=Cap(1_000_000, CapRule.HIGHER)),
        ("200", "300"),
        "$334.00",
        {"Cap": "the higher of list 300.00"},
    ),
    "ceiling": (
        replace(LADDER, rails=Rails(ceiling=10 * POINT)),
        ("20", "30"),
        "$33.00",
        {"Ceiling": "33.00"},
    ),
    "not below list": (
        replace(LADDER, rails=Rails(is_not_below_list=True)),
        ("20", "45"),
        "$45.00",
        {"Not below list": "45.00"},
    ),
    "floor": (
        replace(LADDER, rails=Rails(floor=Floor(FloorKind.GP, 50 * POINT))),
        ("20", ""),
        "$40.00",
        {"Floor": "40.00"},
    ),
    "ending": (
        replace(LADDER, ending=Ending(EndingKind.C95)),
        ("20", ""),
        "$39.95",
        {"Ending": ".95"},
    ),
    "list look-up": (
        replace(LADDER, lookup=Basis.LIST),
        ("20", "30"),
        "$36.00",
        {"Tier": "List 30.00 finds tier 3", "Factor": "Cost 20.00 × 1.8"},
    ),
    "fallback": (
        replace(
            LADDER,
            tiers=TIERS[:1],
            fallback=Fallback(FallbackKind.FACTOR, read_factor("×1.5").factor),
        ),
        ("20", ""),
        "$30.00",
        {"Tier": "matches no tier", "Fallback": "1.5"},
    ),
}


@pytest.mark.parametrize("name", TRACES)
def test_every_step_is_told_in_words(window: QWidget, program: Program, name: str) -> None:
    matrix, (cost, listed), price, wanted = TRACES[name]
    shown(program, matrix)
    keys(window, "F9")
    panel = window.findChild(WhyPanel)
    assert panel is not None
    for key, text in (("cost", cost), ("list_price", listed)):
        type_into(panel, key, text)
    assert panel.trace.prices[0] == price
    told = {step: left for step, left, _ in panel.trace.lines}
    for step, words in wanted.items():
        assert words in told[step]
