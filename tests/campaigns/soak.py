"""A long day at the window: 10,000 edits with undo, plots, checks and autosave; what is left?

Run: PYTHONPATH=. python tests/campaigns/soak.py [EDITS] [SEED]
The real window on the sample dealership takes EDITS (10,000) edits of every kind, one repaint
each, with undo and redo, other pages and themes between them; 1,000 undo steps are kept and every
tenth edit is kept on disk. Prints what is held every 1,000 edits. Exit 1 where memory grows by
5 MB or more after the first fifth, or a thread, handle, timer or widget is left.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication

from matrix_designer.gui.application import Program, make_application
from matrix_designer.session.settings import Settings
from matrix_designer.session.workspace import UNDO_LIMIT
from tests.campaigns.traces import MEGABYTE, Traces, left_of, settle, settle_until, take_traces
from tests.core.random_edits import KINDS, any_edit

EDITS = 10_000
MOST_GROWTH = 5 * MEGABYTE
LOOKS = 50
"""How often what is held is looked at."""
PAGES = ("design", "export", "start", "design")


@dataclass
class Outcome:
    """What a run did, and what was held after each of its parts."""

    edits: Counter[str] = field(default_factory=Counter)
    undone: int = 0
    steps: int = 0
    kept_on_disk: int = 0
    traces: list[Traces] = field(default_factory=list)

    @property
    def settled(self) -> list[Traces]:
        """The looks after the first fifth."""
        return self.traces[len(self.traces) // 5 :]

    @property
    def growth(self) -> int:
        """By how many bytes the last tenth holds more than the first after the warm-up."""
        part = max(len(self.settled) // 8, 1)
        first, last = self.settled[:part], self.settled[-part:]
        middle = statistics.median
        return int(middle(t.memory for t in last) - middle(t.memory for t in first))

    def left(self) -> list[str]:
        """Say what there is more of at the end than there ever was in the first half."""
        return left_of(self.settled)


def run(
    program: Program,
    edits: int,
    seed: int,
    looks: int = LOOKS,
    tell: Callable[[str], None] | None = None,
) -> Outcome:
    """Edit the document of a shown program at random."""
    outcome, rng = Outcome(), Random(seed)  # noqa: S311 - repeatable test data
    program.window.files.open_sample()
    settle_until(lambda: program.workspace.sales is not None and not program.window.desk.is_busy)
    every = max(edits // looks, 1)
    for number in range(1, edits + 1):
        _edit(program, rng, outcome)
        if number % every == 0:
            _change_the_view(program, rng)
            outcome.kept_on_disk += program.windows.keep_now()
            outcome.traces.append(take_traces(program))
        if tell is not None and number % (edits // 10) == 0:
            tell(f"{number:>6,} edits: {outcome.traces[-1]}")
    outcome.steps = program.workspace.undo_stack.count()
    return outcome


def _edit(program: Program, rng: Random, outcome: Outcome) -> None:
    """Make one edit, or now and then undo some and redo some of them; paint."""
    work, stack = program.workspace, program.workspace.undo_stack
    if rng.random() < 0.05:
        for _ in range(rng.randint(1, 5)):
            stack.undo()
            settle()
            outcome.undone += 1
        for _ in range(rng.randint(0, 4)):
            stack.redo()
            settle()
    name, edit, _ = any_edit(rng, work.design)
    work.apply(edit)
    outcome.edits[name] += 1
    settle()


def _change_the_view(program: Program, rng: Random) -> None:
    """Turn to other pages and looks, and come back."""
    for page in rng.sample(PAGES[:3], 2):
        program.window.show_page(page)
        settle()
    program.look.choose(rng.choice(list(type(program.look.appearance))))
    settle()
    program.window.show_page("design")
    settle()


def say(text: str) -> None:
    """Write one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the whole campaign and print what is held."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    edits = int(sys.argv[1]) if len(sys.argv) > 1 else EDITS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    app = QApplication.instance() or make_application()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(Settings(Path(folder) / "settings.ini"))
        program.window.resize(1440, 900)
        program.window.show()
        outcome = run(program, edits, seed, tell=say)
        program.end()
    assert app is not None
    left = outcome.left()
    is_dry = edits > 2 * UNDO_LIMIT and outcome.steps < UNDO_LIMIT
    is_dry = is_dry or outcome.kept_on_disk < len(outcome.traces)
    seconds = time.monotonic() - start
    say(f"{outcome.edits.total():,} edits of {len(outcome.edits)} of {len(KINDS)} kinds,")
    say(f"{outcome.undone:,} undone, {outcome.steps:,} steps kept,")
    say(f"all on disk at {outcome.kept_on_disk} of {LOOKS} looks, {seconds:.0f} s, skipped 0")
    say(f"memory grew by {outcome.growth / MEGABYTE:.1f} MB after the first fifth")
    say("left: " + ("; ".join(left) or "no thread, handle, timer or widget"))
    return 1 if outcome.growth >= MOST_GROWTH or left or is_dry else 0


if __name__ == "__main__":
    sys.exit(main())
