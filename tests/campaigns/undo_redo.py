"""Undo all and redo all over random sequences of edits of every kind: the identical designs.

Run: PYTHONPATH=. python tests/campaigns/undo_redo.py [SEQUENCES] [COMMANDS] [SEED]
SEQUENCES (2,000) random designs take COMMANDS (50) edits each through the workspace, with an undo
or redo between them now and then; some edits belong together and become one step. Walking the
whole stack back and forth must show, at every step, the very object that stood there before, and
saving in the middle must leave exactly that step unchanged from the file. Prints what it did;
exit 1 on a difference.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack

from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.session.workspace import Workspace
from tests.core.random_edits import KINDS, any_edit
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded

SEQUENCES, COMMANDS = 2_000, 50
FILE = Path("saved.mtx")


@dataclass
class Outcome:
    """What a run did and found."""

    sequences: int = 0
    edits: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    walked: int = 0
    wrong: list[str] = field(default_factory=list)


def run(sequences: int, commands: int, seed: int) -> Outcome:
    """Drive random sequences and walk their stacks."""
    outcome = Outcome()
    app = QCoreApplication.instance() or QCoreApplication([])
    for number in range(sequences):
        _sequence(commands, f"seed {seed} sequence {number}", outcome)
    assert app is not None
    return outcome


class _Walk:
    """A workspace with the design that belongs at each place of its stack."""

    def __init__(self, start: Design, where: str, outcome: Outcome) -> None:
        self.work = Workspace(start)
        self.designs = {0: start}
        self.saved = 0
        self.where = where
        self.outcome = outcome

    @property
    def stack(self) -> QUndoStack:
        return self.work.undo_stack

    def note(self) -> None:
        """Remember the design after an edit; steps beyond it are gone.

        An edit that leads a step back to where it began takes the step away.
        """
        place = self.stack.index()
        is_back = place in self.designs and self.designs[place] is self.work.design
        self.designs = {at: kept for at, kept in self.designs.items() if at < place}
        self.designs[place] = self.work.design
        if self.saved >= place and not is_back:
            self.saved = -1

    def check(self) -> None:
        """Hold the workspace against what stood at this place."""
        place = self.stack.index()
        self.outcome.walked += 1
        if self.work.design is not self.designs[place]:
            self.outcome.wrong.append(f"{self.where}: another design at step {place}")
        if self.work.is_unsaved is not (place != self.saved):
            self.outcome.wrong.append(f"{self.where}: the unsaved mark is wrong at step {place}")


def _sequence(commands: int, where: str, outcome: Outcome) -> None:
    rng = seeded(where)
    start = Design("start", (matrix_of(any_matrix(rng), "main"),))
    if rng.random() < 0.5:
        start = replace(
            start,
            in_force=InForce(matrix_of(any_matrix(rng))),
            silences=(Silence("gap", "main", 1, "known"), Silence("no-top", "main", None, "ours")),
        )
    walk = _Walk(start, where, outcome)
    done = 0
    while done < commands:
        turn = rng.random()
        if turn < 0.05 and walk.stack.canUndo():
            walk.stack.undo()
            walk.check()
        elif turn < 0.08 and walk.stack.canRedo():
            walk.stack.redo()
            walk.check()
        elif turn < 0.10:
            walk.work.mark_saved(FILE, walk.work.design, None)
            walk.saved = walk.stack.index()
        else:
            name, edit, _ = any_edit(rng, walk.work.design)
            if not walk.work.apply(edit, selection=done):
                outcome.wrong.append(f"{where}: {name} changed nothing")
            walk.note()
            outcome.edits[name] += 1
            done += 1
    _walk_all(walk, start)
    outcome.sequences += 1
    outcome.steps += walk.stack.count()


def _walk_all(walk: _Walk, start: Design) -> None:
    """Undo all, redo all, undo all again."""
    while walk.stack.canRedo():
        walk.stack.redo()
        walk.check()
    end = walk.work.design
    for is_back, expected in ((True, start), (False, end), (True, start)):
        while walk.stack.canUndo() if is_back else walk.stack.canRedo():
            if is_back:
                walk.stack.undo()
            else:
                walk.stack.redo()
            walk.check()
        if walk.work.design is not expected:
            walk.outcome.wrong.append(f"{walk.where}: the end is another object")


def main() -> int:
    """Run the whole campaign and print what it did."""
    sequences = int(sys.argv[1]) if len(sys.argv) > 1 else SEQUENCES
    commands = int(sys.argv[2]) if len(sys.argv) > 2 else COMMANDS
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    start = time.monotonic()
    outcome = run(sequences, commands, seed)
    missing = sorted(set(KINDS) - set(outcome.edits))
    rarest = min(outcome.edits.values(), default=0)
    seconds = time.monotonic() - start
    lines = [
        f"{outcome.sequences:,} sequences, {outcome.steps:,} steps,",
        f"{outcome.edits.total():,} edits of {len(KINDS)} kinds, the rarest {rarest} times;",
        f"{outcome.walked:,} places walked, {len(outcome.wrong)} wrong, skipped 0, {seconds:.0f} s",
        *(f"never drawn: {name}" for name in missing),
        *outcome.wrong[:20],
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if outcome.wrong or missing else 0


if __name__ == "__main__":
    sys.exit(main())
