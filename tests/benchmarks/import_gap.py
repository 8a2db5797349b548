"""Look for the longest gap of the event loop through a large import; a command.

Run: python tests/benchmarks/import_gap.py [LINES] [FILE.csv]. The file is made where it is not
there. The window shows a design, reads the history with its single lines kept, and then filters
it, while a timer of one millisecond notes how long the loop was away between two of its ticks.
Prints the longest gap in wall time and in processor time of the loop's own thread, and what it
ran on; exit 1 where a gap took 100 ms of processor time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication

from matrix_designer.core.filters import Filters
from matrix_designer.gui.application import Program, make_application
from matrix_designer.gui.warm_up import WarmUp
from matrix_designer.session.settings import Settings
from tests.benchmarks import loop_gap
from tests.benchmarks._history import history
from tests.benchmarks._rows import ran_on, tell
from tests.benchmarks.edit_reprice import say

_PATIENCE = 600.0


def main(arguments: list[str]) -> int:
    """Print the longest gap of each step."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or make_application()
    loop_gap.PATIENCE = _PATIENCE
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        source = history(arguments, folder)
        os.environ["XDG_CACHE_HOME"] = folder
        settings = Settings(Path(folder) / "settings.ini")
        settings.appearance, settings.is_tour_done = "light", True
        program = Program(settings)
        program.window.resize(1600, 1000)
        program.window.show()
        gaps = loop_gap.drive(_steps(program, source), loop_gap.Hand(program).is_quiet)
        used = program.workspace.sales
        program.end()
    if app is None or used is None:
        raise AssertionError
    say(f"{ran_on()}; Qt {qVersion()}")
    for gap in gaps:
        say(f"{gap.step:<28} wall {gap.wall:7.1f} ms   processor {gap.processor:7.1f} ms")
    worst = max(gaps[2:], key=lambda gap: gap.processor)
    figures = f"{worst.processor:.1f} ms of processor time, {worst.wall:.1f} ms on the clock"
    what = f"longest gap of the event loop through an import of {used.lines_read:,} lines"
    tell(what, f"{figures}, at “{worst.step}”", "100 ms")
    return 1 if worst.processor >= loop_gap.LONGEST else 0


def _steps(program: Program, source: Path) -> list[loop_gap.Step]:
    """Return what is done: the first two steps only get the window ready."""
    warm_up = WarmUp(program.build_document_page, program)
    work = program.workspace

    def choose(filters: Filters) -> Callable[[], None]:
        return lambda: work.set_question(replace(work.question, filters=filters))

    return [
        ("load between events", warm_up.start),
        ("open the sample", program.window.files.open_sample),
        ("import the history", lambda: program.window.files.import_path(source)),
        ("filter: customer pay", choose(Filters(pay_types=frozenset({"C"})))),
        ("filter: two sources", choose(Filters(sources=frozenset({"03", "12"})))),
        ("count all sales", choose(Filters())),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
