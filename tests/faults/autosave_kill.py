"""SIGKILL at random moments of autosave and of recovery: the work is whole and never goes back.

Run: PYTHONPATH=. python tests/faults/autosave_kill.py [KILLS]
A child finds what the last crash left, recovers it, goes on in its place and keeps work after
work, telling each; it is killed at a random moment, half of the time while it recovers. Afterwards
the next start must find exactly one work: the last that was told or the one after it. Prints
kills, torn and lost. POSIX only.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import NoReturn

from matrix_designer.core.evidence import Sales
from matrix_designer.formats.recovery import find_work, load_work, new_place
from tests.faults.kept_work import numbers_in, own_folder, sales_of, work_of
from tests.faults.saved_designs import say

KILLS = 1_000
_WARM_UP = 10
_LONGEST_IN_KEEPINGS = 8


@dataclass
class Outcome:
    """What a run found; `left` counts what lies about in the end."""

    kills: int = 0
    during_recovery: int = 0
    keepings: int = 0
    torn: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def run(kills: int, seed: int = 1) -> Outcome:
    """Kill a keeping child so many times."""
    rng = Random(seed)  # noqa: S311 - repeatable test data
    outcome = Outcome()
    with own_folder() as folder:
        sales, root = sales_of(folder), folder / "recovery"
        keeping, recovery = _seconds(root, sales)
        moments = (
            (0.0, recovery),
            (recovery, 2 * recovery + _LONGEST_IN_KEEPINGS * keeping),  # a fork is slower
        )
        number = 0
        for kill in range(kills):
            delay = rng.uniform(*moments[kill % 2])
            told, has_recovered = _kill_a_keeper(root, sales, number, delay)
            outcome.kills += 1
            outcome.during_recovery += not has_recovered
            outcome.keepings += told - number
            found = numbers_in(root, sales)
            if None in found:
                outcome.torn.append(kill)
                break
            if found not in ([told], [told + 1]):
                outcome.lost.append(f"kill {kill}: told {told}, found {found}")
                break
            number = int(found[0] or 0)
        outcome.left.update(path.suffix for path in root.iterdir())
    return outcome


def _seconds(root: Path, sales: Sales) -> tuple[float, float]:
    """Return how long a keeping and a recovery take here and now; leaves work number 0."""
    place = new_place(root)
    start = time.perf_counter()
    for _ in range(_WARM_UP):
        place.keep(work_of(0, sales))
    keeping = (time.perf_counter() - start) / _WARM_UP
    place.leave()
    numbers_in(root, sales)  # what is loaded once is loaded
    start = time.perf_counter()
    for _ in range(_WARM_UP):
        numbers_in(root, sales)
    return keeping, (time.perf_counter() - start) / _WARM_UP


def _kill_a_keeper(root: Path, sales: Sales, number: int, delay: float) -> tuple[int, bool]:
    """Let a child recover and keep on, kill it; return the last work told, and whether any was."""
    told_read, told_write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told_read)
        _recover_and_keep(root, sales, told_write)
    os.close(told_write)
    last = os.read(told_read, 8)  # the child is at work
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    has_recovered = False
    while piece := os.read(told_read, 1 << 16):
        last = piece[-8:]
        has_recovered = True
    os.close(told_read)
    return max(int.from_bytes(last, "big"), number), has_recovered


def _recover_and_keep(root: Path, sales: Sales, told: int) -> NoReturn:
    """Do what the program does after a crash, and go on."""
    os.write(told, bytes(8))
    (found,) = find_work(root)
    work, _ = load_work(found)
    for number in count(work.edits + 1):
        found.place.keep(work_of(number, sales))
        os.write(told, number.to_bytes(8, "big"))
    os._exit(1)


def main() -> int:
    """Run the whole campaign and print what it found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    start = time.monotonic()
    outcome = run(kills)
    say(f"{outcome.kills} kills, {outcome.during_recovery} before the first keeping,")
    say(f"during {outcome.keepings} finished keepings: torn {len(outcome.torn)},")
    say(f"lost {len(outcome.lost)}, skipped 0, {time.monotonic() - start:.0f} s")
    for name, times in outcome.left.most_common():
        say(f"  {times} x {name or 'a folder'} left in the end")
    for line in outcome.lost:
        say("BAD", line)
    return 1 if outcome.torn or outcome.lost or outcome.kills < kills else 0


if __name__ == "__main__":
    sys.exit(main())
