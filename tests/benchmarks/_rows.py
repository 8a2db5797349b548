"""The rows of the benchmark table: what was measured, told by each benchmark, shown at the end.

A benchmark tells its rows as it goes. Where `BENCHMARK_ROWS` names a file they are added to it as
well, a JSON list a line, from which the table of a whole run is made.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import NamedTuple

ROWS_FILE = "BENCHMARK_ROWS"
_HEAD = ("what", "measured", "reach", "command")


class Row(NamedTuple):
    """One row of the table; `command` is what measured it."""

    what: str
    measured: str
    reach: str
    command: str


def tell(what: str, measured: str, reach: str = "none set") -> None:
    """Tell a row that the running benchmark measured."""
    name = Path(sys.argv[0]).stem
    row = Row(what, measured, reach, f"`python3 packaging/dev.py bench {name}`")
    sys.stdout.write(f"{what}: {measured} (reach: {reach})\n")
    sys.stdout.flush()
    file = os.environ.get(ROWS_FILE)
    if file:
        with Path(file).open("a", encoding="utf-8") as rows:
            rows.write(json.dumps(row) + "\n")


def ran_on() -> str:
    """Tell what the machine is and how busy."""
    memory = ""
    if hasattr(os, "sysconf"):
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        memory = f", {pages / 2**30:.0f} GiB"
    busy = f", load {', '.join(f'{one:.1f}' for one in os.getloadavg())}"
    return (
        f"{platform.platform()}, {os.cpu_count()} cores{memory}, "
        f"Python {platform.python_version()}{busy if hasattr(os, 'getloadavg') else ''}"
    )


def table_of(file: Path) -> str:
    """Return the rows of a file as one table."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    rows = [Row(*json.loads(line)) for line in lines]
    if not rows:
        return ""
    made = [_HEAD, ("---",) * len(_HEAD), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in made
    )


def main(arguments: list[str]) -> int:
    """Print the table of a file of rows, and what it ran on."""
    sys.stdout.write(f"{ran_on()}\n{table_of(Path(arguments[0]))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
