"""What is saved and undoable: matrices, plan, prices, goal, what is in force, versions, silences.

A design is a value; every change makes a new one. It knows nothing of sales.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import FactorKind
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.menu import ServiceMenu
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import NO_CLASSES, Classes
from matrix_designer.core.plan import NO_PLAN, Plan
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version import Proposal, StepRecord, Version


@dataclass(frozen=True, slots=True)
class InForce:
    """What the DMS uses today, dated, never edited.

    `strategy` is the whole of it, whose default `matrix` is; None where only a matrix is on
    record. `version` is the number of the published version that it is.
    """

    matrix: Matrix
    since: dt.date | None = None
    note: str = ""
    strategy: Strategy | None = None
    version: int | None = None

    def __post_init__(self) -> None:
        """Refuse a version without what it says."""
        if self.version is not None and self.strategy is None:
            raise MatrixDesignerError("A version that is in force needs its whole strategy")

    @property
    def whole(self) -> Strategy:
        """All that is in force: the strategy, or the lone matrix on record."""
        return self.strategy or Strategy((self.matrix,))


FindingKey = tuple[str, str, int | None, str]
"""What tells findings apart: code, matrix, tier and subject."""


@dataclass(frozen=True, slots=True)
class Silence:
    """One finding that the user has silenced, with the reason.

    `matrix` is empty and `subject` says what it is about where a finding is of the plan.
    """

    code: str
    matrix: str
    tier: int | None
    reason: str
    subject: str = ""

    @property
    def key(self) -> FindingKey:
        """Which finding it is."""
        return self.code, self.matrix, self.tier, self.subject


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
    plan: Plan = NO_PLAN
    flat_prices: tuple[FlatPrice, ...] = ()
    families: tuple[Family, ...] = ()
    classes: Classes = NO_CLASSES
    menus: tuple[ServiceMenu, ...] = ()
    versions: tuple[Version, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    steps: tuple[StepRecord, ...] = ()

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
    def strategy(self) -> Strategy:
        """All that prices parts."""
        return Strategy(
            self.matrices,
            self.plan,
            self.flat_prices,
            self.families,
            self.classes,
            self.menus,
        )

    @property
    def needs_parts(self) -> bool:
        """Whether a history must tell parts apart: for what is proposed, or what is in force."""
        in_force = self.in_force.strategy if self.in_force is not None else None
        return self.strategy.needs_parts or (in_force is not None and in_force.needs_parts)

    @property
    def matrix(self) -> Matrix:
        """The matrix that the default treatment uses."""
        return self.matrices[0]

    def as_record(self, since: dt.date | None = None, note: str = "") -> InForce:
        """Return what is on record once this design is in force: all of it where it has a plan.

        Without a plan nothing but the first matrix prices.
        """
        if self.plan:
            return InForce(self.matrix, since, note, self.strategy)
        return InForce(replace(self.matrix, derived_from=None), since, note)

    def priced_by(self, matrix: Matrix) -> Design:
        """Return a design in which one matrix alone prices every part; nothing is silenced."""
        return replace(
            self,
            matrices=(replace(matrix, derived_from=None),),
            plan=NO_PLAN,
            flat_prices=(),
            families=(),
            classes=NO_CLASSES,
            menus=(),
            silences=(),
        )

    def matrix_named(self, name: str) -> Matrix:
        """Return the matrix of that name; raises MatrixDesignerError with the names there are."""
        for matrix in self.matrices:
            if matrix.name == name:
                return matrix
        known = ", ".join(matrix.name for matrix in self.matrices)
        raise MatrixDesignerError(
            f"The design has no matrix named “{name}”", "", f"It has: {known}"
        )
