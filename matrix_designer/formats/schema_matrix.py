"""How a matrix stands in `design.json`: one struct per noun, numbers as strings, no surprises.

These structs are part of the published JSON Schema (`formats/schema.py`). They know nothing of
prices; `encode_matrix` turns them into nouns and back.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from matrix_designer.core.derivation import DerivationKind
from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import CapRule, EndingKind, FallbackKind, FloorKind, Mode

MAX_TIERS = 20_000
"""The most tiers that a file may hold, over all its matrices."""
MAX_TEXT = 4_000

Number = Annotated[str, Meta(pattern=r"^-?[0-9]{1,11}(\.[0-9]{1,4})?$", description="Exact")]
Bound = Annotated[
    str, Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,4})?$", description="Dollars, at most four decimals")
]
Text = Annotated[str, Meta(max_length=MAX_TEXT)]


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every record has in common: unknown fields are refused."""


class FactorRecord(Record, frozen=True):
    """A factor: its kind, its exact value in the unit of the kind, and its text as typed."""

    kind: FactorKind
    value: Number
    text: Annotated[str, Meta(max_length=100)]


class TierRecord(Record, frozen=True):
    """A tier; without `to` its top is open."""

    from_: Bound = msgspec.field(name="from")
    factor: FactorRecord
    to: Bound | None = None
    basis: Basis = Basis.COST


class CapRecord(Record, frozen=True):
    """Costs above `above` are priced by `rule`."""

    above: Bound
    rule: CapRule


class FloorRecord(Record, frozen=True):
    """The least price over cost, in percent."""

    kind: FloorKind
    percent: Number


class RailsRecord(Record, frozen=True):
    """Guard rails; `ceiling` in percent over list."""

    ceiling: Number | None = None
    not_below_list: bool = False
    floor: FloorRecord | None = None


class FallbackRecord(Record, frozen=True):
    """What a part gets that no tier prices."""

    kind: FallbackKind = FallbackKind.UNPRICED
    factor: FactorRecord | None = None


class EndingRecord(Record, frozen=True):
    """What the cents of a price end in."""

    kind: EndingKind
    up: bool = False


class DerivationRecord(Record, frozen=True):
    """Which matrix this one follows: its multipliers times `value`, or `value` more."""

    parent: Text
    kind: DerivationKind
    value: Number


class MatrixRecord(Record, frozen=True):
    """A matrix: ordered tiers and everything else that turns a cost into a price."""

    name: Text
    tiers: Annotated[list[TierRecord], Meta(max_length=MAX_TIERS)] = []
    lookup: Basis = Basis.COST
    mode: Mode = Mode.SIMPLE
    cap: CapRecord | None = None
    fallback: FallbackRecord = FallbackRecord()
    rails: RailsRecord = RailsRecord()
    ending: EndingRecord | None = None
    derived_from: DerivationRecord | None = None
