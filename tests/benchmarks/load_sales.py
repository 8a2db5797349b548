"""Measures loading and adding up a sales history, each way in a process of its own.

Run: python packaging/dev.py bench load_sales, or python tests/benchmarks/load_sales.py [LINES]
[FILE.csv]. The file is made where it is not there. pandas reads and adds up the same file beside
it, in floats. Prints what it ran on; the reach for 10 million lines is CSV under 8 s, Parquet under
2.5 s, peak memory under 0.5 GB, on two cores.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks._history import history
from tests.benchmarks._pace import watched
from tests.benchmarks._rows import ran_on, tell

_REACH = "{} s; 0.5 GB"
_WORK = """
import resource, sys, time
from pathlib import Path
start = time.perf_counter()
from matrix_designer.core.evidence import Grain
from matrix_designer.formats.sales import ImportOptions, import_sales
way, source, folder = sys.argv[1:]
grain = Grain.needed(needs_parts=way == "parts")
options = ImportOptions(keep_lines=way == "lines", folder=Path(folder), grain=grain)
sales = import_sales(source, options=options).sales
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss // 1024
print(f"{took:.2f} s, processor {used.ru_utime + used.ru_stime:.1f} s, peak {peak} MB, "
      f"{sales.lines_read:,} lines, {sales.parts:,} parts, {len(sales.rows.cost):,} rows")
print(sales.lines_file or "")
"""

_PANDAS = """
import resource, sys, time
start = time.perf_counter()
import pandas as pd
keys = ["Source", "Class", "Pay Type", "Cost", "List", "Sold Price"]
texts = dict.fromkeys(("Source", "Class", "Pay Type", "Part Number"), "str")
lines = pd.read_csv(sys.argv[1], usecols=[*keys, "Part Number", "Quantity"], dtype=texts)
used = lines[(lines["Quantity"] > 0) & (lines["Cost"] > 0)]
sums = used.groupby(keys, dropna=False, sort=False).agg({"Quantity": "sum", "Part Number": "size"})
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{took:.2f} s, processor {used.ru_utime + used.ru_stime:.1f} s, "
      f"peak {used.ru_maxrss // 1024:,} MB, {len(sums):,} rows")
"""


def main(arguments: list[str]) -> int:
    """Make the history if need be and load it in every way."""
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        source = history(arguments, folder)
        sys.stdout.write(f"{ran_on()}\n")
        figures, kept = _measure(_WORK, "lines", source, folder)
        tell("load a CSV history, the single lines kept", figures)
        figures, _ = _measure(_WORK, "sums", source, folder)
        tell("load a CSV history, sums only", figures, _REACH.format(8))
        figures, _ = _measure(_PANDAS, str(source))
        tell("the same file read and added up by pandas, in floats", figures, "beside")
        figures, _ = _measure(_WORK, "sums", Path(kept), folder)
        tell("load a Parquet history", figures, _REACH.format(2.5))
        figures, _ = _measure(_WORK, "parts", Path(kept), folder)
        tell("the same told apart by part, as a plan needs it", figures)
    return 0


def _measure(work: str, *words: str | Path) -> tuple[str, str]:
    """Do some work in a fresh process; returns what it printed, and the pace of the host."""
    command = [sys.executable, "-c", work, *map(str, words)]
    with watched() as pace:
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
    figures, *more = ran.stdout.splitlines()
    return f"{figures}, mean pace of the host {pace[0]:.2f}", more[0] if more else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
