"""Edits of matrices among each other: derive, cut loose, copy tiers, put in another order.

Each is an `Edit` as core.edits has them. Knows designs; it does not know who asks.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from matrix_designer.core.derivation import Derivation
from matrix_designer.core.derived import derive
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.exchange import with_matrices, with_matrix
from matrix_designer.core.names import tidy_name
from matrix_designer.core.places import inserted, moved_places


@dataclass(frozen=True, slots=True)
class DeriveMatrix:
    """Put a matrix that follows another, under the name `to`, right after it."""

    derivation: Derivation
    to: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"derive “{self.to}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the derived matrix; a taken name is refused."""
        parent = design.matrix_named(self.derivation.parent)
        made = derive(parent, self.derivation, tidy_name(self.to, "matrix")).matrix
        at = design.matrices.index(parent) + 1
        return replace(design, matrices=inserted(design.matrices, at, (made,)))


@dataclass(frozen=True, slots=True)
class SetDerivation:
    """Let a matrix follow another by something else; its own tiers go where it had some."""

    matrix: str
    derivation: Derivation
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"derive “{self.matrix}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the matrix in step; one that would follow itself is refused."""
        old = design.matrix_named(self.matrix)
        if old.derived_from == self.derivation:
            return design
        design.matrix_named(self.derivation.parent)
        made = replace(old, derived_from=self.derivation)
        return with_matrices(
            design, tuple(made if each is old else each for each in design.matrices)
        )


@dataclass(frozen=True, slots=True)
class CutLoose:
    """Let a derived matrix stay as it is and follow no more."""

    matrix: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"cut “{self.matrix}” loose"

    def apply(self, design: Design) -> Design:
        """Return the design with the matrix on its own."""
        old = design.matrix_named(self.matrix)
        if old.derived_from is None:
            return design
        made = replace(old, derived_from=None)
        return with_matrices(
            design, tuple(made if each is old else each for each in design.matrices)
        )


@dataclass(frozen=True, slots=True)
class CopyTiers:
    """Put the tiers of one matrix in the place of another's; all else of that one stays."""

    matrix: str
    to: str
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"copy tiers to “{self.to}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the tiers copied."""
        tiers = design.matrix_named(self.matrix).tiers
        return with_matrix(design, self.to, replace(design.matrix_named(self.to), tiers=tiers))


@dataclass(frozen=True, slots=True)
class MoveMatrix:
    """Put a matrix before the one that is at `to` now; the first prices what no rule takes."""

    matrix: str
    to: int
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"move “{self.matrix}”"

    def apply(self, design: Design) -> Design:
        """Return the design with the matrix moved."""
        at = design.matrices.index(design.matrix_named(self.matrix))
        if not 0 <= self.to <= len(design.matrices):
            raise MatrixDesignerError(
                f"There is no matrix {self.to + 1}", f"There are {len(design.matrices)}"
            )
        made = moved_places(design.matrices, (at,), self.to)
        return design if made == design.matrices else replace(design, matrices=made)
