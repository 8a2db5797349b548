"""Measures the part search: from a keystroke to its list, over millions of sales lines.

Run: python tests/benchmarks/part_search.py [LINES] [LINES.parquet]. The lines are invented where
no file of kept lines is named. Prints what it ran on; the reach is 50 ms of processor time a
keystroke.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from matrix_designer.formats.database import quoted, select
from matrix_designer.formats.sold_parts import PartFinder
from tests.benchmarks._rows import ran_on, tell

PARTS = 120_000
TYPED = ("br", "bra", "brak", "brake", "90", "909", "9091", "90915", "pad front", "zz")
REACH_MS = 50
_INVENT = """
COPY (SELECT
    i AS line,
    printf('%05d-%05d', 90000 + p % 1000, p) AS part,
    ['BRAKE PAD', 'OIL FILTER', 'WIPER', 'CLAMP', 'LAMP'][1 + p % 5] || ' ' ||
    ['FRONT', 'REAR', 'LEFT', 'RIGHT'][1 + (p // 5) % 4] || ' ' || (p % 777) AS description,
    '12' AS source,
    100 * (1 + p % 9000) AS cost,
    160 * (1 + p % 9000) AS list,
    1000 AS quantity,
    200 * (1 + p % 9000) AS unit_sold,
    DATE '2025-01-01' + CAST(i % 365 AS INTEGER) AS day,
    NULL AS reason
FROM (SELECT i, (i * 7919) % {parts} AS p FROM range({lines}) AS made(i)))
TO '{path}' (FORMAT parquet)
"""


def main(arguments: list[str]) -> int:
    """Type some texts, a letter after the other, and print what each took."""
    import duckdb

    count = int(arguments[0]) if arguments else 10_000_000
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        path = Path(arguments[1]) if len(arguments) > 1 else Path(folder) / "lines.parquet"
        if not path.exists():
            duckdb.connect().execute(_INVENT.format(parts=PARTS, lines=count, path=path))
        told = select(["count(*)", "count(DISTINCT part)"], f"read_parquet({quoted(path)})")
        lines, parts = duckdb.connect().execute(told).fetchone() or (0, 0)
        say(ran_on())
        say(f"{lines:,} lines, {parts:,} parts")
        return measure(path)


def measure(path: Path) -> int:
    """Print the times of the first search and of every keystroke; 1 where the reach is missed."""
    finder = PartFinder()
    started, used = time.perf_counter(), time.process_time()
    finder.prepare(path)
    wall, processor = time.perf_counter() - started, time.process_time() - used
    say(f"{'added up once':14}{wall:8.2f} s {processor:8.2f} s of processor time")
    times: list[float] = []
    for text in TYPED:
        started, used = time.perf_counter(), time.process_time()
        found = finder.find(path, text)
        wall, processor = time.perf_counter() - started, time.process_time() - used
        times.append(1_000 * processor)
        say(f"{text:14}{1_000 * wall:8.1f} ms{times[-1]:8.1f} ms  {len(found.parts)} found")
    finder.close()
    figures = f"median {median(times):.1f} ms, most {max(times):.1f} ms of processor time"
    tell(f"a keystroke in the part search, {PARTS:,} parts", figures, f"{REACH_MS:.0f} ms")
    return int(median(times) > REACH_MS)


def say(line: str) -> None:
    """Print a line of the table at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
