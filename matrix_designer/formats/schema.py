"""How a design stands in `design.json`: one struct per noun, numbers as strings, no surprises.

These structs are the published JSON Schema (`resources/schema/design.schema.json`, written by
`python -m matrix_designer.formats.schema PATH`). A change here needs a new VERSION and a migration.
They know nothing of prices; `encoding` turns them into nouns and back.
"""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from matrix_designer.core.plan_limits import MOST_PROPOSALS, MOST_STEPS, MOST_VERSIONS
from matrix_designer.formats.schema_matrix import MAX_TIERS, MatrixRecord, Number, Record, Text
from matrix_designer.formats.schema_plan import (
    ClassesRecord,
    Families,
    FlatPrices,
    KeptRecord,
    Menus,
    ProposalRecord,
    Rules,
    StrategyRecord,
    TickRecord,
    VersionRecord,
)

VERSION: Literal[2] = 2
"""The newest version of design.json that this program writes: a design with a plan."""
BARE_VERSION: Literal[1] = 1
"""What a design is written as that has nothing of version 2: older programs open it, too."""
MAX_KEPT_TIERS = 200_000
"""The most tiers of matrices that only versions and proposals have."""
FORMAT: Literal["matrix-designer"] = "matrix-designer"


class InForceRecord(Record, frozen=True):
    """The matrix that the DMS uses today, and where it has one the whole strategy.

    With a `version` and no `strategy` it is what that version says.
    """

    matrix: MatrixRecord
    since: dt.date | None = None
    note: Text = ""
    strategy: StrategyRecord | None = None
    version: Annotated[int, Meta(ge=1, le=MOST_VERSIONS)] | None = None


class SilenceRecord(Record, frozen=True):
    """A silenced finding and why."""

    code: Annotated[str, Meta(max_length=100)]
    matrix: Text
    reason: Text
    tier: Annotated[int, Meta(ge=1, le=MAX_TIERS)] | None = None
    subject: Text = ""


class DesignRecord(Record, frozen=True):
    """A pricing design.

    `kept` holds what versions, proposals and the record in force have that the design itself has
    no more; they name it by its place.
    """

    name: Text
    matrices: Annotated[list[MatrixRecord], Meta(min_length=1, max_length=1_000)]
    goal: Number | None = None
    above_list_limit: Number = "10"
    in_force: InForceRecord | None = None
    silences: Annotated[tuple[SilenceRecord, ...], Meta(max_length=MAX_TIERS)] = ()
    bare_percent: Literal["markup", "percent-of"] | None = None
    plan: Rules = ()
    flat_prices: FlatPrices = ()
    families: Families = ()
    classes: ClassesRecord | None = None
    menus: Menus = ()
    versions: Annotated[tuple[VersionRecord, ...], Meta(max_length=MOST_VERSIONS)] = ()
    proposals: Annotated[tuple[ProposalRecord, ...], Meta(max_length=MOST_PROPOSALS)] = ()
    steps: Annotated[tuple[TickRecord, ...], Meta(max_length=MOST_STEPS)] = ()
    kept: KeptRecord | None = None


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
    version: Literal[1, 2]
    design: DesignRecord
    evidence: Annotated[tuple[EvidenceRecord, ...], Meta(max_length=16)] = ()


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
    schema |= msgspec.json.schema(ProjectRecord)
    for noun in schema["$defs"].values():
        if "description" in noun:  # Python keeps a docstring's indents up to 3.12
            noun["description"] = inspect.cleandoc(noun["description"])
    return schema


def schema_text() -> str:
    """Return the published schema as the text of its file."""
    return msgspec.json.format(msgspec.json.encode(published_schema()), indent=2).decode() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
