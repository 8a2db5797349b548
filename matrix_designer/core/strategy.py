"""A pricing strategy (source 002): matrices, plan, flat prices, families, classes, menus.

All that prices parts, as one value: what a version keeps and a proposal offers.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.menu import ServiceMenu
from matrix_designer.core.part_class import NO_CLASSES, Classes
from matrix_designer.core.plan import NO_PLAN, Plan


@dataclass(frozen=True, slots=True)
class Strategy:
    """All that prices parts; the first matrix prices what no rule of the plan matches."""

    matrices: tuple[Matrix, ...]
    plan: Plan = NO_PLAN
    flat_prices: tuple[FlatPrice, ...] = ()
    families: tuple[Family, ...] = ()
    classes: Classes = NO_CLASSES
    menus: tuple[ServiceMenu, ...] = ()

    @property
    def matrix(self) -> Matrix:
        """The matrix of the default treatment."""
        return self.matrices[0]

    @property
    def needs_parts(self) -> bool:
        """Whether a history must tell parts apart for all of it to be seen at work."""
        return bool(self.plan or self.flat_prices or self.families or self.classes != NO_CLASSES)
