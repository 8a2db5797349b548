"""Runs the checks over every matrix of a design, and again only where something changed.

Knows which matrix the sales belong to; it knows nothing of how a check finds what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.boundaries import Boundaries
from matrix_designer.analysis.checks.context import Check, CheckContext
from matrix_designer.analysis.checks.suite import Judgement, judge
from matrix_designer.analysis.findings import rank_findings
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.inversions import InversionZone
from matrix_designer.analysis.price_marks import PriceMarks
from matrix_designer.analysis.replay import Replay
from matrix_designer.core.design import Design, Silence
from matrix_designer.core.matrix import Matrix
from matrix_designer.core.target import Target
from matrix_designer.evaluation.pricing import apply_matrix
from matrix_designer.evaluation.states import States

_NONE = np.zeros(0, dtype=np.int64)
_NOTHING_SOLD = Fold(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE)
"""What a matrix sells that no part is priced by."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A matrix that no part is priced by, with all that its findings depend on."""

    matrix: Matrix
    goal: int | None
    above_list_limit: int
    silences: tuple[Silence, ...]
    target: Target | None
    has_sales: bool
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
    """Judge all matrices; return the whole judgement and those of the idle matrices.

    The proposed matrix is judged with the sales; by the others nothing is sold. `known` are the
    idle judgements of the evaluation before.
    """
    context = context_of_proposed(design, states, seen, target)
    idles: Idles = {}
    for matrix in design.matrices:
        if matrix is not states.proposed.matrix:
            idle = Idle(
                matrix=matrix,
                goal=design.goal,
                above_list_limit=design.above_list_limit,
                silences=design.silences,
                target=target,
                has_sales=states.fold is not None,
                checks=checks,
            )
            idles[idle] = known.get(idle) or _judge_idle(design, idle)
    return _together([judge(context, checks), *idles.values()]), idles


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


def _judge_idle(design: Design, idle: Idle) -> Judgement:
    context = context_of_idle(design, idle.matrix, idle.target, has_sales=idle.has_sales)
    return judge(context, idle.checks)


def _together(judgements: list[Judgement]) -> Judgement:
    """Rank the findings of several matrices in one list."""
    if len(judgements) == 1:
        return judgements[0]
    return Judgement(
        rank_findings(finding for each in judgements for finding in each.findings),
        rank_findings(finding for each in judgements for finding in each.silenced),
    )
