"""A matrix as it is saved: tiers, look-up, mode, cap, fallback, guard rails, price ending.

It can hold every wrong matrix that exists in the wild; judging it is the checks' work and
pricing with it the engine's. Bounds are amounts (ten-thousandths of a dollar).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from matrix_designer.core.derivation import Derivation
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, Factor, FactorKind
from matrix_designer.core.money import CENT, MAX_BOUND, POINT


class Mode(Enum):
    """How tiers combine."""

    SIMPLE = "simple"
    COMPOUND = "compound"
    LINEAR = "linear"


class CapRule(Enum):
    """What prices a part whose cost is above the cap."""

    LIST = "list"
    COST_PLUS_67 = "cost+67"
    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Cap:
    """Costs above `above` (an amount; the cap itself is not above) are priced by `rule`."""

    above: int
    rule: CapRule

    def __post_init__(self) -> None:
        """Refuse a cap out of range."""
        if not 0 <= self.above <= MAX_BOUND:
            raise MatrixDesignerError("A cap must lie between 0.00 and 99999999.99")


@dataclass(frozen=True, slots=True)
class Fallback:
    """What a part gets that no tier prices: nothing, its list, or its cost times a factor."""

    kind: FallbackKind
    factor: Factor | None = None

    def __post_init__(self) -> None:
        """Refuse a factor where the kind takes none, and none where it takes one."""
        if (self.kind is FallbackKind.FACTOR) is not (self.factor is not None):
            raise MatrixDesignerError(
                "A fallback is list, unpriced, or cost times a factor",
                "",
                "Write list, unpriced or a factor such as x1.5",
            )


class FallbackKind(Enum):
    """The three fallbacks."""

    UNPRICED = "unpriced"
    LIST = "list"
    FACTOR = "factor"


class FloorKind(Enum):
    """What a floor's percent means."""

    MARKUP = "markup"
    GP = "gp"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least price over cost: a markup or GP in percent units (1/10,000 of a point)."""

    kind: FloorKind
    percent: int

    def __post_init__(self) -> None:
        """Refuse a floor that has no price."""
        low, high = -100 * POINT, 100 * POINT
        if self.percent <= low or (self.kind is FloorKind.GP and self.percent >= high):
            raise MatrixDesignerError(
                "The floor is out of range",
                "",
                "A markup floor is above -100, a GP floor between -100 and 100",
            )
        if self.percent > 999_800 * POINT:
            raise MatrixDesignerError("The floor is out of range", "", "Use at most 999800")


@dataclass(frozen=True, slots=True)
class Rails:
    """Guard rails: ceiling (percent over list, percent units), never below list, floor."""

    ceiling: int | None = None
    is_not_below_list: bool = False
    floor: Floor | None = None

    def __post_init__(self) -> None:
        """Refuse a ceiling outside -100 to 1,000 percent."""
        if self.ceiling is not None and not -100 * POINT <= self.ceiling <= 1_000 * POINT:
            raise MatrixDesignerError("The ceiling must lie between -100 and 1000 percent of list")


class EndingKind(Enum):
    """What the cents of a price end in."""

    X5 = ".x5"
    X9 = ".x9"
    C95 = ".95"
    C99 = ".99"
    WHOLE = "1.00"


@dataclass(frozen=True, slots=True)
class Ending:
    """A price ending, reached to the nearest or upwards."""

    kind: EndingKind
    is_up: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """A range of the look-up basis with one factor on one price basis.

    `lower` and `upper` are amounts; `upper` None is an open top. `first_cent` and `last_cent`
    are the lowest and the highest look-up value in cents (a lower bound of 0 counts as one cent,
    None is an open top), made once.
    """

    lower: int
    upper: int | None
    factor: Factor
    basis: Basis = Basis.COST
    first_cent: int = field(init=False, repr=False, compare=False)
    last_cent: int | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse bounds out of range and a GP factor on list."""
        for bound in (self.lower, self.upper):
            if bound is not None and not 0 <= bound <= MAX_BOUND:
                raise MatrixDesignerError("A bound must lie between 0.00 and 99999999.99")
        if self.factor.kind is FactorKind.GP and self.basis is not Basis.COST:
            raise MatrixDesignerError(
                "GP % works on cost only", "", "Set the basis to cost or type a multiplier"
            )
        object.__setattr__(self, "first_cent", max(self.lower // CENT, 1))
        last = None if self.upper is None else self.upper // CENT
        object.__setattr__(self, "last_cent", last)


@dataclass(frozen=True, slots=True)
class Matrix:
    """An ordered list of tiers with everything that turns a cost into a price.

    One that is derived from another follows that one, which `core/exchange.py` sees to.
    """

    name: str
    tiers: tuple[Tier, ...] = ()
    lookup: Basis = Basis.COST
    mode: Mode = Mode.SIMPLE
    cap: Cap | None = None
    fallback: Fallback = field(default_factory=lambda: Fallback(FallbackKind.UNPRICED))
    rails: Rails = field(default_factory=Rails)
    ending: Ending | None = None
    derived_from: Derivation | None = None
