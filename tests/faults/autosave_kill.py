"""SIGKILL at random moments of autosave and of recovery: the work is whole and never goes back.

Run: PYTHONPATH=. python tests/faults/autosave_kill.py [KILLS]
A child finds what the last crash left, recovers it, goes on in its place and keeps work after
work, telling each; it is killed at a random moment, half of the time while it recovers, the other
half after one to eight keepings. Afterwards
the next start must find exactly one work: the last that was told or the one after it. Prints
kills, torn and lost. POSIX only.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from matrix_designer.core.evidence import Sales
from matrix_designer.formats.recovery import find_work, load_work, new_place
from tests.faults.kept_work import lines_refused, numbers_in, own_folder, sales_of, work_of
from tests.faults.killed_child import Tell, kill_a_child
from tests.faults.saved_designs import say

KILLS = 1_000
_WARM_UP = 10
_MOST_KEEPINGS = 8


@dataclass
class Outcome:
    """What a run found; `left` counts what lies about in the end, one of it the work's folder."""

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
    with own_folder() as folder, lines_refused():
        sales, root = sales_of(folder), folder / "recovery"
        keeping, recovery = _seconds(root, sales)
        number = 0
        for kill in range(kills):
            keepings = rng.randint(1, _MOST_KEEPINGS) if kill % 2 else 0
            delay = rng.uniform(0.0, keeping if keepings else recovery)
            work = partial(_recover_and_keep, root, sales)
            numbers = kill_a_child(work, 1 + keepings, delay)
            told = max(number, *numbers)
            outcome.kills += 1
            outcome.during_recovery += len(numbers) == 1
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


def _recover_and_keep(root: Path, sales: Sales, tell: Tell) -> None:
    """Do what the program does after a crash, and go on."""
    tell(0)
    (found,) = find_work(root)
    work, _ = load_work(found)
    for number in count(work.edits + 1):
        found.place.keep(work_of(number, sales))
        tell(number)


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
