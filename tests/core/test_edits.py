"""Edits: what each makes of a design, and that nothing changed means the very same design."""

from __future__ import annotations

import pytest

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import (
    BoundSide,
    DeleteTiers,
    Edit,
    InsertTier,
    RenameDesign,
    ReplaceMatrix,
    SetAboveListLimit,
    SetBound,
    SetCap,
    SetEnding,
    SetFactor,
    SetFallback,
    SetGoal,
    SetInForce,
    SetLookup,
    SetMode,
    SetRails,
    SetTierBasis,
    Together,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, Factor, read_factor
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
from matrix_designer.core.money import CENT, DOLLAR, POINT, read_bound


def factor(text: str) -> Factor:
    return read_factor(text).factor


def ladder(*steps: tuple[str, str, str]) -> Matrix:
    tiers = tuple(
        Tier(read_bound(low), read_bound(high) if high else None, factor(text))
        for low, high, text in steps
    )
    return Matrix("main", tiers)


DESIGN = Design(
    "test",
    (
        ladder(("0.01", "10.00", "x2"), ("10.01", "50.00", "x1.8"), ("50.01", "", "x1.7")),
        Matrix("other", (Tier(CENT, None, factor("x3")),)),
    ),
)


def bounds(design: Design) -> list[tuple[int, int | None]]:
    return [(tier.first_cent, tier.last_cent) for tier in design.matrix.tiers]


def test_a_factor_is_set_in_its_tier_only() -> None:
    after = SetFactor("main", 1, factor("42% GP")).apply(DESIGN)
    assert [tier.factor.text for tier in after.matrix.tiers] == ["x2", "42% GP", "x1.7"]
    assert after.matrices[1] is DESIGN.matrices[1]
    assert after.matrix.tiers[0] is DESIGN.matrix.tiers[0]


def test_a_factor_that_names_its_basis_sets_it() -> None:
    after = SetFactor("main", 0, factor("90% of list"), Basis.LIST).apply(DESIGN)
    assert after.matrix.tiers[0].basis is Basis.LIST


def test_gp_on_list_is_refused() -> None:
    listed = SetTierBasis("main", 0, Basis.LIST).apply(DESIGN)
    with pytest.raises(MatrixDesignerError, match="cost only"):
        SetFactor("main", 0, factor("42 gp")).apply(listed)


def test_a_typed_bound_sets_itself_and_leaves_neighbours_alone() -> None:
    after = SetBound("main", 0, BoundSide.UPPER, 12 * DOLLAR).apply(DESIGN)
    assert bounds(after) == [(1, 1_200), (1_001, 5_000), (5_001, None)]
    after = SetBound("main", 1, BoundSide.LOWER, 9 * DOLLAR).apply(DESIGN)
    assert bounds(after)[1] == (900, 5_000)


def test_a_top_opens_and_a_bottom_cannot() -> None:
    assert SetBound("main", 1, BoundSide.UPPER, None).apply(DESIGN).matrix.tiers[1].upper is None
    with pytest.raises(MatrixDesignerError, match="lower bound"):
        SetBound("main", 1, BoundSide.LOWER, None).apply(DESIGN)


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        (0, [(1, 500), (501, 1_000), (1_001, 5_000), (5_001, None)]),
        (1, [(1, 1_000), (1_001, 3_000), (3_001, 5_000), (5_001, None)]),
        (2, [(1, 1_000), (1_001, 5_000), (5_001, 10_000), (10_001, None)]),
        (3, [(1, 1_000), (1_001, 5_000), (5_001, 10_000), (10_001, None)]),
    ],
)
def test_an_inserted_tier_parts_a_range_and_covers_the_same(
    at: int, wanted: list[tuple[int, int | None]]
) -> None:
    assert bounds(InsertTier("main", at).apply(DESIGN)) == wanted


def test_a_tier_into_an_empty_matrix_sells_at_cost_until_it_is_typed_over() -> None:
    after = InsertTier("none", 0).apply(Design("empty", (Matrix("none"),)))
    assert bounds(after) == [(1, None)]
    assert after.matrix.tiers[0].factor.price_of(12 * DOLLAR) == 12 * DOLLAR


def test_a_range_of_one_cent_is_not_parted() -> None:
    design = Design("one", (ladder(("5.00", "5.00", "x2")),))
    with pytest.raises(MatrixDesignerError, match="one cent wide"):
        InsertTier("main", 0).apply(design)


@pytest.mark.parametrize(
    ("gone", "wanted"),
    [
        ((0,), [(1, 5_000), (5_001, None)]),
        ((1,), [(1, 5_000), (5_001, None)]),
        ((2,), [(1, 1_000), (1_001, None)]),
        ((0, 1), [(1, None)]),
        ((0, 1, 2), []),
    ],
)
def test_deleted_tiers_leave_no_gap(
    gone: tuple[int, ...], wanted: list[tuple[int, int | None]]
) -> None:
    assert bounds(DeleteTiers("main", gone).apply(DESIGN)) == wanted


def test_a_neighbour_that_does_not_touch_keeps_its_bounds() -> None:
    design = Design("gap", (ladder(("0.01", "10.00", "x2"), ("12.00", "50.00", "x1.8")),))
    assert bounds(DeleteTiers("main", (1,)).apply(design)) == [(1, 1_000)]


EDITS: list[Edit] = [
    SetFactor("main", 1, factor("+42%")),
    SetBound("main", 1, BoundSide.UPPER, 40 * DOLLAR),
    SetTierBasis("main", 1, Basis.LIST),
    InsertTier("main", 1),
    DeleteTiers("main", (1,)),
    SetCap("main", Cap(250 * DOLLAR, CapRule.LOWER)),
    SetMode("main", Mode.LINEAR),
    SetLookup("main", Basis.LIST),
    SetFallback("main", Fallback(FallbackKind.LIST)),
    SetRails("main", Rails(10 * POINT, is_not_below_list=True, floor=Floor(FloorKind.GP, 5))),
    SetEnding("main", Ending(EndingKind.C95)),
    ReplaceMatrix("main", Matrix("new")),
    SetGoal(46 * POINT),
    SetAboveListLimit(5 * POINT),
    SetInForce(InForce(Matrix("old"))),
    RenameDesign("other name"),
    Together((SetGoal(40 * POINT), RenameDesign("both")), "two things"),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_every_edit_changes_a_copy_and_names_its_step(edit: Edit) -> None:
    before = DESIGN.matrix
    after = edit.apply(DESIGN)
    assert after != DESIGN
    assert DESIGN.matrix is before
    assert edit.text
    assert edit.text[0].islower() or edit.text[0] == "“"


@pytest.mark.parametrize(
    "edit",
    [edit for edit in EDITS if not isinstance(edit, InsertTier | DeleteTiers | ReplaceMatrix)],
    ids=lambda edit: type(edit).__name__,
)
def test_an_edit_that_changes_nothing_returns_the_very_same_design(edit: Edit) -> None:
    after = edit.apply(DESIGN)
    assert edit.apply(after) is after


def test_an_unknown_tier_or_matrix_is_named() -> None:
    with pytest.raises(MatrixDesignerError, match="no tier 9"):
        SetFactor("main", 8, factor("x2")).apply(DESIGN)
    with pytest.raises(MatrixDesignerError, match="no matrix named"):
        SetCap("nobody", None).apply(DESIGN)
