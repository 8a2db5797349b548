"""What a user can want of a design: frozen edits, each `apply(design) -> design`.

An edit that changes nothing returns the very same design. Tiers are counted from 0, bounds are
amounts, percents in percent units. Knows designs; it does not know who asks or how undo works.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol

from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.exchange import with_matrix
from matrix_designer.core.factor import Basis, Factor, read_factor
from matrix_designer.core.matrix import Cap, Ending, Fallback, Matrix, Mode, Rails, Tier
from matrix_designer.core.money import CENT, amount_text
from matrix_designer.core.tier_ranges import part_tier, take_out


class Edit(Protocol):
    """One thing that the user wants of the design."""

    @property
    def text(self) -> str:
        """What the undo step is called, in small letters: `factor of tier 7`."""

    @property
    def merge_key(self) -> Hashable | None:
        """Edits that follow each other with equal keys become one undo step; None never does."""

    def apply(self, design: Design) -> Design:
        """Return the changed design; raises MatrixDesignerError where it cannot be."""


class BoundSide(Enum):
    """Which end of a tier."""

    LOWER = "from"
    UPPER = "to"


@dataclass(frozen=True, slots=True)
class SetFactor:
    """Give a tier another factor, and another price basis where the text named one."""

    matrix: str
    tier: int
    factor: Factor
    basis: Basis | None = None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"factor of tier {self.tier + 1}"

    def change(self, tier: Tier) -> Tier:
        """Return the tier with the factor; a GP factor on list is refused."""
        return replace(tier, factor=self.factor, basis=self.basis or tier.basis)

    def apply(self, design: Design) -> Design:
        """Return the design with the factor set."""
        return _with_changed_tier(design, self)


@dataclass(frozen=True, slots=True)
class SetBound:
    """Set one end of a tier; `amount` None opens its top. Neighbours stay as they are."""

    matrix: str
    tier: int
    side: BoundSide
    amount: int | None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"“{self.side.value}” of tier {self.tier + 1}"

    def change(self, tier: Tier) -> Tier:
        """Return the tier with the bound; the lower one cannot be taken away."""
        if self.side is BoundSide.UPPER:
            return replace(tier, upper=self.amount)
        if self.amount is None:
            raise MatrixDesignerError("A tier needs a lower bound", "", "Type an amount, or 0")
        return replace(tier, lower=self.amount)

    def apply(self, design: Design) -> Design:
        """Return the design with the bound set."""
        return _with_changed_tier(design, self)


@dataclass(frozen=True, slots=True)
class SetTierBasis:
    """Say what a tier's factor multiplies."""

    matrix: str
    tier: int
    basis: Basis
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"basis of tier {self.tier + 1}"

    def change(self, tier: Tier) -> Tier:
        """Return the tier on the basis; GP % works on cost only."""
        return replace(tier, basis=self.basis)

    def apply(self, design: Design) -> Design:
        """Return the design with the basis set."""
        return _with_changed_tier(design, self)


TierEdit = SetFactor | SetBound | SetTierBasis
"""The edits of one tier; each has `change(tier) -> tier`."""


@dataclass(frozen=True, slots=True)
class InsertTier:
    """Put a new tier before tier `at`; with `tier` None it takes the lower half of that range.

    `at` equal to the number of tiers adds one at the end, which takes the upper part of the
    last range. The neighbours' bounds follow, so that the costs covered stay the same.
    """

    matrix: str
    at: int
    tier: Tier | None = None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "insert tier"

    def apply(self, design: Design) -> Design:
        """Return the design with one more tier; a range of one cent cannot be parted."""
        matrix = design.matrix_named(self.matrix)
        tiers = matrix.tiers
        if not 0 <= self.at <= len(tiers):
            raise _no_tier(self.at, matrix)
        if self.tier is not None or not tiers:
            new = self.tier or Tier(CENT, None, _first_factor())
            made = (*tiers[: self.at], new, *tiers[self.at :])
        else:
            parted = min(self.at, len(tiers) - 1)
            made = (*tiers[:parted], *part_tier(tiers[parted]), *tiers[parted + 1 :])
        return with_matrix(design, self.matrix, replace(matrix, tiers=made))


@dataclass(frozen=True, slots=True)
class DeleteTiers:
    """Take tiers out; the tier below (or above the first) takes over a range that touches it."""

    matrix: str
    tiers: tuple[int, ...]
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        if len(self.tiers) == 1:
            return f"delete tier {self.tiers[0] + 1}"
        return f"delete {len(self.tiers)} tiers"

    def apply(self, design: Design) -> Design:
        """Return the design without the tiers."""
        matrix = design.matrix_named(self.matrix)
        tiers = list(matrix.tiers)
        for place in sorted(set(self.tiers), reverse=True):
            if not 0 <= place < len(tiers):
                raise _no_tier(place, matrix)
            take_out(tiers, place)
        return with_matrix(design, self.matrix, replace(matrix, tiers=tuple(tiers)))


@dataclass(frozen=True, slots=True)
class SetCap:
    """Set the cap, or take it away with None."""

    matrix: str
    cap: Cap | None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "cap" if self.cap is None else f"cap at {amount_text(self.cap.above)}"

    def apply(self, design: Design) -> Design:
        """Return the design with the cap set."""
        return with_matrix(
            design, self.matrix, replace(design.matrix_named(self.matrix), cap=self.cap)
        )


@dataclass(frozen=True, slots=True)
class SetMode:
    """Say how the tiers combine."""

    matrix: str
    mode: Mode
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"combine tiers {self.mode.value}"

    def apply(self, design: Design) -> Design:
        """Return the design with the mode set."""
        return with_matrix(
            design, self.matrix, replace(design.matrix_named(self.matrix), mode=self.mode)
        )


@dataclass(frozen=True, slots=True)
class SetLookup:
    """Say which value picks the tier."""

    matrix: str
    lookup: Basis
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return f"look up by {self.lookup.value}"

    def apply(self, design: Design) -> Design:
        """Return the design with the look-up basis set."""
        return with_matrix(
            design, self.matrix, replace(design.matrix_named(self.matrix), lookup=self.lookup)
        )


@dataclass(frozen=True, slots=True)
class SetFallback:
    """Say what a part gets that no tier prices."""

    matrix: str
    fallback: Fallback
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "price where no tier matches"

    def apply(self, design: Design) -> Design:
        """Return the design with the fallback set."""
        return with_matrix(
            design, self.matrix, replace(design.matrix_named(self.matrix), fallback=self.fallback)
        )


@dataclass(frozen=True, slots=True)
class SetRails:
    """Set the guard rails."""

    matrix: str
    rails: Rails
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "guard rails"

    def apply(self, design: Design) -> Design:
        """Return the design with the guard rails set."""
        return with_matrix(
            design, self.matrix, replace(design.matrix_named(self.matrix), rails=self.rails)
        )


@dataclass(frozen=True, slots=True)
class SetEnding:
    """Set the price ending, or take it away with None."""

    matrix: str
    ending: Ending | None
    merge_key: Hashable | None = None

    @property
    def text(self) -> str:
        """Name the step."""
        return "price ending"

    def apply(self, design: Design) -> Design:
        """Return the design with the ending set."""
        return with_matrix(
            design, self.matrix, replace(design.matrix_named(self.matrix), ending=self.ending)
        )


@dataclass(frozen=True, slots=True)
class ReplaceMatrix:
    """Put another matrix in the place of one, as a matrix read from a file does."""

    matrix: str
    by: Matrix
    text: str = "replace matrix"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the other matrix; two of one name are refused."""
        return with_matrix(design, self.matrix, self.by)


@dataclass(frozen=True, slots=True)
class SetGoal:
    """Set the GP % goal, or take it away with None."""

    goal: int | None
    text: str = "goal"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the goal set."""
        return design if design.goal == self.goal else replace(design, goal=self.goal)


@dataclass(frozen=True, slots=True)
class SetAboveListLimit:
    """Set by how much a price may pass list before it is a finding."""

    limit: int
    text: str = "limit above list"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the limit set."""
        if design.above_list_limit == self.limit:
            return design
        return replace(design, above_list_limit=self.limit)


@dataclass(frozen=True, slots=True)
class SetInForce:
    """Record the matrix that the DMS uses today, or none."""

    in_force: InForce | None
    text: str = "matrix in force"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the record set."""
        if design.in_force == self.in_force:
            return design
        return replace(design, in_force=self.in_force)


@dataclass(frozen=True, slots=True)
class RenameDesign:
    """Give the design another name."""

    name: str
    text: str = "rename design"
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with the name."""
        return design if design.name == self.name else replace(design, name=self.name)


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one step: a paste, a fill, a fix."""

    edits: tuple[Edit, ...]
    text: str
    merge_key: Hashable | None = None

    def apply(self, design: Design) -> Design:
        """Return the design with all edits applied in order."""
        for edit in self.edits:
            design = edit.apply(design)
        return design


def _first_factor() -> Factor:
    """Return the factor of the first tier of an empty matrix: cost itself, to be typed over."""
    return read_factor("×1.00").factor


def _with_changed_tier(design: Design, edit: TierEdit) -> Design:
    """Return the design with one tier changed by its edit."""
    found = design.matrix_named(edit.matrix)
    if not 0 <= edit.tier < len(found.tiers):
        raise _no_tier(edit.tier, found)
    made = edit.change(found.tiers[edit.tier])
    return _with_tier(design, edit.matrix, edit.tier, made)


def _no_tier(place: int, matrix: Matrix) -> MatrixDesignerError:
    return MatrixDesignerError(
        f"“{matrix.name}” has no tier {place + 1}", f"It has {len(matrix.tiers)} tiers"
    )


def _with_tier(design: Design, matrix: str, place: int, tier: Tier) -> Design:
    """Return the design with one tier exchanged; the very same design where it is equal."""
    found = design.matrix_named(matrix)
    if found.tiers[place] == tier:
        return design
    tiers = (*found.tiers[:place], tier, *found.tiers[place + 1 :])
    return with_matrix(design, matrix, replace(found, tiers=tiers))
