"""Every system call of a save with lines beside the design, failed and killed in turn.

Run: PYTHONPATH=. python tests/faults/beside_injection.py [STEP]
As save_injection, with other sales than before: afterwards the old or the new design must open
with just the lines that it names, whole, and so must the kept version and the next two saves.
Linux only.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.formats.lines_place import LinesPlace
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.formats.sales import import_sales
from matrix_designer.formats.storage import previous_version
from tests.faults.save_injection import say_outcome
from tests.faults.saved_designs import design_of, say
from tests.faults.traced import DONE, FAULTS, Outcome, Task, break_call, calls_of

OLDEST, OLD, NEW, NEXT, LAST = range(5)


def run(step: int = 1, faults: tuple[str, ...] = FAULTS) -> Outcome:
    """Trace one save to count its calls, then break each in turn."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as logs:
        os.environ["XDG_CACHE_HOME"], had = logs, os.environ.get("XDG_CACHE_HOME")
        try:
            every = [_sales(Path(logs), number) for number in range(5)]
            folder, log = Path(name), Path(logs) / "trace.log"
            prepare = partial(_prepared_save, folder, every)
            prepare()()  # nothing is done for the first time in the child
            calls = calls_of(prepare, log)
            outcome.calls += len(calls)
            for call in calls[::step]:
                for fault in faults:
                    where = f"{call[0]} #{call[1]} {fault}"
                    status = break_call(prepare, call, fault, log, outcome)
                    _judge(folder / "design.pmatrix", every, status, where, outcome)
        finally:
            del os.environ["XDG_CACHE_HOME"]
            if had is not None:
                os.environ["XDG_CACHE_HOME"] = had
    return outcome


def _sales(folder: Path, number: int) -> Sales:
    """Import sales that differ from every other number's."""
    path = folder / f"{number}.csv"
    lines = "".join(f"{at},{at}.{number}5,{at * 2},2,{at}.95\n" for at in range(1, 200))
    path.write_text(f"Part Number,Cost,List,Qty,Sold Price\n{lines}", encoding="utf-8")
    return import_sales(path).sales


def _prepared_save(folder: Path, every: list[Sales]) -> Task:
    """Make a document that was saved twice and return the task of saving over it."""
    for stale in folder.iterdir():
        stale.unlink()
    path = folder / "design.pmatrix"
    for number in (OLDEST, OLD):
        _save(path, every, number)
    return partial(_save, path, every, NEW)


def _save(path: Path, every: list[Sales], number: int) -> None:
    save_design(path, design_of(number), every[number], place=LinesPlace.BESIDE)


def whole_number_in(path: Path, every: list[Sales]) -> int | None:
    """Return the number of the design that a file holds with its lines; None where it is torn."""
    try:
        found = load_project(path)
    except MatrixDesignerError:
        return None
    number = int(found.design.name.removeprefix("design "))
    sales = found.sales
    is_whole = sales is not None and sales.lines_file is not None and not found.problems
    is_whole = is_whole and sales is not None and sales.digest == every[number].digest
    return number if is_whole and found.design == design_of(number) else None


def _judge(
    path: Path, every: list[Sales], status: int | None, where: str, outcome: Outcome
) -> None:
    """Judge what one fault left."""
    if status is None:
        outcome.missed.append(where)
        return
    found, kept = whole_number_in(path, every), whole_number_in(previous_version(path), every)
    if found not in (OLD, NEW) or kept not in (OLDEST, OLD):
        outcome.torn.append(f"{where}: {found}, kept {kept}")
    if status == DONE and found != NEW:
        outcome.lost.append(where)
    try:
        for number in (NEXT, LAST):
            _save(path, every, number)
    except MatrixDesignerError as error:
        outcome.lost.append(f"{where}: the next save: {error.sentence}")
        return
    if (
        whole_number_in(path, every) != LAST
        or whole_number_in(previous_version(path), every) != NEXT
    ):
        outcome.lost.append(f"{where}: what the next saves left")
    left = [one.name for one in path.parent.iterdir() if "lines-" in one.name]
    if len(left) != 2:
        outcome.lost.append(f"{where}: left {left}")


def main() -> int:
    """Run the whole campaign and print what it found."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    start = time.monotonic()
    outcome = run(step)
    say(f"{outcome.calls} system calls in a save with lines beside the design,")
    say_outcome(outcome, step, time.monotonic() - start)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
