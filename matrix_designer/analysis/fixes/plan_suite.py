"""Every code of the plan with its fixes, in one table.

Knows which ways answer which code; whether a way holds is tried where it can be evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes import plan_lists, plan_rules
from matrix_designer.analysis.fixes.fix import Fix, worth_offering

PlanWays = Callable[[Finding, PlanContext], Iterator[Fix]]
PLAN_WAYS: dict[str, PlanWays] = {
    "dead-rule": plan_rules.revive,
    "uncovered-source": plan_rules.cover,
    "competitive-on-matrix": plan_rules.take_off_matrix,
    "competitive-above-list": plan_rules.sell_at_list,
    "below-cost": plan_rules.sell_at_cost,
    "counter-and-repair-differ": plan_rules.join_channels,
    "family-unpriced": plan_lists.price_family,
    "family-average-moved": plan_lists.accept_average,
    "flat-cost-moved": plan_lists.review_flat_price,
    "menu-total": plan_lists.total_menu,
}


def each_plan_fix(finding: Finding, context: PlanContext) -> Iterator[Fix]:
    """Yield the ways to answer a finding of the plan, the first to offer in front.

    A way that changes nothing, or that the design refuses, is left out.
    """
    ways = PLAN_WAYS.get(finding.code)
    if ways is None or not finding.is_of_plan:
        return
    yield from worth_offering(ways(finding, context), context.design)
