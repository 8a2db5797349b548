"""SIGKILL at random moments of saves: the file is always a whole design, never an older one.

Run: PYTHONPATH=. python tests/faults/save_kill.py [KILLS]
A child saves design after design and tells each finished save; it is killed at a random moment.
Afterwards the file must hold the last design that was told, or the one after it. Prints kills,
torn and lost. POSIX only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from matrix_designer.formats.project import save_design
from matrix_designer.formats.storage import previous_version
from tests.faults.killed_child import Tell, kill_a_child
from tests.faults.saved_designs import design_of, number_in, say

KILLS = 1_000
_WARM_UP = 10
_LONGEST_IN_SAVES = 3


@dataclass
class Outcome:
    """What a run found; `left` counts what a kill left lying around beside the file."""

    kills: int = 0
    saves: int = 0
    torn: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def run(kills: int, seed: int = 1) -> Outcome:
    """Kill a saving child so many times."""
    rng = Random(seed)  # noqa: S311 - repeatable test data
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "design.pmatrix"
        longest = _LONGEST_IN_SAVES * _seconds_of_a_save(path)
        number = 0
        for kill in range(kills):
            work = partial(_save_for_ever, path, number)
            told = kill_a_child(work, 1, rng.uniform(0, longest))[-1]
            outcome.kills += 1
            outcome.saves += told - number
            found = number_in(path)
            kept = previous_version(path)
            if found is None or (kept.exists() and number_in(kept) is None):
                outcome.torn.append(kill)
                break
            if found not in (told, told + 1):
                outcome.lost.append(kill)
            others = {other.name for other in path.parent.iterdir()} - {path.name, kept.name}
            outcome.left.update(others)
            number = found
    return outcome


def _seconds_of_a_save(path: Path) -> float:
    """Return how long a save takes here and now."""
    start = time.perf_counter()
    for _ in range(_WARM_UP):
        save_design(path, design_of(0))
    return (time.perf_counter() - start) / _WARM_UP


def _save_for_ever(path: Path, first: int, tell: Tell) -> None:
    tell(first)
    for number in count(first + 1):
        save_design(path, design_of(number))
        tell(number)


def main() -> int:
    """Run the whole campaign and print what it found."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    start = time.monotonic()
    outcome = run(kills)
    say(f"{outcome.kills} kills during {outcome.saves} finished saves: torn {len(outcome.torn)},")
    say(f"lost {len(outcome.lost)}, skipped 0, {time.monotonic() - start:.0f} s")
    for name, times in outcome.left.most_common():
        say(f"  {times} times {name} was left beside it")
    return 1 if outcome.torn or outcome.lost or outcome.kills < kills else 0


if __name__ == "__main__":
    sys.exit(main())
