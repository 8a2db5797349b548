"""Every system call of a save, failed and killed in turn by a real strace.

Run: PYTHONPATH=. python tests/faults/save_injection.py [STEP]
A child that is ready to save is traced; call N of its save fails with ENOSPC, EIO or EACCES, or
kills it. Afterwards the file must be the old or the new design, never a mix, and a save that said
it was done must be the new one. STEP 7 takes every seventh call (1 by default). Prints the calls
hit, torn and lost; a refused ptrace is a failure. Linux only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.project import save_design
from matrix_designer.formats.storage import Fingerprint, previous_version, take_fingerprint
from tests.faults.saved_designs import design_of, number_in, say
from tests.faults.traced import DONE, FAULTS, Outcome, Task, break_call, calls_of

OLD, NEW, NEXT = 1, 2, 3


def run(step: int = 1, faults: tuple[str, ...] = FAULTS) -> Outcome:
    """Trace one save to count its calls, then break each in turn."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as logs:
        folder, log = Path(name), Path(logs) / "trace.log"
        for is_opened in (True, False):
            prepare = partial(_prepared_save, folder, is_opened=is_opened)
            number_in(_fresh_document(folder))  # nothing is done for the first time in the child
            calls = calls_of(prepare, log)
            outcome.calls += len(calls)
            for call in calls[::step]:
                for fault in faults:
                    where = f"{call[0]} #{call[1]} {fault}{' opened before' if is_opened else ''}"
                    status = break_call(prepare, call, fault, log, outcome)
                    _judge(folder / "design.pmatrix", status, where, outcome)
    return outcome


def _prepared_save(folder: Path, *, is_opened: bool) -> Task:
    """Make a fresh document and return the task of saving over it."""
    path = _fresh_document(folder)
    opened = take_fingerprint(path) if is_opened else None
    return partial(_save, path, opened)


def _save(path: Path, opened: Fingerprint | None) -> None:
    save_design(path, design_of(NEW), opened=opened)


def _judge(path: Path, status: int | None, where: str, outcome: Outcome) -> None:
    """Judge what one fault left."""
    if status is None:
        outcome.missed.append(where)
        return
    found = number_in(path)
    if found is None:
        outcome.torn.append(where)
    if status == DONE and found != NEW:
        outcome.lost.append(where)
    if not _is_mended(path):
        outcome.lost.append(f"{where}: the next save or the kept version")


def _is_mended(path: Path) -> bool:
    """Say whether the kept version is whole and the next save works, whatever lies around."""
    kept = previous_version(path)
    is_whole = not kept.exists() or number_in(kept) == OLD
    try:
        save_design(path, design_of(NEXT))
    except MatrixDesignerError:
        return False
    return is_whole and number_in(path) == NEXT


def _fresh_document(folder: Path) -> Path:
    """Make a folder that holds the old design only."""
    for stale in folder.iterdir():
        stale.unlink()
    path = folder / "design.pmatrix"
    save_design(path, design_of(OLD))
    return path


def main() -> int:
    """Run the whole campaign and print what it found."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    start = time.monotonic()
    outcome = run(step)
    say(f"{outcome.calls} system calls in a save of a file opened before and of one not opened,")
    say_outcome(outcome, step, time.monotonic() - start)
    return 0 if outcome.is_good else 1


def say_outcome(outcome: Outcome, step: int, seconds: float) -> None:
    """Print what a run found."""
    say(f"{len(FAULTS)} faults at every {step}. call: hit {outcome.hit},")
    say(f"missed {len(outcome.missed)}, torn {len(outcome.torn)}, lost {len(outcome.lost)},")
    say(f"crashed {len(outcome.crashed)}, skipped 0, {seconds:.0f} s")
    for text, count in outcome.said.most_common():
        say(f"{count:5} {text}")
    for line in outcome.bad:
        say("BAD", line)


if __name__ == "__main__":
    sys.exit(main())
