"""What an export target can hold: limits as data.

Knows no file format; the profiles in resources fill it in.
"""

from __future__ import annotations

from dataclasses import dataclass

from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import CapRule, Mode


@dataclass(frozen=True, slots=True)
class Target:
    """Limits of one target; None means that there is no limit.

    `decimals` are the decimals of the written factor number, in the written `factor_kind`
    (None: as typed). `open_tops` are the bounds (amounts, ascending) that the target writes for
    an open top; empty where it can hold one. A target without fallback, rails or endings has
    none of them.
    """

    id: str
    title: str
    max_levels: int | None = None
    max_name: int | None = None
    factor_kind: FactorKind | None = None
    decimals: int | None = None
    lookups: tuple[Basis, ...] = (Basis.COST, Basis.LIST)
    price_bases: tuple[Basis, ...] = (Basis.COST, Basis.LIST)
    modes: tuple[Mode, ...] = (Mode.SIMPLE,)
    cap_rules: tuple[CapRule, ...] = ()
    has_fallback: bool = False
    has_rails: bool = False
    has_endings: bool = False
    has_add_ons: bool = False
    open_tops: tuple[int, ...] = ()

    @property
    def has_open_top(self) -> bool:
        """Whether the target can hold an open top."""
        return not self.open_tops
