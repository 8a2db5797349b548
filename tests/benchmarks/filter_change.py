"""Measures changes of the filters over a history of any size: summed anew and evaluated.

Run: python tests/benchmarks/filter_change.py [LINES] [FILE.csv]. The file is made where it is not
there. Prints what it ran on, how long the first reading takes, then the median and the 95th
percentile of changes; the reach for 10 million lines is 1 s on two cores.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from matrix_designer.core.filters import Filters
from matrix_designer.core.sample import FIRST_DAY
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.dealership import sample_design
from matrix_designer.formats.filtering import HistoryFilter
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from tests.benchmarks._history import history
from tests.benchmarks._rows import ran_on, tell

CHANGES = 20


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)  # noqa: T201 - a script


def main(arguments: list[str]) -> int:
    """Make or read the history, and change the filters many times."""
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        source = history(arguments, folder)
        say(ran_on())
        if source.suffix == ".parquet":
            sales = load_sales_parquet(source)
        else:
            sales = import_sales(source, options=ImportOptions(folder=Path(folder))).sales
        filtered = HistoryFilter(sales)
        try:
            _measure(filtered)
        finally:
            filtered.close()
    return 0


def _measure(filtered: HistoryFilter) -> None:
    start = time.perf_counter()
    choices = filtered.choices()
    ready = time.perf_counter() - start
    dice = random.Random(7)  # noqa: S311 - repeatable choices
    design = sample_design()
    walls, works = [], []
    for _ in range(CHANGES):
        filters = _filters(choices, dice)
        wall, work = time.perf_counter(), time.process_time()
        evaluate(design, filtered.sums(filters))
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    p95 = statistics.quantiles(walls, n=20)[-1]
    figures = f"median {statistics.median(walls):.2f} s, p95 {p95:.2f} s"
    figures += f", processor {statistics.median(works):.2f} s, {ready:.1f} s to get ready first"
    tell(f"change the filters, {filtered.sales.lines_read:,} lines", figures, "1 s")


def _filters(choices: dict[str, tuple[str, ...]], dice: random.Random) -> Filters:
    """Choose some of one or two columns, and sometimes a period."""

    def some(name: str) -> frozenset[str] | None:
        texts = choices[name]
        if len(texts) < 2 or dice.random() < 0.5:
            return None
        return frozenset(dice.sample(texts, dice.randrange(1, len(texts))))

    first = FIRST_DAY + dt.timedelta(days=dice.randrange(180)) if dice.random() < 0.5 else None
    return Filters(
        first_day=first,
        sources=some("sources"),
        pay_types=frozenset({"C"}),
        counterpersons=some("counterpersons"),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
