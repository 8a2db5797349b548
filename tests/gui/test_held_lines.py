"""The rows between an edit and its analysis: as they were, but for the nouns that the edit made."""

from __future__ import annotations

from dataclasses import replace

from matrix_designer.core.design import Design
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.dealership import sample_design
from matrix_designer.gui.pages.held_lines import held_lines
from matrix_designer.gui.pages.tier_grid import lines_of


def _design() -> Design:
    design = sample_design()
    assert design.matrix.cap is not None
    return design


def _edited(matrix: Matrix, place: int) -> Matrix:
    tier = replace(matrix.tiers[place], factor=read_factor("x9.75").factor)
    return replace(matrix, tiers=(*matrix.tiers[:place], tier, *matrix.tiers[place + 1 :]))


def test_an_edited_tier_makes_its_row_anew_and_no_other() -> None:
    """What is held is what the whole list would be made of."""
    design = _design()
    lines = lines_of(design.matrix, evaluate(design))
    after = _edited(design.matrix, 3)

    held = held_lines(lines, after)

    assert [line.tier for line in held] == [*after.tiers, None]
    assert [one is other for one, other in zip(held, lines, strict=True)].count(False) == 1
    assert held[3].row is lines[3].row
    assert held == lines_of(after, evaluate(design))


def test_another_cap_is_held_in_its_row() -> None:
    """A cap that moves, and one that goes."""
    design = _design()
    cap = design.matrix.cap
    assert cap is not None
    lines = lines_of(design.matrix, None)
    moved = replace(design.matrix, cap=replace(cap, above=cap.above + 10_000))

    assert held_lines(lines, moved)[-1].cap is moved.cap
    assert held_lines(lines, replace(design.matrix, cap=None)) == []


def test_rows_that_come_or_go_or_are_of_another_matrix_are_not_held() -> None:
    """Then all rows are made anew."""
    design = _design()
    lines = lines_of(design.matrix, None)

    assert held_lines(lines, replace(design.matrix, tiers=design.matrix.tiers[:-1])) == []
    assert held_lines(lines, replace(design.matrix, name="another")) == []
    assert held_lines([], design.matrix) == []
