"""Every code's fixes in one table.

Knows which ways answer which code; whether a way holds is tried where it can be evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator

from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes import (
    caps,
    cents,
    escalation,
    falls,
    levels,
    margins,
    on_cost,
    ranges,
    readings,
    targets,
)
from matrix_designer.analysis.fixes.fix import Fix, Ways, worth_offering

WAYS: dict[str, Ways] = {
    "no-tiers": ranges.start_tiers,
    "gap": ranges.close_gap,
    "overlap": ranges.part_range,
    "shared-bound": ranges.part_range,
    "unordered": ranges.sort_tiers,
    "reversed-bounds": ranges.turn_bounds,
    "late-start": ranges.start_early,
    "no-top": ranges.open_top,
    "sub-cent-bound": ranges.cut_bound,
    "mode-mix": ranges.simple_mode,
    "equal-neighbours": levels.merge_levels,
    "too-few-levels": levels.split_widest,
    "wide-tier": levels.make_ladder,
    "uncapped": caps.add_cap,
    "cap-too-high": caps.lower_cap,
    "inversion": falls.smooth,
    "rising-factor": escalation.stop_rise,
    "below-cost": margins.stop_loss,
    "below-goal": margins.reach_goal,
    "below-goal-tier": margins.reach_goal_in_tier,
    "above-list": margins.add_ceiling,
    "below-list": margins.hold_list,
    "coarse-cent": cents.land_on_cents,
    "list-based": on_cost.put_on_cost,
    "percent-kind": readings.read_otherwise,
    "target-levels": targets.fit_target,
    "target-name": targets.fit_target,
    "target-decimals": targets.fit_target,
    "target-feature": targets.fit_target,
}
"""Codes that are not here have no fix: what they say needs a decision, not an edit."""


def fixes_for(finding: Finding, context: CheckContext) -> tuple[Fix, ...]:
    """Return the ways to answer a finding of the context's matrix, the first to offer in front."""
    return tuple(each_fix(finding, context))


def each_fix(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Yield the same ways, each worked out when it is its turn: the last ones solve factors.

    A way that changes nothing or that the design refuses is left out: a matrix that follows
    another changes only with that one, and what it cannot follow does not change at all.
    """
    ways = WAYS.get(finding.code)
    if ways is None or finding.matrix != context.matrix.name:
        return
    if context.matrix.derived_from is not None:
        return
    yield from worth_offering(ways(finding, context), context.design)
