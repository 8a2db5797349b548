"""Measures changes of the filters over a history of any size: summed anew and evaluated.

Run: python tests/benchmarks/filter_change.py [LINES] [FILE.csv]. The file is made where it is not
there. Prints what it ran on, how long the first reading takes, then the median and the 95th
percentile of changes; the reach for 10 million lines is 1 s on two cores.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import random
import statistics
import subprocess
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

CHANGES = 20


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)  # noqa: T201 - a script


def main(arguments: list[str]) -> int:
    """Make or read the history, and change the filters many times."""
    lines = int(arguments[0]) if arguments else 10_000_000
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        source = Path(arguments[1]) if len(arguments) > 1 else Path(folder) / "history.csv"
        if not source.exists():
            maker = Path(__file__).with_name("_make_history.py")
            subprocess.run([sys.executable, str(maker), str(source), str(lines)], check=True)
        load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
        say(f"{platform.platform()}, {os.cpu_count()} cores, load {load}")
        if source.suffix == ".parquet":
            sales = load_sales_parquet(source)
        else:
            sales = import_sales(source, options=ImportOptions(folder=Path(folder))).sales
        history = HistoryFilter(sales)
        try:
            _measure(history)
        finally:
            history.close()
    return 0


def _measure(history: HistoryFilter) -> None:
    start = time.perf_counter()
    choices = history.choices()
    say(f"{history.sales.lines_read:,} lines got ready in {time.perf_counter() - start:.1f} s")
    dice = random.Random(7)  # noqa: S311 - repeatable choices
    design = sample_design()
    walls, works = [], []
    for _ in range(CHANGES):
        filters = _filters(choices, dice)
        wall, work = time.perf_counter(), time.process_time()
        evaluate(design, history.sums(filters))
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    for name, taken in (("time", walls), ("processor time", works)):
        p95 = statistics.quantiles(taken, n=20)[-1]
        say(f"{CHANGES} changes, {name}: median {statistics.median(taken):.2f} s, p95 {p95:.2f} s")


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
