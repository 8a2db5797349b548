"""All checks of the plan together: run, silence, rank.

Knows which checks there are; it finds nothing itself.
"""

from __future__ import annotations

from matrix_designer.analysis.checks import plan, plan_channels, plan_lists, plan_prices
from matrix_designer.analysis.checks.plan_context import PlanCheck, PlanContext
from matrix_designer.analysis.checks.suite import Judgement
from matrix_designer.analysis.findings import Finding, rank_findings

PLAN_CHECKS: tuple[PlanCheck, ...] = (
    plan.check_dead_rule,
    plan.check_uncovered_source,
    plan.check_competitive_on_matrix,
    plan_prices.check_competitive_above_list,
    plan_prices.check_plan_below_cost,
    plan_channels.check_counter_and_repair,
    plan_lists.check_family_unpriced,
    plan_lists.check_family_average,
    plan_lists.check_flat_cost,
    plan_lists.check_menu,
)
"""Every check of the plan, in the order in which the catalog lists their codes."""


def judge_plan(context: PlanContext, checks: tuple[PlanCheck, ...] = PLAN_CHECKS) -> Judgement:
    """Run checks over a plan and set aside what the design silences."""
    silences = {item.key for item in context.design.silences}
    shown: list[Finding] = []
    silenced: list[Finding] = []
    for check in checks:
        for finding in check(context):
            (silenced if finding.key in silences else shown).append(finding)
    return Judgement(rank_findings(shown), rank_findings(silenced))
