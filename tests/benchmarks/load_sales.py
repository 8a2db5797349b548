"""Measures loading and adding up a sales history, each way in a process of its own.

Run: python tests/benchmarks/load_sales.py [LINES] [FILE.csv]. The file is made where it is not
there. Prints what it ran on; the reach for 10 million lines is CSV under 8 s, Parquet under
2.5 s, peak memory under 0.5 GB, on two cores.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

_WORK = """
import resource, sys, time
from pathlib import Path
start = time.perf_counter()
from matrix_designer.formats.sales import ImportOptions, import_sales
way, source, folder = sys.argv[1:]
options = ImportOptions(keep_lines=way == "lines", folder=Path(folder))
sales = import_sales(source, options=options).sales
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
peak = used.ru_maxrss // 1024
print(f"{took:.2f} s, processor {used.ru_utime + used.ru_stime:.1f} s, peak {peak} MB, "
      f"{sales.lines_read:,} lines, {sales.parts:,} parts, {len(sales.rows.cost):,} rows")
print(sales.lines_file or "")
"""


def main(arguments: list[str]) -> int:
    """Make the history if need be and load it in three ways."""
    lines = int(arguments[0]) if arguments else 10_000_000
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        source = Path(arguments[1]) if len(arguments) > 1 else Path(folder) / "history.csv"
        if not source.exists():
            maker = Path(__file__).with_name("_make_history.py")
            subprocess.run([sys.executable, str(maker), str(source), str(lines)], check=True)
        load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
        print(f"{platform.platform()}, {os.cpu_count()} cores, load {load}")  # noqa: T201 - a script
        _, kept = _measure("CSV, sums and kept lines", "lines", source, folder)
        _measure("CSV, sums only", "sums", source, folder)
        _measure("Parquet of lines", "sums", Path(kept), folder)
    return 0


def _measure(title: str, way: str, source: Path, folder: str) -> tuple[str, str]:
    """Load a file in a fresh process; returns what it printed."""
    command = [sys.executable, "-c", _WORK, way, str(source), folder]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    figures, kept = ran.stdout.splitlines()[:2]
    print(f"{title}: {figures}")  # noqa: T201 - a script
    return figures, kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
