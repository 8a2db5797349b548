"""Fixes beside derived matrices: none for one that follows, none that a follower cannot take."""

from __future__ import annotations

from matrix_designer.core.derivation import Derivation, DerivationKind
from matrix_designer.core.derivation_edits import CutLoose, DeriveMatrix
from matrix_designer.core.design import Design
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.first_fixes import with_fixes

STEEP = Matrix(
    "Retail",
    (
        Tier(CENT, 10 * DOLLAR, read_factor("x2.5").factor),
        Tier(10 * DOLLAR + CENT, None, read_factor("x1.7").factor),
    ),
)
DERIVED = DeriveMatrix(Derivation("Retail", DerivationKind.FACTOR, 9_000), "Fleet").apply(
    Design("d", (STEEP,))
)


def fixed(design: Design) -> dict[tuple[str, str], bool]:
    """Return which findings have a fix, by matrix and code."""
    found = with_fixes(evaluate(design))
    return {(each.matrix, each.code): each.fix is not None for each in found}


def test_a_matrix_that_follows_another_is_fixed_through_that_one() -> None:
    found = fixed(DERIVED)
    assert found["Retail", "inversion"]
    assert not found["Fleet", "inversion"]
    assert not any(has_fix for (matrix, _), has_fix in found.items() if matrix == "Fleet")


def test_one_that_was_cut_loose_has_its_own_fixes() -> None:
    assert fixed(CutLoose("Fleet").apply(DERIVED))["Fleet", "inversion"]
