"""Runs the checks over every matrix of a design, and again only where something changed.

Knows which matrix the sales belong to; it knows nothing of how a check finds what it finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.boundaries import Boundaries
from matrix_designer.analysis.checks.context import Check, CheckContext
from matrix_designer.analysis.checks.margin import whole_below_goal
from matrix_designer.analysis.checks.suite import Judgement, judge, sift
from matrix_designer.analysis.findings import rank_findings
from matrix_designer.analysis.fold import Fold, Units
from matrix_designer.analysis.inversions import InversionZone
from matrix_designer.analysis.price_marks import PriceMarks
from matrix_designer.analysis.replay import Replay, replay_of
from matrix_designer.analysis.sums import COST, REPLAYED
from matrix_designer.analysis.wholesale_rules import is_only_for_wholesale
from matrix_designer.core.design import Design, Silence
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.target import Target
from matrix_designer.evaluation.pricing import apply_matrix
from matrix_designer.evaluation.states import States
from matrix_designer.evaluation.whole import Treated, Whole

_NONE = np.zeros(0, dtype=np.int64)
_NOTHING_SOLD = Fold(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, Units.of(_NONE, _NONE, _NONE))
"""What a matrix sells that no part is priced by."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A matrix that is not looked at, with all that its findings depend on.

    `part` is what it prices under a plan, None where it prices nothing.
    """

    matrix: Matrix
    part: Treated | None
    whole_cost: int | None
    goal: int | None
    above_list_limit: int
    silences: tuple[Silence, ...]
    target: Target | None
    has_sales: bool
    is_wholesale: bool
    checks: tuple[Check, ...]


Idles = dict[Idle, Judgement]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What an evaluation has found out already about the proposed matrix."""

    replay: Replay | None
    boundaries: Boundaries
    zones: tuple[InversionZone, ...]
    marks: PriceMarks | None


def judge_design(
    design: Design,
    states: States,
    seen: Seen,
    target: Target | None,
    checks: tuple[Check, ...],
    known: Idles,
) -> tuple[Judgement, Idles]:
    """Judge all matrices; return the whole judgement and those of the matrices not looked at.

    Each matrix is judged with what it prices; without a plan that is everything for the proposed
    one, nothing for the others. `known` are the other judgements of the evaluation before.
    """
    context = context_of_proposed(design, states, seen, target)
    whole, cost = states.whole, context.whole_cost
    idles: Idles = {}
    for matrix in design.matrices:
        if matrix is not states.proposed.matrix:
            idle = Idle(
                matrix=matrix,
                part=None if whole is None else whole.part_of(matrix.name),
                whole_cost=cost,
                goal=design.goal,
                above_list_limit=design.above_list_limit,
                silences=design.silences,
                target=target,
                has_sales=states.fold is not None,
                is_wholesale=is_only_for_wholesale(design, matrix.name),
                checks=checks,
            )
            idles[idle] = known.get(idle) or _judge_idle(design, idle, whole)
    judgements = [judge(context, checks), *idles.values()]
    if whole is not None:
        sales = whole.added(REPLAYED)
        judgements.append(sift(design, whole_below_goal(design.goal, whole.added(COST), sales)))
    return together(judgements), idles


def context_of_proposed(
    design: Design, states: States, seen: Seen, target: Target | None
) -> CheckContext:
    """Return what the checks see of the proposed matrix, with all that is known already."""
    proposed = states.proposed
    return CheckContext(
        design=design,
        matrix=proposed.matrix,
        schedule=proposed.schedule,
        fold=states.fold,
        prices=proposed.prices,
        target=target,
        replay=seen.replay,
        known_boundaries=seen.boundaries,
        known_zones=seen.zones,
        known_lists=None if states.priced is None else states.priced.lists,
        known_marks=seen.marks,
        whole_cost=None if states.whole is None else states.whole.added(COST),
    )


def context_of_part(
    design: Design, whole: Whole, part: Treated, target: Target | None
) -> CheckContext:
    """Return what the checks see of a matrix of a plan: what it prices."""
    if part.applied is None:
        raise ValueError("a treatment that is no matrix")
    matrix = part.applied.matrix
    return CheckContext(
        design=design,
        matrix=matrix,
        schedule=part.applied.schedule,
        fold=part.priced.fold,
        prices=part.applied.prices,
        target=target,
        replay=replay_of(whole.sales, matrix, part.priced, part.sums),
        known_lists=part.priced.lists,
        whole_cost=whole.added(COST),
    )


def context_of_idle(
    design: Design, matrix: Matrix, target: Target | None, *, has_sales: bool
) -> CheckContext:
    """Return what the checks see of a matrix by which nothing is sold."""
    applied, _ = apply_matrix(matrix, _NOTHING_SOLD if has_sales else None)
    return CheckContext(
        design=design,
        matrix=matrix,
        schedule=applied.schedule,
        fold=applied.fold,
        prices=applied.prices,
        target=target,
    )


def _judge_idle(design: Design, idle: Idle, whole: Whole | None) -> Judgement:
    if whole is not None and idle.part is not None:
        return judge(context_of_part(design, whole, idle.part, idle.target), idle.checks)
    context = context_of_idle(design, idle.matrix, idle.target, has_sales=idle.has_sales)
    return judge(context, idle.checks)


def together(judgements: Sequence[Judgement]) -> Judgement:
    """Rank the findings of several matrices, and of the plan, in one list."""
    if len(judgements) == 1:
        return judgements[0]
    return Judgement(
        rank_findings(finding for each in judgements for finding in each.findings),
        rank_findings(finding for each in judgements for finding in each.silenced),
    )
