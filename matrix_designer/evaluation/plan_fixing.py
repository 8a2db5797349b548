"""The fixes of a plan's findings: for one, and for many of one code in a single step.

Knows analyses and the checks of the plan; whether a fix holds is found out in `fixing`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.checks.plan_suite import judge_plan
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.analysis.fixes.plan_suite import each_plan_fix
from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit, Together
from matrix_designer.core.plan_edits import ReplaceRules
from matrix_designer.core.plan_together import all_at_once
from matrix_designer.evaluation.evaluate import Analysis, context_of_plan
from matrix_designer.evaluation.plan_fix_words import as_step, kind_of, words_of_all
from matrix_designer.evaluation.plan_judging import plan_context
from matrix_designer.evaluation.plan_regions import reached, regions_for


def plan_fixes(analysis: Analysis, finding: Finding) -> Iterator[Fix]:
    """Yield the ways to answer a finding of the plan, the first to offer in front."""
    context = context_of_plan(analysis)
    if context is not None:
        yield from each_plan_fix(finding, context)


def plan_fixes_of_all(
    analysis: Analysis, findings: Sequence[Finding]
) -> Generator[Fix | None, None, None]:
    """Yield fixes that take one way for each of many findings of one code, in one step.

    Each finding is looked for again in the design that the fixes before have made. Yields None
    between two findings, so that whoever waits can do something else.
    """
    context = context_of_plan(analysis)
    if context is None:
        return
    ways = [tuple(each_plan_fix(findings[0], context))]
    for finding in findings[1:]:
        yield None
        ways.append(tuple(each_plan_fix(finding, context)))
    for place, way in enumerate(ways[0]):
        alike = (_alike(findings[0].code, each, place, way) for each in ways)
        chosen = [fix for fix in alike if fix is not None]
        made = yield from _at_once(context, findings, chosen)
        if made is None:
            chosen = yield from _one_by_one(analysis, context, findings, place, way)
            if not chosen[1:]:
                continue
        title = words_of_all(findings[0].code, chosen)
        edit: Edit = (
            Together(tuple(fix.edit for fix in chosen), as_step(title))
            if made is None
            else ReplaceRules(made.plan.rules, as_step(title))
        )
        yield replace(way, title=title, detail="", edit=edit)


def _at_once(
    context: PlanContext, findings: Sequence[Finding], fixes: Sequence[Fix]
) -> Generator[None, None, Design | None]:
    """Return the design with a fix of each of several findings; None where two of them meet.

    Then one is to be carried out after the other, and each finding looked for again.
    """
    if len(fixes) < len(findings):
        return None
    regions = regions_for(findings[0].code, context.assignment)
    edits: list[Edit] = []
    for finding, fix in zip(findings, fixes, strict=True):
        yield None
        rules = reached(context.rules, finding, fix.edit)
        if rules is None or not regions.take(rules):
            return None
        edits.append(fix.edit)
    edited = all_at_once(context.design, edits) if len(edits) > 1 else None
    return None if edited is None else edited.design


def _one_by_one(
    analysis: Analysis, context: PlanContext, findings: Sequence[Finding], place: int, way: Fix
) -> Generator[None, None, list[Fix]]:
    """Return the fixes that take one way for each finding, each of the design of those before."""
    design, fixes = analysis.design, list[Fix]()
    now = context
    for finding in findings:
        yield None
        chosen = _same_way(now, finding, place, way)
        if chosen is not None:
            design = chosen.edit.apply(design)
            fixes.append(chosen)
            now = _context_after(analysis, design, now)
    return fixes


def _context_after(analysis: Analysis, design: Design, before: PlanContext) -> PlanContext:
    return plan_context(design, before.sales, analysis.question.on, None, before.memo)


def _same_way(context: PlanContext, finding: Finding, place: int, way: Fix) -> Fix | None:
    """Return the way of a finding that is like another's; None where the finding is gone."""
    judged = judge_plan(context)
    now = next(
        (one for one in (*judged.findings, *judged.silenced) if one.key == finding.key), None
    )
    if now is None:
        return None
    return _alike(now.code, tuple(each_plan_fix(now, context)), place, way)


def _alike(code: str, ways: Sequence[Fix], place: int, way: Fix) -> Fix | None:
    """Return the way of the same kind as another, else that begins so, else that of its place.

    None where there is none.
    """
    kind = kind_of(code, way)
    same = next((one for one in ways if kind_of(code, one) == kind), None)
    alike = same or next((one for one in ways if _first(one) == _first(way)), None)
    return alike or (ways[place] if place < len(ways) else None)


def _first(fix: Fix) -> str:
    """Return the word that says what kind of way it is; its verb where titles begin alike."""
    return f"{fix.verb} {fix.title.split(' ', 1)[0]}"
