"""Time all checks over a matrix of 200 tiers; a command, not a test.

Run: python packaging/dev.py bench checks
Once without sales and once over 10 million invented lines; the history is priced and replayed
before; boundaries, falls, their zones and what sells under cost are found by the checks. What was
said of a fall is kept and said again, as after an edit; the last two lines say everything anew,
of a matrix with another name. Prints what it ran on, then wall and processor milliseconds.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from matrix_designer.analysis.checks.context import CheckContext
from matrix_designer.analysis.checks.suite import ALL_CHECKS, judge
from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.replay import replay
from matrix_designer.analysis.sums import PricedFold, list_columns, on_cost_of
from matrix_designer.core.design import Design
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Cap, CapRule, Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.core.pricing import compile_matrix, price
from tests.benchmarks._rows import ran_on
from tests.benchmarks.edit_reprice import make_sales, say, show, timed

TIERS = 200


def make_wide_design() -> Design:
    """Make 200 tiers that rise by 3 % each, with a factor that falls from 3.50 to 1.75."""
    uppers = np.unique(np.round(np.geomspace(0.5, 2_000, TIERS) * 100).astype(np.int64))
    cents = [int(cent) for cent in uppers]
    while len(cents) < TIERS:
        cents.append(cents[-1] + 1_000)
    lowers = [0, *(cent + 1 for cent in cents)]
    tiers = tuple(
        Tier(low * CENT, up * CENT, read_factor(f"x{3.5 - 1.75 * place / TIERS:.4f}").factor)
        for place, (low, up) in enumerate(zip(lowers, cents, strict=False))
    )
    cap = Cap(cents[-1] * CENT, CapRule.LOWER)
    return Design("benchmark", (Matrix("proposed", tiers, cap=cap),), goal=46 * POINT)


def main() -> int:
    """Print the table."""
    design, sales = make_wide_design(), make_sales()
    matrix = design.matrix
    schedule, fold = compile_matrix(matrix), fold_rows(sales.rows)
    prices = price(schedule, fold.cost, fold.list_price)
    lists = list_columns(fold, design.above_list_limit)
    priced = PricedFold(fold, prices.price, prices.row, on_cost_of(matrix), None, None, lists)
    replayed = replay(sales, matrix, priced)
    say(f"{ran_on()}; numpy {np.__version__}")

    def without_sales(_step: int, judged: Matrix = matrix) -> object:
        return judge(CheckContext(design, judged, schedule))

    def with_sales(_step: int, judged: Matrix = matrix) -> object:
        return judge(
            CheckContext(design, judged, schedule, fold, prices, None, replayed, known_lists=lists)
        )

    def renamed(step: int) -> Matrix:
        return replace(matrix, name=f"proposed {step}")

    def first_without_sales(step: int) -> object:
        return without_sales(step, renamed(step))

    def first_with_sales(step: int) -> object:
        return with_sales(step, renamed(step))

    found = judge(CheckContext(design, matrix, schedule, fold, prices)).findings
    say(
        f"{len(ALL_CHECKS)} checks, {len(matrix.tiers)} tiers up to "
        f"${top_of(matrix) / DOLLAR:,.2f}, {len(fold):,} distinct (cost, list), "
        f"{len(found)} findings"
    )
    show("all checks, 200 tiers, no sales", timed(without_sales), "5 ms")
    show("all checks, 200 tiers, 10 million lines", timed(with_sales), "5 ms")
    show("the same without sales, nothing said before", timed(first_without_sales))
    show("the same with sales, nothing said before", timed(first_with_sales))
    return 0


def top_of(matrix: Matrix) -> int:
    """Return the top of the last tier, an amount."""
    return matrix.tiers[-1].upper or 0


if __name__ == "__main__":
    sys.exit(main())
