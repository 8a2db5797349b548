"""What is saved and undoable: matrices, goal, the matrix in force, silences.

A design is a value; every change makes a new one. It knows nothing of sales.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.money import POINT


@dataclass(frozen=True, slots=True)
class InForce:
    """The matrix that the DMS uses today, dated, never edited."""

    matrix: Matrix
    since: dt.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """One finding that the user has silenced, with the reason."""

    code: str
    matrix: str
    tier: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Design:
    """A pricing design. `goal` and `above_list_limit` are in percent units (1/10,000 point).

    `bare_percent` is what a bare `75%` means where the column does not say: markup or percent-of,
    None until the user was asked.
    """

    name: str
    matrices: tuple[Matrix, ...]
    goal: int | None = None
    above_list_limit: int = 10 * POINT
    in_force: InForce | None = None
    silences: tuple[Silence, ...] = ()
    bare_percent: FactorKind | None = None

    def __post_init__(self) -> None:
        """Refuse no matrix, two matrices of one name, a goal and a limit out of range."""
        names = [matrix.name for matrix in self.matrices]
        if not names:
            raise MatrixDesignerError("A design needs at least one matrix")
        if len(set(names)) != len(names):
            raise MatrixDesignerError("Two matrices of the design have the same name")
        if self.goal is not None and not 0 <= self.goal < 100 * POINT:
            raise MatrixDesignerError(
                "The goal must be a GP % from 0 to below 100", "", "The usual guide is 40 to 45"
            )
        if not -100 * POINT <= self.above_list_limit <= 1_000 * POINT:
            raise MatrixDesignerError(
                "The limit above list must lie between -100 and 1000 percent of list",
                "",
                "The usual limit is 10",
            )
        if self.bare_percent not in {None, FactorKind.MARKUP, FactorKind.PERCENT_OF}:
            raise MatrixDesignerError("A bare percent is a markup or a percent of the basis")

    @property
    def matrix(self) -> Matrix:
        """The matrix that the default treatment uses."""
        return self.matrices[0]

    def matrix_named(self, name: str) -> Matrix:
        """Return the matrix of that name; raises MatrixDesignerError with the names there are."""
        for matrix in self.matrices:
            if matrix.name == name:
                return matrix
        known = ", ".join(matrix.name for matrix in self.matrices)
        raise MatrixDesignerError(
            f"The design has no matrix named “{name}”", "", f"It has: {known}"
        )
