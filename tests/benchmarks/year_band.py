"""Measures what must be true: tornado and band of a long history of single lines.

Run: python tests/benchmarks/year_band.py [LINES] [LINES.parquet]. The history is made and
imported where no file is named. Prints what it ran on; the reach at 10 million lines is 1,000
resamples within 5 s, the question to the lines included.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from matrix_designer.analysis import year_band
from matrix_designer.analysis.line_prices import of_fold
from matrix_designer.analysis.tornado import tornado
from matrix_designer.core.query import Where
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.must_be_true import truth_of
from matrix_designer.formats.dealership import sample_design
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from tests.benchmarks._history import history
from tests.benchmarks._rows import ran_on, tell

Result = TypeVar("Result")


def main(arguments: list[str]) -> int:
    """Make the history if need be, and measure."""
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        if len(arguments) > 1:
            kept = Path(arguments[1])
        else:
            source = history(arguments[:1], folder)
            options = ImportOptions(folder=Path(folder))
            kept = Path(str(import_sales(source, options=options).sales.lines_file))
        _say(ran_on())
        _measure(kept)
    return 0


def _measure(kept: Path) -> None:
    sales = load_sales_parquet(kept)
    analysis = evaluate(sample_design(), sales, checks=())
    truth, priced = truth_of(analysis), analysis.states.priced
    assert truth is not None
    assert priced is not None
    _say(f"{sales.used.lines:,} lines used, {len(priced.fold):,} distinct cost and list")
    tiers = len(analysis.matrix.tiers)
    _timed(f"tornado of {tiers} tiers", lambda: tornado(analysis.schedule, priced))
    where = Where(reasons=sales.used_reasons)
    questions = year_band.ask(of_fold(priced), truth.compared_with, where)
    orders = _timed("sums by repair order", lambda: ask_lines(kept, questions.by_order))
    days = _timed("sums by day", lambda: ask_lines(kept, questions.by_day))
    band = _timed(
        f"{year_band.RESAMPLES:,} resamples of {len(orders):,} orders",
        lambda: year_band.judge(orders, days),
        "5 s",
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _say(f"{band}, peak {peak} MB")


def _timed(title: str, work: Callable[[], Result], reach: str = "none set") -> Result:
    start, processor = time.perf_counter(), time.process_time()
    made = work()
    took, used = time.perf_counter() - start, time.process_time() - processor
    tell(title, f"{took:.2f} s, processor {used:.2f} s", reach)
    return made


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
