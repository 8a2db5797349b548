"""Time from an edit to the repainted window over 10 million invented lines; a command.

Run: python packaging/dev.py bench window_edit
The window is 1600x1000 on Qt's offscreen platform; a run ends when the event loop has nothing
left to do: table, curves, bars, figures and findings are painted. Prints what it ran on.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, qVersion

from matrix_designer.core.edits import SetFactor
from matrix_designer.gui.application import Program, make_application
from matrix_designer.session.settings import Settings
from tests.benchmarks.edit_reprice import edited, make_design, make_sales, say

WARM_UP, RUNS = 10, 200
SIZE = (1600, 1000)


def repaint(app: QCoreApplication, program: Program, step: int) -> tuple[float, float]:
    """Change one factor and return wall and processor milliseconds to the repainted window."""
    wanted = edited(program.workspace.design, step)
    now = program.workspace.design.matrix
    place = next(
        n
        for n, (one, other) in enumerate(zip(now.tiers, wanted.matrix.tiers, strict=True))
        if one != other
    )
    edit = SetFactor(now.name, place, wanted.matrix.tiers[place].factor)
    wall, processor = time.perf_counter(), time.thread_time()
    program.workspace.apply(edit)
    app.processEvents()
    app.processEvents()
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - processor) * 1000


def main() -> int:
    """Print the table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sales, design = make_sales(), make_design()
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.appearance = "light"
        program = Program(settings)
        program.workspace.open(design, sales, None)
        program.window.resize(*SIZE)
        program.window.show_document()
        program.window.show()
        program.analyst.catch_up()
        app.processEvents()
        times = [repaint(app, program, step) for step in range(WARM_UP + RUNS)][WARM_UP:]
        program.end()
    rows = sales.rows
    keys = np.unique(np.stack((rows.source, rows.cost, rows.list_price)), axis=1).shape[1]
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    say(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"Qt {qVersion()}{busy}; window {SIZE[0]}x{SIZE[1]}"
    )
    say(
        f"{int(rows.lines.sum()):,} invented lines, {keys:,} distinct (source, cost, list), "
        f"{sales.parts:,} parts"
    )
    for name, column in (("wall", 0), ("processor", 1)):
        values = sorted(one[column] for one in times)
        last = values[int(len(values) * 0.95)]
        say(
            f"edit to repaint, {name}: median {statistics.median(values):.1f} ms, "
            f"p95 {last:.1f} ms, least {values[0]:.1f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
