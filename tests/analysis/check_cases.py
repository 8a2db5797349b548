"""Small matrices, sales and contexts for the tests of the checks, from short texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from matrix_designer.analysis.boundaries import boundaries_of
from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.checks.suite import run_checks
from matrix_designer.analysis.findings import Finding
from matrix_designer.analysis.fold import Fold, fold_rows
from matrix_designer.analysis.tier_edges import TierEdge, tier_edges
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import MISSING, SalesRows
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import read_amount, read_bound, read_quantity
from matrix_designer.core.pricing import Schedule, compile_matrix, price
from matrix_designer.core.target import Target

Sale = tuple[str, str | None, str, str]
"""Unit cost, list or None, quantity, unit price sold."""


def tier(text: str, basis: Basis = Basis.COST) -> Tier:
    """`0.01-5.00 x2`, or `5.01- +80%` for an open top."""
    bounds, factor = text.split(" ", 1)
    lower, upper = bounds.split("-")
    return Tier(
        read_bound(lower),
        read_bound(upper) if upper else None,
        read_factor(factor).factor,
        basis,
    )


def matrix(*tiers: str, basis: Basis = Basis.COST, **settings: Any) -> Matrix:
    return Matrix("m", tuple(tier(text, basis) for text in tiers), **settings)


def fold(sales: Sequence[Sale]) -> Fold:
    return fold_rows(
        rows_of(
            (
                amount(cost),
                None if listed is None else amount(listed),
                amount(sold),
                read_quantity(quantity),
            )
            for cost, listed, quantity, sold in sales
        )
    )


def rows_of(sold: Iterable[tuple[int, int | None, int, int]]) -> SalesRows:
    """Rows of (unit cost, list, unit price sold, quantity), a line each, all of one source."""
    held = [
        (cost, MISSING if listed is None else listed, price, quantity)
        for cost, listed, price, quantity in sold
    ]
    columns = np.array(held, dtype=np.int64).reshape(-1, 4).T
    cost, listed, unit_sold, quantity = (np.ascontiguousarray(column) for column in columns)
    nothing = np.zeros(len(held), dtype=np.int64)
    return SalesRows(
        cost=cost,
        list_price=listed,
        unit_sold=unit_sold,
        source=nothing,
        sale_class=nothing,
        pay_type=nothing,
        quantity=quantity,
        sold=unit_sold * quantity,
        lines=nothing + 1,
    )


def amount(text: str) -> int:
    return read_amount(text).amount


def extended(text: str) -> int:
    """Dollars as an extended amount."""
    return amount(text) * 1_000


def context(
    judged: Matrix,
    sales: Sequence[Sale] | None = None,
    *,
    goal: str | None = None,
    target: Target | None = None,
    design: Design | None = None,
) -> CheckContext:
    schedule = compile_matrix(judged)
    folded = None if sales is None else fold(sales)
    made = design or Design("d", (judged,))
    return CheckContext(
        design=made if goal is None else replace(made, goal=amount(goal)),
        matrix=judged,
        schedule=schedule,
        fold=folded,
        prices=None if folded is None else price(schedule, folded.cost, folded.list_price),
        target=target,
    )


def findings(judged: Matrix, sales: Sequence[Sale] | None = None, **more: Any) -> list[Finding]:
    return list(run_checks(context(judged, sales, **more)))


def found(
    code: str, judged: Matrix, sales: Sequence[Sale] | None = None, **more: Any
) -> list[Finding]:
    return [each for each in findings(judged, sales, **more) if each.code == code]


def brief(
    code: str, judged: Matrix, sales: Sequence[Sale] | None = None, **more: Any
) -> list[tuple[int | None, str]]:
    """Tier and severity of the findings of one code."""
    return [(each.tier, each.severity.value) for each in found(code, judged, sales, **more)]


def edges_of(schedule: Schedule) -> tuple[TierEdge, ...]:
    """Price every tier at its top and one cent later."""
    return tier_edges(schedule, boundaries_of(schedule).asked)
