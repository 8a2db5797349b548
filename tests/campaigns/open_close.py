"""Open and close 200 documents: memory, windows, threads, open files and locks afterwards.

Run: PYTHONPATH=. python tests/campaigns/open_close.py [DOCUMENTS] [SEED]
Half of DOCUMENTS (200) are opened one after another in one window, edited and saved; the other
half each in a window of its own, which is closed again. Documents are random designs in files.
Prints what is held on the way; exit 1 where a window, widget, thread, open file or lock is left,
or memory grows by 5 MB or more after the first fifth.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from matrix_designer.core.design import Design, InForce
from matrix_designer.formats.locks import lock_document
from matrix_designer.formats.project import save_design
from matrix_designer.gui.application import Program, make_application
from matrix_designer.gui.windows import OpenWindow
from matrix_designer.session.settings import Settings
from tests.campaigns.soak import say
from tests.campaigns.traces import MEGABYTE, Traces, left_of, settle, settle_until, take_traces
from tests.core.random_edits import any_edit
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded

DOCUMENTS = 200
FILES = 10
MOST_GROWTH = 5 * MEGABYTE


@dataclass
class Outcome:
    """What a run opened, and what was held after every tenth part of each half."""

    in_place: int = 0
    in_windows: int = 0
    locks_left: list[str] = field(default_factory=list)
    windows_left: int = 0
    traces: dict[str, list[Traces]] = field(default_factory=dict)

    def growth(self, half: str) -> int:
        """By how many bytes the end of a half holds more than its beginning after a warm-up."""
        settled = self._settled(half)
        part = max(len(settled) // 4, 1)
        last = statistics.median(each.memory for each in settled[-part:])
        return int(last - statistics.median(each.memory for each in settled[:part]))

    def left(self) -> list[str]:
        """Say what there is more of at the end of a half than ever in its first part."""
        found = list(self.locks_left)
        if self.windows_left:
            found.append(f"{self.windows_left} windows")
        for half in self.traces:
            found += [f"{half}: {one}" for one in left_of(self._settled(half))]
        return found

    def _settled(self, half: str) -> list[Traces]:
        traces = self.traces[half]
        return traces[len(traces) // 5 :]


def run(
    program: Program,
    folder: Path,
    documents: int,
    seed: int,
    tell: Callable[[str], None] | None = None,
) -> Outcome:
    """Open and close documents in a shown program."""
    outcome, rng = Outcome(), seeded(seed)
    files = [_write(folder / f"{place}.pmatrix", place, seed) for place in range(FILES)]
    halves: dict[str, Callable[[Path], None]] = {
        "in one window": lambda path: _open_here(program.windows.all[0], path, seed, outcome),
        "in its own": lambda path: _open_apart(program, path, outcome),
    }
    for half, take in halves.items():
        traces = outcome.traces[half] = []
        for number in range(1, documents // 2 + 1):
            take(rng.choice(files))
            if number % max(documents // 20, 1) == 0:
                traces.append(take_traces(program))
        if tell is not None:
            tell(f"{half}: {traces[0]} first")
            tell(f"{half}: {traces[-1]} last")
    outcome.windows_left = len(program.windows.all) - 1
    program.window.files.release()
    for path in files:
        with lock_document(path) as lock:
            if not lock.is_held:
                outcome.locks_left.append(f"{path.name} is locked")
    return outcome


def _write(path: Path, place: int, seed: int) -> Path:
    rng = seeded(f"{seed} {place}")
    design = Design(f"document {place}", (matrix_of(any_matrix(rng), "main"),))
    if place % 2:
        design = Design(design.name, design.matrices, in_force=InForce(matrix_of(any_matrix(rng))))
    save_design(path, design)
    return path


def _open_here(one: OpenWindow, path: Path, seed: int, outcome: Outcome) -> None:
    """Open a file in a window in place of the one there, edit it and save it."""
    one.window.show_page("start")  # a window that shows a document lets another have its own
    _open(one, path)
    for number in range(3):
        rng = seeded(f"{seed} {outcome.in_place} {number}")
        one.workspace.apply(any_edit(rng, one.workspace.design, "SetFactor")[1])
        settle()
    one.window.files.save()
    settle_until(lambda: not one.workspace.is_unsaved and not one.window.desk.is_busy)
    outcome.in_place += 1


def _open_apart(program: Program, path: Path, outcome: Outcome) -> None:
    """Open a file in a window of its own and close that."""
    first = program.windows.all[0]
    if first.workspace.path is not None:  # else that window comes up where its file is wanted
        first.window.show_page("start")
        first.window.files.open_new(first.workspace.design)
        settle_until(lambda: first.workspace.path is None and not first.window.desk.is_busy)
    one = program.windows.open_new()
    _open(one, path)
    one.window.close()
    settle_until(lambda: one not in program.windows.all)
    outcome.in_windows += 1


def _open(one: OpenWindow, path: Path) -> None:
    one.window.files.open_path(path)
    settle_until(lambda: one.workspace.path == path and not one.window.desk.is_busy)
    settle()


def main() -> int:
    """Run the whole campaign and print what is held."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    app = QApplication.instance() or make_application()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.is_tour_done = True
        program = Program(settings)
        program.window.resize(1440, 900)
        program.window.show()
        outcome = run(program, Path(folder), documents, seed, say)
        program.end()
    assert app is not None
    left = outcome.left()
    growth = {half: outcome.growth(half) for half in outcome.traces}
    seconds = time.monotonic() - start
    say(f"{outcome.in_place} opened in one window, {outcome.in_windows} in their own")
    for half, more in growth.items():
        say(f"{half}: memory grew by {more / MEGABYTE:.1f} MB after the first fifth")
    say("left: " + ("; ".join(left) or "no window, widget, thread, handle, timer or lock"))
    say(f"skipped 0, {seconds:.0f} s")
    return 1 if left or max(growth.values()) >= MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
