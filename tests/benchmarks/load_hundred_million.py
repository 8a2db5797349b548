"""Measures adding up 100 million single lines from one Parquet file, in a process of its own.

Run: python tests/benchmarks/load_hundred_million.py [FILE.parquet]
Without a file ten copies of an invented history of 10 million lines are written first, which
takes minutes and 3 GB. Prints what it ran on; the reach is 15 s and 0.5 GB on two cores.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks._history import LINES, history
from tests.benchmarks._pace import watched
from tests.benchmarks._rows import ran_on, tell

COPIES = 10
_WORK = """
import resource, sys, time
start = time.perf_counter()
from matrix_designer.formats.sales import load_sales_parquet
sales = load_sales_parquet(sys.argv[1])
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{took:.1f} s, processor {used.ru_utime + used.ru_stime:.1f} s, "
      f"peak {used.ru_maxrss // 1024} MB, {sales.lines_read:,} lines, {sales.parts:,} parts, "
      f"{len(sales.rows.cost):,} rows")
"""
_MAKE = """
import sys
from pathlib import Path
from matrix_designer.formats.database import database, quoted, select
from matrix_designer.formats.lines import COLUMNS, WRITE_OPTIONS
from matrix_designer.formats.sales import ImportOptions, import_sales
source, out, folder, copies, lines = sys.argv[1:]
kept = import_sales(source, options=ImportOptions(folder=Path(folder))).sales.lines_file
others = [name for name in COLUMNS if name != "line"]
copied = " UNION ALL ".join(
    select([f"line + {number} * {lines} AS line", *others], f"read_parquet({quoted(kept)})")
    for number in range(int(copies))
)
with database(Path(folder)) as connection:
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"COPY ({copied}) TO {quoted(out)} {WRITE_OPTIONS}")
"""


def main(arguments: list[str]) -> int:
    """Make the file if need be and load it."""
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        file = Path(arguments[0]) if arguments else Path(folder) / "lines.parquet"
        if not file.exists():
            _make(file, Path(folder))
        size = file.stat().st_size / 1e9
        sys.stdout.write(f"{ran_on()}\n")
        command = [sys.executable, "-c", _WORK, str(file)]
        with watched() as pace:
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
        figures = f"{ran.stdout.strip()}, mean pace of the host {pace[0]:.2f}"
        tell(f"load a Parquet history, {size:.1f} GB", figures, "15 s; 0.5 GB")
    return 0


def _make(file: Path, folder: Path) -> None:
    source = history([], folder)
    words = [str(source), str(file), str(folder), str(COPIES), str(LINES)]
    subprocess.run([sys.executable, "-c", _MAKE, *words], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
