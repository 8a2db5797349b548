"""Time from an edit to the repainted window over 10 million invented lines; a command.

Run: python packaging/dev.py bench window_edit
The window is 1600x1000 on Qt's offscreen platform. Two moments are taken: when table, curves, bars
and figures are painted, and when the event loop has nothing left to do, the findings painted as
well. Beside each edit a fixed loop is timed, which tells the edits during which the host gave the
whole core (`_pace`). Prints what it ran on.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, qVersion

from matrix_designer.core.edits import SetFactor
from matrix_designer.gui.application import Program, make_application
from matrix_designer.session.settings import Settings
from tests.benchmarks._pace import UNDISTURBED, loop, paces
from tests.benchmarks._rows import ran_on, tell
from tests.benchmarks.edit_reprice import edited, make_design, make_sales, say

WARM_UP, RUNS = 10, 200
SIZE = (1600, 1000)


class Paints(QObject):
    """Counts the repaints of the parts that show the figures."""

    def __init__(self, program: Program) -> None:
        """Watch the table, the curves with the bars, and the figures."""
        super().__init__()
        window = program.window
        self._parts = (
            window.design_page.grid.view.viewport(),
            window.design_page.curves.sheet.viewport(),
            window.figures,
        )
        self.seen: set[int] = set()
        for part in self._parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note who is painted."""
        if event.type() == QEvent.Type.Paint:
            self.seen.add(id(watched))
        return False

    @property
    def is_all(self) -> bool:
        """Whether all of them were painted."""
        return self.seen == {id(part) for part in self._parts}


@dataclass(frozen=True)
class Repaint:
    """Milliseconds from an edit to its figures and to its findings, of wall and processor time.

    `pace` is the longer of two loops, one before and one after it, in processor seconds.
    """

    figures: float
    findings: float
    processor: float
    findings_processor: float
    pace: float


def repaint(app: QCoreApplication, program: Program, paints: Paints, step: int) -> Repaint:
    """Change one factor and tell how long the repainted window took."""
    wanted = edited(program.workspace.design, step)
    now = program.workspace.design.matrix
    place = next(
        n
        for n, (one, other) in enumerate(zip(now.tiers, wanted.matrix.tiers, strict=True))
        if one != other
    )
    edit = SetFactor(now.name, place, wanted.matrix.tiers[place].factor)
    paints.seen.clear()
    before = loop()
    wall, processor = time.perf_counter(), time.thread_time()
    program.workspace.apply(edit)
    app.sendPostedEvents()
    assert paints.is_all, "one turn of the event loop evaluates and repaints"
    figures = time.perf_counter(), time.thread_time()
    app.processEvents()
    app.processEvents()
    analysis = program.analyst.analysis
    assert analysis is not None
    assert analysis.is_judged
    end = time.perf_counter(), time.thread_time()
    return Repaint(
        (figures[0] - wall) * 1000,
        (end[0] - wall) * 1000,
        (figures[1] - processor) * 1000,
        (end[1] - processor) * 1000,
        max(before, loop()),
    )


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
        paints = Paints(program)
        times = [repaint(app, program, paints, step) for step in range(WARM_UP + RUNS)][WARM_UP:]
        program.end()
    rows = sales.rows
    keys = np.unique(np.stack((rows.source, rows.cost, rows.list_price)), axis=1).shape[1]
    say(f"{ran_on()}; Qt {qVersion()}, window {SIZE[0]}x{SIZE[1]}")
    say(
        f"{int(rows.lines.sum()):,} invented lines, {keys:,} distinct (source, cost, list), "
        f"{sales.parts:,} parts"
    )
    loops = sorted(one.pace * 1000 for one in times)
    say(f"loop beside the edits: least {loops[0]:.2f} ms, median {statistics.median(loops):.2f} ms")
    free = [
        one
        for one, pace in zip(times, paces([one.pace for one in times]), strict=True)
        if pace <= UNDISTURBED
    ]
    for title, names, reach in (
        ("table, curves, bars, figures", ("figures", "processor"), "median 8 ms, p95 16 ms"),
        ("the findings as well", ("findings", "findings_processor"), "none set"),
    ):
        told = []
        for name in names:
            values = sorted(map(attrgetter(name), times))
            last = values[int(len(values) * 0.95)]
            told.append(
                f"median {statistics.median(values):.1f} ms, p95 {last:.1f} ms, "
                f"least {values[0]:.1f} ms"
            )
        tell(f"edit a factor to {title}", " / processor: ".join(told), reach)
        values = sorted(map(attrgetter(names[0]), free))
        told_free = (
            "none"
            if not free
            else (
                f"median {statistics.median(values):.1f} ms, "
                f"p95 {values[int(len(values) * 0.95)]:.1f} ms"
            )
        )
        told_free = f"{told_free} ({len(free)} of {len(times)} edits)"
        tell("the same while the host gave the whole core", told_free, reach)
    return 0


if __name__ == "__main__":
    sys.exit(main())
