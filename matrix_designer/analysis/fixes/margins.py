"""Fixes of what prices earn and how they stand against list: rails, factors, the goal.

Factors are solved on the sales themselves, by the engine; GP % is compared as the checks do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from matrix_designer.analysis.checks.context import CheckContext, percent_text
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fixes.fix import Fix, changing, with_tier, with_tiers
from matrix_designer.analysis.fixes.numbers import (
    FOUR_DECIMALS,
    TWO_DECIMALS,
    Toward,
    factor_for,
)
from matrix_designer.analysis.sums import products, total
from matrix_designer.core.factor import Basis, Factor, FactorKind
from matrix_designer.core.matrix import Floor, FloorKind, Matrix, Mode, Tier
from matrix_designer.core.money import POINT
from matrix_designer.core.pricing import UNPRICED, compile_matrix, price
from matrix_designer.core.rails import floor_ratio

_WHOLE = 100 * POINT
_TRIES = 6
_MOST_SCALE = 2
"""No factor is more than doubled to reach a goal."""
_MOST_IN_A_TIER = 100
_ONE = Fraction(1)
AT_COST = Floor(FloorKind.MARKUP, 0)


def stop_loss(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Hold every price at cost, or raise the one factor that is under it."""
    matrix = context.matrix
    if matrix.rails.floor != AT_COST:
        yield changing(
            context,
            with_floor(matrix),
            floor_words(matrix),
            "No price of this matrix is then under its cost.",
            "Floor",
        )
    if finding.tier is not None:
        tier = matrix.tiers[finding.tier - 1]
        raised = factor_for(_ONE, tier.factor, tier.basis, Toward.UP)
        multiplier = tier.factor.multiplier
        is_under = multiplier is None or multiplier < 1
        if raised is not None and is_under and tier.basis is Basis.COST:
            yield changing(
                context,
                with_tier(matrix, finding.tier, replace(tier, factor=raised)),
                f"Raise tier {finding.tier} to {raised.text}",
                "It then sells at cost.",
            )


def with_floor(matrix: Matrix) -> Matrix:
    """Return the matrix with a floor at cost."""
    return replace(matrix, rails=replace(matrix.rails, floor=AT_COST))


def floor_words(matrix: Matrix) -> str:
    """Say what `stop_loss` does first."""
    return "Add a floor at cost" if matrix.rails.floor is None else "Raise the floor to cost"


def add_ceiling(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Let no price pass list by more than the design's limit."""
    del finding
    limit = context.design.above_list_limit
    rails = replace(context.matrix.rails, ceiling=limit)
    yield changing(
        context,
        replace(context.matrix, rails=rails),
        _ceiling_title(context),
        "What costs less than the limit allows keeps its price.",
        "Ceiling",
    )


def ceiling_words(context: CheckContext) -> str | None:
    """Say what `add_ceiling` does; None where some cost or floor stands above the limit."""
    floor, lists = context.matrix.rails.floor, context.lists
    if lists is None or lists.is_one_under_cost:
        return None
    if floor is not None and floor.percent > 0 and lists.least_allowed < floor_ratio(floor):
        return None
    return _ceiling_title(context)


def _ceiling_title(context: CheckContext) -> str:
    limit = percent_text(context.design.above_list_limit)
    verb = "Set a" if context.matrix.rails.ceiling is None else "Bring the"
    return f"{verb} ceiling at list plus {limit} %"


def hold_list(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Let no price fall below list."""
    del finding
    rails = replace(context.matrix.rails, is_not_below_list=True)
    yield changing(
        context,
        replace(context.matrix, rails=rails),
        "Never sell below list",
        "Parts that a tier prices below list sell at list.",
        "At list",
    )


def reach_goal(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Raise all factors alike, or only the tiers under the goal to it."""
    del finding
    goal, earned = context.design.goal, context.earned
    if goal is None or earned is None:
        return
    everything = _solved(context, range(len(context.matrix.tiers)), goal)
    if everything is not None:
        yield changing(
            context,
            everything,
            GOAL_WORDS,
            f"Every factor is multiplied by the same number, to {percent_text(goal)} % GP.",
            "Solve",
        )
    matrix, raised = context.matrix, 0
    for row, (tier_cost, sales) in sorted(earned.items()):
        if row >= 0 and sales < _needed(tier_cost, goal):
            made = _solved(context, (row,), goal, row, matrix)
            if made is not None:
                matrix, raised = made, raised + 1
    if raised:
        yield changing(
            context,
            matrix,
            f"Raise the tiers under the goal to {percent_text(goal)} % GP",
            f"{raised} factors go up, the others stay.",
            "Solve",
        )


GOAL_WORDS = "Raise all factors alike until the goal is met"


def reach_goal_in_tier(finding: Finding, context: CheckContext) -> Iterator[Fix]:
    """Raise one tier's factor until its sales earn the goal."""
    goal = context.design.goal
    if goal is None or finding.tier is None:
        return
    row = finding.tier - 1
    made = _solved(context, (row,), goal, row)
    if made is not None:
        factor = made.tiers[row].factor
        yield changing(
            context,
            made,
            _goal_title(context, finding.tier),
            f"Its factor becomes {factor.text}.",
            "Solve",
        )


def goal_words(context: CheckContext, number: int | None) -> str | None:
    """Say what `reach_goal` does, or for a tier `reach_goal_in_tier`; None where it may not do."""
    goal, earned = context.design.goal, context.earned
    if goal is None or earned is None or context.matrix.rails.ceiling is not None:
        return None
    if number is None:
        fixed = sum(sales for row, (_, sales) in earned.items() if row < 0)
        raised = sum(sales for row, (_, sales) in earned.items() if row >= 0)
        needed = _needed(sum(cost for cost, _ in earned.values()), goal)
        return GOAL_WORDS if needed - fixed <= _MOST_SCALE * raised else None
    tier = context.matrix.tiers[number - 1]
    is_plain = context.matrix.mode is Mode.SIMPLE and tier.factor.kind is not FactorKind.ADD_ON
    return _goal_title(context, number) if is_plain else None


def _goal_title(context: CheckContext, number: int) -> str:
    return f"Raise tier {number} to {percent_text(context.design.goal or 0)} % GP"


def _needed(cost: int, goal: int) -> Fraction:
    """Return the sales that a cost needs to earn a goal."""
    return Fraction(cost * _WHOLE, _WHOLE - goal)


def _solved(
    context: CheckContext,
    rows: Sequence[int],
    goal: int,
    counted: int | None = None,
    matrix: Matrix | None = None,
) -> Matrix | None:
    """Multiply the factors of some rows until the sales of one row, or of all, earn the goal.

    None where no factor gets there.
    """
    fold, prices = context.fold, context.prices
    if fold is None or prices is None:
        return None
    judged = matrix or context.matrix
    is_counted = prices.price != UNPRICED if counted is None else prices.row == counted
    cost, listed = fold.cost[is_counted], fold.list_price[is_counted]
    quantity, is_fixed = fold.quantity[is_counted], prices.row[is_counted] < 0
    needed = _needed(total(products(cost, quantity)), goal)
    scale = _ONE
    for attempt in range(_TRIES):
        step = TWO_DECIMALS if attempt < _TRIES // 2 else FOUR_DECIMALS
        tried = judged if scale == 1 else _scaled(judged, rows, scale, step)
        if tried is None:
            return None
        amounts = price(compile_matrix(tried), cost, listed).price
        if (amounts == UNPRICED).any():
            return None
        sales = total(products(amounts, quantity))
        if sales >= needed:
            return tried
        fixed = total(products(amounts[is_fixed], quantity[is_fixed]))
        scale *= (needed - fixed) / max(sales - fixed, 1)
        if scale > (_MOST_SCALE if counted is None else _MOST_IN_A_TIER):
            return None
        scale += Fraction(attempt, 10_000)
        scale = Fraction(-(-scale.numerator * 10**6 // scale.denominator), 10**6)
    return None


def _scaled(matrix: Matrix, rows: Sequence[int], scale: Fraction, step: int) -> Matrix | None:
    tiers: list[Tier] = list(matrix.tiers)
    for row in rows:
        tier = tiers[row]
        made = _times(tier.factor, tier.basis, scale, step)
        if made is None:
            return None
        tiers[row] = replace(tier, factor=made)
    return with_tiers(matrix, tiers)


def _times(factor: Factor, basis: Basis, scale: Fraction, step: int) -> Factor | None:
    if factor.kind is FactorKind.ADD_ON:
        return factor
    return factor_for((factor.multiplier or _ONE) * scale, factor, basis, Toward.UP, step)
