"""Every system call of an autosave, failed and killed in turn by a real strace.

Run: PYTHONPATH=. python tests/faults/autosave_injection.py [STEP]
Work is kept anew in its place, or for the first time; call N fails with ENOSPC, EIO or EACCES, or
kills the program. Afterwards the next start must find the old or the new work whole with its
sales, the first time the new or none, and a keeping that said it was done must be the new one.
Prints the calls hit, torn and lost; a refused ptrace is a failure. Linux only.
"""

from __future__ import annotations

import shutil
import sys
import time
from functools import partial
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.recovery import RecoveryPlace, Work, new_place
from tests.faults.kept_work import lines_refused, numbers_in, own_folder, sales_of, work_of
from tests.faults.save_injection import NEW, NEXT, OLD, say_outcome
from tests.faults.saved_designs import say
from tests.faults.traced import DONE, FAULTS, Outcome, Task, break_call, calls_of


class _Bench:
    """One state folder, made anew for each fault."""

    def __init__(self, folder: Path, sales: Sales, *, is_first: bool) -> None:
        self.root = folder / "recovery"
        self.sales = sales
        self.is_first = is_first
        self._place: RecoveryPlace | None = None

    def prepare(self) -> Task:
        """Empty the folder, keep the old work where there is some; return the task."""
        self.let_go()
        shutil.rmtree(self.root, ignore_errors=True)
        work = work_of(NEW, self.sales)
        if self.is_first:
            return partial(_keep_first, self.root, work)
        self._place = new_place(self.root)
        self._place.keep(work_of(OLD, self.sales))
        return partial(self._place.keep, work)

    def let_go(self) -> None:
        """Let go of our own copy of the lock that a killed child held."""
        if self._place is not None:
            self._place.leave()
            self._place = None


def _keep_first(root: Path, work: Work) -> None:
    new_place(root).keep(work)


def run(step: int = 1, faults: tuple[str, ...] = FAULTS) -> Outcome:
    """Trace the keeping to count its calls, then break each in turn."""
    outcome = Outcome()
    with own_folder() as folder, lines_refused():
        log = folder / "trace.log"
        sales = sales_of(folder)
        for is_first in (False, True):
            bench = _Bench(folder, sales, is_first=is_first)
            bench.prepare()()  # nothing is done for the first time in the child
            calls = calls_of(bench.prepare, log)
            outcome.calls += len(calls)
            for call in calls[::step]:
                for fault in faults:
                    where = f"{call[0]} #{call[1]} {fault}{' at first' if is_first else ''}"
                    status = break_call(bench.prepare, call, fault, log, outcome)
                    _judge(bench, status, where, outcome)
            bench.let_go()
    return outcome


def _judge(bench: _Bench, status: int | None, where: str, outcome: Outcome) -> None:
    """Judge what the next start finds after one fault."""
    if status is None:
        outcome.missed.append(where)
        return
    bench.let_go()
    found = numbers_in(bench.root, bench.sales)
    if None in found:
        outcome.torn.append(where)
    allowed = [[NEW]] if status == DONE else [[NEW], [] if bench.is_first else [OLD]]
    if found not in allowed:
        outcome.lost.append(f"{where}: found {found}")
    try:
        place = new_place(bench.root)
        place.keep(work_of(NEXT, bench.sales))
        place.leave()
    except MatrixDesignerError as error:
        outcome.lost.append(f"{where}: the next keeping: {error.sentence}")
        return
    if NEXT not in numbers_in(bench.root, bench.sales):
        outcome.lost.append(f"{where}: the next keeping")


def main() -> int:
    """Run the whole campaign and print what it found."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    start = time.monotonic()
    outcome = run(step)
    say(f"{outcome.calls} system calls in an autosave over an older one and in a first one,")
    say_outcome(outcome, step, time.monotonic() - start)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
