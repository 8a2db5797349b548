"""Which part a row of a table stands for, where somebody asks why it has its price.

Knows rows and what they tell of a part; the rest is looked up in the sales by its number.
"""

from __future__ import annotations

from matrix_designer.core.part_facts import PartFacts
from matrix_designer.gui.panels.order_columns import ShownLine, ShownPart
from matrix_designer.gui.panels.ranking_columns import RankedRow


def facts_of_line(row: ShownLine) -> PartFacts:
    """Return the part of a line of a test repair order."""
    return row.line.part.facts


def facts_of_change(row: ShownPart) -> PartFacts | None:
    """Return a part that changes; None for the lines without a part number."""
    part = row.part
    if not part.number:
        return None
    return PartFacts(part.cost, part=part.number, description=part.description, source=part.source)


def facts_of_ranked(row: RankedRow) -> PartFacts | None:
    """Return the part of a ranking's row; None where the row gathers several."""
    one = row.row
    if not one.name or one.is_rest:
        return None
    return PartFacts(0, part=one.name, description=one.detail)
