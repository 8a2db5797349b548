"""Which part a row of a table stands for, where somebody asks why it has its price.

Knows rows and what they tell of a part; the rest is looked up in the sales by its number.
"""

from __future__ import annotations

from matrix_designer.analysis.classes import SuggestedClass
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.rule_detail import RulePart
from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.money import CENT, MAX_AMOUNT
from matrix_designer.core.part_facts import PartFacts
from matrix_designer.core.plan_names import rules_naming
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


def facts_of_rule_part(row: RulePart) -> PartFacts | None:
    """Return a part that a rule takes; None for the lines without a part number."""
    if not row.number:
        return None
    return PartFacts(0, part=row.number, description=row.description, source=row.source)


def facts_of_suggestion(row: SuggestedClass) -> PartFacts | None:
    """Return a part that a class is suggested for; None where it is a whole source."""
    return PartFacts(0, part=row.part, description=row.description) if row.part else None


def facts_of_finding(finding: Finding, design: Design) -> PartFacts | None:
    """Return a part that shows a finding: the one that it names, or one at the tier's top.

    Where a rule gives a source to the finding's matrix, the part is of that source.
    """
    if finding.code == "flat-cost-moved":
        return PartFacts(0, part=finding.subject)
    if finding.tier is None or finding.is_of_plan:
        return None
    return facts_of_tier(design, finding.matrix, finding.tier - 1)


def facts_of_tier(design: Design, matrix: str, tier: int) -> PartFacts | None:
    """Return a part at the top of a tier, counted from 0; at its start where it has no top."""
    try:
        found = design.matrix_named(matrix).tiers[tier]
    except (MatrixDesignerError, IndexError):
        return None
    cent = found.first_cent if found.last_cent is None else found.last_cent
    places = rules_naming(design.plan, matrix)
    sources = [name for at in places for name in design.plan.rules[at].conditions.sources]
    return PartFacts(min(max(cent, 1) * CENT, MAX_AMOUNT), source=sources[0] if sources else "")
