"""The whole program killed while somebody edits: what the crash costs.

Run: PYTHONPATH=. python tests/faults/crash_cost.py [KILLS]
The real program, without a screen, makes an edit 30 times a second as a key repeats, tells each,
and is killed with SIGKILL at a random moment. What the next start finds is compared with the last
edit told: at most 20 may be missing. Prints kills and the most that one cost. POSIX only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from matrix_designer.formats.recovery import find_work
from tests.faults.kept_work import own_folder
from tests.faults.saved_designs import say

KILLS = 100
MOST = 20
_LEAST_EDITS, _MOST_EDITS = 12, 90

_CHILD = """
import sys
from PySide6.QtCore import QTimer
from matrix_designer.core.edits import SetGoal
from matrix_designer.gui import application

begin = application.Program.begin
class Hand:
    def __init__(self, program):
        self.program, self.number = program, 0
        self.timer = QTimer(program)
        self.timer.setInterval(33)
        self.timer.timeout.connect(self.edit)
        self.timer.start()
    def edit(self):
        self.number += 1
        self.program.workspace.apply(SetGoal(400_000 + self.number))
        sys.stdout.write(f"{self.number}\\n")
        sys.stdout.flush()

def begin_and_edit(self, words):
    begin(self, words)
    self.hand = Hand(self)

application.Program.begin = begin_and_edit
sys.exit(application.open_window())
"""


@dataclass
class Outcome:
    """What a run found: the edits that each crash cost, and what else went wrong."""

    costs: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def run(kills: int, seed: int = 1) -> Outcome:
    """Kill an edited program so many times."""
    rng = Random(seed)  # noqa: S311 - repeatable test data
    outcome = Outcome()
    for _ in range(kills):
        with own_folder() as folder:
            told = _edit_and_kill(folder, rng.randint(_LEAST_EDITS, _MOST_EDITS))
            found = find_work(folder / "state" / "matrix-designer" / "recovery")
            if not found:  # killed before the first keeping was finished
                outcome.costs.append(told)
                continue
            if len(found) != 1 or found[0].problem:
                outcome.wrong.append(f"{told} edits told, {len(found)} works found")
                continue
            outcome.costs.append(max(told - found[0].edits, 0))
            found[0].place.clear()
    return outcome


def _edit_and_kill(folder: Path, edits: int) -> int:
    """Let the program make so many edits and kill it; returns the last one told."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    told = 0
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        while told < edits:
            told = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        for line in process.stdout:
            told = int(line)
    return told


def main() -> int:
    """Run the whole campaign and print what it found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    start = time.monotonic()
    outcome = run(kills)
    most = max(outcome.costs, default=0)
    mean = sum(outcome.costs) / max(len(outcome.costs), 1)
    say(f"{len(outcome.costs)} kills while edited: the most that one cost is {most} edits,")
    say(f"the mean {mean:.1f}, wrong {len(outcome.wrong)}, skipped 0,")
    say(f"{time.monotonic() - start:.0f} s")
    for line in outcome.wrong:
        say("BAD", line)
    return 1 if outcome.wrong or most > MOST or len(outcome.costs) < kills else 0


if __name__ == "__main__":
    sys.exit(main())
