"""What a fix would do, found out by doing it aside: the fixed design, evaluated.

Only what holds is offered: a fix removes its finding and adds no error; the ways that only lessen
an inversion lower its dollars, or its fall. Knows analyses; the window's design stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matrix_designer.analysis.boundaries import boundaries_of
from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.checks.plan_context import PlanCheck
from matrix_designer.analysis.checks.plan_suite import PLAN_CHECKS
from matrix_designer.analysis.findings import Finding, Severity
from matrix_designer.analysis.fixes.falls import lessen
from matrix_designer.analysis.fixes.fix import Fix
from matrix_designer.analysis.fixes.margins import with_floor
from matrix_designer.analysis.fixes.suite import each_fix, fixes_for
from matrix_designer.analysis.fixes.weight import is_lighter, weight_of
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.inversions import inversion_zones
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.edits import ReplaceMatrix, Together
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Ints
from matrix_designer.evaluation.evaluate import Analysis, judged, not_judged
from matrix_designer.evaluation.judge import context_of_idle, context_of_part, context_of_proposed
from matrix_designer.evaluation.plan_fixing import plan_fixes, plan_fixes_of_all
from matrix_designer.evaluation.pricing import NOWHERE, Reached, apply_matrix


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fix does to what was sold, volumes unchanged.

    gp_percent: before and after; gp: GP $ before and after, extended amounts, of the period;
    up, down, same: pieces (thousandths) against the prices before; `moved` the dollars of what
    goes up and down, extended.
    """

    gp_percent: tuple[float | None, float | None]
    gp: tuple[int, int]
    up: int
    down: int
    same: int
    moved: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A fix that holds, the analysis of the fixed design, and its effect (None without sales)."""

    fix: Fix
    after: Analysis
    effect: Effect | None


def context_of(analysis: Analysis, matrix: str) -> CheckContext:
    """Return what the checks saw of one matrix of an analysis."""
    if matrix == analysis.matrix.name:
        return context_of_proposed(analysis.design, analysis.states, analysis.seen, analysis.target)
    whole = analysis.states.whole
    if whole is not None:
        return context_of_part(analysis.design, whole, whole.part_of(matrix), analysis.target)
    return context_of_idle(
        analysis.design,
        analysis.design.matrix_named(matrix),
        analysis.target,
        has_sales=analysis.fold is not None,
    )


def trials(analysis: Analysis, finding: Finding) -> Iterator[Trial]:
    """Try every way to answer a finding, in order, and yield those that hold.

    What no check knows a way for is answered by none, though one might hold.
    """
    for fix in ways_to_answer(analysis, finding):
        trial = try_fix(analysis, finding, fix)
        if trial is not None:
            yield trial


def ways_to_answer(
    analysis: Analysis, finding: Finding, context: CheckContext | None = None
) -> Iterator[Fix]:
    """Yield the ways to answer a finding, in order; whether one holds has to be tried.

    The `context` of the finding's matrix may be handed in where it is known.
    """
    if finding.way is None:
        return
    if finding.is_of_plan:
        yield from plan_fixes(analysis, finding)
    else:
        yield from each_fix(finding, context or context_of(analysis, finding.matrix))


def local_trials(analysis: Analysis, finding: Finding) -> Iterator[Trial]:
    """Try the ways that lessen an inversion where it is, and yield those that hold."""
    if finding.is_of_plan:
        return
    for fix in each_fix(finding, context_of(analysis, finding.matrix)):
        trial = try_fix(analysis, finding, fix) if fix.is_partial else None
        if trial is not None:
            yield trial


def trials_of_all(analysis: Analysis, findings: Sequence[Finding]) -> Iterator[Trial | None]:
    """Try the ways to answer many findings of one code and matrix in one step.

    Yields first what answers them all at once, then one way after the other, each carried out
    tier by tier from the last one down, so that the numbers of those to come stay. Yields None
    between two tiers, so that whoever waits can do something else.
    """
    first = next((each for each in findings if each.way), findings[0])
    if first.is_of_plan:
        yield from _plan_trials_of_all(analysis, findings)
        return
    ways = fixes_for(first, context_of(analysis, first.matrix))
    for place, way in enumerate(ways):
        if _is_for_all(first, way):
            fix: Fix | None = way
        else:
            fix = yield from _one_by_one(analysis, findings, place, way)
        trial = None if fix is None else try_fix(analysis, first, fix)
        if trial is not None and _count(trial.after, first.code) < _goal_count(
            analysis, findings, fix
        ):
            yield trial


def _plan_trials_of_all(analysis: Analysis, findings: Sequence[Finding]) -> Iterator[Trial | None]:
    """Try the ways to answer many findings of the plan in one step."""
    for fix in plan_fixes_of_all(analysis, findings):
        trial = None if fix is None else try_fix(analysis, findings[0], fix)
        if fix is None:
            yield None
        elif trial is not None and _count(trial.after, findings[0].code) < _goal_count(
            analysis, findings, fix
        ):
            yield trial


def _is_for_all(finding: Finding, way: Fix) -> bool:
    """Say whether a way answers all findings of its code at once."""
    if finding.code == "inversion":
        return not way.is_partial
    return finding.code == "below-cost" and way.verb == "Floor"


def _goal_count(analysis: Analysis, findings: Sequence[Finding], fix: Fix | None) -> float:
    """Return how many findings of the code must not be left, all of those answered gone."""
    if fix is not None and fix.is_partial:
        return float("inf")
    return _count(analysis, findings[0].code) - len(findings) / 2


def _one_by_one(
    analysis: Analysis, findings: Sequence[Finding], place: int, way: Fix
) -> Generator[None, None, Fix | None]:
    """Return one fix that takes the same way for each finding; None where it changes nothing."""
    ordered = sorted(findings, key=_tier_of, reverse=True)
    matrix = analysis.design.matrix_named(findings[0].matrix)
    if matrix.derived_from is not None:
        return None  # it changes only with the matrix that it follows
    start = matrix
    fold = _fold_of(analysis, matrix.name)
    taken = 0
    applied, reached = apply_matrix(matrix, fold)
    seen: CheckContext | None = None
    for finding in ordered:
        context = CheckContext(
            design=replace(analysis.design, matrices=(matrix,)),
            matrix=matrix,
            schedule=applied.schedule,
            fold=fold,
            prices=applied.prices,
            target=analysis.target,
        )
        context = context if seen is None else _looked_at_again(context, seen, reached)
        chosen = _same_way(finding, context, place, way)
        yield None
        seen, reached = context, NOWHERE
        if chosen is not None:
            matrix = chosen.edit.apply(context.design).matrices[0]
            applied, reached = apply_matrix(matrix, fold, applied)
            taken += 1
    if not taken or matrix == start:
        return None
    title = f"{_plain(way)}, {taken} times" if taken > 1 else way.title
    step = title[:1].lower() + title[1:]
    return replace(way, title=title, detail="", edit=ReplaceMatrix(start.name, matrix, step))


def _fold_of(analysis: Analysis, matrix: str) -> Fold | None:
    """Return what a matrix prices; None without sales, and where it prices nothing."""
    whole = analysis.states.whole
    if whole is not None:
        return whole.part_of(matrix).priced.fold
    return analysis.fold if matrix == analysis.matrix.name else None


def _looked_at_again(context: CheckContext, before: CheckContext, reached: Reached) -> CheckContext:
    """Return a context that knows the boundaries and zones that an edit left alone."""
    boundaries = boundaries_of(context.schedule, before.boundaries, reached.cents)
    zones = inversion_zones(
        context.schedule,
        context.fold,
        context.prices,
        boundaries,
        before=before.zones,
        reach=reached.cents,
    )
    return replace(context, known_boundaries=boundaries, known_zones=zones)


def _same_way(finding: Finding, context: CheckContext, place: int, way: Fix) -> Fix | None:
    """Return the way of a finding that is like another finding's."""
    if finding.code == "inversion":
        return lessen(finding, context, way)
    ways = fixes_for(finding, context)
    alike = next((one for one in ways if _is_alike(one, way)), None)
    return ways[place] if alike is None and place < len(ways) else alike


def _plain(way: Fix) -> str:
    """Return a way's title without the places that differ from finding to finding."""
    return _PLAIN.get(way.title.split(" ", 1)[0], way.title)


_PLAIN = {
    "End": "End the tier below",
    "Start": "Start the tier above",
    "Delete": "Delete the tier that prices nothing",
    "Part": "Part the tiers",
    "Merge": "Merge the equal tiers",
    "Move": "Move the bound to where less is sold",
    "Read": "Read the factor as the other kind",
    "Lower": "Lower the upper tier",
    "Raise": "Raise the factor",
}


def _is_alike(one: Fix, other: Fix) -> bool:
    return one.title.split(" ", 1)[0] == other.title.split(" ", 1)[0]


def _tier_of(finding: Finding) -> int:
    return finding.tier or 0


def try_fix(analysis: Analysis, finding: Finding, fix: Fix) -> Trial | None:
    """Carry a fix out aside; None where it does not hold, with a floor at cost or without."""
    held = carry_out(analysis, finding, fix)
    return None if held is None else Trial(*held, effect(analysis, held[1]))


def carry_out(
    analysis: Analysis,
    finding: Finding,
    fix: Fix,
    plan_checks: tuple[PlanCheck, ...] = PLAN_CHECKS,
) -> tuple[Fix, Analysis] | None:
    """Return a fix that holds, as it has to be carried out, and what it makes; None if not.

    Checks that are left out must find no errors, and not what is to be answered.
    """
    after = evaluated(analysis, fix, plan_checks)
    if after is None:
        return None
    added = errors_of(after) - errors_of(analysis)
    if set(added) == {"below-cost"} and not finding.is_of_plan:
        fix = _on_floor(analysis, after, finding, fix)
        after = evaluated(analysis, fix)
        if after is None or errors_of(after) - errors_of(analysis):
            return None
    elif added:
        return None
    return (fix, after) if _is_answered(analysis, after, finding, fix) else None


def evaluated(
    analysis: Analysis, fix: Fix, plan_checks: tuple[PlanCheck, ...] = PLAN_CHECKS
) -> Analysis | None:
    """Evaluate the fixed design as the question stands; None where the edit is refused."""
    question = analysis.question
    try:
        design = fix.edit.apply(analysis.design)
        names = [matrix.name for matrix in design.matrices]
        if question.matrix is not None and question.matrix not in names:
            place = [each.name for each in analysis.design.matrices].index(question.matrix)
            question = replace(question, matrix=names[place])
        made = not_judged(design, analysis.sales, question, analysis.target, analysis)
        return judged(made, plan_checks=plan_checks)
    except MatrixDesignerError:
        return None


def _on_floor(analysis: Analysis, after: Analysis, finding: Finding, fix: Fix) -> Fix:
    """Return a fix that also holds every price at cost."""
    place = [each.name for each in analysis.design.matrices].index(finding.matrix)
    matrix = after.design.matrices[place]
    floored = ReplaceMatrix(matrix.name, with_floor(matrix), fix.edit.text)
    caution = "; ".join(each for each in (fix.caution, "with a floor at cost") if each)
    return replace(
        fix,
        caution=caution,
        edit=Together((fix.edit, floored), fix.edit.text),
    )


def errors_of(analysis: Analysis) -> Counter[str]:
    """Count the errors of an analysis by code, those that are silenced included."""
    return Counter(
        each.code
        for each in (*analysis.findings, *analysis.silenced)
        if each.severity is Severity.ERROR
    )


def _is_answered(before: Analysis, after: Analysis, finding: Finding, fix: Fix) -> bool:
    """Say whether a finding is gone, or weighs less where the way promises only that."""
    if finding.code == "inversion":
        return _is_smoother(before, after, finding, fix)
    if finding.is_of_plan and any(
        each.key == finding.key for each in (*after.findings, *after.silenced)
    ):
        return False
    return _count(after, finding.code) < _count(before, finding.code)


def _count(analysis: Analysis, code: str) -> int:
    return sum(each.code == code for each in (*analysis.findings, *analysis.silenced))


def _is_smoother(before: Analysis, after: Analysis, finding: Finding, fix: Fix) -> bool:
    old, new = context_of(before, finding.matrix), context_of(after, finding.matrix)
    if not fix.is_partial:
        return all(zone.fall.tier != finding.tier for zone in new.zones)
    falls = [zone.fall for zone in old.zones if zone.fall.tier == finding.tier]
    if not falls:
        return False
    return is_lighter(weight_of(old.zones), weight_of(new.zones), falls[-1], finding.dollars)


def effect(before: Analysis, after: Analysis) -> Effect | None:
    """Hold two analyses of the same sales against each other; None without sales."""
    old, new = before.replay, after.replay
    if old is None or new is None or before.prices is None or after.prices is None:
        return None
    fold = before.fold
    if fold is None:
        return None
    if before.states.whole is None and after.states.whole is None:
        prices, quantities = (before.prices.price, after.prices.price), fold.quantity
    else:
        prices, quantities = (_row_prices(before), _row_prices(after)), _row_pieces(before)
    changed = np.flatnonzero(prices[0] != prices[1])
    was, now = prices[0][changed], prices[1][changed]
    quantity = quantities[changed]
    up, down = _moved(was, now, quantity), _moved(now, was, quantity)
    return Effect(
        gp_percent=(old.replayed.gp_percent, new.replayed.gp_percent),
        gp=(old.replayed.gp, new.replayed.gp),
        up=up[0],
        down=down[0],
        same=total(quantities) - up[0] - down[0],
        moved=(up[1], -down[1]),
    )


def _row_prices(analysis: Analysis) -> Ints:
    """Return the proposed price of every row of the history, by cost, then list."""
    if analysis.states.whole is not None:
        return analysis.states.whole.prices()
    if analysis.prices is None or analysis.fold is None:
        raise ValueError("prices of no sales")
    return analysis.prices.price[analysis.fold.unit_row]


def _row_pieces(analysis: Analysis) -> Ints:
    """Return the pieces of every row of the history, thousandths, in the same order."""
    if analysis.states.whole is not None:
        return analysis.states.whole.names.rows.quantity
    if analysis.fold is None:
        raise ValueError("pieces of no sales")
    return analysis.fold.unit_quantity


def _moved(was: Ints, now: Ints, quantity: Ints) -> tuple[int, int]:
    """Return pieces and dollars of what goes up; a price that was none counts its whole sum."""
    rises = now > was
    gained = now[rises] - np.maximum(was[rises], 0)
    pieces = quantity[rises]
    return total(pieces), total(products(gained, pieces))
