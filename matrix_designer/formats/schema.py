"""How a design stands in `design.json`: one struct per noun, numbers as strings, no surprises.

These structs are the published JSON Schema (`resources/schema/design.schema.json`, written by
`python -m matrix_designer.formats.schema PATH`). A change here needs a new VERSION and a migration.
They know nothing of prices; `encoding` turns them into nouns and back.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import CapRule, EndingKind, FallbackKind, FloorKind, Mode

VERSION: Literal[1] = 1
"""The version of design.json that this program writes."""
FORMAT: Literal["matrix-designer"] = "matrix-designer"
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


class InForceRecord(Record, frozen=True):
    """The matrix that the DMS uses today."""

    matrix: MatrixRecord
    since: dt.date | None = None
    note: Text = ""


class SilenceRecord(Record, frozen=True):
    """A silenced finding and why."""

    code: Annotated[str, Meta(max_length=100)]
    matrix: Text
    reason: Text
    tier: Annotated[int, Meta(ge=1, le=MAX_TIERS)] | None = None
    subject: Text = ""


class DesignRecord(Record, frozen=True):
    """A pricing design."""

    name: Text
    matrices: Annotated[list[MatrixRecord], Meta(min_length=1, max_length=1_000)]
    goal: Number | None = None
    above_list_limit: Number = "10"
    in_force: InForceRecord | None = None
    silences: Annotated[list[SilenceRecord], Meta(max_length=MAX_TIERS)] = []
    bare_percent: Literal["markup", "percent-of"] | None = None


class BesideRecord(Record, frozen=True):
    """The file of lines that lies beside the design, and the hash of the sums in the design."""

    file: Annotated[
        str, Meta(max_length=255, pattern=r"^[^/\\\x00]+\.lines-[0-9a-f]{12}\.parquet$")
    ]
    size: Annotated[int, Meta(ge=0)]
    sums: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class EvidenceRecord(Record, frozen=True):
    """A history: one member of the project file, named by its content.

    `sha256` is the hash of its lines as Parquet, which are the member; where they lie `beside`
    the design the member holds their sums. `switched_in` are reasons for setting lines aside
    whose lines are used all the same.
    """

    kind: Literal["sales"]
    name: Text
    member: Annotated[str, Meta(pattern=r"^evidence/[0-9a-f]{64}\.(parquet|sums)$")]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    switched_in: tuple[Literal["internal", "warranty"], ...] = ()
    beside: BesideRecord | None = None


class ProjectRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of design.json."""

    format: Literal["matrix-designer"]
    version: Literal[1]
    design: DesignRecord
    evidence: Annotated[list[EvidenceRecord], Meta(max_length=16)] = []


class Header(Struct, frozen=True):
    """What every version of design.json has: which format and version it is."""

    format: str
    version: Annotated[int, Meta(ge=1)]


def published_schema() -> dict[str, Any]:
    """Return the JSON Schema of design.json."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Matrix Designer design.json, version {VERSION}",
    }
    return schema | msgspec.json.schema(ProjectRecord)


def schema_text() -> str:
    """Return the published schema as the text of its file."""
    return msgspec.json.format(msgspec.json.encode(published_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
