"""A segment that rows leave and enter is the one that is cut anew, and nothing else is touched."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matrix_designer.analysis.assignment import assign
from matrix_designer.analysis.cell_sums import NO_SUMS, CellSums, priced_cells, sums_by_group
from matrix_designer.analysis.fold import Fold
from matrix_designer.analysis.row_names import RowNames, row_names
from matrix_designer.analysis.segments import Segments, make_segments, prices_of
from matrix_designer.core.plan import Plan
from matrix_designer.core.strategy import Strategy
from tests.oracle.plain_sales import sales_of
from tests.oracle.plan_bridge import strategy_of
from tests.oracle.random_matrices import seeded
from tests.oracle.random_plans import DAY, random_numbers, random_part, random_strategy


def names_of(rng: Random, numbers: tuple[str, ...], lines: int = 400) -> RowNames:
    return row_names(sales_of([random_part(rng, numbers) for _ in range(lines)]))


def is_same_fold(one: Fold, other: Fold) -> bool:
    sums = ("cost", "list_price", "quantity", "cost_total", "sold", "lines")
    units = ("unit_row", "unit_sold", "unit_quantity")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in (*sums, *units))


def agree(made: Segments, fresh: Segments) -> None:
    for one, other in zip(made.parts, fresh.parts, strict=True):
        assert one.treatment == other.treatment
        assert np.array_equal(one.at, other.at)
        assert is_same_fold(one.fold, other.fold)
        for name in ("in_force", "against", "own"):
            assert np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("case", range(6))
def test_sums_of_rows_that_leave_and_enter_are_those_that_are_added_anew(case: int) -> None:
    rng = seeded(f"cells {case}")
    names = names_of(rng, random_numbers(rng, 10), 200)
    rows, cells = names.rows, priced_cells(names, names.rows.unit_sold if case % 2 else None, None)
    everything = range(len(names.item))
    held = sorted(rng.sample(everything, 60))
    leaving = sorted(rng.sample(held, case * 12))
    others = sorted(set(everything) - set(held))
    entering = sorted(rng.sample(others, (5 - case) * 9))
    now = sorted((set(held) - set(leaving)) | set(entering))

    def summed(at: list[int]) -> CellSums:
        columns = np.array(at, np.int64), np.zeros(len(at), np.uint16)
        return sums_by_group(rows, cells, columns[1], columns[0]).get(0, NO_SUMS)

    moved = summed(held).moved(summed(leaving) if leaving else None, summed(entering))
    expected = summed(now)
    for name in CellSums._fields:
        assert getattr(moved, name).tolist() == getattr(expected, name).tolist()
    assert int(moved.quantity.sum()) == sum(int(rows.quantity[at]) for at in now)


def test_segments_of_random_edits_are_those_that_are_cut_anew() -> None:
    rng = seeded("segments")
    numbers = random_numbers(rng, 30)
    names = names_of(rng, numbers)
    force = prices_of(
        assign(strategy_of(random_strategy(rng, numbers, 5)), DAY, names), is_sold_known=True
    )
    strategy = strategy_of(random_strategy(rng, numbers, 8, 3))
    assignment = assign(strategy, DAY, names)
    before = make_segments(assignment, force, None, is_sold_known=True)
    kept = 0
    for _ in range(80):
        strategy = _edited(rng, numbers, strategy)
        assignment = assign(strategy, DAY, names, assignment)
        now = make_segments(assignment, force, None, before, is_sold_known=True)
        agree(now, make_segments(assignment, force, None, is_sold_known=True))
        kept += len(set(now.parts) & set(before.parts))
        before = now
    assert kept > 200


def test_the_same_assignment_is_not_cut_again() -> None:
    rng = seeded("same")
    numbers = random_numbers(rng, 30)
    names = names_of(rng, numbers)
    assignment = assign(strategy_of(random_strategy(rng, numbers, 8)), DAY, names)
    before = make_segments(assignment, None, None, is_sold_known=True)
    assert make_segments(assignment, None, None, before, is_sold_known=True) is before


def test_every_row_is_in_one_segment() -> None:
    rng = seeded("partition")
    numbers = random_numbers(rng, 30)
    names = names_of(rng, numbers)
    strategy = strategy_of(random_strategy(rng, numbers, 8))
    made = make_segments(assign(strategy, DAY, names), None, None, is_sold_known=True)
    rows = np.sort(np.concatenate([one.at for one in made.parts]))
    assert rows.tolist() == list(range(len(names.item)))


def _edited(rng: Random, numbers: tuple[str, ...], strategy: Strategy) -> Strategy:
    """Change one rule, move one, or change a list."""
    other = strategy_of(random_strategy(rng, numbers, 8, 3))
    kind = rng.choice(("rule", "order", "flat_prices", "families", "classes", "matrices"))
    rules = list(strategy.plan.rules)
    if kind == "rule":
        rules[rng.randrange(8)] = rng.choice(other.plan.rules)
    elif kind == "order":
        rules.insert(rng.randrange(8), rules.pop(rng.randrange(8)))
    elif kind == "matrices":
        names = [one.name for one in strategy.matrices]
        gone = rng.choice((names, names[:2], names[::-1]))
        held = {one.name: one for one in (*strategy.matrices, *other.matrices)}
        return replace(strategy, matrices=tuple(held[name] for name in gone))
    else:
        return replace(strategy, **{kind: getattr(other, kind)})
    return replace(strategy, plan=Plan(tuple(rules)))
