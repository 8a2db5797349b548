"""Where a benchmark finds its long history: made once for all benchmarks of a run.

Where `BENCHMARK_FOLDER` names a folder, the file made there is kept for the benchmarks that follow.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = "BENCHMARK_FOLDER"
LINES = 10_000_000


def history(arguments: list[str], folder: str | Path) -> Path:
    """Return the CSV history that arguments name (LINES, FILE.csv), made where it is not there."""
    lines = int(arguments[0]) if arguments else LINES
    kept = Path(os.environ.get(FOLDER) or folder)
    source = Path(arguments[1]) if len(arguments) > 1 else kept / f"history-{lines}.csv"
    if not source.exists():
        maker = Path(__file__).with_name("_make_history.py")
        subprocess.run([sys.executable, str(maker), str(source), str(lines)], check=True)
    return source
