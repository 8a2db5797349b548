"""SIGKILL at random moments of imports: no half of a history is ever left under a name.

Run: PYTHONPATH=. python tests/faults/import_kill.py [KILLS]
A child imports a file again and again into a folder that holds an earlier history; it is killed
at a random moment. Whatever then lies in the folder under the name of its content has that
content, the earlier history is as it was, and the next import makes what it always made. Prints
kills, torn and lost. POSIX only.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet
from matrix_designer.formats.scratch import forget_scratch

KILLS = 200
_LINES = 40_000
_NAMED = re.compile(r"[0-9a-f]{64}\.parquet")
_CHILD = """
import sys
from pathlib import Path
from matrix_designer.formats.sales import ImportOptions, import_sales
source, folder, mine = map(Path, sys.argv[1:])
while True:
    print("begin", flush=True)
    import_sales(source, options=ImportOptions(folder=folder))
    mine.unlink()
"""


@dataclass
class Outcome:
    """What a run found; `written` counts kills that hit while lines were being kept."""

    kills: int = 0
    written: int = 0
    torn: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def run(kills: int, seed: int = 1) -> Outcome:
    """Kill an importing child so many times."""
    dice = Random(seed)  # noqa: S311 - repeatable test data
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder, source = place / "kept", place / "sales.csv"
        _write(place / "earlier.csv", 50)
        earlier = import_sales(place / "earlier.csv", options=ImportOptions(folder=folder)).sales
        _write(source, _LINES)
        start = time.perf_counter()
        mine = import_sales(source, options=ImportOptions(folder=folder)).sales.lines_file
        longest = 1.2 * (time.perf_counter() - start)
        if mine is None or earlier.lines_file is None:
            raise AssertionError
        for kill in range(kills):
            Path(mine).unlink(missing_ok=True)
            _kill_one(place, source, folder, Path(mine), dice.uniform(0, longest))
            outcome.kills += 1
            found = list(folder.iterdir())
            outcome.written += any(path.name.startswith(".lines-") for path in found)
            named = [path for path in found if _NAMED.fullmatch(path.name)]
            if any(sha256(path.read_bytes()).hexdigest() != path.stem for path in named):
                outcome.torn.append(kill)
            if load_sales_parquet(Path(earlier.lines_file)).used != earlier.used:
                outcome.lost.append(kill)
            if import_sales(source, options=ImportOptions(folder=folder)).sales.lines_file != mine:
                outcome.lost.append(kill)
            outcome.left += [
                path.name
                for path in found
                if path not in named and not path.name.startswith(".lines-")
            ]
        _forget(place, outcome)
    return outcome


def _kill_one(place: Path, source: Path, folder: Path, mine: Path, delay: float) -> None:
    scratch = place / "tmp"
    scratch.mkdir(exist_ok=True)
    words = [sys.executable, "-c", _CHILD, str(source), str(folder), str(mine)]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    child = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment)
    if child.stdout is None:
        raise AssertionError
    with child.stdout:
        child.stdout.readline()
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()


def _forget(place: Path, outcome: Outcome) -> None:
    """Note working files that outlive the next start of the program."""
    kept, tempfile.tempdir = tempfile.tempdir, str(place / "tmp")
    try:
        forget_scratch()
    finally:
        tempfile.tempdir = kept
    outcome.left += [path.name for path in (place / "tmp").iterdir()]


def _write(path: Path, lines: int) -> None:
    with path.open("w") as file:
        file.write("RO,Line,Date,Part Number,Description,Source,Cost,List,Qty,Sold Price\n")
        for number in range(lines):
            part, cents = f"P{number * 7919 % 9973:05d}", number % 9_000 + 100
            file.write(
                f"{number // 3},{number % 3},2026-01-{number % 28 + 1:02d},{part},PART {part},03,"
                f"{cents / 100:.2f},{cents / 50:.2f},{number % 4 + 1},{cents / 60:.2f}\n"
            )


def main(arguments: list[str]) -> int:
    """Run the campaign; exit 1 where anything was torn, lost or left."""
    outcome = run(int(arguments[0]) if arguments else KILLS)
    print(  # noqa: T201 - a script
        f"{outcome.kills} kills, {outcome.written} while lines were kept, "
        f"{len(outcome.torn)} torn, {len(outcome.lost)} lost, {len(outcome.left)} left"
    )
    return int(bool(outcome.torn or outcome.lost or outcome.left or not outcome.written))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
