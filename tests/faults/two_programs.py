"""Two programs on one file in many interleavings: never both hold it, nothing saved is lost.

Run: PYTHONPATH=. python tests/faults/two_programs.py [INTERLEAVINGS]
Two processes, each with the document's own functions of the program, follow scripts of opening,
saving, saving over and closing, merged in a random order; now and then both save at the same
moment or one is killed. After every step the file must be whole and hold the last design that a
save reported; a refused save must have changed nothing, none may go over a version that its
program had not seen, and only one may hold the lock. Prints interleavings, steps, answers, torn
and lost. POSIX only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.project import save_design
from matrix_designer.session.documents import Holding, SaveOrder, open_file, save_file
from matrix_designer.session.jobs import Progress
from tests.faults.kept_work import own_folder
from tests.faults.saved_designs import design_of, number_in, say

INTERLEAVINGS = 200
_TOGETHER = 0.5
_SCRIPTS = (
    ("open", "save", "close", "save"),
    ("open", "save", "save", "close", "open", "save"),
    ("open", "close", "open", "save", "overwrite", "close"),
    ("save", "close", "open", "save"),
    ("open", "save", "kill", "open", "save", "close"),
)
"""What one program does; how two of them are merged is random."""


@dataclass
class Outcome:
    """What a run found."""

    interleavings: int = 0
    steps: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class _Program:
    """One process that does what it is told, step by step."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process = self._start()
        self.has_lock = False

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, __file__, "--program", str(self._path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def begin(self, step: str, number: int) -> None:
        """Tell the next step."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{step} {number}\n")
        self._process.stdin.flush()

    def answer(self) -> str:
        """Wait for the step's end: `done`, or why it was refused."""
        assert self._process.stdout is not None
        words = self._process.stdout.readline().strip()
        self.has_lock = words.startswith("held ")
        return words.partition(" ")[2]

    def kill(self) -> None:
        """End the process as a crash does, and start another."""
        os.kill(self._process.pid, signal.SIGKILL)
        self.stop()
        self._process = self._start()
        self.has_lock = False

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def run(interleavings: int, seed: int = 1) -> Outcome:
    """Lead two programs through so many interleavings."""
    rng = Random(seed)  # noqa: S311 - repeatable test data
    outcome = Outcome()
    with own_folder() as folder:
        path = folder / "design.pmatrix"
        programs = [_Program(path), _Program(path)]
        try:
            number = 0
            for _ in range(interleavings):
                save_design(path, design_of(number))
                merged = _Interleaving(programs, path, number, rng)
                while not merged.is_over:
                    merged.go_on(outcome)
                number = merged.highest
                outcome.interleavings += 1
                for program in programs:
                    program.begin("close", 0)
                    program.answer()
        finally:
            for program in programs:
                program.stop()
    return outcome


class _Interleaving:
    """Two random scripts, merged in a random order."""

    def __init__(self, programs: list[_Program], path: Path, number: int, rng: Random) -> None:
        self._programs = programs
        self._path = path
        self._rng = rng
        self._scripts = [list(rng.choice(_SCRIPTS)) for _ in programs]
        self._known: list[int | None] = [None for _ in programs]
        self._held = number
        self.highest = number

    @property
    def is_over(self) -> bool:
        """Whether both scripts have ended."""
        return not any(self._scripts)

    def go_on(self, outcome: Outcome) -> None:
        """Do the next step of one program, or of both at the same moment, and judge the file."""
        actors = self._next_actors()
        steps = {one: self._scripts[one].pop(0) for one in actors}
        for one, step in steps.items():
            if step == "kill":
                self._programs[one].kill()
            else:
                self._programs[one].begin(step, self.highest + 1 + one)
        saved = []
        words = []
        for one, step in steps.items():
            said = "killed" if step == "kill" else self._programs[one].answer()
            words.append(f"{step}: {said}")
            if step in ("save", "overwrite") and said == "done":
                saved.append(self.highest + 1 + one)
            self._learn(one, step, said, saved, outcome)
        self.highest += 2
        outcome.steps += 1
        outcome.answers.update(words)
        self._judge(saved, f"{words}", outcome)

    def _next_actors(self) -> list[int]:
        can_both_save = all(script[:1] == ["save"] for script in self._scripts)
        if can_both_save and self._rng.random() < _TOGETHER:
            return [0, 1]
        return [self._rng.choice([one for one in (0, 1) if self._scripts[one]])]

    def _learn(self, one: int, step: str, said: str, saved: list[int], outcome: Outcome) -> None:
        """Remember which version a program has seen; a save over another one is a lost update."""
        if step in ("save", "overwrite") and said == "done":
            if step == "save" and self._known[one] not in (None, self._held):
                outcome.lost.append(f"a save went over {self._held}, which was not known")
            self._known[one] = saved[-1]
        elif step == "open":
            self._known[one] = self._held
        elif step in ("close", "kill"):
            self._known[one] = None

    def _judge(self, saved: list[int], what: str, outcome: Outcome) -> None:
        found = number_in(self._path)
        if found is None:
            outcome.torn.append(what)
            return
        if found not in (saved or [self._held]):
            outcome.lost.append(f"{what}: the file holds {found}, not {saved or self._held}")
        if len(saved) > 1 or all(program.has_lock for program in self._programs):
            outcome.lost.append(f"{what}: both had it")
        self._held = found


def _be_a_program(path: Path) -> int:
    """Do what standard input says, as the window's commands do."""
    progress = Progress(_keep_quiet)
    holding: Holding | None = None
    for line in sys.stdin:
        step, number = line.split()
        said = "done"
        try:
            if step == "open":
                if holding is not None:
                    holding.release()
                    holding = None
                holding = open_file(path, progress).holding
            elif step == "close":
                if holding is not None:
                    holding.release()
                holding = None
            else:
                order = SaveOrder(path, holding, is_overwriting=step == "overwrite")
                made = save_file(order, design_of(int(number)), None, progress)
                holding = made
        except MatrixDesignerError as error:
            said = type(error).__name__
        has_lock = holding is not None and holding.lock is not None
        say(f"{'held' if has_lock else 'free'} {said}")
        sys.stdout.flush()
    return 0


def _keep_quiet(_text: str, _part: float) -> None:
    """Tell nobody how far a job is."""


def main() -> int:
    """Run the whole campaign and print what it found."""
    if sys.argv[1:2] == ["--program"]:
        return _be_a_program(Path(sys.argv[2]))
    interleavings = int(sys.argv[1]) if len(sys.argv) > 1 else INTERLEAVINGS
    start = time.monotonic()
    outcome = run(interleavings)
    say(f"{outcome.interleavings} interleavings, {outcome.steps} steps:")
    say(f"torn {len(outcome.torn)}, lost {len(outcome.lost)}, skipped 0,")
    say(f"{time.monotonic() - start:.0f} s")
    for words, times in outcome.answers.most_common():
        say(f"{times:5} {words}")
    for line in (*outcome.torn, *outcome.lost):
        say("BAD", line)
    return 1 if outcome.torn or outcome.lost or outcome.interleavings < interleavings else 0


if __name__ == "__main__":
    sys.exit(main())
