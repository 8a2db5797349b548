"""Evidence: what happened. Imported once, immutable, named by content hash, never undone.

Knows numpy columns and counts; it does not know where they came from.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matrix_designer.core.filters import OFF, Filters

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
"""Places in a table of names, of any width: to look up by, to be widened before arithmetic."""
MISSING = -1
"""Stands for a missing list in integer columns."""


class Grain(Enum):
    """What tells the rows of a history apart.

    SLIM: source, class, pay type, cost, list and the unit price that was sold, which is all that
    one matrix needs. PART: also the part and all else that a plan asks for.
    """

    SLIM = "slim"
    PART = "part"

    @classmethod
    def needed(cls, *, needs_parts: bool) -> Grain:
        """Return the coarsest grain that will do."""
        return cls.PART if needs_parts else cls.SLIM


@dataclass(frozen=True, slots=True, eq=False)
class SalesRows:
    """Distinct used sales rows, equal-length int64 columns, sorted by cost, then list.

    cost, list_price, unit_sold: amounts (list MISSING where there is none); source, sale_class,
    pay_type: codes into the names of Sales; quantity: thousandths; sold: extended amounts
    (exact sums); lines: how many lines a row stands for.

    The columns from `part` on are there in rows of the finer grain alone, which a plan needs:
    codes into `Sales.part_names` and the names beside them.
    """

    cost: Ints
    list_price: Ints
    unit_sold: Ints
    source: Ints
    sale_class: Ints
    pay_type: Ints
    quantity: Ints
    sold: Ints
    lines: Ints
    part: Codes | None = None
    group: Codes | None = None
    vendor: Codes | None = None
    customer_type: Codes | None = None
    channel: Codes | None = None

    @property
    def has_parts(self) -> bool:
        """Whether the rows are told apart by part and by all that a plan asks for."""
        return self.part is not None


@dataclass(frozen=True, slots=True)
class PartName:
    """A part's number and the description that its last used line has.

    Lines without a number are told apart by their descriptions: of those there are several.
    """

    number: str
    description: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted lines: pieces in thousandths, cost and sales as extended amounts."""

    lines: int = 0
    pieces: int = 0
    cost: int = 0
    sales: int = 0


@dataclass(frozen=True, slots=True)
class LinesBeside:
    """The file of single lines that lies, or should lie, beside a design: its name and size."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """One imported sales history.

    `set_aside` maps each reason of the closed list (DOMAIN names, e.g. `zero-cost`) to its tally,
    `notes` counts what was used but noted (`missing-list`, `no-charge`, `under-cost`,
    `cost-precision`, ...). `lines_file` is the Parquet file of all lines, set-aside included.

    `switched_in` names reasons whose lines are used all the same. Sales of which `filters` let
    only a part through count that part alone, under the digest of the whole; their days are the
    whole's as far as the filters reach. Where it `is_sold_known` not, no line tells for how much
    it was sold: unit_sold and sold are 0 everywhere and mean nothing. `lines_beside` is the file
    of lines that belongs beside the design; where it is not there, there is no `lines_file`.
    """

    name: str
    digest: str
    rows: SalesRows
    sources: tuple[str, ...]
    classes: tuple[str, ...]
    pay_types: tuple[str, ...]
    lines_read: int
    used: Tally
    set_aside: dict[str, Tally]
    notes: dict[str, Tally]
    parts: int
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    lines_file: PurePath | None = None
    switched_in: frozenset[str] = frozenset()
    filters: Filters = OFF
    is_sold_known: bool = True
    lines_beside: LinesBeside | None = None
    # of rows told apart by part; sorted, without outer blanks
    part_names: tuple[PartName, ...] = ()
    groups: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    customer_types: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def grain(self) -> Grain:
        """What tells its rows apart."""
        return Grain.PART if self.rows.has_parts else Grain.SLIM

    @property
    def used_reasons(self) -> frozenset[str]:
        """Reasons whose lines are used: '', which stands for none, and those switched in."""
        return frozenset({"", *self.switched_in})

    @property
    def days(self) -> int | None:
        """Days that the history covers, first and last included; None without dates.

        None of its days are left, 0, where filters reach beyond them.
        """
        if self.first_day is None or self.last_day is None:
            return None
        return max((self.last_day - self.first_day).days + 1, 0)


SET_ASIDE_REASONS = (
    "unreadable",
    "total-line",
    "duplicate",
    "return",
    "zero-quantity",
    "zero-cost",
    "negative-cost",
    "core",
    "internal",
    "warranty",
)
"""The closed list, in the order in which the first reason that applies wins."""
