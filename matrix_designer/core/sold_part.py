"""A part that was sold, as its latest sale tells it.

Knows amounts and a day; it does not know where sales lie nor what a matrix makes of them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SoldPart:
    """One part: number, description, and its latest used line.

    `cost`, `list_price` (None: missing) and `unit_sold` (None: not told) are amounts; `pieces`, in
    thousandths, and `lines` count the whole history; `day` is None where that has no dates.
    """

    number: str
    description: str
    source: str
    cost: int
    list_price: int | None
    unit_sold: int | None
    day: dt.date | None
    pieces: int
    lines: int


@dataclass(frozen=True, slots=True)
class FoundParts:
    """The parts that a search found, most pieces first; `has_more` where the limit cut it."""

    text: str
    parts: tuple[SoldPart, ...]
    has_more: bool
