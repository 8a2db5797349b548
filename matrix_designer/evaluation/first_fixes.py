"""The fix that is offered first of every finding of an analysis.

A plan may have a thousand findings, and one fix alone takes an evaluation to try. Those that do
not meet are tried in one step; what that cannot tell is tried in smaller ones, down to one.
Knows analyses and fixes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.core.design import FindingKey
from matrix_designer.core.edits import Together
from matrix_designer.evaluation.evaluate import Analysis
from matrix_designer.evaluation.fixing import (
    carry_out,
    context_of,
    errors_of,
    evaluated,
    ways_to_answer,
)
from matrix_designer.evaluation.plan_batches import BATCHED, first_rule_fixes
from matrix_designer.evaluation.plan_fixing import plan_fixes


def with_fixes(analysis: Analysis) -> tuple[Finding, ...]:
    """Return the findings, each with the text of the fix that is offered for it first."""
    names = {each.matrix for each in analysis.findings if not each.is_of_plan}
    contexts = {name: context_of(analysis, name) for name in names}
    together: dict[FindingKey, Fix | None] = {}
    for code in _OF_LISTS:
        together |= _first_fixes(analysis, [one for one in analysis.findings if one.code == code])
    of_rules = [
        place
        for place, one in enumerate(analysis.findings)
        if one.is_of_plan and one.code in BATCHED
    ]
    held = first_rule_fixes(analysis, [analysis.findings[place] for place in of_rules])
    by_place = dict(zip(of_rules, held, strict=True))
    found = []
    for place, finding in enumerate(analysis.findings):
        if place in by_place:
            fix = by_place[place]
        elif finding.key in together:
            fix = together[finding.key]
        else:
            ways = ways_to_answer(analysis, finding, contexts.get(finding.matrix))
            fix = next(_that_hold(analysis, finding, ways), None)
        found.append(replace(finding, fix=None if fix is None else fix.told))
    return tuple(found)


def _that_hold(analysis: Analysis, finding: Finding, ways: Iterator[Fix]) -> Iterator[Fix]:
    for way in ways:
        held = carry_out(analysis, finding, way)
        if held is not None:
            yield held[0]


_OF_LISTS = ("flat-cost-moved", "family-average-moved", "family-unpriced", "menu-total")
"""Codes whose findings are each about a line of a list, and whose fixes leave the other lines."""


def _first_fixes(
    analysis: Analysis, findings: Sequence[Finding]
) -> Iterator[tuple[FindingKey, Fix | None]]:
    """Yield the first fix that holds of each finding of one code, all tried in one step."""
    if len(findings) > 1:
        fixes = [next(plan_fixes(analysis, finding), None) for finding in findings]
        held = [
            fix for fix, one in zip(fixes, findings, strict=True) if fix is not None and one.way
        ]
        if len(held) == len(findings) and _hold_together(analysis, findings, held):
            yield from zip((finding.key for finding in findings), held, strict=True)
            return
        middle = len(findings) // 2
        yield from _first_fixes(analysis, findings[:middle])
        yield from _first_fixes(analysis, findings[middle:])
        return
    for finding in findings:
        ways = ways_to_answer(analysis, finding)
        yield finding.key, next(_that_hold(analysis, finding, ways), None)


def _hold_together(analysis: Analysis, findings: Sequence[Finding], fixes: Sequence[Fix]) -> bool:
    """Tell whether fixes of findings, carried out at once, answer them all and add no error."""
    edit = Together(tuple(fix.edit for fix in fixes), "all of them")
    after = evaluated(analysis, replace(fixes[0], edit=edit))
    if after is None or errors_of(after) - errors_of(analysis):
        return False
    left = {each.key for each in (*after.findings, *after.silenced)}
    return not any(finding.key in left for finding in findings)
