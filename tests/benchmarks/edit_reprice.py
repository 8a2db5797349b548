"""Time a re-price and an edit over 10 million invented lines; a command, not a test.

Run: python tests/benchmarks/edit_reprice.py
The history is made by a seeded generator as columns: it stands for 10 million lines without
being one file of them. Prints what it ran on and how busy that was, then
median, 95th percentile and least in milliseconds, and the median of processor time.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from matrix_designer.analysis.fold import Fold, fold_rows
from matrix_designer.analysis.sums import PricedFold, list_columns, measure, on_cost_of
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Sales, SalesRows, Tally
from matrix_designer.core.factor import Factor, read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, PIECE, POINT
from matrix_designer.core.pricing import compile_matrix, price
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import Analysis, evaluate
from matrix_designer.evaluation.pricing import apply_matrix
from matrix_designer.evaluation.states import States, apply_states
from tests.benchmarks._rows import ran_on, tell

SEED = 20260101
LINES = 10_000_000
PARTS = 120_000
DISTINCT = 330_000
"""Distinct (source, cost, list) asked for; how many came out is printed."""
RUNS = 60
_UPPERS = (1, 2, 3, 4, 5, 10, 15, 20, 25, 40, 55, 70, 85, 100, 250)
_FACTORS = (350, 300, 270, 250, 235, 215, 198, 192, 188, 182, 180, 179, 178, 176, 175)


def make_sales() -> Sales:
    """Invent the columns of a large history: costs, lists, sold prices, lines by weight."""
    rng = np.random.default_rng(SEED)
    part = rng.integers(0, PARTS, DISTINCT)
    base = np.exp(rng.normal(np.log(16.0), 1.25, PARTS))
    costs = np.clip(base[part] * rng.uniform(0.97, 1.09, DISTINCT), 0.05, 20_000)
    cost = np.round(costs * 100).astype(np.int64) * CENT
    lists = np.round(costs * rng.normal(1.72, 0.18, PARTS)[part] * 100).astype(np.int64) * CENT
    lists = np.where(rng.random(DISTINCT) < 0.01, -1, np.maximum(lists, CENT))
    source = rng.integers(1, 40, PARTS)[part]
    share = np.array([1.85, 1.7])
    rows = [(cost, lists, np.round(cost / CENT * m).astype(np.int64) * CENT, source) for m in share]
    cost, lists, sold, source = (np.concatenate(column) for column in zip(*rows, strict=True))
    weight = rng.dirichlet(np.full(len(cost), 0.6))
    lines = 1 + rng.multinomial(LINES - len(cost), weight)
    quantity = lines * rng.integers(1, 4, len(cost)) * PIECE
    order = np.lexsort((lists, cost))
    columns = [c[order] for c in (cost, lists, sold, source)]
    zero = np.zeros(len(cost), dtype=np.int64)
    table = SalesRows(
        cost=columns[0],
        list_price=columns[1],
        unit_sold=columns[2],
        source=columns[3],
        sale_class=zero,
        pay_type=zero,
        quantity=quantity[order],
        sold=columns[2] * quantity[order],
        lines=lines[order].astype(np.int64),
    )
    return Sales(
        name="invented",
        digest="",
        rows=table,
        sources=tuple(str(n) for n in range(40)),
        classes=("",),
        pay_types=("C",),
        lines_read=LINES,
        used=Tally(LINES),
        set_aside={},
        notes={},
        parts=PARTS,
    )


def make_design() -> Design:
    """Make 15 tiers with a cap, and a coarser matrix in force."""
    lower = [0, *(u * DOLLAR + CENT for u in _UPPERS)]
    tiers = tuple(
        Tier(low, up * DOLLAR, _factor(hundredths))
        for low, up, hundredths in zip(lower, _UPPERS, _FACTORS, strict=False)
    )
    cap = Cap(250 * DOLLAR, CapRule.LOWER)
    wide = tuple(
        Tier(low * DOLLAR + CENT, up and up * DOLLAR, _factor(hundredths))
        for low, up, hundredths in (
            (0, 5, 260),
            (5, 20, 188),
            (20, 100, 174),
            (100, None, 160),
        )
    )
    return Design(
        "benchmark",
        (Matrix("proposed", tiers, cap=cap),),
        goal=46 * POINT,
        in_force=InForce(Matrix("in force", wide)),
    )


def _factor(hundredths: int) -> Factor:
    return read_factor(f"x{hundredths / 100:.2f}").factor


def edited(design: Design, step: int) -> Design:
    """Change one factor: the tiers take turns."""
    matrix = design.matrix
    row = step % len(matrix.tiers)
    factor = _factor(_FACTORS[row] + 1 + step % 7)
    tiers = (
        *matrix.tiers[:row],
        replace(matrix.tiers[row], factor=factor),
        *matrix.tiers[row + 1 :],
    )
    return replace(design, matrices=(replace(matrix, tiers=tiers),))


def timed(work: Callable[[int], object], runs: int = RUNS) -> list[tuple[float, float]]:
    """Return wall and processor milliseconds of each run, after three that do not count."""
    times = []
    for step in range(-3, runs):
        started, began = time.perf_counter(), time.process_time()
        work(step)
        if step >= 0:
            used = time.process_time() - began
            times.append(((time.perf_counter() - started) * 1000, used * 1000))
    return times


def say(text: str) -> None:
    """Write one line."""
    sys.stdout.write(text + "\n")


def show(name: str, times: list[tuple[float, float]], reach: str = "none set") -> None:
    """Tell one row of the table."""
    wall = [each for each, _ in times]
    median, p95 = statistics.median(wall), statistics.quantiles(wall, n=20)[-1]
    processor = statistics.median(used for _, used in times)
    figures = f"median {median:.2f} ms, p95 {p95:.2f} ms, least {min(wall):.2f} ms"
    tell(name, f"{figures}, processor {processor:.2f} ms", reach)


def _reprice_full(fold: Fold, design: Design) -> Callable[[int], object]:
    schedule = compile_matrix(design.matrix)
    return lambda _step: price(schedule, fold.cost, fold.list_price)


def _replay_full(fold: Fold, design: Design) -> Callable[[int], object]:
    in_force = design.in_force.matrix if design.in_force else design.matrix
    now = price(compile_matrix(in_force), fold.cost, fold.list_price).price
    schedule = compile_matrix(design.matrix)
    on_cost, lists = on_cost_of(design.matrix), list_columns(fold, design.above_list_limit)

    def work(_step: int) -> object:
        prices = price(schedule, fold.cost, fold.list_price)
        return measure(PricedFold(fold, prices.price, prices.row, on_cost, now, None, lists))

    return work


class _Editing:
    """A person at the grid: each edit is evaluated from the analysis before."""

    def __init__(self, design: Design, sales: Sales) -> None:
        self.design = design
        self.sales = sales
        self.analysis: Analysis = evaluate(design, sales, Question())
        self.states = self.analysis.states
        self.proposed = self.states.proposed

    def edit(self, step: int) -> None:
        """Edit one factor and evaluate everything."""
        self.design = edited(self.design, step)
        self.analysis = evaluate(self.design, self.sales, Question(), None, self.analysis)

    def price(self, step: int) -> None:
        """Edit one factor and re-price what it reaches."""
        self.design = edited(self.design, step)
        self.proposed, _ = apply_matrix(self.design.matrix, self.proposed.fold, self.proposed)

    def reprice(self, step: int) -> None:
        """Edit one factor, re-price and sum all states; draw and judge nothing."""
        self.design = edited(self.design, step)
        self.states = reprice(self.design, self.states)


def reprice(design: Design, before: States) -> States:
    """Price and sum a design over the history of an earlier result."""
    return apply_states(design, design.matrix, Question(), before.fold, before)


def main() -> int:
    """Print the table."""
    sales, design = make_sales(), make_design()
    started = time.perf_counter()
    fold = fold_rows(sales.rows)
    folding = (time.perf_counter() - started) * 1000
    rows = sales.rows
    keys = np.unique(np.stack((rows.source, rows.cost, rows.list_price)), axis=1).shape[1]
    say(f"{ran_on()}; numpy {np.__version__}")
    say(
        f"{int(rows.lines.sum()):,} invented lines, {keys:,} distinct (source, cost, list), "
        f"{len(rows.cost):,} with the sold price, {len(fold):,} distinct (cost, list), "
        f"{sales.parts:,} parts"
    )
    say(f"fold {folding:.0f} ms, once for a history")
    editing = _Editing(design, sales)
    show("one factor: re-price", timed(editing.price), "1 ms")
    show("one factor: re-price and sum", timed(editing.reprice))
    show("price all rows", timed(_reprice_full(fold, design)), "5 ms")
    show("all rows: price, sum every state", timed(_replay_full(fold, design)))
    show("one factor: evaluate everything", timed(editing.edit))
    started = time.perf_counter()
    evaluate(design, sales, Question())
    say(f"evaluate from nothing {(time.perf_counter() - started) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
