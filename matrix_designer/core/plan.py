"""The plan: an ordered list of rules that say how each part is priced; the first match wins.

DOMAIN step 1. A plan can hold every wrong list of rules; judging it is the checks' work, matching
parts the matcher's (`core/matching.py`). Amounts are ten-thousandths of a dollar, percents
1/10,000 of a point.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import MAX_AMOUNT, POINT
from matrix_designer.core.part_class import PartClass


@dataclass(frozen=True, slots=True)
class Span:
    """Amounts from `low` to `high`, both included; `high` None is open."""

    low: int = 0
    high: int | None = None

    def __post_init__(self) -> None:
        """Refuse amounts out of range and a span that holds nothing."""
        for bound in (self.low, self.high):
            if bound is not None and not 0 <= bound <= MAX_AMOUNT:
                raise MatrixDesignerError("A price range lies between 0.00 and 999999.9999")
        if self.high is not None and self.high < self.low:
            raise MatrixDesignerError(
                "The price range ends below its start", "", "Exchange the two amounts"
            )

    def holds(self, amount: int) -> bool:
        """Tell whether an amount lies in it."""
        return self.low <= amount and (self.high is None or amount <= self.high)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a part must be for a rule to match: of each kind any one of those named; none: any.

    Names are compared without case and outer blanks. `parts` are part-number patterns and
    `descriptions` description patterns, in which `*` stands for any run of characters and `?`
    for one; a description pattern matches anywhere in the description, a part pattern the whole
    number. A part without a list is in no `list_price` span.
    """

    sources: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    classes: tuple[PartClass, ...] = ()
    sale_classes: tuple[str, ...] = ()
    customer_types: tuple[str, ...] = ()
    pay_types: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    cost: Span | None = None
    list_price: Span | None = None


ANYTHING = Conditions()


@dataclass(frozen=True, slots=True)
class ByMatrix:
    """Price by a matrix of the design."""

    matrix: str


@dataclass(frozen=True, slots=True)
class ByFlatPrice:
    """Price by the flat price list. Such a rule matches no part that is not on the list."""


@dataclass(frozen=True, slots=True)
class ByPercent:
    """Price by cost or list plus or minus a percent (1/10,000 point), half up to the cent, once."""

    basis: Basis
    percent: int

    def __post_init__(self) -> None:
        """Refuse a percent that leaves no price, and one without sense."""
        if not -100 * POINT < self.percent <= 999_800 * POINT:
            raise MatrixDesignerError(
                "The percent of a rule is out of range", "", "It is above -100 and at most 999800"
            )


@dataclass(frozen=True, slots=True)
class ByFamily:
    """Price by the stored price of the part's family. Such a rule matches members alone.

    A family without a stored price prices none of its parts: they are unpriced, and it says so.
    """


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Leave the price as it is: none in a price test, the sold price in a replay."""


Treatment = ByMatrix | ByFlatPrice | ByPercent | ByFamily | LeftAlone


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a plan; from and until are its first and last day, None: no limit."""

    treatment: Treatment
    conditions: Conditions = field(default_factory=Conditions)
    name: str = ""
    is_enabled: bool = True
    starts: dt.date | None = None
    ends: dt.date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse days in the wrong order."""
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise MatrixDesignerError("The rule ends before it starts", "", "Exchange its two days")

    def counts_on(self, day: dt.date | None) -> bool:
        """Tell whether the rule is looked at on a day; None is a day on which no dated rule is."""
        if not self.is_enabled:
            return False
        if self.starts is None and self.ends is None:
            return True
        if day is None:
            return False
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Rules in order. What none of them matches takes the default: the design's first matrix."""

    rules: tuple[Rule, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any rule; without one every part is on the first matrix."""
        return bool(self.rules)


NO_PLAN = Plan()
