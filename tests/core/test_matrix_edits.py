"""Edits of whole matrices and of the record: what they make, and what they refuse."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.edits import Edit, SetFactor, SetGoal
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.matrix_edits import (
    AddMatrix,
    CorrectRecord,
    DateRecord,
    DeleteMatrix,
    DuplicateMatrix,
    RenameMatrix,
    free_name,
)

TIER = Tier(100, None, read_factor("x2").factor)
FIRST, SECOND = Matrix("Captive", (TIER,)), Matrix("Fluids", (TIER,))
SILENCED = (Silence("uncapped", "Fluids", None, "agreed"),)
DESIGN = Design("d", (FIRST, SECOND), silences=SILENCED)
DAY = dt.date(2024, 2, 3)
RECORD = InForce(replace(FIRST, name="In force"), DAY, "keyed")


def names(design: Design) -> list[str]:
    return [matrix.name for matrix in design.matrices]


def test_matrices_are_added_copied_and_taken_out() -> None:
    assert names(AddMatrix(Matrix("New")).apply(DESIGN)) == ["Captive", "Fluids", "New"]
    copied = DuplicateMatrix("Captive", "Captive copy").apply(DESIGN)
    assert names(copied) == ["Captive", "Captive copy", "Fluids"]
    assert copied.matrices[1].tiers == FIRST.tiers
    left = DeleteMatrix("Fluids").apply(DESIGN)
    assert names(left) == ["Captive"]
    assert left.silences == ()


def test_a_new_name_takes_the_silences_along() -> None:
    after = RenameMatrix("Fluids", "  Bulk   fluids ").apply(DESIGN)
    assert names(after) == ["Captive", "Bulk fluids"]
    assert after.silences == (replace(SILENCED[0], matrix="Bulk fluids"),)
    assert RenameMatrix("Fluids", "Fluids").apply(DESIGN) is DESIGN


@pytest.mark.parametrize(
    ("edit", "title"),
    [
        (RenameMatrix("Fluids", " "), "A matrix needs a name"),
        (RenameMatrix("Fluids", "Captive"), "There is a matrix “Captive” already"),
        (RenameMatrix("Fluids", "x" * 81), "The name has 81 characters"),
        (RenameMatrix("Gone", "x"), "The design has no matrix named “Gone”"),
        (AddMatrix(FIRST), "Two matrices of the design have the same name"),
        (DateRecord(DAY), "No matrix in force is on record"),
        (CorrectRecord(SetGoal(1)), "No matrix in force is on record"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(edit: Edit, title: str) -> None:
    with pytest.raises(MatrixDesignerError) as caught:
        edit.apply(DESIGN)
    assert caught.value.title == title


def test_the_last_matrix_stays() -> None:
    with pytest.raises(MatrixDesignerError, match="only matrix"):
        DeleteMatrix("Captive").apply(Design("d", (FIRST,)))


def test_a_free_name_counts_on() -> None:
    assert free_name(DESIGN, "New") == "New"
    assert free_name(DESIGN, "Fluids") == "Fluids 2"
    assert free_name(AddMatrix(Matrix("Fluids 2")).apply(DESIGN), "Fluids") == "Fluids 3"


def test_a_correction_reaches_the_record_alone() -> None:
    design = replace(DESIGN, in_force=RECORD)
    factor = read_factor("x3").factor
    edit = CorrectRecord(SetFactor("In force", 0, factor, merge_key="nudge"))
    after = edit.apply(design)
    assert after.matrices == design.matrices
    assert after.in_force is not None
    assert after.in_force.matrix.tiers[0].factor == factor
    assert (after.in_force.since, after.in_force.note) == (DAY, "keyed")
    assert edit.text == "correct the record: factor of tier 1"
    assert edit.merge_key == ("record", "nudge")
    assert edit.apply(after) is after


def test_the_record_is_dated() -> None:
    design = replace(DESIGN, in_force=RECORD)
    after = DateRecord(None).apply(design)
    assert after.in_force == replace(RECORD, since=None)
    assert DateRecord(DAY).apply(design) is design
