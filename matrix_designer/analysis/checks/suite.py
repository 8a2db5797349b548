"""All checks together: run, silence, rank.

Knows which checks there are and what a silence is; it finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matrix_designer.analysis.checks import falls, geometry, margin, shape, target
from matrix_designer.analysis.checks.context import Check, CheckContext
from matrix_designer.analysis.findings import Finding, rank_findings
from matrix_designer.core.design import Design

ALL_CHECKS: tuple[Check, ...] = (
    geometry.check_no_tiers,
    geometry.check_gap,
    geometry.check_overlap,
    geometry.check_unordered,
    geometry.check_reversed_bounds,
    geometry.check_late_start,
    geometry.check_no_top,
    geometry.check_sub_cent_bound,
    geometry.check_mode_mix,
    shape.check_equal_neighbours,
    shape.check_too_few_levels,
    shape.check_wide_tier,
    shape.check_uncapped,
    shape.check_cap_too_high,
    falls.check_inversion,
    shape.check_rising_factor,
    margin.check_below_cost,
    margin.check_below_goal,
    margin.check_below_goal_tier,
    margin.check_above_list,
    margin.check_below_list,
    margin.check_coarse_cent,
    shape.check_percent_kind,
    shape.check_list_based,
    target.check_target,
)
"""Every check, in the order in which the catalog lists their codes."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say: findings to show and findings that the design silences, both ranked."""

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]


def judge(context: CheckContext, checks: tuple[Check, ...] = ALL_CHECKS) -> Judgement:
    """Run checks over one matrix and set aside what the design silences."""
    return sift(context.design, (finding for check in checks for finding in check(context)))


def sift(design: Design, findings: Iterable[Finding]) -> Judgement:
    """Set aside what a design silences, and rank."""
    silences = {item.key for item in design.silences}
    shown: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        (silenced if finding.key in silences else shown).append(finding)
    return Judgement(rank_findings(shown), rank_findings(silenced))


def run_checks(
    context: CheckContext, checks: tuple[Check, ...] = ALL_CHECKS
) -> tuple[Finding, ...]:
    """Run checks over one matrix and return the ranked findings that are not silenced."""
    return judge(context, checks).findings
