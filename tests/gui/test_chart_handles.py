"""Handles on the curve in the hands of a person: real mouse events, told by grid, undo, pixels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from matrix_designer.core.factor import FactorKind
from matrix_designer.core.fitted_factor import STEPS
from matrix_designer.core.matrix import Mode
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.gui.application import Program
from tests.gui.chart_hand import FACTORS, TOPS, Hand, capped, ladder


@pytest.mark.parametrize("tier", range(5))
def test_a_dot_dragged_up_raises_its_factor_in_its_own_kind_as_one_step(
    program: Program, tier: int
) -> None:
    hand = Hand(program, ladder())
    before = hand.matrix
    start = hand.dot(tier)
    hand.drag(start, QPoint(0, -12))
    after = hand.matrix
    factor, was = after.tiers[tier].factor, before.tiers[tier].factor
    assert factor.kind is was.kind
    assert factor.value > was.value
    assert factor.value % STEPS[factor.kind] == 0
    assert [one for at, one in enumerate(after.tiers) if at != tier] == [
        one for at, one in enumerate(before.tiers) if at != tier
    ]
    assert hand.cell(tier, "typed") == factor.text
    assert hand.steps == [f"factor of tier {tier + 1}"]
    QTest.keyClick(program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(1)
    assert hand.matrix == before
    assert hand.cell(tier, "typed") == FACTORS[tier]


def test_the_curve_comes_along_with_the_dot(program: Program) -> None:
    hand = Hand(program, ladder())
    start = hand.dot(1)
    hand.hold(start, QPoint(0, -20), steps=10)
    assert abs(hand.dot(1).y() - (start.y() - 20)) <= 2, "the tread is under the pointer"
    hand.let_go(start - QPoint(0, 20))


@pytest.mark.parametrize("mode", [Mode.COMPOUND, Mode.LINEAR])
def test_the_curve_comes_along_where_tiers_combine(program: Program, mode: Mode) -> None:
    hand = Hand(program, ladder("×2.50", "×2.20", "×2.00", "×1.90", "×1.80", mode=mode))
    start = hand.dot(1)
    hand.hold(start, QPoint(0, -14), steps=7)
    assert abs(hand.at(10 ** hand.place.value_x(start.x())).y() - (start.y() - 14)) <= 3
    hand.let_go(start - QPoint(0, 14))
    assert hand.steps == ["factor of tier 2"]


def test_nothing_moves_until_the_hand_moves(program: Program) -> None:
    hand = Hand(program, ladder())
    before = hand.work.design
    hand.drag(hand.dot(1), QPoint(2, 2))
    hand.drag(hand.riser(20), QPoint(2, 0))
    assert hand.work.design is before
    assert not hand.steps


@pytest.mark.parametrize("is_shared", [False, True])
def test_a_riser_takes_both_bounds_along_as_one_step(program: Program, is_shared: bool) -> None:
    hand = Hand(program, ladder(is_shared=is_shared))
    before = hand.matrix
    start = hand.riser(20)
    hand.drag(start, hand.at(30, 50) - hand.at(20.005, 50) + QPoint(0, 5))
    tiers = hand.matrix.tiers
    assert tiers[1].upper is not None
    assert abs(tiers[1].upper - 30 * DOLLAR) <= 60 * CENT
    assert tiers[1].upper % CENT == 0
    assert tiers[2].lower - tiers[1].upper == (0 if is_shared else CENT)
    assert hand.cell(1, "to") == f"{tiers[1].upper / DOLLAR:.2f}"
    assert hand.cell(2, "from") == f"{tiers[2].lower / DOLLAR:.2f}"
    assert [one.factor for one in tiers] == [one.factor for one in before.tiers]
    assert len(hand.steps) == 1
    QTest.keyClick(program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hand.matrix == before


def test_a_bound_snaps_to_round_amounts(program: Program) -> None:
    hand = Hand(program, ladder())
    start = hand.riser(20)
    hand.drag(start, QPoint(37, 0))
    upper = hand.matrix.tiers[1].upper
    assert upper is not None
    assert upper % (10 * CENT) == 0, "a pixel is wider than ten cents there"


@pytest.mark.parametrize(("way", "is_up"), [(600, True), (-600, False)])
def test_a_bound_never_passes_its_neighbour(program: Program, way: int, is_up: bool) -> None:
    hand = Hand(program, ladder())
    hand.drag(hand.riser(20), QPoint(way, 0))
    tiers = hand.matrix.tiers
    tops = [tier.upper for tier in tiers]
    lows = [tier.lower for tier in tiers]
    wanted = (TOPS[2] or 0) - 1 if is_up else (TOPS[0] or 0) + 1
    assert tops[1] == wanted * CENT
    assert lows[2] == (wanted + 1) * CENT
    assert lows == sorted(lows)
    assert all(top is None or low <= top for low, top in zip(lows, tops, strict=True))
    analysis = program.analyst.analysis
    assert analysis is not None
    assert not {"overlap", "reversed-bounds", "gap", "unordered"} & {
        finding.code for finding in analysis.findings
    }


def test_the_cap_moves_with_the_tier_that_ends_there(program: Program) -> None:
    hand = Hand(program, capped())
    hand.drag(hand.riser(250), hand.at(400, 50) - hand.at(250, 50))
    cap = hand.matrix.cap
    assert cap is not None
    assert abs(cap.above - 400 * DOLLAR) <= 5 * DOLLAR
    assert hand.matrix.tiers[1].upper == cap.above
    assert len(hand.steps) == 1


@pytest.mark.parametrize("what", ["dot", "riser"])
def test_escape_puts_back_exactly_what_was(program: Program, what: str) -> None:
    hand = Hand(program, ladder())
    before = hand.work.design
    start = hand.dot(1) if what == "dot" else hand.riser(20)
    hand.hold(start, QPoint(15, -15))
    assert hand.work.design is not before
    QTest.keyClick(hand.curves.sheet, Qt.Key.Key_Escape)
    assert hand.work.design is before
    assert not hand.steps
    QTest.mouseMove(hand.glass, start + QPoint(30, -30))
    hand.let_go(start + QPoint(30, -30))
    assert hand.work.design is before, "the hand is empty after Esc"
    assert not hand.work.is_unsaved


def test_a_drag_back_to_where_it_began_leaves_no_step(program: Program) -> None:
    hand = Hand(program, ladder())
    before, start = hand.work.design, hand.dot(1)
    hand.hold(start, QPoint(0, -20))
    QTest.mouseMove(hand.glass, start)
    hand.let_go(start)
    assert hand.work.design is before
    assert not hand.steps


def test_two_drags_are_two_steps(program: Program) -> None:
    hand = Hand(program, ladder())
    hand.drag(hand.dot(1), QPoint(0, -10))
    hand.drag(hand.dot(1), QPoint(0, -10))
    assert len(hand.steps) == 2


def test_no_axis_jumps_while_a_handle_is_held(program: Program) -> None:
    hand = Hand(program, ladder("×2.50", "×2.20", "×2.00", "×1.90", "×1.80"))
    start, before = hand.dot(3), hand.place
    hand.hold(start, QPoint(0, 200), steps=8)
    assert hand.place == before
    hand.let_go(start + QPoint(0, 200))
    assert hand.place != before, "afterwards the axis fits what was made"


def test_a_click_on_a_tread_selects_its_tier_in_the_grid(program: Program) -> None:
    hand = Hand(program, ladder())
    page = program.window.design_page
    for tier in (3, 1):
        QTest.mouseClick(
            hand.glass,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            hand.dot(tier) + QPoint(14, 0),
        )
        assert page.grid.selected_tiers == (tier,)
    assert not hand.steps


def test_the_pointer_says_what_can_be_done(program: Program) -> None:
    hand = Hand(program, ladder())
    for at, shape in (
        (hand.dot(1), Qt.CursorShape.SizeVerCursor),
        (hand.dot(1) + QPoint(7, -7), Qt.CursorShape.SizeVerCursor),
        (hand.riser(20), Qt.CursorShape.SplitHCursor),
        (hand.riser(20) + QPoint(-7, 0), Qt.CursorShape.SplitHCursor),
        (hand.dot(1) + QPoint(0, 40), Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(hand.glass, at)
        assert hand.glass.cursor().shape() is shape


def test_kinds_are_all_there() -> None:
    assert {tier.factor.kind for tier in ladder().tiers} == set(FactorKind)
