"""Re-price a million lines after an edit, beside pandas and a LibreOffice sheet; a command.

Run: python packaging/dev.py bench price_beside [LINES]
The same costs, tiers and edits go to all three in one run: the program adds the lines up once and
re-prices what an edit reaches; pandas and the sheet (LOOKUP and ROUND) price every line. The totals
of each edit are compared to the cent. Prints what it ran on.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np

from matrix_designer.analysis.fold import fold_rows
from matrix_designer.analysis.sums import REPLAYED
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.evidence import Ints, SalesRows
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, EXTENDED_DOLLAR, PIECE
from matrix_designer.core.question import Question
from matrix_designer.core.sample_history import history_chunks
from matrix_designer.evaluation.states import States, apply_states
from tests.benchmarks._calc import missing, price_in_calc
from tests.benchmarks._rows import ran_on, tell
from tests.benchmarks.edit_reprice import say

UPPERS = (1, 2, 3, 4, 5, 10, 15, 20, 25, 40, 55, 70, 85, 100, 250)
FACTORS: tuple[str, ...] = (
    *("3.5", "3", "2.7", "2.5", "2.35", "2.15", "1.98", "1.92"),
    *("1.88", "1.82", "1.8", "1.79", "1.78", "1.76", "1.75", "1.6"),
)
EDITS = ((6, "2.01"), (0, "3.4"), (9, "1.85"), (12, "1.81"), (7, "1.95"))
_REPEATS = 20
_WANTED = 1_000
"""How many times faster than the sheet an edit is to be."""


def make_costs(lines: int) -> Ints:
    """Return the costs of invented lines, whole cents, as amounts."""
    chunks = [chunk.cost for chunk in history_chunks(lines)]
    cents = (np.concatenate(chunks) + CENT // 2) // CENT
    return np.maximum(cents, 1) * CENT


def make_rows(costs: Ints) -> SalesRows:
    """Return lines of one piece each, without a list, sorted by cost."""
    zero = np.zeros(len(costs), dtype=np.int64)
    ordered = np.sort(costs)
    return SalesRows(
        cost=ordered,
        list_price=zero - 1,
        unit_sold=ordered,
        source=zero,
        sale_class=zero,
        pay_type=zero,
        quantity=zero + PIECE,
        sold=ordered * PIECE,
        lines=zero + 1,
    )


def make_design(factors: tuple[str, ...]) -> Design:
    """Return a design with one matrix of sixteen tiers."""
    lowers = [0, *(upper * DOLLAR + CENT for upper in UPPERS)]
    uppers = [*(upper * DOLLAR for upper in UPPERS), None]
    tiers = tuple(
        Tier(low, up, read_factor(f"x{factor}").factor)
        for low, up, factor in zip(lowers, uppers, factors, strict=True)
    )
    wide = Matrix("in force", (Tier(0, None, read_factor("x1.9").factor),))
    return Design("benchmark", (Matrix("proposed", tiers),), in_force=InForce(wide))


def after(design: Design, edit: tuple[int, str]) -> Design:
    """Return a design after an edit."""
    place, text = edit
    tiers = list(design.matrix.tiers)
    tiers[place] = replace(tiers[place], factor=read_factor(f"x{text}").factor)
    return replace(design, matrices=(replace(design.matrix, tiers=tuple(tiers)),))


def own(rows: SalesRows) -> tuple[list[float], list[str], int]:
    """Re-price and sum after each edit: milliseconds, totals, and how many rows there were."""
    fold = fold_rows(rows)
    times, totals = [], []
    for repeat in range(_REPEATS):
        design = make_design(FACTORS)
        states: States = apply_states(design, design.matrix, Question(), fold, None)
        for edit in EDITS:
            design = after(design, edit)
            started = time.perf_counter()
            states = apply_states(design, design.matrix, Question(), fold, states)
            times.append((time.perf_counter() - started) * 1000)
            assert states.sums is not None
            total = int(states.sums.table[:, REPLAYED].sum())
            if not repeat:
                totals.append(f"{Decimal(total) / EXTENDED_DOLLAR:.2f}")
    return times, totals, len(fold)


def with_pandas(costs: Ints) -> tuple[list[float], list[str]]:
    """Price every line after each edit as pandas does it, in floats."""
    import pandas as pd

    table = pd.DataFrame({"cost": costs / DOLLAR})
    bounds = np.array([0, *(upper + 0.01 for upper in UPPERS)])
    factors = np.array([float(text) for text in FACTORS])
    times, totals = [], []
    for place, text in EDITS:
        factors[place] = float(text)
        started = time.perf_counter()
        tier = np.searchsorted(bounds, table["cost"], side="right") - 1
        table["price"] = (table["cost"] * factors[tier]).round(2)
        total = table["price"].sum()
        times.append((time.perf_counter() - started) * 1000)
        totals.append(f"{total:.2f}")
    return times, totals


def with_sheet(costs: Ints) -> tuple[str, list[float], float, list[str]]:
    """Let a sheet price every line after each edit: its version, milliseconds, totals."""
    cells = [f"{cents // 100}.{cents % 100:02d}" for cents in (costs // CENT).tolist()]
    lowers = ["0", *(f"{upper}.01" for upper in UPPERS)]
    tiers = list(zip(lowers, FACTORS, strict=True))
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        sheet = price_in_calc(Path(folder), cells, tiers, EDITS)
    return sheet.version, list(sheet.edits), sheet.everything, list(sheet.totals[:-1])


def compared(totals: list[str], exact: list[str]) -> str:
    """Say by how many cents totals are off."""
    cents = [
        abs(Decimal(one) - Decimal(other)) * 100 for one, other in zip(totals, exact, strict=True)
    ]
    return f"off by up to {max(cents):.0f} cents" if any(cents) else "the same to the cent"


def main(arguments: list[str]) -> int:
    """Measure all three, and tell how many times faster the program is."""
    lines = int(arguments[0]) if arguments else 1_000_000
    costs = make_costs(lines)
    say(ran_on())
    times, exact, distinct = own(make_rows(costs))
    edit = statistics.median(times)
    what = f"re-price and sum after an edit, {lines:,} lines"
    # on the clock, as the sheet tells no other time: a busy machine shows in both
    tell(what, f"median {edit:.2f} ms over {distinct:,} distinct costs", "1 ms")
    naive, totals = with_pandas(costs)
    beside = f"the same in pandas {_version('pandas')}, every line in floats"
    tell(beside, f"median {statistics.median(naive):.0f} ms, {compared(totals, exact)}", "beside")
    name = "the same in a LibreOffice sheet, LOOKUP and ROUND"
    if told := missing():
        tell(name, told, "beside")
        return 0
    version, sheet, everything, totals = with_sheet(costs)
    median = statistics.median(sheet)
    told = f"median {median:,.0f} ms, all rows {everything:,.0f} ms, {compared(totals, exact)}"
    tell(f"{name} ({version})", told, "beside")
    tell("how many times faster than the sheet", f"{median / edit:,.0f}", f"{_WANTED:,}")
    return int(median < _WANTED * edit)


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
