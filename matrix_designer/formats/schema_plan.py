"""How a plan stands in `design.json`: rules, flat prices, families, classes, menus, versions.

These structs are part of the published JSON Schema (`formats/schema.py`). A strategy of a version
is told by places in lists that all versions share, so that an unchanged line stands in the file
once. They know nothing of prices; `encode_plan` and `encode_strategies` turn them into nouns.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from matrix_designer.core.factor import Basis
from matrix_designer.core.part_class import PartClass
from matrix_designer.core.plan_limits import (
    MOST_COMPETITORS,
    MOST_FAMILIES,
    MOST_FLAT_PRICES,
    MOST_MEMBERS,
    MOST_MENU_PARTS,
    MOST_MENUS,
    MOST_RULES,
    MOST_STEPS,
    MOST_VERSIONS,
)
from matrix_designer.formats.schema_matrix import FactorRecord, MatrixRecord, Number, Record, Text

MAX_KEPT = 1_000_000
"""The most lines of one kind that only versions and proposals have."""
MAX_RUNS = 1_000_000
"""The longest text of places."""
MAX_SHARED = 20_000_000
"""The most lines that all versions and proposals of a file may have together, each counted."""

Amount = Annotated[
    str, Meta(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$", description="Dollars, at most four decimals")
]
Quantity = Annotated[
    str, Meta(pattern=r"^[0-9]{1,10}(\.[0-9]{1,3})?$", description="Pieces, at most three decimals")
]
Whole = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Names = Annotated[tuple[Text, ...], Meta(max_length=MOST_MEMBERS)]


class SpanRecord(Record, frozen=True):
    """Amounts from `from` to `to`, both included; without `to` it is open."""

    from_: Amount = msgspec.field(name="from", default="0.00")
    to: Amount | None = None


class ConditionsRecord(Record, frozen=True):
    """What a part must be; of each kind any one of those named, none: any."""

    sources: Names = ()
    groups: Names = ()
    classes: Annotated[tuple[PartClass, ...], Meta(max_length=16)] = ()
    sale_classes: Names = ()
    customer_types: Names = ()
    pay_types: Names = ()
    vendors: Names = ()
    channels: Names = ()
    parts: Names = ()
    descriptions: Names = ()
    cost: SpanRecord | None = None
    list_price: SpanRecord | None = None


class MatrixTreatment(Record, frozen=True, tag_field="by", tag="matrix"):
    """Priced by a matrix."""

    matrix: Text


class FlatTreatment(Record, frozen=True, tag_field="by", tag="flat"):
    """Priced by the flat price list."""


class PercentTreatment(Record, frozen=True, tag_field="by", tag="percent"):
    """Priced by cost or list plus or minus a percent."""

    basis: Basis
    percent: Number


class FamilyTreatment(Record, frozen=True, tag_field="by", tag="family"):
    """Priced by the price of the part's family."""


class AloneTreatment(Record, frozen=True, tag_field="by", tag="alone"):
    """Left as it is."""


TreatmentRecord = (
    MatrixTreatment | FlatTreatment | PercentTreatment | FamilyTreatment | AloneTreatment
)


class RuleRecord(Record, frozen=True):
    """One rule of the plan; `starts` and `ends` are its first and last day."""

    treatment: TreatmentRecord
    conditions: ConditionsRecord | None = None
    name: Text = ""
    enabled: bool = True
    starts: dt.date | None = None
    ends: dt.date | None = None
    note: Text = ""


class CompetitorRecord(Record, frozen=True):
    """What a competitor asks for a part."""

    competitor: Text
    price: Amount
    seen: dt.date | None = None


class FlatPriceRecord(Record, frozen=True):
    """The one price of a part."""

    part: Text
    price: Amount
    description: Text = ""
    cost: Amount | None = None
    reviewed: dt.date | None = None
    by: Text = ""
    locked: bool = False
    agreed: Text = ""
    competitors: Annotated[tuple[CompetitorRecord, ...], Meta(max_length=MOST_COMPETITORS)] = ()


class AveragedRecord(Record, frozen=True):
    """A sales-weighted cost: ten-millionths of a dollar over thousandths of a piece."""

    cost: Whole
    pieces: Annotated[int, Meta(ge=1, le=2**63 - 1)]


class FamilyRecord(Record, frozen=True):
    """Parts that sell at one price, and how that was made."""

    name: Text
    parts: Names = ()
    descriptions: Names = ()
    sources: Names = ()
    excluded: Names = ()
    price: Amount | None = None
    factor: FactorRecord | None = None
    averaged: AveragedRecord | None = None
    agreed: Text = ""


class ClassRecord(Record, frozen=True):
    """The class of a source or a part."""

    name: Text
    class_: PartClass = msgspec.field(name="class")


Classed = Annotated[tuple[ClassRecord, ...], Meta(max_length=MOST_MEMBERS)]


class ClassesRecord(Record, frozen=True):
    """Who is in which class."""

    sources: Classed = ()
    parts: Classed = ()


class MenuPartRecord(Record, frozen=True):
    """One part of a service menu."""

    part: Text
    quantity: Quantity = "1"
    description: Text = ""
    source: Text = ""
    cost: Amount | None = None
    list_price: Amount | None = None


class MenuRecord(Record, frozen=True):
    """A service menu."""

    name: Text
    price: Amount
    parts: Annotated[tuple[MenuPartRecord, ...], Meta(max_length=MOST_MENU_PARTS)] = ()
    note: Text = ""


Rules = Annotated[tuple[RuleRecord, ...], Meta(max_length=MOST_RULES)]
FlatPrices = Annotated[tuple[FlatPriceRecord, ...], Meta(max_length=MOST_FLAT_PRICES)]
Families = Annotated[tuple[FamilyRecord, ...], Meta(max_length=MOST_FAMILIES)]
Menus = Annotated[tuple[MenuRecord, ...], Meta(max_length=MOST_MENUS)]


class KeptRecord(Record, frozen=True):
    """Lines that only versions, proposals and the record in force have, each kind a list."""

    matrices: Annotated[tuple[MatrixRecord, ...], Meta(max_length=20_000)] = ()
    rules: Annotated[tuple[RuleRecord, ...], Meta(max_length=MAX_KEPT)] = ()
    flat_prices: Annotated[tuple[FlatPriceRecord, ...], Meta(max_length=MAX_KEPT)] = ()
    families: Annotated[tuple[FamilyRecord, ...], Meta(max_length=MAX_KEPT)] = ()
    class_sources: Annotated[tuple[ClassRecord, ...], Meta(max_length=MAX_KEPT)] = ()
    class_parts: Annotated[tuple[ClassRecord, ...], Meta(max_length=MAX_KEPT)] = ()
    menus: Annotated[tuple[MenuRecord, ...], Meta(max_length=MAX_KEPT)] = ()


Runs = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{1,7}(-[0-9]{1,7})?( [0-9]{1,7}(-[0-9]{1,7})?)*)?$",
        max_length=MAX_RUNS,
        description="Places such as `0-11 15 12`, counted from 0 over the design's own list and "
        "then the kept one",
    ),
]


class StrategyRecord(Record, frozen=True):
    """All that prices parts, as places in lists."""

    matrices: Runs
    rules: Runs = ""
    flat_prices: Runs = ""
    families: Runs = ""
    class_sources: Runs = ""
    class_parts: Runs = ""
    menus: Runs = ""


class VersionRecord(Record, frozen=True):
    """A published strategy."""

    number: Annotated[int, Meta(ge=1, le=MOST_VERSIONS)]
    strategy: StrategyRecord
    effective: dt.date | None = None
    author: Text = ""
    note: Text = ""


class ProposalRecord(Record, frozen=True):
    """A strategy kept beside the one being worked on."""

    name: Text
    strategy: StrategyRecord
    note: Text = ""


class TickRecord(Record, frozen=True):
    """One of the thirteen steps, ticked by hand."""

    step: Annotated[int, Meta(ge=1, le=MOST_STEPS)]
    day: dt.date | None = None
    by: Text = ""
    note: Text = ""


Kind = Literal[
    "matrices", "rules", "flat_prices", "families", "class_sources", "class_parts", "menus"
]
