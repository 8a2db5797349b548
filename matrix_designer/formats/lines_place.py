"""Where a document's single lines are kept, and from which size on a person decides it.

Knows sizes; light enough for whoever only asks.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from matrix_designer.core.evidence import Sales

ASKED_FROM = 64 << 20
"""From how many bytes of lines on a person is asked where they are to be kept: 64 MB."""
MOST_INSIDE = 2_000_000_000
"""The most bytes of lines that a design file can hold; more lie beside it."""


class LinesPlace(Enum):
    """Where the single lines of a document's sales are kept."""

    INSIDE = "inside"
    BESIDE = "beside"


def lines_size(sales: Sales | None) -> int:
    """Return how many bytes the lines take; 0 where there are none, or they cannot be seen."""
    if sales is None or sales.lines_file is None:
        return 0
    try:
        return Path(sales.lines_file).stat().st_size
    except OSError:
        return 0  # saving says what is wrong with them


def are_lines_gone(sales: Sales) -> bool:
    """Say whether lines that belong beside their design are not there: only sums are left."""
    if sales.lines_beside is None:
        return False
    return sales.lines_file is None or not Path(sales.lines_file).exists()


def is_place_due(sales: Sales | None, place: LinesPlace | None) -> bool:
    """Say whether a person has yet to decide where the lines go."""
    size = lines_size(sales)
    if place is None:
        return size >= ASKED_FROM
    return place is LinesPlace.INSIDE and size > MOST_INSIDE
