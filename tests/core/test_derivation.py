"""Derived matrices: exact where four decimals hold them, in step with every edit, cut loose."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from matrix_designer.core.derivation import Derivation, DerivationKind
from matrix_designer.core.derivation_edits import (
    CopyTiers,
    CutLoose,
    DeriveMatrix,
    MoveMatrix,
    SetDerivation,
)
from matrix_designer.core.derived import derivation_text, derive, in_step
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.edits import (
    DeleteTiers,
    Edit,
    InsertTier,
    ReplaceMatrix,
    SetCap,
    SetFactor,
    SetFallback,
)
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Factor, read_factor
from matrix_designer.core.matrix import Cap, CapRule, Fallback, FallbackKind, Matrix, Tier
from matrix_designer.core.matrix_edits import (
    AddMatrix,
    CorrectRecord,
    DeleteMatrix,
    DuplicateMatrix,
    RenameMatrix,
)
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.plan import ByMatrix, Plan, Rule
from tests.core.random_edits import any_edit
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded


def factor(text: str) -> Factor:
    return read_factor(text).factor


def times(parent: str, value: str) -> Derivation:
    return Derivation(parent, DerivationKind.FACTOR, int(Fraction(value) * 10_000))


def plus(parent: str, value: str) -> Derivation:
    return Derivation(parent, DerivationKind.SHIFT, int(Fraction(value) * 10_000))


def matrix(*factors: str) -> Matrix:
    tiers = tuple(
        Tier(place * DOLLAR + CENT, (place + 1) * DOLLAR, factor(text))
        for place, text in enumerate(factors)
    )
    return Matrix("Retail", tiers, cap=Cap(250 * DOLLAR, CapRule.LOWER))


DESIGN = Design("test", (matrix("x2", "+75%", "42% GP"), Matrix("Other", matrix("x3").tiers)))
BARE = Design("bare", (Matrix("Other", matrix("x3").tiers),))
FLEET = DeriveMatrix(times("Retail", "0.9"), "Fleet").apply(DESIGN)


def texts(design: Design, name: str) -> list[str]:
    return [tier.factor.text for tier in design.matrix_named(name).tiers]


def refusal(edit: Edit, design: Design = FLEET) -> str:
    with pytest.raises(MatrixDesignerError) as caught:
        edit.apply(design)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("derivation", "typed", "made", "is_exact"),
    [
        (times("Retail", "0.9"), "x2", "×1.80", True),
        (times("Retail", "0.9"), "x1.6667", "×1.50", False),  # 1.50003
        (times("Retail", "0.95"), "x1.0001", "×0.9501", False),  # 0.950095: the half goes up
        (times("Retail", "0.9"), "+75%", "+57.5%", True),
        (times("Retail", "0.9"), "175% of cost", "157.5% of cost", True),
        (times("Retail", "1.2"), "40% GP", "50% GP", True),  # 1 / 0.6 x 1.2 = 2
        (times("Retail", "0.9"), "42% GP", "35.5556% GP", False),
        (times("Retail", "0.5"), "10% GP", "-44.4444%", False),  # under cost is no GP
        (plus("Retail", "0.05"), "x2", "×2.05", True),
        (plus("Retail", "0.05"), "+75%", "+80%", True),
        (plus("Retail", "-0.05"), "+75%", "+70%", True),
        (plus("Retail", "0"), "x1.70", "x1.70", True),
        (times("Retail", "1"), "$+5.00", "", True),
    ],
)
def test_a_factor_is_derived_in_its_own_kind(
    derivation: Derivation, typed: str, made: str, is_exact: bool
) -> None:
    if not made:
        idle = derive(matrix("+$5.00"), derivation, "x").matrix
        assert idle.tiers == matrix("+$5.00").tiers
        return
    found = derive(matrix(typed), derivation, "Fleet")
    assert found.matrix.tiers[0].factor.text == made
    assert found.rounded == (() if is_exact else (0,))
    assert found.matrix.tiers[0].factor == factor(made)


def test_all_else_is_as_in_the_matrix_that_is_followed() -> None:
    fleet = FLEET.matrix_named("Fleet")
    parent = FLEET.matrix_named("Retail")
    back = replace(fleet, name="Retail", tiers=parent.tiers, derived_from=None)
    assert back == parent
    assert [each.name for each in FLEET.matrices] == ["Retail", "Fleet", "Other"]
    assert fleet.derived_from is not None
    assert derivation_text(fleet.derived_from) == "Retail × 0.9"
    assert derivation_text(plus("Retail", "-0.05")) == "Retail - 0.05"
    by_factor = replace(parent, fallback=Fallback(FallbackKind.FACTOR, factor("x2")))
    assert derive(by_factor, times("Retail", "0.5"), "x").matrix.fallback.factor == factor("×1.00")


@pytest.mark.parametrize(
    "edit",
    [
        SetFactor("Retail", 0, factor("x4")),
        InsertTier("Retail", 1),
        DeleteTiers("Retail", (0,)),
        SetCap("Retail", None),
        SetFallback("Retail", Fallback(FallbackKind.FACTOR, factor("x2"))),
        ReplaceMatrix("Retail", matrix("x5")),
        CopyTiers("Other", "Retail"),
        SetDerivation("Fleet", plus("Retail", "0.5")),
        RenameMatrix("Retail", "Shop"),
    ],
)
def test_a_derived_matrix_keeps_step_with_every_edit(edit: Edit) -> None:
    after = edit.apply(FLEET)
    fleet = after.matrix_named("Fleet")
    assert fleet.derived_from is not None
    parent = after.matrix_named(fleet.derived_from.parent)
    assert fleet == derive(parent, fleet.derived_from, "Fleet").matrix
    assert fleet != FLEET.matrix_named("Fleet")


def test_a_chain_keeps_step_and_other_matrices_stay_the_same_objects() -> None:
    chain = DeriveMatrix(plus("Fleet", "0.1"), "Best fleet").apply(FLEET)
    after = SetFactor("Retail", 0, factor("x4")).apply(chain)
    assert texts(after, "Best fleet")[0] == "×3.70"
    assert after.matrix_named("Other") is FLEET.matrix_named("Other")
    after = SetFactor("Other", 0, factor("x4")).apply(chain)
    assert after.matrix_named("Best fleet") is chain.matrix_named("Best fleet")


@pytest.mark.parametrize(
    "edit",
    [
        SetFactor("Fleet", 0, factor("x4")),
        SetCap("Fleet", None),
        ReplaceMatrix("Fleet", replace(matrix("x5"), name="Fleet")),
        CopyTiers("Other", "Fleet"),
    ],
)
def test_a_derived_matrix_is_not_changed_by_itself(edit: Edit) -> None:
    assert refusal(edit) == (
        "“Fleet” follows “Retail” (Retail × 0.9). It changes only with that. "
        "Cut it loose first to change it by itself."
    )
    loose = edit.apply(CutLoose("Fleet").apply(FLEET))
    assert loose.matrix_named("Retail") == FLEET.matrix_named("Retail")


def test_a_matrix_that_was_cut_loose_stays_as_it_is() -> None:
    loose = CutLoose("Fleet").apply(FLEET)
    assert texts(loose, "Fleet") == texts(FLEET, "Fleet")
    after = SetFactor("Retail", 0, factor("x4")).apply(loose)
    assert texts(after, "Fleet") == texts(FLEET, "Fleet")
    assert CutLoose("Fleet").apply(loose) is loose
    assert SetDerivation("Fleet", times("Retail", "0.9")).apply(FLEET) is FLEET


def test_no_matrix_follows_itself() -> None:
    assert refusal(SetDerivation("Retail", times("Retail", "2"))) == (
        "“Retail” would follow itself. “Retail” follows “Retail”. Derive it from another matrix."
    )
    assert "“Retail” follows “Fleet” follows “Retail”" in refusal(
        SetDerivation("Retail", times("Fleet", "2"))
    )
    assert "no matrix named “None”" in refusal(DeriveMatrix(times("None", "2"), "x"))
    assert "same name" in refusal(DeriveMatrix(times("Retail", "2"), "Other"))


def test_what_cannot_follow_refuses_the_edit() -> None:
    said = refusal(SetFactor("Retail", 1, factor("+$5.00")))
    assert said == (
        "“Fleet” cannot follow tier 2 of “Retail”. It adds dollars, which have no multiplier. "
        "Change it there, or cut “Fleet” loose."
    )
    down = DeriveMatrix(plus("Retail", "-1.5"), "Low").apply(DESIGN)
    assert "Nothing of the price would be left" in refusal(
        SetFactor("Retail", 0, factor("x1.5")), down
    )
    last = SetFallback("Retail", Fallback(FallbackKind.FACTOR, factor("x1.5")))
    assert refusal(last, down) == (
        "“Low” cannot follow the fallback of “Retail”. Nothing of the price would be left. "
        "Change it there, or cut “Low” loose."
    )
    with pytest.raises(MatrixDesignerError, match="above 0"):
        times("Retail", "0")
    with pytest.raises(MatrixDesignerError, match="-10 to 10"):
        plus("Retail", "11")


def test_a_matrix_that_others_follow_is_not_deleted() -> None:
    assert refusal(DeleteMatrix("Retail")) == (
        "“Retail” cannot be deleted: “Fleet” is derived from it. Cut “Fleet” loose first."
    )
    assert [each.name for each in DeleteMatrix("Fleet").apply(FLEET).matrices] == [
        "Retail",
        "Other",
    ]


def test_names_copies_and_records() -> None:
    planned = replace(FLEET, plan=Plan((Rule(ByMatrix("Fleet")),)))
    renamed = RenameMatrix("Fleet", "Big fleets").apply(planned)
    assert renamed.plan.rules[0].treatment == ByMatrix("Big fleets")
    assert renamed.matrix_named("Big fleets").derived_from == times("Retail", "0.9")
    copy = DuplicateMatrix("Fleet", "Fleet 2").apply(FLEET)
    assert copy.matrix_named("Fleet 2").derived_from == times("Retail", "0.9")
    elsewhere = replace(FLEET.matrix_named("Fleet"), name="From elsewhere")
    assert AddMatrix(elsewhere).apply(DESIGN).matrices[-1].derived_from is None
    recorded = replace(FLEET, in_force=InForce(FLEET.matrix_named("Fleet")))
    corrected = CorrectRecord(SetFactor("Fleet", 0, factor("x4"))).apply(recorded)
    assert corrected.in_force is not None
    assert corrected.in_force.matrix.derived_from is None


def test_matrices_change_their_order() -> None:
    names = [each.name for each in MoveMatrix("Other", 0).apply(FLEET).matrices]
    assert names == ["Other", "Retail", "Fleet"]
    assert MoveMatrix("Other", 3).apply(FLEET) is FLEET
    assert MoveMatrix("Retail", 3).apply(FLEET).matrices[-1].name == "Retail"
    assert "There is no matrix 5" in refusal(MoveMatrix("Other", 4))


def test_after_random_edits_every_derived_matrix_is_in_step() -> None:
    followed = 0
    for number in range(40):
        rng = seeded(f"derived {number}")
        design = Design("d", (matrix_of(any_matrix(rng), "main"),))
        for _ in range(40):
            name = "DeriveMatrix" if rng.random() < 0.1 else None
            try:
                _, _, design = any_edit(rng, design, name)
            except LookupError:
                continue
            for each in design.matrices:
                if each.derived_from is not None:
                    parent = design.matrix_named(each.derived_from.parent)
                    assert each == derive(parent, each.derived_from, each.name).matrix
                    followed += 1
    assert followed > 300


def test_a_corrected_record_keeps_its_whole_strategy_in_step() -> None:
    planned = replace(FLEET, plan=Plan((Rule(ByMatrix("Retail")),)))
    recorded = replace(BARE, in_force=planned.as_record())
    for edit in (SetFactor("Retail", 0, factor("x4")), RenameMatrix("Retail", "Shop")):
        record = CorrectRecord(edit).apply(recorded).in_force
        assert record is not None
        assert record.strategy is not None
        assert record.matrix is record.strategy.matrix
        assert record.strategy.matrices == in_step(record.strategy.matrices)
        assert record.strategy.plan == Plan((Rule(ByMatrix(record.matrix.name)),))
        fleet = record.strategy.matrices[1]
        assert fleet.derived_from is not None
        assert fleet.derived_from.parent == record.matrix.name
    assert CorrectRecord(RenameMatrix("Retail", "Retail")).apply(recorded) is recorded
