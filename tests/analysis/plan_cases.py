"""Sold lines at the grain of parts, and contexts for the tests of what judges a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matrix_designer.analysis.checks.plan_context import PlanContext
from matrix_designer.analysis.checks.plan_suite import judge_plan
from matrix_designer.analysis.findings import Finding
from matrix_designer.core.design import Design
from matrix_designer.core.evidence import MISSING, PartName, Sales, SalesRows, Tally
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.plan import ByPercent, Conditions, Plan, Rule, Treatment
from matrix_designer.evaluation.plan_judging import plan_context

MAIN = Matrix(
    "Main",
    (
        Tier(CENT, 10 * DOLLAR, read_factor("x2").factor),
        Tier(10 * DOLLAR + CENT, None, read_factor("x1.6").factor),
    ),
)
FLAT_MATRIX = Matrix("Light", (Tier(CENT, None, read_factor("x1.45").factor),))
AT_LIST = ByPercent(Basis.LIST, 0)
UNDER_LIST = ByPercent(Basis.LIST, -10 * POINT)


@dataclass(frozen=True)
class Sold:
    """One sold line; cost, list and unit price in dollars, the rest names."""

    part: str = "P1"
    source: str = ""
    cost: float = 10
    listed: float | None = 18
    sold: float = 20
    quantity: int = 1
    description: str = ""
    group: str = ""
    sale_class: str = ""
    customer_type: str = ""
    pay_type: str = "C"
    vendor: str = ""
    channel: str = ""


_NAMES = ("source", "group", "sale_class", "customer_type", "pay_type", "vendor", "channel")


def amount(dollars: float) -> int:
    return round(dollars * DOLLAR)


def part_sales(lines: Iterable[Sold]) -> Sales:
    """Hold lines as an import at the grain of parts would, a row each."""
    held = sorted(lines, key=lambda one: (one.cost, one.listed or 0))
    names = {name: sorted({getattr(one, name) for one in held}) for name in _NAMES}
    parts = sorted({(one.part, one.description) for one in held})
    columns: dict[str, list[int]] = {
        "cost": [amount(one.cost) for one in held],
        "list_price": [MISSING if one.listed is None else amount(one.listed) for one in held],
        "unit_sold": [amount(one.sold) for one in held],
        "quantity": [one.quantity * PIECE for one in held],
        "sold": [amount(one.sold) * one.quantity * PIECE for one in held],
        "lines": [1 for _ in held],
        "part": [parts.index((one.part, one.description)) for one in held],
    }
    for name in _NAMES:
        columns[name] = [names[name].index(getattr(one, name)) for one in held]
    rows = SalesRows(**{name: np.array(values, np.int64) for name, values in columns.items()})
    return Sales(
        name="invented.csv",
        digest="0",
        rows=rows,
        sources=tuple(names["source"]),
        classes=tuple(names["sale_class"]),
        pay_types=tuple(names["pay_type"]),
        lines_read=len(held),
        used=Tally(len(held)),
        set_aside={},
        notes={},
        parts=len(parts),
        part_names=tuple(PartName(*one) for one in parts),
        groups=tuple(names["group"]),
        vendors=tuple(names["vendor"]),
        customer_types=tuple(names["customer_type"]),
        channels=tuple(names["channel"]),
    )


def rule(treatment: Treatment = AT_LIST, name: str = "", **conditions: object) -> Rule:
    return Rule(treatment, Conditions(**conditions), name)  # type: ignore[arg-type]


def design(*rules: Rule, matrices: Sequence[Matrix] = (MAIN,), **lists: object) -> Design:
    return Design("d", tuple(matrices), plan=Plan(rules), **lists)  # type: ignore[arg-type]


def context(
    held: Design, lines: Iterable[Sold] | None = None, on: dt.date | None = None
) -> PlanContext:
    return plan_context(held, None if lines is None else part_sales(lines), on)


def findings(
    held: Design, lines: Iterable[Sold] | None = None, on: dt.date | None = None
) -> tuple[Finding, ...]:
    return judge_plan(context(held, lines, on)).findings


def found(
    code: str, held: Design, lines: Iterable[Sold] | None = None, on: dt.date | None = None
) -> list[Finding]:
    return [one for one in findings(held, lines, on) if one.code == code]
