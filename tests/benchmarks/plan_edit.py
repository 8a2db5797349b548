"""Time edits of a plan over 3 million distinct rows of 10 million lines; a command.

Run: python packaging/dev.py bench plan_edit
40 sources, 8 matrices, 12 families, 500 flat prices and 30 rules. A factor or a bound reaches one
treatment; a rule, a family or a flat price assigns every row again and folds what has moved.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from matrix_designer.core.design import Design
from matrix_designer.core.edits import BoundSide, SetBound
from matrix_designer.core.evidence import Sales
from matrix_designer.core.factor import Basis
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.core.plan import ByMatrix, ByPercent, Conditions, Plan, Rule, Span
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from tests.benchmarks._make_plan import MATRICES, make_part_sales, make_plan_design, with_factor
from tests.benchmarks._rows import ran_on
from tests.benchmarks.edit_reprice import say, show, timed

DAY = dt.date(2026, 11, 22)
RUNS = 40
FAST, FOLDED = "5 ms", "p95 250 ms"
Change = Callable[[Design, int], Design]


class _Editing:
    """A person at the grids: each edit is evaluated from the analysis before."""

    def __init__(self, first: Analysis, change: Change, *, is_hasty: bool) -> None:
        """Start from an analysis; in haste the checks follow an edit of tiers later."""
        self._analysis = first
        self._change = change
        self._is_hasty = is_hasty

    def step(self, step: int) -> None:
        """Edit and evaluate."""
        before = self._analysis
        design = self._change(before.design, step)
        self._analysis = evaluate(
            design, before.sales, before.question, None, before, is_hasty=self._is_hasty
        )


def with_bound(design: Design, step: int) -> Design:
    """Move one bound of the first matrix to and fro; its neighbour follows."""
    row = step % (len(design.matrix.tiers) - 1)
    upper = design.matrix.tiers[row].upper or 0
    moved = upper + (CENT if step % 2 else -CENT)
    return SetBound(design.matrix.name, row, BoundSide.UPPER, moved).apply(design)


def with_rule(change: Callable[[Rule, int], Rule]) -> Change:
    """Return what changes one rule after the other."""

    def edit(design: Design, step: int) -> Design:
        rules = list(design.plan.rules)
        place = step % len(rules)
        rules[place] = change(rules[place], step)
        return replace(design, plan=Plan(tuple(rules)))

    return edit


def _other_treatment(_rule: Rule, step: int) -> Rule:
    percent = ByPercent(Basis.LIST, -(step % 20) * POINT)
    return replace(_rule, treatment=percent if step % 3 else ByMatrix(f"Matrix {step % MATRICES}"))


def _other_condition(rule: Rule, step: int) -> Rule:
    asked = (
        Conditions(sources=(f"S{step % 40:02d}", f"S{step * 7 % 40:02d}")),
        Conditions(descriptions=(f"gask*{step % 10}",)),
        Conditions(parts=(f"000{step % 10}*",), customer_types=("Fleet",)),
        Conditions(cost=Span((step % 9) * DOLLAR, (step % 9 + 40) * DOLLAR)),
    )
    return replace(rule, conditions=asked[step % len(asked)])


def _other_order(design: Design, step: int) -> Design:
    """Move one rule from its place to another."""
    rules = list(design.plan.rules)
    rules.insert(step * 11 % len(rules), rules.pop(step * 7 % len(rules)))
    return replace(design, plan=Plan(tuple(rules)))


def _other_flat_price(design: Design, step: int) -> Design:
    flats = list(design.flat_prices)
    place = step * 37 % len(flats)
    flats[place] = replace(flats[place], price=flats[place].price + 10 * CENT)
    return replace(design, flat_prices=tuple(flats))


def _other_flat_part(design: Design, step: int) -> Design:
    flats = list(design.flat_prices)
    flats[step * 37 % len(flats)] = replace(flats[0], part=f"{step * 1_001 + 13:08d}")
    return replace(design, flat_prices=tuple(flats))


def _other_family(design: Design, step: int) -> Design:
    families = list(design.families)
    place = step % len(families)
    family = families[place]
    if step % 2:
        family = replace(family, price=(family.price or 0) + 10 * CENT)
    else:
        family = replace(family, descriptions=(f"sensor {step % 9}*",))
    families[place] = family
    return replace(design, families=tuple(families))


EDITS: tuple[tuple[str, Change], ...] = (
    ("what a rule does", with_rule(_other_treatment)),
    ("what a rule takes", with_rule(_other_condition)),
    ("the order of rules", _other_order),
    ("a flat price", _other_flat_price),
    ("a part on the flat list", _other_flat_part),
    ("a family", _other_family),
)


def main() -> int:
    """Print the table."""
    sales, design = make_part_sales(), make_plan_design()
    say(f"{ran_on()}; numpy {np.__version__}")
    say(_size(sales, design))
    started = time.perf_counter()
    first = evaluate(design, sales, Question(on=DAY))
    say(f"evaluate from nothing {(time.perf_counter() - started) * 1000:.0f} ms")
    tiers: tuple[tuple[str, Change], ...] = (("factor", with_factor), ("bound", with_bound))
    for name, change in tiers:
        for is_hasty in (True, False):
            judged = "" if is_hasty else ", with findings"
            reach = FAST if is_hasty else "none set"
            editing = _Editing(first, change, is_hasty=is_hasty)
            show(f"plan, one {name}{judged}", timed(editing.step, RUNS), reach)
    for name, change in EDITS:
        for is_hasty in (True, False):
            judged = "" if is_hasty else ", with findings"
            editing = _Editing(first, change, is_hasty=is_hasty)
            show(f"plan, {name}{judged}", timed(editing.step, RUNS), FOLDED)
    return 0


def _size(sales: Sales, design: Design) -> str:
    rows = sales.rows
    parts = 0 if rows.part is None else len(np.unique(rows.part))
    return (
        f"{int(rows.lines.sum()):,} invented lines, {len(rows.cost):,} distinct rows, "
        f"{parts:,} parts, {len(sales.sources)} sources, "
        f"{len(design.matrices)} matrices, {len(design.families)} families, "
        f"{len(design.flat_prices)} flat prices, {len(design.plan.rules)} rules"
    )


if __name__ == "__main__":
    sys.exit(main())
