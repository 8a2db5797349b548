"""The one place where a matrix of a design is exchanged: rules follow it, derived ones keep step.

Knows designs; it does not know who wants the exchange.
"""

from __future__ import annotations

from dataclasses import replace

from matrix_designer.core.derived import in_step, refuse_derived
from matrix_designer.core.design import Design
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.plan_names import rename_in_plan


def with_matrix(design: Design, name: str, by: Matrix) -> Design:
    """Return the design with one matrix exchanged; the very same design where it is equal.

    A derived one may get another name and nothing else. Rules that name the matrix follow one of
    another name, and so do matrices that are derived from it.
    """
    old = design.matrix_named(name)
    if by.derived_from != old.derived_from:
        by = replace(by, derived_from=old.derived_from)
    if old == by:
        return design
    if by != replace(old, name=by.name):
        refuse_derived(old)
    made = tuple(by if matrix.name == name else matrix for matrix in design.matrices)
    return with_matrices(design, made, {name: by.name})


def with_matrices(
    design: Design, matrices: tuple[Matrix, ...], renamed: dict[str, str] | None = None
) -> Design:
    """Return the design with other matrices, the derived ones in step; `renamed`: old to new."""
    plan = design.plan
    for before, after in (renamed or {}).items():
        plan = rename_in_plan(plan, before, after)
        if before != after:
            matrices = tuple(_following(matrix, before, after) for matrix in matrices)
    return replace(design, matrices=in_step(matrices), plan=plan)


def _following(matrix: Matrix, before: str, after: str) -> Matrix:
    """Return a matrix that follows another under its new name."""
    derivation = matrix.derived_from
    if derivation is None or derivation.parent != before:
        return matrix
    return replace(matrix, derived_from=replace(derivation, parent=after))
